"""`export`, `stats` and `assessments`: areas from the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import geopandas
import pytest
import shapely
from typer.testing import CliRunner

from territory.cli import app
from territory.commands.show import STATE_COLUMNS

runner = CliRunner()
ASK_CSV = ("export", "--on", "2016-01-01", "--format", "csv", "--layer", "places", "--output", "-")


def run(*args: str, store: str, status: int = 0) -> str:
    """Run a command; return its standard output."""
    result = runner.invoke(app, [*args, "--store", store])
    assert result.exit_code == status, result.output
    return result.stdout


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def test_an_export_of_places_says_what_states_says(seeded_url: str) -> None:
    """Same places, holders, rivals, probabilities and claims as `territory states` of that day."""
    exported = rows_of(
        run("export", "--on", "2017-07-09", "--format", "csv", "--layer", "places", "--output", "-", store=seeded_url)
    )
    states = rows_of(run("states", "--on", "2017-07-09", store=seeded_url))
    same = [name for name in STATE_COLUMNS if name not in ("geonameid", "lat", "lon", "probability")]
    assert [[row[name] for name in same] for row in exported] == [[row[name] for name in same] for row in states]
    assert [float(row["probability"]) for row in exported] == pytest.approx(
        [float(row["probability"]) for row in states], abs=1e-4
    )


@pytest.mark.parametrize("mode", ["cells", "districts"])
def test_an_exported_geopackage_shows_mosul_as_states_does(seeded_url: str, tmp_path: Path, mode: str) -> None:
    """GDAL reads polygons; the cell around Mosul says what the city's state says, its district that parts disagree."""
    path = tmp_path / "out.gpkg"
    run("export", "--on", "2017-07-08", "--format", "gpkg", "--mode", mode, "--output", str(path), store=seeded_url)
    frame = geopandas.read_file(path, layer="areas")
    assert frame.geometry.is_valid.all()
    here = frame[frame.geometry.contains(shapely.Point(43.1189, 36.335))].iloc[0]
    states = rows_of(run("states", "--on", "2017-07-08", store=seeded_url))
    state = next(row for row in states if row["place_id"] == "iq-mosul")
    if mode == "cells":
        assert [here[name] for name in ("actor", "status", "contested_by")] == [
            state[name] for name in ("actor", "status", "contested_by")
        ]
    else:
        assert here["status"] == "contested"
    assert "iq-mosul" in here["place_ids"].split(";")
    assert here["claim_ids"]
    assert here["sources"]


def test_areas_of_a_country_stay_inside_it(seeded_url: str) -> None:
    """Cells end at the border; the same question gives the same bytes."""
    args = ("export", "--on", "2016-01-01", "--format", "geojson", "--output", "-")
    first = run(*args, store=seeded_url)
    assert first == run(*args, store=seeded_url)
    features = json.loads(first)["features"]
    by_country: dict[str, list[shapely.Geometry]] = {}
    for feature in features:
        by_country.setdefault(feature["properties"]["country"], []).append(shapely.geometry.shape(feature["geometry"]))
    iraq, syria = (shapely.union_all(by_country[code]) for code in ("IQ", "SY"))
    assert shapely.intersection(iraq, syria).area < 1e-4


def test_a_period_gives_states_with_since_and_until(seeded_url: str) -> None:
    """Mosul from June to August 2014: held by the army, then contested, then Islamic State."""
    args = ("--from", "2014-06-01", "--to", "2014-08-01", "--layer", "places", "--format", "geojson", "--output", "-")
    features = json.loads(run("export", *args, store=seeded_url))["features"]
    mosul = [f["properties"] for f in features if f["properties"]["place_id"] == "iq-mosul"]
    assert [(p["actor"], p["since"], p["until"]) for p in mosul][:3] == [
        ("IQ-GOV", "2013-01-01", "2014-06-05"),
        ("IQ-GOV", "2014-06-06", "2014-06-09"),
        ("IS", "2014-06-10", mosul[2]["until"]),
    ]


def test_the_map_as_one_page_holds_areas_and_places(seeded_url: str, tmp_path: Path) -> None:
    """`--format html` is the player with both layers inside, and asks for nothing from the network."""
    path = tmp_path / "map.html"
    run(
        "export",
        "--on",
        "2017-07-09",
        "--format",
        "html",
        "--mode",
        "districts",
        "--output",
        str(path),
        store=seeded_url,
    )
    page = path.read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="https?:', page)


