"""What a date expression means: an interval of days, how exact it is, and how it bears on the event."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from territory.model import TimePrecision


class DateRole(StrEnum):
    """How the interval bears on the event.

    `point`: it lies inside; `since`: its onset does; `span`: it lasts throughout; `by`: it lies before the end;
    `until`: its end lies inside.
    """

    POINT = "point"
    SINCE = "since"
    SPAN = "span"
    BY = "by"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The days from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date
    precision: TimePrecision
    role: DateRole = DateRole.POINT

    def cut(self, anchor: date) -> DateSpan:
        """Return the part up to `anchor`, for events told as past; a span that starts later stays whole."""
        if self.first_day <= anchor < self.last_day:
            return replace(self, last_day=anchor)
        return self


def day_span(day: date, role: DateRole = DateRole.POINT) -> DateSpan:
    """Return the span of one day."""
    return DateSpan(day, day, TimePrecision.DAY, role)


def month_span(year: int, month: int) -> DateSpan:
    """Return the span of one month."""
    return DateSpan(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), TimePrecision.MONTH)


def year_span(year: int) -> DateSpan:
    """Return the span of one year."""
    return DateSpan(date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR)


def week_span(day: date) -> DateSpan:
    """Return the span of the week, Monday to Sunday, that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return DateSpan(monday, monday + timedelta(days=6), TimePrecision.WEEK)


def shift_months(day: date, months: int) -> date:
    """Return the day so many months later (earlier, if negative), at most the last of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def precision_of(first: date, last: date) -> TimePrecision:
    """Return the narrowest precision that covers the days from `first` to `last`."""
    days = (last - first).days + 1
    for limit, precision in (
        (2, TimePrecision.DAY),
        (8, TimePrecision.WEEK),
        (31, TimePrecision.MONTH),
        (184, TimePrecision.SEASON),
    ):
        if days <= limit:
            return precision
    return TimePrecision.YEAR
