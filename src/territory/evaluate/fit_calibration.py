"""Fits what makes the resolver's scores mean something, on answers of models that had not seen the document.

Used by :mod:`territory.evaluate.fit_geoparse`, which alone has such answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from territory.extract.toponyms.calibration import Calibration, evidence, log_odds

ASKING = 0.4
"""What it costs to ask the analyst instead of answering, where a wrong answer costs 1 and a right one nothing."""
THRESHOLDS = tuple(number / 50 for number in range(15, 46))
MILD = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer out of fold to a marked name: what its probability rests on, and whether it was right."""

    document: int
    share: float
    chance: float
    places: int
    is_right: bool
    else_right: bool
    """Whether a lower candidate was right where the first was not."""
    has_rival: bool
    """Whether another candidate lies elsewhere, so that there is something to ask."""


def fit_weights(answers: Sequence[Answer]) -> Calibration:
    """Return the calibration fitted on some answers, without a threshold."""
    rows = np.array([evidence(item.share, item.chance, item.places) for item in answers])
    right = np.array([item.is_right for item in answers])
    model = LogisticRegression(C=MILD, fit_intercept=False, max_iter=1000).fit(rows, right)
    missed = [item for item in answers if not item.is_right and item.places > 1]
    found = sum(item.else_right for item in missed) / max(1, len(missed))
    return Calibration(tuple(round(float(weight), 6) for weight in model.coef_[0]), round(found, 4))


def held_out(answers: Sequence[Answer], folds: int = 5) -> NDArray[np.float64]:
    """Return the probability of each answer by a calibration fitted on other documents."""
    scores = np.zeros(len(answers))
    for fold in range(folds):
        fitted = fit_weights([item for item in answers if item.document % folds != fold])
        for number, item in enumerate(answers):
            if item.document % folds == fold:
                scores[number] = fitted.first(item.share, item.chance, item.places)
    return scores


def fit_calibration(
    answers: Sequence[Answer], found: Sequence[tuple[float, bool]]
) -> tuple[Calibration, NDArray[np.float64]]:
    """Return the calibration with the cheapest threshold for asking, and the held-out scores it was chosen on.

    `found` are the names found out of fold: their probability among all spans, and whether they were marked.
    """
    scores = held_out(answers)
    cheapest = min(THRESHOLDS, key=lambda threshold: (cost(answers, scores, threshold), threshold))
    return replace(fit_weights(answers), ask_below=cheapest, found=fit_found(found)), scores


def fit_found(scored: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and offset for the log-odds of the names that were chosen out of overlapping spans."""
    rows = np.array([[log_odds(score)] for score, _ in scored])
    model = LogisticRegression(C=MILD).fit(rows, np.array([right for _, right in scored]))
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def cost(answers: Sequence[Answer], scores: NDArray[np.float64], threshold: float) -> float:
    """Return the mean cost of an answer if everything below `threshold` is asked that has a rival."""
    total = 0.0
    for item, score in zip(answers, scores.tolist(), strict=True):
        total += ASKING if score < threshold and item.has_rival else float(not item.is_right)
    return total / max(1, len(answers))
