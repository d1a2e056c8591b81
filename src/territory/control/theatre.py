"""One theatre's evidence, laid out for the filter: events of each place in order of time.

A theatre is a country: its actors fight each other, and its parameters are fitted together. Claims of one place and
day are one event (their likelihoods multiply, in any order). Between claims the neighbourhood changes at the borders of
time windows, and reporting may begin or end: those borders are events too, without evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY, ClaimColumns, Shape
from territory.control.likelihood import WORST_ERROR, holder_likelihood, or_baseless
from territory.control.parameters import TheatreParameters
from territory.control.states import FOOTINGS, Footing

WINDOWS = 16
"""Time windows of a theatre, with equally many claims in each."""

SILENCE_DAYS = 365
"""A theatre without any claim for this long is not reported on."""

_TAKEN_AT_RANDOM = 2.0
"""So many changes of hands between any two sides are taken as seen already, at the rate of chance."""

_NEWS = 0.5
"""A report with this chance of a change of hands or more is news of one."""

_TURNED = 0.9
_TURNED_IN_A_SNAPSHOT = 0.5
"""Chance that a report which is not of a change of hands is of a change of footing: an attack, a siege or a clearing is
told because it has begun or is over, and says little of the years before; a snapshot is taken at any time."""

_BLURRED_PAST = 0.05
_UNSEEN = 0.5
_SIEGE_IN_A_FIGHT = 0.3
_OF_STATUS = 0.2
"""How much of a doubt about the holder is also one about the status."""

_NO_NEWS = 0.1
_PART = 0.5
_FIGHT_IN_A_SNAPSHOT = 0.2
"""A report without news finds long contests oftener than short ones (length bias)."""

_CONFUSED = np.array([[0.0, 0.05, 0.25], [0.7, 0.0, 0.3], [0.9, 0.1, 0.0], [0.9, 0.1, 0.0]])
"""What a report that has the status wrong says (controlled, influence, contested) of a place in each footing, times the
chance of confusion. 'Taken' is often said while the fight goes on; nobody calls a calm place contested for nothing."""


@dataclass(frozen=True, slots=True)
class Factors:
    """Likelihoods of the claim events: of the holder and the one before (actors, n), of the footing (4, n).

    `change` is the chance of a change of hands, `turned` that of a change of footing if hands have not changed.
    """

    holder: Floats
    footing: Floats
    before: Floats
    change: Floats
    turned: Floats
    rival: Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """Events sorted by place and day. `source` is the row in `Factors`, -1 for a border.

    `start[p]` … `start[p + 1]` are the events of place `p`. `first_day`, `last_day` (both included) are the days on
    which an event may have happened. `window` and `reported_on` hold for the time that follows the event; so does
    `rival`, who contests the place then (-1: nobody named). `keys` are place and day in one number, for searching.
    """

    start: Ints
    place: Ints
    day: Ints
    first_day: Ints
    last_day: Ints
    source: Ints
    window: Ints
    reported_on: Bools
    rival: Ints
    edges: Ints
    silences: Ints
    keys: Ints

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.start) - 1

    def locate(self, places: Ints, days: Ints) -> Ints:
        """Return the last event of each place on or before each day, -1 if there is none."""
        keys = (places.astype(np.int64) << 32) + days
        at = np.searchsorted(self.keys, keys, side="right") - 1
        return np.where(at >= self.start[places], at, -1)

    def passed(self, events: Ints, days: Ints) -> Floats:
        """Return the chance that each event has happened by the end of each day."""
        first, last = self.first_day[events], self.last_day[events]
        share: Floats = np.clip((days - first + 1) / (last - first + 1), 0, 1)
        return share


@dataclass(frozen=True, slots=True)
class Theatre:
    """A theatre's claims, its actors (positions in the columns' `actors`), and their layout.

    `rows` are the columns' rows sorted by place and day; `row_event` is each row's claim event.
    `place_numbers` are positions in the columns' `place_ids`. `shares` are the actors' shares of all claims of holding;
    `takes` says from whom (first axis) each side (second axis) takes places, compared with chance.
    """

    code: str
    parameters: TheatreParameters
    place_numbers: Ints
    actors: Ints
    rows: ClaimColumns
    row_event: Ints
    factors: Factors
    layout: Layout
    shares: Floats
    takes: Floats

    @property
    def sides(self) -> int:
        """How many can hold a place: the actors, and last of all somebody whom no claim names."""
        return len(self.actors) + 1

    @property
    def coverage_end(self) -> int:
        """The last day on which the theatre is reported on."""
        return int(self.layout.silences[-1, 0]) - 1


def lay_out(code: str, columns: ClaimColumns, parameters: TheatreParameters, *, like: Theatre | None = None) -> Theatre:
    """Return the theatre of some claims (at least one).

    With `like`, time windows, silences, actors and their shares are those of another theatre of which this is a
    part or a variant.
    """
    order = np.argsort((columns.place.astype(np.int64) << 32) + columns.day, kind="stable")
    rows = columns.take(order)
    place_numbers, local = np.unique(rows.place, return_inverse=True)
    named = np.unique(np.concatenate([rows.actor, rows.other, rows.previous]))
    actors = like.actors if like else named[named != NOBODY].astype(np.int32)
    starts = np.flatnonzero(np.r_[True, (np.diff(local) != 0) | (np.diff(rows.day) != 0)])
    row_event = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(rows)]))
    shares = like.shares if like else _shares(rows, actors)
    takes = like.takes if like else _takes(rows, actors, shares)
    factors = weigh(rows, actors, starts, parameters, takes)
    days = rows.day[starts]
    edges, silences = (like.layout.edges, like.layout.silences) if like else (_window_edges(days), _silences(days))
    layout = _lay_out_events(rows, local.astype(np.int32), starts, factors.rival, edges, silences)
    numbers = place_numbers.astype(np.int32)
    return Theatre(code, parameters, numbers, actors, rows, row_event, factors, layout, shares, takes)


def _shares(rows: ClaimColumns, actors: Ints) -> Floats:
    """Each side's share of the claims of holding; everybody gets half a claim more, so that nobody is ruled out."""
    local = np.searchsorted(actors, rows.actor[rows.actor != NOBODY])
    counts = np.bincount(local, minlength=len(actors) + 1) + _UNSEEN
    shares: Floats = (counts / counts.sum()).astype(np.float32)
    return shares


