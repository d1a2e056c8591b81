"""What was known at a moment can be asked for ever after: the same bytes, whatever has been imported since."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territory.area_pipeline import build_areas, build_figures
from territory.control.models import MODEL_NAMES, make_model
from territory.export import area_features, place_features
from territory.export.features import Collection, Feature, Layer, Lookup
from territory.export.files import FileFormat, render
from territory.pipeline import import_tables
from territory.render import TimelineDocument
from territory.store import Store

KNOWN_AT = datetime.combine(date(2015, 6, 30), time.max, tzinfo=UTC)
DAYS = (date(2014, 3, 1), date(2015, 6, 30), date(2016, 3, 1))
ACTORS = ("RED", "BLUE", "GREEN")
PLACES = ("x-north", "x-middle", "x-south")
LATER_PLACE = "x-later"
COLUMNS = (
    "event_id", "place_id", "event_date", "date_precision", "event_kind", "actor_from", "actor_to", "status_after",
    "contested_by", "evidence_type", "source_title", "source_publisher", "source_date", "source_url",
    "source_reliability", "information_credibility", "note",
)  # fmt: skip
KINDS = {
    "captured": "controlled", "holds": "controlled", "baseline": "controlled", "cleared": "controlled",
    "contested": "contested", "besieged": "contested", "influence": "influence",
}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn, first: date, last: date, places: Sequence[str] = PLACES) -> dict[str, str]:
    """A row whose source was published between two days, on an event at most a year before."""
    published = draw(st.dates(first, last))
    happened = published - timedelta(days=draw(st.integers(0, 365)))
    kind = draw(st.sampled_from(sorted(KINDS)))
    actor = draw(st.sampled_from(ACTORS))
    rival = draw(st.sampled_from([code for code in ACTORS if code != actor]))
    return {
        "event_id": f"e{draw(st.integers(0, 7))}",
        "place_id": draw(st.sampled_from(places)),
        "event_date": happened.isoformat(),
        "date_precision": draw(st.sampled_from(("day", "month"))),
        "event_kind": kind,
        "actor_to": actor,
        "status_after": KINDS[kind],
        "contested_by": rival if KINDS[kind] == "contested" else "",
        "evidence_type": "baseline" if kind == "baseline" else "reported",
        "source_publisher": draw(st.sampled_from(("One", "Two", ""))),
        "source_date": published.isoformat(),
        "source_reliability": draw(st.sampled_from("ABCDF")),
        "information_credibility": draw(st.sampled_from("123456")),
        "note": draw(st.sampled_from(("They took it.", "It fell.", "Nothing new.", ""))),
    }


def tables(first: date, last: date, places: Sequence[str] = PLACES) -> st.SearchStrategy[list[dict[str, str]]]:
    """Tables in which no id comes twice; two tables may share ids, so that the later one corrects."""
    return st.lists(rows(first, last, places), max_size=8, unique_by=lambda row: row["event_id"])


BEFORE = tables(date(2014, 1, 1), date(2015, 6, 30))
AFTER = tables(date(2015, 7, 1), date(2016, 12, 31), (*PLACES, LATER_PLACE))


@contextmanager
def new_store() -> Iterator[Store]:
    """A store in memory."""
    with Store.open("sqlite:///:memory:") as store:
        yield store


def write(path: Path, columns: Sequence[str], records: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(records)
    return path


def load(store: Store, folder: Path, events: Sequence[dict[str, str]], places: Sequence[str]) -> None:
    """Import a table with its places and actors, as the command does."""
    columns = ("place_id", "name", "place_kind", "country", "admin1", "lat", "lon")
    found = [
        {"place_id": key, "name": key, "place_kind": "town", "country": "IQ", "admin1": "Anbar",
         "lat": str(33 + number / 5), "lon": str(43 + number / 5)}
        for number, key in enumerate(places)
    ]  # fmt: skip
    outcome = import_tables(
        store,
        write(folder / "events.csv", COLUMNS, events),
        places=write(folder / "places.csv", columns, found),
        actors=write(folder / "actors.csv", ("code", "name"), [{"code": code, "name": code} for code in ACTORS]),
    )
    assert not outcome.rejected


def answers(store: Store, name: str) -> dict[str, Any]:
    """All that is said of what was known at the moment: states, figures, files, and what the map scrubs through."""
    places, actors, claims = store.places(), store.actors(), store.claims()
    histories = make_model(name, places, actors).histories(claims, known_at=KNOWN_AT)
    areas = build_areas(histories, places)
    lookup = Lookup(places, actors, {claim.claim_id: claim for claim in claims})
    figures = build_figures(areas, histories, places)
    found: dict[str, Any] = {"states": {day: dict(histories.as_of(day)) for day in DAYS}}
    found["figures"] = repr(figures.figures(DAYS))
    for day in DAYS:
        for layer, features in (
            (Layer.PLACES, place_features(histories, lookup, day)),
            (Layer.AREAS, area_features(areas.areas, areas.histories, lookup, day)),
        ):
            for form in (FileFormat.GEOJSON, FileFormat.CSV, FileFormat.KML):
                found[f"{day} {layer} {form}"] = render(collection(layer, features, day, lookup), form)
    found["map"] = TimelineDocument.build(
        histories, places=places.values(), actors=actors.values(), claims=claims, known_at=KNOWN_AT
    ).data
    return found


def collection(layer: Layer, features: tuple[Feature, ...], day: date, lookup: Lookup) -> Collection:
    return Collection(layer, features, "t", {}, (), {}, day, lookup.behind(features))


@pytest.mark.parametrize("name", MODEL_NAMES)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=BEFORE, after=AFTER)
def test_an_earlier_moment_answers_with_the_same_bytes_after_more_imports(
    name: str, tmp_path: Path, before: list[dict[str, str]], after: list[dict[str, str]]
) -> None:
    """States, figures, files and the map's document stay, though places, claims and corrections have come since."""
    with new_store() as store:
        load(store, tmp_path, before, PLACES)
        then = answers(store, name)
        load(store, tmp_path, after, (*PLACES, LATER_PLACE))
        now = answers(store, name)
    for what, answer in then.items():
        assert now[what] == answer, what
