"""The lines that have to be shown with exported data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from territory.errors import GeodataError
from territory.export.features import Layer
from territory.resources import geodata_path

_POINTS = "Points, ids and populations marked geonames: GeoNames (geonames.org), CC BY 4.0"
_CLAIMS = "Changes of control: as cited in the field sources; compilation CC BY 4.0"


def attribution_lines(layer: Layer) -> tuple[str, ...]:
    """Return the attributions of what a layer is made from: claims, points, and for areas the boundaries.

    Raises
    ------
    GeodataError
        If `SOURCES.toml` is damaged.
    """
    lines = [_CLAIMS, _POINTS]
    if layer is Layer.AREAS:
        lines += _boundary_lines()
    return tuple(dict.fromkeys(lines))


def _boundary_lines() -> list[str]:
    """Return the attributions of the origins that `SOURCES.toml` gives for the boundary files, with their licences."""
    path = geodata_path("SOURCES.toml")
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        files = [entry for entry in listed["files"] if entry["path"].startswith("boundaries/")]
        keys = dict.fromkeys(key for entry in files for key in entry["origins"])
        return [_line(listed["origins"][key]) for key in keys]
    except FileNotFoundError:
        return ["Boundaries: Natural Earth (public domain); geoBoundaries (geoboundaries.org), CC BY 3.0 IGO"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GeodataError(f"{path} cannot be read as a list of sources: {error}. Install Territory again.") from error


def _line(origin: Mapping[str, str]) -> str:
    """Return an origin's attribution with its licence, said once."""
    said = origin["attribution"]
    licence = origin.get("licence", "")
    return said if not licence or licence in said else f"{said}, {licence}"
