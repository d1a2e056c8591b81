"""Figures over time: areas, places, districts, people and fronts of each group, with a low and a high."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from territory.control.area_histories import AreaHistories
from territory.control.areas import AreaSet
from territory.control.districts import district_areas
from territory.control.fronts import fronts
from territory.control.histories import Histories
from territory.control.stats import FigureMaker, Figures
from territory.control.tessellation import tessellate
from territory.model import ControlState, Place, PlaceKind
from tests.control.area_examples import LAND, histories, place, state, zone

FIRST = date(2015, 1, 1)


def make(areas: AreaSet, states: Histories, places: list[Place], *days: date, count: bool = False) -> Figures:
    """Figures of the given days."""
    over_time = AreaHistories(areas, states)
    maker = FigureMaker(areas, over_time, states, {p.place_id: p for p in places}, over_time if count else None)
    return maker.figures(days)


@pytest.fixture(scope="module")
def busy() -> tuple[list[Place], Histories]:
    """A hundred places that change hands three times, with gaps."""
    rng = random.Random(11)
    places = [place(f"p{n:03}", rng.uniform(42, 44), rng.uniform(32, 34)) for n in range(100)]
    states: list[ControlState] = []
    for item in places:
        days = sorted(rng.sample(range(300), 4))
        for one, other in pairwise(days):
            contested = rng.random() < 0.3
            holder, rival = rng.sample(["RED", "BLUE", "GREEN"], 2)
            states.append(
                state(
                    item.place_id, holder, str(FIRST + timedelta(one)), str(FIRST + timedelta(other)),
                    status="contested" if contested else "controlled", rival=rival if contested else None,
                )
            )  # fmt: skip
    return places, histories(*states)


@pytest.mark.parametrize("mode", ["cells", "districts"])
def test_running_sums_say_what_each_day_says(busy: tuple[list[Place], Histories], mode: str) -> None:
    """Summing changes gives, for any day, what adding up that day's areas and fronts gives."""
    places, states = busy
    grid = [zone(f"z{x}{y}", x / 2, y / 2, x / 2 + 0.5, y / 2 + 0.5) for x in range(84, 88) for y in range(64, 68)]
    areas = tessellate(places, LAND) if mode == "cells" else district_areas(places, grid)
    days = [FIRST + timedelta(n) for n in range(0, 310, 7)]
    figures = make(areas, states, places, *days)
    over_time, size = AreaHistories(areas, states), {area.area_id: area.km2 for area in areas}
    for column, day in enumerate(days):
        ground: Counter[str] = Counter()
        for key, found in over_time.as_of(day).items():
            for group, count in found.shares:
                ground[group] += size[key] * count / sum(n for _, n in found.shares)
        assert figures.area_km2.middle[:, column] == pytest.approx([ground[g] for g in figures.groups], abs=1e-3)
        assert figures.painted_km2[column] == pytest.approx(sum(ground.values()), abs=1e-3)
        line: Counter[tuple[str, str]] = Counter()
        for front in fronts(areas, over_time, day):
            line[front.left, front.right] += front.km
        assert figures.front_km[:, column] == pytest.approx([line[pair] for pair in figures.rivals], abs=1e-3)
        held = Counter(s.actor for s in states.as_of(day).values())
        assert figures.places.middle[:, column] == pytest.approx([held[g] for g in figures.groups])


def test_low_is_never_above_high(busy: tuple[list[Place], Histories]) -> None:
    """Low ≤ middle ≤ high, for every group and day."""
    places, states = busy
    figures = make(tessellate(places, LAND), states, places, *(FIRST + timedelta(n) for n in range(310)))
    for band in (figures.area_km2, figures.places):
        assert (band.low <= band.middle + 1e-6).all()
        assert (band.middle <= band.high + 1e-6).all()


def test_a_contested_place_is_out_of_the_low_and_in_the_rivals_high() -> None:
    """RED holds a place that BLUE contests: RED's low and BLUE's high show it."""
    places = [place("a", 43, 33)]
    figures = make(
        tessellate(places, LAND), histories(state("a", "RED", status="contested", rival="BLUE")), places, FIRST
    )
    assert figures.groups == ("BLUE", "RED")
    assert figures.places.low[:, 0].tolist() == [0, 0]
    assert figures.places.middle[:, 0].tolist() == [0, 1]
    assert figures.places.high[:, 0].tolist() == [1, 1]
    assert figures.area_km2.low[:, 0].tolist() == [0, 0]
    assert figures.area_km2.high[0, 0] == figures.area_km2.high[1, 0] > figures.area_km2.middle[1, 0]


