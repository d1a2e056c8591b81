"""How fast the gazetteer opens and answers, and how fast points find their districts."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from territory.gazetteer.boundaries import Boundaries, Level
from territory.gazetteer.gazetteer import Gazetteer
from territory.resources import geodata_path
from tests.benchmarks.conftest import Compare

pytestmark = pytest.mark.benchmark_suite

NAMES = (
    "Mosul",
    "Aleppo",
    "Paris",
    "Kabul",
    "Springfield",
    "Deir ez-Zor",
    "Tell Abiad",
    "no such name",
    "الموصل",
    "Texas",
)
QUERIES = (
    "tal abyad",
    "deir zor",
    "lashkargah",
    "hawijah",
    "al-hasaka",
    "springfeld",
    "musul",
    "qandahar",
    "sn",
    "kobane",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The bundled gazetteer."""
    return Gazetteer.bundled()


def test_opening(compare: Compare) -> None:
    """The file's size, the time to open it, and what a process that has opened it takes up."""
    compare.time("gazetteer: open", Gazetteer.bundled, repeat=3)
    size = geodata_path("gazetteer", "world.gaz").stat().st_size
    code = (
        "import re; from territory.gazetteer.gazetteer import Gazetteer; g = Gazetteer.bundled(); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    kilobytes = int(done.stdout)
    compare.record("gazetteer: file, MB", size / 1e6)
    compare.record("gazetteer: memory of a fresh process, MB", kilobytes / 1e3)
    assert kilobytes < 250_000
    assert size <= 20_000_000


def test_exact_lookup(compare: Compare, gazetteer: Gazetteer) -> None:
    """Rows of a name, and places of a name, a thousand times ten names."""
    names = NAMES * 1000
    compare.time("gazetteer: rows of 10,000 names", lambda: [gazetteer.rows(name) for name in names])
    compare.time("gazetteer: places of 10,000 names", lambda: [gazetteer.lookup(name) for name in names])


def test_fuzzy_search(compare: Compare, gazetteer: Gazetteer) -> None:
    """Each query by itself."""
    for query in QUERIES:
        compare.time(f"gazetteer: search {query!r}", lambda query=query: gazetteer.search(query))  # type: ignore[misc]


def test_points_in_districts(compare: Compare) -> None:
    """100,000 points over the three countries and around them."""
    chance = np.random.default_rng(1)
    lat, lon = chance.uniform(25, 39, 100_000), chance.uniform(35, 75, 100_000)
    for level in Level:
        units = Boundaries.bundled(level)
        compare.time(f"boundaries: 100,000 points in {level.value}", lambda units=units: units.indices(lat, lon))  # type: ignore[misc]
