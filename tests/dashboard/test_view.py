"""The address carries the whole view."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.view import STATUSES, Known, View, end_of, parse_view, to_params

GROUPS, COUNTRIES, PLACES = ("IS", "IQ-GOV", "SDF"), ("AF", "IQ", "SY"), ("iq-mosul", "gn:99072")
PUBLISHERS = ("Reuters", "Daily Mail / AP", "RFE/RL, Gandhara", "a=b&c")
KNOWN = Known(
    date(2017, 7, 9), GROUPS, COUNTRIES, PLACES, ("", "posterior"), ("places", "districts"), ("art-1",), PUBLISHERS
)  # fmt: skip

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def names(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    """None, or some of the values."""
    return st.none() | st.lists(st.sampled_from(values), unique=True).map(tuple)


views = st.builds(
    View,
    on=days,
    place=st.none() | st.sampled_from(PLACES),
    groups=names(GROUPS),
    statuses=names(tuple(map(str, STATUSES))),
    countries=names(COUNTRIES),
    grades=names(tuple("ABCDEF")),
    without=st.lists(st.sampled_from(PUBLISHERS), unique=True).map(tuple),
    confidence=st.integers(0, 100).map(lambda percent: percent / 100),
    known_at=st.none() | days.map(end_of) | st.datetimes(datetime(1990, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    model=st.sampled_from(("", "posterior")),
    palette=st.sampled_from(("default", "cvd")),
    layers=names(("places", "districts")),
    other=st.none() | days,
    source=st.none() | st.sampled_from(PUBLISHERS),
    article=st.none() | st.just("art-1"),
)


@given(views)
def test_a_link_gives_the_same_view_again(view: View) -> None:
    """What is written to the address is read back as the same view, without a complaint."""
    again, problems = parse_view(to_params(view, KNOWN), KNOWN)
    assert problems == ()
    assert again == view


@given(st.dictionaries(st.sampled_from(("on", "groups", "known", "conf", "place", "from", "vs", "ll")), st.text()))
def test_any_address_gives_a_view(params: dict[str, str]) -> None:
    """Whatever an address holds, there is a view, and each part that was left aside is named once."""
    view, problems = parse_view(params, KNOWN)
    assert isinstance(view.on, date)
    assert len(problems) <= len(params)


def test_all_and_none_are_told_apart() -> None:
    """No parameter shows all groups; `none` shows none."""
    assert parse_view({}, KNOWN)[0].groups is None
    assert parse_view({"groups": "none"}, KNOWN)[0].groups == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("on", "2014-02-31"), ("groups", "IS,XX"), ("country", "FR"), ("known", "yesterday"), ("conf", "101")],
)
def test_an_unknown_value_is_named_with_a_remedy(name: str, value: str) -> None:
    """The sentence says which parameter, which value, and what to write instead."""
    view, (problem,) = parse_view({name: value}, KNOWN)
    assert f"{name}={value!r}" in problem
    assert view == View(on=date(2017, 7, 9))


def test_a_span_in_the_wrong_order_is_turned() -> None:
    """From and to may be given either way round."""
    view, _ = parse_view({"from": "2015-02-01", "to": "2015-01-01"}, KNOWN)
    assert view.span == (date(2015, 1, 1), date(2015, 2, 1))


def test_known_on_a_day_means_by_its_end() -> None:
    """A claim recorded at noon of the day was known on that day."""
    view, _ = parse_view({"known": "2014-06-12"}, KNOWN)
    assert view.known_at is not None
    assert view.known_at > datetime(2014, 6, 12, 12, tzinfo=UTC)


def test_a_parameter_that_no_view_has_is_named() -> None:
    """A link with another tool's names tells so; the map's own centre and zoom are no mistake."""
    view, problems = parse_view({"date": "2014-06-11", "ll": "36,43", "z": "6", "embed": "true"}, KNOWN)
    assert view.on == KNOWN.opening_day
    (problem,) = problems
    assert "'date'" in problem
    assert "on=2014-06-11" in problem
