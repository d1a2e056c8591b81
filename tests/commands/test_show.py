"""The commands that say what the store knows."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from territory.cli import app
from territory.commands.show import STATE_COLUMNS

runner = CliRunner()


def run(*args: str, store: str) -> str:
    """Run a command that must succeed; return its standard output."""
    result = runner.invoke(app, [*args, "--store", store])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def states(store: str, *args: str) -> dict[str, dict[str, str]]:
    """The rows of `states` by place id."""
    rows = csv.DictReader(io.StringIO(run("states", *args, store=store)))
    assert tuple(rows.fieldnames or ()) == STATE_COLUMNS
    return {row["place_id"]: row for row in rows}


def test_states_on_the_day_of_the_seed_article(seeded_url: str) -> None:
    """Mosul is contested, Raqqa is with Islamic State, the Tora Bora posts are between IS-K and the Taliban."""
    rows = states(seeded_url, "--on", "2017-07-09")
    mosul, raqqa, posts = rows["iq-mosul"], rows["sy-raqqa"], rows["af-tora-bora-taliban-posts"]
    assert (mosul["actor"], mosul["status"], mosul["contested_by"]) == ("IQ-GOV", "contested", "IS")
    assert raqqa["actor"] == "IS"
    assert (posts["actor"], posts["contested_by"]) == ("ISK", "TALIBAN")
    assert mosul["geonameid"] == "99072"
    assert all(row["claim_ids"] for row in rows.values())


def test_states_as_known_before_the_news_came(seeded_url: str) -> None:
    """On 9 June 2014 nobody knew that Mosul would be lost the next day."""
    now = states(seeded_url, "--on", "2014-06-10")
    then = states(seeded_url, "--on", "2014-06-10", "--known-at", "2014-06-09T00:00:00Z")
    assert now["iq-mosul"]["actor"] == "IS"
    assert "iq-mosul" not in then or then["iq-mosul"]["actor"] != "IS"


def test_states_as_json_carry_numbers_and_lists(seeded_url: str) -> None:
    """One object a line."""
    lines = run("states", "--on", "2017-07-09", "--format", "json", store=seeded_url).splitlines()
    mosul = next(row for row in map(json.loads, lines) if row["place_id"] == "iq-mosul")
    assert mosul["lat"] == pytest.approx(36.335)
    assert isinstance(mosul["claim_ids"], list)


def test_changes_name_holder_before_and_after(seeded_url: str) -> None:
    """The fall of Mosul is a change from the government to Islamic State."""
    rows = list(
        csv.DictReader(io.StringIO(run("changes", "--from", "2014-06-10", "--to", "2014-06-10", store=seeded_url)))
    )
    mosul = next(row for row in rows if row["place_id"] == "iq-mosul")
    assert (mosul["day"], mosul["actor_before"], mosul["actor_after"]) == ("2014-06-10", "IQ-GOV", "IS")


@pytest.mark.parametrize("name", ["Tora Bora", "tora bora", "af-tora-bora", "توره بوړه"])
def test_place_shows_history_and_sources_in_any_spelling(seeded_url: str, name: str) -> None:
    """Each claim comes with note, grade, source and link."""
    text = run("place", name, store=seeded_url)
    assert "AF-GOV" in text
    assert "https://www.stripes.com/" in text
    assert "B2  AP via Stars and Stripes" in text


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["states", "--on", "2017-13-40"], 2, "no day of the calendar"),
        (["states", "--on", "2017-07-09", "--known-at", "noon"], 2, "no moment"),
        (["changes", "--from", "2018-01-01", "--to", "2017-01-01"], 2, "Swap"),
        (["states"], 2, "--on"),
    ],
)
def test_a_command_used_wrongly_ends_with_status_2_and_a_hint(
    seeded_url: str, args: list[str], status: int, message: str
) -> None:
    """No traceback, a sentence that helps."""
    result = runner.invoke(app, [*args, "--store", seeded_url])
    assert result.exit_code == status
    assert message in result.stderr


def test_every_command_has_help_with_an_example() -> None:
    """`--help` says what a command does and shows one use of it."""
    for name in ("geoparse", "extract", "import", "ingest", "states", "changes", "place"):
        text = runner.invoke(app, [name, "--help"]).stdout
        assert f"territory {name}" in text.split("Example:")[1]
