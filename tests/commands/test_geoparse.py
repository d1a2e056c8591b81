"""`territory geoparse`."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from territory.cli import app

TEXT = "Turkish troops entered Jarabulus, and Iraqi forces took Mosul."


def _line(tmp_path: Path, *more: str) -> dict[str, list[dict[str, object]]]:
    path = tmp_path / "docs.jsonl"
    path.write_text(json.dumps({"id": "d", "text": TEXT}), encoding="utf-8")
    store = f"sqlite:///{tmp_path / 's.db'}"
    result = CliRunner().invoke(app, ["geoparse", "--input", str(path), "--store", store, "--empty", *more])
    assert result.exit_code == 0, result.output
    found: dict[str, list[dict[str, object]]] = json.loads(result.stdout)
    return found


def test_demonyms_are_listed_apart(tmp_path: Path) -> None:
    """Words for the people of a land stand in a field of their own, with its code, and among no toponyms."""
    line = _line(tmp_path)
    assert [toponym["text"] for toponym in line["toponyms"]] == ["Jarabulus", "Mosul"]
    assert line["demonyms"] == [
        {"start": 0, "end": 7, "text": "Turkish", "country": "TR"},
        {"start": 38, "end": 43, "text": "Iraqi", "country": "IQ"},
    ]


def test_with_given_spans_there_are_no_demonyms_beside_them(tmp_path: Path) -> None:
    """Exactly the spans asked for are answered."""
    spans = tmp_path / "spans.jsonl"
    spans.write_text(json.dumps({"id": "d", "spans": [[56, 61]]}), encoding="utf-8")
    line = _line(tmp_path, "--spans", str(spans))
    assert [toponym["text"] for toponym in line["toponyms"]] == ["Mosul"]
    assert line["demonyms"] == []
