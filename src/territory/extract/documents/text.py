"""Plain text and Markdown."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator

from territory.errors import ArticleError
from territory.extract.documents.content import Content, first_line, one_line, parse_written_day, tidy, web_address

_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<head|<body|<script|<div|<article|<p[\s>])", re.IGNORECASE)
_HEAD_BYTES = 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_YAML_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]+(.*?)[ \t]*\r?$", re.MULTILINE)
_KEYS = {
    "title": ("title",),
    "publisher": ("publisher", "source", "site", "site_name"),
    "url": ("url", "link", "canonical", "canonical_url"),
    "language": ("language", "lang"),
    "published": ("published", "date", "pubdate", "publishdate", "publish_date", "published_at"),
}


def decode(name: str, data: bytes) -> str:
    """Return the characters of a text file as they are: UTF-8, or the encoding that its byte order mark names.

    Raises
    ------
    ArticleError
        If the bytes are no such text.
    """
    mark, encoding = next(((mark, code) for mark, code in _BOMS if data.startswith(mark)), (b"", "utf-8"))
    if encoding == "utf-8" and b"\0" in data:
        raise ArticleError(f"{name} is a binary file (byte {data.index(0)} is null). Give its text as UTF-8.")
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        where = error.start + len(mark)
        raise ArticleError(
            f"{name} is not {encoding.upper()}: byte {where} is 0x{data[where]:02x}. Save it as UTF-8 text."
        ) from None


def looks_like_page(data: bytes) -> bool:
    """Whether a text begins as a web page does."""
    return bool(_MARKUP.match(data[:_HEAD_BYTES].decode("utf-8", "replace")))


def read_text(name: str, data: bytes) -> Content:
    """Return plain text, its characters unchanged.

    Raises
    ------
    ArticleError
        If it is binary, in another encoding, or a web page.
    """
    text = decode(name, data)
    if _MARKUP.match(text):
        raise ArticleError(
            f"{name} is a web page, not text (it begins with markup). Save the article as plain text, or name the "
            "file .html to have the article taken out of the page."
        )
    return Content(text, title=first_line(text))


def read_markdown(name: str, data: bytes) -> Content:
    """Return the text of a Markdown file without its marks, and the metadata of its front matter.

    Raises
    ------
    ArticleError
        If the file is binary or in another encoding.
    """
    source = decode(name, data)
    matter = _FRONT_MATTER.match(source)
    said = _front_matter(matter[1], matter[2]) if matter else {}
    text = tidy("\n\n".join(_paragraphs(source[matter.end() :] if matter else source)))
    return Content(
        text,
        title=one_line(said.get("title")) or first_line(text),
        publisher=one_line(said.get("publisher")),
        url=web_address(said.get("url")),
        language=one_line(said.get("language"), 35),
        published=parse_written_day(said.get("published")),
    )


def _front_matter(fence: str, block: str) -> dict[str, str]:
    """The simple values of a YAML or TOML header, by our names for them; what is nested is not read."""
    if fence == "+++":
        try:
            found = {key.lower(): str(value) for key, value in tomllib.loads(block).items()}
        except tomllib.TOMLDecodeError:
            found = {}
    else:
        found = {key.lower(): _unquoted(value) for key, value in _YAML_LINE.findall(block)}
    return {
        name: next(found[key] for key in keys if key in found)
        for name, keys in _KEYS.items()
        if any(key in found for key in keys)
    }


def _unquoted(value: str) -> str:
    """A plain or quoted value of YAML, without the comment after a plain one."""
    for quote, written in (("'", "''"), ('"', '\\"')):
        if len(value) > 1 and value[0] == value[-1] == quote:
            return value[1:-1].replace(written, quote)
    return re.split(r"\s#", value, maxsplit=1)[0]


def _paragraphs(source: str) -> Iterator[str]:
    """Yield each paragraph, heading, list item and table row as text; raw HTML is left out, its words are kept."""
    from markdown_it import MarkdownIt

    row: list[str] | None = None
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield " | ".join(row)
            row = None
        elif token.type in ("fence", "code_block"):
            yield token.content
        elif token.type == "inline":
            words = "".join(_words(child.type, child.content) for child in token.children or ())
            row.append(words) if row is not None else (yield words)


def _words(kind: str, content: str) -> str:
    if kind == "softbreak":
        return " "
    if kind == "hardbreak":
        return "\n"
    return content if kind in ("text", "code_inline") else ""
