"""Units are coverages, and every point knows the one it lies in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from territory.errors import GeodataError
from territory.gazetteer.boundaries import Boundaries, Level, Unit, country_names

THEATRES = {"IQ": 101, "SY": 272, "AF": 398}


@pytest.fixture
def squares() -> Boundaries:
    """Two squares side by side: b west of the Greenwich meridian, a east of it."""
    boxes = {"b": shapely.box(-1, 0, 0, 1), "a": shapely.box(0, 0, 1, 1)}
    return Boundaries([Unit(key, key.upper(), "", "XA", "", "", shape) for key, shape in boxes.items()])


def test_a_point_inside_a_unit_finds_it(squares: Boundaries) -> None:
    """Latitude comes first."""
    assert [squares.at(0.5, lon).unit_id for lon in (-0.5, 0.5)] == ["b", "a"]  # type: ignore[union-attr]


def test_a_point_on_the_line_belongs_to_the_unit_that_comes_first_by_id(squares: Boundaries) -> None:
    """In whatever order the units were given."""
    assert squares.at(0.5, 0.0).unit_id == "a"  # type: ignore[union-attr]
    assert squares.at(0.0, -1.0).unit_id == "b"  # type: ignore[union-attr]


@pytest.mark.parametrize(("lat", "lon"), [(2.0, 0.5), (0.5, 1.1), (float("nan"), 0.5), (float("inf"), 0.5)])
def test_a_point_outside_every_unit_finds_none(squares: Boundaries, lat: float, lon: float) -> None:
    """Also one that is no point at all."""
    assert squares.at(lat, lon) is None


def test_the_nearest_unit_of_a_point_outside_is_told_with_its_distance(squares: Boundaries) -> None:
    """Half a degree of latitude is 55.6 km; inside the distance is 0."""
    unit, metres = squares.nearest_m(1.5, 0.5)
    assert (unit.unit_id, metres) == ("a", pytest.approx(55_600, rel=0.01))
    assert squares.nearest_m(0.5, -0.5)[1] == 0


def test_no_points_find_no_units(squares: Boundaries) -> None:
    """An empty question has an empty answer."""
    assert squares.indices([], []).tolist() == []


def test_a_file_that_holds_no_boundaries_is_refused(tmp_path: Path) -> None:
    """With its name."""
    (tmp_path / "x.parquet").write_bytes(b"PAR1 or not")
    with pytest.raises(GeodataError, match=r"x\.parquet"):
        Boundaries.read(tmp_path / "x.parquet")


@pytest.mark.parametrize("level", list(Level))
def test_bundled_units_are_a_coverage(level: Level) -> None:
    """No overlaps, shared edges corner for corner, every shape valid, every id once."""
    units = Boundaries.bundled(level).units
    shapes = [unit.geometry for unit in units]
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)
    assert len({unit.unit_id for unit in units}) == len(units)


@pytest.mark.parametrize("country", THEATRES)
def test_districts_leave_no_gap_in_their_country(country: str) -> None:
    """Together they are the union of the country's provinces, without holes."""
    districts = Boundaries.bundled(Level.DISTRICT).of_country(country)
    provinces = Boundaries.bundled(Level.PROVINCE).of_country(country)
    assert len(districts) == THEATRES[country]
    whole = shapely.coverage_union_all([unit.geometry for unit in districts])
    assert sum(len(part.interiors) for part in shapely.get_parts(whole)) == 0
    assert shapely.union_all([unit.geometry for unit in provinces]).symmetric_difference(whole).area < 1e-4


def test_every_district_lies_in_the_province_that_it_names() -> None:
    """Parent and shape agree."""
    provinces = Boundaries.bundled(Level.PROVINCE)
    for district in Boundaries.bundled(Level.DISTRICT):
        parent = provinces.get(district.parent)
        assert parent is not None
        inside = parent.geometry.intersection(district.geometry).area
        assert inside > 0.99 * district.geometry.area, district.name


@pytest.mark.parametrize(
    ("lat", "lon", "district", "province", "country"),
    [
        (36.34, 43.13, "Al-Mosul", "Nineveh", "Iraq"),
        (34.52, 69.18, "Kabul", "Kabul", "Afghanistan"),
        (35.95, 39.01, "Ar-Raqqa", "Raqqa", "Syria"),
        (35.32, 69.52, "Bazarak", "Panjshir", "Afghanistan"),
        (35.47, 44.39, "Kirkuk", "Kirkuk", "Iraq"),
        (33.72, 66.1, "Nili", "Daykundi", "Afghanistan"),
        (32.36, 64.77, "Musa Qala", "Helmand", "Afghanistan"),
        (48.86, 2.35, None, "Paris", "France"),
        (30.0, -40.0, None, None, None),
    ],
)
def test_known_points_lie_where_they_do(
    lat: float, lon: float, district: str | None, province: str | None, country: str | None
) -> None:
    """Units that sources name wrongly (Panjshir, Kirkuk, Daykundi, Musa Qala) are right here."""
    found = [Boundaries.bundled(level).at(lat, lon) for level in (Level.DISTRICT, Level.PROVINCE, Level.COUNTRY)]
    assert [unit and unit.name for unit in found] == [district, province, country]


def test_the_poles_and_both_sides_of_the_date_line_can_be_asked() -> None:
    """The south pole is in Antarctica, the north pole in no country; Chukotka lies on both sides of 180."""
    countries = Boundaries.bundled(Level.COUNTRY)
    numbers = countries.indices(np.array([-90.0, 90.0, 67.0, 67.0]), np.array([0.0, 0.0, 179.9, -179.9]))
    names = [countries.units[number].name if number >= 0 else None for number in numbers]
    assert names == ["Antarctica", None, "Russia", "Russia"]


def test_countries_are_named_by_their_code() -> None:
    """Every code of two letters has one name, the sovereign's where land far away carries its code too."""
    names = country_names()
    assert [names[code] for code in ("NO", "UA", "SY", "FR", "AU")] == [
        "Norway",
        "Ukraine",
        "Syria",
        "France",
        "Australia",
    ]
    assert all(len(code) == 2 for code in names)
