"""Figures as tables: one row for each day and group, ready for charts, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas

from territory.control.stats import Figures
from territory.model import Actor, ActorCode

COLUMNS = (
    "day", "actor", "actor_name",
    "area_low_km2", "area_km2", "area_high_km2",
    "places_low", "places", "places_high",
    "districts_low", "districts", "districts_high",
    "population", "towns", "towns_without_population",
    "front_km", "fronts",
)  # fmt: skip
FRONT_COLUMNS = ("day", "actor", "rival", "front_km")


def figure_rows(figures: Figures, actors: Mapping[ActorCode, Actor], *, gaps: bool = True) -> Iterator[dict[str, Any]]:
    """Yield the figures by day, then group. Groups that have and contest nothing on any of the days are left out.

    With `gaps`, a group is left out on each day on which it has nothing; without, it has zeros there, so that a line
    goes down to them. `fronts` maps each rival to the length of front with it on that day, in km.
    """
    present = (figures.places.high > 0.5) | (figures.area_km2.high > 0)
    if not gaps:
        present |= present.any(axis=1, keepdims=True)
    for column, day in enumerate(figures.days):
        fronts = _fronts_of_day(figures, column)
        for row, group in enumerate(figures.groups):
            if not present[row, column]:
                continue
            lines = fronts.get(group, {})
            yield {
                "day": day.isoformat(),
                "actor": str(group),
                "actor_name": actors[group].name if group in actors else str(group),
                **_band("area", "_km2", figures.area_km2, row, column, digits=1),
                **_band("places", "", figures.places, row, column),
                **_band("districts", "", figures.districts, row, column),
                "population": int(figures.population[row, column]),
                "towns": int(figures.towns[row, column]),
                "towns_without_population": int(figures.towns_without_population[row, column]),
                "front_km": round(sum(lines.values()), 1),
                "fronts": lines,
            }


def _band(name: str, unit: str, band: Any, row: int, column: int, *, digits: int = 0) -> dict[str, Any]:
    """Return low, middle and high as columns; whole numbers where `digits` is 0, None where there is no figure."""
    names = (f"{name}_low{unit}", f"{name}{unit}", f"{name}_high{unit}")
    if band is None:
        return dict.fromkeys(names)
    found = [float(part[row, column]) for part in band]
    return {key: round(value, digits) if digits else round(value) for key, value in zip(names, found, strict=True)}


def _fronts_of_day(figures: Figures, column: int) -> dict[ActorCode, dict[str, float]]:
    """Return the length of front of each group with each rival on a day, longest first."""
    found: dict[ActorCode, dict[str, float]] = {}
    lengths = figures.front_km[:, column]
    for index in np.argsort(-lengths, kind="stable"):
        if lengths[index] > 0:
            one, other = figures.rivals[int(index)]
            found.setdefault(one, {})[str(other)] = round(float(lengths[index]), 1)
            found.setdefault(other, {})[str(one)] = round(float(lengths[index]), 1)
    return found


def figures_frame(figures: Figures, actors: Mapping[ActorCode, Actor]) -> pandas.DataFrame:
    """Return the figures as a long table without gaps: the columns of `COLUMNS` but `fronts`; `day` is a timestamp."""
    rows = [{key: row[key] for key in COLUMNS if key != "fronts"} for row in figure_rows(figures, actors, gaps=False)]
    frame = pandas.DataFrame(rows, columns=[key for key in COLUMNS if key != "fronts"])
    return frame.assign(day=pandas.to_datetime(frame["day"]))


def fronts_frame(figures: Figures) -> pandas.DataFrame:
    """Return the length of front by day and pair of rivals, each pair once, as a long table."""
    rows = [
        (pandas.Timestamp(day), str(one), str(other), round(float(figures.front_km[row, column]), 1))
        for column, day in enumerate(figures.days)
        for row, (one, other) in enumerate(figures.rivals)
        if figures.front_km[row, column] > 0
    ]
    return pandas.DataFrame(rows, columns=list(FRONT_COLUMNS))