def test_the_map_as_one_page_opens_with_the_filter_that_is_asked_for(seeded_url: str, tmp_path: Path) -> None:
    """Groups, statuses and a place are the first view of the page, and are written into its head."""
    path = tmp_path / "map.html"
    args = ("--groups", "SDF,IS", "--groups", "IS", "--status", "contested", "--place", "iq-mosul", "--layer", "places")
    run("export", "--on", "2017-07-09", "--format", "html", *args, "--output", str(path), store=seeded_url)
    page = path.read_text("utf-8")
    options = re.search(r"window\.TerritoryPlayer\.mount\(.*\), (\{.*\})\);", page)
    assert options is not None
    view = json.loads(options[1])["view"]
    assert view["date"] == "2017-07-09"
    assert (view["groups"], view["statuses"], view["place"]) == (["IS", "SDF"], ["contested"], "iq-mosul")
    assert view["center"] == pytest.approx([36.335, 43.118], abs=0.01)
    for name, text in (("groups", "IS,SDF"), ("status", "contested"), ("place", "iq-mosul")):
        assert f'<meta name="territory:{name}" content="{text}">' in page


def test_files_keep_the_groups_and_statuses_that_are_asked_for(seeded_url: str) -> None:
    """A group counts as holder and as rival; the rest of the file is as without the filter."""
    every = rows_of(run(*ASK_CSV, store=seeded_url))
    some = rows_of(run(*ASK_CSV, "--groups", "TALIBAN", "--status", "contested,influence", store=seeded_url))
    wanted = [
        row["place_id"]
        for row in every
        if "TALIBAN" in (row["actor"], row["contested_by"]) and row["status"] in ("contested", "influence")
    ]
    assert 0 < len(wanted) < len(every)
    assert [row["place_id"] for row in some] == wanted


def test_one_country_can_be_asked_for(seeded_url: str) -> None:
    """`--country` keeps the other theatres out of files and figures."""
    args = ("--on", "2016-01-01", "--country", "af", "--mode", "districts", "--format", "csv")
    assert {row["country"] for row in rows_of(run("export", *args, "--output", "-", store=seeded_url))} == {"AF"}
    actors = {row["actor"] for row in rows_of(run("stats", *args, store=seeded_url))}
    assert {"AF-GOV", "TALIBAN"} <= actors
    assert not actors & {"IS", "IQ-GOV", "SDF"}


@pytest.mark.parametrize(
    "args",
    [
        ("export", "--format", "csv", "--output", "-"),
        (
            "export",
            "--on",
            "2016-01-01",
            "--from",
            "2016-01-01",
            "--to",
            "2016-02-01",
            "--format",
            "csv",
            "--output",
            "-",
        ),
        ("export", "--from", "2016-01-01", "--format", "csv", "--output", "-"),
        ("export", "--on", "2016-02-30", "--format", "csv", "--output", "-"),
        (*ASK_CSV, "--groups", "ISIS"),
        (*ASK_CSV, "--status", "lost"),
        (*ASK_CSV, "--place", "iq-mosul"),
        ("export", "--on", "2016-01-01", "--format", "html", "--output", "-", "--place", "iq-mosull"),
        ("stats",),
        ("stats", "--from", "2016-02-01", "--to", "2016-01-01"),
        ("stats", "--on", "2016-01-01", "--reach", "0"),
        ("stats", "--on", "2016-01-01", "--country", "Iraq"),
    ],
    ids=lambda args: " ".join(args),
)
def test_a_wrong_question_is_refused_with_status_2(seeded_url: str, args: tuple[str, ...]) -> None:
    """No day, both a day and a period, half a period, no such day, days the wrong way round, no reach, no country.

    Nor is a group, a status or a place that does not exist taken, nor a place where no map is written.
    """
    run(*args, store=seeded_url, status=2)


def test_an_output_that_cannot_be_written_is_status_1(seeded_url: str, tmp_path: Path) -> None:
    """The folder does not exist: an error, not a traceback."""
    args = ["export", "--on", "2016-01-01", "--format", "csv", "--output", str(tmp_path / "no" / "out.csv")]
    result = runner.invoke(app, [*args, "--layer", "places", "--store", seeded_url])
    assert result.exit_code == 1
    assert "cannot be written" in str(result.exception)


