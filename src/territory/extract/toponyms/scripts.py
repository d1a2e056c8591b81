"""Place names in Arabic and Cyrillic script, found through the gazetteer's spellings alone.

There is no model here: a name counts if the gazetteer knows it for a land, a curated place or a large one, after taking
off what the language glues to it (و، ف، ب، ل، ك before an Arabic word; case endings behind a Cyrillic one).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from territory.extract.toponyms.names import NameEntry, NameIndex, Sort
from territory.extract.toponyms.scan import Block, fold_word
from territory.extract.toponyms.spans import Span

PROBABILITY = 0.7
"""Given to every name found this way; not fitted."""

_MAX_WORDS = 4
_LEAST_LETTERS = 3
_LARGE = 4.7
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_ENDINGS = ("ого", "ому", "ами", "ями", "ові", "еві", "ом", "ем", "ой", "ей", "ою", "ею", "ах", "ях", "ів", "ам", "ям")
_SHORT_ENDINGS = ("а", "я", "у", "ю", "е", "ы", "и", "і", "ї", "ь", "о")
_NOMINATIVES = ("", "а", "я", "ь", "о", "е", "и", "ы", "й", "ия", "ія")


def is_arabic(word: str) -> bool:
    """Whether a word begins with a letter of the Arabic script."""
    return "\u0620" <= word[0] <= "\u06d3"


def is_cyrillic(word: str) -> bool:
    """Whether a word begins with a letter of the Cyrillic script."""
    return "\u0400" <= word[0] <= "\u04ff"


class ScriptFinder:
    """Finds known names in texts of other scripts."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    def find(self, block: Block) -> list[Span]:
        """Return the names in Arabic and Cyrillic script, the longest from each word, none overlapping another."""
        spans: list[Span] = []
        free = 0
        for first, word in enumerate(block.words):
            if first < free:
                continue
            span = None
            if is_arabic(word):
                span = self._longest(block, first, list(_without_clitics(word)))
            elif is_cyrillic(word) and word[0].isupper():
                span = self._longest(block, first, [(0, form) for form in _nominatives(block.keys[first])])
            if span is not None:
                spans.append(span)
                free = span.last
        return spans

    def _longest(self, block: Block, first: int, forms: Sequence[tuple[int, str]]) -> Span | None:
        for last in range(min(first + _MAX_WORDS, len(block.words)), first, -1):
            rest = block.keys[first + 1 : last]
            for cut, form in forms:
                key = " ".join([form, *rest])
                entry = self._entry(key)
                if entry is not None:
                    start = block.starts[first] + cut
                    return Span(first, last, start, block.ends[last - 1], key, entry, first, last, False)
        return None

    def _entry(self, key: str) -> NameEntry | None:
        if len(key) < _LEAST_LETTERS:
            return None
        entry = self._names.entry(key)
        if entry is None or entry.via != "name":
            return None
        is_land = bool(entry.sorts & {Sort.COUNTRY, Sort.PROVINCE})
        return entry if entry.is_curated or is_land or entry.log_population >= _LARGE else None


def _without_clitics(word: str) -> Iterator[tuple[int, str]]:
    """Yield (letters cut off, folded rest) of an Arabic word: as it is, then without what is glued to its front."""
    yield 0, fold_word(word)
    for cut in (1, 2):
        if len(word) - cut < _LEAST_LETTERS + 1 or word[cut - 1] not in _CLITICS:
            return
        rest = word[cut:]
        yield cut, fold_word(rest)
        if word[cut - 1] == "ل" and rest.startswith("ل"):
            yield cut, fold_word("ا" + rest)


def _nominatives(key: str) -> Iterator[str]:
    """Yield a folded Cyrillic word, then what it may be in the nominative."""
    yield key
    for ending in (*_ENDINGS, *_SHORT_ENDINGS):
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST_LETTERS:
            stem = key.removesuffix(ending)
            for nominative in _NOMINATIVES:
                yield stem + nominative
