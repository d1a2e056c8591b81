"""What a phrase points to: a place, or a side."""

from __future__ import annotations

from typing import NamedTuple

from territory.extract.actors import ActorSense

PLACE_PRONOUNS = frozenset(("it", "there", "them", "former", "latter", "both", "this", "which", "that"))
"""Words that may stand for a place named before."""
UNKNOWN = "@unknown"
"""The anaphor of a part of a place that has a name which nobody knows."""


class PlaceRef(NamedTuple):
    """A place that a phrase names (`mention`: number of the toponym) or points back to (`anaphor`)."""

    mention: int | None
    start: int
    end: int
    partial: bool = False
    edge: bool = False
    anaphor: str = ""
    owner: ActorRef | None = None


class ActorRef(NamedTuple):
    """A side that a phrase names (`senses`) or only describes.

    `generic`: `state` for the government's men, `group` for others, `pronoun` for 'it' and 'they'.
    """

    senses: tuple[ActorSense, ...]
    generic: str
    start: int
    end: int
    text: str
