"""Documents as JSON lines: one object a line, `id` and `text` required (see the contract)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import IO, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from territory.errors import ArticleError
from territory.extract.documents.content import check_text, parse_published, web_address
from territory.extract.documents.language import other_language
from territory.model import Article, ArticleId, Rejected


def _day(value: Any) -> Any:
    if value in (None, ""):
        return None
    if not isinstance(value, str):
        raise ValueError("write the date as YYYY-MM-DD")
    return parse_published(value) or value


class _Document(BaseModel):
    """One line."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=500)
    text: str
    published: Annotated[date | None, BeforeValidator(_day)] = None
    title: str = Field(default="", max_length=2000)
    publisher: str = Field(default="", max_length=500)
    url: str = Field(default="", max_length=4000)
    language: str = Field(default="", max_length=35)


def read_document(line: str | bytes, *, tell_language: bool = False) -> Article:
    """Return the article of one line. Without a language it is taken as English, or, if asked for, looked at.

    Raises
    ------
    ArticleError
        If the line is no such object; the message names the field.
    """
    try:
        document = _Document.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        raise ArticleError(f"{field}: {first['msg']}. Write one JSON object with id and text.") from None
    check_text(f"text of {document.id!r}", document.text)
    language = document.language or (other_language(document.text) if tell_language else "") or "en"
    fields = {**document.model_dump(exclude={"id"}), "url": web_address(document.url), "language": language}
    return Article(article_id=ArticleId(document.id), **fields)


def read_documents(stream: IO[str], name: str) -> Iterator[Article | Rejected]:
    """Yield the documents of a JSON lines stream in order; a line that cannot be read is yielded as `Rejected`.

    Each line is an object with `id` and `text`, and optionally `published`, `title`, `publisher`, `url`.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        where = f"{name} line {number}"
        try:
            article = read_document(line)
        except ArticleError as error:
            yield Rejected(where, str(error), line[:500])
            continue
        if article.article_id in seen:
            first = seen[article.article_id]
            reason = f"id {article.article_id!r} stands on line {first} already. Give each document its own."
            yield Rejected(where, reason, line[:500])
            continue
        seen[article.article_id] = number
        yield article


def read_spans(stream: IO[str], name: str) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of each document of a JSON lines stream: `{"id": "doc-1", "spans": [[12, 17], …]}`.

    Raises
    ------
    ArticleError
        If a line is not of that form.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            spans[str(record["id"])] = [(int(start), int(end)) for start, end in record["spans"]]
        except (ValueError, TypeError, KeyError) as error:
            raise ArticleError(
                f'{name} line {number}: {error}. Write {{"id": "doc-1", "spans": [[12, 17]]}}.'
            ) from error
    return spans
