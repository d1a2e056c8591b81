"""Why the ledger gives a place its state on a day: the deciding claims, those that lost, and what would turn it.

The ledger has no probabilities to shift, so the pull of a claim is what the state would be without it alone; it is
found by working the place out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from territory.control.ledger import Ledger
from territory.control.usable import Evidence, Unused, gather
from territory.model import Actor, ActorCode, Claim, ControlState, PlaceId


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """A claim's part in the state: what the state would be without it, and how old it is.

    `turns` says that holder, status or rival would be another; `decides` that the state lists the claim.
    """

    claim: Claim
    decides: bool
    turns: bool
    without: ControlState | None
    age_days: int
    copies: int = 1
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class LedgerWhy:
    """The ledger's state of a place on a day with the part of each claim, the newest first.

    `first_later` is the first claim after the day, which therefore has no say yet.
    """

    place_id: PlaceId
    day: date
    state: ControlState | None
    parts: tuple[ClaimPart, ...] = ()
    unused: tuple[Unused, ...] = ()
    first_later: Claim | None = None

    @property
    def deciding(self) -> tuple[ClaimPart, ...]:
        """The claims that the state rests on."""
        return tuple(part for part in self.parts if part.decides)

    @property
    def lost(self) -> tuple[ClaimPart, ...]:
        """The claims that name another holder, and did not win."""
        holder = self.state.actor if self.state else None
        return tuple(p for p in self.parts if not p.decides and (p.claim.holder or p.claim.actor) != holder)

    @property
    def turning(self) -> ClaimPart | None:
        """The claim without which the state would be another; the deciding ones are tried first."""
        return next((part for part in sorted(self.parts, key=lambda p: not p.decides) if part.turns), None)


def explain_ledger(
    place_id: PlaceId,
    claims: Iterable[Claim],
    day: date,
    *,
    known_at: datetime | None = None,
    actors: Mapping[ActorCode, Actor] | None = None,
) -> LedgerWhy:
    """Return why the ledger answers as it does about one place on a day.

    Parameters
    ----------
    place_id : PlaceId
        The place.
    claims : Iterable[Claim]
        The claims about it, in any order.
    day : date
        The day.
    known_at : datetime, optional
        Claims recorded later are not looked at. Default: all.
    actors : Mapping[ActorCode, Actor], optional
        To say which claims name an actor before or after it existed.
    """
    everything = tuple(claims)
    evidence = gather(everything, known_at=known_at, actors=actors)
    state = _at(place_id, everything, day, known_at)
    counted = [claim for claim in everything if known_at is None or claim.recorded_at <= known_at]
    past = sorted((c for c in counted if c.valid_from <= day), key=lambda c: (c.valid_from, c.claim_id), reverse=True)
    later = sorted((c for c in counted if c.valid_from > day), key=lambda c: (c.valid_from, c.claim_id))
    parts = tuple(_part(place_id, claim, everything, state, day, known_at, evidence) for claim in past)
    return LedgerWhy(place_id, day, state, parts, evidence.unused, later[0] if later else None)


def _part(
    place_id: PlaceId,
    claim: Claim,
    everything: Sequence[Claim],
    state: ControlState | None,
    day: date,
    known_at: datetime | None,
    evidence: Evidence,
) -> ClaimPart:
    without = _at(place_id, [other for other in everything if other.claim_id != claim.claim_id], day, known_at)
    copies = evidence.copies.get(claim.claim_id)
    return ClaimPart(
        claim,
        decides=bool(state and claim.claim_id in state.claim_ids),
        turns=(without.face if without else None) != (state.face if state else None),
        without=without,
        age_days=(day - claim.valid_from).days,
        copies=copies.count if copies else 1,
        disputed=claim.claim_id in evidence.disputes,
    )


def _at(place_id: PlaceId, claims: Sequence[Claim], day: date, known_at: datetime | None) -> ControlState | None:
    return Ledger().histories(claims, known_at=known_at).at(place_id, day)
