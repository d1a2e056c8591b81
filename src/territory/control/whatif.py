"""What if some evidence were left out: sources, publishers, grades, modalities, or what a machine read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from territory.control.histories import ControlModel
from territory.control.usable import is_machine_read
from territory.model import Claim, ControlState, Modality, PlaceId


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to leave out. An empty filter leaves out nothing.

    Attributes
    ----------
    sources : frozenset[str]
        Addresses of sources, or ids of articles.
    publishers : frozenset[str]
        Names as the claims have them.
    grades : frozenset[str]
        Admiralty grades: a letter (`D`), a digit (`4`) or both (`D4`).
    modalities : frozenset[Modality]
        For example what parties claim of themselves.
    machine_read : bool
        Claims that a program read from a text.
    places : frozenset[PlaceId]
        Claims about these places.
    """

    sources: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    modalities: frozenset[Modality] = frozenset()
    machine_read: bool = False
    places: frozenset[PlaceId] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out."""
        return self == ClaimFilter()

    def leaves_out(self, claim: Claim) -> bool:
        """Whether a claim is left out."""
        source = claim.source
        return (
            bool({source.url, str(claim.article_id or "")} & self.sources - {""})
            or source.publisher in self.publishers
            or bool({source.reliability, str(source.credibility), source.grade} & self.grades)
            or claim.modality in self.modalities
            or (self.machine_read and is_machine_read(claim))
            or claim.place_id in self.places
        )

    def keep(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return the claims that are not left out."""
        return [claim for claim in claims if not self.leaves_out(claim)]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place whose state on a day is another without some claims; None: unknown."""

    place_id: PlaceId
    with_all: ControlState | None
    without: ControlState | None

    @property
    def changes_holder(self) -> bool:
        """Whether another actor holds it, or nobody is known to."""
        return (self.with_all and self.with_all.actor) != (self.without and self.without.actor)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """States of a day with all claims, and without some of them."""

    left_out: int
    with_all: Mapping[PlaceId, ControlState]
    without: Mapping[PlaceId, ControlState]

    def differences(self) -> tuple[Difference, ...]:
        """Return the places whose holder, status or rival differs, in order of place id."""
        found = []
        for place_id in sorted(self.with_all.keys() | self.without.keys()):
            before, after = self.with_all.get(place_id), self.without.get(place_id)
            if _summary(before) != _summary(after):
                found.append(Difference(place_id, before, after))
        return tuple(found)


def _summary(state: ControlState | None) -> tuple[object, ...] | None:
    return (state.actor, state.status, state.contested_by, state.besieged) if state else None


def what_if(
    model: ControlModel,
    claims: Iterable[Claim],
    leave_out: ClaimFilter,
    *,
    valid_on: date,
    known_at: datetime | None = None,
) -> WhatIf:
    """Return the states of a day with all claims and without those that a filter leaves out.

    Parameters
    ----------
    model : ControlModel
        Any model; both answers come from it.
    claims : Iterable[Claim]
        Any order.
    leave_out : ClaimFilter
        What not to look at.
    valid_on : date
        The day.
    known_at : datetime, optional
        Claims recorded later are not looked at. Default: all.
    """
    everything = list(claims)
    kept = leave_out.keep(everything)
    return WhatIf(
        len(everything) - len(kept),
        model.histories(everything, known_at=known_at).as_of(valid_on),
        model.histories(kept, known_at=known_at).as_of(valid_on),
    )


def single_source_places(states: Mapping[PlaceId, ControlState]) -> tuple[PlaceId, ...]:
    """Return the places whose state rests on one source alone: one publisher, or prints of one report."""
    return tuple(place_id for place_id, state in states.items() if state.single_source)
