"""One place under many sets of claims at once: without each of its claims, or with one more.

The place's surroundings stay as they are; each variant is a place of its own to the filter, so that fifty variants cost
hardly more than one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.columns import ClaimColumns
from territory.control.filtering import Chain, Dynamics
from territory.control.posterior import TheatreAnswer
from territory.control.states import advised
from territory.control.theatre import lay_out


def run_variants(answer: TheatreAnswer, index: int, variants: Sequence[ClaimColumns], day: int) -> list[Floats | None]:
    """Return the distribution (sides, 4) at a place on a day under each variant of its claims.

    Parameters
    ----------
    answer : TheatreAnswer
        The theatre as it is.
    index : int
        The place's number in it.
    variants : Sequence[ClaimColumns]
        Rows of the place's claims, each variant with its own.
    day : int
        Proleptic ordinal.

    Returns
    -------
    list
        None for a variant without evidence by that day.
    """
    filled = [number for number, rows in enumerate(variants) if len(rows)]
    found: list[Floats | None] = [None] * len(variants)
    if not filled:
        return found
    stacked = stack([variants[number] for number in filled])
    theatre = lay_out(answer.theatre.code, stacked, answer.theatre.parameters, like=answer.theatre)
    dynamics = answer.chain.dynamics
    field = np.repeat(dynamics.field[:, :, [index]], len(filled), axis=2)
    chain = Chain(theatre, Dynamics(dynamics.covered, dynamics.silent, field), smooth=answer.chain.smooth)
    known, states = chain.at(np.arange(len(filled)), np.full(len(filled), day))
    for at, number in enumerate(filled):
        if known[at]:
            found[number] = advised(states[at], theatre.parameters.contest)
    return found


def stack(variants: Sequence[ClaimColumns]) -> ClaimColumns:
    """Return the rows of several variants, each as a place of its own."""
    names = [name for name in ClaimColumns.__slots__ if name not in ("place_ids", "actors", "place")]
    arrays = {name: np.concatenate([getattr(rows, name) for rows in variants]) for name in names}
    place = np.repeat(np.arange(len(variants), dtype=np.int32), [len(rows) for rows in variants])
    first = variants[0]
    ids = tuple(str(number) for number in range(len(variants)))
    return ClaimColumns(place_ids=ids, actors=first.actors, place=place, **arrays)


def rows_of(answer: TheatreAnswer, index: int) -> ClaimColumns:
    """Return the rows of a place's claims."""
    rows = answer.theatre.rows
    here: Ints = np.flatnonzero(rows.place == answer.theatre.place_numbers[index])
    return rows.take(here)
