"""The dashboard in a real browser: the analyst's journey, no rerun while scrubbing, nothing from outside."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect

from tests.browser.analyst import evaluate, go, player, real_errors, search, strangers
from tests.browser.conftest import Watched
from tests.browser.serving import Wire, serving

pytestmark = pytest.mark.browser

Watch = Callable[..., Watched]

TORA_BORA = "[34.1167, 70.2167]"


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_the_journey(site: str, watch: Watch) -> None:
    """Open, go to 11 June 2014, see Mosul fall, filter to one group, click Tora Bora, read, reload: all is there."""
    watched = watch()
    page = watched.page
    page.goto(site)
    expect(player(page).locator(".tp-date")).to_have_value("9 July 2017")
    panel = page.locator(".st-key-panel")

    search(page, "Mosul")
    go(page, "5 June 2014")
    expect(panel.locator(".t-state")).to_contain_text("Government of Iraq forces")
    go(page, "11 June 2014")
    expect(panel.locator(".t-state strong")).to_have_text("Islamic State")
    expect(page).to_have_url(re.compile(r"on=2014-06-11&place=iq-mosul"))

    shown = player(page).locator(".tp-legend")
    player(page).get_by_role("button", name="Show only Islamic State", exact=True).click(force=True)
    expect(page).to_have_url(re.compile("groups=IS"))
    expect(shown).to_contain_text(re.compile(r"\b[1-9]\d places"))
    player(page).get_by_role("button", name="Show all", exact=True).click()
    expect(page).not_to_have_url(re.compile("groups="))

    go(page, "9 July 2017")
    evaluate(page, f"TerritoryPlayer.players.at(-1).map.setView({TORA_BORA}, 11, {{animate: false}})")
    spot = evaluate(page, f"TerritoryPlayer.players.at(-1).map.latLngToContainerPoint({TORA_BORA})")
    corner = page.locator(".st-key-map iframe").bounding_box()
    assert isinstance(spot, dict)
    assert corner is not None
    page.mouse.click(corner["x"] + spot["x"], corner["y"] + spot["y"])
    expect(panel.locator("h2")).to_contain_text("Tora Bora")
    quote = panel.locator("blockquote").first
    expect(quote).to_contain_text("Islamic State militants reportedly overran three Taliban positions")

    expect(page).to_have_url(re.compile(r"place=af-tora-bora.*z=11"))
    address = page.url
    page.reload()
    player(page)
    expect(panel.locator("h2")).to_contain_text("Tora Bora")
    expect(panel.locator("blockquote").first).to_contain_text("reportedly overran")
    expect(page).to_have_url(address)
    assert real_errors(watched) == []
    assert strangers(watched, site) == []


def test_scrubbing_asks_the_server_once_and_never_remounts(site: str, watch: Watch) -> None:
    """While the slider is dragged nothing is sent; on release one message goes out and the map stays the same one."""
    watched = watch()
    page = watched.page
    wire = Wire().listen(page)
    page.goto(site)
    slider = player(page).locator(".tp-slider")
    evaluate(page, "window.sameMap = true")
    page.wait_for_timeout(500)
    wire.clear()
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.51, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, y, steps=30)
    assert wire.sent == []
    page.mouse.up()
    expect(page).to_have_url(re.compile("on=201[34]"))
    page.wait_for_timeout(700)
    assert len(wire.sent) == 1
    assert evaluate(page, "window.sameMap") is True


STEPS = {
    "what changed": ("2014-06-09", "", ("10 June 2014", "11 June 2014", "12 June 2014")),
    "many changes": ("2021-08-14", "", ("15 August 2021", "16 August 2021")),
    "place": ("2014-06-09", "&place=iq-mosul", ("10 June 2014", "11 June 2014", "10 July 2017")),
    "place with long names": ("2016-01-01", "&place=sy-deir-ez-zor", ("1 June 2017", "6 September 2017")),
}


@pytest.mark.parametrize(("day", "place", "steps"), STEPS.values(), ids=STEPS.keys())
def test_a_released_date_costs_few_bytes(day: str, place: str, steps: tuple[str, ...], site: str, watch: Watch) -> None:
    """Each date released sends and receives 5 KB at most, not the panel and the map again."""
    page = watch().page
    wire = Wire().listen(page)
    page.goto(f"{site}/?on={day}{place}")
    player(page)
    page.wait_for_timeout(2500)
    for step in steps:
        wire.clear()
        go(page, step)
        wire.settled(page)
        assert len(wire.sent) == 1
        assert 0 < sum(wire.sent) + sum(wire.received) <= 5_120, step


def test_the_map_leaves_as_one_file_and_follows_the_theme(site: str, watch: Watch) -> None:
    """The Share menu gives the map as one HTML file, opened on the view's day; the map has no theme of its own."""
    page = watch(accept_downloads=True).page
    page.goto(f"{site}/?on=2014-06-11")
    expect(player(page).get_by_role("button", name="Light or dark")).to_have_count(0)
    page.get_by_role("button", name="Share").click()
    button = page.get_by_role("button", name="The map as one HTML file").first
    with page.expect_download() as download:
        button.click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "2014-06-11" in text
    assert "default-src 'none'" in text


