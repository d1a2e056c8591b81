"""Cells: a tessellation around the places that carry evidence.

Each point of a country's land belongs to the nearest place with evidence, if that is no farther than the reach; what
lies farther is nobody's and stays unpainted. Cells end at the country's border, because a place speaks for its own
country.

| case                                       | what happens                                                           |
|--------------------------------------------|------------------------------------------------------------------------|
| two places within `merge_m` of each other  | one cell; the whole speaks before its part, then kind, size, id         |
| a place without a country                  | the country it lies in, or the nearest within reach                     |
| a place up to 5 km outside its own country | its cell is what it reaches inside; nothing left: left out, with reason |
| a place farther inside another country     | the land it lies in: borders are disputed, lists differ                 |
| a province, a river, another wide place    | left out, with reason                                                  |
| a country without geometry                 | its places are left out, with reason                                    |
| across the antimeridian, around a pole     | the cell is cut at 180°                                                 |
| invalid land                               | repaired, and named in `repaired`                                       |

Notes
-----
Bisectors are straight in an equal-area plane at the middle of the country's places. In a country 1,000 km across they
are off by less than 0.4 % of the distance, in one 6,000 km across by up to 6 %. Discs are corrected for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from territory.control.areas import Area, AreaMode, AreaSet, Edges, part_wide, speaking_order
from territory.control.arrays import Bools, Floats, Ints
from territory.control.edges import border_edges, clip_edges, join_edges, shared_segments
from territory.control.geodesy import EARTH_RADIUS_M, Geometries, LocalPlane, areas_km2, middle_of, polygons_only
from territory.errors import InputError
from territory.model import Place, PlaceId, Rejected

DEGREE_KM = 111.2
OWN_LAND_KM = 5.0
REACH_KM = 25.0
REACH_BAND = 0.5
MERGE_M = 500.0


@dataclass(frozen=True, slots=True)
class _Country:
    """The cells of one country, before they are numbered among all."""

    groups: list[tuple[Place, ...]]
    cells: Geometries
    at_border: Ints
    km2: Floats
    low_km2: Floats
    high_km2: Floats
    edges: Edges


def tessellate(
    places: Iterable[Place],
    lands: Mapping[str, Any],
    *,
    reach_km: float = REACH_KM,
    reach_band: float = REACH_BAND,
    merge_m: float = MERGE_M,
) -> AreaSet:
    """Return the cells around places.

    Parameters
    ----------
    places : Iterable[Place]
        Places that carry evidence, in any order.
    lands : Mapping[str, Geometry]
        Land inside the border in lon/lat, by country code.
    reach_km : float
        How far evidence reaches at most.
    reach_band : float
        Share by which the reach is shortened and lengthened for the low and the high area.
    merge_m : float
        Places no farther apart than this share a cell.

    Returns
    -------
    AreaSet
        Cells in order of id (that of the place that speaks first), with edges. Cells of one country do not overlap.

    Raises
    ------
    InputError
        If the reach or the band makes no sense.
    """
    if not (reach_km > 0 and 0 <= reach_band < 1 and merge_m >= 0):
        raise InputError(
            f"reach_km={reach_km}, reach_band={reach_band}, merge_m={merge_m}: the reach must be above 0 km, "
            "the band from 0 to below 1, the merging distance not negative."
        )
    ground = _Lands(lands, reach_km)
    by_country, left_out = _by_country(places, ground)
    made = [
        _country_cells(by_country[country], ground.of(country), reach_km, reach_band, merge_m)
        for country in sorted(by_country)
    ]
    repaired = [code for code in sorted(by_country) if lands[code] is None or not shapely.is_valid(lands[code])]
    return _number(made, left_out, repaired, reach_km)


class _Lands:
    """Countries' land, repaired when it is first looked at."""

    def __init__(self, lands: Mapping[str, Any], reach_km: float) -> None:
        self._lands, self._reach_km = lands, reach_km
        self._repaired: dict[str, Any] = {}

    def __contains__(self, country: str) -> bool:
        return country in self._lands

    def of(self, country: str) -> Any:
        """Return a country's land, valid."""
        if country not in self._repaired:
            self._repaired[country] = polygons_only([self._lands[country]])[0]
        return self._repaired[country]

    def at(self, point: Any, *, near: bool) -> str:
        """Return the country that a point lies in, or with `near` the nearest within reach ('' if none)."""
        codes = sorted(self._lands)
        shapes = np.array([self.of(code) for code in codes], dtype=object)
        away = np.nan_to_num(shapely.distance(shapes, point), nan=np.inf) * DEGREE_KM
        if len(codes) == 0 or away.min() > (self._reach_km if near else 0.0):
            return ""
        return codes[int(away.argmin())]


