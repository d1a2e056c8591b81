"""A new article in the app: read and shown first, stored on a second click, refused with a sentence."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from streamlit.testing.v1 import AppTest

from territory.extract.documents.limits import MAX_TEXT_BYTES
from territory.model import ControlStatus, Origin
from territory.pipeline import load_histories
from territory.store import Store
from tests.dashboard.conftest import OpenApp, page_text

PUBLISHED = date(2017, 7, 10)
REPORT = "Iraqi forces recaptured Hawija on Monday. Security forces also hold Rawa, the ministry said."


def read(
    app: AppTest, text: str = "", published: date | None = PUBLISHED, file: tuple[str, bytes] | None = None
) -> AppTest:
    """Paste a text or choose a file, and read it."""
    app.text_area(key="new_text").set_value(text)
    app.date_input(key="new_date").set_value(published)
    if file:
        app.file_uploader(key="new_file").upload(file[0], file[1])
    press(app, "Read it")
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def told(app: AppTest) -> str:
    """What the app refuses with."""
    return " ".join(error.value.replace("\\", "") for error in app.error)


def test_an_article_is_previewed_before_it_is_stored(seeded: str, open_app: OpenApp) -> None:
    """A pasted article is shown with its claims; it is stored at the second click, opened, and is on the map."""
    app = read(open_app("articles"), REPORT)
    assert "Nothing is stored yet" in page_text(app)
    with Store.open(seeded) as store:
        assert len(store.articles()) == 1
    press(app, "Store the article and its 2 claims")
    assert not app.exception
    assert told(app) == ""
    assert "article" in app.query_params
    assert "Iraqi forces recaptured" in page_text(app)
    with Store.open(seeded) as store:
        (article,) = [article for article in store.articles() if article.text == REPORT]
        claims = store.claims_of([article.article_id])
        state = load_histories(store).at("iq-hawija", date(2017, 7, 11))
    assert {claim.origin for claim in claims} == {Origin.MACHINE}
    assert {claim.source.grade for claim in claims} == {"F6"}
    assert state is not None
    assert (state.actor, state.status) == ("IQ-GOV", ControlStatus.CONTROLLED)


@pytest.mark.parametrize(
    ("text", "published", "reason"),
    [
        ("", PUBLISHED, "There is nothing to read. Paste a text or choose a file."),
        (" \n ", PUBLISHED, "There is nothing to read."),
        ("Mosul has fallen.", None, "The pasted text does not say when it was published. Give the date under"),
        ("<html><script>x</script></html>", PUBLISHED, "The pasted text holds no article: besides scripts"),
        ("Mosul\0 has fallen.", PUBLISHED, "The pasted text is a binary file (byte 5 is null)"),
        (
            "Die irakischen Truppen haben die Stadt Mossul am Sonntag zurückerobert, erklärte der Ministerpräsident.",
            PUBLISHED,
            "in another language than English (code 'de')",
        ),
        (
            "伊拉克军队星期天宣布从伊斯兰国手中夺回摩苏尔市，总理说战斗仍在继续。",
            PUBLISHED,
            "in another language than English",
        ),
    ],
    ids=["empty", "blank", "no date", "scripts", "null", "German", "Chinese"],
)
def test_a_text_that_cannot_be_used_is_answered(
    text: str, published: date | None, reason: str, seeded: str, open_app: OpenApp
) -> None:
    """With a sentence; there is no preview, and nothing is stored."""
    app = read(open_app("articles"), text, published)
    assert reason in told(app)
    assert "Nothing is stored yet" not in page_text(app)
    with Store.open(seeded) as store:
        assert len(store.articles()) == 1


def test_a_pasted_page_is_read_as_a_page(seeded: str, open_app: OpenApp) -> None:
    """Its article is taken out of the markup, with the date that it states itself."""
    page = (
        '<!doctype html><html><head><title>Hawija</title><meta property="article:published_time" content="2017-10-05">'
        f"<script>alert(1)</script></head><body><article><p>{REPORT}</p></article></body></html>"
    )
    app = read(open_app("articles"), page, None)
    assert told(app) == ""
    assert "5 October 2017" in page_text(app)
    assert "alert" not in page_text(app)


def test_a_text_and_a_file_are_not_taken_at_once(seeded: str, open_app: OpenApp) -> None:
    """Nobody has to guess which one was read."""
    app = read(open_app("articles"), REPORT, file=("a.txt", REPORT.encode()))
    assert "There is a text and a file." in told(app)


def test_a_file_that_is_too_large_is_answered(seeded: str, open_app: OpenApp) -> None:
    """With its name, its size and what to do."""
    app = read(open_app("articles"), file=("long.txt", b"word " * (MAX_TEXT_BYTES // 5 + 1)))
    assert "long.txt has 20,000,005 bytes; at most 20,000,000 are read. Split it." in told(app)


def test_a_report_that_the_store_has_is_told_before_it_is_stored(seeded: str, open_app: OpenApp) -> None:
    """It is named as a copy, and adds no claim a second time."""
    long = " ".join(f"{REPORT} The army said so on day {n} of the campaign." for n in range(1, 9))
    app = read(open_app("articles"), long)
    press(app, "Store the article")
    app = read(open_app("articles"), long.replace("day 8", "day eight"))
    assert "The store has this report already" in " ".join(info.value.replace("\\", "") for info in app.info)
    press(app, "Store the article")
    with Store.open(seeded) as store:
        (copy,) = store.copies().values()
        assert not store.claims_of([copy.article_id])
    assert "2 articles carry this report; it is counted once" in page_text(app)


def test_a_document_of_ten_thousand_sentences_is_drawn_in_parts(seeded: str, open_app: OpenApp) -> None:
    """Its claims come in pages; every one can be reached."""
    days = count(1)
    text = " ".join(f"The army retook Ramadi on {next(days) % 28 + 1} December 20{14 + n % 5}." for n in range(10_000))
    app = open_app("articles")
    app.text_area(key="new_text").set_value(text)
    app.date_input(key="new_date").set_value(date(2020, 1, 1))
    next(button for button in app.button if button.label == "Read it").click()
    app.run(timeout=300)
    assert not app.exception
    assert sum('"t-claim-place"' in element.proto.body for element in app.get("html")) == 40
    (pages,) = [number for number in app.number_input if number.label.startswith("Page of claims")]
    assert pages.max >= 2
    last = int(pages.max)
    pages.set_value(last).run(timeout=300)
    assert 0 < sum('"t-claim-place"' in element.proto.body for element in app.get("html")) <= 40
