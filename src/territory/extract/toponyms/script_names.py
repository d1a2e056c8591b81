"""Looks up names in Arabic and Cyrillic script, and says what speaks for a name before its sentence is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz

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
_SEAT = 4.5
_EXPECTED_ZIPF, _ZIPF_A_MAGNITUDE = 1.6, 0.55
"""A place of 10**n people is named about 1.6 + 0.55 n: a word heard more often is a common one as well."""
_TOLD_ZIPF = 0.7
_FOREIGN_ZIPF = -0.5
_CAPITAL_RANK = 4.0
_LIKE_ENOUGH = 78.0
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of a name in a language before its sentence is looked at.

    Lands and large or local places have a high `standing`. `expected_zipf` is how often a word would be heard that
    means nothing else. `likely` is the entry with the places that a bare name may mean.
    """

    entry: NameEntry
    is_home: bool
    standing: float
    expected_zipf: float
    likely: NameEntry


class ScriptNames:
    """The gazetteer's names in other scripts."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self._gazetteer = names.gazetteer
        countries = self._gazetteer.countries
        self._homes = {
            language: np.array([not code or code in codes.split() for code in countries])  # '': regions across borders
            for language, codes in _HOMES.items()
        }
        self._judged: dict[tuple[int, str], Judgement] = {}
        self._own = np.array(self._gazetteer.own_rows, dtype=np.int64)
        self.respelt = lru_cache(maxsize=16_384)(self._respelt)
        self.entry = lru_cache(maxsize=65_536)(self._entry)
        self.begins = lru_cache(maxsize=65_536)(self._begins)

    def _entry(self, key: str) -> NameEntry | None:
        """Return the entry of a key that is listed just so."""
        return self.names.entry(key) if self._gazetteer.rows_of(key) else None

    def _respelt(self, key: str, language: str) -> NameEntry | None:
        """Return the known place at home whose name in the same script has the same consonants."""
        if len(key) < 4:
            return None
        likeness = {other: fuzz.ratio(key, other) for other in self._gazetteer.names_spelt_like(key)}
        for other in sorted(likeness, key=lambda name: (-likeness[name], name)):
            if likeness[other] < _LIKE_ENOUGH:
                return None
            entry = self.entry(other)
            is_known = entry is not None and (entry.is_curated or Sort.PROVINCE in entry.sorts)
            if entry is not None and is_known and self.is_home(entry, language):
                return replace(entry, via="spelling")
        return None

    def _begins(self, key: str) -> bool:
        """Return whether a longer name begins with these words."""
        return self._gazetteer.begins_name(key + " ")

    def judge(self, entry: NameEntry, language: str) -> Judgement:
        """Return what can be said of an entry in a text of some language, remembered by the entry itself."""
        key = (id(entry), language)
        found = self._judged.get(key)
        if found is None:
            if len(self._judged) >= _REMEMBERED:
                self._judged.clear()
            found = self._judged[key] = self._judge(entry, language)
        return found

    def _judge(self, entry: NameEntry, language: str) -> Judgement:
        is_home = bool(self._homes[language][entry.countries].any())
        is_land, is_capital = Sort.COUNTRY in entry.sorts, self._is_capital(entry)
        size = max(entry.log_population, 4.0 if entry.is_curated else 3.6 if is_home else 0.0)
        zipf = _EXPECTED_ZIPF + _ZIPF_A_MAGNITUDE * size
        if is_land or is_capital:
            zipf += _TOLD_ZIPF if is_home or not is_land else 0.0
        elif not is_home:
            zipf += _FOREIGN_ZIPF
        points = 1.6 * (size - _TYPICAL) + (1.2 if is_home else -0.3 if entry.is_curated else -2.0)
        points += 1.5 if is_capital else 0.0
        points += (1.0 if entry.is_curated else 0.0) + (0.6 if Sort.PROVINCE in entry.sorts else 0.0)
        return Judgement(entry, is_home, 3.0 if is_land else points, zipf, self._likely(entry, language))

    def _is_capital(self, entry: NameEntry) -> bool:
        return bool(self.names.table.rank[entry.rows].max() >= _CAPITAL_RANK)

    def is_home(self, entry: NameEntry, language: str) -> bool:
        """Return whether a place of the name lies where the language is written."""
        return self.judge(entry, language).is_home

    def commonness(self, word: str, entry: NameEntry, language: str) -> float:
        """Return how much more common a folded word is than the places of its name make it (0: no more)."""
        zipf = frequencies("fa" if language == "ps" else language).get(word, RARE_ZIPF)
        return max(0.0, zipf - self.judge(entry, language).expected_zipf)

    def is_frequent(self, word: str, language: str) -> bool:
        """Return whether a folded word is a common one."""
        return word in frequencies("fa" if language == "ps" else language)

    def only(self, entry: NameEntry, sorts: Iterable[Sort]) -> NameEntry:
        """Return an entry with those of its places alone that are of some sorts, unchanged if it has none of them."""
        keep = np.isin(self.names.table.sort[entry.rows], [int(sort) for sort in sorts])
        return self._part(entry, np.flatnonzero(keep).tolist() if keep.any() else range(len(keep)))

    def _likely(self, entry: NameEntry, language: str) -> NameEntry:
        """Return an entry without what the language makes unlikely.

        Foreign namesakes that are not much larger go where there is one at home, and districts where there is a town or
        a province of the same name. A province goes where a large town of its name lies in it, a small town where not.
        """
        table = self.names.table
        sort, size = table.sort[entry.rows], table.log_population[entry.rows]
        home = self._homes[language][table.country[entry.rows]]
        keep = np.ones(len(entry.rows), dtype=bool)
        known = np.isin(entry.rows, self._own)
        if home.any():
            least = max(float(size[home].max()), _KNOWN_AT_HOME)
            keep = home | known | (size >= least + 1.0) | (sort == Sort.COUNTRY)
        else:
            keep = known | (size >= float(size.max()) - 1.0)
        towns, units = keep & (sort == Sort.SETTLEMENT), keep & (sort == Sort.PROVINCE)
        if towns.any() and units.any():
            unit = table.admin1[entry.rows]
            large = towns & (size >= _SEAT)
            has_seat = units & np.isin(unit, unit[large])
            keep &= ~has_seat & ~(towns & ~large & np.isin(unit, unit[units & ~has_seat]))
        others = keep & (sort != Sort.DISTRICT)
        keep = others if others.any() else keep
        return self._part(entry, np.flatnonzero(keep).tolist())

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
            countries=table.country[[row]],
            units=table.admin1[[row]],
            is_primary=np.ones(1, dtype=bool),
        )

    def land_of(self, entry: NameEntry) -> NameEntry:
        """Return the land of a name as what its demonym speaks of."""
        return replace(self.only(entry, {Sort.COUNTRY}), via="demonym")

    def _part(self, entry: NameEntry, keep: Sequence[int]) -> NameEntry:
        """Return an entry with some of its places. That the usual name is Latin speaks against none of them."""
        rows = entry.rows[list(keep)]
        table = self.names.table
        return replace(
            entry,
            rows=rows,
            log_population=float(table.log_population[rows].max()),
            sorts=frozenset(Sort(int(sort)) for sort in np.unique(table.sort[rows])),
            countries=table.country[rows],
            units=table.admin1[rows],
            is_primary=np.ones(len(rows), dtype=bool),
        )