def test_a_timeline_that_does_not_come_is_said_and_tried_again(site: str, watch: Watch) -> None:
    """In the app too the map says what failed; the panel and the menu go on working, and another try brings the map."""
    watched = watch()
    page = watched.page
    answers: list[Callable[[Route], object]] = [lambda route: route.fulfill(status=500, body="broken")]
    page.route("**/territory/timeline/**", lambda route: answers.pop()(route) if answers else route.continue_())
    page.goto(f"{site}/?on=2014-06-11")
    frame = page.frame_locator(".st-key-map iframe")
    expect(frame.locator(".tp-notice")).to_contain_text("The server answered with an error (500).")
    expect(page.locator(".st-key-panel button", has_text="Mosul").first).to_be_visible()
    frame.get_by_role("button", name="Try again").click()
    expect(player(page).locator(".tp-date")).to_have_value("11 June 2014")
    expect(frame.locator(".tp-notice")).to_be_hidden()
    assert [text for text in real_errors(watched) if "status of 500" not in text] == []


def test_panning_and_zooming_ask_the_server_nothing(site: str, watch: Watch) -> None:
    """Pan and zoom write the address, and no message goes out; a later step does not jump back."""
    page = watch().page
    wire = Wire().listen(page)
    page.goto(site)
    player(page)
    page.wait_for_timeout(500)
    wire.clear()
    page.mouse.move(600, 400)
    page.mouse.down()
    page.mouse.move(450, 330, steps=6)
    page.mouse.up()
    page.mouse.wheel(0, -300)
    expect(page).to_have_url(re.compile("ll="))
    page.wait_for_timeout(800)
    assert wire.sent == []
    before = evaluate(page, "TerritoryPlayer.players.at(-1).map.getCenter()")
    go(page, "1 March 2016")
    expect(page).to_have_url(re.compile("on=2016-03-01.*ll="))
    page.wait_for_timeout(500)
    assert evaluate(page, "TerritoryPlayer.players.at(-1).map.getCenter()") == before


def test_an_online_ground_is_asked_for_only_when_chosen(site: str, watch: Watch) -> None:
    """Off, nothing leaves the machine; on, tiles and their credit come; off again, the drawn ground is back."""
    watched = watch()
    page = watched.page
    page.route("https://tile.openstreetmap.org/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    page.goto(site)
    ground = player(page).get_by_label("Ground", exact=True)
    assert strangers(watched, site) == []
    ground.select_option("osm")
    expect(player(page).locator(".tp-credit")).to_contain_text("OpenStreetMap contributors")
    expect(player(page).locator("img.leaflet-tile").first).to_be_attached()
    asked = strangers(watched, site)
    assert asked
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in asked)
    ground.select_option("drawn")
    expect(player(page).locator("img.leaflet-tile")).to_have_count(0)
    expect(player(page).locator(".tp-credit")).not_to_contain_text("OpenStreetMap contributors")
    assert real_errors(watched) == []


def test_what_changed_follows_and_leads_to_its_place(site: str, watch: Watch) -> None:
    """Without a place the panel lists the week around the date; a click opens the place on that day."""
    page = watch().page
    page.goto(f"{site}/?on=2014-06-11")
    player(page)
    page.locator(".st-key-panel button", has_text="Mosul").first.click()
    expect(page).to_have_url(re.compile("on=2014-06-10.*place=iq-mosul"))
    expect(page.locator(".st-key-panel h2")).to_contain_text("Mosul")


@pytest.mark.parametrize("name", ["changes", "groups", "data"])
def test_a_link_to_a_page_opens_without_a_failed_request(name: str, site: str, watch: Watch) -> None:
    """An address of a page typed or mailed opens it at once: the console stays empty, the view is the link's."""
    watched = watch()
    watched.page.goto(f"{site}/{name}?on=2014-06-11")
    expect(watched.page.locator(".t-title h1")).to_be_visible()
    expect(watched.page).to_have_url(re.compile(f"/{name}.*on=2014-06-11"))
    assert real_errors(watched) == []
    watched.page.get_by_role("link", name="Map", exact=True).click()
    expect(player(watched.page).locator(".tp-date")).to_have_value("11 June 2014")
    assert real_errors(watched) == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (768, "light"), (2560, "dark")])
