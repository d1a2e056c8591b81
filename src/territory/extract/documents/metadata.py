"""Where an article's title, publisher, date and language come from, and in which order they are believed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from territory.errors import ArticleError
from territory.extract.documents.content import Content, web_address
from territory.extract.documents.language import other_language
from territory.model import Article, ArticleId

LISTING = "articles.toml"


class Listed(BaseModel):
    """What `articles.toml` says of one file beside it."""

    model_config = ConfigDict(extra="ignore")

    id: str
    file: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    published: date | None = None
    published_inferred: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of documents that do not say it themselves."""

    published: date | None = None
    publisher: str = ""


def listed(where: str, listing: bytes | None, file: str) -> Listed | None:
    """Return the entry of a file in an `articles.toml`, None if there is none.

    Raises
    ------
    ArticleError
        If the listing cannot be read.
    """
    if listing is None:
        return None
    try:
        entry = _entries(listing).get(file)
        return Listed.model_validate(entry) if entry else None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError, AttributeError, TypeError) as error:
        raise ArticleError(f"{where}: {error}. Correct the entry of {file}.") from error


@lru_cache(maxsize=4)
def _entries(listing: bytes) -> dict[str, dict[str, Any]]:
    """The entries of a listing by file; the first of a file counts."""
    entries = tomllib.loads(listing.decode("utf-8")).get("article", [])
    return {str(entry.get("file")): entry for entry in reversed(entries)}


def make_article(article_id: str, content: Content, entry: Listed | None, given: Given) -> Article:
    """Put an article together.

    An entry of `articles.toml` is believed before the document itself, and a date that either states before the one
    the user gives for all. A date that was only worked out (the day on which the file was made) comes last, and is
    marked as inferred.
    """
    entry = entry or Listed(id=article_id, file="")
    stated = None if entry.published_inferred else entry.published
    stated = stated or content.published or given.published
    return Article(
        article_id=ArticleId(entry.id),
        text=content.text,
        published=stated or entry.published or content.made,
        title=entry.title or content.title,
        publisher=entry.publisher or content.publisher or given.publisher,
        url=web_address(entry.url) or content.url,
        language=entry.language or content.language or other_language(content.text) or "en",
        published_inferred=stated is None and (entry.published or content.made) is not None,
    )


def date_notes(name: str, article: Article, given: Given) -> tuple[str, ...]:
    """Return what the user should know about an article's date."""
    day = article.published
    if day is None:
        return ()
    if given.published not in (None, day):
        return (f"{name} says itself that it was published on {day}; {given.published} was not used.",)
    if article.published_inferred:
        return (f"{name} states no date of publication; {day} was inferred. Give a better one with --published.",)
    return ()
