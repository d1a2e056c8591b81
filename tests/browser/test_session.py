"""One sitting of an analyst at the real app, recorded: runs of the app, remounts, requests, errors, frames."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.analyst import evaluate, go, player, real_errors, strangers
from tests.browser.conftest import Watched
from tests.browser.serving import Wire

pytestmark = pytest.mark.browser

Watch = Callable[..., Watched]

MARK = "window.firstMap = TerritoryPlayer.players.at(-1).map.getContainer(); window.firstPane = firstMap.firstChild;"
SAME = (
    "window.firstMap === TerritoryPlayer.players.at(-1).map.getContainer() && firstMap.isConnected"
    " && firstMap.firstChild === window.firstPane && TerritoryPlayer.players.length === 1"
)
COUNT_FRAMES = """
window.frames_ = [];
(function tick(now) { window.frames_.push(now); requestAnimationFrame(tick); })(performance.now());
"""
MOSUL = (36.335, 43.119)


@dataclass
class Recorder:
    """What a sitting cost: asked of the server, the page and the browser themselves, never of our own code."""

    watched: Watched
    wire: Wire
    site: str
    phases: dict[str, int] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        """The page."""
        return self.watched.page

    def start(self) -> None:
        """Mark the map's nodes, in the frame and around it, and begin to count frames."""
        self.page.evaluate("window.firstFrame = document.querySelector('.st-key-map iframe')")
        evaluate(self.page, MARK)
        evaluate(self.page, COUNT_FRAMES)
        self.wire.settled(self.page)
        self.wire.clear()

    def held(self, phase: str) -> None:
        """Note how often the app has run while the hand is still at it."""
        self.page.wait_for_timeout(300)
        self.phases[phase] = self.wire.runs

    def rested(self, phase: str) -> None:
        """Note how often the app ran in all for this phase, once everything is quiet."""
        self.phases[phase] = self.wire.settled(self.page)
        self.wire.clear()

    @property
    def same_map(self) -> bool:
        """Whether the map is still made of the very nodes it began with."""
        around = self.page.evaluate("window.firstFrame === document.querySelector('.st-key-map iframe')")
        return bool(around) and bool(evaluate(self.page, SAME))

    def frames(self) -> dict[str, float]:
        """Count, median and longest of the frames so far, in milliseconds."""
        times = evaluate(self.page, "window.frames_")
        assert isinstance(times, list)
        gaps = sorted(b - a for a, b in pairwise(times))
        return {"count": len(gaps), "median ms": round(gaps[len(gaps) // 2], 1), "longest ms": round(gaps[-1], 1)}


@pytest.fixture
def recorder(site: str, watch: Watch) -> Recorder:
    """The app, opened in June 2014 with the map ready, under watch."""
    watched = watch()
    found = Recorder(watched, Wire().listen(watched.page), site)
    watched.page.goto(f"{site}/?on=2014-06-05")
    player(watched.page)
    expect(watched.page.locator(".st-key-panel h2")).to_contain_text("What changed")
    found.start()
    return found


def value(page: Page, expression: str) -> object:
    """Evaluate with `p` as the player."""
    return evaluate(page, f"(() => {{ const p = TerritoryPlayer.players.at(-1); return {expression}; }})()")


def scrub(r: Recorder) -> None:
    """Drag the slider through eight years and back, sixty moves; then let go."""
    box = player(r.page).locator(".tp-slider").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    r.page.mouse.move(box["x"] + box["width"] * 0.2, y)
    r.page.mouse.down()
    days = set()
    for share in (0.95, 0.3):
        r.page.mouse.move(box["x"] + box["width"] * share, y, steps=30)
        days.add(value(r.page, "p.day"))
    assert len(days) == 2
    r.held("scrubbing")
    r.page.mouse.up()
    r.rested("released")
    expect(r.page).to_have_url(re.compile("on=2015"))


def play(r: Recorder) -> None:
    """Play over the end and on from the beginning, moving and zooming the map meanwhile; then pause."""
    frame = player(r.page)
    frame.get_by_label("Start again at the end").click()
    frame.get_by_label("Speed").select_option("365")
    go(r.page, "1 March 2021")
    r.rested("typed date")
    frame.get_by_label("Play (space)").click()
    r.page.mouse.move(600, 300)
    r.page.mouse.wheel(0, -240)
    r.page.mouse.down()
    r.page.mouse.move(500, 340, steps=8)
    r.page.mouse.up()
    r.page.wait_for_timeout(3000)
    assert value(r.page, "p.playing") is True
    assert value(r.page, "p.describe().date < '2021'") is True, "it did not start again at the end"
    r.held("playing, panning, zooming")
    frame.get_by_label("Pause (space)").click()
    r.rested("paused")


def filter_by_legend(r: Recorder) -> None:
    """Show one group, then a second one, then all but contested places: counts follow in the same moment."""
    go(r.page, "9 July 2017")
    r.rested("second typed date")
    frame = player(r.page)
    everything = value(r.page, "p.counts.shown")
    frame.get_by_role("button", name="Show only Islamic State", exact=True).click(force=True)
    only = value(r.page, "p.counts.shown")
    frame.locator(".tp-row-label", has_text="Taliban").first.click()
    both = value(r.page, "p.counts.shown")
    assert isinstance(everything, int)
    assert isinstance(only, int)
    assert isinstance(both, int)
    assert 0 < only < both < everything
    r.phases["filtering"] = r.wire.runs
    r.rested("filters at rest")
    frame.get_by_role("button", name="Show all", exact=True).click()
    assert value(r.page, "p.counts.shown") == everything
    r.rested("all shown")


def use_keys(r: Recorder) -> None:
    """Next and previous change by button and key; held arrows; home and end."""
    frame = player(r.page)
    frame.get_by_label("Next change (n)").click()
    r.rested("next change")
    frame.get_by_label("Previous change (p)").click()
    r.rested("previous change")
    frame.locator(".tp-bar .tp-now .tp-date-note").click()
    for key in ("n", "p", "Shift+ArrowRight", "Home", "End"):
        before = value(r.page, "p.day")
        r.page.keyboard.press(key)
        assert value(r.page, "p.day") != before, key
        r.rested(f"key {key}")
    for _ in range(12):
        r.page.keyboard.down("ArrowLeft")
    r.held("key held")
    r.page.keyboard.up("ArrowLeft")
    r.rested("key released")


def select_and_look(r: Recorder) -> None:
    """Click a place, and look at it closer; the panel shows it."""
    go(r.page, "11 June 2014")
    r.rested("third typed date")
    value(r.page, f"p.map.setView({list(MOSUL)}, 9, {{animate: false}})")
    r.page.wait_for_timeout(500)
    spot = value(r.page, f"p.map.latLngToContainerPoint({list(MOSUL)})")
    corner = r.page.locator(".st-key-map iframe").bounding_box()
    assert isinstance(spot, dict)
    assert corner is not None
    r.page.mouse.click(corner["x"] + spot["x"], corner["y"] + spot["y"])
    r.rested("selected")
    expect(r.page.locator(".st-key-panel h2")).to_contain_text("Mosul")
    r.page.mouse.move(corner["x"] + 450, corner["y"] + 200)
    r.page.mouse.wheel(0, 360)
    r.page.wait_for_timeout(600)
    r.held("zoomed out")


CHATTY = """void (p.setDay = function (day) {
  Object.getPrototypeOf(this).setDay.call(this, day);
  this.bridge.report("date");
  this.bridge.flush();
})"""
NOTHING = {"scrubbing", "playing, panning, zooming", "filtering", "key held", "zoomed out"}


def test_a_sitting(recorder: Recorder, record_property: Callable[[str, object], None]) -> None:
    """Scrub, play, filter, step, type, select, move: no run meanwhile, one at rest, one map, no error, no stranger."""
    for part in (scrub, play, filter_by_legend, use_keys, select_and_look):
        part(recorder)
    frames = recorder.frames()
    record_property("frames", frames)
    record_property("runs", recorder.phases)
    logging.getLogger(__name__).info("frames %s; runs %s", frames, recorder.phases)
    assert {name: runs for name, runs in recorder.phases.items() if runs > (name not in NOTHING)} == {}
    assert recorder.phases["released"] == recorder.phases["selected"] == 1
    assert recorder.same_map
    assert frames["count"] > 100
    assert real_errors(recorder.watched) == []
    assert strangers(recorder.watched, recorder.site) == []
    recorder.page.get_by_role("link", name="Changes", exact=True).click()
    expect(recorder.page.locator(".t-title h1")).to_be_visible()
    recorder.page.get_by_role("link", name="Map", exact=True).click()
    expect(player(recorder.page).locator(".tp-date")).to_have_value("11 June 2014")
    expect(recorder.page.locator(".st-key-panel h2")).to_contain_text("Mosul")
    assert real_errors(recorder.watched) == []


def test_the_recorder_sees_what_it_looks_for(recorder: Recorder) -> None:
    """A player that reports at each step, a rebuilt map, an error and a request to outside are all noticed."""
    assert recorder.same_map
    value(recorder.page, CHATTY)
    for day in range(16300, 16303):
        value(recorder.page, f"p.setDay({day})")
        recorder.page.wait_for_timeout(800)
    assert recorder.wire.settled(recorder.page) >= 2
    recorder.page.evaluate("console.error('broken')")
    recorder.page.evaluate("fetch('http://elsewhere.invalid/').catch(() => {})")
    recorder.page.wait_for_timeout(500)
    assert "broken" in real_errors(recorder.watched)
    assert any("elsewhere.invalid" in url for url in strangers(recorder.watched, recorder.site))
    value(recorder.page, "void p.map.getContainer().firstChild.replaceWith(document.createElement('div'))")
    assert not recorder.same_map


def test_a_click_beside_the_map_comes_after_what_was_done_on_it(recorder: Recorder) -> None:
    """A filter ticked, and at once a row of the panel clicked: the server hears of both, in this order."""
    page = recorder.page
    go(page, "11 June 2014")
    recorder.rested("typed date")
    row = page.locator(".st-key-panel button", has_text="Mosul").first
    expect(row).to_be_visible()
    player(page).get_by_role("button", name="Show only Islamic State", exact=True).click(force=True)
    row.click()
    expect(page).to_have_url(re.compile(r"on=2014-06-10.*place=iq-mosul.*groups=IS"))
    recorder.rested("both")
    expect(page).to_have_url(re.compile(r"on=2014-06-10.*place=iq-mosul.*groups=IS"))
    assert (
        value(page, "[p.describe().date, p.describe().place, p.filters.groups[0]].join()") == "2014-06-10,iq-mosul,IS"
    )
