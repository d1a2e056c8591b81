"""How areas look: fades, sieges, doubt, claims, and colours that stand out against the ground. Read off the canvas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page
from shapely import box

from territory.control.area_histories import AreaState
from territory.control.areas import Area
from territory.control.histories import Histories
from territory.model import Actor, ActorCode, ControlStatus, Interval, TimePrecision
from territory.render import AreaLayer, PlayerView, TimelineDocument, export_html
from tests.browser.conftest import Watched, go_to

pytestmark = pytest.mark.browser

Show = Callable[..., Watched]
Pixel = tuple[int, int, int, int]

RED, BLUE = Actor(ActorCode("RED"), "Red", color="#c8372d"), Actor(ActorCode("BLUE"), "Blue", color="#2f6db5")
START = date(2013, 1, 1)
NAMES = ("falls", "besieged", "sure", "unsure", "doubtful", "claimed", "present")


def state(name: str, start: date, end: date | None, actor: Actor = RED, **fields: Any) -> AreaState:
    """Who holds an area of this name; controlled unless told otherwise."""
    status = fields.pop("status", ControlStatus.CONTROLLED)
    rival = fields.pop("contested_by", None)
    return AreaState(name, Interval(start, end), actor.code, status, rival, start, **fields)


@pytest.fixture(scope="module")
def html() -> str:
    """Seven squares in a row, each in a state of its own; the first one falls in June 2014, nobody knows the day."""
    june = date(2014, 6, 1)
    histories = {
        "falls": [
            state("falls", START, june),
            state("falls", june, None, BLUE, since_precision=TimePrecision.MONTH),
        ],
        "besieged": [
            state("besieged", START, None, status=ControlStatus.CONTESTED, contested_by=BLUE.code, besieged=True)
        ],
        "sure": [state("sure", START, None, last_evidence=date(2015, 1, 1))],
        "unsure": [state("unsure", START, None, probability=0.6)],
        "doubtful": [state("doubtful", START, None, probability=0.5)],
        "claimed": [state("claimed", START, None, claimed_only=True)],
        "present": [state("present", START, None, status=ControlStatus.INFLUENCE)],
    }
    areas = [
        Area(name, name, "IQ", box(42 + k, 34, 42.8 + k, 34.8), (), 6000.0, low_km2=6000.0, high_km2=6000.0)
        for k, name in enumerate(NAMES)
    ]
    layer = AreaLayer("districts", "Districts", areas, histories)
    document = TimelineDocument.build(Histories({}), places=(), actors=[RED, BLUE], areas=[layer])
    return export_html(document, view=PlayerView(date=date(2014, 5, 1)), theme="light", half_life_days=0)


@pytest.fixture(scope="module")
def opened(show_for_all: Show, html: str) -> Page:
    """The page, with the squares large on the screen."""
    watched = show_for_all(html)
    watched.page.wait_for_selector(".tp-ready")
    watched.page.evaluate("TerritoryPlayer.players[0].map.setView([34.4, 45.4], 7.25, {animate: false})")
    assert watched.errors == []
    return watched.page


@pytest.fixture
def page(opened: Page) -> Page:
    """The page at its first day again."""
    go_to(opened, "2014-05-01")
    return opened


def pixels(page: Page, name: str, part: str) -> list[Pixel]:
    """The canvas in the middle of a square (`inside`), or along a line from its left edge inwards (`edge`)."""
    left = 42 + NAMES.index(name)
    found: list[list[int]] = page.evaluate(
        """([left, part]) => {
          const p = TerritoryPlayer.players[0];
          const l = p.layers.get("districts");
          const at = (lat, lon) => p.map.latLngToLayerPoint([lat, lon]).subtract(l._bounds.min).round();
          const [edge, middle] = [at(34.4, left), at(34.4, left + 0.4)];
          const box = part === "inside" ? [middle.x - 12, middle.y - 12, 24, 24] : [edge.x - 2, edge.y, 8, 1];
          const data = [...l._container.getContext("2d").getImageData(...box).data];
          return Array.from({ length: data.length / 4 }, (_, k) => data.slice(4 * k, 4 * k + 4));
        }""",
        [left, part],
    )
    return [(r, g, b, a) for r, g, b, a in found]


def mean(pixels_: list[Pixel], channel: int) -> float:
    """Of one channel."""
    return sum(pixel[channel] for pixel in pixels_) / len(pixels_)


def test_a_month_is_a_fade(page: Page) -> None:
    """An area that fell some time in June goes from one colour to the other over the month, step by step."""
    reds = []
    for day in ("2014-05-31", "2014-06-02", "2014-06-10", "2014-06-16", "2014-06-28", "2014-07-10"):
        go_to(page, day)
        reds.append(mean(pixels(page, "falls", "inside"), 0))
    assert reds[0] > 190
    assert reds[-1] < 60
    assert all(earlier > later for earlier, later in pairwise(reds))


def test_going_back_gives_the_same_picture(page: Page) -> None:
    """A fade is a function of the day, not of the way there."""
    go_to(page, "2014-06-10")
    before = pixels(page, "falls", "inside")
    for day in ("2014-08-01", "2013-02-01", "2014-06-25", "2014-06-10"):
        go_to(page, day)
    assert pixels(page, "falls", "inside") == before


def test_a_siege_has_a_ring(page: Page) -> None:
    """Inside its border runs a line in the besieger's colour, around stripes of both."""
    edge = [pixel for pixel in pixels(page, "besieged", "edge") if pixel[3] > 0]
    ring = [pixel for pixel in edge if pixel[2] > pixel[0] and pixel[3] > 220]
    assert len(ring) >= 2
    assert edge[:2] == ring[:2]
    assert {pixel[0] > pixel[2] for pixel in pixels(page, "besieged", "inside")} == {True, False}


