"""A conflict is rows of tables: with them a report on it gives claims that are on the map."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from territory.cli import app
from territory.pipeline import load_histories
from territory.render import TimelineDocument
from territory.store import Store

ACTORS = """code,name,aliases,kind,countries,active_from,active_to,color
CO-GOV,Government of Colombia forces,Colombian army;Colombian armed forces,state,CO,,,#1f6fb4
ELN,National Liberation Army,ELN;Elenos,non-state,CO,1964,,#b03a2e
CLAN,Gulf Clan,Clan del Golfo;AGC,non-state,CO,2006,,#7d3c98
"""
PLACES = """place_id,name,place_kind,country,lat,lon
co-base-zulu,Base Zulu,base,CO,8.55,-72.9
"""
EVENTS = (
    "event_id,place_id,event_date,date_precision,event_kind,actor_from,actor_to,status_after,contested_by,"
    "evidence_type,source_title,source_publisher,source_date,source_url,source_reliability,information_credibility,note\n"
)
COLOMBIA = """---
title: Fighting in the north-east
publisher: Example Monitor
date: 22 January 2025
---
The ELN captured Tibú on 17 January 2025 after two days of clashes. Colombian troops recaptured Ocaña on Monday.
The Gulf Clan still holds Necoclí, residents said. ELN fighters overran Base Zulu on Sunday.
"""
SUDAN = """---
title: Khartoum is retaken
date: 2025-03-27
---
The Rapid Support Forces captured Nyala on 26 October 2023. On 26 March 2025 the Sudanese army regained full control of
Khartoum from the paramilitaries.
"""


def run(*arguments: object) -> str:
    """What a command answers; it has to succeed."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def holders(table: str) -> dict[str, tuple[str, str]]:
    """The actor and status of each place of `territory states`."""
    return {row["name"]: (row["actor"], row["status"]) for row in csv.DictReader(io.StringIO(table))}


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The address of a store without seeds, with three tables of Colombia and a report."""
    url = f"sqlite:///{tmp_path / 's.db'}"
    for name, content in (("actors.csv", ACTORS), ("places.csv", PLACES), ("events.csv", EVENTS), ("r.md", COLOMBIA)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    tables = ("--actors", tmp_path / "actors.csv", "--places", tmp_path / "places.csv", "--store", url, "--empty")
    run("import", tmp_path / "events.csv", *tables)
    run("ingest", tmp_path / "r.md", "--store", url)
    return url


def test_a_conflict_that_nobody_bundled_is_read_by_its_tables(store: str) -> None:
    """Sides and a base of the tables, towns of the gazetteer: each is held by whom the report says."""
    assert holders(run("states", "--on", "2025-01-22", "--format", "csv", "--store", store)) == {
        "Tibú": ("ELN", "controlled"),
        "Ocaña": ("CO-GOV", "controlled"),
        "Necoclí": ("CLAN", "controlled"),
        "Base Zulu": ("ELN", "controlled"),
    }


def test_its_claims_are_on_the_map(store: str) -> None:
    """The timeline that the map draws has its places, its sides with their colours, and its sentences."""
    with Store.open(store) as opened:
        document = TimelineDocument.build(
            load_histories(opened),
            places=tuple(opened.places().values()),
            actors=tuple(opened.actors().values()),
            claims=opened.claims(),
        )
        assert load_histories(opened).span() == (date(2025, 1, 17), date(2025, 1, 22))
        assert {claim.source.grade for claim in opened.claims()} == {"F6"}
    written = document.data.decode("utf-8")
    for expected in ("Base Zulu", "Necocl", "Gulf Clan", "#7d3c98", "The ELN captured Tib"):
        assert expected in written


def test_a_bundled_theatre_without_a_table_of_events_is_read(tmp_path: Path) -> None:
    """Sudan is rows of the bundled actors and nothing else."""
    url = f"sqlite:///{tmp_path / 'seeded.db'}"
    (tmp_path / "r.md").write_text(SUDAN, encoding="utf-8")
    run("ingest", tmp_path / "r.md", "--store", url)
    found = holders(run("states", "--on", "2025-03-28", "--format", "csv", "--store", url))
    assert (found["Nyala"], found["Khartoum"]) == (("RSF", "controlled"), ("SD-SAF", "controlled"))
