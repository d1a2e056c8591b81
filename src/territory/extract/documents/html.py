"""Web pages: the article in them, without what surrounds it. Nothing is run and nothing is fetched."""

from __future__ import annotations

import codecs
import logging
import re
from typing import Any

from territory.errors import ArticleError
from territory.extract.documents.content import Content, one_line, parse_published, tidy, web_address
from territory.extract.documents.text import decode

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*?\s(?:xml:)?lang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE)
_TEXT_ENCODING = re.compile("ascii|utf-|iso8859|cp\\d|koi8|mac|gb|big5|euc|shift_jis|iso2022|johab|tis|ptcp|kz")
_BREAK = re.compile(r"\n+")
_HEAD_BYTES = 8192

# Only dates that the page states as its own; never one that merely stands somewhere in the text. The last day only
# bounds what counts as a date, so that the answer does not depend on the day on which it is asked.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d", "max_date": "2100-01-01"}


def read_html(name: str, data: bytes) -> Content:
    """Return the article of a web page, and the metadata of its head.

    Raises
    ------
    ArticleError
        If the page is not in the encoding it declares, or holds no article.
    """
    page = _decode(name, data)
    article = _extract(page)
    text = tidy(_BREAK.sub("\n\n", (article.text if article else "") or ""))
    if not text:
        raise ArticleError(
            f"{name} holds no article: besides scripts, menus and markup there is no text. Save the article as plain "
            "text, or save the page again after it has loaded."
        )
    language = _LANGUAGE.search(page[:_HEAD_BYTES])
    return Content(
        text,
        title=one_line(article.title),
        publisher=one_line(article.sitename or article.hostname),
        url=web_address(article.url),
        language=language[1] if language else "",
        published=parse_published(article.date),
    )


def _extract(page: str) -> Any:
    if "<" not in page:  # a bare address must never be taken for something to fetch
        return None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    from trafilatura import bare_extraction

    return bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATES))


def _decode(name: str, data: bytes) -> str:
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    label = declared[1].decode("ascii") if declared and b"\0" not in data else "utf-8"
    try:
        encoding = codecs.lookup(label).name
        if not _TEXT_ENCODING.match(encoding):
            raise LookupError
    except LookupError:
        raise ArticleError(f"{name} declares the encoding {label!r}, which is unknown. Save it as UTF-8.") from None
    if encoding in ("utf-8", "ascii") or encoding.startswith("utf-16"):
        return decode(name, data)
    if encoding == "iso8859-1":
        encoding = "cp1252"  # what browsers read under this label
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ArticleError(f"{name} is not in {label}, which it declares ({error}). Save it as UTF-8.") from None
