"""What speaks for each candidate place of each name of a document, as rows of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.names import PlaceTable, Sort
from territory.extract.toponyms.senses import Sense

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MAX_ANCHORS = 300
REACHES_KM = (25.0, 100.0, 400.0)
_EARTH_KM = 6371.0
_VIA = {
    "name": 0.0,
    "article": 1.0,
    "unit": 2.0,
    "head": 3.0,
    "water": 3.0,
    "short form": 4.0,
    "demonym": 5.0,
    "spelling": 6.0,
}
_SORTS = (Sort.SETTLEMENT, Sort.DISTRICT, Sort.PROVINCE, Sort.COUNTRY, Sort.CONTINENT, Sort.NATURE, Sort.OTHER)
_AREAS = (int(Sort.PROVINCE), int(Sort.COUNTRY), int(Sort.CONTINENT))

STATIC = (
    "log_population",
    "population_gap",
    "population_rank",
    "log_candidates",
    *(sort.name.lower() for sort in _SORTS),
    "rank",
    "is_primary",
    "home",
    "home_known",
    "inside",
    "unit_cue",
    "town_cue",
    "nature_cue",
    "via",
    "mentions",
    "position",
    "log_senses",
    "theatre",
)
DYNAMIC = (
    "prior",
    "country_share",
    "country_weight",
    "country_named",
    "unit_share",
    "unit_weight",
    "unit_named",
    "focus",
    "district_named",
    "close_25",
    "close_100",
    "close_400",
    "closest_25",
    "closest_100",
    "near_100",
    "beside_100",
    "close_gap",
    "country_gap",
    "unit_gap",
)
NAMES = (*STATIC, *DYNAMIC)
"""Names of the columns, in order."""


@dataclass(frozen=True, slots=True)
class Group:
    """The country or unit of each candidate, renumbered from 0 to `size`."""

    number: NDArray[np.intp]
    size: int
    is_known: Flags

    @classmethod
    def of(cls, values: NDArray[np.integer]) -> Group:
        """Renumber values; 0 stands for none."""
        distinct, number = np.unique(values, return_inverse=True)
        return cls(number, len(distinct), np.asarray(values > 0))


@dataclass(frozen=True)
class Candidates:
    """All candidates of all senses, one after another: `rows[i]` is a gazetteer row of sense `sense[i]`."""

    senses: Sequence[Sense]
    rows: NDArray[np.int64]
    sense: NDArray[np.int64]
    starts: NDArray[np.int64]
    static: Floats
    _groups: list[Group] = field(default_factory=list)

    def groups(self, table: PlaceTable) -> tuple[Group, Group, Group]:
        """Return the countries, the first-order and the second-order units of the candidates."""
        if not self._groups:
            for column in (table.country, table.admin1, table.admin2):
                self._groups.append(Group.of(column[self.rows]))
        return self._groups[0], self._groups[1], self._groups[2]

    def best_in_sense(self, values: Floats) -> Floats:
        """Return for each candidate the highest value within its sense."""
        best: Floats = np.maximum.reduceat(values, self.starts)[self.sense]
        return best

    def normalised(self, values: Floats) -> Floats:
        """Return positive values divided by their sum within each sense."""
        shares: Floats = values / np.add.reduceat(values, self.starts)[self.sense]
        return shares


def gather(senses: Sequence[Sense], table: PlaceTable, theatre: NDArray[np.bool_], home: Floats) -> Candidates:
    """Return the candidates of the senses (at least one) with what can be said of each before looking at the others.

    `theatre` and `home` hold a value for each country: whether it is in the theatre, and how far the words of the
    report sound like its English.
    """
    sizes = [len(sense.entry.rows) for sense in senses]
    rows = np.concatenate([sense.entry.rows for sense in senses])
    number = np.repeat(np.arange(len(senses)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    population = table.log_population[rows].astype(np.float64)
    top = np.maximum.reduceat(population, starts)
    order = np.arange(len(rows)) - starts[number]
    sort = table.sort[rows]
    per_sense = np.array(
        [
            (
                np.log1p(len(sense.entry.rows)),
                float(sense.unit_cue),
                float(sense.town_cue),
                float(sense.nature_cue),
                _VIA[sense.entry.via],
                np.log1p(len(sense.mentions)),
                sense.position,
            )
            for sense in senses
        ]
    )[number]
    static = np.column_stack(
        [
            population,
            population - top[number],
            np.log1p(order),
            per_sense[:, 0],
            *((sort == kind).astype(float) for kind in _SORTS),
            table.rank[rows],
            np.concatenate([sense.entry.is_primary for sense in senses]).astype(float),
            home[table.country[rows]],
            np.full(len(rows), home.max() - np.median(home)),
            _inside(senses, rows, starts, table),
            per_sense[:, 1:],
            np.full(len(rows), np.log1p(len(senses))),
            theatre[table.country[rows]].astype(float),
        ]
    )
    return Candidates(senses, rows, number, starts, static)


def _inside(senses: Sequence[Sense], rows: NDArray[np.int64], starts: NDArray[np.int64], table: PlaceTable) -> Floats:
    """Return 1 for candidates in the unit that the text names beside them, -1 for the others, 0 where it names none."""
    found = np.zeros(len(rows))
    for sense, start in zip(senses, starts.tolist(), strict=True):
        if not sense.inside:
            continue
        own = slice(start, start + len(sense.entry.rows))
        match = np.zeros(len(sense.entry.rows), dtype=bool)
        for unit in sense.inside:
            if table.sort[unit] == Sort.COUNTRY:
                match |= table.country[rows[own]] == table.country[unit]
            else:
                match |= table.admin1[rows[own]] == table.admin1[unit]
        found[own] = np.where(match, 1.0, -1.0)
    return found


def first_guess(candidates: Candidates, table: PlaceTable) -> Floats:
    """Return shares by population alone, lands and provinces first, where the text names no unit."""
    rows = candidates.rows
    size = (10.0 ** table.log_population[rows] + 300.0) ** 0.7
    size = size * np.where(
        table.sort[rows] == Sort.COUNTRY, 20.0, np.where(table.sort[rows] == Sort.PROVINCE, 4.0, 1.0)
    )
    inside = candidates.static[:, STATIC.index("inside")]
    return candidates.normalised((size * np.where(inside < 0, 0.01, 1.0)).astype(np.float64))


def weigh(candidates: Candidates, table: PlaceTable, belief: Floats) -> Floats:
    """Return the full rows of `NAMES`, given how far each candidate is believed so far."""
    weights = np.array([sense.weight * (0.6 if sense.is_demonym else 1.0) for sense in candidates.senses])
    weights = weights * (1.0 + 0.5 * np.log(np.array([len(sense.mentions) for sense in candidates.senses])))
    rows = candidates.rows
    sort = table.sort[rows]
    lands, units, districts = candidates.groups(table)
    every = np.ones(len(rows), dtype=bool)
    country = _support(candidates, lands, belief, weights, every)
    unit = _support(candidates, units, belief, weights, every)
    named_unit = _support(candidates, units, belief, weights, sort == Sort.PROVINCE)
    named_country = _support(candidates, lands, belief, weights, sort == Sort.COUNTRY)
    district = _support(candidates, districts, belief, weights, sort == Sort.DISTRICT)
    total = country.total
    close = _closeness(candidates, table, belief, weights)
    columns = [
        belief,
        country.share,
        np.log1p(country.weight),
        np.log1p(named_country.weight),
        unit.share,
        np.log1p(unit.weight),
        np.log1p(named_unit.weight),
        np.log1p(total),
        np.log1p(district.weight),
        *close,
        candidates.best_in_sense(close[1]) - close[1],
        candidates.best_in_sense(country.weight) - country.weight,
        candidates.best_in_sense(unit.weight) - unit.weight,
    ]
    return np.column_stack([candidates.static, *columns])


@dataclass(frozen=True, slots=True)
class _Support:
    weight: Floats
    share: Floats
    total: Floats


def _support(candidates: Candidates, group: Group, belief: Floats, weights: Floats, counts: Flags) -> _Support:
    """Return how much the other senses speak for the group (country, unit) of each candidate."""
    flat = candidates.sense * group.size + group.number
    mass = np.where(counts & group.is_known, belief * weights[candidates.sense], 0.0)
    table = np.bincount(flat, mass, minlength=len(candidates.senses) * group.size).reshape(-1, group.size)
    others = table.sum(axis=0)[None, :] - table
    whole = others.sum(axis=1)[candidates.sense]
    weight = np.where(group.is_known, others[candidates.sense, group.number], 0.0)
    return _Support(weight, weight / (whole + 1e-9), whole)


def _closeness(candidates: Candidates, table: PlaceTable, belief: Floats, weights: Floats) -> list[Floats]:
    """Return how close each candidate lies to what the other names may mean, summed and at best, at three reaches."""
    rows, sense = candidates.rows, candidates.sense
    size = len(rows)
    is_point = ~np.isin(table.sort[rows], _AREAS)
    anchors = np.flatnonzero(is_point & (belief > 0.03))
    if len(anchors) > MAX_ANCHORS:
        strongest = np.argsort(-(belief * weights[sense])[anchors], kind="stable")[:MAX_ANCHORS]
        anchors = np.sort(anchors[strongest])
    if not len(anchors):
        return [np.zeros(size)] * 7
    owners = sense[anchors]
    firsts = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
    groups = owners[firsts]
    chord = 2.0 - 2.0 * (table.vectors[rows] @ table.vectors[rows[anchors]].T)
    square_km = np.maximum(chord, 0.0) * _EARTH_KM**2
    own = sense[:, None] == groups[None, :]
    sums: list[Floats] = []
    tops: list[Floats] = []
    middle = np.zeros((size, len(groups)))
    for reach in REACHES_KM:
        kernel = np.maximum.reduceat(belief[anchors] / (1.0 + square_km / reach**2), firsts, axis=1)
        kernel[own] = 0.0
        sums.append(kernel @ weights[groups])
        tops.append((kernel * np.minimum(weights[groups], 1.0)).max(axis=1))
        middle = kernel if reach == REACHES_KM[1] else middle
    near, beside = _at_neighbours(candidates, middle, groups)
    return [*(np.log1p(total) for total in sums), tops[0], tops[1], near, beside]


def _at_neighbours(candidates: Candidates, kernel: Floats, groups: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the closeness to the senses that stand near and beside each one in the text."""
    column = {int(group): index for index, group in enumerate(groups)}
    near, beside = np.zeros(len(candidates.rows)), np.zeros(len(candidates.rows))
    bounds = [*candidates.starts.tolist(), len(candidates.rows)]
    for number, sense in enumerate(candidates.senses):
        own = slice(bounds[number], bounds[number + 1])
        for target, others in ((near, sense.near), (beside, sense.beside)):
            columns = [column[other] for other in others if other in column]
            if columns:
                target[own] = kernel[own][:, columns].max(axis=1)
    return near, beside
