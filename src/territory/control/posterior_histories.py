"""The likeliest state of each place over time, with the probability of the day that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.columns import NOBODY, ClaimColumns, Shape
from territory.control.day_states import DayStates
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

_WHOLE = 0.5
"""Claims of less strength are about parts, or of presence only: they do not contradict a holder of the whole."""

_PRECISIONS = tuple(TimePrecision)
_GAPS = ((1, TimePrecision.DAY), (7, TimePrecision.WEEK), (31, TimePrecision.MONTH), (122, TimePrecision.SEASON))


class PosteriorHistories(Histories):
    """States of the probability model. `at` and `as_of` give the probability of the day asked for.

    States are made when somebody looks at their place; the arrays behind them are made at once.
    """

    fades = True

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
        return spans.state_on(index, valid_on)

    def as_of(self, valid_on: date) -> DayStates:
        """Return every known place's state on a day with that day's probability, in order of place id."""
        days = {spans: _Day(spans, valid_on) for spans in self._theatres}
        return DayStates(
            self._where,
            {spans: day.known for spans, day in days.items()},
            {spans: day.state for spans, day in days.items()},
        )

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
        self._keys = (self.spans.place.astype(np.int64) << 32) + self.spans.day
        self._made: dict[int, ControlState] = {}

    def state_on(self, index: int, valid_on: date) -> ControlState | None:
        """Return the state of a day with that day's probability, None before the first."""
        place = np.array([index])
        at = self.spans_on(place, valid_on)
        if at[0] < self.spans.start[index]:
            return None
        return _with_probability(self.state(int(at[0])), float(self.probabilities(place, at, valid_on)[0]))

    def spans_on(self, places: Ints, valid_on: date) -> Ints:
        """Return the number of the span in which a day lies, for each place; one of an earlier place before all."""
        wanted = (places.astype(np.int64) << 32) + valid_on.toordinal()
        found: Ints = np.searchsorted(self._keys, wanted, side="right") - 1
        return found

    def state(self, at: int) -> ControlState:
        """Return the state of a span."""
        made = self._made.get(at)
        if made is None:
            index = int(self.spans.place[at])
            more = at + 1 < int(self.spans.start[index + 1])
            end = date.fromordinal(int(self.spans.day[at + 1])) if more else None
            made = self._made[at] = self._state(index, at, Interval(date.fromordinal(int(self.spans.day[at])), end))
        return made

    def states(self, index: int) -> tuple[ControlState, ...]:
        """Return all states of a place."""
        low, high = int(self.spans.start[index]), int(self.spans.start[index + 1])
        return tuple(self.state(at) for at in range(low, high))

    def probabilities(self, places: Ints, at: Ints, valid_on: date) -> Floats:
        """Return the probability of the holder of each place's span on a day."""
        _, states = self.chain.at(places, np.full(len(places), valid_on.toordinal()))
        holders = states.sum(axis=2)
        holder = self.spans.holder[at]
        best: Floats = np.where(holder == NOBODY, holders.max(axis=1), holders[np.arange(len(places)), holder])
        return best.astype(np.float64)

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
            disputed_by=self._disputed_by(index, holder, interval),
        )

    def _disputed_by(self, index: int, holder: int, interval: Interval) -> tuple[ActorCode, ...]:
        """Whom claims made during a state name as holder instead, not answered by a later claim for its own.

        Where nobody is likely enough to name, those whom the claims of its first day name, if they are several.
        """
        rows = self.theatre.rows
        low, high = int(self._row_start[index]), int(self._row_start[index + 1])
        days = rows.day[low:high]
        start = interval.start.toordinal()
        first = low + int(np.searchsorted(days, start))
        end = start + 1 if holder == NOBODY else interval.end.toordinal() if interval.end else None
        last = high if end is None else low + int(np.searchsorted(days, end))
        named = [r for r in range(first, last) if rows.shape[r] == Shape.HOLDS and rows.strength[r] >= _WHOLE]
        actor = NOBODY if holder == NOBODY else int(self.theatre.actors[holder])
        answered = max((int(rows.day[r]) for r in named if rows.actor[r] == actor), default=start)
        others = {int(rows.actor[r]) for r in named if rows.actor[r] != actor and rows.day[r] >= answered}
        if holder == NOBODY and len(others) < 2:
            return ()
        return tuple(sorted(ActorCode(self.columns.actors[number]) for number in others))

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


class _Day:
    """The states of one theatre on one day."""

    def __init__(self, spans: _TheatreSpans, valid_on: date) -> None:
        everywhere = np.arange(spans.theatre.layout.places)
        at = spans.spans_on(everywhere, valid_on)
        self._spans, self._at = spans, at.tolist()
        self._probability = np.round(spans.probabilities(everywhere, at, valid_on), ROUNDED).tolist()
        self.known: list[bool] = (at >= spans.spans.start[:-1]).tolist()

    def state(self, index: int) -> ControlState:
        """Return the state of a place."""
        return _with_probability(self._spans.state(self._at[index]), self._probability[index])
