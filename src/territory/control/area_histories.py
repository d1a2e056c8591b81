"""What areas are over time, from the states of the places inside them.

How several places in one area speak (:func:`combine`):

| the places with evidence        | the area                                                          |
|---------------------------------|-------------------------------------------------------------------|
| none                            | no state; it stays unpainted                                      |
| nobody known to hold any        | no holder: contested if any is, else unknown; it stays unpainted  |
| one holder, nowhere contested   | that holder; controlled if anywhere controlled, else influence    |
| one holder, somewhere contested | that holder, contested                                            |
| several holders                 | contested; held by who holds most places, at a tie by the one     |
|                                 | that speaks first; `shares` counts them all                       |

The rival of a contested area is who holds or contests most of its other places, at a tie the one named first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from territory.control.areas import Area
from territory.control.histories import Histories
from territory.model import ActorCode, ClaimId, ControlState, ControlStatus, Interval, PlaceId, TimePrecision


@dataclass(frozen=True, slots=True)
class AreaState:
    """Who holds an area during one interval. `shares` counts places by holder, most first.

    `since` is the first day of the present holder, status and rival together; the interval may be shorter, because
    another place inside came or went. The other fields mean what they mean for a place.
    """

    area_id: str
    interval: Interval
    actor: ActorCode | None
    status: ControlStatus
    contested_by: ActorCode | None
    since: date
    since_precision: TimePrecision = TimePrecision.DAY
    besieged: bool = False
    probability: float = 1.0
    shares: tuple[tuple[ActorCode, int], ...] = ()
    place_ids: tuple[PlaceId, ...] = ()
    last_evidence: date | None = None
    claimed_only: bool = False
    single_source: bool = False
    claim_ids: tuple[ClaimId, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether the places inside have different holders."""
        return len(self.shares) > 1


def combine(area_id: str, interval: Interval, states: Sequence[ControlState]) -> AreaState:
    """Return the state of an area from those of its places, given in speaking order (see the module's table)."""
    held = [state for state in states if state.actor is not None]
    counts = Counter(state.actor for state in held if state.actor is not None)
    first_seen = {actor: index for index, actor in enumerate(counts)}
    shares = tuple(sorted(counts.items(), key=lambda item: (-item[1], first_seen[item[0]])))
    holder = shares[0][0] if shares else None
    status, rival = _status(held or states, shares)
    newest = [state.last_evidence for state in states if state.last_evidence is not None]
    return AreaState(
        area_id=area_id,
        interval=interval,
        actor=holder,
        status=status,
        contested_by=rival,
        since=interval.start,
        since_precision=_precision(interval, held or states),
        besieged=any(state.besieged for state in held if state.actor == holder),
        probability=_probability(holder, states),
        shares=shares,
        place_ids=tuple(state.place_id for state in states),
        last_evidence=max(newest, default=None),
        claimed_only=all(state.claimed_only for state in states),
        single_source=all(state.single_source for state in states),
        claim_ids=tuple(sorted({claim_id for state in states for claim_id in state.claim_ids})),
    )


def _precision(interval: Interval, states: Sequence[ControlState]) -> TimePrecision:
    """Return how exactly the interval's first day is known: as the coarsest of the states that begin on it."""
    begun = [state.since_precision for state in states if state.interval.start == interval.start]
    return max(begun, key=lambda precision: precision.days, default=TimePrecision.DAY)


def _probability(holder: ActorCode | None, states: Sequence[ControlState]) -> float:
    """Return how likely the holder holds a place of the area; a place that another holds counts as not held."""
    held = [state for state in states if state.actor is not None]
    if not held:
        return 1.0
    if len(held) == 1 and held[0].actor == holder:
        return held[0].probability
    return round(sum(state.probability for state in held if state.actor == holder) / len(held), 4)


def _alone(area_id: str, state: ControlState) -> AreaState:
    """Return what `combine` returns for one place, without the counting."""
    held = state.actor is not None
    unknown = not held and state.status is not ControlStatus.CONTESTED
    return AreaState(
        area_id=area_id,
        interval=state.interval,
        actor=state.actor,
        status=ControlStatus.UNKNOWN if unknown else state.status,
        contested_by=state.contested_by if state.status is ControlStatus.CONTESTED else None,
        since=state.since,
        since_precision=state.since_precision,
        besieged=state.besieged and held,
        probability=_probability(state.actor, (state,)),
        shares=((state.actor, 1),) if state.actor is not None else (),
        place_ids=(state.place_id,),
        last_evidence=state.last_evidence,
        claimed_only=state.claimed_only,
        single_source=state.single_source,
        claim_ids=state.claim_ids,
    )


