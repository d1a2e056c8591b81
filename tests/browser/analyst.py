"""What an analyst does to the app in a browser, and what is looked at meanwhile."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import Watched

OF_THE_FRAMEWORK = ("Unrecognized feature", "An iframe which has both")


def player(page: Page) -> FrameLocator:
    """The frame of the map, once the player is ready."""
    frame = page.frame_locator(".st-key-map iframe")
    frame.locator(".tp-ready").wait_for(timeout=30_000)
    return frame


def go(page: Page, text: str) -> None:
    """Type a date into the player."""
    box = player(page).locator(".tp-date")
    box.click()
    box.fill(text)
    box.press("Enter")


def search(page: Page, text: str) -> None:
    """Search, and take the first hit."""
    box = page.get_by_role("combobox", name=re.compile("Search"))
    box.fill(text)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")


def evaluate(page: Page, script: str) -> object:
    """Run a script in the frame of the map."""
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    return frame.evaluate(script)


def real_errors(watched: Watched) -> list[str]:
    """Errors and warnings of the console that are not the framework's own about its frames."""
    return [text for text in watched.errors if not text.startswith(OF_THE_FRAMEWORK)]


def strangers(watched: Watched, site: str) -> list[str]:
    """Requests that went anywhere but to the dashboard."""
    own = (site, "data:", "blob:", "about:", site.replace("localhost", "127.0.0.1"))
    return [url for url in watched.requests if not url.startswith(own)]
