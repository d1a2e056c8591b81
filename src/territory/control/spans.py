"""From distributions to states: the days on which the most probable state of a place becomes another.

A state is named when its holder is more likely than not; below that the place is unknown, however much was known once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY
from territory.control.filtering import Chain
from territory.control.states import FOOTINGS

MORE_LIKELY_THAN_NOT = 0.5
FADE_DAYS = 366 * 20
"""How far past the last claim the fading of a place is followed."""

OPEN = np.iinfo(np.int32).max
_CHUNK = 200_000


@dataclass(frozen=True, slots=True)
class Spans:
    """States of one theatre, sorted by place and day.

    `holder` and `rival` are positions among the theatre's actors (-1: unknown, nobody); `probability` is the holder's
    on the first day (of the likeliest holder, if unknown). `at_claim` says that the state began with a claim.
    """

    start: Ints
    place: Ints
    day: Ints
    holder: Ints
    footing: Ints
    rival: Ints
    probability: Floats
    at_claim: Bools


@dataclass(slots=True)
class _Labels:
    code: Ints
    probability: Floats


def spans_of(chain: Chain) -> Spans:
    """Return the states of every place of a theatre over all time."""
    layout = chain.layout
    count = len(layout.day)
    last = np.zeros(count, bool)
    last[layout.start[1:] - 1] = True
    ends = np.append(layout.day[1:], 0) - 1
    ends[last] = layout.day[last] + FADE_DAYS
    pieces = [_piece(chain, np.arange(low, min(low + _CHUNK, count)), ends) for low in range(0, count, _CHUNK)]
    event, day, code, probability, at_event = (np.concatenate(part) for part in zip(*pieces, strict=True))
    order = np.lexsort((day, event))
    event, day, code = event[order], day[order], code[order]
    place = layout.place[event]
    fresh = np.r_[True, (np.diff(place) != 0) | (np.diff(code) != 0)]
    at_claim = at_event[order] & (layout.source[event] != NOBODY)
    holder, footing, rival = _decode(code[fresh], chain.theatre.sides)
    return Spans(
        start=np.searchsorted(place[fresh], np.arange(layout.places + 1)).astype(np.int64),
        place=place[fresh],
        day=day[fresh].astype(np.int32),
        holder=holder,
        footing=footing,
        rival=rival,
        probability=probability[order][fresh],
        at_claim=at_claim[fresh],
    )


def _piece(chain: Chain, events: Ints, ends: Ints) -> tuple[Ints, Ints, Ints, Floats, Bools]:
    """Labels at the first day of the time after each event, and at each later day at which the label turns."""
    opening = _label(chain, events, chain.layout.day[events])
    found = [(events, chain.layout.day[events], opening.code, opening.probability, np.ones(len(events), bool))]
    long = np.flatnonzero(ends[events] > chain.layout.day[events])
    here, code = events[long], opening.code[long]
    low, final = chain.layout.day[here].astype(np.int64), ends[here].astype(np.int64)
    closing = _label(chain, here, final).code
    turning = np.flatnonzero(closing != code)
    while len(turning):
        here, code, low, final, closing = (a[turning] for a in (here, code, low, final, closing))
        day, label = _first_other(chain, here, code, low, final)
        found.append((here, day.astype(np.int32), label.code, label.probability, np.zeros(len(here), bool)))
        code, low = label.code, day
        turning = np.flatnonzero((closing != code) & (low < final))
    event, days, codes, probability, opened = (np.concatenate(part) for part in zip(*found, strict=True))
    return event, days, codes, probability, opened


def _first_other(chain: Chain, events: Ints, code: Ints, low: Ints, high: Ints) -> tuple[Ints, _Labels]:
    """Bisect for a day on which the label is no longer `code`, which it is on `low` and not on `high`."""
    low, high = low.copy(), high.copy()
    while (high - low > 1).any():
        middle = (low + high) // 2
        same = _label(chain, events, middle).code == code
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return high, _label(chain, events, high)


def _label(chain: Chain, events: Ints, days: Ints) -> _Labels:
    return label(chain.in_gap(events, days), chain.layout.rival[events])


def label(states: Floats, rival: Ints) -> _Labels:
    """Return one number for holder, footing and rival of each distribution (n, actors, 4), and the probability."""
    holders = states.sum(axis=2)
    rows = np.arange(len(states))
    best = np.argmax(holders, axis=1)
    probability = holders[rows, best]
    footing = np.argmax(states[rows, best], axis=1)
    holders[rows, best] = 0
    second = np.argmax(holders, axis=1)
    named = (rival != NOBODY) & (rival != best)
    against = np.where(named, rival, np.where(holders[rows, second] > 0.01, second, NOBODY))
    against = np.where(footing >= 2, against, NOBODY)
    count = states.shape[1] + 1
    named_holder = best < states.shape[1] - 1
    against = np.where(against == states.shape[1] - 1, NOBODY, against)
    code = ((best + 1) * FOOTINGS + footing) * count + against + 1
    return _Labels(np.where(named_holder & (probability >= MORE_LIKELY_THAN_NOT), code, 0), probability)


def _decode(code: Ints, actors: int) -> tuple[Ints, Ints, Ints]:
    rival = code % (actors + 1) - 1
    footing = code // (actors + 1) % FOOTINGS
    holder = code // (actors + 1) // FOOTINGS - 1
    return holder.astype(np.int32), footing.astype(np.int32), rival.astype(np.int32)
