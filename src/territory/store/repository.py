"""The store: claims, articles and imports in one database, append-only.

Everything that comes in together is one `Batch`, written in one transaction: all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Table, create_engine, event, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from territory.errors import StoreError
from territory.model import (
    Actor,
    ActorCode,
    Article,
    ArticleId,
    Claim,
    Mention,
    Place,
    PlaceId,
    PlaceRule,
    Rejected,
)
from territory.store import records, revision, schema
from territory.store.batch import ARTICLE, ArticleCopy, Batch, ImportRecord, Outcome, UnplacedSentence
from territory.store.revision import REVISION, Revision
from territory.store.writer import BatchWriter

_WRITES = "territory_writes"


class Store:
    """An open store. Use `Store.open`, and close it (or use it in a `with` block)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the store of a database URL, making an empty one where there is none.

        Raises
        ------
        StoreError
            If the URL is malformed, the database cannot be reached, or it is not a Territory store of this version.
        """
        try:
            parsed = make_url(url)
            if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
                Path(str(parsed.database)).expanduser().parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(parsed)
            if parsed.get_backend_name() == "sqlite":
                event.listen(engine, "connect", _prepare_sqlite)
                event.listen(engine, "begin", _begin_sqlite)
            store = cls(engine)
            store._check_schema()
        except (ArgumentError, SQLAlchemyError, OSError, ImportError) as error:
            if isinstance(error, StoreError):
                raise
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(
                f"The store {url} cannot be opened: {reason}. Give another with --store or TERRITORY_STORE, "
                "for example sqlite:////tmp/my.db."
            ) from error
        return store

    @property
    def file(self) -> Path | None:
        """The file of the database; None for one in memory or on a server."""
        name = self._engine.url.database if self._engine.url.get_backend_name() == "sqlite" else None
        return Path(name) if name and name != ":memory:" else None

    def _check_schema(self) -> None:
        with self._engine.connect() as connection:
            names = set(inspect(connection).get_table_names())
            version = None
            if schema.meta.name in names:
                version = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema"))
        if names and schema.meta.name not in names:
            raise StoreError(
                f"{self._engine.url} is a database, but not of Territory: it holds "
                f"{', '.join(sorted(names))}. Name another file with --store."
            )
        if version not in (None, schema.SCHEMA_VERSION):
            raise StoreError(
                f"{self._engine.url} has schema {version}; this program reads {schema.SCHEMA_VERSION}. "
                "Use the version of Territory that made it, or import its files into a new store."
            )
        if not names >= set(schema.metadata.tables):
            self._make_tables()

    def _make_tables(self) -> None:
        """Make the tables that are missing, all in one transaction."""
        with self._writing() as connection:
            schema.metadata.create_all(connection)
            if connection.scalar(select(schema.meta.c.value)) is None:
                connection.execute(schema.meta.insert().values(key="schema", value=schema.SCHEMA_VERSION))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---------------------------------------------------------------- writing

    def add(self, batch: Batch) -> Outcome:
        """Write a batch in one transaction.

        What the store has already is left alone. A claim whose id is there with another content is added as a
        correction that supersedes the old one; a place or actor whose record differs gets a new version; an article
        whose id is there with another text is rejected.

        Raises
        ------
        StoreError
            If the database refuses; then nothing of the batch is stored.
        """
        try:
            with self._writing() as connection:
                return BatchWriter(connection, batch).write()
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(f"Nothing of {batch.name} was stored: {reason}.") from error

    def revise(self, change: Revision) -> None:
        """Add rules, corrected heads and new readings of articles in one transaction; nothing is overwritten.

        Raises
        ------
        StoreError
            If the database refuses; then nothing of it is stored.
        """
        known = self.places()
        found = {place.place_id: place for reading in change.readings for place in reading.places}
        places = [found[key] for key in sorted(found) if key not in known]
        try:
            with self._writing() as connection:
                revision.write(connection, change, places)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(f"Nothing of the correction ({change.name}) was stored: {reason}.") from error

    # ---------------------------------------------------------------- reading

    def _rows(self, table: Table, *order: str, where: ColumnElement[bool] | None = None) -> list[Mapping[str, Any]]:
        query = select(table).order_by(*(table.c[name] for name in order))
        if where is not None:
            query = query.where(where)
        with self._engine.connect() as connection:
            return [row._asdict() for row in connection.execute(query)]

    def claims(self) -> tuple[Claim, ...]:
        """Return every claim, superseded ones too, sorted by id."""
        return tuple(records.claim_of(row) for row in self._rows(schema.claims, "claim_id"))

    def places(self, *, curated: bool = False) -> dict[PlaceId, Place]:
        """Return the newest version of each place that was added to the store, by id.

        With `curated` those are left out that only came along with the articles that name them: they are the
        gazetteer's own, and say nothing about which of several namesakes is meant.
        """
        brought = select(schema.imports.c.import_id).where(schema.imports.c.kind.not_in((ARTICLE, REVISION)))
        where = schema.places.c.import_id.in_(brought) if curated else None
        newest = {row["place_id"]: row["record"] for row in self._rows(schema.places, "version", where=where)}
        return {PlaceId(place_id): records.place_of(newest[place_id]) for place_id in sorted(newest)}

    def actors(self) -> dict[ActorCode, Actor]:
        """Return the newest version of each actor, by code."""
        newest = {row["code"]: row["record"] for row in self._rows(schema.actors, "version")}
        return {ActorCode(code): records.actor_of(newest[code]) for code in sorted(newest)}

    def articles(self) -> tuple[Article, ...]:
        """Return every article under its newest head, sorted by id."""
        return self._articles(self._rows(schema.articles, "article_id"))

    def _articles(self, rows: list[Mapping[str, Any]]) -> tuple[Article, ...]:
        if not rows:
            return ()
        with self._engine.connect() as connection:
            heads = revision.newest_heads(connection, rows[0]["article_id"] if len(rows) == 1 else None)
        return tuple(revision.with_head(records.article_of(row), heads.get(row["article_id"])) for row in rows)

    def heads(self, article_id: ArticleId) -> tuple[tuple[datetime | None, Article], ...]:
        """Return an article as it came in and under each head since, oldest first, with when each was recorded."""
        rows = self._rows(schema.articles, where=schema.articles.c.article_id == article_id)
        where = schema.article_heads.c.article_id == article_id
        first = [(None, records.article_of(row)) for row in rows]
        since = self._rows(schema.article_heads, "head_id", where=where) if first else []
        return (
            *first,
            *((datetime.fromisoformat(row["recorded_at"]), revision.with_head(first[0][1], row)) for row in since),
        )

    def rules(self) -> tuple[PlaceRule, ...]:
        """Return every rule about a name, those taken back too, in the order they were made."""
        with self._engine.connect() as connection:
            return revision.read_rules(connection)

    def article(self, article_id: ArticleId) -> Article | None:
        """Return one article, or None if the store does not have it."""
        rows = self._rows(schema.articles, where=schema.articles.c.article_id == article_id)
        return next(iter(self._articles(rows)), None)

    def articles_sharing(self, bands: Collection[int]) -> tuple[Article, ...]:
        """Return the articles that share one of the keys of `Batch.bands`, in the order they came in."""
        keys = select(schema.article_bands.c.article_id).where(schema.article_bands.c.band.in_(sorted(bands)))
        rows = self._rows(schema.articles, "import_id", "article_id", where=schema.articles.c.article_id.in_(keys))
        return self._articles(rows)

    def copies(self) -> dict[ArticleId, ArticleCopy]:
        """Return, by article, which other article it repeats; those that repeat none are left out."""
        rows = self._rows(schema.article_copies, "article_id")
        return {row["article_id"]: ArticleCopy(**row) for row in rows}

    def claims_of(self, article_ids: Collection[ArticleId]) -> tuple[Claim, ...]:
        """Return the claims read from some articles, sorted by id."""
        where = schema.claims.c.article_id.in_(sorted(article_ids))
        return tuple(records.claim_of(row) for row in self._rows(schema.claims, "claim_id", where=where))

    def mentions(self, article_id: ArticleId) -> tuple[Mention, ...]:
        """Return the toponyms found in an article when it was last read, in order."""
        newest = self._newest_readings().get(article_id)
        if newest is not None:
            where = schema.reading_mentions.c.reading_id == newest
            rows = self._rows(schema.reading_mentions, "start", "end", where=where)
            return tuple(records.mention_of(row) for row in rows)
        rows = self._rows(schema.mentions, "start", "end", where=schema.mentions.c.article_id == article_id)
        return tuple(records.mention_of(row) for row in rows)

    def unplaced(self) -> tuple[UnplacedSentence, ...]:
        """Return the sentences that could not be made claims, by article and position."""
        newest = self._newest_readings()
        rows = self._rows(schema.unplaced, "article_id", "start", "end", "reason")
        found = [UnplacedSentence(**row) for row in rows if row["article_id"] not in newest]
        for article_id, number in newest.items():
            again = self._rows(schema.reading_unplaced, where=schema.reading_unplaced.c.reading_id == number)
            found += [
                UnplacedSentence(article_id, row["start"], row["end"], row["quote"], row["reason"]) for row in again
            ]
        return tuple(sorted(found, key=lambda s: (s.article_id, s.start, s.end, s.reason)))

    def _newest_readings(self) -> dict[ArticleId, int]:
        rows = self._rows(schema.readings, "reading_id")
        return {row["article_id"]: row["reading_id"] for row in rows}

    def rejected(self) -> tuple[Rejected, ...]:
        """Return all input that could not be used, in the order it came."""
        rows = self._rows(schema.rejected, "rejected_id")
        return tuple(Rejected(row["where"], row["reason"], row["record"]) for row in rows)

    def imports(self) -> tuple[ImportRecord, ...]:
        """Return the imports in the order they were made."""
        return tuple(ImportRecord(**row) for row in self._rows(schema.imports, "import_id"))

    def ingested(self) -> frozenset[tuple[str, str]]:
        """Return (name, sha256) of each document that was stored whole."""
        stored = (schema.imports.c.kind == ARTICLE) & (schema.imports.c.added > 0)
        rows = self._rows(schema.imports, where=stored)
        return frozenset((row["name"], row["sha256"]) for row in rows)

    def version(self) -> int:
        """Return a number that grows with each import; 0 for an empty store."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.max(schema.imports.c.import_id))) or 0


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin and end where we say, table making included
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 30000")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that writes waits for its turn at once, so that what it reads stays true."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