def test_doubt_is_paler_and_its_border_broken(page: Page) -> None:
    """The less sure, the paler the fill; a sure border is unbroken, an unsure one has gaps."""
    depth = [mean(pixels(page, name, "inside"), 3) for name in ("sure", "unsure", "doubtful")]
    assert depth[0] > depth[1] > depth[2] > 0
    edges = {name: border(page, name) for name in ("sure", "unsure", "doubtful")}
    assert len(edges["sure"]) == 1
    assert len(edges["unsure"]) > 1
    assert len(edges["doubtful"]) > 1


def border(page: Page, name: str) -> set[Pixel]:
    """The different pixels along the upper border of a square."""
    left = 42 + NAMES.index(name)
    found: list[list[int]] = page.evaluate(
        """(left) => {
          const p = TerritoryPlayer.players[0];
          const l = p.layers.get("districts");
          const at = (lat, lon) => p.map.latLngToLayerPoint([lat, lon]).subtract(l._bounds.min).round();
          const [from, to] = [at(34.8, left + 0.1), at(34.8, left + 0.7)];
          const row = (y) => l._container.getContext("2d").getImageData(from.x, y, to.x - from.x, 1).data;
          let y = from.y - 3;
          while (row(y).every((value) => value === 0)) y++;
          const data = [...row(y)];
          return Array.from({ length: data.length / 4 }, (_, k) => data.slice(4 * k, 4 * k + 4));
        }""",
        left,
    )
    return {(r, g, b, a) for r, g, b, a in found}


def test_what_is_only_claimed_is_an_outline(page: Page) -> None:
    """A strong line around a nearly open inside."""
    assert mean(pixels(page, "claimed", "inside"), 3) < 60
    assert max(pixel[3] for pixel in pixels(page, "claimed", "edge")) > 200


def test_influence_is_dots_on_open_ground(page: Page) -> None:
    """Most pixels are open, some are strong."""
    inside = pixels(page, "present", "inside")
    assert sum(pixel[3] == 0 for pixel in inside) > len(inside) / 2
    assert max(pixel[3] for pixel in inside) > 200


COLORS = ("#000000", "#1b1b1b", "#404040", "#777777", "#ffffff", "#f7dc4a", "#4d5a27", "#0e6b63", "#f6f4ee", "#2b3138")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_stands_out(theme: str, show: Show) -> None:
    """Lines, dots and rims of any group have a contrast of 3 : 1 to the ground, whatever its colour, fresh or old."""
    actors = [Actor(ActorCode(f"G{k}"), f"Group {k}", color=color) for k, color in enumerate(COLORS)]
    areas = [Area(a.code, a.name, "IQ", box(42, 34, 43, 35), (), 1.0, low_km2=1.0, high_km2=1.0) for a in actors]
    layer = AreaLayer("districts", "Districts", areas, {a.code: [state(a.code, START, None, a)] for a in actors})
    document = TimelineDocument.build(Histories({}), places=(), actors=actors, areas=[layer])
    watched = show(export_html(document, theme=theme))
    watched.page.wait_for_selector(".tp-ready")
    marks, ground = watched.page.evaluate(
        """(() => { const { palette, data } = TerritoryPlayer.players[0];
        const shades = [0, 1, 2, 3, 4, 5];
        const marks = data.actors.code.flatMap((_, k) => shades.map((s) => palette.mark(k, s)));
        return [marks, palette.theme.focusLand]; })()"""
    )
    assert len(marks) == 6 * len(COLORS)
    assert min(contrast(mark, ground) for mark in marks) >= 3


def contrast(one: str, other: str) -> float:
    """Of two colours, by WCAG."""
    low, high = sorted(luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """Relative luminance, by WCAG."""
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
