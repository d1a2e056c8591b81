"""Claims of documents without a date."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from territory.cli import app

TEXT = (
    "Islamic State captured Mosul on 10 June 2014. Iraqi forces retook Tikrit on 31 March 2015. "
    "The army retook Hawija on Monday."
)


def _extract(tmp_path: Path, **fields: str) -> tuple[int, list[dict[str, object]], str]:
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps({"id": "d", "text": TEXT, **fields}) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", "--input", str(path), "--store", f"sqlite:///{tmp_path}/s.db"])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def test_claims_with_a_day_of_their_own_need_no_date_of_publication(tmp_path: Path) -> None:
    """`published` is optional: what the text dates is given, what it does not is named on standard error."""
    code, claims, told = _extract(tmp_path)
    days = {claim["valid_from"] for claim in claims}
    assert {"2014-06-10", "2015-03-31"} <= days
    assert all(TEXT[slice(claim["start"], claim["end"])] == claim["quote"] for claim in claims)  # type: ignore[misc]
    assert not any("Monday" in str(claim["quote"]) for claim in claims)
    assert code == 1
    assert "tell no day of their own" in told


def test_with_a_date_nothing_is_left_out(tmp_path: Path) -> None:
    """The same document with `published` gives the claim of Monday too."""
    code, claims, _ = _extract(tmp_path, published="2017-10-11")
    assert code == 0
    assert "2017-10-09" in {claim["valid_from"] for claim in claims}