def _takes(rows: ClaimColumns, actors: Ints, shares: Floats) -> Floats:
    """How much oftener each side takes places from each other than if it took them at random, (sides, sides)."""
    count, local = len(actors) + 1, _lookup(actors)
    news = (rows.actor != NOBODY) & (rows.shape == Shape.HOLDS) & (rows.change > _NEWS)
    previous, actor = rows.previous.copy(), rows.actor
    earlier = np.r_[False, (rows.place[1:] == rows.place[:-1]) & (rows.shape[:-1] == Shape.HOLDS)]
    fill = np.flatnonzero(news & earlier & (previous == NOBODY))
    previous[fill] = actor[fill - 1]
    told = news & (previous != NOBODY) & (previous != actor)
    taken = np.zeros((count, count))
    np.add.at(taken, (local[previous[told]], local[actor[told]]), 1)
    others = shares[:, None] * (1 - np.eye(count))
    chance = others / others.sum(axis=0) * taken.sum(axis=0)
    ratio: Floats = ((taken + _TAKEN_AT_RANDOM) / (chance + _TAKEN_AT_RANDOM)).astype(np.float32)
    return ratio


def weigh(rows: ClaimColumns, actors: Ints, starts: Ints, parameters: TheatreParameters, takes: Floats) -> Factors:
    """Return the likelihoods of the claim events that begin at rows `starts`."""
    count = len(actors) + 1
    local = _lookup(actors)
    actor, other, previous = local[rows.actor], local[rows.other], local[rows.previous]
    founded = np.minimum(parameters.error * rows.error, WORST_ERROR)
    error = np.minimum(1 - (1 - founded) * (1 - rows.doubt), WORST_ERROR).astype(np.float32)
    everyone = np.arange(count, dtype=np.int32)
    is_actor, is_other = actor[:, None] == everyone, other[:, None] == everyone
    holder = or_baseless(holder_likelihood(is_actor, founded, count), rows.doubt, 1)
    unnamed = rows.actor == NOBODY
    wrong, sides = founded[unnamed, None], max(count - 1, 1)
    lost = np.where(is_other[unnamed], wrong, (1 - wrong) / sides)
    holder[unnamed] = or_baseless(lost, rows.doubt[unnamed], sides)
    change = rows.change * (1 - rows.doubt)
    footing = _footing(rows, np.minimum(parameters.confusion + _OF_STATUS * error, WORST_ERROR))
    before = _before(previous, is_actor, error, change, takes[:, np.where(actor == NOBODY, count - 1, actor)].T)
    power = rows.strength[:, None]
    rival = np.where((rows.footing >= Footing.CONTESTED) & (rows.shape != Shape.LOST), other, NOBODY)
    return Factors(
        _per_event(holder, power, starts),
        _per_event(footing, power, starts),
        _per_event(before, power, starts),
        np.maximum.reduceat(change, starts),
        np.maximum.reduceat(_turned(rows), starts),
        np.maximum.reduceat(rival, starts).astype(np.int32),
    )


