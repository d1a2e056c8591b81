"""How much of a document is read, and for how long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from territory.errors import ArticleError

MAX_TEXT_CHARS = 20_000_000
MAX_TEXT_BYTES = 20_000_000
MAX_PAGE_BYTES = 20_000_000
MAX_PDF_BYTES = 100_000_000
MAX_PDF_PAGES = 5_000
MAX_DOCX_BYTES = 100_000_000
MAX_LINES = 1_000_000
"""Documents of one JSON lines file."""
MAX_ARCHIVE_BYTES = 1_000_000_000
MAX_ARCHIVE_FILES = 20_000
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_PACKING_RATIO = 200
"""Text packs to a tenth or so; only a file made to burst packs to less than a two-hundredth."""
PACKING_FREE_BYTES = 10_000_000
"""Unpacked sizes up to this are never held against an archive."""
MAX_READING_SECONDS = 120


def check_size(name: str, size: int, limit: int, remedy: str = "Split it.") -> None:
    """Refuse a document that is too large to read.

    Raises
    ------
    ArticleError
        If `size` is over `limit` bytes.
    """
    if size > limit:
        raise ArticleError(f"{name} has {size:,} bytes; at most {limit:,} are read. {remedy}")


@contextmanager
def reading_time(name: str, seconds: float = MAX_READING_SECONDS) -> Iterator[None]:
    """Stop reading a document that never ends. Works in the main thread of a process; elsewhere time is not limited.

    Raises
    ------
    ArticleError
        In the block, when the time is up.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise ArticleError(
            f"{name} was not read within {seconds:g} seconds; it may be made to waste time. Save its text as .txt."
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)  # again and again: a parser may swallow the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
