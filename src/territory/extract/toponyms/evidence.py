"""What speaks for each candidate place of each name of a document, as rows of numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.names import PlaceTable, Sort
from territory.extract.toponyms.senses import Sense

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MAX_ANCHORS = 300
REACHES_KM = (25.0, 100.0, 400.0)
_SQUARE_REACHES = np.array(REACHES_KM)[:, None, None] ** 2
_FIRST = np.zeros(1, dtype=np.intp)
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
_SORTS_COLUMN = np.array([int(sort) for sort in _SORTS])[:, None]
_COUNTRY, _PROVINCE, _DISTRICT = int(Sort.COUNTRY), int(Sort.PROVINCE), int(Sort.DISTRICT)
_CONTINENT = int(Sort.CONTINENT)

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
    cell: NDArray[np.intp]
    """Where a candidate stands in a table of senses and groups."""

    @classmethod
    def of(cls, values: NDArray[np.integer], sense: NDArray[np.int64]) -> Group:
        """Renumber values; 0 stands for none."""
        listed = values.tolist()
        place = {value: number for number, value in enumerate(sorted(set(listed)))}
        number = np.array([place[value] for value in listed], dtype=np.intp)
        return cls(number, len(place), np.asarray(values > 0), sense * len(place) + number)


@dataclass(frozen=True)
class Candidates:
    """All candidates of all senses, one after another: `rows[i]` is a gazetteer row of sense `sense[i]`."""

    senses: Sequence[Sense]
    rows: NDArray[np.int64]
    sense: NDArray[np.int64]
    starts: NDArray[np.int64]
    static: Floats
    """Shape (len(STATIC), rows)."""
    table: PlaceTable

    @cached_property
    def groups(self) -> tuple[Group, Group, Group]:
        """The countries, the first-order and the second-order units of the candidates."""
        columns = (self.table.country, self.table.admin1, self.table.admin2)
        lands, units, districts = (Group.of(column[self.rows], self.sense) for column in columns)
        return lands, units, districts

    @cached_property
    def sort(self) -> NDArray[np.int8]:
        """What each candidate is (see `Sort`)."""
        return self.table.sort[self.rows]

    @cached_property
    def is_point(self) -> Flags:
        """Which of them are no lands, provinces or continents."""
        found: Flags = (self.sort != _PROVINCE) & (self.sort != _COUNTRY) & (self.sort != _CONTINENT)
        return found

    @cached_property
    def vectors(self) -> Floats:
        """Where they lie, on a globe of radius 1."""
        return self.table.vectors[self.rows]

    @cached_property
    def weights(self) -> Floats:
        """How much each sense says about the others: by how sure it is that it is a name, and how often it stands."""
        told = [
            sense.weight * (0.6 if sense.is_demonym else 1.0) * (1.0 + 0.5 * math.log(len(sense.mentions)))
            for sense in self.senses
        ]
        return np.array(told)

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
    number = np.array(range(len(senses))).repeat(sizes)
    starts = np.array([0, *accumulate(sizes[:-1])], dtype=np.int64)
    population = table.log_population[rows].astype(np.float64)
    sort = table.sort[rows]
    country = table.country[rows]
    per_sense = np.array(
        [
            (
                math.log1p(size),
                sense.unit_cue,
                sense.town_cue,
                sense.nature_cue,
                _VIA[sense.entry.via],
                math.log1p(len(sense.mentions)),
                sense.position,
            )
            for sense, size in zip(senses, sizes, strict=True)
        ],
        dtype=np.float64,
    ).T[:, number]
    static = np.empty((len(STATIC), len(rows)))
    static[0] = population
    static[1] = population - np.maximum.reduceat(population, starts)[number]
    static[2] = np.log1p(np.array(range(len(rows))) - starts[number])
    static[3] = per_sense[0]
    static[4:11] = sort == _SORTS_COLUMN
    static[11] = table.rank[rows]
    static[12] = np.concatenate([sense.entry.is_primary for sense in senses])
    static[13] = home[country]
    static[14] = home.max() - np.median(home)
    static[15] = _inside(senses, rows, starts, table)
    static[16:22] = per_sense[1:]
    static[22] = math.log1p(len(senses))
    static[23] = theatre[country]
    return Candidates(senses, rows, number, starts, static, table)


def _inside(senses: Sequence[Sense], rows: NDArray[np.int64], starts: NDArray[np.int64], table: PlaceTable) -> Floats:
    """Return 1 for candidates in the unit that the text names beside them, -1 for the others, 0 where it names none."""
    found = np.zeros(len(rows))
    for sense, start in zip(senses, starts.tolist(), strict=True):
        if not sense.inside:
            continue
        own = slice(start, start + len(sense.entry.rows))
        match = np.zeros(len(sense.entry.rows), dtype=bool)
        for unit in sense.inside:
            if table.sort[unit] == _COUNTRY:
                match |= table.country[rows[own]] == table.country[unit]
            else:
                match |= table.admin1[rows[own]] == table.admin1[unit]
        found[own] = np.where(match, 1.0, -1.0)
    return found


def first_guess(candidates: Candidates) -> Floats:
    """Return shares by population alone, lands and provinces first, where the text names no unit."""
    sort = candidates.sort
    size = (10.0 ** candidates.table.log_population[candidates.rows] + 300.0) ** 0.7
    size = size * np.where(sort == _COUNTRY, 20.0, np.where(sort == _PROVINCE, 4.0, 1.0))
    inside = candidates.static[STATIC.index("inside")]
    return candidates.normalised((size * np.where(inside < 0, 0.01, 1.0)).astype(np.float64))


def weigh(candidates: Candidates, belief: Floats) -> Floats:
    """Return the full rows of `NAMES`, given how far each candidate is believed so far."""
    sort = candidates.sort
    lands, units, districts = candidates.groups
    mass = belief * candidates.weights[candidates.sense]
    country, country_total = _support(candidates, lands, mass)
    unit, unit_total = _support(candidates, units, mass)
    lines = np.zeros((len(NAMES), len(sort)))
    lines[: len(STATIC)] = candidates.static
    dynamic = lines[len(STATIC) :]
    dynamic[0] = belief
    dynamic[1] = country / (country_total + 1e-9)
    dynamic[2] = country
    dynamic[3] = _named(candidates, lands, mass, sort == _COUNTRY)
    dynamic[4] = unit / (unit_total + 1e-9)
    dynamic[5] = unit
    dynamic[6] = _named(candidates, units, mass, sort == _PROVINCE)
    dynamic[7] = country_total
    dynamic[8] = _named(candidates, districts, mass, sort == _DISTRICT)
    _put_closeness(dynamic[9:16], candidates, belief)
    for line in (2, 3, 5, 6, 7, 8, 9, 10, 11):
        np.log1p(dynamic[line], out=dynamic[line])
    dynamic[16] = candidates.best_in_sense(dynamic[10]) - dynamic[10]
    dynamic[17] = candidates.best_in_sense(country) - country
    dynamic[18] = candidates.best_in_sense(unit) - unit
    return lines.T


def _support(candidates: Candidates, group: Group, mass: Floats) -> tuple[Floats, Floats]:
    """Return how much the other senses speak for the group (country, unit) of each candidate, and for all groups."""
    table = _table(candidates, group, mass)
    total = table.sum(axis=0)
    weight = np.where(group.is_known, total[group.number] - table.ravel()[group.cell], 0.0)
    return weight, (total - table).sum(axis=1)[candidates.sense]


def _named(candidates: Candidates, group: Group, mass: Floats, counts: Flags) -> Floats | float:
    """Return how much other senses speak for the group of each candidate, only those counted that name a group."""
    if not counts.any():
        return 0.0
    table = _table(candidates, group, np.where(counts, mass, 0.0))
    weight: Floats = np.where(group.is_known, table.sum(axis=0)[group.number] - table.ravel()[group.cell], 0.0)
    return weight


def _table(candidates: Candidates, group: Group, mass: Floats) -> Floats:
    """Return the mass of each sense (rows) in each group (columns)."""
    size = len(candidates.senses) * group.size
    counted: Floats = np.bincount(group.cell, np.where(group.is_known, mass, 0.0), minlength=size).astype(
        np.float64, copy=False
    )
    return counted.reshape(-1, group.size)


def _put_closeness(lines: Floats, candidates: Candidates, belief: Floats) -> None:
    """Put how close each candidate lies to what the other names may mean, summed and at best, at three reaches."""
    sense, weights, vectors = candidates.sense, candidates.weights, candidates.vectors
    anchors = np.flatnonzero(candidates.is_point & (belief > 0.03))
    if len(anchors) > MAX_ANCHORS:
        strongest = np.argsort(-(belief * weights[sense])[anchors], kind="stable")[:MAX_ANCHORS]
        anchors = np.sort(anchors[strongest])
    if not len(anchors):
        return
    owners = sense[anchors]
    firsts = np.concatenate([_FIRST, np.flatnonzero(owners[1:] != owners[:-1]) + 1])
    groups = owners[firsts]
    weight = weights[groups]
    square_km = np.maximum(2.0 - 2.0 * (vectors @ vectors[anchors].T), 0.0) * _EARTH_KM**2
    kernels = np.maximum.reduceat(belief[anchors] / (1.0 + square_km / _SQUARE_REACHES), firsts, axis=2)
    kernels[:, sense[:, None] == groups] = 0.0
    lines[:3] = kernels @ weight
    lines[3:5] = (kernels[:2] * np.minimum(weight, 1.0)).max(axis=2)
    _put_neighbours(lines[5], lines[6], candidates, kernels[1], groups)


def _put_neighbours(
    near: Floats, beside: Floats, candidates: Candidates, kernel: Floats, groups: NDArray[np.int64]
) -> None:
    """Put the closeness to the senses that stand near and beside each one in the text."""
    column = {group: index for index, group in enumerate(groups.tolist())}
    bounds = [*candidates.starts.tolist(), len(candidates.rows)]
    for number, sense in enumerate(candidates.senses):
        own = slice(bounds[number], bounds[number + 1])
        for target, others in ((near, sense.near), (beside, sense.beside)):
            columns = [column[other] for other in others if other in column]
            if columns:
                target[own] = kernel[own, columns[0]] if len(columns) == 1 else kernel[own][:, columns].max(axis=1)
