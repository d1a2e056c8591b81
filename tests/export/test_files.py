"""What is written is read back, field by field, by the programs that will read it."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from territory.errors import InputError
from territory.export import FIELDS, Collection, FileFormat, Layer, render, write
from territory.model import Interval
from tests.export.export_examples import collection

FORMATS = list(FileFormat)
SUFFIX = {FileFormat.GEOPARQUET: "parquet"}


@pytest.fixture(params=list(Layer), ids=str)
def given(request: pytest.FixtureRequest) -> Collection:
    """The example, as areas and as places."""
    return collection(request.param)


def saved(given: Collection, form: FileFormat, folder: Path) -> Path:
    """Write the collection to a file."""
    path = folder / f"out.{SUFFIX.get(form, form.value)}"
    write(given, form, path)
    return path


def read_back(path: Path, form: FileFormat) -> geopandas.GeoDataFrame:
    """What pyarrow or GDAL reads."""
    return geopandas.read_parquet(path) if form is FileFormat.GEOPARQUET else geopandas.read_file(path, layer=0)


def normal(value: Any) -> Any:
    """Bring what readers return to one form."""
    if isinstance(value, tuple | list | np.ndarray):
        return ";".join(value) or None
    if value is None or value == "" or value is pandas.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if hasattr(value, "date"):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("form", [FileFormat.GEOJSON, FileFormat.GPKG, FileFormat.GEOPARQUET], ids=str)
def test_every_field_comes_back(given: Collection, form: FileFormat, tmp_path: Path) -> None:
    """GDAL and pyarrow read the same fields, values, geometries and coordinate system that were written."""
    path = saved(given, form, tmp_path)
    frame = read_back(path, form)
    assert frame.crs.to_authority() in {("EPSG", "4326"), ("OGC", "CRS84")}
    assert [name for name in frame.columns if name != "geometry"] == list(FIELDS)
    assert len(frame) == len(given.features)
    for number, feature in enumerate(given.features):
        row = frame.iloc[number]
        for name in FIELDS:
            assert normal(row[name]) == normal(feature.properties[name]), name
        assert shapely.equals(row.geometry, feature.geometry)


def test_kml_is_read_by_gdal_with_time_and_fields(given: Collection, tmp_path: Path) -> None:
    """GDAL sees a layer, every field, the span of time and the geometry."""
    frame = geopandas.read_file(saved(given, FileFormat.KML, tmp_path))
    for number, feature in enumerate(given.features):
        row, fields = frame.iloc[number], feature.properties
        assert row["Name"] == fields["name"]
        for name in ("place_id", "country", "actor", "status", "contested_by", "claim_ids", "sources"):
            assert normal(row.get(name)) == normal(fields[name]), name
        for name in ("since", "until"):
            assert normal(row.get(name)) == normal(fields[name]), name
        assert shapely.equals_exact(
            shapely.normalize(shapely.force_2d(row.geometry)), shapely.normalize(feature.geometry), tolerance=1e-6
        )


def test_csv_has_the_columns_of_states_and_a_geometry(given: Collection) -> None:
    """Each row has every field, a point, and for areas the polygon as WKT."""
    rows = list(csv.DictReader(io.StringIO(render(given, FileFormat.CSV).decode(), newline="")))
    for row, feature in zip(rows, given.features, strict=True):
        for name in ("place_id", "name", "actor", "status", "contested_by", "claim_ids", "sources", "since", "until"):
            assert normal(row[name]) == normal(feature.properties[name]), name
        assert float(row["probability"]) == feature.properties["probability"]
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert shapely.distance(feature.geometry, point) < 1e-5
        if given.layer is Layer.AREAS:
            assert shapely.equals(shapely.from_wkt(row["wkt"]), feature.geometry)


def test_geojson_keeps_to_rfc_7946(given: Collection) -> None:
    """No coordinate system member, outer rings counter-clockwise, holes clockwise, at most six decimals."""
    whole = json.loads(render(given, FileFormat.GEOJSON))
    assert "crs" not in whole
    for feature in whole["features"]:
        assert set(feature) == {"type", "properties", "geometry"}
        shape = shapely.geometry.shape(feature["geometry"])
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(ring.is_ccw for ring in part.interiors)
    assert whole["attribution"] == list(given.attribution)
    assert whole["query"]["on"] == "2015-06-01"


def test_an_empty_answer_is_a_valid_file(tmp_path: Path) -> None:
    """A day without evidence gives files with the right columns and no features."""
    empty = collection(Layer.AREAS, Interval(date(1990, 1, 1), date(1990, 1, 2)))
    assert json.loads(render(empty, FileFormat.GEOJSON))["features"] == []
    for form in (FileFormat.GPKG, FileFormat.GEOPARQUET):
        path = saved(empty, form, tmp_path)
        frame = read_back(path, form)
        assert len(frame) == 0
        assert set(FIELDS) <= set(frame.columns)
    assert b"<Folder>" in render(empty, FileFormat.KML)
    assert render(empty, FileFormat.CSV).startswith(b"place_id,name,")


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_the_same_query_gives_the_same_bytes(given: Collection, form: FileFormat) -> None:
    """No time of writing, no chance: files can be compared by their hash."""
    assert render(given, form) == render(given, form)


def test_geopackage_dates_are_dates_and_the_query_is_in_the_metadata(tmp_path: Path) -> None:
    """QGIS's temporal controller finds two date fields; attribution travels inside the file."""
    path = saved(collection(Layer.AREAS), FileFormat.GPKG, tmp_path)
    with sqlite3.connect(path) as database:
        columns = {row[1]: row[2] for row in database.execute("pragma table_info(areas)")}
        metadata = " ".join(row[0] for row in database.execute("select metadata from gpkg_metadata"))
    database.close()
    assert (columns["since"], columns["until"], columns["besieged"]) == ("DATE", "DATE", "BOOLEAN")
    assert "GeoNames, CC BY 4.0" in metadata
    assert "2015-06-01" in metadata


