"""Control states over time, and the interface that every control model has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Protocol

from territory.model import Claim, ControlState, Interval, PlaceId


@dataclass(frozen=True, slots=True)
class Change:
    """At one place, on one day, the state became another. `before` is None where nothing was known."""

    day: date
    place_id: PlaceId
    before: ControlState | None
    after: ControlState

    @property
    def changes_holder(self) -> bool:
        """Whether another actor holds the place than before."""
        return self.before is None or self.before.actor != self.after.actor


class Histories(Mapping[PlaceId, tuple[ControlState, ...]]):
    """Each place's states in order of time; their intervals do not overlap.

    Parameters
    ----------
    spans : Mapping[PlaceId, Iterable[ControlState]]
        States in any order; places are kept sorted by id.

    Attributes
    ----------
    fades : bool
        Whether states change by age alone, long after the last claim.
    """

    fades = False

    def __init__(self, spans: Mapping[PlaceId, Iterable[ControlState]]) -> None:
        self._spans = {
            place_id: tuple(sorted(spans[place_id], key=lambda state: state.interval.start))
            for place_id in sorted(spans)
        }
        self._starts = {
            place_id: [state.interval.start for state in states] for place_id, states in self._spans.items()
        }

    def __getitem__(self, place_id: PlaceId) -> tuple[ControlState, ...]:
        return self._spans[place_id]

    def __iter__(self) -> Iterator[PlaceId]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def at(self, place_id: PlaceId, valid_on: date) -> ControlState | None:
        """Return a place's state on a day, None if unknown."""
        starts = self._starts.get(place_id)
        if starts is None:
            return None
        index = bisect_right(starts, valid_on) - 1
        if index < 0:
            return None
        state = self._spans[place_id][index]
        return state if valid_on in state.interval else None

    def as_of(self, valid_on: date) -> Mapping[PlaceId, ControlState]:
        """Return every known place's state on a day, in order of place id. A place without evidence is not there."""
        states = ((place_id, self.at(place_id, valid_on)) for place_id in self._spans)
        return {place_id: state for place_id, state in states if state is not None}

    def changes(self, start: date | None = None, end: date | None = None) -> tuple[Change, ...]:
        """Return the changes of holder, status or rival from `start` (included) to `end` (excluded), by day and place.

        The first state of a place is not a change.
        """
        found: list[Change] = []
        for place_id, states in self.items():
            for before, after in pairwise(states):
                day = after.interval.start
                if before.face != after.face and (start is None or start <= day) and (end is None or day < end):
                    found.append(Change(day, place_id, before, after))
        return tuple(sorted(found, key=lambda change: (change.day, change.place_id)))

    def span(self) -> tuple[date, date] | None:
        """Return the first day of the first state and of the last change, None if there are no states."""
        days = [starts[index] for starts in self._starts.values() if starts for index in (0, -1)]
        return (min(days), max(days)) if days else None


def joined(states: Iterable[ControlState]) -> tuple[ControlState, ...]:
    """Join neighbouring stretches of the same state, for showing a history: evidence that only grew is no new entry."""
    runs: list[ControlState] = []
    for state in states:
        last = runs[-1] if runs else None
        if last is not None and last.face == state.face and last.interval.end == state.interval.start:
            runs[-1] = replace(state, interval=Interval(last.interval.start, state.interval.end), began=last.since)
        else:
            runs.append(state)
    return tuple(runs)


class ControlModel(Protocol):
    """Infers who holds what from claims. The order of the claims never matters."""

    name: str

    def histories(self, claims: Iterable[Claim], *, known_at: datetime | None = None) -> Histories:
        """Return each place's states over time.

        Parameters
        ----------
        claims : Iterable[Claim]
            Any order; places without a usable claim have no entry.
        known_at : datetime, optional
            Transaction time: claims recorded later are not looked at. Default: all.

        Raises
        ------
        NaiveDatetimeError
            If `known_at` has no time zone.
        """
        ...
