"""The store: claims, articles and imports in one database, append-only.

Everything that comes in together is one `Batch`, written in one transaction: all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from territory.errors import StoreError
from territory.model import (
    Actor,
    ActorCode,
    Article,
    ArticleId,
    Claim,
    ClaimId,
    Mention,
    Place,
    PlaceId,
    Rejected,
)
from territory.store import records, schema


@dataclass(frozen=True, slots=True)
class UnplacedSentence:
    """A sentence of an article that speaks of control but could not be made a claim, and why."""

    article_id: ArticleId
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one import brings in. `mentions` belong to `articles`; `sha256` is the input's."""

    kind: str
    name: str
    sha256: str = ""
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    articles: tuple[Article, ...] = ()
    mentions: Mapping[ArticleId, tuple[Mention, ...]] = field(default_factory=dict)
    unplaced: tuple[UnplacedSentence, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did to the store."""

    added_claims: int = 0
    added_articles: int = 0
    added_places: int = 0
    added_actors: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()

    @property
    def added(self) -> int:
        """How many records are new."""
        return self.added_claims + self.added_articles + self.added_places + self.added_actors


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import, as the store remembers it."""

    import_id: int
    kind: str
    name: str
    sha256: str
    added: int
    unchanged: int
    rejected: int


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
            event.listen(engine, "connect", _prepare_sqlite) if parsed.get_backend_name() == "sqlite" else None
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

    def _check_schema(self) -> None:
        with self._engine.begin() as connection:
            names = set(inspect(connection).get_table_names())
            if schema.meta.name not in names:
                if names:
                    raise StoreError(
                        f"{self._engine.url} is a database, but not of Territory: it holds "
                        f"{', '.join(sorted(names))}. Name another file with --store."
                    )
                schema.metadata.create_all(connection)
                connection.execute(schema.meta.insert().values(key="schema", value=schema.SCHEMA_VERSION))
                return
            version = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema"))
        if version != schema.SCHEMA_VERSION:
            raise StoreError(
                f"{self._engine.url} has schema {version}; this program reads {schema.SCHEMA_VERSION}. "
                "Use the version of Territory that made it, or import its files into a new store."
            )

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
            with self._engine.begin() as connection:
                return _Writer(connection, batch).write()
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(f"Nothing of {batch.name} was stored: {reason}.") from error

    # ---------------------------------------------------------------- reading

    def _rows(self, table: Table, *order: str) -> list[Mapping[str, Any]]:
        query = select(table).order_by(*(table.c[name] for name in order))
        with self._engine.connect() as connection:
            return [row._asdict() for row in connection.execute(query)]

    def claims(self) -> tuple[Claim, ...]:
        """Return every claim, superseded ones too, sorted by id."""
        return tuple(records.claim_of(row) for row in self._rows(schema.claims, "claim_id"))

    def places(self) -> dict[PlaceId, Place]:
        """Return the newest version of each place that was added to the store, by id."""
        newest = {row["place_id"]: row["record"] for row in self._rows(schema.places, "version")}
        return {PlaceId(place_id): records.place_of(newest[place_id]) for place_id in sorted(newest)}

    def actors(self) -> dict[ActorCode, Actor]:
        """Return the newest version of each actor, by code."""
        newest = {row["code"]: row["record"] for row in self._rows(schema.actors, "version")}
        return {ActorCode(code): records.actor_of(newest[code]) for code in sorted(newest)}

    def articles(self) -> tuple[Article, ...]:
        """Return every article, sorted by id."""
        return tuple(records.article_of(row) for row in self._rows(schema.articles, "article_id"))

    def mentions(self, article_id: ArticleId) -> tuple[Mention, ...]:
        """Return the toponyms found in an article, in order."""
        rows = self._rows(schema.mentions, "start", "end")
        return tuple(records.mention_of(row) for row in rows if row["article_id"] == article_id)

    def unplaced(self) -> tuple[UnplacedSentence, ...]:
        """Return the sentences that could not be made claims, by article and position."""
        rows = self._rows(schema.unplaced, "article_id", "start", "end", "reason")
        return tuple(UnplacedSentence(**row) for row in rows)

    def rejected(self) -> tuple[Rejected, ...]:
        """Return all input that could not be used, in the order it came."""
        rows = self._rows(schema.rejected, "rejected_id")
        return tuple(Rejected(row["where"], row["reason"], row["record"]) for row in rows)

    def imports(self) -> tuple[ImportRecord, ...]:
        """Return the imports in the order they were made."""
        return tuple(ImportRecord(**row) for row in self._rows(schema.imports, "import_id"))

    def version(self) -> int:
        """Return a number that grows with each import; 0 for an empty store."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.max(schema.imports.c.import_id))) or 0


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 30000")


class _Writer:
    """Writes one batch on an open transaction."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self._connection = connection
        self._batch = batch
        self._unchanged = 0
        self._corrected = 0
        self._rejected = list(batch.rejected)

    def write(self) -> Outcome:
        batch = self._batch
        places = self._changed(schema.places, "place_id", ((p.place_id, records.to_json(p)) for p in batch.places))
        actors = self._changed(schema.actors, "code", ((a.code, records.to_json(a)) for a in batch.actors))
        articles = self._new_articles()
        claims = self._new_claims({article.article_id for article in articles})
        outcome = Outcome(
            added_claims=len(claims),
            added_articles=len(articles),
            added_places=len(places),
            added_actors=len(actors),
            corrected=self._corrected,
            unchanged=self._unchanged,
            rejected=tuple(self._rejected),
        )
        if outcome.added or outcome.rejected:
            self._insert(outcome, places, actors, articles, claims)
        return outcome

    def _insert(
        self,
        outcome: Outcome,
        places: list[dict[str, Any]],
        actors: list[dict[str, Any]],
        articles: list[Article],
        claims: list[Claim],
    ) -> None:
        batch = self._batch
        header = schema.imports.insert().values(
            kind=batch.kind,
            name=batch.name,
            sha256=batch.sha256,
            added=outcome.added,
            unchanged=outcome.unchanged,
            rejected=len(outcome.rejected),
        )
        import_id = self._connection.scalar(header.returning(schema.imports.c.import_id))
        ids = {article.article_id for article in articles}
        self._rows(schema.places, places, import_id)
        self._rows(schema.actors, actors, import_id)
        self._rows(schema.articles, [records.article_row(article) for article in articles], import_id)
        mentions = [records.mention_row(key, m) for key in sorted(ids) for m in batch.mentions.get(key, ())]
        self._rows(schema.mentions, mentions)
        unplaced = [
            {name: getattr(u, name) for name in UnplacedSentence.__slots__}
            for u in batch.unplaced
            if u.article_id in ids
        ]
        self._rows(schema.unplaced, unplaced)
        self._rows(schema.claims, [records.claim_row(claim) for claim in claims], import_id)
        rejected = [{"where": r.where, "reason": r.reason, "record": r.record} for r in outcome.rejected]
        self._rows(schema.rejected, rejected, import_id)

    def _rows(self, table: Table, rows: list[dict[str, Any]], import_id: int | None = None) -> None:
        if rows:
            extra = {} if import_id is None else {"import_id": import_id}
            self._connection.execute(table.insert(), [{**row, **extra} for row in rows])

    def _changed(self, table: Table, key: str, items: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        """Return rows for the records that are new or differ from their newest version."""
        items = list(items)
        if not items:
            return []
        query = select(table.c[key], table.c.record).order_by(table.c.version)
        newest: dict[str, str] = {row[0]: row[1] for row in self._connection.execute(query)}
        fresh = [{key: name, "record": text} for name, text in items if newest.get(name) != text]
        self._unchanged += len(items) - len(fresh)
        return fresh

    def _new_articles(self) -> list[Article]:
        fresh: list[Article] = []
        for article in self._batch.articles:
            query = select(schema.articles.c.text).where(schema.articles.c.article_id == article.article_id)
            text = self._connection.scalar(query)
            if text is None:
                fresh.append(article)
            elif text == article.text:
                self._unchanged += 1
            else:
                reason = "the store has another text under this id. Give the new text an id of its own."
                self._rejected.append(Rejected(f"article {article.article_id}", reason))
        return fresh

    def _new_claims(self, new_articles: set[ArticleId]) -> list[Claim]:
        """Return the claims to add: new ones, and corrections of those whose content differs."""
        claims = [c for c in self._batch.claims if c.article_id is None or c.article_id in new_articles]
        known = self._known_claims(claims)
        newer = {claim.supersedes: claim for claim in known.values() if claim.supersedes}
        fresh: list[Claim] = []
        for claim in claims:
            old = known.get(claim.claim_id)
            versions = 1
            while old is not None and old.claim_id in newer:
                old = newer[old.claim_id]
                versions += 1
            if old is None:
                fresh.append(claim)
            elif records.same_claim(claim, old):
                self._unchanged += 1
            else:
                fresh.append(records.corrected(claim, old, f"{claim.claim_id}~{versions + 1}"))
                self._corrected += 1
        return fresh

    def _known_claims(self, claims: list[Claim]) -> dict[ClaimId, Claim]:
        ids = {claim.claim_id for claim in claims}
        query = select(schema.claims)
        if len(ids) == 1:
            (only,) = ids
            query = query.where(schema.claims.c.claim_id.startswith(only, autoescape=True))
        rows = self._connection.execute(query) if ids else ()
        known = (records.claim_of(row._asdict()) for row in rows)
        return {claim.claim_id: claim for claim in known if _base_id(claim.claim_id) in ids}


def _base_id(claim_id: str) -> str:
    """The id that a table gave a claim, without the number of its correction."""
    return claim_id.partition("~")[0]


ProgressFn = Callable[[str, int, int], None]
"""Called with (what is being done, steps done, steps in all)."""
