"""PDF: the text of its pages as paragraphs, and its metadata."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from territory.errors import ArticleError
from territory.extract.documents.content import Content, first_line, one_line, parse_published, tidy
from territory.extract.documents.limits import MAX_PDF_PAGES

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—\s]*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
_RECURS_ON_PAGES = 3
"""A line at the edge of at least this many pages, and of half of them, is a running header or footer."""
_SHORT_LINE = 0.75
"""A line shorter than this part of the usual one may end a paragraph."""


def read_pdf(name: str, data: bytes) -> Content:
    """Return the text of a PDF and its metadata.

    Raises
    ------
    ArticleError
        If it is no PDF, broken, encrypted, too long, or made of pictures of pages.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%PDF-" not in data[:1024]:
        raise ArticleError(f"{name} is not a PDF (its first bytes are {data[:8]!r}). Give the file its right ending.")
    try:
        reader = _open(name, data)
        pages = [page.extract_text() or "" for page in reader.pages]
        text = tidy("\n\n".join(_paragraphs([tidy(page).split("\n") for page in pages])))
        empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
        pictures = [number for number in empty if _has_pictures(reader, number)]
        said = _metadata(reader)
    except ArticleError:
        raise
    except Exception as error:
        raise ArticleError(
            f"{name} is a broken PDF ({_reason(error)}). Get the file again, or print it to a new PDF."
        ) from error
    if not text:
        what = "pictures of pages, a scan" if pictures else "no text"
        count = f"{len(pages)} page{'s' * (len(pages) != 1)}"
        raise ArticleError(
            f"{name} has {count} and {what}; nothing can be read from it. Run text recognition over it (for example "
            "ocrmypdf) and give the result."
        )
    notes = [f"{name}: page {', '.join(map(str, pictures))} is a picture without text, and was not read."]
    return Content(text, **{"title": first_line(text), **said}, notes=tuple(notes if pictures else ()))


def _reason(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}", 160)


def _open(name: str, data: bytes) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        opened = not reader.is_encrypted or bool(reader.decrypt(""))
    except (DependencyError, FileNotDecryptedError, NotImplementedError):
        opened = False
    if not opened:
        raise ArticleError(f"{name} is encrypted. Save a copy of it without a password, and give that.")
    if len(reader.pages) > MAX_PDF_PAGES:
        raise ArticleError(f"{name} has {len(reader.pages):,} pages; at most {MAX_PDF_PAGES:,} are read. Split it.")
    return reader


def _has_pictures(reader: PdfReader, number: int) -> bool:
    resources = reader.pages[number - 1].get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    return bool(objects is not None and objects.get_object())


def _metadata(reader: PdfReader) -> dict[str, Any]:
    """Return title, publisher, dates and language, as far as the file states them in a form that can be read."""
    from xml.parsers.expat import ExpatError

    from pypdf.errors import PdfReadError

    found: dict[str, Any] = {}
    info = reader.metadata
    try:
        xmp = reader.xmp_metadata
    except (PdfReadError, ValueError, ExpatError):  # damaged metadata do not make the text unreadable
        xmp = None
    if info is not None:
        title = one_line(info.title)
        found["title"] = title or None
        found["made"] = _creation_day(info.get("/CreationDate"))
    if xmp is not None:
        found["publisher"] = ", ".join(filter(None, map(one_line, xmp.dc_publisher or ())))
        stated = list(xmp.get_element("", _PRISM, "publicationDate"))
        found["published"] = next((day for day in map(parse_published, map(_xmp_text, stated)) if day), None)
        found["language"] = next((one_line(language, 35) for language in xmp.dc_language or ()), "")
    root_language = reader.root_object.get("/Lang")
    found["language"] = found.get("language") or one_line(root_language, 35)
    return {key: value for key, value in found.items() if value}


def _xmp_text(element: Any) -> str:
    return "".join(node.nodeValue or "" for node in element.childNodes) or str(getattr(element, "nodeValue", "") or "")


def _creation_day(stamp: object) -> date | None:
    """Return the day of a PDF date, for example D:20170709120000Z."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", str(stamp or ""))
    return parse_published("-".join(match.groups())) if match else None


def _paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the paragraphs of pages of lines: running headers and page numbers out, broken lines joined."""
    running = _running_lines(pages)
    lines = [line for page in pages for line in _body(page, running)]
    lengths = sorted(len(line) for line in lines)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    paragraph = ""
    for line in lines:
        if not line:
            yield from (paragraph,) if paragraph else ()
            paragraph = ""
            continue
        paragraph = _joined(paragraph, line)
        if len(line) < usual * _SHORT_LINE and (_SENTENCE_END.search(line) or len(line) < usual / 2):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    """The first and last lines, numbers apart, that return on most pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in map(str.strip, page) if line]
        edges.update({_DIGITS.sub("#", line) for line in (filled[:1] + filled[-1:])})
    return {line for line, count in edges.items() if count >= max(_RECURS_ON_PAGES, len(pages) / 2)}


def _body(page: Sequence[str], running: set[str]) -> list[str]:
    lines = [line.strip() for line in page]
    filled = [index for index, line in enumerate(lines) if line]
    edges = {*filled[:2], *filled[-2:]}
    return [
        line
        for index, line in enumerate(lines)
        if not (index in edges and (_DIGITS.sub("#", line) in running or _PAGE_NUMBER.fullmatch(line)))
    ]


def _joined(paragraph: str, line: str) -> str:
    """Join a broken line to what came before; a word that was divided at the line's end becomes whole again."""
    if not paragraph:
        return line
    if paragraph.endswith("\N{SOFT HYPHEN}"):
        return paragraph[:-1] + line
    if re.search(r"\w-$", paragraph):
        divided = re.search(r"[a-z]-$", paragraph) and line[0].islower()
        return (paragraph[:-1] if divided else paragraph) + line
    return f"{paragraph} {line}"
