"""Measures on the ellipsoid, and the plane in which cells are built.

Cells need straight bisectors and round discs, which longitude and latitude do not give. Each country is therefore
worked in a Lambert azimuthal equal-area plane of its own, laid at the middle of its places; areas and lengths are
then measured on the WGS 84 ellipsoid. What comes back from the plane is cut at the antimeridian (RFC 7946, 3.1.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from territory.control.arrays import Floats, Ints

Geometries = NDArray[np.object_]

GEOD = Geod(ellps="WGS84")
EARTH_RADIUS_M = 6_371_007.2  # of the sphere with the ellipsoid's area
DIGITS = 5  # of a degree: about one metre
BEND_DEG = 0.1  # longer edges follow the plane's curve, to within some two metres
POLE_CAP_DEG = 80.0  # beyond it straight edges are bent before they leave the plane
POLE_STEP_M = 500.0


def polygons_only(geometries: Sequence[Any] | Geometries) -> Geometries:
    """Return valid polygons or multipolygons: repaired where invalid, lines and points left away, never None."""
    array = np.asarray(geometries, dtype=object)
    array = np.where(shapely.is_missing(array), shapely.Polygon(), array)
    invalid = ~shapely.is_valid(array)
    if invalid.any():
        array = array.copy()
        array[invalid] = shapely.make_valid(array[invalid])
    for index in np.flatnonzero(shapely.get_type_id(array) == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = shapely.get_parts(shapely.get_parts(array[index]))
        array[index] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    flat = shapely.get_dimensions(array) < 2
    array[flat] = shapely.Polygon()
    return array


def areas_km2(geometries: Sequence[Any] | Geometries) -> Floats:
    """Return the geodesic area of each polygon in lon/lat, in km²: outer rings less their holes."""
    array = np.asarray(geometries, dtype=object)
    parts, owner = shapely.get_parts(array, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    if len(rings) == 0:
        return np.zeros(len(array))
    is_outer = np.ones(len(rings), dtype=bool)
    is_outer[1:] = part_of[1:] != part_of[:-1]
    coords, ring_of = shapely.get_coordinates(rings, return_index=True)
    stops = np.searchsorted(ring_of, np.arange(len(rings) + 1))
    lons, lats = np.ascontiguousarray(coords[:, 0]), np.ascontiguousarray(coords[:, 1])
    measure = GEOD.polygon_area_perimeter
    sizes = np.fromiter(
        (abs(measure(lons[a:b], lats[a:b])[0]) for a, b in pairwise(stops.tolist())),
        dtype=float,
        count=len(rings),
    )
    signed = np.where(is_outer, sizes, -sizes) / 1e6
    return np.asarray(np.bincount(owner[part_of], weights=signed, minlength=len(array)), dtype=np.float64)


def lengths_km(lines: Sequence[Any] | Geometries) -> Floats:
    """Return the geodesic length of each (multi)line in lon/lat, in km."""
    array = np.asarray(lines, dtype=object)
    parts, owner = shapely.get_parts(array, return_index=True)
    coords, part_of = shapely.get_coordinates(parts, return_index=True)
    if len(coords) < 2:
        return np.zeros(len(array))
    inside = part_of[1:] == part_of[:-1]
    head, tail = coords[:-1][inside], coords[1:][inside]
    _, _, metres = GEOD.inv(head[:, 0], head[:, 1], tail[:, 0], tail[:, 1])
    total = np.bincount(owner[part_of[1:][inside]], weights=np.asarray(metres) / 1000, minlength=len(array))
    return np.asarray(total, dtype=np.float64)


def middle_of(lons: Floats, lats: Floats) -> tuple[float, float]:
    """Return the point in the middle of others on the sphere; (0, 0) where they cancel out."""
    lam, phi = np.radians(lons), np.radians(lats)
    x, y, z = np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)
    vector = np.array([x.mean(), y.mean(), z.mean()])
    if np.linalg.norm(vector) < 1e-9:
        return 0.0, 0.0
    lon = np.degrees(np.arctan2(vector[1], vector[0]))
    lat = np.degrees(np.arctan2(vector[2], np.hypot(vector[0], vector[1])))
    return round(float(lon), 6), round(float(lat), 6)


class LocalPlane:
    """An equal-area plane in metres around a point, exact in the middle, good for a country.

    Parameters
    ----------
    lon, lat : float
        The middle, degrees.
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        target = f"+proj=laea +lat_0={lat} +lon_0={lon} +ellps=WGS84 +units=m +no_defs"
        self._forward = Transformer.from_crs("OGC:CRS84", target, always_xy=True)

    def project(self, coords: Floats) -> Floats:
        """Return plane coordinates of (n, 2) longitudes and latitudes."""
        x, y = self._forward.transform(coords[:, 0], coords[:, 1])
        return np.column_stack([x, y])

    def unproject(self, coords: Floats) -> Floats:
        """Return longitudes (-180 to 180) and latitudes of (n, 2) plane coordinates."""
        lon, lat = self._forward.transform(coords[:, 0], coords[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat])

    def to_plane(self, geometry: Any) -> Any:
        """Return a polygon of lon/lat in the plane: long edges bent, seams at the antimeridian closed, valid."""
        bent = shapely.segmentize(geometry, BEND_DEG)
        west, _, east, _ = shapely.bounds(bent)
        flat = polygons_only([shapely.transform(bent, self.project)])[0]
        if west <= -180 + 1e-9 or east >= 180 - 1e-9:
            flat = shapely.union_all(shapely.get_parts(flat), grid_size=0.01)
        return polygons_only([flat])[0]

    def discs(self, centres: Floats, radius_m: float, quad_segs: int = 16) -> Geometries:
        """Return a disc around each plane point, corrected for the plane's stretch away from its middle."""
        angle = np.linspace(0, 2 * np.pi, 4 * quad_segs, endpoint=False)
        away = np.hypot(centres[:, 0], centres[:, 1])
        half = np.arcsin(np.clip(away / (2 * EARTH_RADIUS_M), 0, 0.999))
        theta = np.arctan2(centres[:, 1], centres[:, 0])
        along = radius_m * np.cos(half)[:, None] * np.cos(angle)[None, :]
        across = radius_m / np.cos(half)[:, None] * np.sin(angle)[None, :]
        cos, sin = np.cos(theta)[:, None], np.sin(theta)[:, None]
        x = centres[:, :1] + along * cos - across * sin
        y = centres[:, 1:] + along * sin + across * cos
        rings = np.stack([x, y], axis=-1)
        return np.asarray(shapely.polygons(shapely.linearrings(rings)), dtype=object)

    def to_lonlat(self, geometries: Geometries) -> Geometries:
        """Return plane polygons or lines in lon/lat, rounded to about a metre and cut at the antimeridian."""
        coords, owner = shapely.get_coordinates(geometries, return_index=True)
        lonlat = self.unproject(coords)
        rounded = np.round(lonlat, DIGITS) + 0.0
        result = shapely.set_coordinates(geometries.copy(), rounded)
        for index in self._crossing(geometries, lonlat, owner):
            cut = self._cut(geometries[index])
            result[index] = shapely.transform(cut, lambda corners: np.round(corners, DIGITS) + 0.0)
        repeated = (owner[1:] == owner[:-1]) & (rounded[1:] == rounded[:-1]).all(axis=1)
        doubled = np.unique(owner[1:][repeated])
        result[doubled] = shapely.remove_repeated_points(result[doubled])
        areal = shapely.get_dimensions(geometries) == 2
        result[areal] = shapely.orient_polygons(polygons_only(result[areal]))
        return np.asarray(result, dtype=object)

    def _crossing(self, flat: Geometries, lonlat: Floats, owner: Ints) -> Ints:
        """Return which geometries cross the antimeridian or come so near a pole that they need care."""
        inside = owner[1:] == owner[:-1]
        jumps = inside & (np.abs(np.diff(lonlat[:, 0])) > 180)
        found = np.concatenate([owner[1:][jumps], owner[np.abs(lonlat[:, 1]) > POLE_CAP_DEG]])
        around = [np.flatnonzero(shapely.intersects(flat, pole)) for pole in shapely.points(self._pole_points())]
        return np.unique(np.concatenate([found, *around]))

    def _pole_points(self) -> Floats:
        """Return the poles in the plane; one that lies opposite the middle is not on it."""
        points = self.project(np.array([[0.0, 90.0], [0.0, -90.0]]))
        return points[np.isfinite(points).all(axis=1)]

    def _cut(self, flat: Any) -> Any:
        """Cut one plane geometry along the meridians 180 and 0, and lay each half out in lon/lat."""
        meridians = self._meridians()
        bent = shapely.segmentize(flat, POLE_STEP_M)
        if shapely.get_dimensions(bent) < 2:
            slit = shapely.buffer(shapely.multilinestrings(meridians), 0.5)
            pieces = shapely.get_parts(shapely.difference(bent, slit))
        else:
            around = shapely.buffer(bent, 1000.0)  # a line that ended on the ring might just miss it
            cuts = [shapely.intersection(line, around) for line in meridians]
            lines = shapely.union_all([shapely.boundary(bent), *cuts])
            pieces = shapely.get_parts(shapely.polygonize([lines]))
            pieces = pieces[shapely.intersects(bent, shapely.point_on_surface(pieces))]
        halves = [shapely.transform(piece, self._half(piece)) for piece in pieces]
        if shapely.get_dimensions(bent) < 2:
            return shapely.union_all(halves)
        return shapely.union_all(polygons_only([_with_pole_edge(half) for half in halves]), grid_size=1e-9)

    def _meridians(self) -> Geometries:
        """Return the meridians 180 and 0 in the plane, as far as 60 degrees of latitude from its middle."""
        corners = np.arange(-90.0, 90.25, 0.25)
        lats = corners[np.abs(corners - self.lat) <= 60]
        lines = [self.project(np.column_stack([np.full_like(lats, lon), lats])) for lon in (180.0, 0.0)]
        return np.array([shapely.linestrings(line) for line in lines], dtype=object)

    def _half(self, piece: Any) -> Any:
        """Return the transform for a piece that lies wholly in the eastern or the western hemisphere."""
        probe = shapely.get_coordinates(shapely.point_on_surface(piece))
        east = bool(self.unproject(probe)[0, 0] >= 0)

        def transform(coords: Floats) -> Floats:
            lonlat = self.unproject(coords)
            lon = lonlat[:, 0]
            lonlat[:, 0] = np.where(lon < -90, lon + 360, lon) if east else np.where(lon > 90, lon - 360, lon)
            return lonlat

        return transform


def _with_pole_edge(half: Any) -> Any:
    """Give the pole, one corner in the plane, the edge that it is in lon/lat."""
    ring = shapely.get_coordinates(shapely.get_exterior_ring(half))[:-1]
    at_pole = np.flatnonzero(np.abs(ring[:, 1]) > 90 - 1e-6)
    if len(at_pole) != 1:
        return half
    ring = np.roll(ring, -int(at_pole[0]), axis=0)
    pole_lat = np.sign(ring[0, 1]) * 90.0
    edge = np.array([[ring[-1, 0], pole_lat], [ring[1, 0], pole_lat]])
    return shapely.Polygon(np.vstack([edge, ring[1:]]), half.interiors)
