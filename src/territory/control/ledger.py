"""The plain model: each place's state is what the latest accepted claim makes of the state before.

Rules
-----
- Claims act in order of their day; on one day a machine-read claim comes before a compiled one, a baseline before a
  report, a doubtful report before a good one, so that the better has the last word.
- A claim that knows its day only to the week, month or year, and says what a finer claim of that span says, supports
  the finer one instead of moving the change to the span's first day.
- A whole place held by an actor makes it the holder. A part of a place held by somebody else contests it.
- 'Contested' and 'besieged' keep the holder and name the rival. Where nobody is known to hold, the opponent named by
  the claim is taken as the defender.
- 'Holds' by the present holder supports the state and changes nothing; it does not end a fight.
- 'Lost' ends the holder; the rival inside or the opponent named takes its place, otherwise nobody is known to hold it.
- A claim that ends (`valid_to`) takes its state with it, unless a later claim has replaced that.
- A contest of which only rumours tell (unchecked machine-read claims of grade F6) is over when none has come for half a
  year; then the state before it is back, or nothing is known if there was none.
- A claim about an actor that did not exist on its day is left aside, as is one that ends before it begins.
- Presence without charge ('influence') makes a holder only where none is known, or where the claim names it holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from territory.control.evidence import evidence_by_place
from territory.control.histories import Histories
from territory.control.syndication import count_once
from territory.control.usable import objections
from territory.model import (
    Actor,
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    EvidenceType,
    Interval,
    Modality,
    Origin,
    PlaceId,
    TimePrecision,
)

RUMOUR_DAYS = 183
"""How long a contest of which only rumours tell outlasts the last of them."""

_CREDENCE = {1: 0.97, 2: 0.9, 3: 0.75, 4: 0.55, 5: 0.3, 6: 0.5}
"""How far a report of each Admiralty credibility is believed; 6 is 'cannot be judged'."""


@dataclass(frozen=True, slots=True)
class _Holding:
    """Who holds the place just now, and the claims that say so, the deciding one first."""

    actor: ActorCode | None
    status: ControlStatus
    rival: ActorCode | None
    besieged: bool
    claims: tuple[Claim, ...]
    overruled: tuple[Claim, ...] = ()
    """Claims of its first day that name another holder, and had not the last word."""

    def same_state(self, other: _Holding) -> bool:
        mine = (self.actor, self.status, self.rival, self.besieged)
        return mine == (other.actor, other.status, other.rival, other.besieged)

    def supported_by(self, claim: Claim) -> _Holding:
        return replace(self, claims=(*self.claims, claim))


@dataclass(frozen=True, slots=True)
class _Event:
    """A claim that starts to act, or ends, on a day."""

    day: date
    claim: Claim
    ends: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        claim = self.claim
        return (
            self.day,
            not self.ends,
            claim.origin is not Origin.MACHINE,
            claim.evidence_type is not EvidenceType.BASELINE,
            -claim.source.credibility,
            claim.confidence,
            claim.recorded_at,
            claim.claim_id,
        )


class Ledger:
    """The latest accepted claim decides. Same claims in any order, same histories.

    Parameters
    ----------
    actors : Mapping[ActorCode, Actor], optional
        To leave aside claims about an actor that did not exist on their day.
    """

    name = "ledger"

    def __init__(self, actors: Mapping[ActorCode, Actor] | None = None) -> None:
        self._objection = objections(actors)

    def histories(self, claims: Iterable[Claim], *, known_at: datetime | None = None) -> Histories:
        """Return each place's states over time (see `ControlModel.histories`)."""
        groups = evidence_by_place(claims, known_at)
        spans = {
            place_id: place_history(place_id, [claim for claim in group if not self._objection(claim)])
            for place_id, group in groups.items()
        }
        return Histories({place_id: states for place_id, states in spans.items() if states})


