"""The tables of a store. Claims, articles and what was found in them are only ever added, and the database says so."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
)

SCHEMA_VERSION = "1"

metadata = MetaData()

meta = Table("territory", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("added", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
)


def _import_id() -> Column[int]:
    return Column("import_id", ForeignKey("imports.import_id"), nullable=False, index=True)


places = Table(
    "places",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("place_id", String, nullable=False, index=True),
    Column("record", Text, nullable=False),  # JSON of model.Place; the newest version of an id counts
    _import_id(),
)

actors = Table(
    "actors",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("code", String, nullable=False, index=True),
    Column("record", Text, nullable=False),  # JSON of model.Actor; the newest version of a code counts
    _import_id(),
)

articles = Table(
    "articles",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("published", String),
    Column("published_inferred", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", String, nullable=False),
    _import_id(),
)

article_copies = Table(
    "article_copies",  # the same report once more: carried by another publisher, or a later edition
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("copy_of", ForeignKey("articles.article_id"), nullable=False, index=True),
    Column("similarity", Float, nullable=False),
)

article_bands = Table(
    "article_bands",  # keys by which articles that may be copies find each other (extract.shingles)
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("band", BigInteger, primary_key=True, index=True),
)

mentions = Table(
    "mentions",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("place_id", String),
    Column("score", Float, nullable=False),
    Column("candidates", Text, nullable=False),  # JSON list of [place_id, score, reason]
    Column("reason", Text, nullable=False),
)

unplaced = Table(
    "unplaced",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("quote", Text, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", String, primary_key=True),
    Column("place_id", String, nullable=False, index=True),
    Column("event_kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("opponent", String),
    Column("holder", String),
    Column("previous", String),
    Column("valid_from", String, nullable=False),
    Column("valid_to", String),
    Column("time_precision", String, nullable=False),
    Column("recorded_at", String, nullable=False, index=True),  # ISO 8601, UTC
    Column("modality", String, nullable=False),
    Column("attributed_to", Text),
    Column("partial", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence_type", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("source_title", Text, nullable=False),
    Column("source_publisher", Text, nullable=False),
    Column("source_date", String, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("source_reliability", String, nullable=False),
    Column("source_credibility", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("article_id", ForeignKey("articles.article_id"), index=True),
    Column("start", Integer),
    Column("end", Integer),
    Column("mention_text", Text, nullable=False),
    Column("rule", String, nullable=False),
    Column("supersedes", ForeignKey("claims.claim_id"), index=True),
    _import_id(),
)

rejected = Table(
    "rejected",
    metadata,
    Column("rejected_id", Integer, primary_key=True, autoincrement=True),
    Column("where", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("record", Text, nullable=False),
    _import_id(),
)

place_rules = Table(
    "place_rules",  # what an analyst has decided that a name means
    metadata,
    Column("rule_id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", String, nullable=False),
    Column("within", Text, nullable=False),
    Column("answer", String, nullable=False),
    Column("place_id", String),
    Column("recorded_at", String, nullable=False),
    _import_id(),
)

rule_revocations = Table(
    "rule_revocations",
    metadata,
    Column("rule_id", ForeignKey("place_rules.rule_id"), primary_key=True),
    Column("recorded_at", String, nullable=False),
    _import_id(),
)

article_heads = Table(
    "article_heads",  # corrected date, title, publisher and address; the newest of an article counts
    metadata,
    Column("head_id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", ForeignKey("articles.article_id"), nullable=False, index=True),
    Column("published", String),
    Column("published_inferred", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("recorded_at", String, nullable=False),
    _import_id(),
)

readings = Table(
    "readings",  # an article read again: the newest reading of an article counts, before it `mentions` and `unplaced`
    metadata,
    Column("reading_id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", ForeignKey("articles.article_id"), nullable=False, index=True),
    Column("recorded_at", String, nullable=False),
    Column("reason", Text, nullable=False),
    _import_id(),
)

reading_mentions = Table(
    "reading_mentions",
    metadata,
    Column("reading_id", ForeignKey("readings.reading_id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("place_id", String),
    Column("score", Float, nullable=False),
    Column("candidates", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

reading_unplaced = Table(
    "reading_unplaced",
    metadata,
    Column("reading_id", ForeignKey("readings.reading_id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("quote", Text, nullable=False),
)

APPEND_ONLY = (
    imports,
    places,
    actors,
    articles,
    article_copies,
    article_bands,
    mentions,
    unplaced,
    claims,
    rejected,
    place_rules,
    rule_revocations,
    article_heads,
    readings,
    reading_mentions,
    reading_unplaced,
)

for _table in APPEND_ONLY:
    for _action in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table.name}_no_{_action.lower()} BEFORE {_action} ON {_table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{_table.name} is append-only'); END"
            ).execute_if(dialect="sqlite"),
        )
