"""`territory evaluate model` on a few places: scores, districts, and the document it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from territory.cli import app
from territory.evaluate import seeds
from territory.evaluate.model_report import METHODS, bundled_report

runner = CliRunner()
FEW = 20


@pytest.fixture
def few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled claims of some twenty places."""
    claims, places, actors = seeds.bundled_claims()
    kept = set(sorted(places)[:: max(1, len(places) // FEW)])
    few = tuple(claim for claim in claims if claim.place_id in kept)
    monkeypatch.setattr(seeds, "bundled_claims", lambda: (few, places, actors))


def test_it_prints_scores_and_writes_them(few_places: None, tmp_path: Path) -> None:
    """Every method on every hold-out, in the text and in the document; the same data give the same bytes."""
    output = tmp_path / "model.json"
    result = runner.invoke(app, ["evaluate", "model", "--bundled", "--output", str(output)])
    assert result.exit_code == 0, result.output
    document = json.loads(output.read_text("utf-8"))
    assert document["command"] == "territory evaluate model --bundled"
    for split in document["splits"]:
        assert split["name"] in result.stdout
        assert {found["method"] for found in split["results"]} == set(METHODS)
        assert all(0 <= found["holder"]["accuracy"] <= 1 for found in split["results"])
        assert all(found["holder"]["log_loss"] > 0 for found in split["results"])
    assert document["districts"]["counts"]
    again = tmp_path / "again.json"
    assert runner.invoke(app, ["evaluate", "model", "--bundled", "--output", str(again)]).exit_code == 0
    assert again.read_bytes() == output.read_bytes()


@pytest.mark.parametrize("where", ["missing/model.json", "."])
def test_a_file_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, where: str) -> None:
    """Wrong use, with the remedy, at once."""
    result = runner.invoke(app, ["evaluate", "model", "--bundled", "--output", str(tmp_path / where)])
    assert result.exit_code == 2
    assert "Name a file in a folder that exists" in " ".join(result.stderr.replace("│", " ").split())


def test_the_bundled_report_has_the_form_of_the_command() -> None:
    """The page in the app reads what the command writes."""
    report = bundled_report()
    assert report["command"].startswith("territory evaluate model")
    assert {"splits", "shortfalls", "districts", "made_from", "methods", "ours"} <= report.keys()
