"""Reads documents to the point of being stored, in this process or in several; their order is kept."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from territory.errors import ArticleError, TerritoryError
from territory.extract.claims import Extraction
from territory.extract.documents import Document, Given, Source, parse, read_bytes
from territory.extract.documents.language import check_language, names_only
from territory.extract.shingles import bands
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, Mention, Place, Rejected

_AHEAD = 3
"""So many documents for each process are read ahead of what is stored."""


class Pipeline(Protocol):
    """What finds toponyms and claims: `territory.pipeline.TextPipeline`."""

    gazetteer: Gazetteer

    def read(self, article: Article) -> tuple[tuple[Mention, ...], Extraction]:
        """Return an article's toponyms, and its claims with the sentences that could not be completed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in an article: toponyms, claims and the places of the claims; and its keys as a copy."""

    mentions: tuple[Mention, ...]
    extraction: Extraction
    places: tuple[Place, ...]
    bands: tuple[int, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read. Without a `document`: it was stored before, or could not be used for a `reason`."""

    source: Source
    document: Document | None = None
    found: Found | None = None
    reason: str = ""


def find_in(article: Article, pipeline: Pipeline) -> Found:
    """Return what is found in an article."""
    mentions, extraction = pipeline.read(article)
    places = sorted({claim.place_id for claim in extraction.claims})
    note = note_on_language(article, len(mentions))
    found = tuple(map(pipeline.gazetteer.get, places))
    return Found(mentions, extraction, found, bands(article.text), (note,) if note else ())


def note_on_language(article: Article, names: int) -> str:
    """Return what is and what is not read from an article in another language than English, '' for English."""
    language = names_only(article.text)
    if not language:
        return ""
    return (
        f"{article.title or article.article_id} is in {language}: {names} place name{'s' * (names != 1)} found, "
        "no claims read (that is done for English only). Give a translation for the claims."
    )


def check_article(name: str, article: Article) -> None:
    """Refuse an article that claims cannot be read from.

    Raises
    ------
    ArticleError
        If it bears no date, or is in a language that is not read.
    """
    if article.published is None:
        raise ArticleError(f"{name} bears no date. Give it with --published YYYY-MM-DD.")
    check_language(name, article.text)


@dataclass
class Reader:
    """Reads one document after another. The pipeline is made when the first one needs it.

    Parameters
    ----------
    make_pipeline : Callable[[], Pipeline]
        Must survive pickling if several processes are to read.
    given : Given
        Date and publisher of documents that do not say them.
    stored : Collection[tuple[str, str]]
        Names and sha256 of documents that need not be read again.
    """

    make_pipeline: Callable[[], Pipeline]
    given: Given = field(default_factory=Given)
    stored: Collection[tuple[str, str]] = frozenset()
    _pipeline: Pipeline | None = field(default=None, init=False)

    def read(self, source: Source) -> Reading:
        """Read one document; whatever is wrong with it is in the answer."""
        try:
            data = read_bytes(source)
            document = parse(source, data, self.given)
            if (source.name, document.sha256) in self.stored:
                return Reading(source)
            check_article(source.title, document.article)
            self._pipeline = self._pipeline or self.make_pipeline()
            return Reading(source, document, find_in(document.article, self._pipeline))
        except TerritoryError as error:
            return Reading(source, reason=str(error))
        except Exception as error:  # noqa: BLE001 - one document must not stop the others
            reason = f"reading it failed ({type(error).__name__}: {error}). This is a fault of the program; report it."
            return Reading(source, reason=reason)


def read_all(reader: Reader, sources: Iterable[Source | Rejected], processes: int = 1) -> Iterator[Reading | Rejected]:
    """Yield each document as it was read, in the order of `sources`; what is rejected already is passed on."""
    if processes <= 1:
        yield from (item if isinstance(item, Rejected) else reader.read(item) for item in sources)
        return
    with _Processes(reader, processes) as several:
        yield from several.read(sources)


class _Processes:
    """Several processes that read. One that dies takes no document with it but the one that killed it."""

    def __init__(self, reader: Reader, count: int) -> None:
        self._reader, self._count = reader, count
        self._pool = self._start(count)
        self._careful: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in (self._pool, self._careful):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, count: int) -> ProcessPoolExecutor:
        # Not forked: the parent has threads and an open database.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(count, mp_context=context, initializer=_begin_reading, initargs=(self._reader,))

    def read(self, sources: Iterable[Source | Rejected]) -> Iterator[Reading | Rejected]:
        waiting: deque[tuple[Source, Future[Reading]] | Rejected] = deque()
        for item in sources:
            waiting.append(item if isinstance(item, Rejected) else (item, self._submit(item)))
            if len(waiting) > self._count * _AHEAD:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _submit(self, source: Source) -> Future[Reading]:
        with _interrupts_held():
            try:
                return self._pool.submit(_read, source)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._start(self._count)
                return self._pool.submit(_read, source)

    def _next(self, waiting: deque[tuple[Source, Future[Reading]] | Rejected]) -> Reading | Rejected:
        item = waiting.popleft()
        if isinstance(item, Rejected):
            return item
        source, future = item
        try:
            return future.result()
        except BrokenProcessPool:
            return self._read_alone(source)

    def _read_alone(self, source: Source) -> Reading:
        """Read a document that was being read when a process died; if one dies again it was this document."""
        self._careful = self._careful or self._start(1)
        try:
            with _interrupts_held():
                future = self._careful.submit(_read, source)
            return future.result()
        except BrokenProcessPool:
            self._careful.shutdown(wait=False, cancel_futures=True)
            self._careful = None
            reason = "the process that read it was ended, most likely for want of memory. Split it, or save its text."
            return Reading(source, reason=reason)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep an interrupt back until a process has been started, which then never sees one: its parent ends it."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held: list[tuple[int, FrameType | None]] = []
    # The mask is what the new process inherits; the handler is for interrupts that reach another thread of this one.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.signal(signal.SIGINT, lambda number, frame: held.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if held and callable(handler):
            handler(*held[0])


_own_reader: Reader | None = None


def _begin_reading(reader: Reader) -> None:
    """Make a process ready: it does not outlive its parent, and leaves an interrupt to it."""
    global _own_reader
    _own_reader = reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _read(source: Source) -> Reading:
    if _own_reader is None:
        raise RuntimeError("a reading process was not made ready")
    return _own_reader.read(source)