def _by_country(places: Iterable[Place], lands: _Lands) -> tuple[dict[str, list[Place]], list[Rejected]]:
    """Sort places by the country whose land they speak for; name those without any, with the reason."""
    kept, left_out = part_wide(places)
    groups: dict[str, list[Place]] = {}
    for place, country in zip(kept, _land_of(kept, lands), strict=True):
        if country:
            groups.setdefault(country, []).append(place)
        else:
            reason = f"no boundary for country {place.country!r}" if place.country else "lies in no country"
            left_out.append(Rejected(place.place_id, f"no cell: {reason}.", place.name))
    return groups, left_out


def _land_of(places: list[Place], lands: _Lands) -> list[str]:
    """Return the country whose land each place speaks for: its own, or the one that it lies in ('' if none)."""
    points = shapely.points([(place.lon, place.lat) for place in places]) if places else np.zeros(0, dtype=object)
    found = [place.country if place.country in lands else "" for place in places]
    for country in sorted(set(found) - {""}):
        mine = np.array([index for index, code in enumerate(found) if code == country], dtype=np.int64)
        own = lands.of(country)
        shapely.prepare(own)
        for index in mine[~shapely.dwithin(own, points[mine], OWN_LAND_KM / DEGREE_KM)]:
            found[index] = lands.at(points[index], near=False) or country
    return [code or lands.at(point, near=True) for code, point in zip(found, points, strict=True)]


def _country_cells(places: list[Place], land: Any, reach_km: float, reach_band: float, merge_m: float) -> _Country:
    """Return the cells of one country's places."""
    lonlat = np.array([(place.lon, place.lat) for place in places])
    plane = LocalPlane(*middle_of(lonlat[:, 0], lonlat[:, 1]))
    groups, points = _merge(places, plane.project(lonlat), merge_m)
    reach = 1000 * reach_km
    longest = reach * (1 + reach_band)
    raw = _voronoi(points, longest)
    ground = plane.to_plane(land)
    broad = _within(raw, points, plane, longest)
    widest = _clip_to_land(broad, ground)
    cells = _within(widest, points, plane, reach)
    narrow = _within(cells, points, plane, reach * (1 - reach_band))
    final = plane.to_lonlat(cells)
    km2 = areas_km2(final)
    return _Country(
        groups=groups,
        cells=final,
        at_border=np.flatnonzero(_touched(broad, widest)),
        km2=km2,
        low_km2=_area_beside(narrow, cells, km2),
        high_km2=_area_beside(widest, cells, km2),
        edges=clip_edges(shared_segments(raw), points, plane, reach, ground, touched=_touched(raw, cells)),
    )


def _touched(raw: Geometries, cells: Geometries) -> Bools:
    """Return which cells were cut by reach or land; the others are the raw objects themselves."""
    return np.fromiter((a is not b for a, b in zip(raw, cells, strict=True)), dtype=bool, count=len(raw))


def _area_beside(other: Geometries, cells: Geometries, km2: Floats) -> Floats:
    """Return the area of `other`, whose plane area is known beside that of `cells`, which measure `km2`."""
    changed = _touched(cells, other)
    result = km2.copy()
    result[changed] = shapely.area(other[changed]) / 1e6
    return result


def _merge(places: list[Place], points: Floats, merge_m: float) -> tuple[list[tuple[Place, ...]], Floats]:
    """Group places that lie within `merge_m` of one that speaks before them; return groups and their points."""
    order = sorted(range(len(places)), key=lambda index: speaking_order(places[index]))
    geometries = shapely.points(points)
    near: dict[int, list[int]] = {}
    pairs = shapely.STRtree(geometries).query(geometries, predicate="dwithin", distance=merge_m).T
    for one, other in pairs[pairs[:, 0] != pairs[:, 1]]:
        near.setdefault(int(one), []).append(int(other))
    leader: dict[int, int] = {}
    for index in order:
        if index not in leader:
            leader[index] = index
            for other in near.get(index, ()):
                leader.setdefault(other, index)
    members: dict[int, list[Place]] = {}
    for index in order:
        members.setdefault(leader[index], []).append(places[index])
    heads = sorted(members, key=lambda index: places[index].place_id)
    return [tuple(members[index]) for index in heads], points[heads]


