"""What is said anew about articles that the store has: rules about names, corrected heads, and further readings.

All of it is added; the first reading stays, and what was known before a correction can be asked for ever after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from territory.model import Article, ArticleId, Claim, Mention, Place, PlaceRule, RuleAnswer, RuleId, RuleScope
from territory.store import records, schema
from territory.store.batch import UnplacedSentence

REVISION = "revision"
"""The kind of an import that holds what is said anew."""

HEAD = ("published", "published_inferred", "title", "publisher", "url")
"""The fields of an article that may be corrected."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """An article read once more: its head as it is from now on, and what was found.

    `claims` are the ones to add; each that stands in the place of another says so (`supersedes`).
    """

    article: Article
    mentions: tuple[Mention, ...]
    unplaced: tuple[UnplacedSentence, ...]
    claims: tuple[Claim, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What one correction brings: new rules, rules taken back, and the readings that follow from them."""

    name: str
    recorded_at: datetime
    rules: tuple[PlaceRule, ...] = ()
    revoked: tuple[RuleId, ...] = ()
    readings: tuple[Rereading, ...] = ()


def write(connection: Connection, revision: Revision, places: Iterable[Place]) -> None:
    """Write a revision on an open transaction; `places` are those that the store does not have yet."""
    moment = revision.recorded_at.isoformat()
    added = len(revision.rules) + len(revision.revoked) + sum(len(r.claims) for r in revision.readings)
    header = schema.imports.insert().values(
        kind=REVISION, name=revision.name, sha256="", added=max(added, 1), unchanged=0, rejected=0
    )
    import_id = connection.scalar(header.returning(schema.imports.c.import_id))
    mark = {"import_id": import_id}
    new_places = [{"place_id": p.place_id, "record": records.to_json(p), **mark} for p in places]
    if new_places:
        connection.execute(schema.places.insert(), new_places)
    for rule in revision.rules:
        connection.execute(schema.place_rules.insert().values(**_rule_row(rule), **mark))
    for rule_id in revision.revoked:
        connection.execute(schema.rule_revocations.insert().values(rule_id=rule_id, recorded_at=moment, **mark))
    for reading in revision.readings:
        _write_reading(connection, reading, moment, revision.name, import_id)


def _write_reading(connection: Connection, reading: Rereading, moment: str, reason: str, import_id: int | None) -> None:
    article = reading.article
    mark = {"article_id": article.article_id, "recorded_at": moment, "import_id": import_id}
    head = {name: value for name, value in records.article_row(article).items() if name in HEAD}
    connection.execute(schema.article_heads.insert().values(**head, **mark))
    inserted = schema.readings.insert().values(reason=reason, **mark)
    number = connection.scalar(inserted.returning(schema.readings.c.reading_id))
    rows = [{**records.mention_row(article.article_id, m), "reading_id": number} for m in reading.mentions]
    _insert(connection, schema.reading_mentions, rows, drop="article_id")
    open_ = [{**{n: getattr(s, n) for n in s.__slots__}, "reading_id": number} for s in reading.unplaced]
    _insert(connection, schema.reading_unplaced, open_, drop="article_id")
    claims = [{**records.claim_row(claim), "import_id": import_id} for claim in reading.claims]
    _insert(connection, schema.claims, claims)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]], drop: str = "") -> None:
    if rows:
        connection.execute(table.insert(), [{k: v for k, v in row.items() if k != drop} for row in rows])


def _rule_row(rule: PlaceRule) -> dict[str, Any]:
    return {
        "rule_id": rule.rule_id,
        "name": rule.name,
        "scope": rule.scope.value,
        "within": rule.within,
        "answer": rule.answer.value,
        "place_id": rule.place_id,
        "recorded_at": rule.recorded_at.isoformat(),
    }


def read_rules(connection: Connection) -> tuple[PlaceRule, ...]:
    """Return every rule, those taken back too, in the order they were made."""
    taken_back = {
        row.rule_id: datetime.fromisoformat(row.recorded_at)
        for row in connection.execute(select(schema.rule_revocations))
    }
    query = select(schema.place_rules).order_by(schema.place_rules.c.recorded_at, schema.place_rules.c.rule_id)
    return tuple(
        PlaceRule(
            row.rule_id,
            row.name,
            RuleScope(row.scope),
            row.within,
            RuleAnswer(row.answer),
            row.place_id,
            datetime.fromisoformat(row.recorded_at),
            taken_back.get(row.rule_id),
        )
        for row in connection.execute(query)
    )


def newest_heads(connection: Connection, article_id: ArticleId | None = None) -> dict[str, Mapping[str, Any]]:
    """Return the newest corrected head of each article that has one."""
    query = select(schema.article_heads).order_by(schema.article_heads.c.head_id)
    if article_id is not None:
        query = query.where(schema.article_heads.c.article_id == article_id)
    return {row.article_id: row._asdict() for row in connection.execute(query)}


def with_head(article: Article, head: Mapping[str, Any] | None) -> Article:
    """Return an article under its corrected head."""
    if head is None:
        return article
    corrected = records.article_of({**records.article_row(article), **{name: head[name] for name in HEAD}})
    return replace(corrected, text=article.text)
