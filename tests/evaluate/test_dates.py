"""Date expressions are scored against their meaning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from territory.cli import app
from territory.errors import InputError
from territory.evaluate.dates import read_dates, score_dates

MONDAY = {
    "id": "a",
    "expression": "since Monday",
    "anchor": "2016-10-20",
    "first_day": "2016-10-17",
    "last_day": "2016-10-17",
    "precision": "day",
    "role": "since",
}


def write(folder: Path, *records: dict[str, str]) -> Path:
    """Write a gold standard."""
    path = folder / "dates.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_an_expression_is_right_only_in_full(tmp_path: Path) -> None:
    """The same day with another role is not right; another day is a false day."""
    other_role = MONDAY | {"role": "point"}
    other_day = MONDAY | {"first_day": "2016-10-18", "last_day": "2016-10-18"}
    report = score_dates(read_dates(write(tmp_path, MONDAY, other_role, other_day)))
    assert (report.right, report.same_days, report.false_days, len(report.wrong)) == (1, 2, 1, 2)


def test_the_command_lists_what_is_wrong(tmp_path: Path) -> None:
    """The share comes first, then each mistake with what was said and meant."""
    path = write(tmp_path, MONDAY, MONDAY | {"id": "b", "expression": "of old"})
    result = CliRunner().invoke(app, ["evaluate", "dates", str(path), "--errors", "5"])
    assert result.exit_code == 0
    assert "(1 of 2)" in result.output
    assert "'of old' on 2016-10-20: nothing" in result.output


def test_a_line_without_a_meaning_is_named(tmp_path: Path) -> None:
    """The message says which line, and what a line needs."""
    with pytest.raises(InputError, match="line 2"):
        read_dates(write(tmp_path, MONDAY, {"expression": "today"}))
