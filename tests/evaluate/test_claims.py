"""The scorer of claims: strict where it must be, lenient where the gold says so."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from territory.errors import InputError
from territory.evaluate.claims import read_gold, rule_counts, score_claims
from territory.model import ActorCode, ArticleId, Claim, ClaimId, ControlStatus, EventKind, Place, PlaceId, PlaceKind

TIKRIT = Place(PlaceId("tikrit"), "Tikrit", PlaceKind.CITY, "IQ", 34.6, 43.68)
TEXT = "Islamic State seized Tikrit."


def gold(tmp_path: Path, **changes: Any) -> Path:
    """Write a gold file of one document with one claim."""
    claim = {
        "start": 0, "end": 28, "quote": TEXT, "status": "controlled", "actor": "IS", "opponent": "IQ-GOV",
        "event_kind": "captured", "valid_from": "2014-06-11", "time_precision": "day", "modality": "asserted",
        "partial": False, "place": {"mention": "Tikrit", "name": "Tikrit", "lat": 34.6, "lon": 43.68, "kind": "city"},
        **changes,
    }  # fmt: skip
    record = {"id": "a", "published": "2014-06-12", "text": TEXT, "sentences": [[0, 28]], "claims": [claim]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return path


def made(**changes: Any) -> Claim:
    """Return the claim that a perfect reader makes, with changes."""
    fields: dict[str, Any] = {
        "claim_id": ClaimId("c"), "place_id": TIKRIT.place_id, "event_kind": EventKind.CAPTURED,
        "status": ControlStatus.CONTROLLED, "actor": ActorCode("IS"), "valid_from": date(2014, 6, 11),
        "recorded_at": datetime(2014, 6, 12, tzinfo=UTC), "start": 0, "end": 28, "rule": "verb.capture", **changes,
    }  # fmt: skip
    return Claim(**fields)


def levels(path: Path, *claims: Claim) -> list[tuple[int, int, int]]:
    """Matched, given and wanted at each level."""
    report = score_claims(read_gold(path), {ArticleId("a"): claims}, lambda _claim: TIKRIT)
    return [(score.matched, score.given, score.wanted) for score in report.levels.values()]


def test_a_perfect_reader_is_perfect(tmp_path: Path) -> None:
    """The claim that the gold has passes every level."""
    assert levels(gold(tmp_path), made()) == [(1, 1, 1)] * 4


@pytest.mark.parametrize(
    ("changes", "passes"),
    [
        ({"status": ControlStatus.CONTESTED}, 1),
        ({"actor": ActorCode("IQ-GOV")}, 2),
        ({"valid_from": date(2014, 7, 11)}, 3),
        ({"valid_from": date(2014, 6, 13)}, 4),
    ],
    ids=["status", "actor", "date", "two days off"],
)
def test_each_level_asks_for_more(tmp_path: Path, changes: dict[str, Any], passes: int) -> None:
    """A wrong status, side or date fails from its level on; two days off is near enough."""
    assert [matched for matched, _, _ in levels(gold(tmp_path), made(**changes))] == [1] * passes + [0] * (4 - passes)


def test_a_duplicate_is_an_error(tmp_path: Path) -> None:
    """The same claim twice is right once."""
    assert levels(gold(tmp_path), made(), made(claim_id=ClaimId("d")))[2] == (1, 2, 1)


def test_the_losers_side_beside_the_gain_is_excused(tmp_path: Path) -> None:
    """'lost by the army' beside 'captured by Islamic State' is no error."""
    lost = made(claim_id=ClaimId("d"), status=ControlStatus.LOST, actor=ActorCode("IQ-GOV"))
    assert levels(gold(tmp_path), made(), lost)[2] == (1, 1, 1)


def test_an_optional_claim_counts_neither_way(tmp_path: Path) -> None:
    """What the gold marks as optional is neither rewarded nor punished."""
    path = gold(tmp_path, weight="optional")
    assert levels(path)[2] == (0, 0, 0)
    assert levels(path, made())[2] == (0, 0, 0)


def test_rules_are_counted(tmp_path: Path) -> None:
    """How often each rule was right is told, for the table of confidences."""
    report = score_claims(read_gold(gold(tmp_path)), {ArticleId("a"): [made()]}, lambda _claim: TIKRIT)
    assert rule_counts(report) == [("verb.capture", 1, 1)]


def test_a_file_that_is_not_json_is_named(tmp_path: Path) -> None:
    """A broken gold file is refused with its name."""
    path = tmp_path / "broken.jsonl"
    path.write_text("no json\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.jsonl"):
        read_gold(path)
