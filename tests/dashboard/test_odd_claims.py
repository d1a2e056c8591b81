"""The panel of a place explains what is odd about its claims."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from territory.pipeline import import_tables
from territory.store import Store
from tests.dashboard.conftest import OpenApp, page_text

PRINTS = 60
ROW = {
    "event_date": "2015-03-01", "date_precision": "day", "event_kind": "captured", "status_after": "controlled",
    "evidence_type": "reported", "source_publisher": "Agency One", "source_date": "2015-03-01",
    "source_reliability": "B", "information_credibility": "2",
}  # fmt: skip
PLACES = ("x-both", "x-early", "x-prints", "x-corrected", "x-silent")
MODELS = ("", "posterior")


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store made of tables with odd rows."""
    url = f"sqlite:///{tmp_path / 'odd.db'}"
    monkeypatch.setenv("TERRITORY_STORE", url)
    places = write(tmp_path / "places.csv", [
        {"place_id": key, "name": key[2:].title(), "place_kind": "town", "country": "IQ", "lat": f"{33 + n / 5}",
         "lon": "43"} for n, key in enumerate(PLACES)
    ])  # fmt: skip
    actors = write(tmp_path / "actors.csv", [
        {"code": "RED", "name": "Red side"}, {"code": "BLUE", "name": "Blue side"},
        {"code": "YOUNG", "name": "The Young", "active_from": "2016"},
    ])  # fmt: skip
    rows = [
        {"event_id": "b1", "place_id": "x-both", "actor_to": "RED", "event_kind": "holds", "note": "Red, at dawn."},
        {"event_id": "b2", "place_id": "x-both", "actor_to": "BLUE", "event_kind": "holds", "note": "Blue, at dusk."},
        {"event_id": "y0", "place_id": "x-early", "actor_to": "RED", "event_date": "2014-01-01", "note": "Red had it."},
        {"event_id": "y1", "place_id": "x-early", "actor_to": "YOUNG", "note": "The Young took it."},
        {"event_id": "c1", "place_id": "x-corrected", "actor_to": "RED", "note": "Red took it."},
        *({"event_id": f"p{n}", "place_id": "x-prints", "actor_to": "BLUE", "note": "Blue took it, they said.",
           "source_publisher": f"Outlet {n}"} for n in range(PRINTS)),
    ]  # fmt: skip
    with Store.open(url) as store:
        import_tables(store, write(tmp_path / "e.csv", [{**ROW, **r} for r in rows]), places=places, actors=actors)
        for number, actor in enumerate(("BLUE", "RED")):
            fixed = {**ROW, "event_id": "c1", "place_id": "x-corrected", "actor_to": actor, "note": f"{number}"}
            assert import_tables(store, write(tmp_path / f"fix{number}.csv", [fixed])).corrected == 1


def panel(open_app: OpenApp, place: str, model: str) -> str:
    app = open_app(on="2015-03-10", place=place, **({"model": model} if model else {}))
    assert not app.exception
    if app.toggle:
        toggles = [toggle for toggle in app.toggle if toggle.key == "why"]
        for toggle in toggles:
            toggle.set_value(True).run()
    return page_text(app)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("x-both", ["contradict another of the same source and day", "Sources disagree", "single source"]),
        ("x-early", ["<strong>Red side</strong>", "The Young did not exist before 2016-01-01"]),
        ("x-prints", [f"found {PRINTS} times and counts once", f"{PRINTS - 1} further prints", "single source"]),
        ("x-corrected", ["<strong>Red side</strong>", "2 earlier versions, corrected since"]),
        ("x-silent", ["Nothing is known about who held Silent"]),
    ],
)
def test_the_panel_says_what_is_odd(odd: None, open_app: OpenApp, place: str, said: list[str], model: str) -> None:
    """Contradiction, an actor out of its time, prints, corrections, and silence, in either model."""
    text = panel(open_app, place, model)
    assert [words for words in said if words not in text] == []


def test_a_silent_place_shows_its_neighbourhood(odd: None, open_app: OpenApp) -> None:
    """The probability model says what the surroundings suggest; the place itself stays unknown."""
    text = panel(open_app, "x-silent", "posterior")
    assert "Its neighbourhood says" in text
    assert "Unknown: no evidence" in text


def test_an_empty_store_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_app: OpenApp) -> None:
    """Map, What if and Changes say that there is nothing yet, in either model."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    monkeypatch.setenv("TERRITORY_STORE", url)
    Store.open(url).close()
    for page in ("", "whatif", "changes"):
        for model in MODELS:
            app = open_app(page, **({"model": model} if model else {}))
            assert not app.exception, (page, model, app.exception)
