"""Edges: where areas touch, found once.

Inside a country they are the bisectors that two cells share, cut at the reach of both and at the border, or the
corners that two districts share; across a border, the stretch of it that both cells touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from territory.control.areas import Edges
from territory.control.arrays import Bools, Floats, Ints
from territory.control.geodesy import Geometries, LocalPlane, lengths_km

BORDER_TOLERANCE_DEG = 5e-5  # about 5 m: how far apart two cells' versions of one border may be


def shared_segments(polygons: Geometries) -> Edges:
    """Return the straight segments that two polygons have in common, corner for corner."""
    rings, part_owner = shapely.get_rings(shapely.get_parts(polygons), return_index=True)
    owner_of_part = shapely.get_parts(polygons, return_index=True)[1]
    coords, ring_of = shapely.get_coordinates(rings, return_index=True)
    if len(coords) == 0:
        return Edges.none()
    _, corner = np.unique(coords[:, 0] + 1j * coords[:, 1], return_inverse=True)
    inside = ring_of[1:] == ring_of[:-1]
    tail, head = corner[:-1][inside], corner[1:][inside]
    owner = owner_of_part[part_owner[ring_of[1:][inside]]]
    key = np.minimum(tail, head) * np.int64(len(coords)) + np.maximum(tail, head)
    order = np.lexsort((owner, key))
    same = np.flatnonzero((key[order][1:] == key[order][:-1]) & (owner[order][1:] != owner[order][:-1]))
    start = np.flatnonzero(inside)[order[same]]
    lines = shapely.linestrings(np.stack([coords[start], coords[start + 1]], axis=1))
    left, right = owner[order[same]], owner[order[same + 1]]
    return Edges(left, right, np.asarray(lines, dtype=object), np.zeros(len(left)))


def clip_edges(edges: Edges, points: Floats, plane: LocalPlane, reach_m: float, land: Any, *, touched: Bools) -> Edges:
    """Cut edges of the plane at both sides' reach and at the border, and bring them to lon/lat."""
    lines = edges.lines.copy()
    cut = np.flatnonzero(touched[edges.left] | touched[edges.right])
    for side in (edges.left, edges.right):
        lines[cut] = shapely.intersection(lines[cut], plane.discs(points[side[cut]], reach_m))
    lines[cut] = shapely.intersection(lines[cut], land)
    kept = ~shapely.is_empty(lines) & (shapely.get_dimensions(lines) == 1)
    final = plane.to_lonlat(lines[kept])
    return Edges(edges.left[kept], edges.right[kept], final, lengths_km(final))


def border_edges(cells: Geometries, at_border: Sequence[Ints]) -> Edges:
    """Return the stretches of border that cells of two countries share.

    `at_border` gives, for each country, the indices of its cells that the border has cut.
    """
    pairs: list[Ints] = []
    for number, mine in enumerate(at_border):
        others = np.concatenate([*at_border[number + 1 :], np.zeros(0, dtype=np.int64)])
        if len(mine) and len(others):
            tree = shapely.STRtree(cells[others])
            one, other = tree.query(cells[mine], predicate="dwithin", distance=BORDER_TOLERANCE_DEG)
            pairs.append(np.column_stack([mine[one], others[other]]))
    if not pairs:
        return Edges.none()
    left, right = np.unique(np.concatenate(pairs), axis=0).T
    strips = shapely.buffer(shapely.boundary(cells[right]), BORDER_TOLERANCE_DEG, cap_style="flat")
    lines = shapely.intersection(shapely.boundary(cells[left]), strips)
    km = lengths_km(lines)
    kept = km > 0.1  # less is two cells that meet in a point
    return Edges(left[kept], right[kept], np.asarray(lines[kept], dtype=object), km[kept])


def join_edges(parts: Sequence[tuple[Edges, int]], rank: Ints) -> Edges:
    """Return all edges under the areas' final numbers, in order; edges of areas that were left out are dropped."""
    left = np.concatenate([rank[edges.left + offset] for edges, offset in parts])
    right = np.concatenate([rank[edges.right + offset] for edges, offset in parts])
    lines = np.concatenate([edges.lines for edges, _ in parts])
    km = np.concatenate([edges.km for edges, _ in parts])
    low, high = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((km, high, low))
    order = order[low[order] >= 0]
    return Edges(low[order], high[order], lines[order], km[order])
