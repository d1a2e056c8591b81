"""Reads a document of any format as an article."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZipFile

from territory.errors import ArticleError
from territory.extract.documents import limits
from territory.extract.documents.archive import open_archive, read_member
from territory.extract.documents.content import Content, check_text
from territory.extract.documents.docx import read_docx
from territory.extract.documents.html import read_html
from territory.extract.documents.jsonl import read_document
from territory.extract.documents.metadata import LISTING, Given, Listed, date_notes, listed, make_article
from territory.extract.documents.pdf import read_pdf
from territory.extract.documents.sources import Format, Source, find_sources
from territory.extract.documents.text import read_markdown, read_text
from territory.model import Article, Rejected

_READERS: dict[Format, tuple[Callable[[str, bytes], Content], int, str]] = {
    Format.TEXT: (read_text, limits.MAX_TEXT_BYTES, "Split it."),
    Format.MARKDOWN: (read_markdown, limits.MAX_TEXT_BYTES, "Split it."),
    Format.HTML: (read_html, limits.MAX_PAGE_BYTES, "Save the article as plain text."),
    Format.PDF: (read_pdf, limits.MAX_PDF_BYTES, "Split it, or save its text as a .txt file."),
    Format.DOCX: (read_docx, limits.MAX_DOCX_BYTES, "Take the pictures out, or save it as a .txt file."),
}
_MAX_LISTING_BYTES = 20_000_000
_LOOKED_AT = 1000
_NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Document:
    """An article, the sha256 of the bytes it was read from, and what the user should know of it."""

    article: Article
    sha256: str
    notes: tuple[str, ...] = ()


def read_bytes(source: Source) -> bytes:
    """Return the bytes of a document.

    Raises
    ------
    ArticleError
        If they cannot be read, or are too many.
    """
    try:
        if source.format is Format.JSONL:
            if source.member:
                return _line_of_member(source)
            with source.path.open("rb") as file:
                file.seek(source.offset)
                return file.read(source.length)
        _, limit, remedy = _READERS[source.format]
        if source.member:
            return read_member(_short(source), _archive(source.path), source.member, limit)
        with source.path.open("rb") as file:
            limits.check_size(source.path.name, os.fstat(file.fileno()).st_size, limit, remedy)
            return file.read(limit + 1)
    except OSError as error:
        raise ArticleError(f"{source.path.name} cannot be read: {error.strerror or error}.") from error


def _line_of_member(source: Source) -> bytes:
    """Lines are read in order: the file of the archive stays open, and is unpacked once from one line to the next."""
    file = _member(_archive(source.path), source.member)
    try:
        file.seek(source.offset)
        return file.read(source.length)
    except Exception as error:
        _member.cache_clear()
        raise ArticleError(f"{source.title} is damaged ({error}). Get the archive again.") from error


def parse(source: Source, data: bytes, given: Given = _NOTHING_GIVEN) -> Document:
    """Return the article of a document.

    Raises
    ------
    ArticleError
        If it cannot be read as one; the message says why and what to do.
    """
    name, digest = _short(source), hashlib.sha256(data).hexdigest()
    if source.format is Format.JSONL:
        article = read_document(data, tell_language=True)
        article = replace(
            article,
            published=article.published or given.published,
            publisher=article.publisher or given.publisher,
        )
        return Document(article, digest, date_notes(f"document {article.article_id}", article, given))
    reader, limit, remedy = _READERS[Format.PDF if data.startswith(b"%PDF-") else source.format]
    limits.check_size(name, len(data), limit, remedy)
    entry = _entry(source)
    if entry and entry.sha256 and entry.sha256 != digest:
        raise ArticleError(
            f"{name} is not the file that {LISTING} describes (sha256 differs). Restore the file, or correct its entry."
        )
    with limits.reading_time(name):
        content = reader(name, data)
    check_text(name, content.text)
    article = make_article(f"{PurePosixPath(name).stem[:80]}-{digest[:12]}", content, entry, given)
    return Document(article, digest, (*content.notes, *date_notes(name, article, given)))


def read_article(path: Path, *, published: date | None = None, publisher: str = "") -> Document:
    """Return the article of a file that holds one document.

    Parameters
    ----------
    path : Path
        A file of any format; zip and JSON lines where they hold one document.
    published, publisher : optional
        For a document that does not state them itself.

    Raises
    ------
    ArticleError
        If it cannot be read as one article.
    """
    found = list(islice(find_sources([path]), _LOOKED_AT))
    sources = [source for source in found if isinstance(source, Source)]
    if len(sources) == 1:
        return parse(sources[0], read_bytes(sources[0]), Given(published, publisher))
    if sources:
        raise ArticleError(
            f"{path.name} holds more than one document; here one is read at a time. Give one of them, or take all of "
            f"them in with the command: territory ingest {shlex.quote(path.name)}"
        )
    refused = next((item for item in found if isinstance(item, Rejected)), None)
    if refused is None:
        raise ArticleError(f"{path.name} holds no document. Give a file that does.")
    where = refused.where.removeprefix(str(path.parent)).lstrip("/\\")
    raise ArticleError(refused.reason if where in refused.reason else f"{where}: {refused.reason}")


def _short(source: Source) -> str:
    return PurePosixPath(source.member).name if source.member else source.path.name


def _entry(source: Source) -> Listed | None:
    name = _short(source)
    if source.member:
        member = str(PurePosixPath(source.member).with_name(LISTING))
        archive = _archive(source.path)
        if member not in archive.NameToInfo:
            return None
        return listed(f"{source.path}/{member}", read_member(member, archive, member, _MAX_LISTING_BYTES), name)
    path = source.path.with_name(LISTING)
    try:
        return listed(str(path), path.read_bytes(), name) if path.is_file() else None
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}.") from error


def _archive(path: Path) -> ZipFile:
    state = path.stat()
    return _opened(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _member(archive: ZipFile, member: str) -> IO[bytes]:
    return archive.open(member)


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int, _size: int) -> ZipFile:
    return open_archive(path.name, path)
