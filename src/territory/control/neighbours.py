"""Who is around a place: the weights with which places inform each other.

A neighbour's weight falls off exponentially with distance; a place of the same province counts more than one across
the border of it. A province (or another larger area) informs the places in it weakly, a part informs the place it is
part of, and the other way round. The field at a place is the weighted mean of what its neighbours' own evidence says,
mixed with the state of the theatre: a mean is never sharper than what it is made of, and the farther away the
neighbours, the more the theatre's own uncertainty takes over.

Nadaraya-Watson kernel regression (Nadaraya 1964; Watson 1964) on class probabilities, with a pseudo-count for the
background.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from territory.control.arrays import Bools, Floats, Ints
from territory.model import Place, PlaceId, PlaceKind

EARTH_RADIUS_KM = 6371.0088
NEAREST = 12
FARTHEST_KM = 300.0

_SAME_PROVINCE = 2.0
_KIN = 1.0
_FROM_PROVINCE = 0.3
_WIDE = frozenset({PlaceKind.PROVINCE, PlaceKind.REGION, PlaceKind.COUNTRY})


@dataclass(frozen=True, slots=True)
class Sites:
    """Where places lie: radians on the sphere as unit vectors (n, 3); NaN where nobody knows."""

    vectors: Floats
    province: Ints
    parent: Ints
    wide: Bools

    def __len__(self) -> int:
        return len(self.vectors)


def sites_of(place_ids: Sequence[str], places: Mapping[PlaceId, Place]) -> Sites:
    """Return the sites of some places, in order. A place that is not known lies nowhere and has no neighbours."""
    found = [places.get(PlaceId(place_id)) for place_id in place_ids]
    numbers = {place_id: index for index, place_id in enumerate(place_ids)}
    provinces: dict[tuple[str, str], int] = {}
    province = [
        provinces.setdefault((p.country, p.admin1), len(provinces)) if p is not None and p.admin1 else -1 for p in found
    ]
    return Sites(
        unit_vectors([p.lat if p else np.nan for p in found], [p.lon if p else np.nan for p in found]),
        np.array(province, np.int64).reshape(-1),
        np.array([numbers.get(p.parent_id or "", -1) if p else -1 for p in found], np.int64).reshape(-1),
        np.array([p is not None and p.kind in _WIDE for p in found], bool).reshape(-1),
    )


def unit_vectors(lat: Sequence[float] | Floats, lon: Sequence[float] | Floats) -> Floats:
    """Return points on the unit sphere, shape (n, 3), of WGS 84 degrees."""
    phi, lam = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1).reshape(-1, 3)


def nearest(sites: Sites, vectors: Floats, count: int) -> tuple[Ints, Floats]:
    """Return the nearest point-like sites of each vector and their distances in km (inf where there are none).

    Shapes (n, count).
    """
    usable = np.flatnonzero(np.isfinite(sites.vectors[:, 0]) & ~sites.wide)
    placed = np.isfinite(vectors[:, 0])
    index = np.full((len(vectors), count), 0, np.int64)
    distance = np.full((len(vectors), count), np.inf)
    if len(usable) and placed.any():
        reach = 2 * np.sin(FARTHEST_KM / EARTH_RADIUS_KM / 2)
        chord, at = cKDTree(sites.vectors[usable]).query(
            vectors[placed], k=np.arange(1, count + 1), distance_upper_bound=reach
        )
        found = np.isfinite(chord)
        index[placed] = np.where(found, usable[np.minimum(at, len(usable) - 1)], 0)
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(np.where(found, chord, 0) / 2, 0, 1))
        distance[placed] = np.where(found, km, np.inf)
    return index, distance


def kernel(distance_km: Floats, reach_km: float) -> Floats:
    """Return the weight of a neighbour at each distance: 1 next door, falling to 1/e at `reach_km`."""
    weight: Floats = np.exp(-distance_km / max(reach_km, 1e-3))
    return weight


def weights(sites: Sites, reach_km: float) -> sparse.csr_matrix:
    """Return how much each place (row) hears of each other one (column), shape (n, n), float32, diagonal empty."""
    n = len(sites)
    index, distance = nearest(sites, sites.vectors, NEAREST + 1)
    row = np.repeat(np.arange(n), NEAREST + 1)
    column, weight = index.ravel(), kernel(distance, reach_km).ravel()
    same = (sites.province[row] == sites.province[column]) & (sites.province[row] >= 0)
    weight = np.where(same, _SAME_PROVINCE, 1.0) * weight
    keep = (weight > 1e-6) & (row != column) & ~sites.wide[row]
    parts = [(row[keep], column[keep], weight[keep]), *_kinship(sites), *_provinces(sites)]
    rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    matrix = sparse.coo_matrix((values.astype(np.float32), (rows, columns)), shape=(n, n)).tocsr()
    return matrix


def _kinship(sites: Sites) -> list[tuple[Ints, Ints, Floats]]:
    """A part and its whole, both ways."""
    child = np.flatnonzero(sites.parent >= 0)
    parent = sites.parent[child]
    weight = np.full(len(child), _KIN)
    return [(child, parent, weight), (parent, child, weight)]


def _provinces(sites: Sites) -> list[tuple[Ints, Ints, Floats]]:
    """A province tells its places a little; its places tell the province what they are worth together."""
    found = []
    for province in np.flatnonzero(sites.wide & (sites.province >= 0)):
        inside = np.flatnonzero((sites.province == sites.province[province]) & ~sites.wide)
        own = np.full(len(inside), province)
        found.append((inside, own, np.full(len(inside), _FROM_PROVINCE)))
        found.append((own, inside, np.full(len(inside), 1.0)))
    return found
