"""`territory choices` and `territory correct`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from territory.cli import app

DOCUMENT = "Iraqi forces recaptured Raqqa on Monday, the army said. Residents of Raqqa fled."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command over a store of this test's own."""
    monkeypatch.setenv("TERRITORY_STORE", f"sqlite:///{tmp_path / 's.db'}")
    runner = CliRunner()

    def call(*words: str, status: int = 0):  # type: ignore[no-untyped-def]
        result = runner.invoke(app, list(words))
        assert result.exit_code == status, result.output
        return result

    return call


def _geoparse(run, path: Path) -> list[str | None]:  # type: ignore[no-untyped-def]
    (line,) = run("geoparse", "--input", str(path)).stdout.splitlines()
    return [toponym["place_id"] for toponym in json.loads(line)["toponyms"]]


def test_a_decision_is_followed_until_it_is_taken_back(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """`geoparse` over the same store reads the name as decided, and as before once that is undone."""
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"id": "d", "published": "2017-07-10", "publisher": "Wire", "text": DOCUMENT}))
    before = _geoparse(run, path)
    run("choices", "add", "Raqqa", "gn:99072", "--source", "Wire")
    assert _geoparse(run, path) == ["gn:99072", "gn:99072"] != before
    listed = run("choices", "list").stdout.splitlines()
    assert len(listed) == 2
    run("choices", "undo", listed[1].split(",")[0])
    assert _geoparse(run, path) == before
    assert run("choices", "list").stdout.splitlines()[1].split(",")[-1]


def test_a_decision_needs_one_scope(run) -> None:  # type: ignore[no-untyped-def]
    """None or two of them are a mistake of use."""
    run("choices", "add", "Raqqa", "unresolved", status=2)
    run("choices", "add", "Raqqa", "unresolved", "--always", "--source", "x", status=2)


def test_the_head_of_a_stored_article_is_corrected(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Its claims are superseded, and `--known-at` before the correction gives the old bytes."""
    path = tmp_path / "report.txt"
    path.write_text(DOCUMENT)
    run("ingest", str(path), "--published", "2017-07-10", "--publisher", "Wire")
    days = ("states", "--on", "2017-07-11", "--known-at", "2018-01-01", "--format", "csv")
    before, now = run(*days).stdout, run(*days[:3]).stdout
    from territory.pipeline import open_store

    with open_store() as store:
        article = next(a for a in store.articles() if a.publisher == "Wire")
    assert "superseded" in run("correct", article.article_id, "--published", "2016-07-11").stderr
    assert run(*days).stdout == before
    assert run(*days[:3]).stdout != now
    run("correct", article.article_id, status=2)
