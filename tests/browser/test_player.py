"""The player in a real Chromium, on the bundled data, from a file on disk with the network off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from territory.render import PlayerView, TimelineDocument, export_html
from tests.browser.alone import ask, listen, ready, reports, state_of
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

Show = Callable[..., Watched]


def test_the_page_opens_alone_and_without_errors(opened: Watched) -> None:
    """No request leaves the file, the console is silent, the date is shown."""
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.errors == []
    assert opened.page.locator(".tp-date").input_value() == "9 July 2017"


def test_dragging_to_the_fall_of_mosul_shows_it(opened: Watched) -> None:
    """The slider's day is the map's day; the legend counts follow."""
    page = opened.page
    assert "contested" in state_of(page, "iq-mosul")
    page.locator(".tp-slider").fill("16232")
    assert page.locator(".tp-date").input_value() == "11 June 2014"
    assert state_of(page, "iq-mosul") == "Islamic State"
    assert "Army and police left their posts" in page.locator(".tp-claims").inner_text()


def test_scrubbing_reports_once_on_release(opened: Watched) -> None:
    """Fifty moves of the slider make no report; letting go makes one."""
    page = opened.page
    listen(page)
    box = page.locator(".tp-slider").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 14)
    page.mouse.down()
    for step in range(50):
        page.mouse.move(box["x"] + 20 + 4 * step, box["y"] + 14)
    assert reports(page) == []
    page.mouse.up()
    heard = reports(page)
    assert [report["why"] for report in heard] == ["date"]
    assert heard[0]["date"] == ask(page, "p.describe().date")


def test_playing_reports_nothing_until_paused(opened: Watched) -> None:
    """Pausing reports the day it stopped at."""
    page = opened.page
    listen(page)
    before = ask(page, "p.day")
    page.get_by_label("Play (space)").click()
    page.wait_for_timeout(700)
    assert page.evaluate("window.reports.length") == 0
    page.get_by_label("Pause (space)").click()
    assert len(reports(page)) == 1
    assert ask(page, "p.day") > before


def test_keys_move_time(opened: Watched) -> None:
    """Arrows step, Shift steps larger, n and p jump to changes, Home and End to the ends, space plays."""
    page = opened.page
    page.locator("body").press("ArrowRight")
    assert ask(page, "p.describe().date") == "2017-07-16"
    page.locator("body").press("Shift+ArrowLeft")
    assert ask(page, "p.describe().date") == "2017-06-16"
    page.locator("body").press("n")
    first = ask(page, "p.day")
    assert ask(page, "p.changes.day.includes(p.day)")
    page.locator("body").press("p")
    assert ask(page, "p.day") < first
    page.locator("body").press("Home")
    assert ask(page, "p.day === p.data.span[0]")
    page.locator("body").press("Space")
    assert ask(page, "p.playing")
    page.locator("body").press("Space")
    assert not ask(page, "p.playing")
    page.locator("body").press("End")
    assert ask(page, "p.day === p.data.span[1]")


def test_holding_a_key_reports_once(opened: Watched) -> None:
    """Ten repeats of a held key are one report, made when it is let go."""
    page = opened.page
    listen(page)
    for _ in range(10):
        page.keyboard.down("ArrowRight")
    assert reports(page) == []
    page.keyboard.up("ArrowRight")
    assert len(reports(page)) == 1


TYPED = {
    "10 June 2014": "2014-06-10",
    "2014-06-11": "2014-06-11",
    "June 12th, 2014": "2014-06-12",
    "13.6.2014": "2014-06-13",
    "July 2014": "2014-07-01",
    "2014": "2014-01-01",
    "1 January 1990": "2013-01-01",
}


def test_a_date_can_be_typed(opened: Watched) -> None:
    """In the usual forms; outside the span it stops at the end, nonsense changes nothing and says so."""
    page = opened.page
    for typed, day in TYPED.items():
        page.locator(".tp-date").fill(typed)
        page.locator(".tp-date").press("Enter")
        assert ask(page, "p.describe().date") == day
    for typed in ("yesterday", "31 June 2014"):
        page.locator(".tp-date").fill(typed)
        page.locator(".tp-date").press("Enter")
        assert ask(page, "p.describe().date") == "2013-01-01"
        assert "is not a date" in page.locator(".tp-notice").inner_text()


def test_a_filter_acts_at_once_and_counts(opened: Watched) -> None:
    """'Only' one group: the others are unticked, fewer places are shown, and one report follows."""
    page = opened.page
    listen(page)
    all_places = ask(page, "p.counts.shown")
    page.locator(".tp-row", has_text="Islamic State").first.hover()
    page.get_by_label("Show only Islamic State", exact=True).click()
    assert 0 < ask(page, "p.counts.shown") < all_places
    assert ask(page, "p.filters.groups") == ["IS"]
    assert [report["groups"] for report in reports(page)] == [["IS"]]
    page.get_by_role("button", name="Show all").click()
    assert ask(page, "p.counts.shown") == all_places


def test_counts_agree_with_the_histories(opened: Watched, document: TimelineDocument) -> None:
    """The legend's numbers are those of the document on that day, after any way of getting there."""
    page = opened.page
    intervals = document.payload["layers"][-1]["intervals"]
    for day in (15900, 16300, 16231, 17500, 18850, 16500):
        ask(page, f"p.setDay({day})")
        expected: dict[int, int] = {}
        rows = zip(intervals["start"], intervals["end"], intervals["holder"], strict=True)
        for holder in (h for start, end, h in rows if start <= day < end and h >= 0):
            expected[holder] = expected.get(holder, 0) + 1
        held = ask(page, "p.counts.groups.map((g) => g.held)")
        assert {k: count for k, count in enumerate(held) if count} == expected


