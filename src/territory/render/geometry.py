"""Polygons as columns of whole numbers, small enough to send once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shapely.geometry.base import BaseGeometry

SCALE = 10_000
"""Units in a degree: 0.0001 degrees is about 11 metres, finer than any boundary here."""


def encode_areas(geometries: Iterable[BaseGeometry]) -> dict[str, Any]:
    """Return the rings of (multi)polygons as differences of whole numbers.

    Parameters
    ----------
    geometries : iterable of shapely geometries
        (lon, lat), WGS 84; an empty one, or one that is no polygon, has no rings.

    Returns
    -------
    dict
        ``scale``; ``rings``: number of rings of each geometry; ``points``: number of points of each ring (the last,
        equal to the first, is left out); ``xy``: x, y of each point, as differences from the point before.
    """
    rings: list[int] = []
    points: list[int] = []
    xy: list[int] = []
    x0 = y0 = 0
    for geometry in geometries:
        count = 0
        for ring in _rings(geometry):
            cells = [(round(x * SCALE), round(y * SCALE)) for x, y, *_ in ring.coords[:-1]]
            kept = [cell for index, cell in enumerate(cells) if cell != cells[index - 1]]
            if len(kept) < 3:
                continue
            for x, y in kept:
                xy += (x - x0, y - y0)
                x0, y0 = x, y
            points.append(len(kept))
            count += 1
        rings.append(count)
    return {"scale": SCALE, "rings": rings, "points": points, "xy": xy}


def _rings(geometry: BaseGeometry | None) -> Iterable[Any]:
    if geometry is None or geometry.is_empty:
        return
    for part in getattr(geometry, "geoms", (geometry,)):
        if part.geom_type == "Polygon":
            yield part.exterior
            yield from part.interiors
