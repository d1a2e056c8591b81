"""Looks up names in Arabic and Cyrillic script, and says what speaks for a name before its sentence is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from territory.extract.toponyms.names import NameEntry, NameIndex, Sort
from territory.extract.toponyms.script_words import RARE_ZIPF, frequencies

_HOMES = {
    "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    "fa": "AF IR TJ",
    "ps": "AF PK",
    "ru": "BY KG KZ RU UA",
    "uk": "UA",
}
"""Countries where a language is written: their smaller places are told of in it."""
_TYPICAL = 4.7
_KNOWN_AT_HOME = 4.0
_EXPECTED_ZIPF, _ZIPF_A_MAGNITUDE = 1.6, 0.55
"""A place of 10**n people is named about 1.6 + 0.55 n: a word heard more often is a common one as well."""


class ScriptNames:
    """The gazetteer's names in other scripts."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self._gazetteer = names.gazetteer
        countries = self._gazetteer.countries
        self._homes = {
            language: np.array([code in codes.split() for code in countries]) for language, codes in _HOMES.items()
        }
        self.entry = lru_cache(maxsize=65_536)(self._entry)
        self.begins = lru_cache(maxsize=65_536)(self._begins)

    def _entry(self, key: str) -> NameEntry | None:
        """Return the entry of a key that is listed just so."""
        return self.names.entry(key) if self._gazetteer.rows_of(key) else None

    def _begins(self, key: str) -> bool:
        """Return whether a longer name begins with these words."""
        return self._gazetteer.begins_name(key + " ")

    def is_home(self, entry: NameEntry, language: str) -> bool:
        """Return whether a place of the name lies where the language is written."""
        return bool(self._homes[language][np.asarray(entry.countries)].any())

    def standing(self, entry: NameEntry, language: str) -> float:
        """Return points for a name by what it may mean: lands and large or local places first."""
        if Sort.COUNTRY in entry.sorts:
            return 3.0
        points = 1.6 * (self.size(entry, language) - _TYPICAL)
        points += 1.2 if self.is_home(entry, language) else -2.0
        return points + (1.0 if entry.is_curated else 0.0) + (0.6 if Sort.PROVINCE in entry.sorts else 0.0)

    def size(self, entry: NameEntry, language: str) -> float:
        """Return log10 of the largest population, with what a small place at home or a curated one is good for."""
        return max(entry.log_population, 4.0 if entry.is_curated else 3.6 if self.is_home(entry, language) else 0.0)

    def commonness(self, word: str, entry: NameEntry, language: str) -> float:
        """Return how much more common a folded word is than the places of its name make it (0: no more)."""
        listed = "fa" if language == "ps" else language
        zipf = frequencies(listed).get(word, RARE_ZIPF)
        return max(0.0, zipf - _EXPECTED_ZIPF - _ZIPF_A_MAGNITUDE * self.size(entry, language))

    def is_frequent(self, word: str, language: str) -> bool:
        """Return whether a folded word is a common one."""
        return word in frequencies("fa" if language == "ps" else language)

    def only(self, entry: NameEntry, sorts: Iterable[Sort]) -> NameEntry:
        """Return an entry with those of its places alone that are of some sorts, unchanged if it has none of them."""
        keep = np.isin(self.names.table.sort[entry.rows], [int(sort) for sort in sorts])
        return entry if not keep.any() or keep.all() else self._part(entry, np.flatnonzero(keep).tolist())

    def at_home(self, entry: NameEntry, language: str) -> NameEntry:
        """Return an entry without what the language makes unlikely.

        Foreign namesakes that are not much larger go where there is one at home, and districts where there is a town or
        a province of the same name.
        """
        table = self.names.table
        sort, size = table.sort[entry.rows], table.log_population[entry.rows]
        home = self._homes[language][table.country[entry.rows]]
        keep = np.ones(len(entry.rows), dtype=bool)
        if home.any():
            least = max(float(size[home].max()), _KNOWN_AT_HOME)
            keep = home | (size >= least + 1.0) | (sort == Sort.COUNTRY)
        others = keep & (sort != Sort.DISTRICT)
        keep = others if others.any() else keep
        return entry if keep.all() else self._part(entry, np.flatnonzero(keep).tolist())

    def unit_of(self, seat: NameEntry, key: str, language: str) -> NameEntry | None:
        """Return the first-order unit in which the largest town of a name lies, at home if it can be."""
        table = self.names.table
        rows = [row for row in seat.rows.tolist() if table.sort[row] == Sort.SETTLEMENT and table.admin1[row]]
        rows.sort(key=lambda row: (not self._homes[language][table.country[row]], -table.log_population[row]))
        if not rows:
            return None
        unit = table.admin1[rows[0]]
        found = np.flatnonzero((table.admin1 == unit) & (table.sort == Sort.PROVINCE))
        if not len(found):
            return None
        row = int(found[0])
        return replace(
            seat,
            key=key,
            rows=np.array([row], dtype=np.int64),
            via="unit",
            log_population=float(table.log_population[row]),
            sorts=frozenset({Sort.PROVINCE}),
            countries=(int(table.country[row]),),
            units=(int(unit),),
            is_primary=np.ones(1, dtype=bool),
        )

    def land_of(self, entry: NameEntry) -> NameEntry:
        """Return the land of a name as what its demonym speaks of."""
        return replace(self.only(entry, {Sort.COUNTRY}), via="demonym")

    def _part(self, entry: NameEntry, keep: Sequence[int]) -> NameEntry:
        """Return an entry with some of its places."""
        rows = entry.rows[keep]
        table = self.names.table
        return replace(
            entry,
            rows=rows,
            log_population=float(table.log_population[rows].max()),
            sorts=frozenset(Sort(int(sort)) for sort in np.unique(table.sort[rows])),
            countries=tuple(table.country[rows].tolist()),
            units=tuple(table.admin1[rows].tolist()),
            is_primary=entry.is_primary[keep],
        )
