"""`territory gazetteer` finds, shows and adds places."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from territory.cli import app
from territory.errors import UnknownPlaceError


def run(*args: str) -> Result:
    """Run a command on an empty store."""
    return CliRunner().invoke(app, ["gazetteer", *args, "--empty"])


def table(result: Result) -> list[dict[str, str]]:
    """Return the rows that a command printed."""
    assert result.exit_code in (0, 1), result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("query", ["tal abyad", "Tell Abiad", "تل أبيض", "Tall Abyad", "tel abyadh"])
def test_search_finds_tell_abyad_by_any_spelling(query: str) -> None:
    """First, with the reason."""
    first = table(run("search", query))[0]
    assert first["place_id"] == "sy-tell-abyad"
    assert first["reason"]


def test_search_finds_places_of_the_whole_world() -> None:
    """Countries, states, counties, seas, rivers and regions too."""
    wanted = {
        "Texas": "gn:4736286",
        "Sonoma County": "gn:5397100",
        "Mediterranean": "region:mediterranean-sea",
        "Levant": "region:levant",
        "U.S.": "gn:6252001",
    }
    for query, place_id in wanted.items():
        assert place_id in [row["place_id"] for row in table(run("search", query))][:2]


def test_search_for_nothing_known_says_so() -> None:
    """With what to do."""
    result = run("search", "zzzzqqqq")
    assert result.exit_code == 0
    assert "country dump" in result.stderr


def test_near_lists_places_with_distances() -> None:
    """Nearest first."""
    rows = table(run("near", "34.1,70.2", "--limit", "5"))
    distances = [float(row["distance_km"]) for row in rows]
    assert distances == sorted(distances)
    assert "af-tora-bora" in [row["place_id"] for row in rows]


@pytest.mark.parametrize("point", ["34.1", "a,b", "91,0", "0,181", "nan,0", "1,2,3"])
def test_near_refuses_what_is_no_point(point: str) -> None:
    """Exit status 2."""
    assert run("near", point).exit_code == 2


def test_near_takes_southern_latitudes() -> None:
    """A minus sign is no option."""
    assert table(run("near", "-33.87,151.21", "--limit", "1"))[0]["country"] == "AU"


def test_info_shows_a_place_with_its_units() -> None:
    """District and province by the shapes."""
    place = json.loads(run("info", "iq-mosul").stdout)
    assert (place["district"], place["province"], place["in_country"]) == ("Al-Mosul", "Nineveh", "Iraq")
    assert "الموصل" in place["names"]


def test_info_on_an_unknown_place_suggests_others() -> None:
    """As an error."""
    result = run("info", "Mossull")
    assert isinstance(result.exception, UnknownPlaceError)


def test_added_places_of_a_table_are_found(tmp_path: Path) -> None:
    """And the same table again changes nothing; a bad row is reported, the good one kept."""
    path = tmp_path / "more.csv"
    path.write_text("place_id,name,country,lat,lon\nxx-q,Qalat Test,XX,1,2\nxx-bad,Bad,XX,95,2\n", encoding="utf-8")
    first, second = run("add", str(path)), run("add", str(path))
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert "line 3" in first.stderr
    assert "nothing new" in second.stderr
    assert table(run("search", "kalat test"))[0]["place_id"] == "xx-q"


def test_an_added_dump_is_found(tmp_path: Path) -> None:
    """Beside the store, for every later command."""
    fields = ["900000001", "Deh-e Naw Azmun", "", "ده نو آزمون", "34.2", "70.1", "P", "PPL", "AF", "", "18", "", "", ""]
    path = tmp_path / "AF.txt"
    path.write_text("\t".join([*fields, "0", "", "", "Asia/Kabul", "2020-01-01"]) + "\n", encoding="utf-8")
    assert run("add", str(path)).exit_code == 0
    first = table(run("search", "ده نو آزمون"))[0]
    assert (first["place_id"], first["admin1"]) == ("gn:900000001", "Nangarhar")


def test_the_table_of_places_has_district_and_province(seeded_url: str) -> None:
    """For each of the curated places; nearly always the province that its source names."""
    result = CliRunner().invoke(app, ["gazetteer", "places", "--store", seeded_url])
    rows = table(result)
    own = [row for row in rows if row["country"] in ("IQ", "SY", "AF")]
    assert len(own) >= 375
    assert all(row["district"] for row in own)
    assert sum(row["admin1"] != row["province"] for row in own) <= 10
