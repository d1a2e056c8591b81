"""Figures as tables for charts and files, and areas as a layer for the player."""

from __future__ import annotations

from datetime import date

import pandas
import pytest

from territory.control.area_histories import AreaHistories
from territory.control.areas import AreaSet
from territory.control.stats import FigureMaker, Figures
from territory.control.tessellation import tessellate
from territory.export.frames import COLUMNS, FRONT_COLUMNS, figure_rows, figures_frame, fronts_frame
from territory.model import Actor, ActorCode
from territory.render.area_layers import area_layer
from territory.render.timeline import TimelineDocument
from tests.control.area_examples import LAND, histories, place, state

PLACES = [place("a", 43, 33, population=100), place("b", 43.2, 33), place("c", 43.4, 33)]
STATES = histories(
    state("a", "RED", end="2016-01-01"),
    state("a", "BLUE", "2016-01-01"),
    state("b", "BLUE"),
    state("c", "RED", status="contested", rival="BLUE", besieged=True),
)
ACTORS = {ActorCode("RED"): Actor(ActorCode("RED"), "The Reds")}
DAYS = (date(2014, 1, 1), date(2015, 1, 1), date(2016, 1, 1))


@pytest.fixture(scope="module")
def cells() -> AreaSet:
    """Three cells in a row."""
    return tessellate(PLACES, LAND)


@pytest.fixture(scope="module")
def figures(cells: AreaSet) -> Figures:
    """Figures of three days."""
    places = {p.place_id: p for p in PLACES}
    return FigureMaker(cells, AreaHistories(cells, STATES), STATES, places).figures(DAYS)


def test_rows_have_every_column_and_no_empty_groups(figures: Figures) -> None:
    """Nothing before the first state; then a row for each group and day, without districts where none were given."""
    rows = list(figure_rows(figures, ACTORS))
    assert [(row["day"], row["actor"]) for row in rows] == [
        ("2015-01-01", "BLUE"), ("2015-01-01", "RED"), ("2016-01-01", "BLUE"), ("2016-01-01", "RED"),
    ]  # fmt: skip
    assert all(tuple(row) == COLUMNS for row in rows)
    red = rows[1]
    assert (red["actor_name"], red["places"], red["places_low"]) == ("The Reds", 2, 1)
    assert (red["population"], red["towns"], red["towns_without_population"]) == (100, 2, 1)
    assert (red["districts"], rows[0]["actor_name"]) == (None, "BLUE")


def test_fronts_are_named_from_both_sides(figures: Figures) -> None:
    """RED's front with BLUE is as long as BLUE's with RED, and as the frame of fronts says."""
    first = {row["actor"]: row["fronts"] for row in figure_rows(figures, ACTORS) if row["day"] == "2015-01-01"}
    assert first["RED"]["BLUE"] == first["BLUE"]["RED"] > 0
    frame = fronts_frame(figures)
    assert tuple(frame.columns) == FRONT_COLUMNS
    assert frame["front_km"].iloc[0] == first["RED"]["BLUE"]


def test_the_frame_is_ready_for_a_chart(figures: Figures) -> None:
    """Days are timestamps, no day is missing for any group; empty figures give an empty frame."""
    frame = figures_frame(figures, ACTORS)
    assert len(frame) == 2 * len(DAYS)
    assert frame[frame["day"] == "2014-01-01"]["area_high_km2"].tolist() == [0, 0]
    assert isinstance(frame["day"].iloc[0], pandas.Timestamp)
    assert set(COLUMNS) - set(frame.columns) == {"fronts"}
    nothing = tessellate([], LAND)
    empty = FigureMaker(nothing, AreaHistories(nothing, histories()), histories(), {}).figures(DAYS)
    assert figures_frame(empty, {}).empty
    assert fronts_frame(empty).empty


def test_areas_travel_as_a_layer_of_the_timeline(cells: AreaSet) -> None:
    """Each cell's states become intervals of the document, polygons once."""
    layer = area_layer(cells, AreaHistories(cells, STATES), title="Cells")
    assert [len(layer.histories[area.area_id]) for area in layer.areas] == [2, 1, 1]
    assert layer.histories["c"][0].besieged
    document = TimelineDocument.build(STATES, places=PLACES, actors=ACTORS.values(), areas=[layer])
    packed = document.payload["layers"][0]
    assert (packed["id"], packed["kind"], len(packed["intervals"]["start"])) == ("cells", "areas", 4)
    assert packed["geometry"]["rings"] == [1, 1, 1]
