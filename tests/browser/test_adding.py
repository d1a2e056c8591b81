"""Adding an article in a real Chromium: an ambiguous report from paste to map, and bad documents that do nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from territory.model import ArticleId
from territory.pipeline import open_store
from territory.store import Store
from tests.browser.conftest import Watched
from tests.browser.serving import serving
from tests.extract.document_files import SENTENCES, make_docx, make_pdf, make_zip
from tests.extract.test_documents_bad import BAD

pytestmark = pytest.mark.browser

AMBIGUOUS = """Russian troops push along the eastern front

KYIV - Russian troops captured Novoselivka on Tuesday after a week of shelling, a regional official said.

Ukrainian forces still held Andriivka on Wednesday, the general staff said, but two roads into the village were cut.

The town of Zelnokarsk lies on the road. Chernihiv has been under siege since Sunday.
"""
HOSTILE_PAGE = (
    '<!doctype html><html><head><title>Hawija <img src=x onerror="window.hit=1"></title>'
    '<base href="http://127.0.0.1:9/"><meta property="article:published_time" content="2017-10-05">'
    '<meta property="og:site_name" content="<script>window.hit=1</script>News">'
    '<link rel="canonical" href="javascript:window.hit=1"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"></head>'
    '<body style="background:url(http://127.0.0.1:9/b.png)"><article><script>window.hit=1</script>'
    + "".join(f'<p onmouseover="window.hit=1">{sentence}</p>' for sentence in SENTENCES)
    + "<p>Iraqi forces captured Hawija &lt;img src=x onerror=window.hit=1&gt; on Thursday, it said.</p>"
    '<iframe src="http://127.0.0.1:9/f"></iframe><img src="http://127.0.0.1:9/i.png" onerror="window.hit=1">'
    '<a href="javascript:window.hit=1">more</a><svg onload="window.hit=1"></svg></article></body></html>'
)
TOLD_IN_THE_APP = (
    "empty", "wrong encoding", "50 MB of text", "page of scripts", "broken PDF", "encrypted PDF", "scanned PDF",
    "zip that is no Word document", "bomb in a Word document", "zip bomb", "archives in archives, made to burst",
    "path out of the archive", "no JSON",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded store."""
    path = tmp_path_factory.mktemp("adding") / "store.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="module")
def site(store: Path) -> Iterator[str]:
    """The address of an app over it."""
    with serving(store) as address:
        yield address


def articles(store: Path) -> int:
    """How many articles the store has."""
    with Store.open(f"sqlite:///{store}") as opened:
        return len(opened.articles())


def go_there(page: Page, site: str) -> None:
    """Open the page of articles and wait for its form."""
    page.goto(f"{site}/articles")
    page.wait_for_selector('[data-testid="stFileUploaderDropzoneInput"]', state="attached", timeout=90_000)
    page.wait_for_timeout(700)


def choose_file(page: Page, path: Path) -> None:
    """Choose a file and read it."""
    page.set_input_files('[data-testid="stFileUploaderDropzoneInput"]', str(path))
    expect(page.get_by_test_id("stFileUploader")).to_contain_text(path.name)
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Read it").click()


def strangers(watched: Watched, site: str) -> list[str]:
    """Requests that went anywhere but to the app."""
    own = (site, site.replace("localhost", "127.0.0.1"), "data:", "blob:", "about:")
    return [url for url in watched.requests if not url.startswith(own)]


def test_bad_documents_are_answered_and_do_nothing(
    site: str, store: Path, watch: Callable[..., Watched], tmp_path: Path
) -> None:
    """Each with its sentence; nothing is stored, nothing runs, no request leaves the app."""
    watched, before = watch(), articles(store)
    page = watched.page
    go_there(page, site)
    for number, case in enumerate(TOLD_IN_THE_APP):
        make, expected = BAD[case]
        folder = tmp_path / str(number)
        folder.mkdir()
        choose_file(page, make(folder))
        expect(page.get_by_test_id("stAlert")).to_contain_text(expected)
        assert page.locator(".st-key-preview").count() == 0
    assert articles(store) == before
    assert strangers(watched, site) == []


def test_a_file_of_200_mb_is_refused_before_it_is_sent(
    site: str, watch: Callable[..., Watched], tmp_path: Path
) -> None:
    """With its size and what is allowed."""
    page = watch().page
    with (tmp_path / "big.pdf").open("wb") as file:
        file.truncate(200_000_000)
    go_there(page, site)
    page.set_input_files('[data-testid="stFileUploaderDropzoneInput"]', str(tmp_path / "big.pdf"))
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("must be 50.0MB or smaller")


def test_hostile_markup_is_words(site: str, store: Path, watch: Callable[..., Watched], tmp_path: Path) -> None:
    """In preview and stored: no script, handler, frame, picture, style or address of it is in the page."""
    watched = watch()
    page = watched.page
    (tmp_path / "hostile.html").write_text(HOSTILE_PAGE, encoding="utf-8")
    go_there(page, site)
    choose_file(page, tmp_path / "hostile.html")
    page.wait_for_selector(".st-key-preview .ta-n")
    expect(page.locator(".ta-text")).to_contain_text("<img src=x onerror=window.hit=1>")
    page.locator(".ta-said").first.hover()
    page.get_by_role("button", name=re.compile("Store the article")).click()
    expect(page.get_by_text("Stored with")).to_be_visible()
    page.wait_for_selector(".ta-text .ta-n")
    assert page.locator(".ta img, .ta iframe, .ta svg[onload], .t-title img, [href^='javascript:']").count() == 0
    assert page.evaluate("window.hit") is None
    assert strangers(watched, site) == []


