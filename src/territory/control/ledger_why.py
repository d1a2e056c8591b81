"""Why the ledger gives a place its state on a day: the deciding claims, those that lost, and what would turn it.

The ledger has no probabilities to shift, so the pull of a claim is what the state would be without it alone; it is
found by working the place out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from territory.control.evidence import known_claims
from territory.control.histories import joined
from territory.control.ledger import place_history
from territory.control.usable import Evidence, Unused, gather
from territory.model import Actor, ActorCode, Claim, ClaimId, ControlState, PlaceId

DENIED = "a denial says what is not, and the ledger asks only who holds"
MOST_TRIED = 200
"""Of more reports than these up to the day, only the newest are tried one by one."""


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """A report's part in the state: what the state would be without it and all its copies, and how old it is.

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
    are the claims that the ledger leaves aside, and why.
    """

    place_id: PlaceId
    day: date
    state: ControlState | None
    parts: tuple[ClaimPart, ...] = ()
    later: tuple[Claim, ...] = ()
    unused: tuple[Unused, ...] = ()
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
        In any order; those about other places are not looked at.
    day : date
        The day.
    known_at : datetime, optional
        Claims recorded later are not looked at. Default: all.
    actors : Mapping[ActorCode, Actor], optional
        To leave aside claims about an actor that did not exist on their day.

    Raises
    ------
    NaiveDatetimeError
        If `known_at` has no time zone.
    """
    here = [claim for claim in claims if claim.place_id == place_id]
    evidence = gather(here, known_at=known_at, actors=actors)
    unused = (*evidence.unused, *(Unused(claim, DENIED) for claim in evidence.used if not claim.modality.is_factual))
    set_aside = {item.claim.claim_id for item in unused}
    factual = [claim for claim in known_claims(here, known_at) if claim.claim_id not in set_aside]
    states = joined(place_history(place_id, factual))
    state = _on(states, day)
    reports = sorted(
        (claim for claim in evidence.used if claim.modality.is_factual), key=lambda c: (c.valid_from, c.claim_id)
    )
    return LedgerWhy(
        place_id,
        day,
        state,
        _parts([c for c in reversed(reports) if c.valid_from <= day], factual, state, day, evidence),
        tuple(claim for claim in reports if claim.valid_from > day),
        unused,
        next((later for later in states if later.interval.start > day), None),
    )


def _parts(
    reports: Sequence[Claim], factual: Sequence[Claim], state: ControlState | None, day: date, evidence: Evidence
) -> tuple[ClaimPart, ...]:
    """The part of each report, its copies with it; of very many only the newest are left out to see what happens."""
    behind = set(state.claim_ids) if state else set()
    parts = []
    for number, claim in enumerate(reports):
        copies = evidence.copies.get(claim.claim_id)
        ids = {claim.claim_id, *(copies.claim_ids if copies else ())}
        without = _on(_without(ids, factual), day) if number < MOST_TRIED else state
        parts.append(
            ClaimPart(
                claim,
                decides=not behind.isdisjoint(ids),
                turns=(without.face if without else None) != (state.face if state else None),
                without=without,
                age_days=(day - claim.valid_from).days,
                copies=copies.count if copies else 1,
                disputed=claim.claim_id in evidence.disputes,
            )
        )
    return tuple(parts)


def _without(ids: Set[ClaimId], factual: Sequence[Claim]) -> tuple[ControlState, ...]:
    kept = [claim for claim in factual if claim.claim_id not in ids]
    return joined(place_history(factual[0].place_id, kept))


def _on(states: Iterable[ControlState], day: date) -> ControlState | None:
    return next((state for state in states if day in state.interval), None)
