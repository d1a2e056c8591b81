"""Timelines that are empty, odd, hostile or late: each has a state on the screen that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from territory.control.areas import Area
from territory.control.histories import Histories
from territory.model import (
    Actor,
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    Interval,
    Place,
    PlaceId,
    PlaceKind,
    Source,
)
from territory.render import AreaLayer, OfflineMap, PlayerView, TimelineDocument, TimelinePlayer, export_html
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

Show = Callable[..., Watched]

RED = Actor(ActorCode("RED"), "Red Army", color="#c8372d")
ALPHA = Place(PlaceId("xx-alpha"), "Alpha", PlaceKind.CITY, "IQ", 36.34, 43.13)
BAD = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">'


def held(place_id: PlaceId, start: date, end: date | None = None, **fields: Any) -> ControlState:
    """RED holds it."""
    return ControlState(place_id, Interval(start, end), ActorCode("RED"), ControlStatus.CONTROLLED, **fields)


def build(
    spans: dict[PlaceId, list[ControlState]], places: Sequence[Place] = (ALPHA,), **more: Any
) -> TimelineDocument:
    """A document of these states."""
    return TimelineDocument.build(Histories(spans), places=places, actors=[RED], **more)


def ready(watched: Watched) -> Page:
    """The page once the player stands."""
    watched.page.wait_for_selector(".tp-ready")
    assert watched.errors == []
    return watched.page


def notice(page: Page) -> str:
    """What the page says."""
    return page.locator(".tp-notice").inner_text()


def test_no_states_at_all(show: Show) -> None:
    """The page says so, and what to do; keys and buttons do no harm."""
    page = ready(show(export_html(build({}, places=()))))
    assert "no states yet" in notice(page)
    for key in ("Space", "ArrowRight", "n", "p", "Home", "End"):
        page.locator("body").press(key)
    assert page.locator(".tp-legend-title").inner_text() == "0 places shown"
    assert page.locator(".tp-bar").evaluate("(bar) => bar.inert")
    assert page.locator(".tp-date").input_value() == ""
    legend, words = (page.locator(css).bounding_box() for css in (".tp-legend", ".tp-notice"))
    assert legend
    assert words
    assert words["x"] >= legend["x"] + legend["width"]


def test_one_place_on_one_day(show: Show) -> None:
    """The slider rests, the place is shown."""
    day = date(2014, 6, 10)
    page = ready(show(export_html(build({ALPHA.place_id: [held(ALPHA.place_id, day, last_evidence=day)]}))))
    assert "one day, 10 June 2014" in notice(page)
    assert page.locator(".tp-slider").is_disabled()
    assert page.locator(".tp-legend-title").inner_text() == "1 place shown"


def test_a_timeline_in_which_nothing_changes(show: Show) -> None:
    """The page says so; there is no next change, and the slider still moves."""
    page = ready(show(export_html(build({ALPHA.place_id: [held(ALPHA.place_id, date(2014, 1, 1), date(2016, 1, 1))]}))))
    assert "Nothing changes hands in this timeline" in notice(page)
    page.locator("body").press("n")
    assert "No later change" in notice(page)
    page.locator("body").press("Home")
    assert page.locator(".tp-date").input_value() == "1 January 2014"


def test_a_link_of_another_version(show: Show) -> None:
    """What the link carries and this version does not know is named; the rest holds."""
    document = build({ALPHA.place_id: [held(ALPHA.place_id, date(2014, 1, 1), date(2016, 1, 1))]})
    page = ready(show(export_html(document), fragment="#d=2014-06-11&date=2015-01-01&epoch=7"))
    assert "another version: date, epoch" in notice(page)
    assert page.locator(".tp-date").input_value() == "11 June 2014"


def test_dates_far_apart(show: Show) -> None:
    """A thousand years are scrubbed like ten."""
    early, late = date(1014, 1, 1), date(2014, 1, 1)
    states = [held(ALPHA.place_id, early, late), replace(held(ALPHA.place_id, late), status=ControlStatus.INFLUENCE)]
    page = ready(show(export_html(build({ALPHA.place_id: states}))))
    page.locator("body").press("Home")
    assert page.locator(".tp-date").input_value() == "1 January 1014"
    page.locator("body").press("n")
    assert page.locator(".tp-date").input_value() == "1 January 2014"


def test_missing_geometry(show: Show) -> None:
    """An area without an outline is not drawn, and everything else is."""
    day = date(2014, 1, 1)
    area = Area("d1", "Nowhere", "IQ", None, (), 0, 0, 0)
    layer = AreaLayer("districts", "Districts", [area], {"d1": (held(PlaceId("d1"), day),)})
    page = ready(show(export_html(build({ALPHA.place_id: [held(ALPHA.place_id, day)]}, areas=[layer]))))
    page.evaluate(
        "(() => { const p = TerritoryPlayer.players[0]; p.select(p._find('d1', 'districts'), {fly: true}); })()"
    )
    assert page.locator(".tp-card h2").inner_text() == "Nowhere"


def test_hostile_text_in_every_field_stays_text(show: Show) -> None:
    """Names, groups, notes, sources, titles: nothing runs, and the reader sees what was written."""
    day = date(2014, 6, 10)
    place = replace(ALPHA, name=BAD, admin1=BAD, country=BAD)
    claim = Claim(
        ClaimId(BAD), place.place_id, _kind(), ControlStatus.CONTROLLED, ActorCode("RED"), day, _moment(),
        source=Source(BAD, BAD, BAD, f"javascript:{BAD}", "B", 2), evidence=BAD, attributed_to=BAD,
    )  # fmt: skip
    state = held(place.place_id, day, claim_ids=(claim.claim_id,))
    document = TimelineDocument.build(
        Histories({place.place_id: [state]}), places=[place], actors=[replace(RED, name=BAD)], claims=[claim], title=BAD
    )
    page = ready(show(export_html(document, view=PlayerView(place=place.place_id), attribution=BAD, query={BAD: BAD})))
    page.evaluate("(() => { const p = TerritoryPlayer.players[0]; p.say(p.step.note()); p.tools.citation(); })()")
    page.locator("summary").first.click()
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator(".tp-card h2").inner_text() == BAD
    assert page.locator(".tp-claim blockquote").inner_text() == BAD


def _kind() -> Any:
    from territory.model import EventKind

    return EventKind.CAPTURED


def _moment() -> Any:
    from datetime import UTC, datetime

    return datetime(2014, 6, 10, tzinfo=UTC)


def test_a_hundred_thousand_places(show: Show) -> None:
    """They open, scrub and are counted."""
    places = [
        replace(ALPHA, place_id=PlaceId(f"p{k}"), name=f"P {k}", lat=30 + (k % 400) / 60, lon=36 + (k // 400) / 20)
        for k in range(100_000)
    ]
    first, second = date(2014, 1, 1), date(2014, 3, 1)
    spans = {
        place.place_id: [
            held(place.place_id, first, second),
            replace(held(place.place_id, second), status=ControlStatus.INFLUENCE),
        ]
        for place in places
    }
    page = ready(show(export_html(build(spans, places))))
    assert page.locator(".tp-legend-title").inner_text() == "100,000 places shown"
    page.locator("body").press("Home")
    page.locator("body").press("n")
    assert page.locator(".tp-date").input_value() == "1 March 2014"


@pytest.fixture
def page_with_route(watch: Callable[..., Watched]) -> Callable[[Callable[[Route], None]], Page]:
    """A page whose timeline comes by a route that the test answers."""
    html = OfflineMap(inline=True, fill=True)
    TimelinePlayer("/territory/timeline/x.json").add_to(html)
    text = html.get_root().render()

    def open_with(answer: Callable[[Route], None]) -> Page:
        page = watch().page
        page.route("http://territory.test/", lambda route: route.fulfill(body=text, content_type="text/html"))
        page.route("http://territory.test/territory/timeline/**", answer)
        page.goto("http://territory.test/")
        return page

    return open_with


def document_bytes() -> bytes:
    """A good document."""
    return build({ALPHA.place_id: [held(ALPHA.place_id, date(2014, 1, 1), date(2015, 1, 1))]}).data


def test_a_failing_route_can_be_tried_again(page_with_route: Callable[..., Page]) -> None:
    """The page names the answer, offers another try, and recovers."""
    answers = [(503, b""), (200, document_bytes())]

    def answer(route: Route) -> None:
        status, body = answers.pop(0)
        route.fulfill(status=status, body=body, content_type="application/json")

    page = page_with_route(answer)
    page.get_by_role("button", name="Try again").wait_for()
    assert "503" in notice(page)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(".tp-ready")


def spoilt(column: str, number: int) -> bytes:
    """A good document with one number that points at nothing."""
    raw = json.loads(document_bytes())
    raw["layers"][-1]["intervals"][column][0] = number
    return json.dumps(raw).encode()


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "another version": (lambda: b'{"format": "territory-timeline/99"}', "territory-timeline/99"),
    "half a document": (lambda: b'{"format": "territory-timeline/1"}', "damaged"),
    "no JSON": (lambda: b"<html>", "damaged or cut short"),
    "cut short": (lambda: document_bytes()[:400], "damaged or cut short"),
    "a holder that is not there": (lambda: spoilt("holder", 99), "damaged (layer places, column holder)"),
    "a claim that is not there": (lambda: spoilt("claimCount", 5), "damaged (layer places, column claimRefs)"),
}


@pytest.mark.parametrize(("body", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_document_that_cannot_be_read(
    page_with_route: Callable[..., Page], body: Callable[[], bytes], words: str
) -> None:
    """Says what it is; the time bar rests, keys do no harm, and the map can be moved."""
    page = page_with_route(lambda route: route.fulfill(body=body(), content_type="application/json"))
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.locator('.tp-notice[data-kind="failed"]').wait_for()
    assert words in notice(page)
    for key in ("Space", "ArrowRight", "n", "Home", "End", "Escape"):
        page.keyboard.press(key)
    assert page.locator(".tp-bar").evaluate("(bar) => bar.inert")
    page.get_by_label("Zoom in (+)").click()
    assert broken == []


def test_a_document_that_is_gone(page_with_route: Callable[..., Page]) -> None:
    """The page says that a reload brings the present one."""
    page = page_with_route(lambda route: route.fulfill(status=404, body="gone"))
    page.locator('.tp-notice[data-kind="failed"]').wait_for()
    assert "no more (404). Reload the page." in notice(page)


def test_a_server_that_is_not_there(page_with_route: Callable[..., Page]) -> None:
    """Says that it cannot be reached."""
    page = page_with_route(lambda route: route.abort())
    page.locator('.tp-notice[data-kind="failed"]').wait_for()
    assert "cannot be reached" in notice(page)


def test_a_slow_route_says_so(page_with_route: Callable[..., Page]) -> None:
    """First that it loads, after a while that it still does; keys do no harm meanwhile."""
    waiting: list[Route] = []
    page = page_with_route(lambda route: waiting.append(route))
    page.locator('.tp-notice[data-kind="loading"]').wait_for()
    for key in ("Space", "ArrowRight", "n", "Home", "Escape"):
        page.keyboard.press(key)
    page.get_by_text("Still loading").wait_for()
    waiting[0].fulfill(body=document_bytes(), content_type="application/json")
    page.wait_for_selector(".tp-ready")


def test_another_document_is_swapped_in_without_a_remount(page_with_route: Callable[..., Page]) -> None:
    """A command names it; date, place and map stay, the counts are those of the new one."""
    beta = replace(ALPHA, place_id=PlaceId("xx-beta"), name="Beta", lat=35.0)
    span = (date(2014, 1, 1), date(2015, 1, 1))
    both = build({place.place_id: [held(place.place_id, *span)] for place in (ALPHA, beta)}, (ALPHA, beta)).data

    def answer(route: Route) -> None:
        body = both if "y.json" in route.request.url else document_bytes()
        route.fulfill(body=body, content_type="application/json")

    page = page_with_route(answer)
    page.wait_for_selector(".tp-ready")
    page.evaluate("TerritoryPlayer.command({v: 1, after: 0, date: '2014-06-10', place: 'xx-alpha'})")
    page.evaluate("window.kept = TerritoryPlayer.players[0].map.getContainer().firstChild")
    page.evaluate("TerritoryPlayer.command({v: 1, after: 0, timeline: '/territory/timeline/y.json'})")
    page.get_by_text("2 places shown").wait_for()
    found = page.evaluate(
        """(() => { const p = TerritoryPlayer.players[0]; const { date, place } = p.describe();
        return [date, place, TerritoryPlayer.players.length, window.kept === p.map.getContainer().firstChild]; })()"""
    )
    assert found == ["2014-06-10", "xx-alpha", 1, True]
