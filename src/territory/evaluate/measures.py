"""The usual measures of geoparsing: spans found, distance to the marked point, calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FARTHEST_KM = 20_039.0
"""Half the way round the Earth: the error counted for a name without an answer."""
NEAR_KM = 161.0
CLOSE_KM = 25.0
_EARTH_KM = 6_371.0088


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points in kilometres."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found rightly, found in all, and to be found."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the marked that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.found + self.gold
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """What the distances between answers and marked points come to."""

    count: int
    within_161: float
    within_25: float
    mean_km: float
    median_km: float
    area: float

    @classmethod
    def of(cls, errors_km: Sequence[float]) -> ErrorSummary:
        """Summarise distances; `area` is the mean of ln(error + 1) / ln(20,039), lower is better."""
        if not errors_km:
            return cls(0, 0.0, 0.0, 0.0, 0.0, 0.0)
        ordered = sorted(errors_km)
        size = len(ordered)
        middle = (ordered[(size - 1) // 2] + ordered[size // 2]) / 2
        area = sum(math.log(error + 1) / math.log(FARTHEST_KM) for error in ordered) / size
        return cls(
            size,
            sum(error <= NEAR_KM for error in ordered) / size,
            sum(error <= CLOSE_KM for error in ordered) / size,
            sum(ordered) / size,
            middle,
            area,
        )


@dataclass(frozen=True, slots=True)
class Bin:
    """A row of a reliability table: answers with scores in a range, and how many of them were right."""

    low: float
    high: float
    count: int
    mean_score: float
    right: float


def reliability(scored: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Return, of (score, right) pairs, how often answers of each range of scores were right."""
    rows: list[Bin] = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        own = [(score, right) for score, right in scored if low <= score < high or (number == bins - 1 and score == 1)]
        if own:
            mean = sum(score for score, _ in own) / len(own)
            rows.append(Bin(low, high, len(own), mean, sum(right for _, right in own) / len(own)))
    return rows


def expected_calibration_error(rows: Sequence[Bin]) -> float:
    """Return the mean gap between score and share of right answers, weighted by the number of answers."""
    total = sum(row.count for row in rows)
    return sum(row.count * abs(row.mean_score - row.right) for row in rows) / total if total else 0.0
