"""The likeliest state of each place over time, with the probability of the day that is asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.columns import NOBODY, ClaimColumns, Shape
from territory.control.filtering import Chain
from territory.control.histories import Histories
from territory.control.spans import Spans, spans_of
from territory.control.states import Footing
from territory.control.theatre import Theatre
from territory.model import (
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    Interval,
    Modality,
    PlaceId,
    TimePrecision,
)

ROUNDED = 2
"""Digits of the probability of a state; more would promise what the model does not keep."""

_PRECISIONS = tuple(TimePrecision)
_GAPS = ((1, TimePrecision.DAY), (7, TimePrecision.WEEK), (31, TimePrecision.MONTH), (122, TimePrecision.SEASON))


class PosteriorHistories(Histories):
    """States of the probability model. `at` and `as_of` give the probability of the day asked for.

    States are made when somebody looks at their place; the arrays behind them are made at once.
    """

    def __init__(
        self,
        columns: ClaimColumns,
        chains: Sequence[tuple[Theatre, Chain]],
        claims: Mapping[ClaimId, Claim],
    ) -> None:
        self._columns, self._claims = columns, claims
        self._theatres = [_TheatreSpans(columns, theatre, chain, claims) for theatre, chain in chains]
        found = [
            (PlaceId(columns.place_ids[number]), spans, index)
            for spans in self._theatres
            for index, number in enumerate(spans.theatre.place_numbers)
        ]
        self._where = {place_id: (spans, index) for place_id, spans, index in sorted(found, key=lambda item: item[0])}

    def updated(
        self, theatre: Theatre, chain: Chain, places: Ints, claims: Mapping[ClaimId, Claim]
    ) -> PosteriorHistories:
        """Return these histories with some places taken from another run; these here stay as they are.

        Parameters
        ----------
        theatre, chain
            The other run; it numbers places and actors as this one does.
        places : array of int
            Numbers, in it, of the places to take.
        claims : Mapping[ClaimId, Claim]
            Its claims.
        """
        spans = _TheatreSpans(self._columns, theatre, chain, claims)
        other = object.__new__(PosteriorHistories)
        other._columns, other._claims = self._columns, self._claims
        other._theatres = [*self._theatres, spans]
        taken = {
            PlaceId(self._columns.place_ids[theatre.place_numbers[index]]): (spans, index) for index in places.tolist()
        }
        other._where = {**self._where, **taken}
        return other

    def __getitem__(self, place_id: PlaceId) -> tuple[ControlState, ...]:
        spans, index = self._where[place_id]
        return spans.states(index)

    def __iter__(self) -> Iterator[PlaceId]:
        return iter(self._where)

    def __len__(self) -> int:
        return len(self._where)

    def at(self, place_id: PlaceId, valid_on: date) -> ControlState | None:
        """Return a place's state on a day with that day's probability, None if unknown."""
        found = self._where.get(place_id)
        if found is None:
            return None
        spans, index = found
        state = spans.state_on(index, valid_on)
        if state is None:
            return None
        probability = spans.probabilities(np.array([index]), valid_on)[0]
        return _with_probability(state, float(probability))

    def as_of(self, valid_on: date) -> dict[PlaceId, ControlState]:
        """Return every known place's state on a day with that day's probability, in order of place id."""
        today = {id(spans): spans.all_probabilities(valid_on) for spans in self._theatres}
        answer: dict[PlaceId, ControlState] = {}
        for place_id, (spans, index) in self._where.items():
            state = spans.state_on(index, valid_on)
            if state is not None:
                answer[place_id] = _with_probability(state, today[id(spans)][index])
        return answer

    def span(self) -> tuple[date, date] | None:
        """Return the first day of the first state, and of the last state that a claim began."""
        firsts = [int(s.spans.day.min()) for s in self._theatres]
        lasts = [int(s.spans.day[s.spans.at_claim].max()) for s in self._theatres]
        return (date.fromordinal(min(firsts)), date.fromordinal(max(lasts))) if firsts else None


def _with_probability(state: ControlState, probability: float) -> ControlState:
    probability = round(probability, ROUNDED)
    return state if probability == state.probability else replace(state, probability=probability)


class _TheatreSpans:
    """The spans of one theatre, turned into states place by place."""

    def __init__(self, columns: ClaimColumns, theatre: Theatre, chain: Chain, claims: Mapping[ClaimId, Claim]) -> None:
        self.columns, self.theatre, self.chain, self.claims = columns, theatre, chain, claims
        self.spans: Spans = spans_of(chain)
        self._row_start = np.searchsorted(theatre.rows.place, np.append(theatre.place_numbers, len(columns.place_ids)))
        self._codes = [ActorCode(columns.actors[number]) for number in theatre.actors]
        self._made: dict[int, tuple[list[date], tuple[ControlState, ...]]] = {}

    def state_on(self, index: int, valid_on: date) -> ControlState | None:
        """Return the state of a day, None before the first."""
        starts, states = self._make(index)
        at = bisect_right(starts, valid_on) - 1
        return states[at] if at >= 0 else None

    def states(self, index: int) -> tuple[ControlState, ...]:
        """Return all states of a place."""
        return self._make(index)[1]

    def probabilities(self, places: Ints, valid_on: date) -> Floats:
        """Return the probability of the holder of each place's state on a day."""
        days = np.full(len(places), valid_on.toordinal())
        _, states = self.chain.at(places, days)
        holders = states.sum(axis=2)
        keys = (self.spans.place.astype(np.int64) << 32) + self.spans.day
        at = np.searchsorted(keys, (places.astype(np.int64) << 32) + days, side="right") - 1
        holder = self.spans.holder[at]
        rows = np.arange(len(places))
        best = np.where(holder == NOBODY, holders.max(axis=1), holders[rows, holder])
        probability: Floats = best.astype(np.float64)
        return probability

    def all_probabilities(self, valid_on: date) -> list[float]:
        """Return the same for every place, as a list."""
        everywhere = np.arange(self.theatre.layout.places)
        values: list[float] = np.round(self.probabilities(everywhere, valid_on), ROUNDED).tolist()
        return values

    def _make(self, index: int) -> tuple[list[date], tuple[ControlState, ...]]:
        made = self._made.get(index)
        if made is None:
            states = tuple(self._states(index))
            made = self._made[index] = ([state.interval.start for state in states], states)
        return made

    def _states(self, index: int) -> Iterator[ControlState]:
        spans = self.spans
        low, high = int(spans.start[index]), int(spans.start[index + 1])
        for at in range(low, high):
            end = date.fromordinal(int(spans.day[at + 1])) if at + 1 < high else None
            yield self._state(index, at, Interval(date.fromordinal(int(spans.day[at])), end))

    def _state(self, index: int, at: int, interval: Interval) -> ControlState:
        spans = self.spans
        holder, footing = int(spans.holder[at]), Footing(int(spans.footing[at]))
        claims, precision = self._behind(index, holder, at, interval)
        publishers = {claim.source.publisher or claim.claim_id for claim in claims}
        rival = int(spans.rival[at])
        return ControlState(
            place_id=PlaceId(self.columns.place_ids[self.theatre.place_numbers[index]]),
            interval=interval,
            actor=None if holder == NOBODY else self._codes[holder],
            status=ControlStatus.UNKNOWN if holder == NOBODY else footing.status,
            contested_by=None if rival == NOBODY else self._codes[rival],
            besieged=footing is Footing.CONTESTED and any(c.event_kind is EventKind.BESIEGED for c in claims),
            probability=round(float(spans.probability[at]), ROUNDED),
            since_precision=precision,
            last_evidence=max((claim.valid_from for claim in claims), default=None),
            claimed_only=bool(claims) and all(claim.modality is Modality.CLAIMED for claim in claims),
            single_source=len(publishers) == 1,
            claim_ids=tuple(sorted({claim.claim_id for claim in claims})),
        )

    def _behind(self, index: int, holder: int, at: int, interval: Interval) -> tuple[list[Claim], TimePrecision]:
        """The claims behind a state: those made during it that do not contradict it, else the last before it."""
        rows = self.theatre.rows
        low, high = int(self._row_start[index]), int(self._row_start[index + 1])
        days = rows.day[low:high]
        first = low + int(np.searchsorted(days, interval.start.toordinal()))
        last = high if interval.end is None else low + int(np.searchsorted(days, interval.end.toordinal()))
        actor = NOBODY if holder == NOBODY else int(self.theatre.actors[holder])
        inside = [r for r in range(first, last) if rows.shape[r] != Shape.HOLDS or rows.actor[r] == actor]
        if not inside:
            before = first if first < last else max(first - 1, low)
            inside = [r for r in range(low, high) if rows.day[r] == rows.day[before]]
        if self.spans.at_claim[at] and first < high:
            precision = _PRECISIONS[int(rows.precision[first])]
        else:
            around = int(days[min(first - low, high - low - 1)] - days[max(first - 1 - low, 0)])
            precision = next((name for width, name in _GAPS if 0 < around <= width), TimePrecision.YEAR)
        return [self.claims[ClaimId(rows.claim_ids[r])] for r in inside], precision
