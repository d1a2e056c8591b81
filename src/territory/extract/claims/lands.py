"""'Homs and Hama provinces': the names of such a list are provinces, not the towns that they are called after."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from territory.extract.claims.finder import PlaceFinder
from territory.model import Mention, Place, PlaceKind

_UNITS = ("governorate", "province", "oblast")
_CUES = tuple(f"{unit[1:]}s" for unit in _UNITS)
_LISTED = re.compile(
    r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?:, [A-Z][\w'’-]+){0,6},? and (?:[a-z]+ )?[A-Z][\w'’-]+"
    rf" (?P<unit>(?i:{'|'.join(_UNITS)}))s\b"
)


def listed_lands(
    text: str, mentions: Sequence[Mention], finder: PlaceFinder, theatre: Sequence[str]
) -> Iterator[tuple[int, Place]]:
    """Yield the number and the province of each toponym in such a list; `mentions` are in order of their start."""
    if not any(cue in text for cue in _CUES):
        return
    for listed in _LISTED.finditer(text):
        first, end = (bisect_left(mentions, at, key=lambda m: m.start) for at in listed.span())
        for number in range(first, end):
            land = _land(mentions[number].text, listed["unit"].lower(), finder, theatre)
            if land is not None:
                yield number, land


def _land(name: str, unit: str, finder: PlaceFinder, theatre: Sequence[str]) -> Place | None:
    """Return the province of a name, under the word used for it or another one."""
    for title in dict.fromkeys((unit, *_UNITS)):
        found = finder.exact(f"{name} {title.capitalize()}", theatre)
        if found is not None and found.kind is PlaceKind.PROVINCE:
            return found
    return None
