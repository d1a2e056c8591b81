"""The field at each place and time window: who may take it, judged from outside its own present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY
from territory.control.filtering import Chain, Dynamics
from territory.control.hazards import Steps
from territory.control.rounds import Rounds
from territory.control.theatre import Theatre

_UNSEEN = 0.5
"""Places that each side is taken to hold in every window beside those it does, so that a newcomer is possible
(Krichevsky & Trofimov 1981, 'The performance of universal encoding', IEEE Trans. Inf. Theory 27)."""


def own_contenders(theatre: Theatre) -> Floats:
    """Return who the claims ever named at each place, as shares, shape (sides, places)."""
    rows, places = theatre.rows, theatre.layout.places
    place = np.searchsorted(theatre.place_numbers, rows.place)
    counts = np.zeros(theatre.sides * places, np.float32)
    for column in (rows.actor, rows.other, rows.previous):
        named = column != NOBODY
        side = np.searchsorted(theatre.actors, column[named])
        counts += np.bincount(side * places + place[named], minlength=len(counts)).astype(np.float32)
    shares = counts.reshape(theatre.sides, places)
    shares /= np.maximum(shares.sum(axis=0), 1)
    return shares


def neighbour_field(
    theatre: Theatre,
    matrix: sparse.csr_matrix,
    steps: tuple[Steps, Steps],
    *,
    smooth: bool,
    rounds: Rounds,
    background: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Return the field of each place, and the theatre's own state, by window.

    A first pass looks at each place's own claims alone; a place never hears itself through the field. In a window
    counts the mean of what is known at its two borders (at the first alone, if the future may not be seen).

    Parameters
    ----------
    theatre : Theatre
        The places.
    matrix : sparse matrix, shape (places, places)
        How much each hears of each (see `neighbours.py`).
    steps : tuple[Steps, Steps]
        While the theatre is reported on, and while it is not.
    smooth : bool
        Whether the future may be seen.
    rounds : Rounds
        The order of the theatre's events.
    background : array, optional
        The theatre's own state, where this theatre is only a part of it.

    Returns
    -------
    field : array, shape (sides, windows, places)
    background : array, shape (windows, sides)
    """
    layout, parameters = theatre.layout, theatre.parameters
    windows = len(layout.edges)
    field = np.empty((theatre.sides, windows, layout.places), np.float32)
    whole = np.empty((windows, theatre.sides), np.float32) if background is None else background
    own = own_contenders(theatre) * np.float32(parameters.own)
    borders = [*layout.edges.tolist(), theatre.coverage_end + 1]
    alone = _alone(theatre, steps, borders, smooth=smooth, rounds=rounds)
    opening = next(alone)
    for window, closing in enumerate(alone):
        known, holders = _mean(opening, closing) if smooth else opening
        if background is None:
            seen = holders.sum(axis=0) + theatre.shares + np.float32(_UNSEEN)
            whole[window] = seen / seen.sum()
        around = blend(matrix, holders, known, whole[window], parameters.background).T
        field[:, window] = around * np.float32(1 - parameters.own) + own
        opening = closing
    field /= field.sum(axis=0)
    return field, whole


def _alone(
    theatre: Theatre, steps: tuple[Steps, Steps], borders: Sequence[int], *, smooth: bool, rounds: Rounds
) -> Iterator[tuple[Bools, Floats]]:
    """Yield, for each day, whether each place has evidence by then, and its holders (places, sides).

    Judged from each place's own claims and the shares of the theatre; a block of places at a time, so that no more is
    kept than is wanted.
    """
    places, everyone = theatre.layout.places, theatre.shares[:, None, None]
    known = np.empty((len(borders), places), bool)
    holders = np.empty((len(borders), places, theatre.sides), np.float32)
    for block in rounds.blocks:
        chain = Chain(theatre, Dynamics(*steps, everyone), smooth=smooth, rounds=rounds, block=block)
        for number, day in enumerate(borders):
            known[number, block.places], holders[number, block.places] = _at_border(chain, block.places, day)
    yield from zip(known, holders, strict=True)


def _at_border(chain: Chain, places: Ints, day: int) -> tuple[Bools, Floats]:
    """Whether some places have evidence by the first day of a window, and their holders then, (places, sides)."""
    layout = chain.layout
    events = layout.locate(places, np.full(len(places), day))
    known = events >= 0
    holders = np.zeros((len(places), chain.theatre.sides), np.float32)
    if known.any():
        slots = chain.rounds.slot[events[known]]
        if chain.ahead is None:
            state = chain.past_of(slots)
        elif (layout.source[events[known]] == NOBODY).all():
            state = chain.past_of(slots) * chain.ahead_of(slots)
        else:
            state = chain.after(events[known])
        sums = state.sum(axis=1)
        holders[known] = (sums / sums.sum(axis=0)).T
    return known, holders


def _mean(one: tuple[Bools, Floats], other: tuple[Bools, Floats]) -> tuple[Bools, Floats]:
    both = one[0] & other[0]
    return other[0], np.where(both[:, None], (one[1] + other[1]) / 2, other[1])


def blend(matrix: sparse.csr_matrix, states: Floats, known: Bools, background: Floats, mass: float) -> Floats:
    """Return the weighted mean of the known neighbours' states and `mass` parts of the background, (n, …)."""
    flat = states.reshape(len(states), -1)
    total = matrix @ flat + np.float32(mass + 1e-6) * background.reshape(1, -1)
    weight = matrix @ known.astype(np.float32) + np.float32(mass + 1e-6)
    mixed: Floats = (total / weight[:, None]).reshape(matrix.shape[0], *states.shape[1:])
    return mixed


def window_of(theatre: Theatre, day: int | Ints) -> int:
    """Return the window in which a day lies."""
    return max(int(np.searchsorted(theatre.layout.edges, day, side="right")) - 1, 0)
