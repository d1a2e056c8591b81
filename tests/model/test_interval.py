"""Half-open intervals of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from territory.errors import IntervalError
from territory.model import Interval, TimePrecision
from tests.strategies import days, intervals


@given(intervals(), intervals())
def test_intersection_is_symmetric(a: Interval, b: Interval) -> None:
    """It does not matter which interval is cut with which."""
    assert a.intersect(b) == b.intersect(a)


@given(intervals(), intervals(), days)
def test_a_day_lies_in_the_intersection_if_it_lies_in_both(a: Interval, b: Interval, day: date) -> None:
    """The intersection holds exactly the days of both."""
    both = a.intersect(b)
    assert (day in a and day in b) == (both is not None and day in both)


@given(intervals())
def test_the_end_lies_outside(interval: Interval) -> None:
    """An interval holds its start unless it is empty, and never its end."""
    assert (interval.start in interval) != interval.is_empty
    if interval.end is not None:
        assert interval.end not in interval
        assert interval.last_day == interval.end - timedelta(days=1)


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    """The message names both days."""
    with pytest.raises(IntervalError, match=r"2014-01-01.*2015-01-01"):
        Interval(date(2015, 1, 1), date(2014, 1, 1))


def test_precisions_grow_from_day_to_year() -> None:
    """A coarser precision spans more days."""
    spans = [TimePrecision(name).days for name in ("day", "week", "month", "season", "year")]
    assert spans == sorted(set(spans))
