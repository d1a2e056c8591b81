"""Districts: which one each place speaks for, and what happens to places that fit none."""

from __future__ import annotations

import random

import pytest
import shapely

from territory.control.districts import district_areas
from territory.control.geodesy import GEOD
from territory.errors import InputError
from tests.control.area_examples import place, zone

WEST = zone("west", 42, 32, 43, 33)
EAST = zone("east", 43, 32, 44, 33)


def members(places: list, zones: list) -> dict[str, tuple[str, ...]]:
    """The places of each district."""
    return {area.area_id: area.place_ids for area in district_areas(places, zones)}


def test_a_place_speaks_for_the_district_it_lies_in() -> None:
    """A point decides; a district without evidence is there, with no places."""
    assert members([place("a", 42.5, 32.5)], [WEST, EAST]) == {"east": (), "west": ("a",)}


@pytest.mark.parametrize(("named", "expected"), [("West", "west"), ("East", "east"), ("", "east"), ("Else", "east")])
def test_a_place_on_the_line_belongs_where_its_record_says(named: str, expected: str) -> None:
    """On the border line the named district takes it, else the lowest id: always exactly one."""
    found = members([place("a", 43, 32.5, admin2=named)], [WEST, EAST])
    assert [key for key, ids in found.items() if ids] == [expected]


def test_a_place_a_little_outside_counts_for_the_nearest_of_its_country() -> None:
    """Two kilometres off a coarse coast still count; the nearest of another country does not take it."""
    foreign = zone("foreign", 44.01, 32, 45, 33, country="YY")
    assert members([place("a", 44.008, 32.5)], [WEST, EAST, foreign])["east"] == ("a",)


def test_a_place_far_outside_is_left_out_with_the_reason() -> None:
    """Ten kilometres are too far."""
    found = district_areas([place("a", 44.11, 32.5)], [WEST, EAST])
    assert [(item.where, "5 km outside every district" in item.reason) for item in found.left_out] == [("a", True)]


def test_a_country_without_districts_is_left_out_with_the_reason() -> None:
    """Its places are named, not dropped."""
    found = district_areas([place("a", 10, 10, country="QQ")], [WEST])
    assert "no districts for country 'QQ'" in found.left_out[0].reason


def test_the_whole_speaks_before_its_part() -> None:
    """District record, then cities, towns, villages; parts last."""
    places = [
        place("c-part", 42.4, 32.4, parent_id="b-city"),
        place("b-city", 42.5, 32.5, population=10),
        place("a-small", 42.6, 32.6, population=5),
    ]
    assert members(places, [WEST])["west"] == ("b-city", "a-small", "c-part")


def test_invalid_districts_are_repaired_and_named_and_empty_ones_have_no_area() -> None:
    """A bow tie is mended; an empty or missing geometry is no area and takes no place."""
    bow = shapely.Polygon([(42, 32), (43, 33), (43, 32), (42, 33)])
    found = district_areas(
        [place("a", 42.1, 32.2)],
        [zone("bow", geometry=bow), zone("empty", geometry=shapely.Polygon()), zone("none", geometry=None)],
    )
    assert [area.area_id for area in found] == ["bow"]
    assert found.repaired == ("bow", "none")
    assert shapely.is_valid(found[0].geometry)


def test_two_districts_of_one_id_are_refused() -> None:
    """Their states could not be told apart; the message names both."""
    with pytest.raises(InputError, match="'west': West, Other"):
        district_areas([], [WEST, zone("west", 0, 0, 1, 1, name="Other")])


def test_the_edge_of_two_districts_is_as_long_as_their_line() -> None:
    """One edge for each pair, with its geodesic length."""
    middle = zone("middle", geometry=shapely.Polygon([(43, 32), (44, 32), (44, 33), (43, 33), (43, 32.5)]))
    west = zone("west", geometry=shapely.Polygon([(42, 32), (43, 32), (43, 32.5), (43, 33), (42, 33)]))
    edges = district_areas([], [west, middle]).edges
    assert len(edges) == 1
    assert edges.km[0] == pytest.approx(GEOD.inv(43, 32, 43, 33)[2] / 1000)
    assert edges.lines[0].geom_type == "LineString"


def test_order_does_not_matter() -> None:
    """Places and districts in any order give the same areas."""
    rng = random.Random(3)
    places = [place(f"p{n}", rng.uniform(42, 44), rng.uniform(32, 33)) for n in range(50)]
    one = district_areas(places, [WEST, EAST])
    rng.shuffle(places)
    other = district_areas(places, [EAST, WEST])
    assert one.areas == other.areas


def test_no_places_and_no_districts_give_no_areas() -> None:
    """Nothing in, nothing out."""
    assert len(district_areas([], [])) == 0
    assert district_areas([place("a", 1, 1)], []).left_out[0].where == "a"
