"""Which places a written name may mean: the gazetteer seen through short forms, head nouns and spelling variants."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from territory.extract.toponyms.lexicon import BIT, RARE, Lexicon, aliases, demonyms
from territory.gazetteer.gazetteer import Gazetteer, fold
from territory.gazetteer.layer import FURTHER, NOT, WHOLE, Reach
from territory.model import Place, PlaceKind

MAX_PLACES = 60
"""Places kept for a name, most prominent first."""
CACHE_ENTRIES = 50_000
LONGEST_KEY = 300
"""No name is longer; longer strings are not looked up."""

_ARTICLES = ("al", "el", "ar", "as", "ash", "at", "ad", "an", "az")
LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point", "twp": "township"}
_BASES = frozenset(["air", "airbase", "base"])
_UNIT_WORDS = BIT["admin"]
_HEAD_WORDS = BIT["admin"] | BIT["natural"] | BIT["facility"]


_CURATED = {
    PlaceKind.CITY: 5.0,
    PlaceKind.PROVINCE: 5.5,
    PlaceKind.TOWN: 4.4,
    PlaceKind.DISTRICT: 4.2,
    PlaceKind.REGION: 5.5,
    PlaceKind.RIVER: 5.0,
}
_PART = re.compile(r"(.+) \((.+)\)")
_LIKE_ENOUGH = 78.0
_RESPELT_STANDING = 3.7


class Sort(IntEnum):
    """What a place is, as far as choosing among namesakes goes."""

    OTHER = 0
    SETTLEMENT = 1
    DISTRICT = 2
    PROVINCE = 3
    COUNTRY = 4
    CONTINENT = 5
    NATURE = 6


_TOLD_SORTS = (Sort.COUNTRY, Sort.PROVINCE, Sort.DISTRICT, Sort.SETTLEMENT, Sort.NATURE, Sort.CONTINENT)
_SORTS = tuple(Sort)
_UNITS = frozenset({Sort.COUNTRY, Sort.PROVINCE})
_VIA = {
    "name": 0.0, "article": 1.0, "unit": 2.0, "head": 3.0, "water": 3.0, "short form": 4.0, "spelling": 5.0,
    "demonym": 6.0,
}  # fmt: skip


_COUNTRY, _PROVINCE, _DISTRICT, _NATURE = map(int, (Sort.COUNTRY, Sort.PROVINCE, Sort.DISTRICT, Sort.NATURE))


@dataclass(frozen=True, slots=True)
class NameEntry:
    """The places of a name as gazetteer rows, most prominent first, and what the recogniser wants to know of them."""

    key: str
    rows: NDArray[np.int64]
    via: str
    needs_place_before: bool
    log_population: float
    sorts: frozenset[Sort]
    countries: NDArray[np.uint16]
    units: NDArray[np.uint32]
    is_primary: NDArray[np.bool_]
    is_curated: bool
    primary_population: float
    is_unit: bool = field(init=False, compare=False)
    """Whether a country or a province bears the name."""
    numbers: tuple[float, ...] = field(init=False, compare=False)
    """The same for the recogniser, once a name, in the order of `features.SCALARS`, from `known` to `curated`."""

    def __post_init__(self) -> None:
        numbers = (
            1.0,
            self.log_population,
            self.primary_population,
            math.log1p(len(self.rows)),
            *(float(sort in self.sorts) for sort in _TOLD_SORTS),
            _VIA[self.via],
            float(self.needs_place_before),
            float(self.is_curated),
        )
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "is_unit", not _UNITS.isdisjoint(self.sorts))


class PlaceTable:
    """The gazetteer's columns in the form in which candidates are weighed."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        columns = gazetteer.columns
        lat, lon = np.radians(columns.lat), np.radians(columns.lon)
        self.vectors = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        sort_of = np.array([_sort_of(code) for code in gazetteer.features], dtype=np.int8)
        self.sort = sort_of[columns.feature]
        self.rank = np.array([_rank_of(code) for code in gazetteer.features], dtype=np.float32)[columns.feature]
        self.log_population = _standing(gazetteer, self.sort)
        self.country = columns.country
        self.admin1 = columns.admin1
        self.admin2 = columns.admin2


