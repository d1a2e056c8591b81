"""Scores of probability forecasts.

Log loss and Brier score are strictly proper (Gneiting & Raftery 2007, 'Strictly proper scoring rules, prediction, and
estimation', JASA 102); the Brier score is that of several classes (0 to 2). Reliability: of the answers given with a
probability in a band, how many are right (Murphy & Winkler 1977).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from territory.control.arrays import Floats, Ints

FLOOR = 1e-4
"""No probability is scored as lower than this; otherwise a single certain error would cost without limit."""

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.95, 0.99, 1.0)
"""Bands of probability; that of 85 to 95 % is the one that says 'about 90 %'."""


@dataclass(frozen=True, slots=True)
class Band:
    """Answers with a probability from `low` (included) to `high`: how many, the mean probability, the share right."""

    low: float
    high: float
    count: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class Score:
    """How good the answers to `count` questions are."""

    count: int
    log_loss: float
    brier: float
    accuracy: float
    bands: tuple[Band, ...] = ()


def score(probabilities: Floats, truth: Ints, bands: Sequence[float] = BANDS) -> Score:
    """Return the scores of some answers.

    Parameters
    ----------
    probabilities : array, shape (n, classes)
        Rows sum to 1.
    truth : array of int, shape (n,)
        The class that was true.
    bands : Sequence[float]
        Edges of the reliability bands.
    """
    if not len(truth):
        return Score(0, float("nan"), float("nan"), float("nan"))
    probabilities = np.asarray(probabilities, float)
    rows = np.arange(len(truth))
    of_truth = np.clip(probabilities[rows, truth], FLOOR, 1)
    hit = np.zeros_like(probabilities)
    hit[rows, truth] = 1
    best = probabilities.argmax(axis=1)
    return Score(
        len(truth),
        float(-np.log(of_truth).mean()),
        float(((probabilities - hit) ** 2).sum(axis=1).mean()),
        float((best == truth).mean()),
        reliability(probabilities[rows, best], best == truth, bands),
    )


def reliability(stated: Floats, right: Ints, bands: Sequence[float] = BANDS) -> tuple[Band, ...]:
    """Return the bands that have answers in them."""
    found = []
    for low, high in pairwise(bands):
        inside = (stated >= low) & ((stated < high) | (high >= 1))
        if inside.any():
            found.append(
                Band(
                    low, high, int(inside.sum()), float(stated[inside].mean()), float(np.asarray(right)[inside].mean())
                )
            )
    return tuple(found)
