"""Areas: cells of 33,000 places, and figures of 3,000 days beside dissolving each day anew."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from territory.control.area_histories import AreaHistories
from territory.control.areas import AreaSet
from territory.control.histories import Histories
from territory.control.stats import FigureMaker
from territory.control.tessellation import tessellate
from territory.model import ActorCode, ControlState, ControlStatus, Interval, Place, PlaceId, PlaceKind
from tests.benchmarks.conftest import Compare

FIRST = date(2013, 1, 1)
DAYS = tuple(FIRST + timedelta(n) for n in range(3000))
GROUPS = tuple(ActorCode(code) for code in ("RED", "BLUE", "GREEN", "GREY", "PINK"))
PLACES = 33_000

pytestmark = pytest.mark.benchmark_suite


@dataclass(frozen=True)
class Country:
    """A country of about the size and outline detail of Afghanistan, with places that change hands."""

    land: Any
    places: list[Place]
    histories: Histories


@pytest.fixture(scope="module")
def country() -> Country:
    """A ragged outline of 2,000 corners, 33,000 places, four states each."""
    rng = np.random.default_rng(5)
    angle = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    radius = 4.2 + 0.5 * np.sin(5 * angle) + np.cumsum(rng.normal(0, 0.004, 2000)) * np.sin(angle / 2)
    land = shapely.Polygon(np.column_stack([66 + radius * np.cos(angle), 34 + 0.75 * radius * np.sin(angle)]))
    shapely.prepare(land)
    points = rng.uniform([59, 28], [73, 40], (200_000, 2))
    points = points[shapely.contains_xy(land, points)][:PLACES]
    places = [
        Place(PlaceId(f"p{n:05}"), f"Place {n}", PlaceKind.TOWN, "XX", lat, lon)
        for n, (lon, lat) in enumerate(points.tolist())
    ]
    return Country(land, places, Histories({place.place_id: _life(place, n) for n, place in enumerate(places)}))


def _life(place: Place, seed: int) -> list[ControlState]:
    """Four states in a row, one in five contested."""
    rng = random.Random(seed)
    days = [FIRST + timedelta(n) for n in sorted(rng.sample(range(3000), 4))]
    states = []
    for start, end in pairwise([*days, None]):
        holder, rival = rng.sample(GROUPS, 2)
        contested = rng.random() < 0.2
        status = ControlStatus.CONTESTED if contested else ControlStatus.CONTROLLED
        interval = Interval(start or FIRST, end)
        states.append(ControlState(place.place_id, interval, holder, status, rival if contested else None))
    return states


def _dissolve(cells: gpd.GeoDataFrame, histories: Histories, day: date) -> Any:
    """The day's areas the usual way: colour the cells, dissolve by holder, measure."""
    states = histories.as_of(day)
    holders = [state.actor if (state := states.get(key)) else None for key in cells["place_id"]]
    return cells.assign(holder=holders).dissolve("holder").area / 1e6


def _figures(areas: AreaSet, country: Country) -> Any:
    """Areas per group for all days, from states to sums."""
    over_time = AreaHistories(areas, country.histories)
    places = {place.place_id: place for place in country.places}
    return FigureMaker(areas, over_time, country.histories, places).figures(DAYS)


def _cpu_ms(call: Callable[[], object]) -> float:
    """What a call takes of one core, however busy the machine is; the better of two."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        call()
        taken.append(1000 * (time.process_time() - start))
    return min(taken)


def test_areas_over_time(compare: Compare, country: Country) -> None:
    """Cells once, then 3,000 days by running sums; the alternative dissolves a day at a time (two days timed)."""
    lands = {"XX": country.land}
    cells = _cpu_ms(lambda: tessellate(country.places, lands))
    compare.record(f"cells of {len(country.places):,} places, cut at the border", cells, note="CPU; target 3,000 ms")
    areas = tessellate(country.places, lands, merge_m=0)
    ours = _cpu_ms(lambda: _figures(areas, country))
    compare.record("areas, places, people and fronts on 3,000 days", ours, note="CPU; target 2,000 ms")
    frame = gpd.GeoDataFrame(
        {"place_id": [area.area_id for area in areas]}, geometry=[area.geometry for area in areas], crs="OGC:CRS84"
    ).to_crs("+proj=laea +lat_0=34 +lon_0=66")
    some = iter(DAYS[200::400])
    one = _cpu_ms(lambda: _dissolve(frame, country.histories, next(some)))
    compare.record("areas on one day, dissolved with geopandas", one, note="CPU")
    assert compare.ratio("3,000 days, ours beside dissolving", ours, one * len(DAYS)) >= 100

    day = DAYS[1000]
    dissolved = _dissolve(frame, country.histories, day)
    figures = _figures(areas, country)
    column = figures.days.index(day)
    for row, group in enumerate(figures.groups):
        assert figures.area_km2.middle[row, column] == pytest.approx(dissolved[group], rel=1e-3)
