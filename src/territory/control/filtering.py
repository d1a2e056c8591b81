"""Exact filtering and smoothing of every place at once.

Forward-backward (Baum et al. 1970; Rabiner 1989, 'A tutorial on hidden Markov models', Proc. IEEE 77) on the events of
`theatre.py`, with the steps of `hazards.py` between them. Rounds run over the n-th event of all places together, so
the work is in arrays of all places; nothing is sampled. The past alone gives the filtered distribution, past and future
together the smoothed one.

An event whose day is not known exactly is spread evenly over its span: inside it, the answer is the mixture of what
holds before and after.

Arrays are laid out (sides, 4, n) with the places last, so that each operation runs along memory; events are stored
round by round ('slots'), places with most events first, so that a round is a slice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY
from territory.control.hazards import Steps
from territory.control.rounds import Block, Rounds
from territory.control.states import FOOTINGS
from territory.control.theatre import Theatre

USUAL_FOOTING = np.array([0.80, 0.04, 0.10, 0.06], np.float32)
"""How places stand where nothing else is known; shares of the bundled claims, rounded."""

_CELLS = 1 << 16
"""So many numbers of a kind are worked on at once, so that they stay in the processor's cache."""

_TINY = np.float32(1e-30)
_USUAL = USUAL_FOOTING[None, :, None]


