"""The dashboard: from the command to the first map, and one step beside the plain way of folium in Streamlit."""

from __future__ import annotations

import csv
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.benchmarks.conftest import Compare
from tests.browser.conftest import Watched
from tests.browser.serving import Wire, serving

pytestmark = [pytest.mark.benchmark_suite, pytest.mark.browser]

Watch = Callable[..., Watched]

PLACES, DAYS, STEPS = 2_000, 300, 8
FIRST = date(2015, 1, 1)


def ready(page: Page) -> None:
    """Wait until the player has drawn its map."""
    page.frame_locator(".st-key-map iframe").locator(".tp-ready").wait_for(timeout=90_000)


def reopen(page: Page, url: str) -> None:
    """Open the page once more."""
    page.goto(url)
    ready(page)


def test_from_command_to_first_map(compare: Compare, watch: Watch, tmp_path: Path) -> None:
    """Time from the command to the painted map, with the store to be made or there; and of a page once it runs."""
    store = tmp_path / "store.db"
    for what in ("store made on the way", "store there"):
        start = time.perf_counter()
        with serving(store) as url:
            page = watch().page
            page.goto(url)
            ready(page)
            compare.record(f"command to first map, {what}", (time.perf_counter() - start) * 1000)
            if what == "store there":
                compare.time("page to first map, process warm", partial(reopen, page, url), repeat=5)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 2,000 places, of which some change hands each day (a fixed seed)."""
    folder = tmp_path_factory.mktemp("many")
    draw = random.Random(7)
    _write(folder / "actors.csv", [("code", "name", "color"), ("A", "Alpha", "#c8372d"), ("B", "Beta", "#2f6db5")])
    places = [(f"xx-{n}", f"Place {n}", "town", "IQ", 29 + n % 40 / 5, 39 + n // 40 / 6) for n in range(PLACES)]
    _write(folder / "places.csv", [("place_id", "name", "place_kind", "country", "lat", "lon"), *places])
    holders = dict.fromkeys(range(PLACES), "A")
    events = [_event(n, FIRST, "baseline", "", "A") for n in range(PLACES)]
    for offset in range(1, DAYS):
        for n in draw.sample(range(PLACES), 20):
            old, holders[n] = holders[n], "B" if holders[n] == "A" else "A"
            events.append(_event(n, FIRST + timedelta(days=offset), "captured", old, holders[n]))
    _write(folder / "control_events.csv", [EVENT_COLUMNS, *events])
    store = folder / "store.db"
    command = [sys.executable, "-m", "territory", "import", str(folder / "control_events.csv")]
    options = ["--places", str(folder / "places.csv"), "--actors", str(folder / "actors.csv"), "--empty"]
    subprocess.run([*command, *options], check=True, env={**os.environ, "TERRITORY_STORE": f"sqlite:///{store}"})
    return store


EVENT_COLUMNS = (
    "event_id", "place_id", "event_date", "date_precision", "event_kind", "actor_from", "actor_to", "status_after",
    "contested_by", "evidence_type", "source_title", "source_publisher", "source_date", "source_url",
    "source_reliability", "information_credibility", "note",
)  # fmt: skip


def _event(n: int, day: date, kind: str, old: str, new: str) -> tuple[object, ...]:
    return (
        f"e{n}-{day}",
        f"xx-{n}",
        day,
        "day",
        kind,
        old,
        new,
        "controlled",
        "",
        "reported",
        "",
        "",
        "",
        "",
        "B",
        2,
        "",
    )


def _write(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_one_step_beside_the_plain_way(compare: Compare, watch: Watch, many: Path) -> None:
    """One step of a day at 2,000 places: until the map shows it, until the server has answered, and over the wire."""
    with serving(many) as url:
        page = watch().page
        wire = Wire().listen(page)
        page.goto(f"{url}/?on={FIRST}")
        ready(page)
        page.frame_locator(".st-key-map iframe").locator(".tp-setting select").first.select_option("day")
        page.wait_for_timeout(2500)
        shown, answered, bytes_ours = _steps_ours(page, wire)
    with plain(many) as url:
        page = watch().page
        wire = Wire().listen(page)
        page.goto(url)
        _plain_day(page, 0, timeout=90_000)
        page.wait_for_timeout(2500)
        times_plain, bytes_plain = _steps_plain(page, wire)
    compare.record("one step, ours: on the map", _median(shown), max(shown), f"{PLACES} places")
    compare.record(
        "one step, ours: server answered", _median(answered), max(answered), f"{_median(bytes_ours):,} bytes"
    )
    compare.record(
        "one step, plain: on the map", _median(times_plain), max(times_plain), f"{_median(bytes_plain):,} bytes"
    )
    compare.ratio("one step, map against map", _median(shown), _median(times_plain))
    compare.ratio("one step, server answered against map", _median(answered), _median(times_plain))
    compare.ratio("one step, bytes (not ms)", _median(bytes_ours), _median(bytes_plain))


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _steps_ours(page: Page, wire: Wire) -> tuple[list[float], list[float], list[float]]:
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    step = """() => new Promise((done) => {
        const start = performance.now();
        document.querySelector('[aria-label^="Step forward"]').click();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    })"""
    shown, answered, amounts = [], [], []
    for number in range(1, STEPS + 1):
        wire.clear()
        start = time.perf_counter()
        shown.append(float(frame.evaluate(step)))
        page.wait_for_url(f"**on={FIRST + timedelta(days=number)}*", timeout=30_000)
        answered.append((time.perf_counter() - start) * 1000)
        page.wait_for_timeout(700)
        amounts.append(float(sum(wire.sent) + sum(wire.received)))
    return shown, answered, amounts


def _plain_day(page: Page, offset: int, *, timeout: int = 30_000) -> None:
    marker = f'[data-day="{FIRST + timedelta(days=offset)}"]'
    frame = page.frame_locator("iframe").last  # while one step is drawn, the map of the step before may still be there
    frame.locator(marker).wait_for(state="attached", timeout=timeout)
    frame.locator("path.leaflet-interactive").nth(PLACES - 1).wait_for(state="attached", timeout=timeout)


def _steps_plain(page: Page, wire: Wire) -> tuple[list[float], list[float]]:
    times, amounts = [], []
    thumb = page.get_by_role("slider")
    for number in range(1, STEPS + 1):
        wire.clear()
        start = time.perf_counter()
        thumb.press("ArrowRight")
        _plain_day(page, number)
        times.append((time.perf_counter() - start) * 1000)
        page.wait_for_timeout(700)
        amounts.append(float(sum(wire.sent) + sum(wire.received)))
    return times, amounts


@contextmanager
def plain(store: Path) -> Iterator[str]:
    """Serve the plain app, with the same files of Leaflet from the same machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    launcher = Path(__file__).with_name("plain_server.py")
    environment = {
        **os.environ,
        "PLAIN_STORE": f"sqlite:///{store}",
        "PLAIN_FIRST": str(FIRST),
        "PLAIN_PORT": str(port),
    }
    with subprocess.Popen([sys.executable, str(launcher)], env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield url
        finally:
            process.terminate()
