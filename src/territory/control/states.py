"""The state space: who holds a place, and how firmly.

A state is a holder (one of the actors of the theatre) with a footing. The rival of a contested place is not a part of
the state: it is read from the claims, and steers where a contested place falls to.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from territory.control.arrays import Floats
from territory.model import ControlStatus


class Footing(IntEnum):
    """How firmly the holder stands; the order is that of the arrays' last axis."""

    CONTROLLED = 0
    INFLUENCE = 1
    CONTESTED = 2
    """Fighting that will soon be decided one way or the other."""
    STANDOFF = 3
    """A siege, or lines that hold: contested, and so for long. A place contested at two rates of decision has a
    hyperexponential time in contest: the longer it has lasted, the longer it will."""

    @property
    def status(self) -> ControlStatus:
        """The word that the rest of Territory uses."""
        return _STATUS[self]


FOOTINGS = len(Footing)


def advised(states: Floats, contest: float) -> Floats:
    """Return distributions (..., sides, 4) with the odds of contest of each holder times a factor.

    Who holds a place is as probable as before.
    """
    if contest == 1:
        return states
    told = states.copy()
    told[..., Footing.CONTESTED :] *= contest
    told *= states.sum(axis=-1, keepdims=True) / np.maximum(told.sum(axis=-1, keepdims=True), 1e-30)
    return told


_STATUS = {
    Footing.CONTROLLED: ControlStatus.CONTROLLED,
    Footing.INFLUENCE: ControlStatus.INFLUENCE,
    Footing.CONTESTED: ControlStatus.CONTESTED,
    Footing.STANDOFF: ControlStatus.CONTESTED,
}
