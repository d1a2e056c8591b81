"""Nothing from outside reaches the page as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cards
from tests.dashboard.conftest import HOSTILE, OpenApp, page_text

ALLOWED = {
    "a", "abbr", "article", "b", "bdi", "blockquote", "br", "div", "h1", "h2", "h3", "header", "i", "li", "mark", "p",
    "section", "small", "span", "strong", "style", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip


class _Reader(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def read(html: str) -> _Reader:
    """Read HTML as a browser does."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("view", ["map", "changes", "groups", "compare", "articles", "sources"])
@pytest.mark.parametrize("params", [{}, {"place": "xx-evil"}, {"article": "evil"}], ids=["plain", "place", "article"])
def test_hostile_text_stays_text(view: str, params: dict[str, str], hostile: str, open_app: OpenApp) -> None:
    """Names, titles, quotes and addresses that carry markup add no element, handler or address to any view."""
    app = open_app(view, on="2015-01-05", **params)
    assert not app.exception
    for element in app.get("html"):
        found = read(element.proto.body)
        assert set(found.tags) <= ALLOWED
        assert not [name for name, _ in found.attributes if name.startswith("on")]
        assert all(
            (value or "").startswith(("http://", "https://")) for name, value in found.attributes if name == "href"
        )


def test_labels_of_buttons_carry_no_markdown(hostile: str, open_app: OpenApp) -> None:
    """A place's name on a button is no link, no image, no formula and no colour."""
    app = open_app("articles", article="evil")
    labels = [button.label for button in app.button if "script" in button.label]
    assert labels
    for label in labels:
        assert not re.search(r"(?<!\\)[\[\]<$]", label.replace("**", ""))
    assert HOSTILE not in page_text(app)


@given(st.text())
def test_md_escapes_all_punctuation_of_markdown(text: str) -> None:
    """Whatever the text, no character with a meaning in Markdown is left bare."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>$#~]", re.sub(r"\\.", "", cards.md(text)))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "file:///etc/passwd",
        "x",
        "http://",
    ],
)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    """An address that is not http or https with a host is shown as text."""
    assert cards.safe_url(url) is None
    assert "href" not in cards.link(url, "title")


def test_links_open_beside_the_app_and_leak_nothing() -> None:
    """A link opens a new tab that cannot reach back, and quotes in it do not end the attribute."""
    html = cards.link('https://example.org/?q="><script>', "a & b")
    assert 'rel="noopener noreferrer"' in html
    assert read(html).tags == ["a"]