def place_history(place_id: PlaceId, claims: Sequence[Claim]) -> list[ControlState]:
    """Return the states of one place from its claims."""
    held: list[tuple[date, _Holding]] = []
    for event in sorted(_events(claims), key=lambda event: event.order):
        _lapse(held, event.day)
        before = held[-1][1] if held else None
        after = _end(before, event.claim) if event.ends else _apply(before, event.claim)
        if after is None or after == before:
            continue
        if held and held[-1][0] == event.day:
            after = replace(after, overruled=_overruled(held.pop()[1], after))
        held.append((event.day, _restored(held, after)))
    _lapse(held, None)
    return list(_states(place_id, held))


def _lapse(held: list[tuple[date, _Holding]], until: date | None) -> None:
    """End a contest of which only rumours tell, if it is over before a day."""
    if not held:
        return
    contest = held[-1][1]
    if contest.status is not ControlStatus.CONTESTED or not all(_is_rumour(claim) for claim in contest.claims):
        return
    day = max(claim.valid_from for claim in contest.claims) + timedelta(days=RUMOUR_DAYS)
    if until is None or day < until:
        nothing = _Holding(None, ControlStatus.UNKNOWN, None, False, contest.claims)
        held.append((day, held[-2][1] if len(held) > 1 else nothing))


def _is_rumour(claim: Claim) -> bool:
    return claim.origin is Origin.MACHINE and claim.source.grade == "F6"


def _overruled(before: _Holding, after: _Holding) -> tuple[Claim, ...]:
    """Claims of the day that name somebody else than the day's last word as holder of the whole."""
    if before.actor == after.actor and not before.overruled:
        return ()
    kept = {claim.claim_id for claim in after.claims}
    others = (
        claim
        for claim in (*before.overruled, *before.claims)
        if claim.claim_id not in kept and claim.status is ControlStatus.CONTROLLED and not claim.partial
    )
    return tuple(claim for claim in others if claim.actor != after.actor)


def _restored(held: list[tuple[date, _Holding]], after: _Holding) -> _Holding:
    """A day's last word may restore the state before: then nothing has changed, and its claims still count."""
    earlier = held[-1][1] if held else None
    if earlier is None or not earlier.same_state(after):
        return after
    if any(claim.claim_id == earlier.claims[0].claim_id for claim in after.claims):
        return after
    return replace(earlier, claims=(*earlier.claims, *after.claims), overruled=after.overruled)


def _states(place_id: PlaceId, held: list[tuple[date, _Holding]]) -> Iterator[ControlState]:
    """Yield a state for each stretch of time with the same claims behind it; the same state keeps its first day."""
    began = held[0][0] if held else None
    ends = (*(day for day, _ in held[1:]), None)
    before: _Holding | None = None
    for (day, holding), end in zip(held, ends, strict=False):
        if before is None or not before.same_state(holding):
            began = day
        before = holding
        if holding.actor is not None or holding.rival is not None or holding.status is ControlStatus.LOST:
            yield _state(place_id, Interval(day, end), began or day, holding)


def _events(claims: Sequence[Claim]) -> list[_Event]:
    events: list[_Event] = []
    for claim in claims:
        day = _effective_day(claim, claims)
        if claim.valid_to is not None and claim.valid_to <= day:
            continue  # ends before it begins: says nothing about any day
        events.append(_Event(day, claim))
        if claim.valid_to is not None:
            events.append(_Event(claim.valid_to, claim, ends=True))
    return events


def _effective_day(claim: Claim, claims: Sequence[Claim]) -> date:
    """The day on which a claim acts: that of the first finer claim within its span that says the same."""
    if claim.time_precision is TimePrecision.DAY or claim.origin is not Origin.MACHINE:
        return claim.valid_from
    span = Interval(claim.valid_from, claim.valid_from + timedelta(days=claim.time_precision.days))
    finer = (
        other.valid_from
        for other in claims
        if other.time_precision.days < claim.time_precision.days
        and other.valid_from in span
        and (other.actor, other.status) == (claim.actor, claim.status)
    )
    return min(finer, default=claim.valid_from)


