"""What extraction gives back: claims, and what looked like one but could not be completed."""

from __future__ import annotations

from dataclasses import dataclass

from territory.model import Claim


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A sentence that speaks of control but lacks a place or an actor, or can be read in two ways."""

    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The claims of one article in order of their evidence, and the sentences kept back with the reason."""

    claims: tuple[Claim, ...]
    unplaced: tuple[Unplaced, ...] = ()
