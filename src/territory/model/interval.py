"""Half-open intervals of days, and how exactly a date is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from territory.errors import IntervalError


class TimePrecision(StrEnum):
    """How wide the interval is in which a dated change lies."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"

    @property
    def days(self) -> int:
        """Usual length in days, for spreading evidence over the interval."""
        return {"day": 1, "week": 7, "month": 31, "season": 122, "year": 366}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from `start` (included) to `end` (excluded); `end` None means open.

    Raises
    ------
    IntervalError
        If `end` is before `start`. An interval with `end == start` is empty.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise IntervalError(f"The interval ends on {self.end}, before it starts on {self.start}.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def is_empty(self) -> bool:
        """Whether no day lies inside."""
        return self.end == self.start

    @property
    def last_day(self) -> date | None:
        """The last day inside, None if open."""
        return None if self.end is None else self.end - timedelta(days=1)

    def intersect(self, other: Interval) -> Interval | None:
        """Return the days in both, None if there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        if end is not None and end <= start:
            return None
        return Interval(start, end)

    def overlaps(self, other: Interval) -> bool:
        """Whether at least one day lies in both."""
        return self.intersect(other) is not None
