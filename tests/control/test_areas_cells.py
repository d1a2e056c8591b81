"""Cells around places: as far as evidence reaches, no farther, and never across the border."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from territory.control.areas import AreaSet
from territory.control.geodesy import GEOD, areas_km2
from territory.control.tessellation import tessellate
from territory.errors import InputError
from territory.model import Place, PlaceKind
from tests.control.area_examples import LAND, place

positions = st.tuples(st.floats(39.9, 46.1), st.floats(29.9, 36.1))
many_places = st.lists(positions, min_size=1, max_size=40).map(
    lambda found: [place(f"p{number:02}", lon, lat) for number, (lon, lat) in enumerate(found)]
)


def shapes(cells: AreaSet) -> np.ndarray:
    """The geometries of cells."""
    return np.array([cell.geometry for cell in cells], dtype=object)


def spread(count: int, seed: int = 7) -> list[Place]:
    """Places strewn over the land."""
    rng = random.Random(seed)
    return [place(f"p{number:04}", rng.uniform(40, 46), rng.uniform(30, 36)) for number in range(count)]


@given(many_places)
def test_cells_are_valid_apart_and_on_land(places: list[Place]) -> None:
    """Whatever the points, cells are valid polygons that neither overlap nor leave the land."""
    found = shapes(tessellate(places, LAND))
    assert shapely.is_valid(found).all()
    assert not shapely.is_empty(found).any()
    outside = shapely.difference(found, shapely.buffer(shapely.union_all(list(LAND.values())), 3e-5))
    assert areas_km2(outside).max(initial=0) < 1e-3
    total, united = areas_km2(found).sum(), areas_km2([shapely.union_all(found)]).sum()
    assert total - united < 0.01 + 1e-4 * total


@given(many_places, st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(places: list[Place], rng: random.Random) -> None:
    """The same places in any order give the same cells, byte for byte."""
    shuffled = list(places)
    rng.shuffle(shuffled)
    one, other = tessellate(places, LAND), tessellate(shuffled, LAND)
    assert [cell.area_id for cell in one] == [cell.area_id for cell in other]
    assert list(shapely.to_wkb(shapes(one))) == list(shapely.to_wkb(shapes(other)))


def test_ground_belongs_to_the_nearest_place() -> None:
    """A point of a cell is nearer to its place than to any other, and within reach of it."""
    places = spread(60)
    cells = tessellate(places, LAND, merge_m=0)
    at = {item.place_id: item for item in places}
    for cell in cells:
        for point in shapely.get_coordinates(shapely.point_on_surface(shapely.buffer(cell.geometry, -0.01))):
            away = {key: GEOD.inv(point[0], point[1], p.lon, p.lat)[2] for key, p in at.items()}
            assert min(away, key=lambda key: away[key]) == cell.area_id
            assert away[cell.place_ids[0]] <= 25_000


def test_a_lone_place_reaches_as_far_as_told() -> None:
    """One place alone has a disc of the chosen radius, also far from the middle of its plane."""
    places = [place("here", 43, 33), place("far", 43.9, 30.6), place("north", 40.6, 35.6)]
    for cell in tessellate(places, LAND, reach_km=20):
        assert cell.km2 == pytest.approx(math.pi * 20**2, rel=0.004)
        assert cell.low_km2 == pytest.approx(math.pi * 10**2, rel=0.004)
        assert cell.high_km2 == pytest.approx(math.pi * 30**2, rel=0.004)


def test_the_middle_of_a_country_may_be_far_away() -> None:
    """In a country 6,000 km wide a disc still has the chosen radius in every direction."""
    wide = {"XX": shapely.box(20, 40, 100, 70)}
    cells = tessellate([place("east", 95, 55), place("west", 25, 55)], wide)
    for cell in cells:
        ring = shapely.get_coordinates(cell.geometry)
        lon = np.full(len(ring), 95.0 if cell.area_id == "east" else 25.0)
        away = np.asarray(GEOD.inv(lon, np.full(len(ring), 55.0), ring[:, 0], ring[:, 1])[2])
        assert away == pytest.approx(np.full(len(ring), 25_000), rel=0.005)


def test_areas_are_geodesic() -> None:
    """A cell's area is that of pyproj's ellipsoid, holes taken off."""
    shell = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [[(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)]])
    expected = abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shell))[0]) / 1e6
    assert areas_km2([shell, shapely.Polygon()]) == pytest.approx([expected, 0.0])


def test_neighbours_share_corners() -> None:
    """Two cells meet without a gap: their union is one polygon without a hole."""
    grid = [place(f"p{x}{y}", 42 + x * 0.2, 32 + y * 0.2) for x in range(6) for y in range(6)]
    united = shapely.union_all(shapes(tessellate(grid, LAND)))
    assert united.geom_type == "Polygon"
    assert len(united.interiors) == 0


def test_places_on_nearly_one_point_share_a_cell() -> None:
    """A part 300 m away shares the cell of its whole, which speaks first; a part 900 m away has its own."""
    whole = place("zz-city", 43, 33, kind=PlaceKind.CITY)
    old = place("aa-old-city", 43.003, 33, kind=PlaceKind.CITY, parent_id=whole.place_id)
    east = place("bb-east", 43.01, 33, parent_id=whole.place_id)
    cells = tessellate([old, east, whole], LAND)
    assert {cell.area_id: cell.place_ids for cell in cells} == {
        "zz-city": ("zz-city", "aa-old-city"),
        "bb-east": ("bb-east",),
    }


def test_two_places_on_one_point_share_a_cell_even_without_merging() -> None:
    """Exactly equal points cannot be told apart; the larger place speaks first."""
    cells = tessellate([place("a", 43, 33, population=5), place("b", 43, 33, population=9)], LAND, merge_m=0)
    assert [cell.place_ids for cell in cells] == [("b", "a")]


def test_a_place_just_across_the_border_speaks_for_its_own_country() -> None:
    """A point 4 km outside its country covers what it reaches inside, and nothing of the neighbour."""
    cells = tessellate([place("post", 46.04, 33)], LAND)
    assert 0 < cells[0].km2 < math.pi * 25**2 / 2
    assert shapely.bounds(cells[0].geometry)[2] <= 46.00001


def test_a_place_deep_in_another_country_speaks_for_the_land_it_lies_in() -> None:
    """Lists and maps disagree about disputed ground; the place has a cell where it is."""
    cells = tessellate([place("disputed", 48, 33)], LAND)
    assert shapely.within(cells[0].geometry, shapely.buffer(LAND["YY"], 1e-4))
    assert cells[0].country == "XX"


def test_a_place_too_far_from_any_land_is_left_out_with_the_reason() -> None:
    """Nothing of its country lies within reach: no cell, and that is said."""
    cells = tessellate([place("lost", 38, 33)], LAND)
    assert len(cells) == 0
    assert [(item.where, "no land of its country within 25 km" in item.reason) for item in cells.left_out] == [
        ("lost", True)
    ]


def test_a_country_without_boundary_takes_the_land_around_it_or_is_left_out() -> None:
    """A place of a country nobody has drawn has a cell where it lies on land; at sea it has none, and that is said."""
    places = [place("a", 43, 33, country="QQ"), place("b", 44, 33), place("c", 10, 10, country="QQ")]
    cells = tessellate(places, LAND)
    assert [cell.area_id for cell in cells] == ["a", "b"]
    assert [(item.where, "'QQ'" in item.reason) for item in cells.left_out] == [("c", True)]


@pytest.mark.parametrize(("lon", "country"), [(43.0, "XX"), (48.0, "YY"), (50.1, "YY"), (60.0, None)])
def test_a_place_without_a_country_belongs_where_it_lies(lon: float, country: str | None) -> None:
    """The point decides: inside, or within reach; far from any land it is left out."""
    cells = tessellate([place("a", lon, 33, country="")], LAND)
    if country is None:
        assert len(cells) == 0
        assert "no country" in cells.left_out[0].reason
    else:
        assert shapely.intersects(cells[0].geometry, LAND[country])


def test_a_cell_across_the_antimeridian_is_cut_at_180() -> None:
    """Both halves are there, none spans the world, and the area is that of a disc."""
    island = {"FJ": shapely.MultiPolygon([shapely.box(178, -18, 180, -16), shapely.box(-180, -18, -178, -16)])}
    cells = tessellate([place("a", 179.95, -17, country="FJ"), place("b", -179.7, -17.1, country="FJ")], island)
    assert shapely.is_valid(shapes(cells)).all()
    west, _, east, _ = shapely.total_bounds(shapes(cells))
    assert (west, east) == (-180, 180)
    parts = shapely.get_parts(shapes(cells))
    assert all(shapely.bounds(part)[2] - shapely.bounds(part)[0] < 1 for part in parts)
    together = 2 * math.pi * 25**2 - _lens_km2(GEOD.inv(179.95, -17, -179.7, -17.1)[2] / 1000, 25)
    assert sum(cell.km2 for cell in cells) == pytest.approx(together, rel=0.005)


@pytest.mark.parametrize("lon", [0.0, 77.0, -135.0, 180.0])
@pytest.mark.parametrize("lat", [-90.0, -89.9, -89.0])
def test_a_cell_around_a_pole_is_valid_and_of_the_right_size(lon: float, lat: float) -> None:
    """A disc on or near the pole is cut at 180° and 0°, valid, and as large as anywhere."""
    land = {"AQ": shapely.box(-180, -90, 180, -70)}
    cells = tessellate([place("a", lon, lat, country="AQ")], land)
    assert shapely.is_valid(cells[0].geometry)
    assert cells[0].km2 == pytest.approx(math.pi * 25**2, rel=0.01)


def test_invalid_land_is_repaired_and_named() -> None:
    """A bow tie is mended; the country is listed as repaired."""
    bow = shapely.Polygon([(40, 30), (46, 36), (46, 30), (40, 36)])
    cells = tessellate([place("a", 41, 33)], {"XX": bow})
    assert cells.repaired == ("XX",)
    assert shapely.is_valid(cells[0].geometry)


def test_no_places_give_no_cells() -> None:
    """Without evidence nothing is painted."""
    assert len(tessellate([], LAND)) == 0


@pytest.mark.parametrize("options", [{"reach_km": 0}, {"reach_band": 1}, {"reach_km": float("nan")}, {"merge_m": -1}])
def test_a_reach_that_makes_no_sense_is_refused(options: dict[str, float]) -> None:
    """The message gives the value and what is allowed."""
    with pytest.raises(InputError, match="the reach must be above 0"):
        tessellate([place("a", 43, 33)], LAND, **options)


def test_points_in_a_row_are_no_trouble() -> None:
    """Collinear points have cells side by side."""
    cells = tessellate([place(f"p{n}", 41 + n * 0.2, 33) for n in range(12)], LAND)
    assert len(cells) == 12
    assert len(cells.edges) == 11


def test_an_edge_is_as_long_as_its_chord() -> None:
    """Two places 20 km apart share the chord of two discs: 2·√(25² − 10²) km."""
    lon, lat, _ = GEOD.fwd(43, 33, 90, 20_000)
    edges = tessellate([place("a", 43, 33), place("b", lon, lat)], LAND).edges
    assert edges.km == pytest.approx([2 * math.sqrt(25**2 - 10**2)], rel=0.005)


def test_cells_of_two_countries_share_the_border() -> None:
    """Where cells on both sides reach the border, the common stretch is an edge of its length."""
    cells = tessellate([place("a", 45.9, 33), place("b", 46.1, 33.1, country="YY")], LAND)
    assert len(cells.edges) == 1
    line = cells.edges.lines[0]
    assert shapely.bounds(line)[0] == pytest.approx(46, abs=1e-4)
    south, north = shapely.bounds(line)[[1, 3]]
    assert cells.edges.km[0] == pytest.approx(GEOD.inv(46, south, 46, north)[2] / 1000, rel=0.01)


def _lens_km2(apart: float, radius: float) -> float:
    """The area that two discs have in common."""
    if apart >= 2 * radius:
        return 0.0
    return 2 * radius**2 * math.acos(apart / (2 * radius)) - apart / 2 * math.sqrt(4 * radius**2 - apart**2)
