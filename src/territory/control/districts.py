"""Districts as areas: which district each place speaks for.

| case                                        | what happens                                                    |
|---------------------------------------------|-----------------------------------------------------------------|
| a point inside one district                 | that one, whatever the country the place is listed under        |
| a point on the line between districts       | the one its own record names (admin 2), else the lowest id      |
| a point outside, but within `snap_km`       | the nearest district of its own country (coarse coast or border) |
| a point farther out                         | left out, with reason                                           |
| a province, a river, another wide place     | left out, with reason                                           |
| a country without districts                 | its places are left out, with reason                            |
| invalid geometry                            | repaired, and named in `repaired`                               |
| an empty geometry                           | no area; a place never falls into it                            |
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from territory.control.areas import Area, AreaMode, AreaSet, Edges, Zone, part_wide, speaking_order
from territory.control.edges import join_edges, shared_segments
from territory.control.geodesy import Geometries, areas_km2, lengths_km, polygons_only
from territory.errors import InputError
from territory.model import Place, PlaceId, Rejected

SNAP_KM = 5.0
DEGREE_KM = 111.2


def district_areas(places: Iterable[Place], zones: Iterable[Zone], *, snap_km: float = SNAP_KM) -> AreaSet:
    """Return districts with the places that speak for them; those without places come too, and stay unpainted.

    Parameters
    ----------
    places : Iterable[Place]
        Places that carry evidence, in any order.
    zones : Iterable[Zone]
        Districts, or any other units that do not overlap, in any order.
    snap_km : float
        How far outside every district a point may lie and still count for the nearest of its country.

    Returns
    -------
    AreaSet
        Districts in order of id. Edges are the segments that two districts share corner for corner.

    Raises
    ------
    InputError
        If two zones have one id, or `snap_km` is negative.
    """
    if snap_km < 0:
        raise InputError(f"snap_km={snap_km} is negative. Give a distance of 0 km or more.")
    ordered = _ordered(zones)
    given = [zone.geometry for zone in ordered]
    shapes = polygons_only(given)
    repaired = tuple(
        zone.zone_id for zone, shape in zip(ordered, given, strict=True) if shape is None or not shapely.is_valid(shape)
    )
    kept_places, wide = part_wide(places)
    members, outside = _assign(kept_places, ordered, shapes, snap_km)
    left_out = tuple(sorted([*wide, *outside], key=lambda item: item.where))
    km2 = areas_km2(shapes)
    kept = np.flatnonzero(~shapely.is_empty(shapes))
    areas = tuple(
        _area(ordered[index], shapes[index], members.get(index, []), float(km2[index])) for index in kept.tolist()
    )
    return AreaSet(AreaMode.DISTRICTS, areas, _edges(shapes[kept]), left_out, repaired)


def _ordered(zones: Iterable[Zone]) -> list[Zone]:
    """Return zones by id; an id that stands twice is an error, because states could not be told apart."""
    ordered = sorted(zones, key=lambda zone: zone.zone_id)
    for one, other in pairwise(ordered):
        if one.zone_id == other.zone_id:
            raise InputError(f"Two districts have the id {one.zone_id!r}: {one.name}, {other.name}. Give each its own.")
    return ordered


def _assign(
    places: list[Place], zones: list[Zone], shapes: Geometries, snap_km: float
) -> tuple[dict[int, list[Place]], tuple[Rejected, ...]]:
    """Return the places of each zone in speaking order, and those that have none."""
    points = shapely.points([(place.lon, place.lat) for place in places]) if places else np.zeros(0, dtype=object)
    tree = shapely.STRtree(shapes)
    inside: dict[int, list[int]] = {}
    for one, zone in tree.query(points, predicate="intersects").T:
        inside.setdefault(int(one), []).append(int(zone))
    countries = {zone.country for zone in zones}
    members: dict[int, list[Place]] = {}
    left_out: list[Rejected] = []
    for index, place in enumerate(places):
        found = _choose(place, inside.get(index, []), zones)
        if found is None and place.country in countries:
            found = _nearest(place, points[index], zones, shapes, tree, snap_km)
        if found is not None:
            members.setdefault(found, []).append(place)
            continue
        reason = f"lies more than {snap_km:g} km outside every district" if place.country in countries else (
            f"there are no districts for country {place.country!r}"
        )  # fmt: skip
        left_out.append(Rejected(place.place_id, f"no district: {reason}.", place.name))
    for group in members.values():
        group.sort(key=speaking_order)
    return members, tuple(left_out)


def _choose(place: Place, candidates: list[int], zones: list[Zone]) -> int | None:
    """Return the zone of a point that lies in, or on the line between, the candidates."""
    if not candidates:
        return None
    named = place.admin2.casefold()
    return min(candidates, key=lambda index: (zones[index].name.casefold() != named, zones[index].zone_id))


def _nearest(
    place: Place, point: Any, zones: list[Zone], shapes: Geometries, tree: shapely.STRtree, snap_km: float
) -> int | None:
    """Return the nearest zone of the place's country within `snap_km`."""
    scale = max(np.cos(np.radians(place.lat)), 0.01)
    near = tree.query(shapely.buffer(point, snap_km / DEGREE_KM / scale))
    near = np.array([index for index in near if zones[index].country == place.country], dtype=np.int64)
    if len(near) == 0:
        return None
    flat = shapely.transform(shapes[near], lambda xy: xy * [scale, 1.0])
    away = shapely.distance(flat, shapely.transform(point, lambda xy: xy * [scale, 1.0])) * DEGREE_KM
    best = min(range(len(near)), key=lambda number: (away[number], zones[near[number]].zone_id))
    return int(near[best]) if away[best] <= snap_km else None


def _area(zone: Zone, shape: Any, members: list[Place], km2: float) -> Area:
    """Return a zone as an area."""
    return Area(
        area_id=zone.zone_id,
        name=zone.name,
        country=zone.country,
        geometry=shapely.orient_polygons(shape),
        place_ids=tuple(PlaceId(place.place_id) for place in members),
        km2=km2,
        low_km2=km2,
        high_km2=km2,
        parent=zone.parent,
    )


def _edges(shapes: Geometries) -> Edges:
    """Return the edges between districts, with lengths: one edge for each pair."""
    found = shared_segments(shapes)
    if len(found) == 0:
        return found
    low, high = np.minimum(found.left, found.right), np.maximum(found.left, found.right)
    pairs, group = np.unique(np.column_stack([low, high]), axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    coords = shapely.get_coordinates(found.lines[order]).reshape(-1, 2, 2)
    segments = shapely.linestrings(coords)
    lines = shapely.line_merge(shapely.multilinestrings(segments, indices=group.ravel()[order]))
    edges = Edges(pairs[:, 0], pairs[:, 1], np.asarray(lines, dtype=object), lengths_km(lines))
    return join_edges([(edges, 0)], np.arange(len(shapes)))
