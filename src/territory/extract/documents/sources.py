"""Finds the documents in files, folders, zip archives and JSON lines, without reading them."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from territory.errors import ArticleError
from territory.extract.documents.archive import check_archive, member_fault, open_archive, open_member
from territory.extract.documents.limits import MAX_ARCHIVE_BYTES, MAX_LINES, MAX_TEXT_BYTES, check_size
from territory.extract.documents.metadata import LISTING
from territory.model import Rejected


class Format(StrEnum):
    """How a document is written down."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    JSONL = "jsonl"
    ZIP = "zip"


_ENDINGS = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    "": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".zip": Format.ZIP,
}
_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"})
_READ = ", ".join(ending for ending in _ENDINGS if ending)
_MACOS_EXTRAS = "__MACOSX"
_LINK = "it is a link that leads to a folder or out of the folder given, and is not followed. Give what it leads to."
_JSON_OVERHEAD = 8
"""A character of text may take this many bytes in JSON (`\\ud83d\\ude00` is twelve for four bytes of UTF-8)."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one document lies: a file, a file in a zip archive, or a line of a JSON lines file in either.

    `name` is its path from what the user named on. `offset` and `length` count bytes of the line, `line` its number.
    """

    path: Path
    name: str
    format: Format
    member: str = ""
    line: int = 0
    offset: int = 0
    length: int = 0

    @property
    def title(self) -> str:
        """The name of the file alone, and the line."""
        name = PurePosixPath(self.member).name or self.path.name
        return f"{name} line {self.line}" if self.line else name

    @property
    def where(self) -> str:
        """The place of the document, as the user can find it again."""
        file = f"{self.path}/{self.member}" if self.member else str(self.path)
        return f"{file} line {self.line}" if self.line else file


def find_sources(paths: Iterable[Path]) -> Iterator[Source | Rejected]:
    """Yield the documents of files and folders in a fixed order; what is no document is yielded as `Rejected`.

    Folders are searched to the bottom in order of name; hidden files and `articles.toml` are passed over. A file that
    is named itself is taken as text if its ending says nothing else. Links in a folder that lead out of it are
    rejected.
    """
    for path in paths:
        if path.is_dir():
            for file in _files(path):
                if isinstance(file, Rejected):
                    yield file
                    continue
                name = file.relative_to(path).as_posix()
                yield from _in_file(file, name, _ENDINGS.get(file.suffix.lower()))
        else:
            yield from _in_file(path, path.name, format_of(path))


def format_of(path: Path) -> Format | None:
    """Return the format that a file's ending and first bytes say; None for an archive of a kind that is not read."""
    known = _ENDINGS.get(path.suffix.lower())
    if known is None and path.suffix.lower() not in _ARCHIVES:
        return Format.PDF if _head(path).startswith(b"%PDF-") else Format.TEXT
    return known


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError:
        return b""  # reading it will say what is wrong


def _files(folder: Path) -> Iterator[Path | Rejected]:
    """Yield the files of a folder; what a link in it leads to is read only if that lies in the folder too."""
    inside = folder.resolve()
    for root, folders, files in os.walk(folder, followlinks=False):
        linked = [name for name in folders if Path(root, name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in linked)
        for name in sorted([*files, *linked]):
            path = Path(root, name)
            if name.startswith(".") or name == LISTING:
                continue
            if path.is_symlink() and (name in linked or not _lies_in(path, inside)):
                yield Rejected(str(path), _LINK)
            else:
                yield path


def _lies_in(link: Path, folder: Path) -> bool:
    try:
        return link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _in_file(path: Path, name: str, form: Format | None) -> Iterator[Source | Rejected]:
    if not path.is_file():
        yield Rejected(str(path), "it is no file that can be read. Give files and folders.")
    elif form is None:
        yield Rejected(str(path), _not_read(path.suffix))
    elif form in (Format.JSONL, Format.ZIP):
        try:
            if form is Format.ZIP:
                yield from _members(path, name)
                return
            with path.open("rb") as file:
                yield from _lines(file, Source(path, name, form))
        except (ArticleError, OSError) as error:
            yield Rejected(str(path), str(error))
    else:
        yield Source(path, name, form)


def _not_read(ending: str) -> str:
    if ending.lower() in _ARCHIVES - {".zip"}:
        return f"{ending} archives are not read. Unpack it and give the folder."
    return f"{ending} files are not read. Give one of {_READ}, or a folder of them."


def _lines(file: IO[bytes], whole: Source) -> Iterator[Source | Rejected]:
    """Yield the lines of a JSON lines file, which is `whole`."""
    limit = MAX_TEXT_BYTES * _JSON_OVERHEAD
    offset = 0
    for number in range(1, MAX_LINES + 1):
        line = file.readline(limit + 1)
        if not line:
            return
        if len(line) > limit:
            yield Rejected(f"{whole.where} line {number}", f"it has more than {limit:,} bytes. Split it.")
            return
        if line.strip():
            name = f"{whole.name}:{number}"
            yield replace(whole, name=name, line=number, offset=offset, length=len(line))
        offset += len(line)
    if file.read(1):
        yield Rejected(whole.where, f"it has more than {MAX_LINES:,} lines; those after are not read. Split it.")


def _members(path: Path, name: str) -> Iterator[Source | Rejected]:
    check_size(path.name, path.stat().st_size, MAX_ARCHIVE_BYTES)
    with open_archive(path.name, path) as archive:
        check_archive(path.name, archive)
        for info in archive.infolist():
            found = _member(path, name, info)
            if isinstance(found, Source) and found.format is Format.JSONL:
                yield from _lines_of_member(archive, found)
            elif found is not None:
                yield found


def _lines_of_member(archive: zipfile.ZipFile, whole: Source) -> Iterator[Source | Rejected]:
    try:
        with open_member(whole.title, archive, whole.member) as file:
            yield from _lines(file, whole)
    except ArticleError as error:
        yield Rejected(whole.where, str(error))


def _member(path: Path, name: str, info: zipfile.ZipInfo) -> Source | Rejected | None:
    inner = PurePosixPath(info.filename)
    hidden = inner.name.startswith(".") or _MACOS_EXTRAS in inner.parts
    if info.is_dir() or hidden or inner.name == LISTING:
        return None
    where = f"{path}/{info.filename}"
    fault = member_fault(info)
    if fault:
        return Rejected(where, fault)
    if inner.suffix.lower() in _ARCHIVES:
        return Rejected(where, "it is an archive in an archive. Unpack the outer one and give the folder.")
    form = _ENDINGS.get(inner.suffix.lower())
    if form is None:
        return Rejected(where, _not_read(inner.suffix))
    return Source(path, f"{name}/{info.filename}", form, member=info.filename)
