"""Scrubbing in a real Chromium without a GPU: ours, and folium's own time sliders on the same data.

The bundled timeline, then grids of 33,000 and 100,000 cells over 1,000 days. folium's plugins take their scripts from
public servers; here they come from the npm registry, and their rows are left out where that cannot be reached.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import folium
import pytest
from folium.plugins import TimeSliderChoropleth, TimestampedGeoJson
from playwright.sync_api import Browser, Page

from territory.control.histories import Histories
from territory.control.ledger import Ledger
from territory.gazetteer.tables import read_actors, read_places
from territory.model import Place
from territory.render import TimelineDocument
from territory.resources import seeds_path
from territory.store import Store
from tests.benchmarks.conftest import Compare
from tests.benchmarks.map_pages import Files, cells, npm_scripts, player_page, served

pytestmark = pytest.mark.benchmark_suite


SCRUB = """async (steps) => {
  const p = TerritoryPlayer.players[0];
  const [first] = p.data.span;
  p.setDay(first + 30);
  const cpu = [], frames = [];
  let then = null;
  await new Promise((done) => {
    let k = 0;
    const tick = (now) => {
      if (then !== null) frames.push(now - then);
      then = now;
      const start = performance.now();
      p.setDay(first + 31 + k);
      cpu.push(performance.now() - start);
      if (++k < steps) requestAnimationFrame(tick); else done();
    };
    requestAnimationFrame(tick);
  });
  return { cpu, frames };
}"""

JUMP = """() => {
  const p = TerritoryPlayer.players[0];
  const [first, last] = p.data.span;
  return Array.from({ length: 20 }, (_, k) => {
    const start = performance.now();
    p.setDay(k % 2 ? first + 10 : last - 10);
    return performance.now() - start;
  });
}"""

WANDER = """async (steps) => {
  const p = TerritoryPlayer.players[0];
  const [first, last] = p.data.span;
  for (let k = 0; k < steps; k++) {
    p.setDay(first + (k % (last - first)));
    if (k % 100 === 0) await new Promise((r) => requestAnimationFrame(r));
  }
}"""

FRAMES_WHILE = """async (action) => {
  const frames = [];
  let then = null, on = true;
  const tick = (now) => {
    if (then !== null) frames.push(now - then);
    then = now;
    if (on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  await eval(action);
  on = false;
  return frames;
}"""


def share(values: list[float], part: float) -> float:
    """The value below which `part` of all lie."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def note(compare: Compare, what: str, values: list[float]) -> None:
    """Record median and 95th percentile."""
    compare.record(what, share(values, 0.5), share(values, 0.95), "median, p95")


@pytest.fixture
def bundled(seeded_store: Store) -> tuple[TimelineDocument, Histories, dict[str, Place], dict[str, str]]:
    """The bundled timeline, and what the alternatives are made from."""
    places, _ = read_places(seeds_path("places.csv"))
    actors, _ = read_actors(seeds_path("actors.csv"))
    claims = seeded_store.claims()
    inferred = Ledger().histories(claims)
    known = {place.place_id for place in places}
    histories = Histories({place_id: states for place_id, states in inferred.items() if place_id in known})
    document = TimelineDocument.build(histories, places=places, actors=actors, claims=claims)
    return document, histories, {p.place_id: p for p in places}, {a.code: a.color for a in actors}


def open_player(chromium: Browser, base: str) -> Page:
    """The player's page, ready."""
    page = chromium.new_page(viewport={"width": 1200, "height": 800})
    page.goto(f"{base}/page")
    page.wait_for_selector(".tp-ready", timeout=120_000)
    page.wait_for_timeout(300)
    return page


def scrub(compare: Compare, chromium: Browser, files: Files, what: str, steps: int) -> None:
    """Measure steps and jumps on one page."""
    with served(files) as base:
        page = open_player(chromium, base)
        found = page.evaluate(SCRUB, steps)
        note(compare, f"{what}: scrub step, our script", found["cpu"])
        note(compare, f"{what}: scrub step, frame to frame", found["frames"])
        note(compare, f"{what}: jump of years, our script", page.evaluate(JUMP))
        page.close()


def test_scrubbing_the_bundled_timeline(compare: Compare, chromium: Browser, bundled: Any) -> None:
    """A day a frame, and jumps from end to end."""
    scrub(compare, chromium, player_page(bundled[0], date(2014, 7, 1)), "bundled, player", 300)


@pytest.mark.parametrize(
    ("columns", "rows", "changes"), [(220, 150, 330), (400, 250, 1000)], ids=["33,000 cells", "100,000 cells"]
)
def test_scrubbing_a_grid(compare: Compare, chromium: Browser, columns: int, rows: int, changes: int) -> None:
    """Some hundred cells change hands each day."""
    document = cells(columns, rows, 1000, changes)
    scrub(compare, chromium, player_page(document, date(2014, 7, 1)), f"{columns * rows:,} cells, player", 200)


def test_memory_stays_flat(compare: Compare, chromium: Browser, bundled: Any) -> None:
    """Ten thousand steps leave no more behind than the first thousand."""
    with served(player_page(bundled[0], date(2014, 7, 1))) as base:
        page = open_player(chromium, base)
        session = page.context.new_cdp_session(page)

        def heap_after(steps: int) -> float:
            page.evaluate(WANDER, steps)
            session.send("HeapProfiler.collectGarbage")
            return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6

        first, last = heap_after(1_000), heap_after(9_000)
        compare.record("bundled, player: heap in MB after 1,000 and 10,000 steps", first, last, "MB, MB")
        page.close()
    assert last < first + 3


def test_the_document_is_small(compare: Compare, bundled: Any) -> None:
    """Sent once."""
    document = bundled[0]
    compare.record(
        "bundled: document in kB, compressed and plain",
        len(document.compressed) / 1e3,
        len(document.data) / 1e3,
        "kB, kB",
    )


def test_alternatives_of_folium(
    compare: Compare, chromium: Browser, bundled: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """TimestampedGeoJson and TimeSliderChoropleth, a month a step, on the same places."""
    scripts = npm_scripts(tmp_path_factory.mktemp("npm"))
    if not scripts:
        pytest.skip("the npm registry cannot be reached")
    _, histories, places, colors = bundled
    pages: list[tuple[str, folium.Map, str]] = [
        ("TimestampedGeoJson", timestamped(histories, places, colors), TIMESTAMPED_STEPS),
        ("TimeSliderChoropleth", choropleth(histories, places, colors), CHOROPLETH_STEPS),
    ]
    for name, board, action in pages:
        page = chromium.new_page(viewport={"width": 1200, "height": 800})
        page.route(re.compile("^https:"), lambda route: answer(route, scripts))
        path = tmp_path_factory.mktemp("page") / "page.html"
        path.write_text(board.get_root().render(), encoding="utf-8")
        page.goto(f"file://{path}")
        page.wait_for_timeout(1500)
        note(compare, f"bundled, {name}: step, frame to frame", page.evaluate(FRAMES_WHILE, action))
        compare.record(f"bundled, {name}: page in kB", path.stat().st_size / 1e3, note="kB")
        page.close()


TIMESTAMPED_STEPS = """(async () => {
  const td = Object.values(window).find((v) => v instanceof L.Map).timeDimension;
  for (let k = 0; k < 60; k++) { td.nextTime(1); await new Promise((r) => requestAnimationFrame(r)); }
})()"""

CHOROPLETH_STEPS = """(async () => {
  const slider = document.querySelector("input[type=range]");
  for (let k = 0; k < 60; k++) {
    slider.value = Number(slider.value) + 1;
    slider.dispatchEvent(new Event("input"));
    await new Promise((r) => requestAnimationFrame(r));
  }
})()"""


def months() -> list[date]:
    """First days of the months of the data."""
    return [date(2013 + k // 12, k % 12 + 1, 1) for k in range(104)]


def timestamped(histories: Histories, places: dict[str, Place], colors: dict[str, str]) -> folium.Map:
    """Each place's state of each month, as folium's plugin wants it."""
    board = folium.Map((34.2, 53), zoom_start=5, tiles=None)
    features = []
    for day in months():
        for place_id, state in histories.as_of(day).items():
            place = places[place_id]
            style = {"fillColor": colors.get(state.actor or "", "#777"), "radius": 6, "fillOpacity": 1}
            features.append(
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                    "properties": {"times": [day.isoformat()], "icon": "circle", "iconstyle": style},
                }
            )
    TimestampedGeoJson({"type": "FeatureCollection", "features": features}, period="P1M", duration="P1M",
                       auto_play=False).add_to(board)  # fmt: skip
    return board


def choropleth(histories: Histories, places: dict[str, Place], colors: dict[str, str]) -> folium.Map:
    """A small square for each place, coloured by month."""
    board = folium.Map((34.2, 53), zoom_start=5, tiles=None)
    shapes, styles = [], {}
    for index, place_id in enumerate(histories):
        place = places[place_id]
        corners = [(-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1)]
        ring = [[place.lon + dx, place.lat + dy] for dx, dy in corners]
        shapes.append({"type": "Feature", "id": str(index), "properties": {},
                       "geometry": {"type": "Polygon", "coordinates": [ring]}})  # fmt: skip
        held = {day: histories.at(place_id, day) for day in months()}
        styles[str(index)] = {
            str(int((day - date(1970, 1, 1)) / timedelta(seconds=1))): {
                "color": colors.get(state.actor or "", "#777") if state else "#fff",
                "opacity": 0.9 if state else 0,
            }
            for day, state in held.items()
        }
    TimeSliderChoropleth(json.dumps({"type": "FeatureCollection", "features": shapes}), styledict=styles).add_to(board)
    return board


def answer(route: Any, scripts: dict[str, Path]) -> None:
    """Give a public server's file from the package that holds it; anything else is empty."""
    url = route.request.url
    found = next((path for part, path in scripts.items() if part in url), None)
    route.fulfill(
        body=found.read_bytes() if found else b"", content_type="text/javascript" if ".js" in url else "text/css"
    )


def test_one_step_through_streamlit_folium(compare: Compare, bundled: Any) -> None:
    """What the server makes and sends for one step: the plain map rebuilt, and our one-line command."""
    from streamlit_folium import _get_map_string, generate_leaflet_string

    from territory.render import PlayerView, player_command

    _, histories, places, colors = bundled
    sent: dict[str, int] = {}

    def rebuild() -> None:
        board = folium.Map((34.2, 53), zoom_start=5, tiles=None)
        for place_id, state in histories.as_of(date(2017, 7, 9)).items():
            place = places[place_id]
            folium.CircleMarker((place.lat, place.lon), radius=6, fill_color=colors.get(state.actor or "", "#777"),
                                tooltip=place.name).add_to(board)  # fmt: skip
        board.get_root().render()
        sent["rebuild"] = len(_get_map_string(board))

    def command() -> None:
        group = player_command(PlayerView(date=date(2017, 7, 9), place="iq-mosul"), after=1)
        sent["command"] = len(generate_leaflet_string(group, base_id="feature_group_0"))

    theirs = compare.time("one step, plain rebuild for st_folium (server)", rebuild, repeat=3, note="365 places")
    ours = compare.time("one step, player command (server)", command, repeat=20)
    compare.ratio("one step on the server", ours, theirs)
    compare.record("one step, bytes: command, plain rebuild", sent["command"], sent["rebuild"], "bytes, bytes")
    assert sent["rebuild"] > 50 * sent["command"]
