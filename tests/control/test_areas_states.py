"""What an area is, from the places inside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.control.area_histories import AreaHistories, AreaState, combine
from territory.control.areas import Area
from territory.control.histories import Histories
from territory.model import ControlState, Interval
from tests.control.area_examples import histories, state

DAY = Interval(date(2015, 1, 1), date(2015, 1, 2))


def area(*place_ids: str) -> Area:
    """An area without ground."""
    return Area("area", "Area", "XX", None, tuple(place_ids), 0, 0, 0)  # type: ignore[arg-type]


def brief(found: AreaState | None) -> tuple[str | None, str, str | None] | None:
    """Holder, status and rival."""
    return found and (found.actor, found.status.value, found.contested_by)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([state("a", "RED"), state("b", "RED")], ("RED", "controlled", None)),
        ([state("a", "RED", status="influence")], ("RED", "influence", None)),
        ([state("a", "RED", status="influence"), state("b", "RED")], ("RED", "controlled", None)),
        ([state("a", "RED"), state("b", "RED", status="contested", rival="BLUE")], ("RED", "contested", "BLUE")),
        ([state("a", "RED"), state("b", "BLUE"), state("c", "BLUE")], ("BLUE", "contested", "RED")),
        ([state("a", "RED"), state("b", "BLUE")], ("RED", "contested", "BLUE")),
        ([state("a", "BLUE"), state("b", "RED")], ("BLUE", "contested", "RED")),
        (
            [
                state("a", "RED"),
                state("b", "BLUE"),
                state("c", "RED", status="contested", rival="GREEN"),
                state("d", "GREEN"),
            ],
            ("RED", "contested", "GREEN"),
        ),
        ([state("a", None, status="lost"), state("b", "RED")], ("RED", "controlled", None)),
        ([state("a", None, status="lost")], (None, "unknown", None)),
        ([state("a", None, status="contested", rival="RED")], (None, "contested", "RED")),
    ],
)
def test_how_places_speak_for_their_area(states: list[ControlState], expected: tuple[str | None, str, str]) -> None:
    """The table at the head of the module."""
    assert brief(combine("area", DAY, states)) == expected


def test_shares_count_places_by_holder() -> None:
    """Where places disagree the area says how many each holds; its probability counts the others as not held."""
    found = combine("area", DAY, [state("a", "RED", probability=0.8), state("b", "BLUE"), state("c", "BLUE")])
    assert found.shares == (("BLUE", 2), ("RED", 1))
    assert found.is_split
    assert found.probability == pytest.approx(2 / 3, abs=1e-4)


def test_every_claim_is_kept() -> None:
    """An area lists the claims of all its places, sorted."""
    found = combine("area", DAY, [state("b", "RED"), state("a", "BLUE")])
    assert found.claim_ids == ("a-2015-01-01", "b-2015-01-01")
    assert found.place_ids == ("b", "a")


def test_one_place_alone_speaks_for_its_area() -> None:
    """An area with one place has its states, day for day."""
    places = histories(
        state("a", "RED", end="2015-03-01", besieged=True, status="contested", rival="BLUE"),
        state("a", "BLUE", "2015-03-01"),
    )
    areas = AreaHistories([area("a")], places)
    assert [brief(found) for found in areas["area"]] == [("RED", "contested", "BLUE"), ("BLUE", "controlled", None)]
    assert areas["area"][0].besieged
    assert combine("area", places["a"][0].interval, [places["a"][0]]) == areas["area"][0]


def test_an_area_without_evidence_is_not_there() -> None:
    """Nobody has said anything: no state on any day, and no entry."""
    areas = AreaHistories([area("a")], histories(state("b", "RED")))
    assert len(areas) == 0
    assert areas.at("area", date(2020, 1, 1)) is None
    assert areas.as_of(date(2020, 1, 1)) == {}


def test_since_is_the_first_day_of_the_present_holder_and_status() -> None:
    """A second place that says the same later does not make the state younger."""
    places = histories(state("a", "RED"), state("b", "RED", "2016-01-01"))
    areas = AreaHistories([area("a", "b")], places)
    later = areas.at("area", date(2017, 1, 1))
    assert later is not None
    assert (later.since, later.interval.start) == (date(2015, 1, 1), date(2016, 1, 1))
    assert later.shares == (("RED", 2),)


spans = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 40),
        st.integers(1, 40),
        st.sampled_from(["RED", "BLUE", "GREEN", None]),
    ),
    max_size=12,
)


@given(spans, st.integers(0, 80))
def test_a_lookup_says_what_the_places_say_that_day(found: list[tuple[str, int, int, str | None]], day: int) -> None:
    """On every day the area is what `combine` makes of the states of that day."""
    start, busy, states = date(2015, 1, 1), {}, []
    for place_id, first, length, actor in sorted(found, key=lambda item: item[:3]):
        if first < busy.get(place_id, 0):
            continue
        busy[place_id] = first + length
        one = state(place_id, actor, status="controlled" if actor else "lost")
        states.append(replace(one, interval=Interval(start + timedelta(first), start + timedelta(first + length))))
    places: Histories = histories(*states)
    today = [s for s in (places.at(key, start + timedelta(day)) for key in ("a", "b", "c")) if s is not None]
    seen = AreaHistories([area("a", "b", "c")], places).at("area", start + timedelta(day))
    if not today:
        assert seen is None
        return
    expected = combine("area", DAY, today)
    assert seen is not None
    assert start + timedelta(day) in seen.interval
    assert seen.since <= seen.interval.start
    assert replace(seen, interval=DAY, since=DAY.start) == expected
