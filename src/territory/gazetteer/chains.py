"""Where places lie: district, province and country by their shapes, and how far the gazetteer's own point is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from territory.gazetteer.boundaries import Boundaries, Level, Unit
from territory.gazetteer.gazetteer import Gazetteer, distance_m
from territory.gazetteer.normalise import fold
from territory.model import Place

BORDER_M = 5_000.0
"""How well the border lines are drawn, at worst."""

NAMESAKE_M = 10_000.0
"""A record of the same name farther away than this is another place."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The units that a place lies in; None where there is none."""

    district: Unit | None
    province: Unit | None
    country: Unit | None


@dataclass(frozen=True, slots=True)
class Match:
    """The gazetteer's own record that stands for a curated place, and how far the two points are from each other."""

    place: Place
    distance_m: float
    by: str


def chains_of(places: Sequence[Place]) -> list[Chain]:
    """Return the units of each place.

    A place that the drawn border puts across the line, but within `BORDER_M` of its own country, is given the nearest
    unit of that country: Kobani and Tell Abyad lie closer to the border than the border is drawn well.
    """
    lat, lon = np.array([place.lat for place in places]), np.array([place.lon for place in places])
    found = []
    for level in (Level.DISTRICT, Level.PROVINCE, Level.COUNTRY):
        boundaries = Boundaries.bundled(level)
        numbers = boundaries.indices(lat, lon).tolist()
        units = [boundaries.units[number] if number >= 0 else None for number in numbers]
        found.append([_own(place, unit, boundaries) for place, unit in zip(places, units, strict=True)])
    return [Chain(*units) for units in zip(*found, strict=True)]


def _own(place: Place, unit: Unit | None, boundaries: Boundaries) -> Unit | None:
    if not place.country or (unit and unit.country == place.country):
        return unit
    return boundaries.nearest_of_country(place.country, place.lat, place.lon, BORDER_M) or unit


def match_of(place: Place, world: Gazetteer) -> Match | None:
    """Return the record of `world` that is the same place: by GeoNames number, else the nearest of the same name.

    One that shares no more than the name and lies farther than `NAMESAKE_M` away is no match.
    """
    if place.geonameid is not None:
        rows = world.rows_of_number(place.geonameid)
        by = "geonameid"
    else:
        names = dict.fromkeys(fold(text) for text in (place.name, *(name.text for name in place.names)))
        rows = [row for name in names for row in world.rows_of(name)]
        by = "name"
    own = [other for other in map(world.place, dict.fromkeys(rows)) if other.country == place.country]
    matches = [Match(other, distance_m(place.lat, place.lon, other.lat, other.lon), by) for other in own]
    if by == "name":
        matches = [match for match in matches if match.distance_m <= NAMESAKE_M]
    return min(matches, key=lambda match: (match.distance_m, match.place.place_id), default=None)