def _status(
    states: Sequence[ControlState], shares: tuple[tuple[ActorCode, int], ...]
) -> tuple[ControlStatus, ActorCode | None]:
    """Return the status of an area and its rival, from the states with a holder, or all where none has."""
    holder = shares[0][0] if shares else None
    sides = (side for state in states for side in (state.actor, state.contested_by))
    rivals = Counter(side for side in sides if side not in (None, holder))
    rival = max(rivals, key=lambda side: rivals[side], default=None)  # of equals, the first that is spoken of
    if len(shares) > 1 or any(state.status is ControlStatus.CONTESTED for state in states):
        return ControlStatus.CONTESTED, rival
    if holder is None:
        return ControlStatus.UNKNOWN, None
    statuses = {state.status for state in states}
    return (ControlStatus.CONTROLLED if ControlStatus.CONTROLLED in statuses else states[0].status), None


class AreaHistories(Mapping[str, tuple[AreaState, ...]]):
    """Each area's states in order of time. Areas without any evidence have none.

    Parameters
    ----------
    areas : Iterable[Area]
        The areas; only their ids and places are looked at.
    places : Histories
        The states of the places.
    """

    def __init__(self, areas: Iterable[Area], places: Histories) -> None:
        self._places = places
        self._members: dict[str, tuple[PlaceId, ...]] = {}
        for area in sorted(areas, key=lambda area: area.area_id):
            known = tuple(place_id for place_id in area.place_ids if places.get(place_id))
            if known:
                self._members[area.area_id] = known
        self._spans: dict[str, tuple[AreaState, ...]] = {}

    def __getitem__(self, area_id: str) -> tuple[AreaState, ...]:
        if area_id not in self._spans:
            members = self._members[area_id]
            self._spans[area_id] = _area_states(area_id, [self._places[place_id] for place_id in members])
        return self._spans[area_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def plainly(self, area_id: str) -> Sequence[ControlState] | Sequence[AreaState]:
        """Return an area's states, or, quicker, those of its place where it has only one."""
        members = self._members.get(area_id, ())
        return self._places[members[0]] if len(members) == 1 else self.get(area_id, ())

    def at(self, area_id: str, valid_on: date) -> AreaState | None:
        """Return an area's state on a day with that day's probability, None where nothing is known."""
        members = self._members.get(area_id, ())
        today = {place_id: state for place_id in members if (state := self._places.at(place_id, valid_on))}
        return self._on(area_id, valid_on, today)

    def as_of(self, valid_on: date) -> dict[str, AreaState]:
        """Return the state of every area with evidence on a day, in order of area id."""
        today = self._places.as_of(valid_on)
        states = ((area_id, self._on(area_id, valid_on, today)) for area_id in self._members)
        return {area_id: state for area_id, state in states if state is not None}

    def _on(self, area_id: str, valid_on: date, today: Mapping[PlaceId, ControlState]) -> AreaState | None:
        """Return an area's state on a day from the states of places on that day."""
        states = [today[place_id] for place_id in self._members.get(area_id, ()) if place_id in today]
        if not states:
            return None
        over_time = next((state for state in self[area_id] if valid_on in state.interval), None)
        if over_time is None:
            return combine(area_id, Interval(valid_on, valid_on + timedelta(days=1)), states)
        return replace(over_time, probability=_probability(over_time.actor, states))


def _area_states(area_id: str, spans: Sequence[Sequence[ControlState]]) -> tuple[AreaState, ...]:
    """Return an area's states over time from those of its places, given in speaking order."""
    if len(spans) == 1:
        return _with_since(_alone(area_id, state) for state in spans[0])
    swept = _sweep([state for states in spans for state in states])
    return _with_since(combine(area_id, interval, states) for interval, states in swept)


def _sweep(states: Sequence[ControlState]) -> Iterator[tuple[Interval, tuple[ControlState, ...]]]:
    """Yield the intervals between any two changes, each with the states in force, in the order given."""
    ends = {state.interval.end for state in states}
    known = sorted({state.interval.start for state in states} | {end for end in ends if end})
    days: list[date | None] = [*known, None] if None in ends else [*known]
    for start, end in pairwise(days):
        active = tuple(state for state in states if start in state.interval) if start else ()
        if start and active:
            yield Interval(start, end), active


def _with_since(states: Iterable[AreaState]) -> tuple[AreaState, ...]:
    """Join equal neighbours in time, and date each state from when its holder, status and rival began."""
    joined: list[AreaState] = []
    for state in states:
        last = joined[-1] if joined else None
        if (
            last is None
            or last.interval.end != state.interval.start
            or (last.actor, last.status, last.contested_by) != (state.actor, state.status, state.contested_by)
        ):
            joined.append(state)
        elif last == replace(state, interval=last.interval, since=last.since, since_precision=last.since_precision):
            joined[-1] = replace(last, interval=Interval(last.interval.start, state.interval.end))
        else:
            joined.append(replace(state, since=last.since, since_precision=last.since_precision))
    return tuple(joined)
