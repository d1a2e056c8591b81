"""Why the ledger gives a place its state on a day: the deciding claims, those that lost, and what would turn it.

The ledger has no probabilities to shift, so the pull of a claim is what the state would be without it alone; it is
found by working the place out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from territory.control.evidence import known_claims
from territory.control.histories import joined
from territory.control.ledger import place_history
from territory.control.usable import Evidence, gather
from territory.model import Claim, ControlState, PlaceId


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
    """The ledger's state of a place on a day with the part of each claim up to it, the newest first.

    `later` are the claims of later days, which have no say yet, and `next_state` the state after this one; `unused`
    are the claims that say nothing about any day.
    """

    place_id: PlaceId
    day: date
    state: ControlState | None
    parts: tuple[ClaimPart, ...] = ()
    later: tuple[Claim, ...] = ()
    unused: tuple[Claim, ...] = ()
    next_state: ControlState | None = None

    @property
    def deciding(self) -> tuple[ClaimPart, ...]:
        """The claims that the state rests on."""
        return tuple(part for part in self.parts if part.decides)

    @property
    def overruled(self) -> tuple[ClaimPart, ...]:
        """The claims of the state's own time that had not the last word."""
        return tuple(part for part in self.parts if not part.decides and not self._is_earlier(part))

    @property
    def earlier(self) -> tuple[ClaimPart, ...]:
        """The claims before the state, which it replaced."""
        return tuple(part for part in self.parts if not part.decides and self._is_earlier(part))

    @property
    def lost(self) -> tuple[ClaimPart, ...]:
        """The claims that name another holder, and did not win."""
        holder = self.state.actor if self.state else None
        return tuple(p for p in self.parts if not p.decides and (p.claim.holder or p.claim.actor) != holder)

    @property
    def turning(self) -> ClaimPart | None:
        """The claim without which the state would be another; the deciding ones are tried first."""
        return next((part for part in sorted(self.parts, key=lambda p: not p.decides) if part.turns), None)

    def _is_earlier(self, part: ClaimPart) -> bool:
        return self.state is not None and part.claim.valid_from < self.state.since


def explain_ledger(
    place_id: PlaceId, claims: Iterable[Claim], day: date, *, known_at: datetime | None = None
) -> LedgerWhy:
    """Return why the ledger answers as it does about one place on a day.

    Parameters
    ----------
    place_id : PlaceId
        The place.
    claims : Iterable[Claim]
        In any order; those about other places are not looked at.
    day : date
        The day.
    known_at : datetime, optional
        Claims recorded later are not looked at. Default: all.

    Raises
    ------
    NaiveDatetimeError
        If `known_at` has no time zone.
    """
    known = known_claims((claim for claim in claims if claim.place_id == place_id), known_at)
    known.sort(key=lambda claim: (claim.valid_from, claim.claim_id))
    factual = [claim for claim in known if claim.modality.is_factual]
    states = joined(place_history(place_id, factual))
    state = _on(states, day)
    evidence = gather(factual)
    return LedgerWhy(
        place_id,
        day,
        state,
        tuple(_part(place_id, c, factual, state, day, evidence) for c in reversed(factual) if c.valid_from <= day),
        tuple(claim for claim in factual if claim.valid_from > day),
        tuple(claim for claim in known if not claim.modality.is_factual),
        next((later for later in states if later.interval.start > day), None),
    )


def _part(
    place_id: PlaceId,
    claim: Claim,
    factual: Sequence[Claim],
    state: ControlState | None,
    day: date,
    evidence: Evidence,
) -> ClaimPart:
    kept = [other for other in factual if other.claim_id != claim.claim_id]
    without = _on(joined(place_history(place_id, kept)), day)
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


def _on(states: Iterable[ControlState], day: date) -> ControlState | None:
    return next((state for state in states if day in state.interval), None)
