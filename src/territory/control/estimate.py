"""Distributions at places that have no evidence of their own, or not yet: what the neighbourhood says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from territory.control.arrays import Bools, Floats, Ints
from territory.control.field import blend, window_of
from territory.control.filtering import USUAL_FOOTING
from territory.control.neighbours import cross_weights, nearest, sites_of
from territory.control.states import advised
from territory.model import Place

if TYPE_CHECKING:
    from territory.control.posterior import Distribution, Posterior, TheatreAnswer

FAINTEST = 0.05
"""Below this weight of neighbours' evidence (one next door: 1) nothing is known of a place."""


def estimate(posterior: Posterior, places: Sequence[Place], days: Sequence[date]) -> list[Distribution | None]:
    """See `Posterior.estimate`."""
    from territory.control.posterior import distribution

    answers: list[Distribution | None] = [None] * len(places)
    for answer, rows in _by_theatre(posterior, places):
        known, states = estimate_states(answer, [places[row] for row in rows], [days[row] for row in rows])
        actors = posterior.actors_of(answer.theatre)
        for at, row in enumerate(rows):
            if known[at]:
                answers[row] = distribution(places[row].place_id, days[row], actors, states[at])
    return answers


def _by_theatre(posterior: Posterior, places: Sequence[Place]) -> list[tuple[TheatreAnswer, list[int]]]:
    """Each place belongs to its country's theatre, or else to that of the nearest place with evidence."""
    codes = {answer.theatre.code: answer for answer in posterior.theatres}
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for row, place in enumerate(places):
        code = place.country if place.country in codes else _nearest_theatre(posterior, place)
        if code:
            groups[code].append(row)
    return [(codes[code], rows) for code, rows in sorted(groups.items())]


def _nearest_theatre(posterior: Posterior, place: Place) -> str:
    here = sites_of([place.place_id], {place.place_id: place})
    reached = [
        (float(nearest(answer.sites, here.vectors, 1)[1][0, 0]), answer.theatre.code) for answer in posterior.theatres
    ]
    return min((item for item in reached if np.isfinite(item[0])), default=(0.0, ""))[1]


def estimate_states(answer: TheatreAnswer, places: Sequence[Place], days: Sequence[date]) -> tuple[Bools, Floats]:
    """Return whether anything is known, and the distributions (n, sides, 4), in one theatre."""
    ordinals = np.array([day.toordinal() for day in days], np.int64)
    own = {place_id: number for number, place_id in enumerate(answer.sites.ids)}
    numbers = np.array([own.get(place.place_id, -1) for place in places], np.int64)
    known = np.zeros(len(places), bool)
    states = np.zeros((len(places), answer.theatre.sides, len(USUAL_FOOTING)), np.float32)
    with_claims = np.flatnonzero(numbers >= 0)
    if len(with_claims):
        known[with_claims], states[with_claims] = answer.chain.at(numbers[with_claims], ordinals[with_claims])
    missing = np.flatnonzero(~known)
    if len(missing):
        known[missing], states[missing] = from_neighbours(
            answer, [places[row] for row in missing.tolist()], ordinals[missing]
        )
    before = missing[(numbers[missing] >= 0) & known[missing]]
    if len(before):
        states[before] = answer.chain.before_first(states[before], numbers[before], ordinals[before])
    return known, advised(states, answer.theatre.parameters.contest)


def from_neighbours(answer: TheatreAnswer, places: Sequence[Place], days: Ints) -> tuple[Bools, Floats]:
    """Return whether anything is known within reach of some places, and the neighbourhood's mixture there."""
    parameters, layout = answer.theatre.parameters, answer.theatre.layout
    distinct = {place.place_id: place for place in places}
    numbers = {place_id: number for number, place_id in enumerate(distinct)}
    matrix = cross_weights(answer.sites, sites_of(list(distinct), distinct), parameters.reach_km)
    row_of = np.array([numbers[place.place_id] for place in places], np.int64)
    heard = np.zeros(len(places), np.float32)
    states = np.zeros((len(places), answer.theatre.sides, len(USUAL_FOOTING)), np.float32)
    for day in np.unique(days):
        rows = np.flatnonzero(days == day)
        seen, around = answer.chain.at(np.arange(layout.places), np.full(layout.places, day))
        local = matrix[row_of[rows]]
        heard[rows] = local @ seen.astype(np.float32)
        everyone = answer.background[window_of(answer.theatre, day)]
        holders = blend(local, around.sum(axis=2), seen, everyone, parameters.background)
        states[rows] = holders[:, :, None] * _footings(local, around, holders, parameters.background_status)
    return heard >= FAINTEST, states


def _footings(local: sparse.csr_matrix, around: Floats, holders: Floats, mass: float) -> Floats:
    """Return how each holder would stand at some places: as it does around them, and in the theatre as a whole."""
    usual = around.sum(axis=0) + USUAL_FOOTING
    usual /= usual.sum(axis=1, keepdims=True)
    near = (local @ around.reshape(len(around), -1)).reshape(local.shape[0], *around.shape[1:])
    near += np.float32(mass) * holders[:, :, None] * usual
    shares: Floats = near / near.sum(axis=2, keepdims=True)
    return shares
