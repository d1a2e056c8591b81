"""The article beside its map, in a real Chromium: hover both ways without a run of the app, candidates, a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.article.marks import Kind
from territory.model import Article, ArticleId
from territory.pipeline import ingest_articles, load_pipeline, open_store
from tests.browser.conftest import Watched
from tests.browser.serving import Wire, serving

SEED = "isis-taliban-infighting-2017-07"
HOSTILE = Article(
    ArticleId("hostile"),
    'Iraqi forces captured <img src="x" onerror="window.hit=1"> Mosul on Monday. '
    "<script>window.hit=1</script> Raqqa fell.",
    published=date(2016, 5, 23),
    title="<b onmouseover=window.hit=1>Title</b>",
    publisher="<i>Wire</i>",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app over the seeds and one hostile article."""
    store = tmp_path_factory.mktemp("article") / "store.db"
    with open_store(f"sqlite:///{store}") as opened:
        ingest_articles(opened, [HOSTILE], load_pipeline(opened), name="hostile")
    with serving(store) as address:
        yield address


@pytest.fixture
def read(served: str, watch: Callable[..., Watched]) -> Callable[..., Watched]:
    """Open an article and wait until text and map are there."""

    def open_article(article: str, width: int = 1280, **options: object) -> Watched:
        watched = watch(width=width, **options)
        watched.page.goto(f"{served}/articles?article={article}")
        watched.page.wait_for_selector(".ta-text .ta-n", timeout=90_000)
        watched.page.wait_for_selector(".ta-pin", timeout=90_000)
        watched.page.wait_for_timeout(1500)
        return watched

    return open_article


def test_hover_links_text_and_map_without_a_run(served: str, read: Callable[..., Watched]) -> None:
    """A name lights its pin up, a pin its names; nothing is said to the server; what is open shows its candidates."""
    page = read(SEED).page
    wire = Wire().listen(page)
    page.reload()
    page.wait_for_selector(".ta-pin", timeout=90_000)
    page.wait_for_timeout(2500)
    wire.clear()
    page.locator('.ta-text .ta-n[data-kind="found"]', has_text="Raqqa").first.hover()
    expect(page.locator(".ta-pin[data-lit]")).to_have_count(1)
    pin = page.locator('.leaflet-marker-icon[aria-label^="Raqqa"]').first
    page.locator(".ta-legend").hover()
    expect(page.locator(".ta-pin[data-lit]")).to_have_count(0)
    pin.focus()
    assert page.locator(".ta-text .ta-n[data-lit]").count() >= 2
    page.locator('.ta-text .ta-n[data-kind="found"]', has_text="Mosul").first.click()
    assert page.locator(".ta-card li").count() >= 2
    expect(page.locator('.ta-pin[data-kind="candidate"]')).to_have_count(page.locator(".ta-card li").count())
    assert wire.sent == []


def test_hostile_text_stays_text(read: Callable[..., Watched]) -> None:
    """Markup in the text, the title and the publisher is shown as written; nothing runs, nothing is fetched."""
    watched = read("hostile")
    page = watched.page
    assert page.locator(".ta-text").inner_text().startswith("Iraqi forces captured <img")
    page.locator(".ta-text .ta-n[data-name]", has_text="Mosul").first.click()
    assert page.evaluate("window.hit") is None
    assert page.locator(".ta img, .ta script, .ta b[onmouseover]").count() == 0
    assert not [url for url in watched.requests if "localhost" not in url and not url.startswith(("data:", "blob:"))]


def test_a_choice_is_remembered_and_undone(read: Callable[..., Watched]) -> None:
    """'Not a place', for this article: said in the page, listed, and taken back."""
    page = read("hostile").page
    page.locator(".ta-text .ta-n[data-name]", has_text="Raqqa").first.click()
    page.get_by_role("button", name="Not a place").click()
    expect(page.get_by_text("Remembered:")).to_be_visible()
    expect(page.get_by_text("Decided by an analyst")).to_be_visible()
    expect(page.locator(f'.ta-text .ta-n[data-kind="{Kind.DECOY.value}"]', has_text="Raqqa")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    expect(page.locator('.ta-text .ta-n[data-kind="decoy"]', has_text="Raqqa")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_runs_over_the_edge(width: int, read: Callable[..., Watched]) -> None:
    """On a desk and on a phone the page is as wide as the window, and the map can be seen."""
    page = read(SEED, width=width).page
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box = page.locator(".ta-map").bounding_box()
    assert box is not None
    assert box["height"] > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_article_is_accessible(scheme: str, read: Callable[..., Watched]) -> None:
    """axe finds nothing wrong with the page as it opens, nor with the reader while candidates are open."""
    page = read(SEED, color_scheme=scheme).page
    expect(page.locator(".ta-map .leaflet-control-zoom")).to_be_visible()
    whole = [fault for fault in Axe().run(page).response["violations"] if fault["impact"] != "minor"]
    assert whole == []
    page.locator('.ta-text .ta-n[data-kind="found"]').first.click()
    found = Axe().run(page, context=".ta")
    assert found.violations_count == 0, found.generate_report()
