"""Writes layer files (see `layer.py`): the same records give the same bytes."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from territory.gazetteer.layer import BLOCK_ROWS, COORDINATE_STEP, MAGIC
from territory.gazetteer.normalise import fold, skeleton

_SHARES = {"ADM1": 2, "ADM2": 5}
_PEOPLE_A_METRE = 5


@dataclass(slots=True)
class Record:
    """A place on its way into a layer. `admin1` and `admin2` are keys such as 'IQ.15' and 'IQ.15.98410'."""

    name: str
    lat: float
    lon: float
    feature_class: str
    feature_code: str
    country: str = ""
    geonameid: int = 0
    place_id: str = ""
    population: int = 0
    admin1: str = ""
    admin2: str = ""
    precision_m: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Where the record stands in the file: neighbours share a province, so that they compress well."""
        return (self.country, self.admin1, self.geonameid, self.place_id)


def write_layer(records: Iterable[Record], units: dict[str, str]) -> bytes:
    """Return a layer file.

    Parameters
    ----------
    records : Iterable[Record]
        Each with a geonameid or a place id of its own.
    units : dict[str, str]
        Names of the admin units, by key; keys that records use and that are missing here get their key as name.
    """
    rows = sorted(records, key=lambda record: record.order)
    sections: dict[str, tuple[bytes, str]] = {}
    countries = ["", *sorted({row.country for row in rows} - {""})]
    features = ["", *sorted({f"{row.feature_class}.{row.feature_code}" for row in rows})]
    unit_keys = ["", *sorted({key for row in rows for key in (row.admin1, row.admin2)} - {""})]
    _put_columns(sections, rows, countries, features, unit_keys)
    _put_names(sections, rows)
    _put_texts(sections, rows)
    named = "\n".join(f"{key}\t{units.get(key, key)}" for key in unit_keys)
    sections["units"] = (zlib.compress(named.encode(), 9), "")
    ids = {number: row.place_id for number, row in enumerate(rows) if row.place_id}
    sections["ids"] = (zlib.compress(json.dumps(ids, separators=(",", ":")).encode(), 9), "")
    return _assemble(sections, {"countries": countries, "features": features, "rows": len(rows)})


def _assemble(sections: dict[str, tuple[bytes, str]], facts: dict[str, Any]) -> bytes:
    table: dict[str, tuple[int, int, str]] = {}
    offset = 0
    for name, (data, dtype) in sections.items():
        table[name] = (offset, len(data), dtype)
        offset += len(data)
    header = json.dumps({**facts, "bytes": offset, "sections": table}, separators=(",", ":")).encode()
    head = MAGIC + struct.pack("<Q", len(header)) + header
    return head + b"".join(data for data, _ in sections.values())


def weigh(rows: Sequence[Record]) -> list[int]:
    """Return how likely each record is meant: its people; for an admin unit a share of those of its towns.

    The shares (a half for the first level, a fifth for the second) put New York the city before the state, and Paris
    before the department of that name. A sea, range or region weighs by its size, a river less, so that Ohio is the
    state before the river.
    """
    people: dict[str, int] = {}
    for row in rows:
        if row.feature_class == "P":
            for key in {row.admin1, row.admin2} - {""}:
                people[key] = people.get(key, 0) + row.population
    return [row.population or _unpeopled(row, people) for row in rows]


def _unpeopled(row: Record, people: dict[str, int]) -> int:
    if row.feature_code in _SHARES:
        return people.get(row.admin2 or row.admin1, 0) // _SHARES[row.feature_code]
    if row.feature_class in ("H", "L", "T"):
        return row.precision_m * (1 if row.feature_code == "STM" else _PEOPLE_A_METRE)
    return 0


def _pack(values: NDArray[Any], dtype: str) -> tuple[bytes, str]:
    array = np.ascontiguousarray(values.astype(dtype))
    shuffled = np.ascontiguousarray(array.view(np.uint8).reshape(-1, array.itemsize).T)
    return zlib.compress(shuffled.tobytes(), 9), dtype


def _put_columns(
    sections: dict[str, tuple[bytes, str]],
    rows: Sequence[Record],
    countries: list[str],
    features: list[str],
    unit_keys: list[str],
) -> None:
    country_number = {code: number for number, code in enumerate(countries)}
    feature_number = {code: number for number, code in enumerate(features)}
    unit_number = {key: number for number, key in enumerate(unit_keys)}
    degrees = 1 / COORDINATE_STEP
    sections["lat"] = _pack(np.array([round(row.lat * degrees) for row in rows]), "<i4")
    sections["lon"] = _pack(np.array([round(row.lon * degrees) for row in rows]), "<i4")
    sections["population"] = _pack(np.array([row.population for row in rows]), "<u4")
    sections["weight"] = _pack(np.array(weigh(rows)), "<u4")
    numbers = np.array([row.geonameid for row in rows], dtype=np.int64)
    sections["geonameid_steps"] = _pack(np.diff(numbers, prepend=0), "<i4")
    sections["country"] = _pack(np.array([country_number[row.country] for row in rows]), "<u2")
    pairs = [f"{row.feature_class}.{row.feature_code}" for row in rows]
    sections["feature"] = _pack(np.array([feature_number[pair] for pair in pairs]), "<u2")
    sections["admin1"] = _pack(np.array([unit_number[row.admin1] for row in rows]), "<u4")
    sections["admin2"] = _pack(np.array([unit_number[row.admin2] for row in rows]), "<u4")
    sections["precision_m"] = _pack(np.array([row.precision_m for row in rows]), "<u4")


def _put_names(sections: dict[str, tuple[bytes, str]], rows: Sequence[Record]) -> None:
    bearers: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for name in dict.fromkeys(fold(text) for text in (row.name, *row.names)):
            if name:
                bearers.setdefault(name, []).append(number)
    trie = marisa_trie.Trie(sorted(bearers), num_tries=3)
    ordered = [""] * len(bearers)
    for name in bearers:
        ordered[trie[name]] = name
    weights = weigh(rows)
    ranked = [sorted(bearers[name], key=lambda n: (-weights[n], n)) for name in ordered]
    sections["names"] = (trie.tobytes(), "")
    sections["name_counts"] = _pack(np.array([len(r) for r in ranked]), "<u4")
    sections["name_rows"] = _pack(np.array([n for r in ranked for n in r]), "<u4")
    _put_keys(sections, ordered)


def _put_keys(sections: dict[str, tuple[bytes, str]], names: Sequence[str]) -> None:
    by_key: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        key = skeleton(name)
        if key.isascii() and key:
            by_key.setdefault(key, []).append(number)
    trie = marisa_trie.Trie(sorted(by_key), num_tries=3)
    ordered = [""] * len(by_key)
    for key in by_key:
        ordered[trie[key]] = key
    sections["keys"] = (trie.tobytes(), "")
    sections["key_counts"] = _pack(np.array([len(by_key[key]) for key in ordered]), "<u4")
    sections["key_names"] = _pack(np.array([n for key in ordered for n in by_key[key]]), "<u4")


def _put_texts(sections: dict[str, tuple[bytes, str]], rows: Sequence[Record]) -> None:
    lines = ["\t".join(dict.fromkeys((row.name, *row.names))) for row in rows]
    starts = range(0, len(lines), BLOCK_ROWS)
    blocks = [zlib.compress("\n".join(lines[start : start + BLOCK_ROWS]).encode(), 9) for start in starts]
    sections["text_lengths"] = _pack(np.array([len(block) for block in blocks]), "<u4")
    sections["texts"] = (b"".join(blocks), "")
