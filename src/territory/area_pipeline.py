"""From states of places to areas with the boundaries that ship with Territory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from territory.control.area_histories import AreaHistories
from territory.control.areas import AreaMode, AreaSet, Zone
from territory.control.districts import district_areas
from territory.control.histories import Histories
from territory.control.stats import FigureMaker
from territory.control.tessellation import REACH_KM, tessellate
from territory.gazetteer.boundaries import Boundaries, Level
from territory.model import Place, PlaceId


@dataclass(frozen=True, slots=True)
class AreaView:
    """Areas with their states."""

    areas: AreaSet
    histories: AreaHistories


def build_areas(
    histories: Histories,
    places: Mapping[PlaceId, Place],
    *,
    mode: AreaMode = AreaMode.CELLS,
    reach_km: float = REACH_KM,
) -> AreaView:
    """Return the areas of all places with evidence at any time, and their states.

    Parameters
    ----------
    histories : Histories
        States of the places.
    places : Mapping[PlaceId, Place]
        Records of at least those places.
    mode : AreaMode
        Cells around places, or districts.
    reach_km : float
        How far a place's evidence reaches, for cells.

    Raises
    ------
    GeodataError
        If the boundaries are missing or damaged.
    """
    known = [places[place_id] for place_id in histories if place_id in places]
    if mode is AreaMode.CELLS:
        areas = tessellate(known, country_lands(), reach_km=reach_km)
    else:
        areas = district_areas(known, district_zones())
    return AreaView(areas, AreaHistories(areas, histories))


def build_figures(view: AreaView, histories: Histories, places: Mapping[PlaceId, Place]) -> FigureMaker:
    """Return what answers with figures for any days; districts are counted in either mode."""
    counted = view
    if view.areas.mode is not AreaMode.DISTRICTS:
        counted = build_areas(histories, places, mode=AreaMode.DISTRICTS)
    return FigureMaker(view.areas, view.histories, histories, places, counted.histories)


def figures_of(
    countries: Collection[str],
    view: AreaView,
    districts: AreaView,
    histories: Histories,
    places: Mapping[PlaceId, Place],
) -> FigureMaker:
    """Return what answers with figures of some countries, from areas and districts that are there already."""
    inside = Histories({key: histories[key] for key in histories if key in places and places[key].country in countries})
    areas = view.areas.of_countries(countries)
    counted = AreaHistories(districts.areas.of_countries(countries), inside)
    return FigureMaker(areas, AreaHistories(areas, inside), inside, places, counted)


def country_lands() -> dict[str, Any]:
    """Return the land inside the border of each country by ISO 3166 code; by unit id where it has no code.

    Raises
    ------
    GeodataError
        If the boundaries are missing or damaged.
    """
    parts: dict[str, list[Any]] = {}
    for unit in Boundaries.bundled(Level.COUNTRY):
        parts.setdefault(unit.country or unit.unit_id, []).append(unit.geometry)
    return {code: shapely.union_all(found) if len(found) > 1 else found[0] for code, found in sorted(parts.items())}


def district_zones(countries: Iterable[str] | None = None) -> list[Zone]:
    """Return the districts of countries, all if None, with the name of the province as parent.

    Raises
    ------
    GeodataError
        If the boundaries are missing or damaged.
    """
    wanted = None if countries is None else set(countries)
    provinces = Boundaries.bundled(Level.PROVINCE)
    return [
        Zone(
            zone_id=unit.unit_id,
            name=unit.name,
            country=unit.country,
            geometry=unit.geometry,
            parent=province.name if (province := provinces.get(unit.parent)) else "",
        )
        for unit in Boundaries.bundled(Level.DISTRICT)
        if wanted is None or unit.country in wanted
    ]