def _turned(rows: ClaimColumns) -> Floats:
    """Chance of a change of footing, of each report."""
    news = (rows.change > _NO_NEWS) & (rows.strength > _PART)
    return np.where(news, np.float32(_TURNED), np.float32(_TURNED_IN_A_SNAPSHOT))


def _per_event(likelihood: Floats, power: Floats, starts: Ints) -> Floats:
    """The product of the rows of each event, events last."""
    return np.ascontiguousarray(np.multiply.reduceat(likelihood**power, starts).T)


def _footing(rows: ClaimColumns, wrong: Floats) -> Floats:
    """Likelihood of the footing."""
    contested = rows.footing >= Footing.CONTESTED
    named = np.where(contested, Footing.CONTESTED, rows.footing)
    likelihood: Floats = (wrong[:, None] * _CONFUSED[:, named].T).astype(np.float32)
    right = 1 - wrong
    likelihood[np.arange(len(rows)), rows.footing] = right
    siege = rows.footing == Footing.STANDOFF
    fight = contested & ~siege
    likelihood[fight & (rows.change <= _NO_NEWS), Footing.CONTESTED] *= _FIGHT_IN_A_SNAPSHOT
    likelihood[fight, Footing.STANDOFF] = right[fight]
    likelihood[siege, Footing.CONTESTED] = right[siege] * _SIEGE_IN_A_FIGHT
    likelihood[rows.shape == Shape.LOST] = 1 / FOOTINGS
    return likelihood


def _lookup(actors: Ints) -> Ints:
    """Position of each actor number among the theatre's; -1 (the last entry) for nobody."""
    table = np.full(int(actors.max(initial=0)) + 2, NOBODY, np.int32)
    table[actors] = np.arange(len(actors), dtype=np.int32)
    return table


def _before(previous: Ints, is_actor: Bools, error: Floats, change: Floats, takes: Floats) -> Floats:
    """Likelihood of the holder just before: the one named, or else one from whom the new holder takes places."""
    everyone = np.arange(is_actor.shape[1], dtype=np.int32)
    named = holder_likelihood(
        previous[:, None] == everyone, np.minimum(error + _BLURRED_PAST, WORST_ERROR), len(everyone)
    )
    likely = np.where((change > _NEWS)[:, None], takes, np.float32(1))
    unnamed = np.where(is_actor, (1 - change)[:, None], likely)
    return np.where((previous == NOBODY)[:, None], unnamed, named).astype(np.float32)