def test_the_reach_widens_the_band() -> None:
    """Without any dispute the band still says how far the reach matters."""
    places = [place("a", 43, 33)]
    figures = make(tessellate(places, LAND, reach_km=20), histories(state("a", "RED")), places, FIRST)
    low, middle, high = (float(band[0, 0]) for band in figures.area_km2)
    assert (low, high) == pytest.approx((middle / 4, middle * 9 / 4), rel=0.01)


def test_a_split_district_is_shared_out_by_places() -> None:
    """Two of three places held are two thirds of the ground, and one district."""
    places = [place("a", 42.2, 32.2), place("b", 42.4, 32.4), place("c", 42.6, 32.6)]
    areas = district_areas(places, [zone("west", 42, 32, 43, 33)])
    states = histories(state("a", "RED"), state("b", "BLUE"), state("c", "BLUE"))
    figures = make(areas, states, places, FIRST, count=True)
    km2 = areas[0].km2
    assert figures.area_km2.middle[:, 0] == pytest.approx([km2 * 2 / 3, km2 / 3])
    assert figures.area_km2.high[:, 0] == pytest.approx([km2, km2])
    assert figures.districts is not None
    assert [band[:, 0].tolist() for band in figures.districts] == [[0, 0], [1, 0], [1, 1]]


def test_population_says_how_many_towns_have_none() -> None:
    """The sum is of listed towns; towns without a figure are counted; parts of a whole are not added again."""
    places = [
        place("city", 43, 33, population=1000),
        place("part", 43.1, 33, population=400, parent_id="city"),
        place("town", 43.5, 33),
        place("dam", 43.6, 33, kind=PlaceKind.DAM, population=7),
        place("seat", 43.8, 33, kind=PlaceKind.DISTRICT, population=50),
        place("district", 43.9, 33, kind=PlaceKind.DISTRICT),
    ]
    figures = make(tessellate(places, LAND), histories(*(state(p.place_id, "RED") for p in places)), places, FIRST)
    assert figures.population.tolist() == [[1050]]
    assert (figures.towns.tolist(), figures.towns_without_population.tolist()) == ([[3]], [[1]])


def test_days_before_and_after_are_zero() -> None:
    """A state counts from its first day to the day before its end."""
    places = [place("a", 43, 33)]
    days = [date(2014, 12, 31), FIRST, date(2015, 1, 9), date(2015, 1, 10)]
    figures = make(tessellate(places, LAND), histories(state("a", "RED", end="2015-01-10")), places, *days)
    assert figures.places.middle.tolist() == [[0, 1, 1, 0]]
    assert (figures.area_km2.middle[0] > 0).tolist() == [False, True, True, False]


def test_days_come_once_and_in_order() -> None:
    """Days may be asked for in any order and twice."""
    places = [place("a", 43, 33)]
    figures = make(tessellate(places, LAND), histories(state("a", "RED")), places, date(2016, 1, 1), FIRST, FIRST)
    assert figures.days == (FIRST, date(2016, 1, 1))
    assert figures.places.middle.shape == (1, 2)


def test_nothing_known_gives_empty_figures() -> None:
    """No states: no groups, no rivals, no ground."""
    figures = make(tessellate([], LAND), histories(), [], FIRST)
    assert (figures.groups, figures.rivals) == ((), ())
    assert figures.area_km2.middle.shape == (0, 1)
    assert np.array_equal(figures.painted_km2, [0.0])


def test_a_front_lies_between_different_holders_only() -> None:
    """Same holder: no front. Different: one, named in order of the groups' codes."""
    places = [place("a", 43, 33), place("b", 43.2, 33)]
    areas = tessellate(places, LAND)
    states = histories(state("a", "RED"), state("b", "RED", end="2016-01-01"), state("b", "BLUE", "2016-01-01"))
    over_time = AreaHistories(areas, states)
    assert fronts(areas, over_time, FIRST) == ()
    (front,) = fronts(areas, over_time, date(2016, 1, 1))
    assert (front.left, front.right, front.left_area, front.right_area) == ("BLUE", "RED", "b", "a")
    assert front.km == pytest.approx(float(areas.edges.km[0]))
