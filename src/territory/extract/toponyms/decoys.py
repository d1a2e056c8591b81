"""Names of sides and organisations, which are no places even where they hold one: `Islamic State of Iraq and Syria`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from territory.extract.toponyms.lexicon import data_lines
from territory.gazetteer.gazetteer import fold
from territory.gazetteer.tables import read_actors
from territory.resources import seeds_path

_SMALL_WORDS = frozenset("of the and in for al as ar an ash".split())
_LEAST_LETTERS = 5
_TABLES = ("actors.csv", "actors_world.csv")


@cache
def decoys() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the folded words of each organisation's name, by the first word, the longest names first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in (*data_lines("organisations.txt"), *_actor_names()):
        words = tuple(fold(name).split())
        if len(words) == 1 and name.isupper():
            continue
        if len(words) > 1 or len(name) >= _LEAST_LETTERS:
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(phrases, key=lambda words: (-len(words), words))) for first, phrases in found.items()}


@cache
def initials() -> frozenset[str]:
    """Return the names of sides that are written in capitals only, such as `ANA` (Ana is a town)."""
    return frozenset(name for name in _actor_names() if name.isupper())


@cache
def _actor_names() -> tuple[str, ...]:
    tables = [seeds_path(table) for table in _TABLES if seeds_path(table).is_file()]
    actors = [actor for table in tables for actor in read_actors(table)[0]]
    return tuple(name for actor in actors for name in (actor.name, *actor.aliases) if _is_proper(name))


def _is_proper(name: str) -> bool:
    """Whether a name is written like one: its words capitalised, no remark in brackets, no list."""
    words = [word for word in name.replace("-", " ").split() if word not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words) and not set(name) & set("(/")


def covered(words: Sequence[str], keys: Sequence[str]) -> set[int]:
    """Return the numbers of the tokens that belong to the name of an organisation.

    `keys` are the folded `words`. A hyphen between two words of a name is a token of its own and is passed over.
    """
    known, capitals = decoys(), initials()
    taken: set[int] = set()
    if not capitals.isdisjoint(words):
        taken.update(number for number, word in enumerate(words) if word in capitals)
    if known.keys().isdisjoint(keys):
        return taken
    for start, key in enumerate(keys):
        for phrase in known.get(key, ()):
            end = _match(keys, start, phrase)
            if end:
                taken.update(range(start, end))
                break
    return taken


def _match(keys: Sequence[str], start: int, words: tuple[str, ...]) -> int:
    """Return where a name that begins at `start` ends, 0 if it is not there."""
    at = start
    for word in words:
        while at < len(keys) and not keys[at] and at > start:
            at += 1
        if at >= len(keys) or keys[at] != word:
            return 0
        at += 1
    return at
