"""A real Chromium, one for all browser tests, with the network cut unless a test opens it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from territory.control.ledger import Ledger
from territory.gazetteer.tables import read_actors, read_places
from territory.render import PlayerView, TimelineDocument, export_html
from territory.resources import seeds_path
from territory.store import Store
from tests.browser.serving import serving

_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    if path is None:
        pytest.skip("no Chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what went wrong or out of it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def watch(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """Open pages that note console errors, exceptions and every request that is not for the page's own file."""
    with watching(chromium) as open_page:
        yield open_page


@contextmanager
def watching(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """Give what opens pages; they are closed in the end."""
    contexts = []

    def open_page(width: int = 1280, height: int = 800, **options: object) -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.on("console", lambda m: watched.errors.append(m.text) if m.type in ("error", "warning") else None)
        watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
        watched.page.on("request", lambda request: watched.requests.append(request.url))
        return watched

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def show(watch: Callable[..., Watched], tmp_path: Path) -> Callable[..., Watched]:
    """Write a page to disk and open it with the network off."""
    return showing(watch, tmp_path)


@pytest.fixture(scope="module")
def show_for_all(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Watched]]:
    """Do the same once for the tests of a module, which only look."""
    with watching(chromium) as open_page:
        yield showing(open_page, tmp_path_factory.mktemp("page"))


def showing(watch: Callable[..., Watched], folder: Path) -> Callable[..., Watched]:
    """Return what writes a page into a folder and opens it."""

    def write_and_open(html: str, *, fragment: str = "", **options: object) -> Watched:
        path = folder / "page.html"
        path.write_text(html, encoding="utf-8")
        watched = watch(offline=True, **options)
        watched.page.goto(f"file://{path}{fragment}")
        return watched

    return write_and_open


def go_to(page: Page, day: str) -> None:
    """Show a day."""
    page.evaluate(f"TerritoryPlayer.command({{v: 1, after: 0, date: '{day}'}})")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on the seeds, started from an empty folder."""
    with serving(tmp_path_factory.mktemp("site") / "store.db") as url:
        yield url


@pytest.fixture(scope="session")
def document(seeded_url: str) -> TimelineDocument:
    """The bundled timeline."""
    with Store.open(seeded_url) as store:
        claims = store.claims()
    places, _ = read_places(seeds_path("places.csv"))
    actors, _ = read_actors(seeds_path("actors.csv"))
    return TimelineDocument.build(Ledger().histories(claims), places=places, actors=actors, claims=claims)


@pytest.fixture(scope="session")
def html(document: TimelineDocument) -> str:
    """The exported page, at the seed article's date."""
    return export_html(document, view=PlayerView(date=date(2017, 7, 9)), theme="light")


@pytest.fixture
def opened(show: Callable[..., Watched], html: str) -> Watched:
    """The exported page, ready."""
    watched: Watched = show(html)
    watched.page.wait_for_selector(".tp-ready")
    return watched
