"""Who is around a place: the weights with which places inform each other.

A neighbour's weight falls off exponentially with distance; a place of the same province counts more than one across
the border of it, and one of the same kind (a district, a village) more than another. A province (or another larger
area) informs the places in it weakly, a part informs the place it is part of, and the other way round. The field at a
place is the weighted mean of what its neighbours' own evidence says, mixed with the state of the theatre: a mean is
never sharper than what it is made of, and the farther away the neighbours, the more the theatre's own uncertainty takes
over.

Nadaraya-Watson kernel regression (Nadaraya 1964; Watson 1964) on class probabilities, with a pseudo-count for the
background.
"""

from __future__ import annotations

import zlib
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
_SAME_KIND = 2.0
"""Districts tell more of districts than villages do: their centres are held and contested in like ways."""
_KIN = 1.0
_FROM_PROVINCE = 0.3
_KINDS = {kind: number for number, kind in enumerate(PlaceKind)}
_WIDE = frozenset({PlaceKind.PROVINCE, PlaceKind.REGION, PlaceKind.COUNTRY})


@dataclass(frozen=True, slots=True)
class Sites:
    """Where places lie: unit vectors (n, 3), NaN where nobody knows; and what they belong to.

    `province` numbers country and province alike in all sites (-1: none), `kind` what sort of place each is (-1: not
    known).
    """

    ids: tuple[str, ...]
    vectors: Floats
    province: Ints
    kind: Ints
    parents: tuple[str, ...]
    wide: Bools

    def __len__(self) -> int:
        return len(self.vectors)


def sites_of(place_ids: Sequence[str], places: Mapping[PlaceId, Place]) -> Sites:
    """Return the sites of some places, in order. A place that is not known lies nowhere and has no neighbours."""
    found = [places.get(PlaceId(place_id)) for place_id in place_ids]
    return Sites(
        tuple(place_ids),
        unit_vectors([p.lat if p else np.nan for p in found], [p.lon if p else np.nan for p in found]),
        np.array([_province(p) for p in found], np.int64).reshape(-1),
        np.array([_KINDS[p.kind] if p else -1 for p in found], np.int8).reshape(-1),
        tuple((p.parent_id or "") if p else "" for p in found),
        np.array([p is not None and p.kind in _WIDE for p in found], bool).reshape(-1),
    )


def _province(place: Place | None) -> int:
    if place is None or not place.admin1:
        return -1
    return zlib.crc32(f"{place.country}/{place.admin1}".encode())


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
    return cross_weights(sites, sites, reach_km)


def cross_weights(heard: Sites, hearers: Sites, reach_km: float) -> sparse.csr_matrix:
    """Return how much each hearer (row) hears of each site (column). Nobody hears itself (the same id)."""
    index, distance = nearest(heard, hearers.vectors, NEAREST + 1)
    row, column = np.repeat(np.arange(len(hearers)), NEAREST + 1), index.ravel()
    weight = kernel(distance, reach_km).ravel()
    same = (hearers.province[row] == heard.province[column]) & (hearers.province[row] >= 0)
    alike = (hearers.kind[row] == heard.kind[column]) & (hearers.kind[row] >= 0)
    weight = np.where(same, _SAME_PROVINCE, 1.0) * np.where(alike, _SAME_KIND, 1.0) * weight
    keep = (weight > 1e-6) & ~hearers.wide[row]
    parts = [(row[keep], column[keep], weight[keep]), _kinship(heard, hearers), *_provinces(heard, hearers)]
    rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    numbers = {place_id: number for number, place_id in enumerate(heard.ids)}
    itself = np.array([numbers.get(place_id, -1) for place_id in hearers.ids], np.int64).reshape(-1)
    other = itself[rows] != columns
    shape = (len(hearers), len(heard))
    return sparse.coo_matrix((values[other].astype(np.float32), (rows[other], columns[other])), shape=shape).tocsr()


def _kinship(heard: Sites, hearers: Sites) -> tuple[Ints, Ints, Floats]:
    """A part hears its whole, and a whole its parts."""
    numbers = {place_id: number for number, place_id in enumerate(heard.ids)}
    pairs = [(row, numbers[parent]) for row, parent in enumerate(hearers.parents) if parent in numbers]
    mine = {place_id: number for number, place_id in enumerate(hearers.ids)}
    pairs += [(mine[parent], column) for column, parent in enumerate(heard.parents) if parent in mine]
    rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
    return rows, columns, np.full(len(rows), _KIN)


def _provinces(heard: Sites, hearers: Sites) -> list[tuple[Ints, Ints, Floats]]:
    """A province tells its places a little; its places tell the province what they are worth together."""
    found = []
    for column in np.flatnonzero(heard.wide & (heard.province >= 0)):
        inside = np.flatnonzero((hearers.province == heard.province[column]) & ~hearers.wide)
        found.append((inside, np.full(len(inside), column), np.full(len(inside), _FROM_PROVINCE)))
    for row in np.flatnonzero(hearers.wide & (hearers.province >= 0)):
        inside = np.flatnonzero((heard.province == hearers.province[row]) & ~heard.wide)
        found.append((np.full(len(inside), row), inside, np.ones(len(inside))))
    return found
