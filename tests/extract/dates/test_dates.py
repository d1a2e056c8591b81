"""Date expressions become intervals of days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.extract.dates import DateContext, DateRole, find_dates, resolve_expression
from territory.model import TimePrecision

SUNDAY = date(2017, 7, 9)


@pytest.mark.parametrize(
    ("expression", "anchor", "first", "last", "precision"),
    [
        ("on Thursday", SUNDAY, "2017-07-06", "2017-07-06", "day"),
        ("last Sunday", SUNDAY, "2017-07-02", "2017-07-02", "day"),
        ("this weekend", SUNDAY, "2017-07-08", "2017-07-09", "day"),
        ("overnight", SUNDAY, "2017-07-08", "2017-07-09", "day"),
        ("last week", SUNDAY, "2017-06-26", "2017-07-02", "week"),
        ("late May", SUNDAY, "2017-05-21", "2017-05-31", "month"),
        ("in mid-2014", SUNDAY, "2014-05-01", "2014-08-31", "season"),
        ("earlier this month", SUNDAY, "2017-07-01", "2017-07-08", "month"),
        ("on 31 December", date(2014, 1, 5), "2013-12-31", "2013-12-31", "day"),
        ("from 4 to 8 March", date(2016, 3, 10), "2016-03-04", "2016-03-08", "week"),
        ("July 5-7", date(2021, 7, 9), "2021-07-05", "2021-07-07", "week"),
    ],
)
def test_an_expression_means_an_interval(expression: str, anchor: date, first: str, last: str, precision: str) -> None:
    """An expression resolves to the days and precision that the guidelines give it."""
    span = resolve_expression(expression, anchor)
    assert span is not None
    assert (span.first_day.isoformat(), span.last_day.isoformat(), span.precision.value) == (first, last, precision)


@pytest.mark.parametrize(
    ("expression", "role"),
    [
        ("since January", DateRole.SINCE),
        ("for the past three years", DateRole.SINCE),
        ("by mid-2015", DateRole.BY),
        ("until November 2015", DateRole.UNTIL),
        ("between 16 October and 12 December 2016", DateRole.SPAN),
    ],
)
def test_the_words_before_a_date_give_its_role(expression: str, role: DateRole) -> None:
    """'Since', 'by', 'until' and ranges bear on the event in their own ways."""
    span = resolve_expression(expression, date(2017, 1, 20))
    assert span is not None
    assert span.role is role


def test_later_counts_from_the_date_before() -> None:
    """'Three days later' counts from the date told just before, not from publication."""
    text = "Operations began on 16 May. Three days later troops entered the town."
    found = find_dates(text, DateContext(date(2016, 9, 1)))
    assert [e.span.first_day for e in found] == [date(2016, 5, 16), date(2016, 5, 19)]


def test_a_year_is_taken_from_the_story_in_a_history() -> None:
    """In a history a day without a year lies near the date told before."""
    text = "On 3 December 2013 the siege began. On 26 January the town was lost."
    found = find_dates(text, DateContext(date(2022, 1, 1), narrative=True))
    assert found[1].span.first_day == date(2014, 1, 26)


@pytest.mark.parametrize("text", ["31 February 2014", "the 45th", "2014-13-40", "99/99/2014", "March forward"])
def test_a_day_that_does_not_exist_is_never_given(text: str) -> None:
    """Impossible dates are not dates; nothing is made up for them."""
    assert all(e.span.precision is not TimePrecision.DAY for e in find_dates(text, DateContext(SUNDAY)))


@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_any_text_can_be_read(text: str, anchor: date) -> None:
    """No text breaks the reader; spans lie in the text and do not end before they start."""
    for expression in find_dates(text, DateContext(anchor)):
        assert text[expression.start : expression.end] == expression.text
        assert expression.span.first_day <= expression.span.last_day
