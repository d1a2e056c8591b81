"""How control changes between claims: a continuous-time Markov chain that can be stepped exactly.

The footing is a chain of its own (a calm place flares up, a contested one settles or falls). Some of its moves keep the
holder, others draw the holder anew from a distribution `f` given from outside: those around the place, and those who
fight for it. So with `K` the generator of the moves that keep the holder and `R` the rates of those that do not,

    P(h', s' after t | h, s) = A_t[s, s'] · [h' = h] + (P_t[s, s'] - A_t[s, s']) · f[h'],
    A_t = exp(K t),   P_t = exp((K + R) t),

exactly, at four numbers a side whatever the number of actors. This is the form of the F84 model of sequence evolution
(Felsenstein & Churchill 1996, 'A hidden Markov model approach to variation among sites in rate of evolution', Mol.
Biol. Evol. 13, eq. 2-5), with rates that depend on the footing. With `f` taken from the neighbours it is a voter model
(Clifford & Sudbury 1973, Biometrika 60) in mean field: a place among its own falls seldom, one among enemies soon.

Time runs in days; matrices are tabulated for every whole number of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.parameters import TheatreParameters
from territory.control.states import FOOTINGS, Footing

DAYS_A_YEAR = 365.25
HORIZON_DAYS = 366 * 40
"""Gaps longer than this are stepped as if they were this long; by then the chain has long forgotten."""

_SLOW = 0.1
"""How slowly a stand-off is decided, compared with a fight."""

_FALL_CONTESTED_SHARE = 0.15
"""Share of changes of hands of a calm place that leave a fight behind."""


@dataclass(frozen=True, slots=True)
class Steps:
    """`A_t` and `P_t - A_t` for each whole number of days, shape (4, 4, days + 1)."""

    keep: Floats
    redraw: Floats

    def clip(self, days: Ints) -> Ints:
        """Return row numbers for gaps of so many days."""
        return np.clip(days, 0, self.keep.shape[2] - 1).astype(np.int32, copy=False)


def rates(parameters: TheatreParameters, *, reported_on: bool) -> tuple[Floats, Floats]:
    """Return `K` and `R`, per year.

    Parameters
    ----------
    parameters : TheatreParameters
        Rates of the theatre.
    reported_on : bool
        Whether somebody reports from the theatre, so that only the hidden changes can go unseen.
    """
    p = parameters
    keep = np.zeros((FOOTINGS, FOOTINGS))
    calm, loose, fight, standoff = Footing
    keep[calm, fight] = p.flare * (1 - p.lasting)
    keep[calm, standoff] = p.flare * p.lasting
    keep[calm, loose] = p.flare / 20
    keep[loose, calm] = p.flare / 2
    keep[loose, fight] = p.flare / 2
    keep[fight, calm] = p.settle
    keep[standoff, calm] = p.settle * _SLOW
    redraw = np.zeros((FOOTINGS, FOOTINGS))
    seldom, rarely = (p.hidden, p.hidden_status) if reported_on else (1.0, 1.0)
    falls = ((calm, p.fall), (loose, p.fall), (fight, p.fall_contested), (standoff, p.fall_contested * _SLOW))
    for footing, rate in falls:
        ends = _FALL_CONTESTED_SHARE if footing is calm else p.decisive
        redraw[footing, footing] = seldom * rate * (1 - ends)
        redraw[footing, fight if footing is calm else calm] = rarely * rate * ends
    keep *= rarely
    keep[np.diag_indices(FOOTINGS)] = -(keep.sum(axis=1) + redraw.sum(axis=1))
    return keep, redraw


@lru_cache(maxsize=64)
def tabulate(parameters: TheatreParameters, *, reported_on: bool, days: int) -> Steps:
    """Return the steps of every length up to `days`."""
    keep, redraw = rates(parameters, reported_on=reported_on)
    length = min(days, HORIZON_DAYS) + 1
    kept, whole = _powers(keep, length), _powers(keep + redraw, length)
    return Steps(_last(kept), _last(np.clip(whole - kept, 0, None)))


def _last(table: Floats) -> Floats:
    """Days as the last axis, where the filter wants them."""
    return np.ascontiguousarray(np.moveaxis(table, 0, 2), dtype=np.float32)


def _powers(generator: Floats, length: int) -> Floats:
    """exp(G t / year) for t = 0 … length - 1 days, by doubling."""
    table = np.empty((length, FOOTINGS, FOOTINGS))
    table[0] = np.eye(FOOTINGS)
    step, filled = _exponential(generator / DAYS_A_YEAR), 1
    while filled < length:
        more = min(filled, length - filled)
        table[filled : filled + more] = table[:more] @ step
        filled, step = filled + more, step @ step
    return table


def _exponential(matrix: Floats) -> Floats:
    """exp of a small generator: scaled until its norm is below 1/16, then a Taylor series, then squared back."""
    squarings = max(0, int(np.ceil(np.log2(max(float(np.abs(matrix).sum(axis=1).max()), 1e-12)))) + 4)
    scaled = matrix / 2**squarings
    term = total = np.eye(len(matrix))
    for order in range(1, 12):
        term = term @ scaled / order
        total = total + term
    for _ in range(squarings):
        total = total @ total
    return total
