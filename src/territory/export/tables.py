"""CSV, GeoPackage and GeoParquet: formats that are tables with a geometry."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pyogrio
import shapely

from territory.export.features import FIELDS, Collection, Layer

_ARROW = {str: pyarrow.string(), bool: pyarrow.bool_(), float: pyarrow.float64(), date: pyarrow.date32()}


def csv_bytes(collection: Collection) -> bytes:
    """Return a collection as CSV: UTF-8, several values in a field parted by `;`.

    For places `lat` and `lon` are the point; for areas a point inside, and `wkt` is the polygon.
    """
    out = io.StringIO(newline="")
    names = [*FIELDS, "lat", "lon", *(["wkt"] if collection.layer is Layer.AREAS else []), "attribution"]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    attribution = "; ".join(collection.attribution)
    for feature in collection.features:
        point = shapely.point_on_surface(feature.geometry)
        row = {key: _csv_value(value) for key, value in feature.properties.items()}
        row |= {"lat": f"{point.y:.6f}", "lon": f"{point.x:.6f}", "attribution": attribution}
        if collection.layer is Layer.AREAS:
            row["wkt"] = shapely.to_wkt(feature.geometry, rounding_precision=6)
        writer.writerow(row)
    return out.getvalue().encode()


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else value


def parquet_bytes(collection: Collection) -> bytes:
    """Return a collection as GeoParquet 1.1: dates as dates, ids as lists, query and attribution in the metadata."""
    metadata = {"geo": json.dumps(_geo_metadata(collection)), **stamped(collection)}
    table = _arrow_table(collection, multi=False).replace_schema_metadata(metadata)
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _arrow_table(collection: Collection, *, multi: bool) -> Any:
    """Return a collection as an Arrow table with WKB geometry; with `multi`, for formats without lists and mixed types.

    Then texts of a list are parted by `;`, and every polygon is a multipolygon.
    """
    columns = {}
    for name, kind in FIELDS.items():
        values = [feature.properties[name] for feature in collection.features]
        if kind is tuple:
            listed = [";".join(value) for value in values] if multi else [list(value) for value in values]
            columns[name] = pyarrow.array(listed, pyarrow.string() if multi else pyarrow.list_(pyarrow.string()))
        else:
            columns[name] = pyarrow.array(values, _ARROW[kind])
    shapes = [_multi(feature.geometry) if multi else feature.geometry for feature in collection.features]
    columns["geometry"] = pyarrow.array([shapely.to_wkb(shape, flavor="iso") for shape in shapes], pyarrow.binary())
    return pyarrow.table(columns)


def _geo_metadata(collection: Collection) -> Mapping[str, Any]:
    """Return the `geo` metadata of the GeoParquet specification."""
    shapes = [feature.geometry for feature in collection.features]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "orientation": "counterclockwise",
        "edges": "planar",
    }
    if shapes:
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(shapes)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def stamped(collection: Collection) -> dict[str, str]:
    """Return what is stamped into a file: title, query, attribution."""
    return {
        "title": collection.title,
        "query": json.dumps(dict(collection.query)),
        "attribution": "\n".join(collection.attribution),
    }


def geopackage_bytes(collection: Collection) -> bytes:
    """Return a collection as a GeoPackage: its layer, and a table of the claims behind it, each with its sentence.

    Lists are texts parted by `;`, dates are dates.
    """
    # GDAL writes the time of writing into the file; the same query must give the same bytes.
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{collection.stamp.isoformat()}T00:00:00.000Z"})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "territory.gpkg")
            pyogrio.write_arrow(
                _arrow_table(collection, multi=True),
                path,
                layer=collection.layer.value,
                driver="GPKG",
                crs="EPSG:4326",
                geometry_name="geometry",
                geometry_type="Point" if collection.layer is Layer.PLACES else "MultiPolygon",
                dataset_metadata=stamped(collection),
                layer_options={"DESCRIPTION": collection.title},
            )
            pyogrio.write_arrow(_claim_table(collection), path, layer="claims", driver="GPKG", append=True)
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _claim_table(collection: Collection) -> Any:
    """Return the claims behind a collection as an Arrow table."""
    claims = collection.claims
    texts: dict[str, list[str | None]] = {
        "claim_id": [claim.claim_id for claim in claims],
        "place_id": [claim.place_id for claim in claims],
        "event_kind": [claim.event_kind.value for claim in claims],
        "status": [claim.status.value for claim in claims],
        "actor": [claim.actor for claim in claims],
        "opponent": [claim.opponent for claim in claims],
        "modality": [claim.modality.value for claim in claims],
        "attributed_to": [claim.attributed_to for claim in claims],
        "evidence": [claim.evidence for claim in claims],
        "publisher": [claim.source.publisher for claim in claims],
        "title": [claim.source.title for claim in claims],
        "source_date": [claim.source.date for claim in claims],
        "url": [claim.source.url for claim in claims],
        "grade": [claim.source.grade for claim in claims],
    }
    columns = {name: pyarrow.array(values, pyarrow.string()) for name, values in texts.items()}
    columns["valid_from"] = pyarrow.array([claim.valid_from for claim in claims], pyarrow.date32())
    columns["valid_to"] = pyarrow.array([claim.valid_to for claim in claims], pyarrow.date32())
    return pyarrow.table(columns)


def _multi(geometry: Any) -> Any:
    """Return a polygon as a multipolygon, so that a layer has one type."""
    return shapely.multipolygons([geometry]) if geometry.geom_type == "Polygon" else geometry
