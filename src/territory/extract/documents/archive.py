"""Zip archives, within bounds: never unpacked to disk, never an archive in an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from territory.errors import ArticleError
from territory.extract.documents.limits import (
    MAX_ARCHIVE_FILES,
    MAX_PACKING_RATIO,
    MAX_UNPACKED_BYTES,
    PACKING_FREE_BYTES,
)

_ENCRYPTED = 0x1


def open_archive(name: str, file: Path | IO[bytes]) -> zipfile.ZipFile:
    """Open a zip archive.

    Raises
    ------
    ArticleError
        If it is none, or damaged.
    """
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise ArticleError(f"{name} is a broken archive ({error}). Get the file again.") from error


def check_archive(name: str, archive: zipfile.ZipFile, max_bytes: int = MAX_UNPACKED_BYTES) -> None:
    """Refuse an archive made to burst, by what its directory says; `read_member` holds each file to that.

    Raises
    ------
    ArticleError
        If it has too many files, or unpacks to too many bytes altogether or for its size.
    """
    files = archive.infolist()
    if len(files) > MAX_ARCHIVE_FILES:
        raise ArticleError(f"{name} holds {len(files):,} files; at most {MAX_ARCHIVE_FILES:,} are read. Split it.")
    unpacked = sum(info.file_size for info in files)
    packed = sum(info.compress_size for info in files)
    if unpacked > max_bytes:
        raise ArticleError(f"{name} unpacks to {unpacked:,} bytes; at most {max_bytes:,} are read. Split it.")
    if unpacked > max(PACKING_FREE_BYTES, packed * MAX_PACKING_RATIO):
        raise ArticleError(
            f"{name} unpacks to {unpacked:,} bytes from {packed:,}, more than {MAX_PACKING_RATIO} times as many: it is "
            "made to burst. Nothing of it was read. Give the documents themselves."
        )


def member_fault(info: zipfile.ZipInfo) -> str | None:
    """Return why a file of an archive is not read, None if it can be."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its path leads out of the archive. Pack it again without such paths."
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted. Pack it again without a password."
    return None


@contextmanager
def open_member(name: str, archive: zipfile.ZipFile, member: str) -> Iterator[IO[bytes]]:
    """Open one file of an archive to read in it. More bytes than the directory says it has never come out.

    Raises
    ------
    ArticleError
        If it is damaged, when that shows.
    """
    try:
        with archive.open(member) as file:
            yield file
    except ArticleError:
        raise
    except Exception as error:
        raise ArticleError(f"{name} is damaged ({error}). Get the archive again.") from error


def read_member(name: str, archive: zipfile.ZipFile, member: str, limit: int) -> bytes:
    """Return the bytes of one file of an archive.

    Raises
    ------
    ArticleError
        If it is damaged, or has more than `limit` bytes.
    """
    with open_member(name, archive, member) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ArticleError(f"{name} has more than {limit:,} bytes; no more are read. Split it.")
    return data
