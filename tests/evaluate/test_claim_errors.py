"""Errors are sorted into classes, and confidence is set against what was right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from territory.evaluate.claim_errors import error_classes, reliability
from territory.evaluate.claims import GoldDocument, score_claims
from territory.extract.claims import Extraction
from territory.extract.claims.extraction import Unplaced
from territory.model import (
    ActorCode,
    Article,
    ArticleId,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    Modality,
    Place,
    PlaceId,
    PlaceKind,
)

TEXT = "Islamic State seized Tikrit."
TIKRIT = Place(PlaceId("tikrit"), "Tikrit", PlaceKind.CITY, "IQ", 34.6, 43.68)
NO_SIDE = Unplaced(0, 28, TEXT, "no side is named for Tikrit")
GOLD = {
    "start": 0, "end": 28, "quote": TEXT, "status": "controlled", "actor": "IS", "valid_from": "2014-06-11",
    "time_precision": "day", "modality": "asserted", "place": {"name": "Tikrit", "lat": 34.6, "lon": 43.68},
}  # fmt: skip


def document(name: str = "a") -> GoldDocument:
    """Return an article of one sentence with one claim."""
    return GoldDocument(Article(ArticleId(name), TEXT, date(2014, 6, 12)), (GOLD,), ((0, 28),))


def made(**changes: Any) -> Claim:
    """Return the claim that a perfect reader makes, with changes."""
    fields: dict[str, Any] = {
        "claim_id": ClaimId("c"), "place_id": TIKRIT.place_id, "event_kind": EventKind.CAPTURED,
        "status": ControlStatus.CONTROLLED, "actor": ActorCode("IS"), "valid_from": date(2014, 6, 11),
        "recorded_at": datetime(2014, 6, 12, tzinfo=UTC), "start": 0, "end": 28, "rule": "verb.capture",
        "confidence": 0.8, **changes,
    }  # fmt: skip
    return Claim(**fields)


@pytest.mark.parametrize(
    ("extraction", "expected"),
    [
        (Extraction((made(),)), []),
        (Extraction(()), [("missed: nothing read in the sentence", 1)]),
        (Extraction((), (NO_SIDE,)), [("missed: kept back, no side found", 1)]),
        (Extraction((made(modality=Modality.DENIED),)), [("missed: read as no fact", 1)]),
        (Extraction((made(actor=ActorCode("IQ-GOV")),)), [("missed: other side", 1), ("wrong: other side", 1)]),
        (Extraction((made(valid_from=date(2014, 1, 1)),)), [("date: outside the tolerance", 1)]),
    ],
)  # fmt: skip
def test_each_error_has_a_class(extraction: Extraction, expected: list[tuple[str, int]]) -> None:
    """What was read of the same sentence instead says what went wrong."""
    found = {ArticleId("a"): extraction}
    report = score_claims([document()], {ArticleId("a"): extraction.claims}, lambda _claim: TIKRIT)
    assert error_classes([document()], found, report, lambda _claim: TIKRIT) == expected


def test_confidence_is_judged_by_the_other_documents() -> None:
    """The rule was right in the others, so the wrong claim keeps its confidence and the table shows the difference."""
    documents = [document(name) for name in "abcde"]
    found = {d.article.article_id: Extraction((made(),)) for d in documents[1:]}
    found[ArticleId("a")] = Extraction((made(actor=ActorCode("IQ-GOV")),))
    rows = reliability(documents, found, lambda _claim: TIKRIT)
    assert sum(row.count for row in rows) == 5
    assert sum(row.right * row.count for row in rows) == pytest.approx(4)