def _apply(before: _Holding | None, claim: Claim) -> _Holding | None:
    """Return the state after a claim, None if the claim says nothing of it."""
    holder = before.actor if before else None
    if claim.status is ControlStatus.LOST:
        return _lose(before, claim)
    if claim.status is ControlStatus.CONTESTED:
        return _contest(before, claim)
    if claim.status is ControlStatus.INFLUENCE and claim.holder is None and holder not in (None, claim.actor):
        return before
    if before and holder == claim.actor and claim.event_kind is EventKind.HOLDS:
        return before.supported_by(claim)
    if claim.partial and holder is not None:
        return before and before.supported_by(claim) if holder == claim.actor else _contest(before, claim)
    if claim.partial and claim.opponent is not None and claim.status is ControlStatus.CONTROLLED:
        return _contest(before, claim)
    return _set(before, claim, claim.actor, claim.status, None)


def _contest(before: _Holding | None, claim: Claim) -> _Holding:
    sides = [side for side in (claim.actor, claim.opponent) if side is not None]
    named = None if claim.partial else claim.holder
    holder = named or (before.actor if before else None) or claim.opponent
    rival = next((side for side in sides if side != holder), before.rival if before else None)
    if before and before.status is ControlStatus.CONTESTED and before.actor == holder and before.rival and rival:
        besieged = before.besieged or claim.event_kind is EventKind.BESIEGED
        if named is None and before.rival == rival and besieged == before.besieged:
            return before.supported_by(claim)
    return _set(before, claim, holder, ControlStatus.CONTESTED, rival)


def _lose(before: _Holding | None, claim: Claim) -> _Holding | None:
    if claim.partial:
        held_by_it = before is not None and before.actor == claim.actor and claim.opponent is not None
        return _contest(before, claim) if held_by_it else before
    if before is None or before.actor is None or before.actor == claim.actor:
        heir = claim.opponent or (before.rival if before and before.rival != claim.actor else None)
        status = ControlStatus.CONTROLLED if heir else ControlStatus.LOST
        return _set(before, claim, heir, status, None)
    if before.rival == claim.actor:
        return _set(before, claim, before.actor, ControlStatus.CONTROLLED, None)
    return before.supported_by(claim)


def _set(
    before: _Holding | None,
    claim: Claim,
    actor: ActorCode | None,
    status: ControlStatus,
    rival: ActorCode | None,
) -> _Holding:
    besieged = status is ControlStatus.CONTESTED and claim.event_kind is EventKind.BESIEGED
    after = _Holding(actor, status, rival, besieged, (claim,))
    return before.supported_by(claim) if before and before.same_state(after) else after


def _end(before: _Holding | None, claim: Claim) -> _Holding | None:
    """A claim is over: what it alone decided is over with it."""
    if before is None or before.claims[0] != claim:
        return before
    return _Holding(None, ControlStatus.LOST, None, False, (claim,))


def _state(place_id: PlaceId, interval: Interval, began: date, holding: _Holding) -> ControlState:
    first = holding.claims[0]
    return ControlState(
        place_id=place_id,
        interval=interval,
        began=began,
        actor=holding.actor,
        status=holding.status,
        contested_by=holding.rival,
        besieged=holding.besieged,
        probability=round(max(_CREDENCE[c.source.credibility] * c.confidence for c in holding.claims), 4),
        since_precision=min(
            (c.time_precision for c in holding.claims if c.valid_from == began),
            key=lambda precision: precision.days,
            default=first.time_precision,
        ),
        last_evidence=max(claim.valid_from for claim in holding.claims),
        claimed_only=all(claim.modality is Modality.CLAIMED for claim in holding.claims),
        single_source=_is_single(holding.claims),
        claim_ids=tuple(sorted({ClaimId(claim.claim_id) for claim in holding.claims})),
        disputed_by=tuple(sorted({claim.actor for claim in holding.overruled})),
    )


def _is_single(claims: Sequence[Claim]) -> bool:
    """Whether all come from one publisher; what many print is one report."""
    publishers = {claim.source.publisher or claim.claim_id for claim in claims}
    return len(publishers) == 1 or len({c.source.publisher or c.claim_id for c in count_once(claims)[0]}) == 1
