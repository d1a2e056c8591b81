"""Records of the model to rows of the store, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from territory.model import (
    Actor,
    ActorCode,
    Article,
    ArticleId,
    Candidate,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    EvidenceType,
    Mention,
    Modality,
    Origin,
    Place,
    PlaceId,
    PlaceKind,
    PlaceName,
    Source,
    TimePrecision,
)

Row = Mapping[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return the row of a claim."""
    row = {name: getattr(claim, name) for name in Claim.__slots__ if name != "source"}
    row.update({f"source_{name}": getattr(claim.source, name) for name in Source.__slots__})
    row["valid_from"] = claim.valid_from.isoformat()
    row["valid_to"] = claim.valid_to.isoformat() if claim.valid_to else None
    row["recorded_at"] = claim.recorded_at.isoformat()
    return {key: value.value if hasattr(value, "value") else value for key, value in row.items()}


def claim_of(row: Row) -> Claim:
    """Return the claim of a row."""
    fields = {name: row[name] for name in Claim.__slots__ if name != "source"}
    fields.update(
        event_kind=EventKind(row["event_kind"]),
        status=ControlStatus(row["status"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        time_precision=TimePrecision(row["time_precision"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        modality=Modality(row["modality"]),
        evidence_type=EvidenceType(row["evidence_type"]),
        origin=Origin(row["origin"]),
        source=Source(**{name: row[f"source_{name}"] for name in Source.__slots__}),
    )
    return Claim(**fields)


def article_row(article: Article) -> dict[str, Any]:
    """Return the row of an article."""
    row = asdict(article)
    row["published"] = article.published.isoformat() if article.published else None
    return row


def article_of(row: Row) -> Article:
    """Return the article of a row."""
    fields = {name: row[name] for name in Article.__slots__}
    return Article(**{**fields, "article_id": ArticleId(row["article_id"]), "published": _day(row["published"])})


def mention_row(article_id: ArticleId, mention: Mention) -> dict[str, Any]:
    """Return the row of a mention in an article."""
    candidates = [[c.place_id, c.score, c.reason] for c in mention.candidates]
    row = {name: getattr(mention, name) for name in Mention.__slots__}
    return {**row, "article_id": article_id, "candidates": json.dumps(candidates, ensure_ascii=False)}


def mention_of(row: Row) -> Mention:
    """Return the mention of a row."""
    fields = {name: row[name] for name in Mention.__slots__}
    fields["candidates"] = tuple(Candidate(*item) for item in json.loads(row["candidates"]))
    return Mention(**fields)


def to_json(record: Place | Actor) -> str:
    """Return a place or an actor as JSON text; equal records give equal text."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def place_of(text: str) -> Place:
    """Return the place of its JSON text."""
    fields = json.loads(text)
    fields.update(
        place_id=PlaceId(fields["place_id"]),
        kind=PlaceKind(fields["kind"]),
        names=tuple(PlaceName(**name) for name in fields["names"]),
    )
    return Place(**fields)


def actor_of(text: str) -> Actor:
    """Return the actor of its JSON text."""
    fields = json.loads(text)
    for name in ("aliases", "allies", "countries"):
        fields[name] = tuple(fields[name])
    return Actor(**{**fields, "code": ActorCode(fields["code"])})


def same_claim(new: Claim, old: Claim) -> bool:
    """Whether two claims of one id say the same.

    A correction's link to what it corrects does not count, nor when it became known: a correction never becomes
    known before what it corrects, whatever its source's date.
    """
    mine, theirs = claim_row(new), claim_row(old)
    for row in (mine, theirs):
        del row["claim_id"], row["supersedes"], row["recorded_at"]
    return mine == theirs


def corrected(claim: Claim, old: Claim, claim_id: str) -> Claim:
    """Return `claim` as a correction of `old` under an id of its own."""
    fields = {name: getattr(claim, name) for name in Claim.__slots__}
    recorded_at = max(claim.recorded_at, old.recorded_at)
    return Claim(**{**fields, "claim_id": ClaimId(claim_id), "supersedes": old.claim_id, "recorded_at": recorded_at})
