"""How fast place names are read, on short and long texts: time per megabyte has to stay flat."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from territory.extract.toponyms.geoparser import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Compare

pytestmark = pytest.mark.benchmark_suite

SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "5 MB": 5_000_000}
REPORT = (
    "Government forces entered {0} on Monday after days of shelling, residents said. The road from {1} to {2} was "
    "closed, and the governor of {1} province told reporters that families had fled towards {0}. Hospitals in {2} "
    "were full, Dr. Samir Hassan of the Red Crescent said, and aid from Turkey and Jordan was late.\n\n"
)


@pytest.fixture(scope="module")
def geoparser() -> Geoparser:
    """A geoparser over the bundled gazetteer, its models loaded."""
    geoparser = Geoparser(Gazetteer.bundled())
    geoparser.parse(_article("Mosul and Tal Afar lie in Iraq."))
    return geoparser


@pytest.fixture(scope="module")
def reports() -> str:
    """Five megabytes of reports, each about other places of the world, so that little has been looked up before."""
    gazetteer = Gazetteer.bundled()
    names = [gazetteer.name(row) for row in range(0, len(gazetteer.columns), 7)]
    texts: list[str] = []
    size = number = 0
    while size < SIZES["5 MB"]:
        texts.append(REPORT.format(*(names[(number + step) % len(names)] for step in range(3))))
        size += len(texts[-1])
        number += 3
    return "".join(texts)


@pytest.mark.parametrize("label", SIZES)
@pytest.mark.parametrize("dress", [str, str.upper], ids=["as written", "in capitals"])
def test_time_per_megabyte(
    label: str, dress: Callable[[str], str], geoparser: Geoparser, reports: str, compare: Compare
) -> None:
    """A text of any length takes the same time per megabyte, whether or not it is written in capitals."""
    if label == "5 MB" and dress is str.upper:
        pytest.skip("Three lengths show the slope.")
    text = dress(reports[: SIZES[label]])
    started = time.perf_counter()
    mentions = geoparser.parse(_article(text))
    milliseconds = 1000 * (time.perf_counter() - started)
    per_megabyte = milliseconds / (len(text.encode()) / 1e6)
    how = "in capitals" if dress is str.upper else "as written"
    compare.record(f"read places, 1 MB of a text of {label} {how}", per_megabyte, note=f"{len(mentions):,} names")
    assert mentions


def _article(text: str) -> Article:
    return Article(ArticleId("benchmark"), text)
