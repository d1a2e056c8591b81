"""Reads documents from files and from JSON lines as articles."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from territory.errors import ArticleError
from territory.model import Article, ArticleId, Rejected

MAX_ARTICLE_BYTES = 20_000_000

_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<head|<body|<script|<div|<article|<p[\s>])", re.IGNORECASE)


class _Metadata(BaseModel):
    """What `articles.toml` says of one file."""

    model_config = ConfigDict(extra="ignore")

    id: str
    file: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    language: str = "en"
    published: date | None = None
    published_inferred: bool = False
    sha256: str = ""


class _Document(BaseModel):
    """One line of a JSON lines file of documents."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=500)
    text: str
    published: date | None = None
    title: str = Field(default="", max_length=2000)
    publisher: str = Field(default="", max_length=500)
    url: str = Field(default="", max_length=4000)
    language: str = Field(default="en", max_length=35)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article and the sha256 of the file it was read from."""

    article: Article
    sha256: str


def read_article(path: Path, *, published: date | None = None) -> ArticleFile:
    """Read a plain-text article. Metadata comes from `articles.toml` beside the file, if it lists it.

    Parameters
    ----------
    path : Path
        A UTF-8 text file of at most 20 MB. Its characters are kept as they are.
    published : date, optional
        Publication date; wins over that of `articles.toml`.

    Raises
    ------
    ArticleError
        If the file is empty, too large, binary, not UTF-8, or differs from what `articles.toml` says of it.
    """
    size = path.stat().st_size
    if size > MAX_ARTICLE_BYTES:
        raise ArticleError(f"{path.name} has {size:,} bytes; at most {MAX_ARTICLE_BYTES:,} are read. Split it.")
    data = path.read_bytes()
    text = _decode(path.name, data)
    digest = hashlib.sha256(data).hexdigest()
    meta = _metadata(path)
    if meta and meta.sha256 and meta.sha256 != digest:
        raise ArticleError(
            f"{path.name} is not the file that articles.toml describes (sha256 differs). Restore the file, "
            "or correct its entry."
        )
    article = Article(
        article_id=ArticleId(meta.id if meta else f"{path.stem[:80]}-{digest[:12]}"),
        text=text,
        published=published or (meta.published if meta else None),
        title=meta.title if meta else next(line.strip() for line in text.splitlines() if line.strip())[:300],
        publisher=meta.publisher if meta else "",
        url=meta.url if meta else "",
        language=meta.language if meta else "en",
        published_inferred=bool(meta and meta.published_inferred and published is None),
    )
    return ArticleFile(article, digest)


def _decode(name: str, data: bytes) -> str:
    if b"\0" in data:
        raise ArticleError(f"{name} is a binary file (byte {data.index(0)} is null). Give its text as UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}. Save it as UTF-8 text."
        ) from error
    if not text.strip():
        raise ArticleError(f"{name} is empty. Give a file that holds the text of an article.")
    if _MARKUP.match(text):
        raise ArticleError(f"{name} is a web page, not text (it begins with markup). Save the article as plain text.")
    return text


def _metadata(path: Path) -> _Metadata | None:
    listing = path.parent / "articles.toml"
    if not listing.is_file():
        return None
    try:
        entries = tomllib.loads(listing.read_text(encoding="utf-8")).get("article", [])
        return next((_Metadata.model_validate(entry) for entry in entries if entry.get("file") == path.name), None)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise ArticleError(f"{listing}: {error}. Correct the entry of {path.name}.") from error


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
            document = _Document.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            yield Rejected(where, f"{field}: {first['msg']}. Write one JSON object with id and text.", line[:500])
            continue
        if document.id in seen:
            reason = f"id {document.id!r} stands on line {seen[document.id]} already. Give each document its own."
            yield Rejected(where, reason, line[:500])
            continue
        seen[document.id] = number
        yield Article(article_id=ArticleId(document.id), **document.model_dump(exclude={"id"}))


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
