"""States of points that are no places of the store."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from typer.testing import CliRunner

from territory.cli import app
from territory.commands.show import STATE_COLUMNS

runner = CliRunner()


def answer(path: Path, text: str, store: str, *args: str) -> tuple[int, list[dict[str, str]], str]:
    """Ask for the points of a table."""
    path.write_text(text, encoding="utf-8")
    result = runner.invoke(app, ["states", "--on", "2015-06-01", "--places", str(path), "--store", store, *args])
    rows = csv.DictReader(io.StringIO(result.stdout))
    assert tuple(rows.fieldnames or ())[: len(STATE_COLUMNS)] == STATE_COLUMNS
    return result.exit_code, list(rows), result.stderr


def test_a_point_near_mosul_is_as_mosul_is(seeded_url: str, tmp_path: Path) -> None:
    """The answer names evidence, and is never surer than the town itself; other columns are kept."""
    text = "site,lat,lon,place_id\nfarm,36.35,43.13,\ntown,36.335,43.11889,iq-mosul\n"
    status, (farm, town), _ = answer(tmp_path / "p.csv", text, seeded_url)
    assert status == 0
    assert (farm["actor"], farm["site"], town["actor"]) == ("IS", "farm", "IS")
    assert float(farm["probability"]) <= float(town["probability"])
    assert farm["claim_ids"]


def test_a_point_out_of_reach_is_unknown(seeded_url: str, tmp_path: Path) -> None:
    """Nobody is said to hold the middle of an ocean."""
    _, (row,), _ = answer(tmp_path / "p.csv", "lat,lon\n-40,-120\n", seeded_url)
    assert (row["actor"], row["status"], row["probability"]) == ("", "unknown", "")


def test_a_row_without_a_point_is_rejected(seeded_url: str, tmp_path: Path) -> None:
    """It is named with line, field and remedy; the others are answered."""
    status, rows, stderr = answer(tmp_path / "p.csv", "lat,lon\n36.3,43.1\n136,43\nx,1\nnan,2\n", seeded_url)
    assert (status, len(rows)) == (1, 1)
    assert all(f"p.csv line {line}: field lat" in stderr for line in (3, 4, 5))