@pytest.mark.parametrize("form", [FileFormat.GEOJSON, FileFormat.GPKG], ids=str)
def test_gdal_sees_dates_not_texts(given: Collection, form: FileFormat, tmp_path: Path) -> None:
    """`since` and `until` have GDAL's type for dates, which QGIS's temporal controller offers as start and end."""
    info = pyogrio.read_info(saved(given, form, tmp_path), layer=0)
    types = dict(zip(info["fields"].tolist(), info["ogr_types"], strict=True))
    assert (types["since"], types["until"]) == ("OFTDate", "OFTDate")


def test_a_geopackage_carries_the_claims_behind_it(tmp_path: Path) -> None:
    """A table without geometry: each claim with sentence, source, grade and day."""
    path = saved(collection(Layer.PLACES), FileFormat.GPKG, tmp_path)
    assert [name for name, _ in pyogrio.list_layers(path).tolist()] == ["places", "claims"]
    claims = pyogrio.read_dataframe(path, layer="claims")
    assert claims["claim_id"].tolist() == ["c1", "c2"]
    assert claims["grade"].tolist() == ["B3", "C2"]
    assert claims["evidence"].tolist() == ["They took the hill's foot.", "They took the hill's foot."]
    assert normal(claims["valid_from"].iloc[0]) == "2015-01-01"


def test_geoparquet_metadata_follow_the_specification(tmp_path: Path) -> None:
    """Version 1.1, WKB, geometry types and bounds; dates are dates and claim ids lists."""
    table = pyarrow.parquet.read_table(saved(collection(Layer.AREAS), FileFormat.GEOPARQUET, tmp_path))
    geo = json.loads(table.schema.metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert (geo["version"], column["encoding"]) == ("1.1.0", "WKB")
    assert column["geometry_types"] == ["MultiPolygon", "Polygon"]
    assert column["bbox"] == [42, 36, 45.5, 37]
    assert str(table.schema.field("since").type) == "date32[day]"
    assert str(table.schema.field("claim_ids").type).startswith("list")


def test_fields_say_what_the_state_says() -> None:
    """Holder, name, status, rival, dates, best grade, sources and claims of one district."""
    found = {feature.properties["place_id"]: feature.properties for feature in collection(Layer.AREAS).features}
    assert set(found) == {"d1", "d2"}
    fields = found["d1"]
    assert (fields["actor"], fields["actor_name"]) == ("RED", "The Reds")
    assert (fields["status"], fields["contested_by"]) == ("contested", "BLUE")
    assert fields["grade"] == "C2"
    assert fields["since"] == date(2015, 1, 1)
    assert fields["sources"] == ("Wire, A, title, 2015-01-02",)
    assert fields["claim_ids"] == ("c1", "c2")
    assert fields["area_km2"] == pytest.approx(9960, rel=0.02)


def test_until_is_the_last_day_of_the_state() -> None:
    """A state that ends on 1 September is so until 31 August; one that goes on has no end."""
    until = {f.properties["place_id"]: f.properties["until"] for f in collection(Layer.PLACES).features}
    assert until == {"xx-tall": date(2015, 8, 31), "xx-hill": None, "yy-gone": None}


def test_a_place_with_no_known_holder_is_there_without_one() -> None:
    """Evidence that nobody is known to hold it is kept: actor empty."""
    gone = next(f.properties for f in collection(Layer.PLACES).features if f.properties["place_id"] == "yy-gone")
    assert (gone["actor"], gone["actor_name"]) == (None, None)


def test_a_period_gives_every_state_that_overlaps_it() -> None:
    """From September on, the contested state of Tall Afar is over and not listed."""
    all_year = collection(Layer.PLACES, Interval(date(2015, 1, 1), date(2016, 1, 1)))
    later = collection(Layer.PLACES, Interval(date(2015, 9, 1), date(2016, 1, 1)))
    assert len(all_year.features) == 3
    assert [f.properties["place_id"] for f in later.features] == ["xx-hill", "yy-gone"]


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_the_old_one(tmp_path: Path) -> None:
    """No folder: the message names the path and what to do; nothing else is touched."""
    with pytest.raises(InputError, match="Choose another --output"):
        write(collection(Layer.PLACES), FileFormat.CSV, tmp_path / "nowhere" / "out.csv")
    path = tmp_path / "out.csv"
    path.write_text("old")
    write(collection(Layer.PLACES), FileFormat.CSV, path)
    assert path.read_text("utf-8").startswith("place_id")
    assert [item.name for item in tmp_path.iterdir()] == ["out.csv"]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """What is no regular file stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(collection(Layer.PLACES), FileFormat.CSV, pipe)
        assert os.read(reader, 8) == b"place_id"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_link_is_followed_and_the_files_mode_kept(tmp_path: Path) -> None:
    """The file that a link points to is replaced, with the rights that it had; a folder is an error."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    write(collection(Layer.PLACES), FileFormat.CSV, link)
    assert link.is_symlink()
    assert real.read_text("utf-8").startswith("place_id")
    assert real.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InputError, match="cannot be written"):
        write(collection(Layer.PLACES), FileFormat.CSV, tmp_path)
