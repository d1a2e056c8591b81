"""Writes a collection in a format: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from territory.errors import InputError
from territory.export.features import Collection
from territory.export.geojson import geojson_bytes
from territory.export.kml import kml_bytes


class FileFormat(StrEnum):
    """The formats that collections are written in."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    GEOPARQUET = "geoparquet"
    CSV = "csv"
    KML = "kml"


def _table_writer(name: str) -> Callable[[Collection], bytes]:
    """Return a writer of `tables`, imported only when it is wanted: it loads pandas and GDAL."""

    def write_table(collection: Collection) -> bytes:
        from territory.export import tables

        writer: Callable[[Collection], bytes] = getattr(tables, name)
        return writer(collection)

    return write_table


WRITERS: dict[FileFormat, Callable[[Collection], bytes]] = {
    FileFormat.GEOJSON: geojson_bytes,
    FileFormat.GPKG: _table_writer("geopackage_bytes"),
    FileFormat.GEOPARQUET: _table_writer("parquet_bytes"),
    FileFormat.CSV: _table_writer("csv_bytes"),
    FileFormat.KML: kml_bytes,
}


def render(collection: Collection, form: FileFormat) -> bytes:
    """Return a collection as the bytes of a file."""
    return WRITERS[form](collection)


def write(collection: Collection, form: FileFormat, path: Path) -> None:
    """Write a collection to a file; a file that is there is replaced whole, or stays as it is.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    write_whole(render(collection, form), path)


def write_whole(data: bytes, path: Path) -> None:
    """Write bytes beside the file's place and move them there; a link is followed, a device or pipe is written to.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(draft).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            Path(draft).replace(target)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}. Choose another --output.") from error
