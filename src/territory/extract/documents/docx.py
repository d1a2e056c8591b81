"""Word documents (.docx): paragraphs and tables in order, and the core properties."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from territory.errors import ArticleError
from territory.extract.documents.archive import check_archive, open_archive
from territory.extract.documents.content import Content, first_line, one_line, tidy
from territory.extract.documents.limits import MAX_DOCX_BYTES

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(name: str, data: bytes) -> Content:
    """Return the text of a Word document and its metadata.

    Raises
    ------
    ArticleError
        If it is encrypted, of the old .doc format, broken, empty, or packs far more than its size promises.
    """
    if data.startswith(_OLD_OFFICE):
        raise ArticleError(
            f"{name} is encrypted, or in the old .doc format. Save a copy as .docx without a password, and give that."
        )
    with open_archive(name, io.BytesIO(data)) as archive:
        check_archive(name, archive, MAX_DOCX_BYTES)
    try:
        document, template = _open(data)
        text = tidy("\n\n".join(block for block in _blocks(document.element.body) if block.strip()))
        properties = document.core_properties
        made = _made(properties.created, template)
        title, language = one_line(properties.title), one_line(properties.language, 35)
        publisher = _company(document)
    except ArticleError:
        raise
    except Exception as error:
        reason = one_line(f"{type(error).__name__}: {error}", 160)
        raise ArticleError(f"{name} is a broken Word document ({reason}). Open it and save it again.") from error
    if not text:
        raise ArticleError(f"{name} holds no text. If it holds pictures of pages, run text recognition over them.")
    return Content(text, title=title or first_line(text), publisher=publisher, language=language, made=made)


def _open(data: bytes) -> tuple[Any, datetime | None]:
    """Return the document, and the stamp that python-docx's own template carries, which dates nothing."""
    import docx

    return docx.Document(io.BytesIO(data)), docx.Document().core_properties.created


def _company(document: Any) -> str:
    """The house that a document comes from, as its extended properties name it; a template names none."""
    from lxml import etree  # type: ignore[import-untyped]  # it has no stubs

    parts = (part for part in document.part.package.iter_parts() if str(part.partname) == "/docProps/app.xml")
    part = next(parts, None)
    if part is None:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return one_line(etree.fromstring(part.blob, parser).findtext(f"{_EXTENDED}Company"))


def _made(created: datetime | None, template: datetime | None) -> date | None:
    return created.date() if created is not None and created != template else None


def _blocks(parent: Any) -> Iterator[str]:
    """Yield each paragraph, and each row of a table with its cells side by side."""
    for element in parent:
        if element.tag == f"{_W}p":
            yield _words(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = (" ".join(_blocks(cell)).strip() for cell in row.iterchildren(f"{_W}tc"))
                yield " | ".join(cells)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _blocks(element)


def _words(element: Any) -> str:
    """The words of a paragraph as it reads now: what was inserted is in, what was deleted is out."""
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
        return " "
    if element.tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}tbl", _FALLBACK):
        return ""
    return "".join(_words(child) for child in element)
