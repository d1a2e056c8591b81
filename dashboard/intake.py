"""What comes in through the browser: articles pasted or dropped, and tables. Nothing is stored before it was seen."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

import streamlit as st

from dashboard import data
from dashboard.article.marks import Kind
from dashboard.cards import safe_url
from territory import pipeline
from territory.errors import ArticleError
from territory.extract.claims import Extraction
from territory.extract.documents import Format, format_of, looks_like_page, read_article
from territory.extract.documents.apart import read_apart
from territory.gazetteer.gazetteer import Gazetteer
from territory.ingest import repeated
from territory.model import Article, Mention, PlaceId
from territory.reading import Found, check_article, find_in
from territory.store import ArticleCopy, Outcome

PASTED = "The pasted text"


def article_from(
    content: bytes, name: str, *, published: date | None, title: str = "", publisher: str = "", url: str = ""
) -> Article:
    """Return an article from the bytes of a file or a pasted text. What is given wins over what the file says itself.

    Raises
    ------
    ArticleError
        If the bytes are no article, the date is missing, the language is not read, or the address is not of the web.
    """
    if url and safe_url(url) is None:
        raise ArticleError(
            f"{url[:80]!r} is no address of the web. Write it with http:// or https://, or leave it out."
        )
    article = _document(content, name, published)
    if published is None and article.published is None:
        raise ArticleError(
            f"{name} does not say when it was published. Give the date under 'Published' and read it again: 'today' "
            "and 'last week' in the text count from it."
        )
    article = replace(
        article,
        title=title.strip() or article.title,
        publisher=publisher.strip() or article.publisher,
        url=url.strip() or article.url,
        published=published or article.published,
        published_inferred=article.published_inferred and published is None,
    )
    check_article(name, article)
    return article


def _document(content: bytes, name: str, published: date | None) -> Article:
    """Read the one article of a file, from a folder of its own that is gone afterwards."""
    file = f"pasted.{'html' if looks_like_page(content) else 'txt'}" if name == PASTED else name
    file = PurePosixPath(file.replace("\\", "/").replace("\0", "")).name[-120:] or "article.txt"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content)
        read_it = read_article if format_of(path) in (Format.TEXT, Format.MARKDOWN) else read_apart
        try:
            return read_it(path, published=published).article
        except ArticleError as error:
            reason = str(error).replace(file, name, 1)
            raise ArticleError(reason if name in reason else f"{name}: {reason}") from error


@st.cache_resource(max_entries=1, show_spinner="Loading the gazetteer…")
def _reader(url: str, version: int) -> pipeline.TextPipeline:
    return pipeline.TextPipeline(
        data.gazetteer(url, version), tuple(data.library().actors.values()), data.store().rules()
    )


def reader() -> pipeline.TextPipeline:
    """Return what reads articles by the rules and with the places of the store as it is now."""
    lib = data.library()
    return _reader(lib.url, lib.version)


@st.cache_resource(max_entries=4, show_spinner="Reading the article…")
def _found(_article: Article, url: str, version: int, article_id: str, published: date | None) -> Found:
    return find_in(_article, _reader(url, version))


def found(article: Article) -> Found:
    """Return an article's toponyms and claims. Nothing is stored."""
    lib = data.library()
    return _found(article, lib.url, lib.version, article.article_id, article.published)


def repeats(article: Article) -> ArticleCopy | None:
    """Return which article of the store this one repeats, None if none."""
    return repeated(data.store(), article, found(article).bands)


@st.cache_data(max_entries=16, show_spinner="Looking at the names…")
def _others(_article: Article, url: str, version: int, article_id: str) -> tuple[tuple[Mention, Kind], ...]:
    parser = _reader(url, version).geoparser
    read = parser.read(_article)
    demonyms = [
        (Mention(d.start, d.end, d.text, PlaceId(d.place_id) if d.place_id else None), Kind.DEMONYM)
        for d in read.demonyms
    ]
    dropped = [(mention, Kind.DECOY) for mention in read.dropped]
    decoys = [
        (Mention(start, end, _article.text[start:end], None), Kind.DECOY) for start, end in parser.passed_over(_article)
    ]
    return (*dropped, *demonyms, *decoys)


def others(article: Article) -> tuple[tuple[Mention, Kind], ...]:
    """Return what is marked in an article beside its toponyms: demonyms, and what only looks like a place."""
    lib = data.library()
    return _others(article, lib.url, lib.version, article.article_id)


@dataclass(frozen=True, slots=True)
class _AsRead:
    """A pipeline that gives what was read already."""

    gazetteer: Gazetteer
    found: Found

    def read(self, article: Article) -> tuple[tuple[Mention, ...], Extraction]:
        return self.found.mentions, self.found.extraction


def keep(article: Article) -> Outcome:
    """Store an article with its toponyms and claims as they were shown, all of it or nothing."""
    as_read = _AsRead(reader().gazetteer, found(article))
    return pipeline.ingest_articles(data.store(), [article], as_read, name=article.title[:200] or article.article_id)


def import_tables(events: bytes, places: bytes | None, actors: bytes | None) -> Outcome:
    """Import tables from the bytes of CSV files, all in one transaction.

    Raises
    ------
    TableError
        If one cannot be read as a whole; then nothing is stored.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths: dict[str, Path | None] = {}
        for name, content in (("control_events", events), ("places", places), ("actors", actors)):
            paths[name] = None
            if content is not None:
                paths[name] = Path(folder) / f"{name}.csv"
                Path(folder, f"{name}.csv").write_bytes(content)
        return pipeline.import_tables(
            data.store(), Path(folder) / "control_events.csv", places=paths["places"], actors=paths["actors"]
        )