def test_fits_from_phone_to_large_screen(width: int, scheme: str, site: str, watch: Watch) -> None:
    """At every width the map and the panel are on the page and nothing makes it scroll sideways."""
    page = watch(width=width, height=800, color_scheme=scheme).page
    page.goto(f"{site}/?on=2014-06-11&place=iq-mosul")
    player(page)
    expect(page.locator(".st-key-panel h2")).to_contain_text("Mosul")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    frame = page.locator(".st-key-map iframe").bounding_box()
    assert frame is not None
    assert frame["width"] >= min(width, 820) * 0.55


def test_the_search_leaves_the_menu_room(site: str, watch: Watch) -> None:
    """From a tablet to a desktop nothing lies on the last entry of the menu."""
    page = watch(width=1440, height=400).page
    page.goto(f"{site}/articles")
    expect(page.locator(".t-title h1")).to_be_visible()
    for width in (1440, 1280, 1100, 1024, 930, 768):
        page.set_viewport_size({"width": width, "height": 400})
        page.wait_for_function(
            """() => {
              const last = [...document.querySelectorAll("[data-testid=stTopNavLink]")].at(-1);
              const search = document.querySelector(".st-key-find");
              return last.getBoundingClientRect().right <= search.getBoundingClientRect().left;
            }"""
        )


def test_each_page_opens_from_the_menu_and_keeps_the_view(site: str, watch: Watch) -> None:
    """A page opened from the menu has a headline, keeps date and place in the address, and leads back to the map."""
    watched = watch()
    page = watched.page
    page.goto(f"{site}/?on=2014-06-11&place=iq-mosul")
    for name in ("Changes", "Groups", "Compare", "Articles", "Data"):
        player(page)
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"/{name.lower()}"))
        expect(page.locator(".t-title h1")).to_be_visible()
        expect(page).to_have_url(re.compile("on=2014-06-11"))
        page.get_by_role("link", name="Map", exact=True).click()
        expect(player(page).locator(".tp-date")).to_have_value("11 June 2014")
        expect(page.locator(".st-key-panel h2")).to_contain_text("Mosul")
    assert real_errors(watched) == []


