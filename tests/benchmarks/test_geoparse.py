"""How fast place names are read, on short and long texts: time per megabyte has to stay flat, and memory bounded."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from territory.extract.toponyms.geoparser import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Compare

pytestmark = pytest.mark.benchmark_suite

SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "5 MB": 5_000_000, "50 MB": 50_000_000}
MOST_MEMORY = 15.0
"""Bytes for each byte of the text at most, what was found among them: in these texts one word in eight is a name."""
REPORT = (
    "Government forces entered {0} on Monday after days of shelling, residents said. The road from {1} to {2} was "
    "closed, and the governor of {1} province told reporters that families had fled towards {0}. Hospitals in {2} "
    "were full, Dr. Samir Hassan of the Red Crescent said, and aid from Turkey and Jordan was late.\n\n"
)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


DRESSES: dict[str, Callable[[str], str]] = {
    "as written": str,
    "in capitals": str.upper,
    "without spaces": _without_spaces,
}


@pytest.fixture(scope="module")
def geoparser() -> Geoparser:
    """A geoparser over the bundled gazetteer, its models loaded."""
    geoparser = Geoparser(Gazetteer.bundled())
    geoparser.parse(_article("Mosul and Tal Afar lie in Iraq."))
    return geoparser


@pytest.fixture(scope="module")
def reports() -> str:
    """Fifty megabytes of reports, each about other places of the world, so that little has been looked up before."""
    gazetteer = Gazetteer.bundled()
    names = [gazetteer.name(row) for row in range(len(gazetteer.columns))]
    texts: list[str] = []
    size = number = 0
    while size < SIZES["50 MB"]:
        texts.append(REPORT.format(*(names[(number + step) * 7 % len(names)] for step in range(3))))
        size += len(texts[-1])
        number += 3
    return "".join(texts)[: SIZES["50 MB"]]


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("label", SIZES)
def test_time_and_memory_per_megabyte(
    label: str, dress: str, geoparser: Geoparser, reports: str, compare: Compare
) -> None:
    """A text of any length takes the same time per megabyte, in whatever dress, and memory in proportion.

    Each text is read in a process of its own that has the gazetteer, but has seen no names.
    """
    text = DRESSES[dress](reports[: SIZES[label]])
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_read, args=(geoparser, text, there))
    child.start()
    there.close()
    seconds, names, bytes_more = here.recv()
    child.join()
    megabytes = len(text.encode()) / 1e6
    memory = bytes_more / (megabytes * 1e6)
    note = f"{names:,} names, {megabytes / seconds:.2f} MB/s, memory {memory:.1f} times the text"
    compare.record(f"read places, 1 MB of a text of {label} {dress}", 1000 * seconds / megabytes, note=note)
    assert dress == "without spaces" or names
    assert label != "50 MB" or memory < MOST_MEMORY


def _read(geoparser: Geoparser, text: str, answer: Connection) -> None:
    """Send the seconds of processor time, the number of names and the bytes that reading a text takes at its peak."""
    before = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    started = time.process_time()
    mentions = geoparser.parse(_article(text))
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer.send((seconds, len(mentions), max(0, peak - before)))


def _article(text: str) -> Article:
    return Article(ArticleId("benchmark"), text)
