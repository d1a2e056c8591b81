"""The base map is small, complete, and decodes to where things are."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

LAYERS = {
    "land": "polygon",
    "lakes": "polygon",
    "rivers": "line",
    "countries": "line",
    "provinces": "line",
    "districts": "line",
    "towns": "point",
    "labels": "point",
}
FOLDER = Path(__file__).resolve().parents[2] / "geodata" / "basemap"


@pytest.fixture(scope="module")
def layers() -> dict[str, dict[str, Any]]:
    """All layers by name."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def parts(layer: dict[str, Any], feature: dict[str, Any]) -> list[np.ndarray]:
    """Return the coordinates of a feature's parts in degrees."""
    steps = [feature["at"]] if layer["geometry"] == "point" else feature["at"]
    return [np.cumsum(np.array(part).reshape(-1, 2), axis=0) * layer["scale"] for part in steps]


def test_the_layers_are_those_that_the_map_draws(layers: dict[str, dict[str, Any]]) -> None:
    """Each with its geometry type, and a rank on every feature."""
    assert {name: layer["geometry"] for name, layer in layers.items()} == LAYERS
    for layer in layers.values():
        assert layer["features"]
        assert all(0 <= feature["rank"] <= 12 for feature in layer["features"])


def test_the_whole_map_is_at_most_two_megabytes_compressed() -> None:
    """As a server sends it."""
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in FOLDER.glob("*.json")) <= 2_000_000


def test_every_coordinate_lies_on_the_earth(layers: dict[str, dict[str, Any]]) -> None:
    """Nothing is lost in the steps."""
    for name, layer in layers.items():
        for feature in layer["features"]:
            for part in (
                [np.array([feature["at"]]) * layer["scale"]] if name in ("towns", "labels") else parts(layer, feature)
            ):
                assert np.abs(part[:, 0]).max() <= 180.001, name
                assert np.abs(part[:, 1]).max() <= 90.001, name


def test_baghdad_is_on_land_and_the_gulf_is_not(layers: dict[str, dict[str, Any]]) -> None:
    """By the even-odd rule over all rings."""
    rings = [part for feature in layers["land"]["features"] for part in parts(layers["land"], feature) if len(part) > 3]
    polygons = shapely.polygons([shapely.linearrings(ring) for ring in rings])
    for (lon, lat), on_land in {(44.4, 33.3): True, (51.0, 27.5): False, (69.2, 34.5): True, (2.3, 48.8): True}.items():
        assert bool(shapely.intersects_xy(polygons, lon, lat).sum() % 2) is on_land


def test_disputed_borders_say_so(layers: dict[str, dict[str, Any]]) -> None:
    """The ceasefire line on the Golan and the Durand Line are not drawn as settled."""
    status = {feature.get("name"): feature["status"] for feature in layers["countries"]["features"]}
    assert status["Durand Line"] == "disputed"
    assert status["Ceasefire Lines 1974"] == "ceasefire"


def test_towns_have_english_and_local_names(layers: dict[str, dict[str, Any]]) -> None:
    """Curated towns by their curated id."""
    towns = {town["id"]: town for town in layers["towns"]["features"]}
    assert (towns["iq-mosul"]["name"], towns["iq-mosul"]["name_local"]) == ("Mosul", "الموصل")
    assert towns["iq-baghdad"]["rank"] < towns["iq-hawija"]["rank"]
    local = [town for town in towns.values() if town["country"] in ("IQ", "SY", "AF") and "name_local" in town]
    assert len(local) > 650