def test_a_step_draws_the_same_as_a_fresh_page(opened: Watched) -> None:
    """After wandering, the canvas is pixel for pixel what painting everything anew gives."""
    page = opened.page
    for day in (16000, 16231, 16240, 17000, 16999, 17356):
        ask(page, f"p.setDay({day})")
    grab = "(() => { const l = p.layers.get('places'); return l._container.toDataURL(); })()"
    stepped = ask(page, grab)
    ask(page, "p.layers.get('places').refreshAll()")
    assert ask(page, grab) == stepped


def test_a_click_selects_and_reports_once(opened: Watched) -> None:
    """The nearest place under the pointer opens its card; Escape closes it."""
    page = opened.page
    listen(page)
    spot = ask(page, "(() => { const q = p.map.latLngToContainerPoint([34.4265, 70.4515]); return [q.x, q.y]; })()")
    page.mouse.move(*spot)
    assert page.locator(".tp-hover").is_visible()
    page.mouse.click(*spot)
    assert page.locator(".tp-card").is_visible()
    name = page.locator(".tp-card h2").inner_text()
    assert name
    heard = reports(page)
    assert [report["why"] for report in heard] == ["place"]
    page.locator("body").press("Escape")
    assert not page.locator(".tp-card").is_visible()


def test_a_command_moves_the_player_without_a_report(opened: Watched) -> None:
    """And an old command, made before the hand moved on, is dropped."""
    page = opened.page
    listen(page)
    page.evaluate("TerritoryPlayer.command({v: 1, after: 0, date: '2014-06-11', place: 'iq-mosul', groups: ['IS']})")
    assert ask(page, "p.describe().date") == "2014-06-11"
    assert ask(page, "p.describe().place") == "iq-mosul"
    assert reports(page) == []
    page.locator("body").press("ArrowRight")
    seq = reports(page)[-1]["seq"]
    page.evaluate("TerritoryPlayer.command({v: 1, after: 0, date: '2013-02-01'})")
    assert ask(page, "p.describe().date") == "2014-06-18"
    page.evaluate(f"TerritoryPlayer.command({{v: 1, after: {seq}, date: '2013-02-01'}})")
    assert ask(page, "p.describe().date") == "2013-02-01"


def test_marks_of_change_can_be_switched_off(opened: Watched) -> None:
    """A step to the next change marks it on the map; with the switch off it does not."""
    page = opened.page
    switch = page.get_by_role("button", name="Mark what changed in a step")
    assert switch.get_attribute("aria-pressed") == "true"
    page.locator("body").press("n")
    assert page.locator(".tp-pulse").count() > 0
    expect(page.locator(".tp-pulse:visible")).to_have_count(0)
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    page.locator("body").press("n")
    assert page.locator(".tp-pulse:visible").count() == 0


