"""From distributions to states: the days on which the most probable state of a place becomes another.

A state is named when its holder is more likely than not; below that the place is unknown, however much was known once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY
from territory.control.filtering import Chain
from territory.control.states import FOOTINGS, Footing

MORE_LIKELY_THAN_NOT = 0.5
FADE_DAYS = 366 * 20
"""How far past the last claim the fading of a place is followed."""

OPEN = np.iinfo(np.int32).max
_RIVALRY = 0.01
"""Probability from which the second likeliest holder is named as the rival, where the claims name none."""


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
    opening, closing, probability = _at_events(chain)
    ends = np.append(layout.day[1:], 0) - 1
    last = layout.start[1:] - 1
    ends[last] = layout.day[last] + FADE_DAYS
    closing[last] = _label(chain, last, ends[last]).code
    turning = np.flatnonzero((closing != opening) & (ends > layout.day))
    event, day, code, chance = _turns(chain, turning, opening[turning], closing[turning], ends[turning])
    all_event = np.concatenate([np.arange(len(layout.day)), event])
    all_day, all_code = np.concatenate([layout.day, day]), np.concatenate([opening, code])
    all_chance = np.concatenate([probability, chance])
    opens = np.concatenate([layout.source != NOBODY, np.zeros(len(event), bool)])
    order = np.argsort((all_event << 32) + all_day, kind="stable")
    place, codes = layout.place[all_event[order]], all_code[order]
    fresh = np.flatnonzero(np.r_[True, (np.diff(place) != 0) | (np.diff(codes) != 0)])
    rows = order[fresh]
    holder, footing, rival = _decode(codes[fresh], chain.theatre.sides)
    return Spans(
        start=np.searchsorted(place[fresh], np.arange(layout.places + 1)).astype(np.int64),
        place=place[fresh],
        day=all_day[rows].astype(np.int32),
        holder=holder,
        footing=footing,
        rival=rival,
        probability=all_chance[rows],
        at_claim=opens[rows],
    )


def _at_events(chain: Chain) -> tuple[Ints, Ints, Floats]:
    """Labels just after each event and just before the next one, and the probability just after."""
    rounds, count, contest = chain.rounds, len(chain.layout.day), chain.theatre.parameters.contest
    opening, closing = np.empty(count, np.int32), np.empty(count, np.int32)
    probability = np.empty(count, np.float32)
    for block in rounds.blocks:
        for number in range(block.rounds):
            here, later = block.slots(number), block.slots(number + 1)
            claims, after, before = chain.round_states(block, number)
            now = label(after, rounds.rival[here][claims], contest)
            opening[here.start + claims], probability[here.start + claims] = now.code, now.probability
            size = before.shape[2]
            nearly = label(before, rounds.rival[here.start : here.start + size], contest)
            closing[here.start : here.start + size] = nearly.code
            opening[later], probability[later] = nearly.code, nearly.probability
    return opening[rounds.slot], closing[rounds.slot], probability[rounds.slot]


def _turns(chain: Chain, events: Ints, code: Ints, closing: Ints, final: Ints) -> tuple[Ints, Ints, Ints, Floats]:
    """Days between events on which the label turns: event, day, new label, probability."""
    found: list[tuple[Ints, Ints, Ints, Floats]] = []
    low, final = chain.layout.day[events].astype(np.int64), final.astype(np.int64)
    while len(events):
        day, turned = _first_other(chain, events, code, low, final)
        found.append((events, day.astype(np.int32), turned.code, turned.probability))
        more = np.flatnonzero((turned.code != closing) & (day < final))
        events, code, low, final, closing = events[more], turned.code[more], day[more], final[more], closing[more]
    if not found:
        return events, events, events, np.empty(0, np.float32)
    event, days, codes, chances = (np.concatenate(part) for part in zip(*found, strict=True))
    return event, days, codes, chances


def _first_other(chain: Chain, events: Ints, code: Ints, low: Ints, high: Ints) -> tuple[Ints, _Labels]:
    """Bisect for a day on which the label is no longer `code`, which it is on `low` and not on `high`."""
    low, high = low.copy(), high.copy()
    while (high - low > 1).any():
        middle = (low + high) // 2
        same = _label(chain, events, middle).code == code
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return high, _label(chain, events, high)


def _label(chain: Chain, events: Ints, days: Ints) -> _Labels:
    return label(chain.between(events, days), chain.layout.rival[events], chain.theatre.parameters.contest)


def label(states: Floats, rival: Ints, contest: float) -> _Labels:
    """Return one number for holder, footing and rival of each distribution (sides, 4, n), and the probability.

    `contest` is the factor on the odds of contest (see `TheatreParameters`).
    """
    sides, count = len(states), states.shape[2]
    holders = states.sum(axis=1)
    best, probability = np.argmax(holders, axis=0), holders.max(axis=0)
    at, flat = best * (FOOTINGS * count) + np.arange(count), np.ascontiguousarray(states).reshape(-1)
    calm, loose, fight, standoff = (flat.take(at + footing * count) for footing in Footing)
    contested = (fight + standoff) * np.float32(contest)
    footing = np.where(loose > calm, Footing.INFLUENCE, Footing.CONTROLLED)
    disputed = np.flatnonzero(contested > np.maximum(calm, loose))
    footing[disputed] = Footing.CONTESTED
    against = np.full(count, NOBODY, np.int32)
    against[disputed] = _rival(holders.take(disputed, axis=1), best[disputed], rival[disputed])
    code = (((best + 1) * FOOTINGS + footing) * (sides + 1) + against + 1).astype(np.int32)
    return _Labels(np.where((best < sides - 1) & (probability >= MORE_LIKELY_THAN_NOT), code, 0), probability)


def _rival(holders: Floats, best: Ints, named: Ints) -> Ints:
    """Who contests places: the one named by claims, else the second likeliest holder, if likely enough."""
    columns = np.arange(len(best))
    holders[best, columns] = 0
    second = np.argmax(holders, axis=0)
    likely = (holders[second, columns] > _RIVALRY) & (second < len(holders) - 1)
    against: Ints = np.where((named != NOBODY) & (named != best), named, np.where(likely, second, NOBODY))
    return against


def _decode(code: Ints, actors: int) -> tuple[Ints, Ints, Ints]:
    rival = code % (actors + 1) - 1
    footing = code // (actors + 1) % FOOTINGS
    holder = code // (actors + 1) // FOOTINGS - 1
    return holder.astype(np.int32), footing.astype(np.int32), rival.astype(np.int32)