@dataclass(frozen=True, slots=True)
class Dynamics:
    """What moves a theatre between events.

    Attributes
    ----------
    covered, silent : Steps
        While the theatre is reported on, and while it is not.
    field : array, shape (sides, windows, places) or (sides, 1, 1)
        Who may take each place, from outside its own present; the same everywhere, if there is only one.
    """

    covered: Steps
    silent: Steps
    field: Floats


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
    rounds : Rounds, optional
        The order of the theatre's events, where it is known already (see `rounds_of`).
    block : Block, optional
        The places to filter; only these can be asked for. Default: all.
    """

    def __init__(
        self,
        theatre: Theatre,
        dynamics: Dynamics,
        *,
        smooth: bool = True,
        rounds: Rounds | None = None,
        block: Block | None = None,
    ) -> None:
        self.theatre, self.layout, self.dynamics, self.smooth = theatre, theatre.layout, dynamics, smooth
        self.rounds = rounds or rounds_of(theatre)
        self._rival_share = np.float32(theatre.parameters.rival)
        self._fields = dynamics.field.reshape(theatre.sides, -1)
        self._base = block.start if block else 0
        shape = (theatre.sides, FOOTINGS, len(block) if block else len(self.layout.day))
        self.ahead = np.empty(shape, np.float32) if smooth else None
        self.past = np.empty(shape, np.float32)
        self.log_likelihood = 0.0
        for one in (block,) if block else self.rounds.blocks:
            if smooth:
                self._backward(one)
            self.log_likelihood += self._forward(one)

    # -- between events -------------------------------------------------------------------------------------------

    def _field(self, slots: Ints | slice) -> Floats:
        """Who may take the place in the time that follows each event, (sides, n)."""
        rounds = self.rounds
        place = rounds.place[slots]
        if self._fields.shape[1] == 1:
            field = np.repeat(self._fields, len(place), axis=1)
        else:
            field = self._fields.take(rounds.window[slots].astype(np.int64) * self.layout.places + place, axis=1)
        rival = rounds.rival[slots]
        contested = np.flatnonzero(rival != NOBODY)
        if len(contested):
            field[:, contested] *= 1 - self._rival_share
            field[rival[contested], contested] += self._rival_share
        return field

    def _steps(self, slots: Ints | slice, days: Ints) -> tuple[Floats, Floats]:
        """`A_t` and `P_t - A_t` of each time that follows an event, (4, 4, n)."""
        covered, silent = self.dynamics.covered, self.dynamics.silent
        at = covered.clip(days)
        keep, redraw = covered.keep.take(at, axis=2), covered.redraw.take(at, axis=2)
        quiet = np.flatnonzero(self.rounds.quiet[slots])
        if len(quiet):
            keep[:, :, quiet] = silent.keep.take(at[quiet], axis=2)
            redraw[:, :, quiet] = silent.redraw.take(at[quiet], axis=2)
        return keep, redraw

    def _onward(self, state: Floats, slots: Ints | slice, days: Ints, field: Floats) -> Floats:
        """Distribution so many days after each event, from the one just after it."""
        keep, redraw = self._steps(slots, days)
        moved: Floats = np.einsum("ksn,stn->ktn", state, keep)
        drawn = np.einsum("sn,stn->tn", state.sum(axis=0), redraw)
        moved += field[:, None, :] * drawn
        return moved

    def _back(self, message: Floats, slots: Ints | slice, days: Ints, field: Floats) -> Floats:
        """Likelihood of what lies ahead, so many days earlier."""
        keep, redraw = self._steps(slots, days)
        moved: Floats = np.einsum("ktn,stn->ksn", message, keep)
        met = np.einsum("kn,ktn->tn", field, message)
        moved += np.einsum("tn,stn->sn", met, redraw)
        return moved

    # -- the passes -----------------------------------------------------------------------------------------------

    def _forward(self, block: Block) -> float:
        rounds, factors, total = self.rounds, self.theatre.factors, 0.0
        field: Floats = np.empty(0, np.float32)
        for number in range(block.rounds):
            here = block.slots(number)
            size = here.stop - here.start
            if number:
                field = field[:, :size]
                state = self._onward_from(block.slots(number - 1).start, size, field)
            else:
                field = self._field(here)
                state = field[:, None, :] * _USUAL
            claims = np.flatnonzero(rounds.source[here] != NOBODY)
            if len(claims):
                rows = rounds.source[here][claims]
                seen = self._report(state.take(claims, axis=2), rows, field.take(claims, axis=1))
                seen *= factors.holder.take(rows, axis=1)[:, None, :]
                seen *= factors.footing.take(rows, axis=1)
                weight = seen.sum(axis=(0, 1)) + _TINY
                total += float(np.log(weight).sum(dtype=np.float64))
                seen /= weight
                state[:, :, claims] = seen
            self.past[:, :, self._mine(here)] = state
            field = self._field(here)
        return total

    def _mine(self, slots: slice) -> slice:
        """Where the slots lie in this chain's own arrays."""
        return slice(slots.start - self._base, slots.stop - self._base)

    def _onward_from(self, start: int, size: int, field: Floats) -> Floats:
        """Distribution at the next events of so many slots from a start, from the past alone."""
        here = slice(start, start + size)
        return self._onward(self.past[:, :, self._mine(here)], here, self.rounds.gap[here], field)

    def _backward(self, block: Block) -> None:
        assert self.ahead is not None
        rounds, factors, sides = self.rounds, self.theatre.factors, self.theatre.sides
        for number in range(block.rounds - 1, -1, -1):
            here, later = block.slots(number), block.slots(number + 1)
            message = np.ones((sides, FOOTINGS, here.stop - here.start), np.float32)
            if size := later.stop - later.start:
                first = slice(here.start, here.start + size)
                ahead = self.ahead[:, :, self._mine(later)]
                message[:, :, :size] = self._back(ahead, first, rounds.gap[first], self._field(first))
            claims = np.flatnonzero(rounds.source[here] != NOBODY)
            if len(claims):
                rows = rounds.source[here][claims]
                seen = message.take(claims, axis=2)
                seen *= factors.holder.take(rows, axis=1)[:, None, :]
                seen *= factors.footing.take(rows, axis=1)
                earlier = (block.slots(number - 1) if number else here).start + claims
                message[:, :, claims] = self._unreport(seen, rows, self._field(earlier))
            message /= message.max(axis=(0, 1)) + _TINY
            self.ahead[:, :, self._mine(here)] = message

    def _report(self, state: Floats, rows: Ints, field: Floats) -> Floats:
        """What a report of its kind does to the state, before looking at what it says."""
        state *= self.theatre.factors.before.take(rows, axis=1)[:, None, :]
        change = self.theatre.factors.change[rows]
        holders = state.sum(axis=1)
        refooted = (1 - change) * self.theatre.factors.turned[rows]
        out = state * (1 - change - refooted)
        drawn = refooted * holders + change * holders.sum(axis=0) * field
        out += drawn[:, None, :] * _USUAL
        return out

    def _unreport(self, message: Floats, rows: Ints, field: Floats) -> Floats:
        """The same, backwards: likelihood of the report and all after it, for each state before it."""
        change = self.theatre.factors.change[rows]
        by_holder: Floats = np.einsum("ktn,t->kn", message, USUAL_FOOTING)
        refooted = (1 - change) * self.theatre.factors.turned[rows]
        out = message * (1 - change - refooted)
        drawn = refooted * by_holder + change * (by_holder * field).sum(axis=0)
        out += drawn[:, None, :]
        out *= self.theatre.factors.before.take(rows, axis=1)[:, None, :]
        return out

    # -- answers --------------------------------------------------------------------------------------------------

    def after(self, events: Ints) -> Floats:
        """Return the distribution just after some events, (sides, 4, n)."""
        return self.between(events, self.layout.day[events])

    def past_of(self, slots: Ints) -> Floats:
        """Return the distributions just after some events, from the past alone, (sides, 4, n)."""
        return self.past.take(slots - self._base if self._base else slots, axis=2)

    def ahead_of(self, slots: Ints) -> Floats:
        """Return the likelihoods of some events and all that comes after, for each state before, (sides, 4, n)."""
        assert self.ahead is not None
        return self.ahead.take(slots - self._base if self._base else slots, axis=2)

    def between(self, events: Ints, days: Ints) -> Floats:
        """Return the distribution on days that follow the given events and precede the next, (sides, 4, n)."""
        slots = self.rounds.slot[events]
        field = self._field(slots)
        since = (days - self.layout.day[events]).astype(np.int32)
        past = self.past_of(slots)
        answer: Floats = self._onward(past, slots, since, field) if since.any() else past
        if self.ahead is not None:
            more = np.flatnonzero(events + 1 < self.layout.start[self.layout.place[events] + 1])
            if len(more):
                here, slot = events[more], slots[more]
                message = self.ahead_of(self.rounds.slot[here + 1])
                left = self.rounds.gap[slot] - since[more]
                answer[:, :, more] *= self._back(message, slot, left, field.take(more, axis=1))
        answer /= answer.sum(axis=(0, 1)) + _TINY
        return answer

    def round_states(self, block: Block, number: int) -> tuple[Ints, Floats, Floats]:
        """Return which events of a round are claims, the distributions just after them, and before the next events.

        Shapes (sides, 4, n). Just after a border is as just before it, so only claims have an 'after'. The first places
        of the round have a next event.
        """
        rounds, here, later = self.rounds, block.slots(number), block.slots(number + 1)
        size = later.stop - later.start
        before = self.past[:, :, self._mine(later)].copy()
        if len(reported := np.flatnonzero(rounds.source[later] != NOBODY)):
            slots = here.start + reported
            before[:, :, reported] = self._onward(self.past_of(slots), slots, rounds.gap[slots], self._field(slots))
        if self.ahead is not None:
            before *= self.ahead[:, :, self._mine(later)]
        before /= before.sum(axis=(0, 1)) + _TINY
        claims = np.flatnonzero(rounds.source[here] != NOBODY)
        after = self.past_of(here.start + claims)
        more = claims[claims < size]
        if self.ahead is not None and len(more):
            slots = here.start + more
            message = self.ahead_of(later.start + more)
            after[:, :, : len(more)] *= self._back(message, slots, rounds.gap[slots], self._field(slots))
        after /= after.sum(axis=(0, 1)) + _TINY
        return claims, after, before

    def just_before(self, events: Ints) -> Floats:
        """Return the distribution just before some events, none of them the first of its place, (sides, 4, n)."""
        earlier = self.rounds.slot[events - 1]
        state = self._onward(self.past_of(earlier), earlier, self.rounds.gap[earlier], self._field(earlier))
        if self.ahead is not None:
            state *= self.ahead_of(self.rounds.slot[events])
        state /= state.sum(axis=(0, 1)) + _TINY
        return state

    def at(self, places: Ints, days: Ints) -> tuple[Bools, Floats]:
        """Return whether there is evidence by each day at each place, and the distribution there, (n, sides, 4).

        Days before the first event, within its span, belong to it.
        """
        first = self.layout.start[places]
        days = np.where(days >= self.layout.first_day[first], np.maximum(days, self.layout.day[first]), days)
        events = self.layout.locate(places, days)
        known = events >= 0
        answer = np.zeros((self.theatre.sides, FOOTINGS, len(places)), np.float32)
        here, when = events[known], days[known]
        if len(here):
            exact = self.between(here, when)
            self._blur(exact, here, when)
            answer[:, :, known] = exact
        return known, np.moveaxis(answer, 2, 0)

    def _blur(self, exact: Floats, events: Ints, days: Ints) -> None:
        """Mix in what holds before or after an event of inexact day, in place."""
        layout, rounds = self.layout, self.rounds
        last = rounds.claim_before[events]
        left = np.flatnonzero((layout.last_day[last] > days) & (last > layout.start[layout.place[events]]))
        if len(left):
            event = last[left]
            exact[:, :, left] = _mix(self.just_before(event), exact[:, :, left], layout.passed(event, days[left]))
        following = rounds.claim_after[events]
        right = np.flatnonzero((following >= 0) & (layout.first_day[following] <= days))
        if len(right):
            event = following[right]
            exact[:, :, right] = _mix(exact[:, :, right], self.after(event), layout.passed(event, days[right]))

    def before_first(self, prior: Floats, places: Ints, days: Ints) -> Floats:
        """Return the distribution at places before their first event, from one without it, (n, sides, 4)."""
        if self.ahead is None:
            return prior
        first = self.layout.start[places]
        slots = self.rounds.slot[first]
        gap = (self.layout.day[first] - days).astype(np.int32)
        state = np.moveaxis(prior, 0, 2).copy()
        state *= self._back(self.ahead_of(slots), slots, gap, state.sum(axis=1))
        state /= state.sum(axis=(0, 1)) + _TINY
        turned: Floats = np.moveaxis(state, 2, 0)
        return turned


def rounds_of(theatre: Theatre) -> Rounds:
    """Return the order in which a theatre's events are filtered, in blocks that fit the processor's cache."""
    return Rounds.of(theatre.layout, max(_CELLS // (theatre.sides * FOOTINGS), 1))


def _mix(before: Floats, after: Floats, share: Floats) -> Floats:
    weight = np.clip(share, 0, 1).astype(np.float32)
    mixed: Floats = before * (1 - weight) + after * weight
    return mixed
