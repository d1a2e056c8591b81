"""What is marked in an article, cut into pieces of text that a page can write down one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from territory.model import Claim, Mention
from territory.model.rule import BY_ANALYST


class Kind(StrEnum):
    """What a marked name is."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"
    DEMONYM = "demonym"
    DECOY = "decoy"


LEGEND: Mapping[Kind, tuple[str, str]] = {
    Kind.FOUND: ("place", "A name with one good reading"),
    Kind.AMBIGUOUS: ("ambiguous place", "Two readings are as good, or none was chosen"),
    Kind.UNRESOLVED: ("unresolved name", "No place is known by that name, or it was left open"),
    Kind.DEMONYM: ("people of a land", "A hint of the country, not a place"),
    Kind.DECOY: ("looks like a place", "Passed over: more likely a person, an organisation or a plain word"),
}
"""The word for each kind, and what it means."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch `text[start:end]`."""

    start: int
    end: int
    text: str
    kind: Kind
    mention: Mention


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the numbers of the mark and of the claims that cover it (-1, none)."""

    text: str
    mark: int
    claims: tuple[int, ...]


def kind_of(mention: Mention) -> Kind:
    """Return what a toponym is."""
    if is_chosen(mention):
        return Kind.FOUND if mention.place_id else Kind.UNRESOLVED
    if mention.place_id is None:
        return Kind.AMBIGUOUS if mention.candidates else Kind.UNRESOLVED
    return Kind.AMBIGUOUS if mention.is_ambiguous else Kind.FOUND


def is_chosen(mention: Mention) -> bool:
    """Whether an analyst has decided what the name means."""
    return mention.reason.startswith(BY_ANALYST)


def marks_of(mentions: Iterable[Mention], others: Iterable[tuple[Mention, Kind]] = ()) -> list[Mark]:
    """Return the marks of toponyms and of `others` (demonyms, decoys) that do not lie on them, in order."""
    named = [(mention, kind_of(mention)) for mention in mentions]
    taken = {at for mention, _ in named for at in range(mention.start, mention.end)}
    for mention, kind in others:
        if taken.isdisjoint(range(mention.start, mention.end)):
            named.append((mention, kind))
            taken.update(range(mention.start, mention.end))
    named.sort(key=lambda pair: (pair[0].start, pair[0].end))
    return [Mark(m.start, m.end, m.text, kind, m) for m, kind in named]


def pieces(text: str, marks: Sequence[Mark], claims: Sequence[Claim]) -> Iterator[Piece]:
    """Cut a text at the borders of marks and claims. Spans may lie in each other or overlap; every character is kept.

    One pass over the sorted borders: the time grows with the text, not with its square.
    """
    said = [(c.start, c.end) for c in claims]
    spans = [("m", number, mark.start, mark.end) for number, mark in enumerate(marks)]
    spans += [("c", number, a, b) for number, (a, b) in enumerate(said) if a is not None and b is not None]
    opens: dict[int, list[tuple[str, int]]] = {}
    closes: dict[int, list[tuple[str, int]]] = {}
    for what, number, start, end in spans:
        if 0 <= start < end <= len(text):
            opens.setdefault(start, []).append((what, number))
            closes.setdefault(end, []).append((what, number))
    live: dict[tuple[str, int], None] = {}
    for start, end in pairwise(sorted({0, len(text), *opens, *closes})):
        for key in closes.get(start, ()):
            live.pop(key, None)
        for key in opens.get(start, ()):
            live[key] = None
        mark = next((number for what, number in live if what == "m"), -1)
        yield Piece(text[start:end], mark, tuple(number for what, number in live if what == "c"))
