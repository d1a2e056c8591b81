"""GeoJSON as RFC 7946 has it: WGS 84, longitude first, outer rings counter-clockwise, cut at the antimeridian."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import shapely

from territory.export.features import Collection

DIGITS = 6


def feature_collection(collection: Collection) -> dict[str, Any]:
    """Return a collection as GeoJSON objects; title, query and attribution are members of the collection."""
    return {
        "type": "FeatureCollection",
        "title": collection.title,
        "query": dict(collection.query),
        "attribution": list(collection.attribution),
        "features": [
            {
                "type": "Feature",
                "properties": {key: plain(value) for key, value in feature.properties.items()},
                "geometry": geometry_object(feature.geometry),
            }
            for feature in collection.features
        ],
    }


def geometry_object(geometry: Any) -> dict[str, Any] | None:
    """Return a geometry as a GeoJSON object, None for an empty one."""
    if geometry is None or geometry.is_empty:
        return None
    whole: dict[str, Any] = _rounded(shapely.geometry.mapping(shapely.orient_polygons(geometry)))
    return whole


def plain(value: Any) -> Any:
    """Return a property as JSON has it: dates as texts, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def geojson_bytes(collection: Collection) -> bytes:
    """Return a collection as UTF-8 GeoJSON, one feature a line."""
    whole = feature_collection(collection)
    features = whole.pop("features")
    head = json.dumps(whole, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return f'{head}, "features": [\n{lines}\n]}}\n'.encode()
