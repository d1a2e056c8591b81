"""How places look: stripes, rings, dots, outlines, paleness, soft edges, fades, nothing. Read off the canvas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from territory.control.histories import Histories
from territory.model import (
    Actor,
    ActorCode,
    ControlState,
    ControlStatus,
    Interval,
    Place,
    PlaceId,
    PlaceKind,
    TimePrecision,
)
from territory.render import PlayerView, TimelineDocument, export_html
from tests.browser.conftest import Watched, go_to

pytestmark = pytest.mark.browser

Show = Callable[..., Watched]
Pixel = tuple[int, int, int, int]

RED, BLUE = Actor(ActorCode("RED"), "Red", color="#c8372d"), Actor(ActorCode("BLUE"), "Blue", color="#2f6db5")
START, DAY, JUNE = date(2013, 1, 1), date(2014, 5, 1), date(2014, 6, 1)
FIELDS: dict[str, dict[str, Any]] = {
    "sure": {},
    "contested": {"status": ControlStatus.CONTESTED, "contested_by": BLUE.code},
    "besieged": {"status": ControlStatus.CONTESTED, "contested_by": BLUE.code, "besieged": True},
    "present": {"status": ControlStatus.INFLUENCE},
    "claimed": {"claimed_only": True},
    "stale": {"last_evidence": START},
    "unsure": {"probability": 0.5},
    "unknown": {"status": ControlStatus.UNKNOWN, "actor": None},
}
NAMES = (*FIELDS, "falls")


def state(name: str, start: date = START, end: date | None = None, **fields: Any) -> ControlState:
    """Red controls a place of this name, with fresh evidence, unless told otherwise."""
    actor = fields.pop("actor", RED.code)
    status = fields.pop("status", ControlStatus.CONTROLLED)
    fields = {"last_evidence": DAY, **fields}
    return ControlState(PlaceId(name), Interval(start, end), actor, status, **fields)


@pytest.fixture(scope="module")
def html() -> str:
    """A place for each look, in a row; the last one falls in June 2014, nobody knows the day."""
    spans = {PlaceId(name): [state(name, **fields)] for name, fields in FIELDS.items()}
    late = {"actor": BLUE.code, "since_precision": TimePrecision.MONTH}
    spans[PlaceId("falls")] = [state("falls", START, JUNE), state("falls", JUNE, date(2015, 1, 1), **late)]
    places = [
        Place(PlaceId(name), name, PlaceKind.CITY, "IQ", 34.0, 42 + number / 2) for number, name in enumerate(NAMES)
    ]
    document = TimelineDocument.build(Histories(spans), places=places, actors=[RED, BLUE])
    return export_html(document, view=PlayerView(date=DAY), theme="light", half_life_days=365)


@pytest.fixture(scope="module")
def opened(show_for_all: Show, html: str) -> Page:
    """The page, near enough that no place touches another."""
    watched = show_for_all(html)
    watched.page.wait_for_selector(".tp-ready")
    watched.page.evaluate("TerritoryPlayer.players[0].map.setView([34, 44], 7.5, {animate: false})")
    assert watched.errors == []
    return watched.page


@pytest.fixture
def page(opened: Page) -> Page:
    """The page at its first day again."""
    go_to(opened, DAY.isoformat())
    return opened


def line(page: Page, name: str) -> list[Pixel]:
    """The canvas from the middle of a place straight up, a pixel each."""
    found: list[list[int]] = page.evaluate(
        """(lon) => {
          const p = TerritoryPlayer.players[0];
          const l = p.layers.get("places");
          const at = p.map.latLngToLayerPoint([34, lon]).subtract(l._bounds.min).round();
          const data = [...l._container.getContext("2d").getImageData(at.x, at.y - 16, 1, 17).data];
          return Array.from({ length: 17 }, (_, k) => data.slice(4 * k, 4 * k + 4)).reverse();
        }""",
        42 + NAMES.index(name) / 2,
    )
    return [(r, g, b, a) for r, g, b, a in found]


def is_red(pixel: Pixel) -> bool:
    """More red than blue, and seen."""
    return pixel[3] > 100 and pixel[0] > pixel[2] + 60


def is_blue(pixel: Pixel) -> bool:
    """More blue than red, and seen."""
    return pixel[3] > 100 and pixel[2] > pixel[0] + 60


def saturation(pixel: Pixel) -> int:
    """How far from grey."""
    return max(pixel[:3]) - min(pixel[:3])


def test_a_held_place_is_a_disc(page: Page) -> None:
    """Its colour from the middle to the edge, and nothing beyond."""
    found = line(page, "sure")
    assert all(is_red(pixel) for pixel in found[:4])
    assert found[-1][3] == 0


def test_a_contested_place_has_stripes_of_both(page: Page) -> None:
    """Red and blue, side by side."""
    found = line(page, "contested")
    assert any(map(is_red, found))
    assert any(map(is_blue, found))


def test_a_siege_has_a_ring_around_it(page: Page) -> None:
    """In the besieger's colour, outside of what a contested place fills."""
    rings = {
        name: [k for k, pixel in enumerate(line(page, name)) if is_blue(pixel)] for name in ("contested", "besieged")
    }
    assert max(rings["besieged"]) >= max(rings["contested"]) + 2


def test_claimed_only_is_an_outline_and_presence_is_dots(page: Page) -> None:
    """An outline is open inside; dots leave gaps."""
    claimed = line(page, "claimed")
    assert not is_red(claimed[0])
    assert any(map(is_red, claimed))
    present = line(page, "present")
    assert any(map(is_red, present))
    assert sum(map(is_red, present)) < sum(map(is_red, line(page, "sure")))


def test_old_evidence_is_paler_and_doubt_has_a_soft_edge(page: Page) -> None:
    """Lightness tells of staleness; an unsure disc lets the ground through towards its edge."""
    assert saturation(line(page, "stale")[0]) < saturation(line(page, "sure")[0]) - 30
    alphas = [pixel[3] for pixel in line(page, "unsure")]
    assert alphas[0] > 240
    assert any(30 < alpha < 200 for alpha in alphas[2:9])


def test_unknown_is_the_bare_map(page: Page) -> None:
    """Nothing is drawn."""
    assert all(pixel[3] == 0 for pixel in line(page, "unknown"))


def test_a_month_is_a_fade(page: Page) -> None:
    """A place that fell some time in June goes from one colour to the other over the month."""
    reds = []
    for day in ("2014-05-31", "2014-06-05", "2014-06-15", "2014-06-26", "2014-07-10"):
        go_to(page, day)
        reds.append(line(page, "falls")[1][0])
    assert reds[0] > 190
    assert reds[-1] < 90
    assert all(earlier > later for earlier, later in pairwise(reds))