def test_an_ambiguous_report_from_paste_to_map(site: str, store: Path, watch: Callable[..., Watched]) -> None:
    """Asked for its date; marked; stored; a candidate is chosen and remembered; the map shows the claim there."""
    page = watch().page
    go_there(page, site)
    page.get_by_role("textbox", name="Text of the article").fill(AMBIGUOUS)
    page.get_by_role("textbox", name="Publisher").fill("Front Monitor")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("The pasted text does not say when it was published.")
    page.get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    page.keyboard.type("20220518", delay=60)
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector(".st-key-preview .ta-n[data-kind=ambiguous]")
    expect(page.locator('.ta-n[data-kind="unresolved"]').first).to_be_attached()
    expect(page.get_by_text("which one is ambiguous").first).to_be_attached()
    expect(page.get_by_text("1 sentence not placed")).to_be_attached()
    page.get_by_role("button", name=re.compile("Store the article")).click()
    expect(page.get_by_text("Stored with")).to_be_visible()
    page.wait_for_selector(".ta-pin", state="attached")
    page.wait_for_timeout(2000)

    page.locator(".ta-said", has_text="forces still held").first.click(position={"x": 60, "y": 8})
    expect(page.locator(".ta-card")).to_contain_text("which place is meant is ambiguous")
    name = page.locator('.ta-text .ta-n[data-kind="ambiguous"]', has_text="Andriivka").first
    name.scroll_into_view_if_needed()
    name.dispatch_event("click")
    assert page.locator(".ta-card li").count() >= 2
    page.get_by_role("button", name=re.compile("^(Choose|Confirm) .*Donetsk")).first.click()
    expect(page.get_by_text("Remembered: “Andriivka” means")).to_be_visible()
    expect(page.locator('.ta-text .ta-n[data-kind="found"][data-chosen]', has_text="Andriivka")).to_have_count(1)
    with Store.open(f"sqlite:///{store}") as opened:
        (rule,) = opened.rules()
        article = opened.article(ArticleId(rule.within))
        assert rule.scope == "article"
        assert article is not None
        assert article.text == AMBIGUOUS
        assert rule.place_id is not None
        place = opened.places()[rule.place_id]
        assert place.admin1 == "Donetsk"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.goto(f"{site}/?on=2022-05-18&place={rule.place_id}")
    expect(page.locator(".st-key-panel")).to_contain_text("Ukrainian forces still held Andriivka", timeout=90_000)
    expect(page.locator(".st-key-panel")).to_contain_text("read by machine")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (320, "light")])
def test_on_a_phone_the_candidates_slide_up(width: int, scheme: str, site: str, watch: Callable[..., Watched]) -> None:
    """Map and candidates come into view, what was touched stays above them, and closing gives the text back."""
    page = watch(width=width, height=800, color_scheme=scheme, has_touch=True).page
    page.goto(f"{site}/articles?article=isis-taliban-infighting-2017-07")
    page.wait_for_selector(".ta-pin", state="attached", timeout=90_000)
    page.wait_for_timeout(1500)
    name = page.locator('.ta-text .ta-n[data-kind="found"]', has_text="Raqqa").first
    name.tap()
    page.wait_for_timeout(1200)
    touched, sheet = name.bounding_box(), page.locator(".ta-mapside").bounding_box()
    assert touched is not None
    assert sheet is not None
    assert 48 <= touched["y"] < touched["y"] + touched["height"] <= sheet["y"]
    assert sheet["y"] + sheet["height"] <= 801
    expect(page.locator(".ta-card h2")).to_be_in_viewport()
    expect(page.locator('.ta-pin[data-kind="candidate"]').first).to_be_in_viewport()
    page.get_by_role("button", name="Close").tap()
    page.wait_for_timeout(500)
    below = page.locator(".ta-mapside").bounding_box()
    text = page.locator(".ta-text").bounding_box()
    assert below is not None
    assert text is not None
    assert below["y"] >= text["y"] + text["height"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("make", [make_pdf, make_docx], ids=["PDF", "Word"])
def test_a_file_is_read_with_what_it_says_of_itself(
    make: Callable[..., Path], site: str, watch: Callable[..., Watched], tmp_path: Path
) -> None:
    """A date that is only that of the file is told; the claims are there to see."""
    page = watch().page
    ending = "pdf" if make is make_pdf else "docx"
    inferred = {} if make is make_pdf else {"created": datetime(2015, 4, 1)}  # noqa: DTZ001 - Word has no zones
    path = make(tmp_path / f"a.{ending}", ["\n\n".join(SENTENCES)], title="The battle for Tikrit", **inferred)
    go_there(page, site)
    choose_file(page, path)
    page.wait_for_selector(".st-key-preview .ta-said")
    expect(page.locator(".st-key-preview")).to_contain_text("1 April 2015 is when its file was made")
    expect(page.locator(".st-key-preview h1, .st-key-preview h2").first).to_contain_text("The battle for Tikrit")


def test_one_document_in_an_archive_is_read(site: str, watch: Callable[..., Watched], tmp_path: Path) -> None:
    """Many are answered with the command that takes them in."""
    page = watch().page
    line = b'{"id":"one","text":"Iraqi forces captured Tikrit on Monday.","published":"2015-04-01"}\n'
    go_there(page, site)
    choose_file(page, make_zip(tmp_path / "one.zip", {"d.jsonl": line}))
    page.wait_for_selector(".st-key-preview .ta-said")
    go_there(page, site)
    choose_file(page, make_zip(tmp_path / "two.zip", {"d.jsonl": line * 2}))
    expect(page.get_by_test_id("stAlert")).to_contain_text("territory ingest two.zip")
