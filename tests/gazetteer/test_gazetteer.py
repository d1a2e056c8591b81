"""Places are found by name, id and position."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from territory.errors import GeodataError, UnknownPlaceError
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.layer import LayerFile
from territory.gazetteer.writer import Record, write_layer
from territory.model import Place, PlaceId, PlaceKind

from .conftest import UNITS, small_world


@pytest.mark.parametrize("name", ["Tall Abyad", "tall abyaḑ", "Tell Abiad", "TELL ABYAD", "تل أبيض", "تل ابيض"])
def test_any_spelling_in_any_script_finds_the_curated_place(gazetteer: Gazetteer, name: str) -> None:
    """It is one record: the curated id and name, with GeoNames' spellings merged in."""
    assert [place.place_id for place in gazetteer.lookup(name)] == ["xa-tell"]


def test_a_merged_place_keeps_its_own_words_and_gains_what_geonames_knows(gazetteer: Gazetteer) -> None:
    """Name, kind and point are the curated ones; population, feature code and spellings come from GeoNames."""
    place = gazetteer.get("xa-tell")
    assert (place.name, place.lat, place.kind) == ("Tell Abyad", 36.69, PlaceKind.TOWN)
    assert (place.population, place.feature_code, place.local_name) == (15_000, "PPLA2", "تل أبيض")
    assert gazetteer.get("gn:1") == place


def test_namesakes_come_with_the_most_populous_first(gazetteer: Gazetteer) -> None:
    """Springfield of 90,000 comes before Springfield of 500."""
    assert [place.place_id for place in gazetteer.lookup("springfield")] == ["gn:3", "gn:2"]


def test_a_curated_namesake_comes_before_more_populous_ones(world_file: Path) -> None:
    """What somebody took care to enter is meant first."""
    hamlet = Place(PlaceId("xb-spring"), "Springfield", PlaceKind.VILLAGE, "XB", 1.0, 2.0)
    found = Gazetteer([hamlet], layers=[LayerFile(world_file)]).lookup("Springfield")
    assert [place.place_id for place in found] == ["xb-spring", "gn:3", "gn:2"]


def test_the_columns_agree_with_the_places(gazetteer: Gazetteer) -> None:
    """Row for row, the numbers say what the records say."""
    columns = gazetteer.columns
    for row in gazetteer.rows("Springfield") + gazetteer.rows("Tell Abyad"):
        place = gazetteer.place(row)
        assert gazetteer.countries[columns.country[row]] == place.country
        assert gazetteer.features[columns.feature[row]] == f"{place.feature_class}.{place.feature_code}"
        assert gazetteer.units[columns.admin1[row]][1] == place.admin1
        assert np.isclose(columns.lat[row], place.lat)
        assert columns.population[row] == place.population


def test_names_in_a_text_are_found_with_their_ends(gazetteer: Gazetteer) -> None:
    """'Port' and 'Port Saint John' both begin at the first word; a name never ends inside a word."""
    tokens = ["port", "saint", "john", "ports"]
    assert gazetteer.ends(tokens, 0) == [1, 3]
    assert gazetteer.ends(tokens, 3) == []
    assert gazetteer.begins_name("port saint")
    assert not gazetteer.begins_name("port saints")


def test_near_lists_places_by_distance_and_leaves_areas_out(gazetteer: Gazetteer) -> None:
    """The province, whose point is nearest, is no place to be near to."""
    found = gazetteer.near(36.5, 38.0, 2)
    assert [item.place.place_id for item in found] == ["xa-tell", "gn:5"]
    assert found[0].distance_m == pytest.approx(86_400, rel=0.01)


def test_near_counts_across_the_date_line() -> None:
    """Longitude 179.9 is 22 km from -179.9, not once around the world."""
    east = Place(PlaceId("e"), "East", PlaceKind.TOWN, "", 0.0, 179.9)
    gazetteer = Gazetteer([east])
    assert gazetteer.near(0.0, -179.9, 1)[0].distance_m == pytest.approx(22_240, rel=0.01)


def test_two_places_on_one_point_are_both_found() -> None:
    """Neither hides the other."""
    places = [Place(PlaceId(name), name, PlaceKind.TOWN, "", 1.0, 2.0) for name in ("a", "b")]
    assert {item.place.name for item in Gazetteer(places).near(1.0, 2.0, 2)} == {"a", "b"}


def test_an_unknown_id_is_an_error_that_says_so(gazetteer: Gazetteer) -> None:
    """Also one that looks like a GeoNames id."""
    for place_id in ("gn:999", "gn:x", "gn:-5", "gn:4294967295", "gn:99999999999", "nowhere"):
        with pytest.raises(UnknownPlaceError, match=place_id):
            gazetteer.get(place_id)


def test_adding_a_place_again_replaces_it(gazetteer: Gazetteer, curated: Place) -> None:
    """An id names one place."""
    before = len(gazetteer)
    gazetteer.add([curated])
    assert len(gazetteer) == before


def test_a_later_layer_replaces_records_of_the_same_number(world_file: Path, tmp_path: Path) -> None:
    """The old record's spellings still find the place, as the new layer tells it."""
    record = Record("Spring-field City", 11.5, 21.5, "P", "PPLA", "XA", 3, population=95_000, admin1="XA.2")
    (tmp_path / "dump.gaz").write_bytes(write_layer([record], {}))
    gazetteer = Gazetteer(layers=[LayerFile(world_file), LayerFile(tmp_path / "dump.gaz")])
    assert [(place.name, place.admin1) for place in gazetteer.lookup("Springfield")] == [
        ("Spring-field City", "South"),
        ("Springfield", "East"),
    ]
    assert len(gazetteer) == len(small_world())


def test_a_layer_is_the_same_bytes_whatever_the_order_of_its_records(world_file: Path) -> None:
    """Rebuilding gives identical files."""
    assert write_layer(reversed(small_world()), UNITS) == world_file.read_bytes()


@pytest.mark.parametrize("size", [0, 10, 40, 300, -1], ids=lambda size: f"cut at {size}")
def test_a_truncated_layer_is_refused(world_file: Path, tmp_path: Path, size: int) -> None:
    """At whatever point it was cut."""
    (tmp_path / "cut.gaz").write_bytes(world_file.read_bytes()[:size])
    with pytest.raises(GeodataError, match=r"cut\.gaz"):
        LayerFile(tmp_path / "cut.gaz")


def test_a_missing_layer_is_refused(tmp_path: Path) -> None:
    """With the name of the file."""
    with pytest.raises(GeodataError, match=r"none\.gaz"):
        LayerFile(tmp_path / "none.gaz")
