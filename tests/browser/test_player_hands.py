"""What hands do to the player: filters of every kind, ways to the next change, fingers on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.alone import ask, listen, ready, reports
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

Show = Callable[..., Watched]


def _tick(name: str) -> Callable[[Page], None]:
    def untick(page: Page) -> None:
        page.locator(".tp-row-label, .tp-box").filter(has_text=name).first.click()

    return untick


def _least_confidence(page: Page) -> None:
    page.get_by_label("Least confidence").fill("90")


def _leave_out(page: Page) -> None:
    names = ask(page, "p.data.sources.publisher.filter(Boolean)")
    most = max(set(names), key=names.count)
    page.get_by_label("Leave out a publisher", exact=True).fill(most)
    page.get_by_label("Leave out a publisher", exact=True).press("Tab")


FILTERS = {
    "group": _tick("Taliban"),
    "status": _tick("Contested"),
    "country": _tick("Afghanistan"),
    "grade of a source": _tick("B established outlet"),
    "kind of evidence": _tick("reported"),
    "who made it": _tick("compiled by hand"),
    "publisher": _leave_out,
    "confidence": _least_confidence,
}


@pytest.mark.parametrize("use", FILTERS.values(), ids=FILTERS.keys())
def test_each_filter_acts_at_once(use: Callable[[Page], None], opened: Watched) -> None:
    """Fewer places are drawn and counted in the same moment, the server hears of it once, and it can be undone."""
    page = opened.page
    page.locator(".tp-sources summary").click()
    listen(page)
    drawn = "p.layers.get('places')._container.toDataURL()"
    everything, picture = ask(page, "p.counts.shown"), ask(page, drawn)
    use(page)
    shown = ask(page, "p.counts.shown")
    assert 0 < shown < everything
    assert ask(page, drawn) != picture
    assert page.locator(".tp-legend-title").inner_text() == f"{shown} places shown"
    assert [report["why"] for report in reports(page)] == ["filter"]
    page.get_by_role("button", name="Show all").click()
    assert ask(page, "p.counts.shown") == everything
    assert ask(page, drawn) == picture


def _next(page: Page, scope: str) -> int:
    page.get_by_label("Jump to").select_option(scope)
    page.get_by_role("button", name="Next change (n)").click()
    day: int = ask(page, "p.day")
    return day


EVERY_CHANGE = """[...p.changes.after].map((i) => {
  const feature = p.main.feature[i];
  const group = (n) => (n < 0 ? null : p.data.actors.code[n]);
  const groups = [group(p.main.holder[i]), group(p.main.rival[i])];
  const inView = p.layers.get("places").inView(feature);
  return { day: p.main.start[i], place: p.main.features.id[feature], groups, inView };
})"""


def test_the_next_change_of_all_of_groups_in_view_of_a_place(opened: Watched) -> None:
    """Each choice leads to the nearest day on which something of that kind changes."""
    page = opened.page
    start = 16000

    def expected(kind: Callable[[dict[str, Any]], bool]) -> int:
        return min(change["day"] for change in ask(page, EVERY_CHANGE) if change["day"] > start and kind(change))

    ask(page, f"p.goTo({start})")
    first = expected(lambda change: True)
    assert _next(page, "all") == first

    ask(page, "p.setFilter({groups: ['ISK']})")
    ask(page, f"p.goTo({start})")
    of_group = _next(page, "shown")
    assert of_group == expected(lambda change: "ISK" in change["groups"])
    ask(page, "p.resetFilters()")

    ask(page, f"p.goTo({start})")
    ask(page, "p.map.setView([36.335, 43.119], 10, {animate: false})")
    in_view = _next(page, "view")
    assert in_view == expected(lambda change: change["inView"])

    ask(page, "p.select(p._find('iq-mosul'))")
    ask(page, f"p.goTo({start})")
    of_place = _next(page, "place")
    assert of_place == expected(lambda change: change["place"] == "iq-mosul")
    assert len({first, of_group, in_view, of_place}) >= 3


def test_steps_of_a_day_a_week_a_month_a_year(opened: Watched) -> None:
    """The buttons step by the chosen unit, and back to where they came from."""
    page = opened.page
    for unit, day in {"day": "2017-07-10", "week": "2017-07-16", "month": "2017-08-09", "year": "2018-07-09"}.items():
        page.locator(".tp-setting", has_text="Step").locator("select").select_option(unit)
        page.get_by_role("button", name="Step forward").click()
        assert ask(page, "p.describe().date") == day
        page.get_by_role("button", name="Step back").click()
        assert ask(page, "p.describe().date") == "2017-07-09"


class Finger:
    """One finger on a touch screen."""

    def __init__(self, page: Page) -> None:
        self.wire: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 12) -> None:
        """Put it down, move it, lift it."""
        self._send("touchStart", start)
        for step in range(1, steps + 1):
            share = step / steps
            self._send("touchMove", tuple(a + (b - a) * share for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
        self._send("touchEnd")


def test_a_finger_scrubs_pans_and_selects_on_a_phone(show: Show, html: str) -> None:
    """A finger on the slider moves the date and reports once; on the map it pans; a tap selects a place."""
    watched = ready(show(html, width=360, height=740, has_touch=True, is_mobile=True))
    page = watched.page
    listen(page)
    finger = Finger(page)
    box = page.locator(".tp-slider").bounding_box()
    assert box
    handle = (box["x"] + 9 + (box["width"] - 18) * ask(page, "p.bar._fraction(p.day)"), box["y"] + box["height"] / 2)
    before = ask(page, "p.day")
    finger.drag(handle, (handle[0] - 90, handle[1]))
    assert ask(page, "p.day") < before - 300
    assert [report["why"] for report in reports(page)] == ["date"]

    centre = ask(page, "p.map.getCenter().lng")
    finger.drag((120, 250), (240, 300))
    expect(page.locator(".tp-bar")).to_be_visible()
    page.wait_for_timeout(600)
    assert ask(page, "p.map.getCenter().lng") < centre
    assert len(reports(page)) == 1

    ask(page, "p.map.setView([36.335, 43.119], 9, {animate: false})")
    spot = ask(page, "p.map.latLngToContainerPoint([36.335, 43.119])")
    page.touchscreen.tap(spot["x"] + 6, spot["y"] + 4)
    expect(page.locator(".tp-card h2")).to_contain_text("Mosul")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert watched.errors == []
