"""Turns what the resolver believes into probabilities that hold: of answers scored 0.8, eight in ten are right."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.lexicon import DATA

Floats = NDArray[np.float64]
_LEAST = 1e-6
MAX_CROWD = math.log(60)
CLOSE_KM = 161.0
"""Candidates so close to the first (a town and its district) speak for it, not against it."""


def evidence(share: float, chance: float, places: int) -> tuple[float, ...]:
    """Return what the probability of the first candidate rests on.

    Parameters
    ----------
    share : float
        The share of the belief among all candidates of the name that it has, with those close by.
    chance : float
        What the last model says of it alone.
    places : int
        How many candidates there are; of a single one the share says nothing.
    """
    many = float(places > 1)
    return (
        1.0,
        many,
        many * log_odds(share),
        log_odds(chance),
        many * log_odds(chance),
        min(math.log(places), MAX_CROWD),
    )


def log_odds(value: float) -> float:
    """Return the log-odds of a probability, within bounds."""
    clipped = min(max(value, _LEAST), 1.0 - _LEAST)
    return math.log(clipped / (1.0 - clipped))


def _even(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of `evidence`, fitted on answers out of fold.

    `found_else` is how often, where the first candidate is wrong and there are others, one of them is right.
    """

    weights: tuple[float, ...] = ()
    found_else: float = 1.0
    ask_below: float = 0.0
    """Below this probability asking costs less than being wrong."""
    found: tuple[float, float] = (1.0, 0.0)
    """Slope and offset for the log-odds of a name that was chosen out of overlapping spans."""

    @classmethod
    @cache
    def load(cls) -> Calibration:
        """Return the calibration that ships with the package."""
        data = json.loads((DATA / "calibration.json").read_text(encoding="utf-8"))
        return cls(tuple(data["weights"]), float(data["found_else"]), float(data["ask_below"]), tuple(data["found"]))

    def name(self, probability: float) -> float:
        """Return the probability that a found name is a place name just as it was cut out."""
        return _even(self.found[0] * log_odds(probability) + self.found[1])

    def first(self, share: float, chance: float, places: int) -> float:
        """Return the probability that the first candidate is right."""
        parts = zip(self.weights, evidence(share, chance, places), strict=True)
        return _even(sum(weight * value for weight, value in parts))

    def spread(self, shares: Sequence[float], chance: float, close: float) -> list[float]:
        """Return the probabilities of all candidates of a name, best first; together at most 1.

        What the first one leaves goes to the others by their shares, less what belongs to places that are not listed.
        `close` is the share of the first one with those close by.
        """
        if not self.weights:
            return list(shares)
        top = self.first(close, chance, len(shares))
        rest = sum(shares[1:])
        scale = (1.0 - top) * self.found_else / rest if rest > 0 else 0.0
        return [top, *(min(top, share * scale) for share in shares[1:])]
