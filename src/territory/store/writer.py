"""Writes a batch: works out what is new against what the store has, and adds that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from territory.model import Article, ArticleId, Claim, ClaimId, Rejected
from territory.store import records, schema
from territory.store.batch import ArticleCopy, Batch, Outcome, UnplacedSentence

_VALUES_PER_QUERY = 500


class BatchWriter:
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
        rejected = self._new_rejected(outcome.rejected)
        if outcome.added or rejected:
            self._insert(outcome, places, actors, articles, claims, rejected)
        return outcome

    def _insert(
        self,
        outcome: Outcome,
        places: list[dict[str, Any]],
        actors: list[dict[str, Any]],
        articles: list[Article],
        claims: list[Claim],
        rejected: list[dict[str, Any]],
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
        self._rows(schema.places, places, import_id)
        self._rows(schema.actors, actors, import_id)
        self._insert_articles(articles, import_id)
        self._rows(schema.claims, [records.claim_row(claim) for claim in claims], import_id)
        self._rows(schema.rejected, rejected, import_id)

    def _insert_articles(self, articles: list[Article], import_id: int) -> None:
        batch, ids = self._batch, sorted({article.article_id for article in articles})
        self._rows(schema.articles, [records.article_row(article) for article in articles], import_id)
        bands = [{"article_id": key, "band": band} for key in ids for band in sorted(set(batch.bands.get(key, ())))]
        self._rows(schema.article_bands, bands)
        copies = [_slots(copy) for copy in batch.copies if copy.article_id in ids]
        self._rows(schema.article_copies, copies)
        mentions = [records.mention_row(key, m) for key in ids for m in batch.mentions.get(key, ())]
        self._rows(schema.mentions, mentions)
        self._rows(schema.unplaced, [_slots(sentence) for sentence in batch.unplaced if sentence.article_id in ids])

    def _rows(self, table: Table, rows: list[dict[str, Any]], import_id: int | None = None) -> None:
        if rows:
            extra = {} if import_id is None else {"import_id": import_id}
            self._connection.execute(table.insert(), [{**row, **extra} for row in rows])

    def _changed(self, table: Table, key: str, items: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        """Return rows for the records that are new or differ from their newest version."""
        items = list(items)
        newest: dict[str, tuple[int, str]] = {}
        for row in self._where(table, table.c[key], [name for name, _ in items]):
            newest[row[key]] = max(newest.get(row[key], (0, "")), (row["version"], row["record"]))
        fresh = [{key: name, "record": text} for name, text in items if newest.get(name, (0, ""))[1] != text]
        self._unchanged += len(items) - len(fresh)
        return fresh

    def _where(self, table: Table, column: Column[Any], values: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
        """Yield the rows whose `column` is one of `values`, a bounded number of values in each query."""
        wanted = sorted(set(values))
        for start in range(0, len(wanted), _VALUES_PER_QUERY):
            query = select(table).where(column.in_(wanted[start : start + _VALUES_PER_QUERY]))
            for row in self._connection.execute(query):
                yield row._asdict()

    def _new_rejected(self, rejected: Iterable[Rejected]) -> list[dict[str, Any]]:
        """Return rows for what was rejected, without what the store has noted in the same words before."""
        rows = {(r.where, r.reason, r.record): None for r in rejected}
        known = self._where(schema.rejected, schema.rejected.c.where, (where for where, _, _ in rows))
        for row in list(known):
            rows.pop((row["where"], row["reason"], row["record"]), None)
        return [{"where": where, "reason": reason, "record": record} for where, reason, record in rows]

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
        """Return the stored claims of the same ids, with the corrections that were made to them since."""
        known: dict[ClaimId, Claim] = {}
        column, wanted = schema.claims.c.claim_id, {claim.claim_id for claim in claims}
        while wanted:
            rows = self._where(schema.claims, column, wanted)
            found = {claim.claim_id: claim for claim in (records.claim_of(row) for row in rows)}
            wanted = found.keys() - known.keys()
            known.update(found)
            column = schema.claims.c.supersedes
        return known


def _slots(record: ArticleCopy | UnplacedSentence) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
