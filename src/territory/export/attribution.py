"""The lines that have to be shown with exported data."""

from __future__ import annotations

import tomllib

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
    """Return the attributions that `SOURCES.toml` gives for boundary files."""
    path = geodata_path("SOURCES.toml")
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ["Boundaries: Natural Earth (public domain); geoBoundaries (geoboundaries.org), CC BY 3.0 IGO"]
    except (OSError, ValueError) as error:
        raise GeodataError(f"{path} cannot be read: {error}. Install Territory again.") from error
    entries = (entry for value in listed.values() for entry in (value if isinstance(value, list) else [value]))
    files = [entry for entry in entries if isinstance(entry, dict) and "boundaries" in str(entry.get("path", ""))]
    return [str(entry["attribution"]) for entry in files if entry.get("attribution")]
