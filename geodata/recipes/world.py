"""Writes the world gazetteer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence

from recipes.counties import county_points
from recipes.landpoints import own_points
from recipes.packages import Packages
from recipes.places import (
    METRES_PER_DEGREE,
    Unit,
    city_records,
    country_records,
    read_languages,
    read_units,
    unit_records,
)
from recipes.regions import continent_records, region_records, river_records
from recipes.units import natural_earth_keys, read_unit_names
from territory.gazetteer.writer import write_layer

LABEL_PRECISION = 0.25
"""A label point stands this share of the unit's width away from any other good middle, at most."""


def natural_earth_points(packages: Packages, units: Sequence[Unit]) -> dict[str, tuple[float, float, int]]:
    """Return Natural Earth's label point of units, by GeoNames key, with its precision in metres."""
    data = packages.read("@fuzzysaj/nat-earth-geojson-cache", "data/ne_10m_admin_1_states_provinces.json.gz")
    rows = [feature["properties"] for feature in json.loads(gzip.decompress(data))["features"]]
    points = {}
    for facts, key in zip(rows, natural_earth_keys(rows, units), strict=True):
        if key and facts["latitude"] is not None:
            width_m = (facts["area_sqkm"] or 0) ** 0.5 * 1000 or METRES_PER_DEGREE
            points[key] = (facts["latitude"], facts["longitude"], int(width_m * LABEL_PRECISION))
    return points


def build_world(packages: Packages) -> bytes:
    """Return the layer file of the world."""
    languages = read_languages(packages)
    units = read_units(packages)
    print(f"  {len(units):,} admin units", flush=True)
    names = read_unit_names(units, packages)
    cities = city_records(packages, units, languages)
    print(f"  {len(cities):,} populated places", flush=True)
    own = own_points(packages)
    points = natural_earth_points(packages, units) | county_points(packages)
    records = cities + unit_records(units, cities, points, own, names, languages)
    records += [
        *country_records(packages, own, languages),
        *continent_records(packages),
        *region_records(),
        *river_records(packages),
    ]
    print(f"  {len(records):,} records in all", flush=True)
    return write_layer(records, dict(names.shown))
