"""Names on the map are in the language of the country."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory.gazetteer.gazetteer import Gazetteer

FOLDER = Path(__file__).resolve().parents[2] / "geodata" / "basemap"


@pytest.fixture(scope="module")
def local_names() -> dict[str, str | None]:
    """Local names of the towns of the base map, by GeoNames id."""
    features = json.loads((FOLDER / "towns.json").read_text("utf-8"))["features"]
    return {feature["id"]: feature.get("name_local") for feature in features}


@pytest.mark.parametrize(
    ("place_id", "name"),
    [("gn:250441", "عمان"), ("gn:281184", "ירושלים"), ("gn:94824", "كربلاء"), ("gn:323786", None), ("gn:611717", None)],
)
def test_towns_bear_the_name_of_their_own_country(
    local_names: dict[str, str | None], place_id: str, name: str | None
) -> None:
    """Amman in Arabic, Jerusalem in Hebrew without vowel marks, Karbala not in a Kurdish spelling, Ankara in Latin."""
    assert local_names[place_id] == name


def test_a_place_where_latin_is_written_has_no_other_local_name() -> None:
    """Ankara's Greek and Cyrillic names are foreign ones."""
    assert Gazetteer.bundled().get("gn:323786").local_name is None


def test_bases_and_buffer_zones_are_not_labelled_as_countries() -> None:
    """Only countries are."""
    features = json.loads((FOLDER / "labels.json").read_text("utf-8"))["features"]
    names = [feature["name"] for feature in features if feature["kind"] == "country"]
    assert "Iraq" in names
    assert not [name for name in names if "Base" in name or "Buffer" in name]
