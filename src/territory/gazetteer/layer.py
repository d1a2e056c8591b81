"""A layer is one set of places with its index: the world as shipped, a country dump, or the curated places.

Layout of a layer file (`*.gaz`): the magic line, a little-endian 64-bit length, a JSON header of that length, then
the sections one after another. The header gives for each section its offset, length, and numpy type (numeric sections
are stored as zlib-compressed bytes, shuffled so that equal bytes of neighbours lie together).

- `names`: a MARISA trie of all folded names; its key numbers index `name_rows`.
- `keys`: a MARISA trie of the transliteration keys of the names in Latin and Arabic script → `key_names`.
- columns: latitude, longitude, population and so on, one value a row.
- `texts`: the spellings, tab-separated, a line a row, in zlib blocks of 256 rows, all opened when one is asked for.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from territory.errors import GeodataError
from territory.gazetteer.columns import Columns

Reach = Literal[0, 1, 2]
NOT: Final = 0
"""No name begins with some words."""
WHOLE: Final = 1
"""They are a name, and no longer one begins with them."""
FURTHER: Final = 2
"""A longer name begins with them."""
MAGIC = b"TERRITORY-GAZ-1\n"
BLOCK_ROWS = 256
COORDINATE_STEP = 1e-5


class LayerFile:
    """A layer read from a file.

    Parameters
    ----------
    path : Path
        A file written by `territory.gazetteer.writer`.

    Raises
    ------
    GeodataError
        If the file is missing, truncated or of another kind.
    """

    def __init__(self, path: Path) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise GeodataError(f"{path.name} cannot be read: {error.strerror}. Install Territory again.") from error
        self._data = memoryview(data)
        self._header = self._read_header(path)
        self.countries: Sequence[str] = self._header["countries"]
        self.features: Sequence[str] = self._header["features"]
        self.columns = self._read_columns()
        self.units: Sequence[tuple[str, str]] = [
            (key, name) for key, _, name in (line.partition("\t") for line in self._text("units").split("\n"))
        ]
        self.ids: Mapping[int, str] = {int(row): text for row, text in json.loads(self._text("ids")).items()}
        self._names = marisa_trie.Trie().frombytes(bytes(self._section("names")))
        self._keys = marisa_trie.Trie().frombytes(bytes(self._section("keys")))
        self._name_ends = np.cumsum(self._array("name_counts"), dtype=np.uint32)
        self._name_rows = self._array("name_rows")
        self._ends, self._bearers = self._name_ends.data, self._name_rows.data  # quicker one by one
        self._key_ends = np.cumsum(self._array("key_counts"), dtype=np.uint32)
        self._key_names = self._array("key_names")

    def _read_header(self, path: Path) -> dict[str, Any]:
        start = len(MAGIC) + 8
        if bytes(self._data[: len(MAGIC)]) != MAGIC or len(self._data) < start:
            raise GeodataError(f"{path.name} is not a gazetteer of this version. Rebuild it: python geodata/build.py")
        (length,) = struct.unpack("<Q", self._data[len(MAGIC) : start])
        if len(self._data) < start + length:
            raise GeodataError(f"{path.name} is cut short. Rebuild it: python geodata/build.py")
        header: dict[str, Any] = json.loads(bytes(self._data[start : start + length]))
        self._base = start + length
        if len(self._data) != self._base + header["bytes"]:
            raise GeodataError(f"{path.name} is cut short. Rebuild it: python geodata/build.py")
        return header

    def _section(self, name: str) -> memoryview:
        offset, length, _ = self._header["sections"][name]
        return self._data[self._base + offset : self._base + offset + length]

    def _text(self, name: str) -> str:
        return zlib.decompress(self._section(name)).decode()

    def _array(self, name: str) -> NDArray[Any]:
        dtype = np.dtype(self._header["sections"][name][2])
        raw = np.frombuffer(zlib.decompress(self._section(name)), dtype=np.uint8)
        values: NDArray[Any] = np.ascontiguousarray(raw.reshape(dtype.itemsize, -1).T).view(dtype).ravel()
        return values

    def _read_columns(self) -> Columns:
        return Columns(
            lat=self._array("lat") * COORDINATE_STEP,
            lon=self._array("lon") * COORDINATE_STEP,
            population=self._array("population"),
            weight=self._array("weight"),
            geonameid=np.cumsum(self._array("geonameid_steps"), dtype=np.int64).astype(np.uint32),
            country=self._array("country"),
            feature=self._array("feature"),
            admin1=self._array("admin1"),
            admin2=self._array("admin2"),
            precision_m=self._array("precision_m"),
        )

    @cached_property
    def _lines(self) -> tuple[bytes, array[int]]:
        """The lines of all spellings, and where each of them ends; opened at once, which is quicker than piecemeal."""
        packed = self._section("texts")
        ends = np.cumsum(self._array("text_lengths"), dtype=np.int64).tolist()
        blocks = [zlib.decompress(packed[start:end]) for start, end in pairwise([0, *ends])]
        lines = b"\n".join([*blocks, b""])
        breaks = np.flatnonzero(np.frombuffer(lines, dtype=np.uint8) == ord("\n"))
        return lines, array("q", breaks.astype(np.int64).tobytes())

    def _line(self, row: int) -> bytes:
        lines, ends = self._lines
        return lines[ends[row - 1] + 1 if row else 0 : ends[row]]

    def __len__(self) -> int:
        return len(self.columns)

    def texts(self, row: int) -> list[str]:
        """Return the spellings of a row, the usual English one first."""
        return self._line(row).decode().split("\t")

    def name(self, row: int) -> str:
        """Return the usual English spelling of a row."""
        return self._line(row).partition(b"\t")[0].decode()

    def rows(self, folded: str) -> list[int]:
        """Return the rows that bear a folded name, the most populous first."""
        number = self._names.get(folded)
        return [] if number is None else self._rows_of(number)

    def _rows_of(self, number: int) -> list[int]:
        start = self._ends[number - 1] if number else 0
        return self._bearers[start : self._ends[number]].tolist()

    def __contains__(self, folded: str) -> bool:
        return folded in self._names

    def reach(self, folded: str) -> Reach:
        """Return whether the words of `folded` begin a name, or are one."""
        if next(self._names.iterkeys(folded), None) is None:
            return NOT
        if next(self._names.iterkeys(folded + " "), None) is not None:
            return FURTHER
        return WHOLE if folded in self._names else NOT

    def prefixes(self, folded: str) -> list[str]:
        """Return the names with which `folded` begins, shortest first (cut anywhere, also inside a word)."""
        found: list[str] = self._names.prefixes(folded)
        return found

    def iter_from(self, prefix: str) -> Iterator[str]:
        """Iterate over the folded names that begin with `prefix`."""
        return iter(self._names.iterkeys(prefix))

    def names_of(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each name, by its number in the trie, whether one of these rows bears it."""
        starts = np.concatenate([np.zeros(1, np.uint32), self._name_ends])[:-1]
        found: NDArray[np.bool_] = np.logical_or.reduceat(rows[self._name_rows], starts)
        return found

    def names_with_key(self, key: str) -> list[str]:
        """Return the folded names that share a transliteration key."""
        number = self._keys.get(key)
        if number is None:
            return []
        start = self._key_ends[number - 1] if number else 0
        return [self._names.restore_key(n) for n in self._key_names[start : self._key_ends[number]].tolist()]

    def keys_of(self, rows: NDArray[np.bool_]) -> dict[str, list[str]]:
        """Return the folded names of these rows by their transliteration key."""
        bear = self.names_of(rows)[self._key_names]
        at = np.flatnonzero(bear)
        keys = np.searchsorted(self._key_ends, at, side="right")
        found: dict[str, list[str]] = {}
        for key, name in zip(keys.tolist(), self._key_names[at].tolist(), strict=True):
            found.setdefault(self._keys.restore_key(key), []).append(self._names.restore_key(name))
        return found