PAGES = (
    "?on=2017-07-09&place=af-tora-bora",
    "?on=2014-06-11&vs=2017-07-09",
    "changes?from=2014-06-01&to=2014-07-01",
    "groups",
    "compare?on=2014-06-11&vs=2017-07-09",
    "whatif?minusgrades=D",
    "articles",
    "data",
    "evaluation",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(scheme: str, site: str, watch: Watch) -> None:
    """An automated check of each whole page finds no fault but minor ones of the framework."""
    page = watch(color_scheme=scheme).page
    faults = []
    for address in PAGES:
        page.goto(f"{site}/{address}")
        expect(page.locator(".st-key-panel h2, .t-title h1").first).to_be_visible()
        page.wait_for_timeout(1500)
        found = Axe().run(page).response["violations"]
        faults += [
            (address, fault["id"], [node["html"][:160] for node in fault["nodes"]])
            for fault in found
            if fault["impact"] != "minor"
        ]
    assert faults == []


STOP = """() => {
  let node = document.activeElement, inside = "";
  while (node.contentDocument || node.shadowRoot?.activeElement) {
    inside = node.contentDocument ? "map" : inside;
    node = node.contentDocument ? node.contentDocument.activeElement : node.shadowRoot.activeElement;
  }
  const label = node.getAttribute("aria-label") || node.labels?.[0]?.innerText || node.innerText || "";
  const mark = getComputedStyle(node), around = getComputedStyle(node.closest("label") ?? node);
  const box = node.getBoundingClientRect();
  return {
    inside, name: label.trim(), tag: node.tagName, wide: Math.min(box.width, box.height),
    ringed: [mark, around].some(({ outlineStyle }) => outlineStyle !== "none"),
  };
}"""


def test_the_keyboard_walks_through_the_map_and_out_again(site: str, watch: Watch) -> None:
    """Tab reaches search, map and panel in this order; each stop has a name and a ring, those of the map 24 px."""
    watched = watch()
    page = watched.page
    page.goto(f"{site}/?on=2017-07-09")
    frame = player(page)
    expect(page.locator(".st-key-panel h2")).to_have_text("What changed")
    page.get_by_role("combobox", name=re.compile("Search")).focus()
    stops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
        if "Tora Bora" in stops[-1]["name"]:
            break
    inside = [stop for stop in stops if stop["inside"]]
    assert any("Settings" in stop["name"] for stop in stops[: stops.index(inside[0])])
    assert inside[0]["name"] == "Skip to the time bar"
    assert "Tora Bora" in stops[-1]["name"]
    assert [stop for stop in stops if not stop["name"] or not stop["ringed"]] == []
    assert [stop for stop in inside if stop["wide"] < 24] == []

    frame.get_by_role("button", name="Skip to the time bar").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    expect(frame.locator(".tp-date")).to_have_value("10 July 2017")
    expect(frame.locator("[aria-live=polite]").first).to_have_text(re.compile(r"^10 July 2017\. \d changes?\. Mosul"))
    found = Axe().run(next(frame for frame in page.frames if "streamlit_folium" in frame.url))
    assert found.violations_count == 0, found.generate_report()
    assert real_errors(watched) == []


def test_the_share_menu_copies_and_saves_on_a_phone(site: str, watch: Watch) -> None:
    """Link and citation carry the address as it stands, and the picture comes as a file, on the smallest phone."""
    watched = watch(width=320, height=640, accept_downloads=True, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(f"{site}/?on=2014-06-11&place=iq-mosul&ll=36.3000,43.1000&z=8")
    player(page)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_text("Citation copied.")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("Territory (version ")
    assert copied.endswith(page.url)
    assert "ll=36.3" in copied
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture of the map").click()
    assert download.value.suggested_filename == "territory-2014-06-11.png"
    assert real_errors(watched) == []


def test_a_row_of_a_sorted_ledger_shows_its_own_claim(site: str, watch: Watch) -> None:
    """Sorted by place, a click on the first row puts that place's claim beside the table, and leads to the map."""
    page = watch().page
    page.goto(f"{site}/changes?from=2014-06-09&to=2014-06-11")
    table = page.locator(".stDataFrame")
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 150, box["y"] + 16)
    page.wait_for_timeout(600)
    page.mouse.click(box["x"] + 150, box["y"] + 52)
    button = page.locator(".st-key-picked button")
    expect(button).to_contain_text("Show al-Alam on the map")
    page.wait_for_timeout(800)
    button.click()
    expect(page).to_have_url(re.compile("place=iq-al-alam"))
    expect(page.locator(".st-key-panel h2")).to_contain_text("al-Alam")


def test_hostile_text_runs_nothing(watch: Watch, tmp_path: Path) -> None:
    """Names, titles and quotes that carry scripts are shown as text in map, panel, pages and search."""
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    evil = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    quoted = evil.replace('"', '""')
    (hostile / "places.csv").write_text(f'place_id,name,place_kind,country,lat,lon\nxx-evil,"{quoted}",town,IQ,36,43\n')
    (hostile / "actors.csv").write_text(f'code,name\nEV,"{quoted}"\nEW,"{quoted}"\n')
    events = [
        f'e{number},xx-evil,2015-01-{day},day,captured,,{group},controlled,,reported,"{quoted}","{quoted}",2015-01-01,'
        f'{url},B,2,"{quoted}"\n'
        for number, (day, group, url) in enumerate(
            [
                ("01", "EV", "https://example.org/"),
                ("05", "EW", "https://example.org/#javascript:window.hacked=1"),
                ("06", "EV", "javascript:window.hacked=1"),
            ]
        )
    ]
    (hostile / "control_events.csv").write_text(
        "event_id,place_id,event_date,date_precision,event_kind,actor_from,actor_to,status_after,contested_by,"
        "evidence_type,source_title,source_publisher,source_date,source_url,source_reliability,"
        "information_credibility,note\n" + "".join(events)
    )
    store = tmp_path / "store.db"
    environment = {**os.environ, "TERRITORY_STORE": f"sqlite:///{store}"}
    tables = [str(hostile / f"{name}.csv") for name in ("control_events", "places", "actors")]
    command = [sys.executable, "-m", "territory", "import", tables[0], "--places", tables[1], "--actors", tables[2]]
    done = subprocess.run([*command, "--empty"], capture_output=True, text=True, check=False, env=environment)
    assert "line 4: field source_url: 'javascript:window.hacked=1' is no web address" in done.stderr
    with serving(store) as url:
        watched = watch()
        page = watched.page
        for path in (
            "?place=xx-evil&on=2015-01-05",
            "?on=2015-01-05",
            "changes?from=2014-01-01&to=2016-01-01",
            "groups",
            "data",
        ):
            page.goto(f"{url}/{path}")
            expect(page.locator(".st-key-topbar")).to_be_visible()
            page.wait_for_timeout(1200)
            page.get_by_role("combobox", name=re.compile("Search")).fill("script")
            page.wait_for_timeout(500)
            assert not any(frame.evaluate("window.hacked") for frame in page.frames)
            assert not any(frame.locator("a[href^='javascript' i]").count() for frame in page.frames)
            if path == "?on=2015-01-05":
                expect(page.locator(".st-key-panel button strong").first).to_have_text(evil)
        assert strangers(watched, url) == []
