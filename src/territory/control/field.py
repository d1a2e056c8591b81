"""The field at each place and time window: who may take it, judged from outside its own present."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from territory.control.arrays import Bools, Floats, Ints
from territory.control.columns import NOBODY
from territory.control.filtering import Chain, Dynamics
from territory.control.hazards import Steps
from territory.control.theatre import Theatre


def own_contenders(theatre: Theatre) -> Floats:
    """Return who the claims ever named at each place, as shares, shape (places, actors)."""
    rows, layout = theatre.rows, theatre.layout
    place = np.searchsorted(theatre.place_numbers, rows.place)
    counts = np.zeros((layout.places, theatre.sides), np.float32)
    for column in (rows.actor, rows.other, rows.previous):
        named = column != NOBODY
        np.add.at(counts, (place[named], np.searchsorted(theatre.actors, column[named])), 1)
    counts /= np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return counts


def flat_field(theatre: Theatre) -> Floats:
    """Return the field of a theatre that knows nothing of where its places lie."""
    shape = (theatre.layout.places, len(theatre.layout.edges), theatre.sides)
    return np.broadcast_to(theatre.shares, shape)


def neighbour_field(
    theatre: Theatre,
    matrix: sparse.csr_matrix,
    steps: tuple[Steps, Steps],
    *,
    smooth: bool,
    background: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Return the field of each place, and the theatre's own state, by window.

    A first pass looks at each place's own claims alone; a place never hears itself through the field.

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
    background : array, optional
        The theatre's own state, where this theatre is only a part of it.

    Returns
    -------
    field : array, shape (places, windows, actors)
    background : array, shape (windows, actors)
    """
    layout, parameters = theatre.layout, theatre.parameters
    chain = Chain(theatre, Dynamics(*steps, flat_field(theatre)), smooth=smooth)
    windows, actors = len(layout.edges), theatre.sides
    field = np.empty((layout.places, windows, actors), np.float32)
    whole = np.empty((windows, actors), np.float32) if background is None else background
    everywhere = np.arange(layout.places)
    own = own_contenders(theatre)
    for window, day in enumerate(window_days(theatre, smooth=smooth)):
        known, state = chain.at(everywhere, np.full(layout.places, day))
        holders = state.sum(axis=2)
        if background is None:
            whole[window] = (holders.sum(axis=0) + theatre.shares) / (known.sum() + 1)
        field[:, window] = blend(matrix, holders, known, whole[window], parameters.background)
    field *= 1 - np.float32(parameters.own)
    field += np.float32(parameters.own) * own[:, None, :]
    return field / field.sum(axis=2, keepdims=True), whole


def window_days(theatre: Theatre, *, smooth: bool) -> Ints:
    """Return the day that stands for each window: its middle, or its first day if the future must not be seen."""
    edges = theatre.layout.edges.astype(np.int64)
    if not smooth:
        return edges
    middles: Ints = (edges + np.append(edges[1:], theatre.coverage_end + 1) - 1) // 2
    return middles


def blend(matrix: sparse.csr_matrix, states: Floats, known: Bools, background: Floats, mass: float) -> Floats:
    """Return the weighted mean of the known neighbours' states and `mass` parts of the background, (n, …)."""
    flat = states.reshape(len(states), -1)
    total = matrix @ flat + np.float32(mass + 1e-6) * background.reshape(1, -1)
    weight = matrix @ known.astype(np.float32) + np.float32(mass + 1e-6)
    mixed: Floats = (total / weight[:, None]).reshape(matrix.shape[0], *states.shape[1:])
    return mixed
