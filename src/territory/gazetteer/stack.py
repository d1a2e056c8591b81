"""Layers laid over one another: one numbering of rows, countries, features and admin units for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory.gazetteer.columns import Columns
from territory.gazetteer.layer import LayerFile
from territory.gazetteer.memory import MemoryLayer
from territory.gazetteer.normalise import fold
from territory.gazetteer.tables import script_of
from territory.model import Place, PlaceName


class _Numbers:
    """Values numbered in the order in which they first came."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = list(values)
        self._numbers = {value: number for number, value in enumerate(self.values)}

    def number(self, value: str) -> int:
        if value not in self._numbers:
            self._numbers[value] = len(self.values)
            self.values.append(value)
        return self._numbers[value]

    def renumber(self, column: NDArray[Any], values: Sequence[str]) -> NDArray[Any]:
        numbers = np.array([self.number(value) for value in values], dtype=column.dtype)
        renumbered: NDArray[Any] = numbers[column]
        return renumbered


class Stack:
    """The file layers in order, then the places in memory, whose rows come last and whose answers come first.

    `moved` maps the row of each record that a later one replaces to the row that replaced it.
    """

    def __init__(self, files: Sequence[LayerFile], places: Sequence[Place]) -> None:
        self.files = tuple(files)
        self._countries = _Numbers(files[0].countries if files else [""])
        self._features = _Numbers(files[0].features if files else [""])
        self._unit_keys = _Numbers([key for key, _ in files[0].units] if files else [""])
        self._unit_names = {key: name for layer in reversed(self.files) for key, name in layer.units}
        parts = [self._renumbered(layer) for layer in self.files]
        self.starts: list[int] = [0, *np.cumsum([len(part) for part in parts], dtype=int).tolist()]
        self.moved: dict[int, int] = {}
        numbers = np.concatenate([np.zeros(0, np.uint32), *(part.geonameid for part in parts)])
        self._by_number = np.argsort(numbers, kind="stable")
        self._sorted_numbers = numbers[self._by_number]
        self._move_repeated()
        self.memory = MemoryLayer([self._settle(self.starts[-1] + n, place) for n, place in enumerate(places)])
        self.columns = Columns.join([*parts, self._memory_columns(parts)])
        self._row_of_id: dict[str, int] = {}
        for start, layer in zip(self.starts, self.files, strict=False):
            self._row_of_id.update((text, start + row) for row, text in layer.ids.items())
        self._row_of_id.update((place.place_id, self.starts[-1] + n) for n, place in enumerate(self.memory.places))
        self.units = [(key, self._unit_names.get(key, key) if key else "") for key in self._unit_keys.values]

    @property
    def countries(self) -> Sequence[str]:
        """ISO codes by number."""
        return self._countries.values

    @property
    def features(self) -> Sequence[str]:
        """Feature classes and codes by number."""
        return self._features.values

    def _renumbered(self, layer: LayerFile) -> Columns:
        if layer is self.files[0]:
            return layer.columns
        keys = [key for key, _ in layer.units]
        return replace(
            layer.columns,
            country=self._countries.renumber(layer.columns.country, layer.countries),
            feature=self._features.renumber(layer.columns.feature, layer.features),
            admin1=self._unit_keys.renumber(layer.columns.admin1, keys),
            admin2=self._unit_keys.renumber(layer.columns.admin2, keys),
        )

    def _move_repeated(self) -> None:
        """Let the last of several file records of one GeoNames number stand for all."""
        same = np.flatnonzero((self._sorted_numbers[1:] == self._sorted_numbers[:-1]) & (self._sorted_numbers[1:] > 0))
        for index in same[::-1].tolist():
            old, new = int(self._by_number[index]), int(self._by_number[index + 1])
            self.moved[old] = self.moved.get(new, new)

    def _rows_of_number(self, geonameid: int) -> list[int]:
        kind = self._sorted_numbers.dtype  # of another kind, the whole column would be copied first
        if not 0 <= geonameid < np.iinfo(kind).max:
            return []
        low, high = np.searchsorted(self._sorted_numbers, np.array([geonameid, geonameid + 1], dtype=kind))
        rows: list[int] = self._by_number[low:high].tolist()
        return rows

    def _settle(self, row: int, place: Place) -> Place:
        """Return a place with what the file records of its GeoNames number add to it, and move those to its row."""
        known = self._rows_of_number(place.geonameid) if place.geonameid else []
        spellings = [name.text for name in place.names]
        for old in known:
            self.moved[old] = row
            layer, local = self.locate_file(old)
            spellings += layer.texts(local)
            code = layer.features[layer.columns.feature[local]]
            place = replace(
                place,
                population=place.population or int(layer.columns.population[local]) or None,
                feature_class=code.partition(".")[0],
                feature_code=code.partition(".")[2],
            )
        others = [text for text in dict.fromkeys(spellings) if text != place.name]
        return replace(place, names=tuple(PlaceName(text, script_of(text)) for text in others))

    def _memory_columns(self, parts: Sequence[Columns]) -> Columns:
        places = self.memory.places
        admin1, admin2 = self._memory_units(parts)
        codes = [self._features.number(f"{place.feature_class}.{place.feature_code}") for place in places]
        return Columns(
            lat=np.array([place.lat for place in places], dtype=np.float64),
            lon=np.array([place.lon for place in places], dtype=np.float64),
            population=np.array([place.population or 0 for place in places], dtype=np.uint32),
            weight=np.array([place.population or 0 for place in places], dtype=np.uint32),
            geonameid=np.array([place.geonameid or 0 for place in places], dtype=np.uint32),
            country=np.array([self._countries.number(place.country) for place in places], dtype=np.uint16),
            feature=np.array(codes, dtype=np.uint16),
            admin1=admin1,
            admin2=admin2,
            precision_m=np.array([place.precision_m or 0 for place in places], dtype=np.uint32),
        )

    def _memory_units(self, parts: Sequence[Columns]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return unit numbers: of the record that a place replaces, else those of its country with its admin 1 name."""
        by_name = {
            (key[:2], fold(name)): key for key, name in self._unit_names.items() if key.count(".") == 1
        }  # 'IQ.15', not 'IQ.15.98410'
        joined = Columns.join(list(parts)) if parts else None
        replaced = {new: old for old, new in self.moved.items()}
        admin1 = np.zeros(len(self.memory), dtype=np.uint32)
        admin2 = np.zeros(len(self.memory), dtype=np.uint32)
        for n, place in enumerate(self.memory.places):
            old = replaced.get(self.starts[-1] + n)
            if old is not None and joined is not None:
                admin1[n], admin2[n] = joined.admin1[old], joined.admin2[old]
            if place.admin1 and not admin1[n]:
                key = by_name.get((place.country, fold(place.admin1)), f"{place.country}.{place.admin1}")
                self._unit_names.setdefault(key, place.admin1)
                admin1[n] = self._unit_keys.number(key)
        return admin1, admin2

    def settled(self, layer: LayerFile) -> NDArray[np.int64]:
        """Return for each row of a file layer the row that stands for it."""
        start = self.starts[self.files.index(layer)]
        rows = np.arange(start, start + len(layer), dtype=np.int64)
        for old, new in self.moved.items():
            if start <= old < start + len(layer):
                rows[old - start] = new
        return rows

    def locate_file(self, row: int) -> tuple[LayerFile, int]:
        """Return the file layer of a row, and its row there."""
        for start, layer in zip(reversed(self.starts[:-1]), reversed(self.files), strict=True):
            if row >= start:
                return layer, row - start
        raise IndexError(row)

    def locate(self, row: int) -> tuple[LayerFile | MemoryLayer, int]:
        """Return the layer of a row, and its row there."""
        if row >= self.starts[-1]:
            return self.memory, row - self.starts[-1]
        return self.locate_file(row)

    def rows(self, folded: str) -> list[int]:
        """Return the rows of a folded name, those in memory first, then by weight."""
        start = self.starts[-1]
        found = [start + row for row in self.memory.rows(folded)]
        others: list[int] = []
        moved = self.moved
        for start, layer in zip(self.starts, self.files, strict=False):
            for local in layer.rows(folded):
                row = moved.get(start + local, start + local)
                if row not in found:
                    (found if row >= self.starts[-1] else others).append(row)
        if len(self.files) > 1 and len(others) > 1:
            others = sorted(dict.fromkeys(others), key=lambda row: (-int(self.columns.weight[row]), row))
        return found + others

    def row_of_id(self, place_id: str) -> int | None:
        """Return the row of a place id; a GeoNames number finds the place that stands for it now."""
        row = self._row_of_id.get(place_id)
        if row is None and place_id.startswith("gn:") and place_id[3:].isdecimal():
            number = int(place_id[3:])  # 0 stands for places without a number
            rows = self._rows_of_number(number) if number else []
            row = rows[-1] if rows else None
        return row if row is None else self.moved.get(row, row)