def test_the_address_holds_the_view(show: Show, html: str) -> None:
    """Date, place, groups and position in the address open the same view; unknown names are named, not obeyed."""
    fragment = "#d=2014-06-11&p=iq-mosul&g=IS~NOBODY&ll=36.3,43.1&z=7"
    page = ready(show(html, fragment=fragment)).page
    assert ask(page, "[p.describe().date, p.describe().place, p.filters.groups]") == ["2014-06-11", "iq-mosul", ["IS"]]
    assert ask(page, "[p.map.getZoom(), p.map.getCenter().lat.toFixed(1)]") == [7, "36.3"]
    assert "NOBODY" in page.locator(".tp-notice").inner_text()


def test_a_place_that_does_not_exist_is_said(show: Show, html: str) -> None:
    """The map still opens."""
    page = ready(show(html, fragment="#p=xx-atlantis&d=soon")).page
    words = page.locator(".tp-notice").inner_text()
    assert "xx-atlantis" in words
    assert "soon" in words


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(show: Show, document: TimelineDocument, theme: str, width: int) -> None:
    """With a place selected and the sources unfolded."""
    html = export_html(document, view=PlayerView(date=date(2017, 7, 9), place="iq-mosul"), theme=theme)
    page = ready(show(html, width=width, height=720)).page
    if width > 720:
        page.locator(".tp-sources summary").click()
        page.locator(".tp-history summary").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_live_region_says_date_and_changes(opened: Watched) -> None:
    """Once the hand rests."""
    page = opened.page
    ask(page, "p.goTo(16230)")
    ask(page, "p.goTo(16231)")
    page.wait_for_timeout(900)
    words = page.locator("[aria-live=polite]").first.inner_text()
    assert words.startswith("10 June 2014. ")
    assert "Mosul: Government of Iraq forces → Islamic State" in words


def test_less_motion_is_respected(show: Show, html: str) -> None:
    """Marks of change stand still."""
    page = ready(show(html, reduced_motion="reduce")).page
    ask(page, "p.setDay(16230)")
    ask(page, "p.setDay(16231)")
    frames = page.evaluate("document.getAnimations().map((a) => a.effect.getKeyframes().map((f) => f.opacity))")
    assert frames
    assert all(opacity == ["1", "1"] for opacity in frames)


def test_a_picture_has_the_map_the_legend_and_the_date(opened: Watched) -> None:
    """Saved as PNG under the day's name; date, legend and attribution stand below the map and cover nothing of it."""
    page = opened.page
    with page.expect_download() as download:
        page.get_by_label("Save a picture of the map").click()
    assert download.value.suggested_filename == "territory-2017-07-09.png"
    image = download.value.path().read_bytes()
    assert image[:4] == b"\x89PNG"
    width, height = (int.from_bytes(image[at : at + 4], "big") for at in (16, 20))
    size = ask(page, "p.map.getSize()")
    assert width == 2 * size["x"]
    assert height > 2 * size["y"] + 100


def test_looping_leaves_nothing_behind(opened: Watched) -> None:
    """Three thousand steps add no element and no listener."""
    page = opened.page
    ask(page, "p.goTo(p.data.span[0])")
    count = "document.querySelectorAll('*').length"
    ask(page, "(() => { for (let d = 0; d < 1500; d++) p.setDay(p.data.span[0] + d); })()")
    before = page.evaluate(count)
    ask(page, "(() => { for (let d = 1500; d >= 0; d--) p.setDay(p.data.span[0] + d); })()")
    ask(page, "(() => { for (let d = 0; d < 1500; d++) p.setDay(p.data.span[0] + d); })()")
    assert page.evaluate(count) - before <= 2