def _lay_out_events(rows: ClaimColumns, local: Ints, starts: Ints, rival: Ints, edges: Ints, silences: Ints) -> Layout:
    place, day = local[starts], rows.day[starts]
    first_day, last_day = _spans(rows, starts, place, day)
    borders = np.unique(np.concatenate([edges[1:], silences.ravel()])).astype(np.int32)
    borders = borders[borders < np.iinfo(np.int32).max]
    begin = np.searchsorted(place, np.arange(place[-1] + 2))
    from_border = np.searchsorted(borders, day[begin[:-1]], side="right")
    counts = len(borders) - from_border
    border_place = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    border_day = borders[np.repeat(from_border, counts) + within]
    all_place = np.concatenate([place, border_place])
    all_day = np.concatenate([day, border_day])
    source = np.concatenate([np.arange(len(day), dtype=np.int32), np.full(len(border_day), NOBODY, np.int32)])
    order = np.argsort((((all_place.astype(np.int64) << 32) + all_day) << 1) + (source == NOBODY), kind="stable")
    all_place, all_day, source = all_place[order], all_day[order], source[order]
    return Layout(
        start=np.searchsorted(all_place, np.arange(place[-1] + 2)).astype(np.int64),
        place=all_place,
        day=all_day,
        first_day=np.concatenate([first_day, border_day])[order],
        last_day=np.concatenate([last_day, border_day])[order],
        source=source,
        window=(np.searchsorted(edges, all_day, side="right") - 1).astype(np.int32),
        reported_on=_reported_on(silences, all_day),
        rival=_carry_forward(np.append(rival, NOBODY)[source], source),
        edges=edges,
        silences=silences,
        keys=(all_place.astype(np.int64) << 32) + all_day,
    )


def _spans(rows: ClaimColumns, starts: Ints, place: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Days on which each event may have happened: as exact as its most exact claim, and in order with the others."""
    first = np.maximum.reduceat(rows.first_day, starts)
    last = np.minimum.reduceat(rows.last_day, starts)
    first, last = np.minimum(first, day), np.maximum(last, day)
    same = place[1:] == place[:-1]
    first[1:] = np.where(same, np.maximum(first[1:], day[:-1] + 1), first[1:])
    last[:-1] = np.where(same, np.minimum(last[:-1], day[1:] - 1), last[:-1])
    return first.astype(np.int32), np.maximum(last, first).astype(np.int32)


def _window_edges(day: Ints) -> Ints:
    """First day of each window: equally many events in each, the last window open."""
    ordered = np.sort(day)
    at = np.linspace(0, len(ordered), WINDOWS, endpoint=False).astype(np.int64)
    return np.unique(ordered[at]).astype(np.int32)


def _silences(day: Ints) -> Ints:
    """Times without reports, [from, to): gaps of more than a year, and all after the last claim. Shape (n, 2)."""
    days = np.unique(day)
    gaps = np.flatnonzero(np.diff(days) > SILENCE_DAYS)
    inner = np.stack([days[gaps] + SILENCE_DAYS, days[gaps + 1]], axis=1)
    last = np.array([[days[-1] + 1, np.iinfo(np.int32).max]])
    return np.concatenate([inner, last]).astype(np.int32)


def _reported_on(silent: Ints, day: Ints) -> Bools:
    at = np.searchsorted(silent[:, 0], day, side="right") - 1
    inside: Bools = (at >= 0) & (day < silent[np.maximum(at, 0), 1])
    return ~inside


def _carry_forward(rival: Ints, source: Ints) -> Ints:
    """At a border the rival is that of the claim event before it (each place begins with a claim event)."""
    last = np.maximum.accumulate(np.where(source != NOBODY, np.arange(len(source)), 0))
    carried: Ints = rival[last]
    return carried
