"""Benchmarks: how fast something is, beside a named alternative in the same run.

    pytest -m benchmark_suite tests/benchmarks

prints one table at the end. Nothing here fails because a machine is slow.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.conftest import chromium, watch

__all__ = ["chromium", "watch"]  # fixtures shared with the browser tests: one browser for all benchmarks


@dataclass(frozen=True, slots=True)
class Timing:
    """Median and slowest of several runs, in milliseconds."""

    what: str
    median_ms: float
    slowest_ms: float
    note: str = ""


_rows = pytest.StashKey[list[Timing]]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the table of this run with its configuration."""
    config.stash[_rows] = []


class Compare:
    """Times calls and collects the rows of the table."""

    def __init__(self, rows: list[Timing]) -> None:
        self._rows = rows

    def time(self, what: str, call: Callable[[], object], *, repeat: int = 5, note: str = "") -> float:
        """Run `call` `repeat` times; note and return the median in milliseconds."""
        times = []
        for _ in range(repeat):
            start = time.perf_counter()
            call()
            times.append((time.perf_counter() - start) * 1000)
        return self.record(what, statistics.median(times), max(times), note)

    def record(self, what: str, median_ms: float, slowest_ms: float | None = None, note: str = "") -> float:
        """Note a time measured elsewhere (in a browser, say)."""
        self._rows.append(Timing(what, median_ms, median_ms if slowest_ms is None else slowest_ms, note))
        return median_ms

    def ratio(self, what: str, ours_ms: float, theirs_ms: float) -> float:
        """Note how many times faster ours is than the alternative."""
        times = theirs_ms / ours_ms
        self._rows.append(Timing(f"{what}: {times:,.1f} times", ours_ms, theirs_ms, "ours, alternative"))
        return times


@pytest.fixture
def compare(request: pytest.FixtureRequest) -> Compare:
    """Time things beside each other."""
    return Compare(request.config.stash[_rows])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    rows = config.stash.get(_rows, [])
    if not rows:
        return
    terminalreporter.section("benchmarks (milliseconds: median, slowest)")
    width = max(len(row.what) for row in rows)
    for row in rows:
        terminalreporter.write_line(
            f"{row.what:<{width}}  {row.median_ms:>12,.3f}  {row.slowest_ms:>12,.3f}  {row.note}"
        )
