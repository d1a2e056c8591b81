"""The plugin without the app: as a notebook shows it, and on a plain `folium.Map`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import folium
import pytest
from playwright.sync_api import Page, Route, expect

from territory.control.histories import Histories
from territory.model import Actor, ActorCode, ControlState, ControlStatus, Interval, Place, PlaceId, PlaceKind
from territory.render import OfflineMap, PlayerView, TimelineDocument, TimelinePlayer
from territory.render.served import leaflet_script, leaflet_style
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

RED = Actor(ActorCode("RED"), "Red Army", color="#c8372d")
BLUE = Actor(ActorCode("BLUE"), "Blue Army", color="#2d5fc8")
ALPHA = Place(PlaceId("xx-alpha"), "Alpha", PlaceKind.CITY, "IQ", 36.34, 43.13)
TURN = date(2014, 6, 10)


@pytest.fixture
def document() -> TimelineDocument:
    """A place that changes hands once."""
    states = [
        ControlState(ALPHA.place_id, Interval(start, end), actor.code, ControlStatus.CONTROLLED)
        for actor, start, end in ((RED, date(2014, 1, 1), TURN), (BLUE, TURN, date(2015, 1, 1)))
    ]
    return TimelineDocument.build(Histories({ALPHA.place_id: states}), places=[ALPHA], actors=[RED, BLUE])


def use(page: Page, frame: object) -> None:
    """Step to the change, see who has come, click the place."""
    assert hasattr(frame, "locator")
    frame.locator(".tp-ready").wait_for()
    expect(frame.locator(".tp-legend-title")).to_have_text("1 place shown")
    frame.get_by_role("button", name="Next change (n)").click()
    expect(frame.locator(".tp-date")).to_have_value("10 June 2014")
    expect(frame.locator(".tp-date-note")).to_contain_text("Red Army → Blue Army")
    frame.locator("body").press("Home")
    expect(frame.locator(".tp-date")).to_have_value("1 January 2014")


def test_a_notebook_shows_it_in_a_frame_with_no_network(
    document: TimelineDocument, show: Callable[..., Watched]
) -> None:
    """What a notebook makes of the map (`_repr_html_`) works in its frame, with the network off."""
    board = OfflineMap(inline=True)
    TimelinePlayer(document, view=PlayerView(date=date(2014, 2, 1))).add_to(board)
    watched = show(f"<!doctype html><title>Notebook</title>{board._repr_html_()}")
    use(watched.page, watched.page.frame_locator("iframe"))
    assert watched.errors == []
    assert not [url for url in watched.requests if url.startswith("http")]


def _answer(route: Route) -> None:
    """Stand for the public servers that folium takes its libraries from; there are no tiles."""
    name = route.request.url.rpartition("/")[2]
    body = {"leaflet.js": leaflet_script(), "leaflet.css": leaflet_style()}.get(name, "")
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(body=body, content_type=kind)


def test_a_plain_folium_map_takes_the_player(document: TimelineDocument, watch: Callable[..., Watched]) -> None:
    """`folium.Map` with the plugin, rendered to a page: the player stands on it, and asks for nothing of its own."""
    board = folium.Map(location=(36.3, 43.1), zoom_start=7)
    TimelinePlayer(document, view=PlayerView(date=date(2014, 2, 1))).add_to(board)
    text = board.get_root().render()
    watched = watch()
    watched.page.route(re.compile("^https://"), _answer)
    watched.page.route("http://notebook.test/", lambda route: route.fulfill(body=text, content_type="text/html"))
    watched.page.goto("http://notebook.test/")
    use(watched.page, watched.page)
    page = watched.page
    expect(page.locator(".tp-credit")).to_contain_text("OpenStreetMap contributors")
    expect(page.locator(".tp-credit")).not_to_contain_text("Natural Earth")
    page.get_by_label("Whole map").click()
    page.get_by_label("Colours for colour-blind readers").click()
    page.get_by_label("Compare with another day").click()
    expect(page.locator(".tp-swipe")).to_be_visible()
    page.get_by_label("Compare with another day").click()
    assert watched.errors == []
    folium_own = re.findall(r"https://[^\"')\s]+", html.unescape(folium.Map().get_root().render()))
    hosts = {url.split("/")[2].replace("{s}.", "") for url in folium_own}
    asked = {url.split("/")[2] for url in watched.requests if url.startswith("https://")}
    assert all(any(host.endswith(known) for known in hosts) for host in asked)
