"""Areas that stand for the places inside them: geometry once, states by lookup.

An :class:`AreaSet` is made once, of cells (`tessellation.py`) or of districts (`districts.py`). What an area is on a
day follows from the states of its places alone (`area_histories.py`), so a date costs a lookup and never a geometry
operation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.geodesy import Geometries
from territory.model import (
    Place,
    PlaceId,
    PlaceKind,
    Rejected,
)

_KIND_RANK = {
    PlaceKind.DISTRICT: 0,
    PlaceKind.CITY: 1,
    PlaceKind.TOWN: 2,
    PlaceKind.VILLAGE: 3,
}


WIDE = frozenset(
    {
        PlaceKind.PROVINCE,
        PlaceKind.COUNTRY,
        PlaceKind.CONTINENT,
        PlaceKind.REGION,
        PlaceKind.RIVER,
        PlaceKind.LAKE,
        PlaceKind.SEA,
        PlaceKind.DESERT,
    }
)
"""Kinds of place whose one point says nothing of the ground around it."""


class AreaMode(StrEnum):
    """How areas are made from places."""

    CELLS = "cells"
    DISTRICTS = "districts"


@dataclass(frozen=True, slots=True)
class Zone:
    """A district or another unit of a partition: its geometry in lon/lat."""

    zone_id: str
    name: str
    country: str
    geometry: Any
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A fixed piece of ground and the places that speak for it, the first one first.

    `geometry` is a valid (multi)polygon in lon/lat. `low_km2` and `high_km2` are the area at the shortest and the
    longest reach; for a district both equal `km2`.
    """

    area_id: str
    name: str
    country: str
    geometry: Any
    place_ids: tuple[PlaceId, ...]
    km2: float
    low_km2: float
    high_km2: float
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Edges:
    """Where areas touch: the indices of both sides, the line in lon/lat, its geodesic length."""

    left: Ints
    right: Ints
    lines: Geometries
    km: Floats

    @classmethod
    def none(cls) -> Edges:
        """Return no edges."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(empty, empty, np.zeros(0, dtype=object), np.zeros(0))

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class AreaSet(Sequence[Area]):
    """Areas in order of id, their edges, and what could not be used, with the reason.

    `repaired` names the units whose geometry was invalid and has been mended.
    """

    mode: AreaMode
    areas: tuple[Area, ...]
    edges: Edges = field(default_factory=Edges.none)
    left_out: tuple[Rejected, ...] = ()
    repaired: tuple[str, ...] = ()
    reach_km: float | None = None

    def __getitem__(self, index: Any) -> Any:
        return self.areas[index]

    def __len__(self) -> int:
        return len(self.areas)

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas)

    def of_countries(self, codes: Collection[str]) -> AreaSet:
        """Return the areas of some countries, with the edges between them."""
        kept = np.array([area.country in codes for area in self.areas], dtype=bool)
        number = np.cumsum(kept) - 1
        edges = self.edges
        both = kept[edges.left] & kept[edges.right]
        some = Edges(number[edges.left[both]], number[edges.right[both]], edges.lines[both], edges.km[both])
        areas = tuple(area for area in self.areas if area.country in codes)
        return AreaSet(self.mode, areas, some, self.left_out, self.repaired, self.reach_km)


def part_wide(places: Iterable[Place]) -> tuple[list[Place], list[Rejected]]:
    """Return the places that stand for the ground around their point, by id, each once, and the others with why."""
    kept, wide = [], []
    unique = {place.place_id: place for place in places}
    for place_id in sorted(unique):
        place = unique[place_id]
        if place.kind in WIDE:
            reason = f"no area: a {place.kind.value} is wider than any one area. Its evidence stays in the lists."
            wide.append(Rejected(place_id, reason, place.name))
        else:
            kept.append(place)
    return kept, wide


def speaking_order(place: Place) -> tuple[bool, int, int, str]:
    """Return the key by which places in one area speak: wholes before parts, districts, cities, towns, by size."""
    return (place.parent_id is not None, _KIND_RANK.get(place.kind, 4), -(place.population or 0), place.place_id)
