"""Ranks the places whose names are like a query, and says why each was found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from territory.gazetteer.layer import LayerFile
from territory.gazetteer.memory import MemoryLayer
from territory.gazetteer.normalise import fold, skeleton
from territory.model import Place

if TYPE_CHECKING:
    from territory.gazetteer.gazetteer import Gazetteer

_KEY_LETTERS: Final = "abdfhjklmnrstz"
_MOST_NAMES: Final = 4_000
_MOST_COMPLETIONS: Final = 400
_LEAST_LIKENESS: Final = 60.0
_LEAST_LIKENESS_OF_KEYS: Final = 40.0
_CURATED_BONUS: Final = 0.04


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place found by a search, with its score (0–1) and why it was found."""

    place: Place
    name: str
    score: float
    reason: str


def search(
    gazetteer: Gazetteer,
    layers: Sequence[LayerFile | MemoryLayer],
    query: str,
    *,
    limit: int,
    country: str | None,
    closely: bool = False,
) -> tuple[SearchHit, ...]:
    """Return the places whose names are like `query`, best first."""
    folded = fold(query)
    if not folded or limit < 1:
        return ()
    columns = gazetteer.columns
    best: dict[int, tuple[float, str, str]] = {}
    for name, score, reason in _names(layers, folded, closely):
        for row in gazetteer.rows_of(name):
            if country is not None and gazetteer.countries[columns.country[row]] != country.upper():
                continue
            if row not in best or best[row][0] < score:
                best[row] = (score, name, reason)

    def order(row: int) -> tuple[float, int, int]:
        known = math.log10(int(columns.weight[row]) + 1) / 200 + _CURATED_BONUS * gazetteer.is_curated(row)
        return (-best[row][0] - known, -int(columns.weight[row]), row)

    rows = sorted(best, key=order)[:limit]
    return tuple(SearchHit(gazetteer.place(row), best[row][1], round(best[row][0], 3), best[row][2]) for row in rows)


def _names(layers: Sequence[LayerFile | MemoryLayer], folded: str, closely: bool) -> Iterator[tuple[str, float, str]]:
    """Yield (folded name, score, reason) of the names like a folded query."""
    yield folded, 1.0, "exact name"
    key = skeleton(folded)
    same = _by_key(layers, [key])
    reason = f"same letters in another transliteration ({key})"
    yield from _scored(folded, same, 0.75, 0.2, reason, _LEAST_LIKENESS_OF_KEYS)
    yield from (
        (name, 0.85, f"same letters in another script ({key})")
        for name in same
        if len(key) > 2 and _other_script(name, folded)
    )
    if closely:
        return
    if len(key) >= 3:
        near = _by_key(layers, _one_off(key))
        yield from _scored(folded, near, 0.45, 0.4, "similar spelling", _LEAST_LIKENESS)
    if len(folded) >= 3:
        for layer in layers:
            for name in islice(layer.iter_from(folded + " "), _MOST_COMPLETIONS):
                yield name, 0.6 + 0.3 * len(folded) / len(name), "begins with"


def _other_script(name: str, other: str) -> bool:
    return name[0].isascii() != other[0].isascii()


def _by_key(layers: Sequence[LayerFile | MemoryLayer], keys: Iterable[str]) -> list[str]:
    names = (name for key in keys for layer in layers for name in layer.names_with_key(key))
    return list(islice(dict.fromkeys(names), _MOST_NAMES))


def _scored(
    folded: str, names: Sequence[str], base: float, span: float, reason: str, cutoff: float
) -> Iterator[tuple[str, float, str]]:
    found = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=60)
    for name, likeness, _ in found:
        yield name, base + span * likeness / 100, reason


def _one_off(key: str) -> Iterator[str]:
    """Yield the keys that differ from `key` by one letter more, less, or other."""
    for at in range(len(key) + 1):
        head, tail = key[:at], key[at:]
        if tail:
            yield head + tail[1:]
        for letter in _KEY_LETTERS:
            yield head + letter + tail
            if tail and letter != tail[0]:
                yield head + letter + tail[1:]