def test_two_days_under_one_swipe_bar(show: Show, html: str) -> None:
    """The other day is drawn right of the bar, named, counted, kept in the address, and stops on demand."""
    watched = ready(show(html, fragment="#d=2014-06-05&d2=2014-06-20"))
    page = watched.page
    assert page.locator(".tp-side-left").inner_text() == "5 June 2014"
    assert page.locator(".tp-side-date").input_value() == "20 June 2014"
    mosul = "p._find('iq-mosul').feature"
    here = ask(page, f"p.clocks.get('places').current[{mosul}]")
    there = ask(page, f"p.compare.clocks.get('places').current[{mosul}]")
    assert here != there
    assert ask(page, f"p.compare.differing().includes({mosul})")
    assert ask(page, "[p.describe().date, p.describe().compare]") == ["2014-06-05", "2014-06-20"]
    before = page.locator(".tp-swipe").bounding_box()
    page.locator(".tp-swipe").press("ArrowLeft")
    after = page.locator(".tp-swipe").bounding_box()
    assert before
    assert after
    assert after["x"] < before["x"]
    page.locator(".tp-side-date").fill("1 July 2014")
    page.locator(".tp-side-date").press("Enter")
    assert ask(page, "p.describe().compare") == "2014-07-01"
    page.get_by_label("Compare with another day").click()
    assert ask(page, "p.describe().compare") is None
    assert not page.locator(".tp-swipe").is_visible()
    assert watched.errors == []


def test_the_legend_slides_up_on_a_phone(show: Show, html: str) -> None:
    """It starts folded, opens over most of the map, filters, and folds again; nothing is wider than the screen."""
    page = ready(show(html, width=320, height=640, has_touch=True)).page
    page.locator(".tp-opener").tap()
    box = page.locator(".tp-legend").bounding_box()
    assert box
    assert box["height"] > 250
    assert box["width"] == 320
    page.locator(".tp-row-label", has_text="Taliban").tap()
    assert "TALIBAN" not in ask(page, "p.filters.groups")
    page.get_by_label("Fold the legend").tap()
    assert not page.locator(".tp-legend").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_place_is_found_by_any_spelling(opened: Watched) -> None:
    """Typed without accents or in its own script; Enter goes there."""
    page = opened.page
    for typed, name in {"tora b": "Tora Bora", "الموصل": "Mosul", "deir ez": "Deir ez-Zor"}.items():
        page.locator(".tp-finder input").fill(typed)
        page.locator(".tp-finder input").press("Enter")
        assert page.locator(".tp-card h2 bdi").first.inner_text().startswith(name)
    page.locator(".tp-finder input").fill("Atlantis")
    assert "No place of that name" in page.locator(".tp-hits").inner_text()
    page.locator(".tp-finder input").fill("")


def test_axe_finds_nothing_while_two_days_are_compared(show: Show, html: str) -> None:
    """With hits of a search and the keys shown."""
    page = ready(show(html, fragment="#d=2014-06-05&d2=2014-06-20")).page
    page.get_by_label("Keys").click()
    page.locator(".tp-finder input").fill("mos")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_scale_and_the_coordinates_follow_the_map(opened: Watched) -> None:
    """The bar stands for a round distance, the pointer's place is named; a page alone offers no online ground."""
    page = opened.page
    ask(page, "p.map.setView([36.335, 43.119], 5, {animate: false})")
    wide = page.locator(".tp-scale").inner_text()
    ask(page, "p.map.setView([36.335, 43.119], 12, {animate: false})")
    assert (wide, page.locator(".tp-scale").inner_text()) == ("200 km", "2 km")
    spot = ask(page, "p.map.latLngToContainerPoint([36.335, 43.119])")
    page.mouse.move(spot["x"] + 40, spot["y"] + 5)
    page.mouse.move(spot["x"], spot["y"])
    assert page.locator(".tp-spot").inner_text() == "36.335° N, 43.119° E"
    assert page.locator(".tp-ground").count() == 0


def test_on_a_phone_the_rest_of_the_tools_is_a_press_away(show: Show, html: str) -> None:
    """The first tools show; 'More' brings the others, and each can be reached."""
    page = show(html, width=320, height=640).page
    page.locator(".tp-ready").wait_for()
    palette = page.get_by_label("Colours for colour-blind readers")
    expect(palette).to_be_hidden()
    page.get_by_role("button", name="More").click()
    palette.click()
    expect(palette).to_have_attribute("aria-pressed", "true")
