"""A small world of its own for tests, so that they do not depend on what the real one happens to hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.layer import LayerFile
from territory.gazetteer.writer import Record, write_layer
from territory.model import Place, PlaceId, PlaceKind, PlaceName

UNITS = {"XA.1": "North", "XA.2": "South", "XB.1": "East"}


def small_world() -> list[Record]:
    """Return the records of the small world."""
    return [
        Record("Tall Abyaḑ", 36.7, 38.95, "P", "PPLA2", "XA", 1, population=15_000, admin1="XA.1", names=["تل أبيض"]),
        Record("Springfield", 10.0, 20.0, "P", "PPL", "XB", 2, population=500, admin1="XB.1"),
        Record("Springfield", 11.0, 21.0, "P", "PPLA", "XA", 3, population=90_000, admin1="XA.2"),
        Record("Port Saint John", 12.0, 22.0, "P", "PPL", "XA", 4, population=700, admin1="XA.2"),
        Record("Port", 12.5, 22.5, "P", "PPL", "XA", 5, population=7_000, admin1="XA.2"),
        Record("North", 36.5, 38.0, "A", "ADM1", "XA", 6, admin1="XA.1", precision_m=50_000),
        Record("Long River", 12.0, 22.1, "H", "STM", place_id="ne:river-long", precision_m=200_000),
    ]


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a layer file."""
    path = tmp_path_factory.mktemp("world") / "world.gaz"
    path.write_bytes(write_layer(small_world(), UNITS))
    return path


@pytest.fixture
def curated() -> Place:
    """A curated place that is the GeoNames place 1."""
    names = (PlaceName("Tell Abiad"),)
    return Place(
        PlaceId("xa-tell"), "Tell Abyad", PlaceKind.TOWN, "XA", 36.69, 38.94, "North", geonameid=1, names=names
    )


@pytest.fixture
def gazetteer(world_file: Path, curated: Place) -> Gazetteer:
    """The small world with one curated place on top."""
    return Gazetteer([curated], layers=[LayerFile(world_file)])


@pytest.fixture(scope="session")
def bundled() -> Gazetteer:
    """The gazetteer that ships with Territory."""
    return Gazetteer.bundled()
