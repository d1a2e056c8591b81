"""Finds the places that a name may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from territory.errors import UnknownPlaceError
from territory.gazetteer.columns import Columns
from territory.gazetteer.features import kind_of
from territory.gazetteer.layer import FURTHER, NOT, LayerFile, Reach
from territory.gazetteer.memory import MemoryLayer
from territory.gazetteer.normalise import fold, skeleton
from territory.gazetteer.search import SearchHit, search
from territory.gazetteer.spellings import Spellings
from territory.gazetteer.stack import Stack
from territory.gazetteer.tables import read_places, script_of
from territory.model import Place, PlaceId, PlaceName
from territory.resources import geodata_path, seeds_path

__all__ = ["Gazetteer", "Neighbour", "SearchHit", "fold"]

LONGEST_NAME: Final = 8
"""Names of more words than this are not looked for in running text."""
_EARTH_RADIUS_M: Final = 6_371_008.8
_AREAL: Final = ("A.", "L.CONT", "L.RGN", "H.OCN", "H.SEA", "T.DSRT", "T.MTS")
"""Features whose point stands for an area."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place and how far it is from the point asked for."""

    place: Place
    distance_m: float


class Gazetteer:
    """Places by id, by name in any spelling, and by position.

    Every place has a row number, and `columns` holds what can be compared quickly, one value a row. A place given with
    a `geonameid` that a layer knows is the same place: it replaces the layer's record and takes over its spellings.

    Parameters
    ----------
    places : Iterable[Place]
        Curated places, which come before others of the same name.
    layers : Sequence[LayerFile]
        Compiled places, such as the world that ships with Territory, and added country dumps.

    Examples
    --------
    >>> gazetteer = Gazetteer.bundled()
    >>> gazetteer.lookup("تل أبيض")[0].place_id
    'sy-tell-abyad'
    """

    def __init__(self, places: Iterable[Place] = (), *, layers: Sequence[LayerFile] = ()) -> None:
        self._files = tuple(layers)
        self._own: dict[PlaceId, Place] = {place.place_id: place for place in places}
        self._restack()

    @classmethod
    def bundled(cls, extra: Iterable[Place] = (), *, dumps: Sequence[Path] = ()) -> Gazetteer:
        """Return the gazetteer that ships with Territory, with `extra` places and country `dumps` (`*.gaz`) on top."""
        places, _ = read_places(seeds_path("places.csv"))
        files = [LayerFile(path) for path in (geodata_path("gazetteer", "world.gaz"), *dumps)]
        return cls([*places, *extra], layers=files)

    @classmethod
    def world(cls) -> Gazetteer:
        """Return only the records of the world that ships with Territory, without the curated places."""
        return cls(layers=[LayerFile(geodata_path("gazetteer", "world.gaz"))])

    def add(self, places: Iterable[Place]) -> None:
        """Add places; one with an id that is there already takes its place."""
        self._own.update((place.place_id, place) for place in places)
        self._restack()

    def _restack(self) -> None:
        self._stack = Stack(self._files, tuple(self._own.values()))
        self._memory: MemoryLayer = self._stack.memory
        self._layers: tuple[LayerFile | MemoryLayer, ...] = (self._memory, *self._files)
        self._place = lru_cache(maxsize=16_384)(self._make_place)

    # -- rows: for code that weighs many candidates --------------------------------------------------------------------

    @property
    def columns(self) -> Columns:
        """The numbers of all places, one value a row."""
        return self._stack.columns

    @property
    def countries(self) -> Sequence[str]:
        """ISO codes, by the numbers of `columns.country`."""
        return self._stack.countries

    @property
    def features(self) -> Sequence[str]:
        """Feature class and code, such as 'P.PPLA', by the numbers of `columns.feature`."""
        return self._stack.features

    @property
    def units(self) -> Sequence[tuple[str, str]]:
        """Key (such as 'IQ.15') and name of the admin units, by the numbers of `columns.admin1` and `.admin2`."""
        return self._stack.units

    def is_curated(self, row: int) -> bool:
        """Return whether a row is of a curated place or one of the user's, not of a compiled layer."""
        return row >= self._stack.starts[-1]

    def rows(self, name: str) -> list[int]:
        """Return the rows of every place that bears exactly this name (folded), in the order of `lookup`."""
        return self.rows_of(fold(name))

    def rows_of(self, folded: str) -> list[int]:
        """Like `rows`, for a name that is folded already."""
        return self._stack.rows(folded)

    def alike(self, name: str, *, likeness: float = 75.0) -> list[int]:
        """Return the rows of names that are `name` in another transliteration ('Salahuddin', 'Salah ad-Din').

        Parameters
        ----------
        name : str
            A name, in Latin or Arabic script.
        likeness : float
            How like (0-100) the spellings must be where both are in one script.
        """
        folded = fold(name)
        names = dict.fromkeys(other for layer in self._layers for other in layer.names_with_key(skeleton(folded)))
        near = [o for o in names if o.isascii() != folded.isascii() or fuzz.ratio(folded, o) >= likeness]
        near.sort(key=lambda other: (-fuzz.ratio(folded, other), other))
        return list(dict.fromkeys(row for other in near for row in self.rows_of(other)))

    def ends(self, tokens: Sequence[str], start: int) -> list[int]:
        """Return where the names that begin at `tokens[start]` end, shortest first.

        Parameters
        ----------
        tokens : Sequence[str]
            Folded words of a text: 'Deir ez-Zor' is three.
        start : int
            The first word of the names looked for.

        Returns
        -------
        list[int]
            Each `end` for which `" ".join(tokens[start:end])` is a name.
        """
        text = " ".join(tokens[start : start + LONGEST_NAME])
        size = len(text)
        found = {
            start + name.count(" ") + 1
            for layer in self._layers
            for name in layer.prefixes(text)
            if len(name) == size or text[len(name)] == " "
        }
        return sorted(found)

    @property
    def own_rows(self) -> range:
        """The rows of the places given in memory: the curated ones and those of the user."""
        return range(len(self.columns) - len(self._memory), len(self.columns))

    def names_spelt_like(self, folded: str) -> list[str]:
        """Return the folded names that share the transliteration key of `folded`: 'tell abiad' finds 'tal abyad'."""
        key = skeleton(folded)
        return [name for layer in self._layers for name in layer.names_with_key(key)] if key else []

    def spelt_like(self, rows: NDArray[np.bool_]) -> Spellings:
        """Return the names of some rows by how they may be spelt.

        Parameters
        ----------
        rows : NDArray[np.bool_]
            Shape (rows,), true for those whose names are looked for; those of the places in memory always are.
        """
        files = (layer.keys_of(rows[self._stack.settled(layer)]) for layer in self._files)
        return Spellings([self._memory.keys(), *files])

    def rows_of_number(self, geonameid: int) -> list[int]:
        """Return the row that stands for a GeoNames number, in a list that is empty if there is none."""
        row = self._stack.row_of_id(f"gn:{geonameid}")
        return [] if row is None else [row]

    def begins_name(self, folded: str) -> bool:
        """Return whether some name begins with `folded`, or is it."""
        return any(next(layer.iter_from(folded), None) is not None for layer in self._layers)

    def reach(self, folded: str) -> Reach:
        """Return whether the words of `folded` begin a name, or are one: `NOT`, `WHOLE` or `FURTHER`."""
        found: Reach = NOT
        for layer in self._layers:
            reach = layer.reach(folded)
            if reach == FURTHER:
                return FURTHER
            found = reach or found
        return found

    def is_name(self, folded: str) -> bool:
        """Return whether some place bears exactly this folded name."""
        for layer in self._layers:  # noqa: SIM110 - asked of every word of a text
            if folded in layer:
                return True
        return False

    def names_beginning(self, folded: str) -> Iterator[str]:
        """Iterate over the folded names that begin with `folded`."""
        return chain.from_iterable(layer.iter_from(folded) for layer in self._layers)

    def row_of(self, place_id: str) -> int:
        """Return the row of a place id.

        Raises
        ------
        UnknownPlaceError
            If there is none.
        """
        row = self._stack.row_of_id(place_id)
        if row is None:
            raise UnknownPlaceError(place_id)
        return row

    def place(self, row: int) -> Place:
        """Return the place of a row; that of a replaced record is the place that replaced it."""
        return self._place(self._stack.moved.get(row, row))

    def name(self, row: int) -> str:
        """Return the usual name of the place of a row, without making the place."""
        row = self._stack.moved.get(row, row)
        layer, local = self._stack.locate(row)
        return layer.places[local].name if isinstance(layer, MemoryLayer) else layer.name(local)

    def place_id(self, row: int) -> PlaceId:
        """Return the id of the place of a row, without making the place."""
        row = self._stack.moved.get(row, row)
        layer, local = self._stack.locate(row)
        if isinstance(layer, MemoryLayer):
            return layer.places[local].place_id
        return PlaceId(layer.ids.get(local) or f"gn:{int(self.columns.geonameid[row]) or None}")

    def country(self, place_id: str) -> str:
        """Return the country code of the place of an id, without making the place.

        Raises
        ------
        UnknownPlaceError
            If there is none.
        """
        row = self.row_of(place_id)
        layer, local = self._stack.locate(row)
        if isinstance(layer, MemoryLayer):
            return layer.places[local].country
        return str(self._stack.countries[self.columns.country[row]])

    # -- places --------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.columns) - len(self._stack.moved)

    def __iter__(self) -> Iterator[Place]:
        return (self._make_place(row) for row in range(len(self.columns)) if row not in self._stack.moved)

    def __contains__(self, place_id: str) -> bool:
        return self._stack.row_of_id(place_id) is not None

    def get(self, place_id: str) -> Place:
        """Return the place of an id.

        Raises
        ------
        UnknownPlaceError
            If there is none.
        """
        return self._place(self.row_of(place_id))

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return every place that bears exactly this name (folded), curated first, then by population."""
        return tuple(map(self._place, self._stack.rows(fold(name))))

    def search(
        self, query: str, *, limit: int = 10, country: str | None = None, closely: bool = False
    ) -> tuple[SearchHit, ...]:
        """Return the places whose names are like `query`, best first; `closely`: only names of the same letters."""
        return search(self, self._layers, query, limit=limit, country=country, closely=closely)

    def near(self, lat: float, lon: float, limit: int = 10) -> tuple[Neighbour, ...]:
        """Return the places nearest to a point, admin units left out (their points stand for whole areas)."""
        distances = self._distances(lat, lon)
        order = np.argsort(distances, kind="stable")
        rows = (int(row) for row in islice(order, limit) if np.isfinite(distances[row]))
        return tuple(Neighbour(self._place(row), round(float(distances[row]), 1)) for row in rows)

    def _distances(self, lat: float, lon: float) -> NDArray[np.float64]:
        """Return the distance in metres of every row, infinite for rows that `near` leaves out."""
        distances = distances_m(lat, lon, self.columns.lat, self.columns.lon)
        areal = [number for number, code in enumerate(self.features) if code.startswith(_AREAL)]
        distances[np.isin(self.columns.feature, areal)] = np.inf
        distances[list(self._stack.moved)] = np.inf
        return distances

    def _make_place(self, row: int) -> Place:
        layer, local = self._stack.locate(row)
        if isinstance(layer, MemoryLayer):
            return layer.places[local]
        columns, stack = self.columns, self._stack
        name, *others = layer.texts(local)
        feature_class, _, feature_code = stack.features[columns.feature[row]].partition(".")
        geonameid, population = int(columns.geonameid[row]) or None, int(columns.population[row]) or None
        precision_m = float(columns.precision_m[row]) or None
        return Place(
            place_id=PlaceId(layer.ids.get(local) or f"gn:{geonameid}"),
            name=name,
            kind=kind_of(feature_class, feature_code, population),
            country=stack.countries[columns.country[row]],
            lat=round(float(columns.lat[row]), 5),
            lon=round(float(columns.lon[row]), 5),
            admin1=stack.units[columns.admin1[row]][1],
            admin2=stack.units[columns.admin2[row]][1],
            feature_class=feature_class,
            feature_code=feature_code,
            geonameid=geonameid,
            population=population,
            names=tuple(PlaceName(text, script_of(text)) for text in others),
            coord_source="geonames" if geonameid and precision_m is None else "",
            precision_m=precision_m,
        )


def distances_m(lat: float, lon: float, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return great-circle distances in metres from one point to many."""
    there, here = np.radians(lats), np.radians(lat)
    half = np.sin((there - here) / 2) ** 2 + np.cos(there) * np.cos(here) * np.sin(np.radians(lons - lon) / 2) ** 2
    metres: NDArray[np.float64] = 2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in metres between two points."""
    return float(distances_m(lat, lon, np.array([other_lat]), np.array([other_lon]))[0])