def _voronoi(points: Floats, reach_m: float) -> Geometries:
    """Return the Voronoi cell of each point, in the order of the points, wider than the reach on every side."""
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    margin = 4 * reach_m
    frame = shapely.box(west - margin, south - margin, east + margin, north + margin)
    if len(points) == 1:
        return np.array([frame], dtype=object)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
    return np.asarray(shapely.get_parts(cells), dtype=object)


def _within(cells: Geometries, points: Floats, plane: LocalPlane, reach_m: float) -> Geometries:
    """Cut back to the reach the cells that go beyond it; the others stay the same objects."""
    coords, owner = shapely.get_coordinates(cells, return_index=True)
    away = np.hypot(*(coords - points[owner]).T)
    far_by_cell = np.zeros(len(cells))
    np.maximum.at(far_by_cell, owner, away)
    stretch = np.cos(np.arcsin(np.clip(np.hypot(points[:, 0], points[:, 1]) / (2 * EARTH_RADIUS_M), 0, 0.999)))
    far = np.flatnonzero(far_by_cell > reach_m * stretch * np.cos(np.pi / 64))
    result = cells.copy()
    result[far] = shapely.intersection(cells[far], plane.discs(points[far], reach_m))
    return result


def _clip_to_land(cells: Geometries, land: Any) -> Geometries:
    """Cut cells at the border; those well inside stay the same objects.

    Cells are cut bin by bin, each with the piece of land around it: an outline may have 100,000 corners.
    """
    shapely.prepare(land)
    cut = np.flatnonzero(~shapely.contains_properly(land, cells))
    result = cells.copy()
    for inside in _bins(cells[cut]):
        some = cut[inside]
        frame = shapely.buffer(shapely.box(*shapely.total_bounds(cells[some])), 1000.0, join_style="mitre")
        result[some] = polygons_only(shapely.intersection(cells[some], shapely.intersection(land, frame)))
    return result


def _bins(cells: Geometries) -> list[Ints]:
    """Return the numbers of cells that lie near each other, in some twenty bins from edge to edge."""
    if len(cells) == 0:
        return []
    west, south, east, north = shapely.bounds(cells).T
    x, y = (west + east) / 2, (south + north) / 2
    side = max(np.ptp(x), np.ptp(y), 1.0) / 20
    key = ((x - x.min()) // side).astype(np.int64) * 64 + ((y - y.min()) // side).astype(np.int64)
    order = np.argsort(key, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(key[order])) + 1)


def _number(made: list[_Country], left_out: list[Rejected], repaired: list[str], reach_km: float) -> AreaSet:
    """Number the cells of all countries by id, leave out empty ones, and join the edges."""
    groups = [group for country in made for group in country.groups]
    if not groups:
        return AreaSet(AreaMode.CELLS, (), Edges.none(), tuple(left_out), tuple(repaired), reach_km)
    cells = np.concatenate([country.cells for country in made])
    kept = ~shapely.is_empty(cells)
    for index in np.flatnonzero(~kept):
        for place in groups[index]:
            reason = f"no cell: no land of its country within {reach_km:g} km is nearer to it than to other places."
            left_out.append(Rejected(place.place_id, reason, place.name))
    order = sorted(np.flatnonzero(kept), key=lambda index: groups[index][0].place_id)
    km2, low, high = (
        np.concatenate([getattr(country, name) for country in made]) for name in ("km2", "low_km2", "high_km2")
    )
    areas = tuple(
        _cell(groups[index], cells[index], float(km2[index]), float(low[index]), float(high[index])) for index in order
    )
    rank = np.full(len(groups), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    offsets = np.cumsum([0, *(len(country.groups) for country in made)])
    inner = [(country.edges, offset) for country, offset in zip(made, offsets[:-1], strict=True)]
    across = border_edges(
        cells,
        [country.at_border + offset for country, offset in zip(made, offsets[:-1], strict=True)],
    )
    edges = join_edges([*inner, (across, 0)], rank)
    left_out.sort(key=lambda item: item.where)
    return AreaSet(AreaMode.CELLS, areas, edges, tuple(left_out), tuple(repaired), reach_km)


def _cell(group: tuple[Place, ...], geometry: Any, km2: float, low: float, high: float) -> Area:
    """Return the cell of a group of places, named after the one that speaks first."""
    head = group[0]
    return Area(
        area_id=str(head.place_id),
        name=head.name,
        country=head.country,
        geometry=geometry,
        place_ids=tuple(PlaceId(place.place_id) for place in group),
        km2=km2,
        low_km2=min(low, km2),
        high_km2=max(high, km2),
        parent=head.admin2 or head.admin1,
    )