def _standing(gazetteer: Gazetteer, sort: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return log10 of the population or weight of each row, with a least value for those that nobody has counted.

    Curated places are in the tables because they matter: without a figure they count as what their kind suggests.
    """
    standing = np.log10(gazetteer.columns.weight.astype(np.float32) + 1)
    for kind, least in ((Sort.COUNTRY, 6.0), (Sort.CONTINENT, 8.0), (Sort.PROVINCE, 5.3)):
        standing = np.where((sort == kind) & (standing < least), np.float32(least), standing)
    for row in gazetteer.own_rows:
        standing[row] = max(float(standing[row]), _CURATED.get(gazetteer.place(row).kind, 4.0))
    return standing.astype(np.float32)


def _parts(gazetteer: Gazetteer) -> dict[str, list[int]]:
    """Return further names of curated parts: 'Mosul (Old City)' is written 'Old City', 'Old City of Mosul'."""
    found: dict[str, list[int]] = {}
    for row in gazetteer.own_rows:
        match = _PART.fullmatch(gazetteer.place(row).name)
        if match and match[2][0].isupper() and gazetteer.place(row).parent_id:
            for name in (match[2], f"{match[2]} of {match[1]}", f"{match[1]} {match[2]}"):
                found.setdefault(fold(name), []).append(row)
    return found


def _is_curated(place: Place) -> bool:
    """Whether a place was put into the tables for its own sake, and is not a record of the world's lands."""
    return bool(place.country) and not place.place_id.startswith(("gn:", "ne:", "x-"))


def _sort_of(code: str) -> Sort:
    feature_class, _, feature = code.partition(".")
    if feature.startswith("PCL"):
        return Sort.COUNTRY
    if feature.startswith("CONT"):
        return Sort.CONTINENT
    if feature_class == "A":
        return Sort.PROVINCE if feature == "ADM1" else Sort.DISTRICT
    if feature_class == "P":
        return Sort.SETTLEMENT
    return Sort.NATURE if feature_class in "HTVUL" and feature_class else Sort.OTHER


def _rank_of(code: str) -> float:
    """Return how high a settlement stands: capital 4, seat of a province 3, of a district 2, other 1; else 0."""
    feature = code.partition(".")[2]
    ranks = {"PPLC": 4.0, "PPLA": 3.0, "PPLA2": 2.0, "PPLA3": 1.5, "PPLX": 0.5}
    return ranks.get(feature, 1.0 if code.startswith("P.") else 0.0)


class NameIndex:
    """Looks names up, and remembers what it found."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.table = PlaceTable(gazetteer)
        self._cache: dict[str, NameEntry | None] = {}
        self._older: dict[str, NameEntry | None] = {}
        self._reach: dict[str, Reach] = {}
        self._respelt_firsts: dict[str, bool] = {}
        self._spoken_of: dict[tuple[str, str], NameEntry | None] = {}
        self._words = Lexicon.load().words
        self._aliases = aliases()
        self._demonyms = demonyms()
        self._code = {code: number for number, code in enumerate(gazetteer.countries)}
        curated = np.zeros(len(gazetteer.columns), dtype=bool)
        curated[[row for row in gazetteer.own_rows if _is_curated(gazetteer.place(row))]] = True
        self._curated = curated
        theatre = np.isin(self.table.country, np.unique(self.table.country[curated]))
        is_large = self.table.log_population >= _RESPELT_STANDING
        may_be_respelt = (self.table.sort == Sort.COUNTRY) | curated | (theatre & is_large)
        self._may_be_respelt = may_be_respelt
        self._spellings = gazetteer.spelt_like(may_be_respelt)
        self._parts = _parts(gazetteer)
        self.country_count, self.unit_count = len(gazetteer.countries), len(gazetteer.units)
        self._others = {*self._parts, *self._demonyms, *map(fold, self._aliases)}
        self._other_beginnings = {n[: at + 1] for n in self._others for at, sign in enumerate(n) if sign == " "}
        lands = np.flatnonzero(self.table.sort == Sort.COUNTRY).tolist()
        self._country_rows = {int(self.table.country[row]): row for row in lands}

    def entry(self, key: str, text: str = "") -> NameEntry | None:
        """Return the entry of a folded name (`text`: as written, for short forms such as `Ky.`), None if unknown."""
        alias = text in self._aliases
        form = text if alias else key
        try:
            return self._cache[form]
        except KeyError:
            if len(self._cache) >= CACHE_ENTRIES:
                self._cache, self._older = {}, self._cache
            if len(form) > LONGEST_KEY:
                return None
            if form in self._older:
                self._cache[form] = self._older[form]
            else:
                self._cache[form] = self._alias(text) if alias else self._find(key)
            return self._cache[form]

    def reach(self, words: Sequence[str]) -> Reach:
        """Return whether names that `entry` knows, short forms or demonyms begin with folded words, or are them.

        Left to the caller are names with a head noun (`Mosul airport`) or a short form (`Sinjar Mt.`) as last word, and
        what begins with a word and `of`.
        """
        key = " ".join(words) if len(words) > 1 else words[0]
        found = self._reach.get(key)
        if found is None:
            if len(self._reach) >= CACHE_ENTRIES:
                self._reach.clear()
            found = self._reach[key] = self._find_reach(key, words)
        return found

    def _find_reach(self, key: str, words: Sequence[str]) -> Reach:
        if not _BASES.isdisjoint(words):
            return FURTHER
        found: Reach = NOT
        for form in self._beginnings(key, words):
            reach = self.gazetteer.reach(form) if form else FURTHER
            if reach == FURTHER or form + " " in self._other_beginnings:
                return FURTHER
            if reach or form in self._others:
                found = WHOLE
        if self._is_first_respelt(words[0]) and (len(words) == 1 or self._spellings.may_begin(key)):
            return FURTHER
        return found

    def _is_first_respelt(self, word: str) -> bool:
        found = self._respelt_firsts.get(word)
        if found is None:
            if len(self._respelt_firsts) >= CACHE_ENTRIES:
                self._respelt_firsts.clear()
            found = self._respelt_firsts[word] = self._spellings.may_begin(word)
        return found

    def _beginnings(self, key: str, words: Sequence[str]) -> Iterator[str]:
        """Yield the beginnings that `_variants` may give to a name that begins with `words`."""
        yield key
        rest = " ".join(words[1:])
        if words[0] == "the" or words[0] in _ARTICLES:
            yield rest
        if words[0] in LONG_FORMS:
            yield f"{LONG_FORMS[words[0]]} {rest}".strip()
        if words[1:2] == ["of"]:
            yield " ".join(words[2:])
        if words[0] not in self._words:
            yield "al " + key

    def demonym(self, key: str) -> NameEntry | None:
        """Return the entry of the land that a demonym speaks of (`iraqi` → Iraq), None if it is none."""
        target = self._demonyms.get(key)
        return self.demonym_of(target, key) if target else None

    def demonym_of(self, target: str, key: str) -> NameEntry | None:
        """Return the entry of a target of the word lists (a country code) as what the demonym `key` speaks of."""
        known = (target, key)
        if known not in self._spoken_of:
            if len(self._spoken_of) >= CACHE_ENTRIES:
                self._spoken_of.clear()
            rows = self._target(target)
            self._spoken_of[known] = self._describe(key, rows, "demonym") if rows else None
        return self._spoken_of[known]

    def is_demonym(self, key: str) -> bool:
        """Whether a folded word is a demonym."""
        return key in self._demonyms

    def is_common(self, word: str) -> bool:
        """Whether a folded word is known as a common word or a class word, such as `airport`."""
        info = self._words.get(word)
        return info is not None and bool(info.classes or info.rank < RARE)

    def _alias(self, text: str) -> NameEntry | None:
        target, needs = self._aliases[text]
        rows = self._target(target)
        key = fold(text)
        if not (text.isupper() or "." in text):
            rows = list(dict.fromkeys([*rows, *self.gazetteer.rows_of(key)]))
        return self._describe(text, rows, "short form", needs) if rows else self._find(key)

    def _target(self, target: str) -> list[int]:
        """Return the row of a target of the word lists: `=name`, `unit/country` or a country code."""
        if target.startswith("="):
            return self.gazetteer.rows_of(fold(target[1:]))[:1]
        name, _, code = target.rpartition("/")
        if not name:
            row = self._country_rows.get(self._code.get(code, -1))
            return [] if row is None else [row]
        number = self._code.get(code, -1)
        rows = [row for row in self.gazetteer.rows_of(fold(name)) if self.table.country[row] == number]
        return sorted(rows, key=lambda row: self.table.sort[row] != _PROVINCE)[:1]

    def _find(self, key: str) -> NameEntry | None:
        for variant, via in self._variants(key):
            if not (variant in self._parts or self.gazetteer.is_name(variant)):
                continue
            rows = [*self.gazetteer.rows_of(variant), *self._parts.get(variant, ())]
            if via == "water":
                rows = [row for row in rows if self.table.sort[row] == _NATURE]
            elif via == "unit":
                rows = [row for row in rows if self.table.sort[row] in (_DISTRICT, _PROVINCE)] or rows
            if rows:
                return self._describe(key, rows, via)
        return self._respelt(key)

    def _respelt(self, key: str) -> NameEntry | None:
        """Return the lands and the places of the curated countries whose names are the same in another spelling."""
        names = self._spellings.like(key) if len(key) > 4 else ()
        if not names or all(word in self._words for word in key.split(" ")):
            return None
        rows: dict[int, float] = {}
        for name in names:
            likeness = fuzz.ratio(key, name, score_cutoff=_LIKE_ENOUGH)
            if likeness >= _LIKE_ENOUGH:
                for row in self.gazetteer.rows_of(name):
                    if self._may_be_respelt[row]:
                        rows[row] = max(likeness, rows.get(row, 0.0))
        best = max(rows.values(), default=0.0)
        near = [row for row, likeness in rows.items() if likeness >= best - 5]
        return self._describe(key, near, "spelling") if near else None

    def _variants(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the forms under which a name may be listed, the likeliest first, and how each was made."""
        yield key, "name"
        words = key.split(" ")
        rest = " ".join(words[1:])
        if rest:
            if words[0] == "the":
                yield rest, "name"
            if words[0] in LONG_FORMS:
                yield f"{LONG_FORMS[words[0]]} {rest}", "name"
            if words[-1] in LONG_FORMS:
                yield " ".join([*words[:-1], LONG_FORMS[words[-1]]]), "name"
        if "air base" in key or "airbase" in key:
            yield (
                key.replace("air base", "airbase") if "air base" in key else key.replace("airbase", "air base"),
                "name",
            )
        if words[0] in _ARTICLES and rest:
            yield rest, "article"
        elif words[0] not in self._words:
            yield "al " + key, "article"
        last = self._words.get(words[-1])
        if rest and last and last.classes & _HEAD_WORDS:
            via = "unit" if last.classes & _UNIT_WORDS else "head" if last.classes & BIT["facility"] else "water"
            yield " ".join(words[:-1]), via
        if len(words) > 2 and words[1] == "of":
            yield " ".join(words[2:]), "unit"

    def _describe(self, key: str, rows: list[int], via: str, needs_place_before: bool = False) -> NameEntry:
        array = np.array(rows, dtype=np.int64)
        populations = self.table.log_population[array]
        if len(rows) > 1:
            order = np.argsort(-populations, kind="stable")[:MAX_PLACES]
            array, populations = array[order], populations[order]
        ranked, sizes = array.tolist(), populations.tolist()
        if via in ("short form", "demonym"):
            primary = [True] * len(ranked)
        else:
            forms = frozenset(form for form, _ in self._variants(key))
            primary = [self._is_primary(row, forms) for row in ranked]
        return NameEntry(
            key,
            array,
            via,
            needs_place_before,
            sizes[0],
            frozenset([_SORTS[sort] for sort in set(self.table.sort[array].tolist())]),
            self.table.country[array],
            self.table.admin1[array],
            np.array(primary, dtype=bool),
            any(self._curated[row] for row in ranked),
            sizes[primary.index(True)] if True in primary else -1.0,
        )

    def _is_primary(self, row: int, forms: frozenset[str]) -> bool:
        """Whether one of the forms is what the place is usually called, not an older or a foreign name."""
        usual = self.gazetteer.name(row)
        if usual.lower() in forms:  # which are folded
            return True
        name = fold(usual)
        return name in forms or name.rpartition(" ")[0] in forms

    def holding(self, outer: NameEntry, inner: NameEntry) -> list[int]:
        """Return the countries and provinces among the rows of `outer` that have a place of `inner` in them."""
        units = outer.rows[:6]
        sorts = self.table.sort[units].tolist()
        found: list[int] = []
        for row, sort, country, unit in zip(units.tolist(), sorts, outer.countries, outer.units, strict=False):
            if sort == _COUNTRY:
                same = inner.countries == country
            elif sort == _PROVINCE and unit:
                same = inner.units == unit
            else:
                continue
            if (same & (inner.rows != row)).any():
                found.append(row)
        return found
