"""Exact filtering and smoothing of every place at once.

Forward-backward (Baum et al. 1970; Rabiner 1989, 'A tutorial on hidden Markov models', Proc. IEEE 77) on the events of
`theatre.py`, with the steps of `hazards.py` between them. Rounds run over the n-th event of all places together, so
the work is in arrays of all places; nothing is sampled. `filtered` uses what happened up to a day, `smoothed` all.

An event whose day is not known exactly is spread evenly over its span: inside it, the answer is the mixture of what
holds before and after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY
from territory.control.hazards import Steps
from territory.control.states import FOOTINGS
from territory.control.theatre import Layout, Theatre

USUAL_FOOTING = np.array([0.80, 0.04, 0.14, 0.02], np.float32)
"""How places stand where nothing else is known; shares of the bundled claims, rounded."""

_REFOOTED = 0.5
"""Chance that a report which is not of a change of hands is of a change of footing."""

_TINY = np.float32(1e-30)


@dataclass(frozen=True, slots=True)
class Dynamics:
    """What moves a theatre between events.

    Attributes
    ----------
    covered, silent : Steps
        While the theatre is reported on, and while it is not.
    field : array, shape (places, windows, actors)
        Who may take each place, from outside its own present.
    """

    covered: Steps
    silent: Steps
    field: Floats


@dataclass(frozen=True, slots=True)
class Messages:
    """Result of the two passes by event: what the past says just after it, and the future just before it.

    Shapes (events, actors, 4). `ahead` is None if only the past has been looked at.
    """

    past: Floats
    ahead: Floats | None
    log_likelihood: float


class Chain:
    """The filter of one theatre.

    Parameters
    ----------
    theatre : Theatre
        Events and their likelihoods.
    dynamics : Dynamics
        How states move between events.
    smooth : bool
        Whether to look at later evidence too.
    """

    def __init__(self, theatre: Theatre, dynamics: Dynamics, *, smooth: bool = True) -> None:
        self.theatre, self.layout, self.dynamics = theatre, theatre.layout, dynamics
        self._rival_share = np.float32(theatre.parameters.rival)
        self._order = np.argsort(-np.diff(self.layout.start), kind="stable")
        self._counts = np.diff(self.layout.start)[self._order]
        self._gap = np.append(np.diff(self.layout.day), 0).astype(np.int32)
        past, log_likelihood = self._forward()
        self.messages = Messages(past, self._backward() if smooth else None, log_likelihood)
        key = self.layout.place.astype(np.int64) << 32
        self._keys = key + self.layout.day
        self._claim_before, self._claim_after = _claim_neighbours(self.layout)

    # -- between events -------------------------------------------------------------------------------------------

    def _field(self, events: Ints) -> Floats:
        """Who may take the place in the time that follows each event."""
        layout = self.layout
        field: Floats = self.dynamics.field[layout.place[events], layout.window[events]]
        rival = layout.rival[events]
        contested = np.flatnonzero(rival != NOBODY)
        if len(contested):
            field[contested] *= 1 - self._rival_share
            field[contested, rival[contested]] += self._rival_share
        return field

    def _steps(self, events: Ints, days: Ints) -> tuple[Floats, Floats]:
        covered, silent = self.dynamics.covered, self.dynamics.silent
        at = covered.clip(days)
        keep, redraw = covered.keep[at], covered.redraw[at]
        quiet = np.flatnonzero(~self.layout.reported_on[events])
        if len(quiet):
            keep[quiet], redraw[quiet] = silent.keep[at[quiet]], silent.redraw[at[quiet]]
        return keep, redraw

    def _onward(self, state: Floats, events: Ints, days: Ints, field: Floats) -> Floats:
        """Distribution so many days after each event, from the one just after it."""
        keep, redraw = self._steps(events, days)
        moved: Floats = np.matmul(state, keep)
        drawn = np.matmul(state.sum(axis=1)[:, None, :], redraw)
        moved += field[:, :, None] * drawn
        return moved

    def back_from(self, message: Floats, events: Ints, days: Ints, field: Floats) -> Floats:
        """Likelihood of what lies ahead, so many days earlier."""
        keep, redraw = self._steps(events, days)
        moved: Floats = np.matmul(message, keep.transpose(0, 2, 1))
        drawn = np.matmul((field[:, :, None] * message).sum(axis=1)[:, None, :], redraw.transpose(0, 2, 1))
        moved += drawn
        return moved

    # -- the passes -----------------------------------------------------------------------------------------------

    def _forward(self) -> tuple[Floats, float]:
        layout, factors = self.layout, self.theatre.factors
        actors = self.theatre.sides
        past = np.empty((len(layout.day), actors, FOOTINGS), np.float32)
        state, field = self._prior()
        total = 0.0
        for number in range(int(self._counts.max(initial=0))):
            active = int(np.searchsorted(-self._counts, -number, side="left"))
            events = layout.start[self._order[:active]] + number
            if number:
                state = self._onward(state[:active], events - 1, self._gap[events - 1], field[:active])
            claims = np.flatnonzero(layout.source[events] != NOBODY)
            if len(claims):
                rows = layout.source[events[claims]]
                seen = self._report(state[claims], rows, field[claims])
                seen *= factors.holder[rows][:, :, None]
                seen *= factors.footing[rows][:, None, :]
                size = seen.sum(axis=(1, 2), keepdims=True) + _TINY
                total += float(np.log(size).sum(dtype=np.float64))
                state[claims] = seen / size
            past[events] = state
            field = self._field(events)
        return past, total

    def _prior(self) -> tuple[Floats, Floats]:
        """Before its first claim a place is as its surroundings are."""
        first = self.layout.start[self._order]
        field = self.dynamics.field[self.layout.place[first], self.layout.window[first]]
        return (field[:, :, None] * USUAL_FOOTING).astype(np.float32), field

    def _report(self, state: Floats, rows: Ints, field: Floats) -> Floats:
        """What a report of its kind does to the state, before looking at what it says."""
        factors = self.theatre.factors
        state = state * factors.before[rows][:, :, None]
        change = factors.change[rows][:, None, None]
        holders = state.sum(axis=2, keepdims=True)
        refooted = (1 - change) * _REFOOTED
        out = state * (1 - change - refooted)
        out += refooted * holders * USUAL_FOOTING
        out += change * holders.sum(axis=1, keepdims=True) * (field[:, :, None] * USUAL_FOOTING)
        return out

    def _unreport(self, message: Floats, rows: Ints, field: Floats) -> Floats:
        """The same, backwards: likelihood of the report and all after it, for each state before it."""
        factors = self.theatre.factors
        change = factors.change[rows][:, None, None]
        by_holder = (message * USUAL_FOOTING).sum(axis=2, keepdims=True)
        refooted = (1 - change) * _REFOOTED
        out = message * (1 - change - refooted)
        out += refooted * by_holder
        out += change * (by_holder * field[:, :, None]).sum(axis=1, keepdims=True)
        out *= factors.before[rows][:, :, None]
        return out

    def _backward(self) -> Floats:
        layout, factors = self.layout, self.theatre.factors
        actors = self.theatre.sides
        ahead = np.empty((len(layout.day), actors, FOOTINGS), np.float32)
        for number in range(int(self._counts.max(initial=0)) - 1, -1, -1):
            active = int(np.searchsorted(-self._counts, -number, side="left"))
            events = layout.start[self._order[:active]] + number
            message = np.ones((active, actors, FOOTINGS), np.float32)
            following = int(np.searchsorted(-self._counts, -(number + 1), side="left"))
            if following:
                here = events[:following]
                message[:following] = self.back_from(ahead[here + 1], here, self._gap[here], self._field(here))
            claims = np.flatnonzero(layout.source[events] != NOBODY)
            if len(claims):
                rows = layout.source[events[claims]]
                before = np.maximum(events[claims] - 1, layout.start[layout.place[events[claims]]])
                seen = message[claims] * factors.holder[rows][:, :, None]
                seen *= factors.footing[rows][:, None, :]
                message[claims] = self._unreport(seen, rows, self._field(before))
            message /= message.max(axis=(1, 2), keepdims=True) + _TINY
            ahead[events] = message
        return ahead

    # -- answers --------------------------------------------------------------------------------------------------

    def locate(self, places: Ints, days: Ints) -> Ints:
        """Return the last event of each place on or before each day, -1 if there is none."""
        keys = (places.astype(np.int64) << 32) + days
        at = np.searchsorted(self._keys, keys, side="right") - 1
        return np.where(at >= self.layout.start[places], at, -1)

    def in_gap(self, events: Ints, days: Ints) -> Floats:
        """Return the distribution on days that follow the given events and precede the next, (n, actors, 4)."""
        field = self._field(events)
        since = (days - self.layout.day[events]).astype(np.int32)
        answer: Floats = self._onward(self.messages.past[events], events, since, field)
        if self.messages.ahead is not None:
            last = events + 1 == self.layout.start[self.layout.place[events] + 1]
            more = np.flatnonzero(~last)
            if len(more):
                here = events[more]
                answer[more] *= self.back_from(
                    self.messages.ahead[here + 1], here, self._gap[here] - since[more], field[more]
                )
        answer /= answer.sum(axis=(1, 2), keepdims=True) + _TINY
        return answer

    def at(self, places: Ints, days: Ints) -> tuple[Bools, Floats]:
        """Return whether there is evidence by each day at each place, and the distribution there, (n, actors, 4).

        Days before the first event, within its span, belong to it.
        """
        first = self.layout.start[places]
        days = np.where(days >= self.layout.first_day[first], np.maximum(days, self.layout.day[first]), days)
        events = self.locate(places, days)
        known = events >= 0
        answer = np.zeros((len(places), self.theatre.sides, FOOTINGS), np.float32)
        here, when = events[known], np.asarray(days)[known]
        exact = self.in_gap(here, when)
        self._blur(exact, here, when)
        answer[known] = exact
        return known, answer

    def _blur(self, exact: Floats, events: Ints, days: Ints) -> None:
        """Mix in what holds before or after an event of inexact day, in place."""
        layout = self.layout
        last = self._claim_before[events]
        left = (layout.last_day[last] > days) & (last > layout.start[layout.place[events]])
        if left.any():
            event = last[left]
            share = (days[left] - layout.first_day[event] + 1) / (layout.last_day[event] - layout.first_day[event] + 1)
            earlier = self.in_gap(event - 1, np.maximum(layout.day[event] - 1, layout.day[event - 1]))
            exact[left] = _mix(earlier, exact[left], share)
        following = self._claim_after[events]
        right = (following >= 0) & (layout.first_day[following] <= days)
        if right.any():
            event = following[right]
            share = (days[right] - layout.first_day[event] + 1) / (layout.last_day[event] - layout.first_day[event] + 1)
            exact[right] = _mix(exact[right], self.in_gap(event, layout.day[event]), share)


def _mix(before: Floats, after: Floats, share: Floats) -> Floats:
    weight = np.clip(share, 0, 1).astype(np.float32)[:, None, None]
    mixed: Floats = before * (1 - weight) + after * weight
    return mixed


def _claim_neighbours(layout: Layout) -> tuple[Ints, Ints]:
    """For each event, the last claim event up to it, and the first one after it at the same place (-1: none)."""
    index = np.arange(len(layout.source))
    is_claim = layout.source != NOBODY
    before = np.maximum.accumulate(np.where(is_claim, index, 0))
    after = np.full(len(index), len(index), np.int64)
    after[:-1] = np.minimum.accumulate(np.where(is_claim, index, len(index))[::-1])[::-1][1:]
    end = layout.start[layout.place + 1]
    return before, np.where(after < end, after, -1)
