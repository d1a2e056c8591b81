"""The player in a page of its own: asked in its own words, with a server that only listens."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Watched

REPORTS = """
window.reports = [];
window.Streamlit = { setComponentValue: (value) => window.reports.push(value) };
"""


def ready(watched: Watched) -> Watched:
    """Wait for the player."""
    watched.page.wait_for_selector(".tp-ready")
    return watched


def ask(page: Page, expression: str) -> Any:
    """Evaluate with `p` as the player."""
    return page.evaluate(f"(() => {{ const p = window.TerritoryPlayer.players[0]; return {expression}; }})()")


def state_of(page: Page, place: str) -> str:
    """The card's words for a place."""
    ask(page, f"p.select(p._find({place!r}))")
    return page.locator(".tp-card-holder").inner_text()


def listen(page: Page) -> None:
    """Let a server listen from now on."""
    page.evaluate(REPORTS)


def reports(page: Page) -> list[dict[str, Any]]:
    """What it heard, after the hand has rested."""
    page.wait_for_timeout(900)
    found: list[dict[str, Any]] = page.evaluate("window.reports")
    return found