def test_stats_count_what_states_list(seeded_url: str) -> None:
    """Places of each group are those of `territory states`; low, middle and high are in order."""
    rows = rows_of(run("stats", "--on", "2016-01-01", "--format", "csv", store=seeded_url))
    states = rows_of(run("states", "--on", "2016-01-01", store=seeded_url))
    held = {row["actor"]: sum(s["actor"] == row["actor"] for s in states) for row in rows}
    for row in rows:
        assert abs(int(row["places"]) - held[row["actor"]]) <= 1  # a province or a country is no place
        for name in ("area_low_km2 area_km2 area_high_km2", "places_low places places_high"):
            low, middle, high = (float(row[key]) for key in name.split())
            assert low <= middle <= high
        assert int(row["towns_without_population"]) <= int(row["towns"])


def test_stats_of_a_period_have_a_row_for_each_step(seeded_url: str) -> None:
    """From the 31st of January by months: the last day of February follows."""
    text = run(
        "stats",
        "--from",
        "2016-01-31",
        "--to",
        "2016-04-30",
        "--mode",
        "districts",
        "--format",
        "json",
        store=seeded_url,
    )
    rows = [json.loads(line) for line in text.splitlines()]
    assert sorted({row["day"] for row in rows}) == ["2016-01-31", "2016-02-29", "2016-03-31", "2016-04-30"]
    islamic_state = next(row for row in rows if row["actor"] == "IS")
    assert islamic_state["front_km"] == pytest.approx(sum(islamic_state["fronts"].values()), abs=0.5)


def test_the_table_says_of_how_many_towns_the_population_is(seeded_url: str) -> None:
    """A number never stands without what it is of."""
    text = run("stats", "--on", "2016-01-01", store=seeded_url)
    assert re.search(r"Islamic State .* [\d,]+ in \d+ of \d+ towns", text)


def test_assessments_set_ours_beside_the_published(seeded_url: str) -> None:
    """Seventeen published counts; ours add up to all districts, with the unknown ones said."""
    rows = rows_of(run("assessments", store=seeded_url))
    assert len(rows) == 17
    for row in rows:
        ours = sum(int(row[f"our_{name}"]) for name in ("government", "contested", "insurgent", "unknown"))
        assert ours == int(row["our_districts"]) == 398
    first, last = rows[0], rows[-1]
    assert int(last["our_insurgent"]) > int(first["our_insurgent"])


def test_assessments_reject_what_is_no_count(seeded_url: str, tmp_path: Path) -> None:
    """A row that cannot be read is reported with its line; the others are compared; status 1."""
    path = tmp_path / "counts.csv"
    path.write_text("date,publisher,contested\n2016-01-01,A,five\n2016-31-01,B,5\n2016-01-01,C,5\n", "utf-8")
    result = runner.invoke(app, ["assessments", str(path), "--store", seeded_url])
    assert result.exit_code == 1
    assert "counts.csv line 2: field contested" in result.stderr
    assert "counts.csv line 3: field date" in result.stderr
    assert [row["publisher"] for row in rows_of(result.stdout)] == ["C"]


@pytest.mark.parametrize("model", ["ledger", "posterior"])
def test_files_and_figures_come_from_the_model_asked_for(seeded_url: str, tmp_path: Path, model: str) -> None:
    """One country of an export says of each place what `states` says; the posterior is stamped into the file."""
    path = tmp_path / "iq.geojson"
    told = ["--on", "2014-06-12", "--model", model, "--store", seeded_url]
    args = ["export", *told, "--layer", "places", "--country", "IQ", "--format", "geojson", "--output", str(path)]
    assert runner.invoke(app, args).exit_code == 0
    document = json.loads(path.read_text("utf-8"))
    found = {f["properties"]["place_id"]: f["properties"] for f in document["features"]}
    lines = runner.invoke(app, ["states", *told, "--format", "json"]).stdout.splitlines()
    rows = {row["place_id"]: row for row in map(json.loads, lines) if row["country"] == "IQ"}
    assert found.keys() == rows.keys()
    for place_id, row in rows.items():
        shown = found[place_id]
        assert (shown["actor"], shown["status"]) == (row["actor"] or None, row["status"])
        assert shown["probability"] == pytest.approx(row["probability"], abs=1e-4)
    assert ('"model"' in path.read_text("utf-8")) is (model == "posterior")
    figures = runner.invoke(app, ["stats", *told, "--country", "IQ", "--format", "json"])
    assert figures.exit_code == 0
    assert figures.stdout
