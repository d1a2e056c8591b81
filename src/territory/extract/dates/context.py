"""What relative dates are counted from."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from territory.extract.dates.span import DateSpan
from territory.model import TimePrecision

_BACKWARD = 2
"""A history goes forward: a day before the date told last is as unlikely as one so many times as far after it."""
_OTHER_YEAR = 150
"""Days that speak against a year other than that of the date told last: writers give the year when it changes."""


@dataclass(frozen=True, slots=True)
class DateContext:
    """The day of writing, the date told just before, and whether the sentence looks ahead.

    `narrative`: the text tells a history, so that days and months without a year lie near `previous` and not just
    before `anchor`. `month_first`: `03/04/2013` is the fourth of March.
    """

    anchor: date
    previous: DateSpan | None = None
    future: bool = False
    narrative: bool = False
    month_first: bool = False

    @property
    def reference(self) -> date:
        """The day from which 'two days later' counts."""
        return self.previous.first_day if self.previous else self.anchor

    @property
    def now(self) -> date:
        """The day that 'last month' or 'on Friday' look from."""
        return self.reference if self.narrative and self.previous else self.anchor

    def year_for(self, month: int, day: int | None = None) -> int:
        """Return the year of a day (or month) given without one."""
        now = self.now
        year = now.year
        if self.narrative and self.previous:
            years = [y for y in (year - 1, year, year + 1) if _day(y, month, day or 1) <= self.anchor] or [year]
            if self.previous.precision is TimePrecision.YEAR and year in years:
                return year
            return min(years, key=lambda y: (self._leap(_day(y, month, day or 15)), y))
        first = _day(year, month, day or 1)
        if self.future:
            return year if _day(year, month, day or 28) >= now else year + 1
        return year if first <= now else year - 1

    def _leap(self, day: date) -> float:
        """How far a history would leap to a day from the date told last."""
        if self.previous is None:
            return 0.0
        first, last = self.previous.first_day, self.previous.last_day
        leap = (day - last).days if day > last else _BACKWARD * max(0, (first - day).days)
        return leap + (_OTHER_YEAR if day.year not in (first.year, last.year) else 0)

    def weekday(self, number: int, *, strictly_before: bool = False, ahead: bool | None = None) -> date:
        """Return the nearest such weekday, not after the day of writing unless the sentence looks `ahead`."""
        now = self.now
        if self.future if ahead is None else ahead:
            return now + timedelta(days=(number - now.weekday() - 1) % 7 + 1)
        back = (now.weekday() - number) % 7
        return now - timedelta(days=back or (7 if strictly_before else 0))


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
