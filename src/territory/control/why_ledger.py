"""Why the ledger shows what it shows: the claim that decided, those that support it, and what it would be without them.

The ledger has no probabilities, so nothing is weighed here: it is run again without each claim (exactly, they are few).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from territory.control.evidence import known_claims
from territory.control.histories import joined
from territory.control.ledger import place_history
from territory.model import Claim, ClaimId, ControlState, Place


@dataclass(frozen=True, slots=True)
class LedgerFlip:
    """What the day's state would be without a claim; None: nothing would be known."""

    without: ClaimId
    state: ControlState | None


@dataclass(frozen=True, slots=True)
class LedgerExplanation:
    """Everything behind the ledger's state of one place on one day.

    `behind` are the claims that the state rests on, the oldest first; `earlier` those before it that it replaced,
    `later` those that speak of later days, `overruled` those of its own time that had not the last word, `unused` those
    that are not about what is. `earlier_state` and `next_state` are the neighbours in time.
    """

    place: Place
    day: date
    state: ControlState | None
    behind: tuple[Claim, ...] = ()
    earlier: tuple[Claim, ...] = ()
    overruled: tuple[Claim, ...] = ()
    later: tuple[Claim, ...] = ()
    unused: tuple[Claim, ...] = ()
    flips: tuple[LedgerFlip, ...] = ()
    earlier_state: ControlState | None = None
    next_state: ControlState | None = None


def explain_ledger(
    claims: Iterable[Claim], place: Place, day: date, *, known_at: datetime | None = None
) -> LedgerExplanation:
    """Return the explanation of the ledger's state of a place on a day.

    Parameters
    ----------
    claims : Iterable[Claim]
        Any claims; those about other places are not looked at.
    place : Place
        The place.
    day : date
        The day.
    known_at : datetime, optional
        Claims recorded later are not looked at. Default: all.

    Raises
    ------
    NaiveDatetimeError
        If `known_at` has no time zone.
    """
    here = known_claims((claim for claim in claims if claim.place_id == place.place_id), known_at)
    here.sort(key=lambda claim: (claim.valid_from, claim.claim_id))
    factual = [claim for claim in here if claim.modality.is_factual]
    unused = tuple(claim for claim in here if not claim.modality.is_factual)
    states = joined(place_history(place.place_id, factual))
    state = _on(states, day)
    following = next((s for s in states if s.interval.start > day), None)
    if state is None:
        later = tuple(claim for claim in factual if claim.valid_from > day)
        return LedgerExplanation(place, day, None, later=later, unused=unused, next_state=following)
    ids = set(state.claim_ids)
    others = [claim for claim in factual if claim.claim_id not in ids]
    return LedgerExplanation(
        place=place,
        day=day,
        state=state,
        behind=tuple(claim for claim in factual if claim.claim_id in ids),
        earlier=tuple(claim for claim in others if claim.valid_from < state.since),
        overruled=tuple(claim for claim in others if state.since <= claim.valid_from <= day),
        later=tuple(claim for claim in others if claim.valid_from > day),
        unused=unused,
        flips=_flips(place, factual, state, day),
        earlier_state=next((s for s in reversed(states) if s.interval.start < state.since), None),
        next_state=following,
    )


def _on(states: Iterable[ControlState], day: date) -> ControlState | None:
    return next((state for state in states if day in state.interval), None)


def _flips(place: Place, claims: list[Claim], state: ControlState, day: date) -> tuple[LedgerFlip, ...]:
    """The states that leaving out one claim leads to, where they are others."""
    found = []
    for claim_id in state.claim_ids:
        kept = [claim for claim in claims if claim.claim_id != claim_id]
        without = _on(place_history(place.place_id, kept), day)
        if without is None or without.face != state.face:
            found.append(LedgerFlip(claim_id, without))
    return tuple(found)
