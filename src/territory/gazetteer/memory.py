"""The layer of places held in memory: the curated ones and those of the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import marisa_trie

from territory.gazetteer.layer import FURTHER, NOT, WHOLE, Reach
from territory.gazetteer.normalise import fold, skeleton
from territory.model import Place


class MemoryLayer:
    """Places with the same index as a layer file has, built on the spot.

    Parameters
    ----------
    places : Sequence[Place]
        Row n is the nth place.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        self._rows: dict[str, list[int]] = {}
        for row, place in enumerate(self.places):
            for name in dict.fromkeys(fold(text) for text in (place.name, *(n.text for n in place.names))):
                if name:
                    self._rows.setdefault(name, []).append(row)
        for rows in self._rows.values():
            rows.sort(key=lambda row: (-(self.places[row].population or 0), self.places[row].place_id))
        self._names = marisa_trie.Trie(self._rows)
        self._beginnings = {name[: at + 1] for name in self._rows for at, sign in enumerate(name) if sign == " "}
        self._by_key: dict[str, list[str]] = {}
        for name in self._rows:
            self._by_key.setdefault(skeleton(name), []).append(name)

    def __len__(self) -> int:
        return len(self.places)

    def rows(self, folded: str) -> list[int]:
        """Return the rows that bear a folded name, the most populous first."""
        return self._rows.get(folded, [])

    def __contains__(self, folded: str) -> bool:
        return folded in self._rows

    def reach(self, folded: str) -> Reach:
        """Return whether the words of `folded` begin a name, or are one."""
        if folded + " " in self._beginnings:
            return FURTHER
        return WHOLE if folded in self._rows else NOT

    def keys(self) -> Mapping[str, list[str]]:
        """Return all folded names by their transliteration key."""
        return self._by_key

    def prefixes(self, folded: str) -> list[str]:
        """Return the names with which `folded` begins, shortest first (cut anywhere, also inside a word)."""
        found: list[str] = self._names.prefixes(folded)
        return found

    def iter_from(self, prefix: str) -> Iterator[str]:
        """Iterate over the folded names that begin with `prefix`."""
        return iter(self._names.iterkeys(prefix))

    def names_with_key(self, key: str) -> list[str]:
        """Return the folded names that share a transliteration key."""
        return self._by_key.get(key, [])
