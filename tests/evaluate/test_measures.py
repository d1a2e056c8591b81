"""The measures of geoparsing."""

from __future__ import annotations

import pytest

from territory.evaluate.measures import FARTHEST_KM, Counts, ErrorSummary, distance_km, reliability


def test_area_runs_from_nothing_to_one() -> None:
    """No error gives an area of 0, unresolved names one of 1."""
    assert ErrorSummary.of([0.0, 0.0]).area == 0
    assert ErrorSummary.of([FARTHEST_KM]).area == pytest.approx(1, abs=1e-4)


def test_distance_of_a_degree_of_latitude() -> None:
    """One degree of latitude is about 111 kilometres."""
    assert distance_km(36, 43, 37, 43) == pytest.approx(111.2, abs=0.1)


def test_f1_of_counts() -> None:
    """Half right, half found: precision and recall are as counted, and F1 lies between."""
    counts = Counts(right=3, found=4, gold=6)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.5, 0.6)


def test_reliability_counts_every_answer_once() -> None:
    """Each answer falls into one bin, also a score of exactly one."""
    rows = reliability([(0.05, False), (0.95, True), (1.0, True)])
    assert [row.count for row in rows] == [1, 2]
