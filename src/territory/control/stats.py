"""Figures over time: how much each group holds, with a low and a high figure.

Geometry is measured once; a day costs a lookup. Each state adds its area, places and people on its first day and takes
them away on its end; a running sum over the days gives the figures.

| figure    | low                              | middle                           | high                         |
|-----------|----------------------------------|----------------------------------|------------------------------|
| area      | held, nowhere contested, at the  | held, contested or not; where    | held or contested by it, at  |
|           | shortest reach                   | places disagree, by their number | the longest reach            |
| places    | held, not contested              | held                             | held, or contested by it     |
| districts | held, nowhere contested          | most places inside held          | any place held, or contested |

Provinces, countries, rivers and other wide places are not counted as places.

Population is that of listed places with a figure, never the population under control: villages and the country are
not in it, and most figures are of one undated year. Where a place and a part of it both have a figure, only the
whole is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from territory.control.area_histories import AreaHistories
from territory.control.areas import WIDE, AreaSet
from territory.control.arrays import Floats, Ints
from territory.control.fronts import front_sums
from territory.control.histories import Histories
from territory.control.sums import RunningSums, StateTable
from territory.model import ActorCode, Place, PlaceId, PlaceKind

TOWNS = frozenset({PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.NEIGHBOURHOOD})

Sums = tuple[RunningSums, RunningSums, RunningSums]


class Band(NamedTuple):
    """A figure with its low and its high: each an array of groups by days."""

    low: Floats
    middle: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of every group on every day.

    Arrays have one row for each of `groups` and one column for each of `days`; `front_km` has one row for each pair
    of `rivals`. `districts` is None where no districts were given. `towns` counts the listed towns held (for
    `population`), `towns_without_population` those of them that have no figure. `painted_km2` is the ground that
    anybody holds.
    """

    days: tuple[date, ...]
    groups: tuple[ActorCode, ...]
    area_km2: Band
    places: Band
    districts: Band | None
    population: Ints
    towns: Ints
    towns_without_population: Ints
    rivals: tuple[tuple[ActorCode, ActorCode], ...]
    front_km: Floats
    painted_km2: Floats


class FigureMaker:
    """Figures of any days. What begins and ends is gathered once.

    Parameters
    ----------
    areas : AreaSet
        Cells or districts.
    area_histories : AreaHistories
        Their states.
    histories : Histories
        The states of the places.
    places : Mapping[PlaceId, Place]
        The places' records, for population.
    districts : AreaHistories, optional
        States of districts, for counting them. In districts mode, `area_histories` once more.
    """

    def __init__(
        self,
        areas: AreaSet,
        area_histories: AreaHistories,
        histories: Histories,
        places: Mapping[PlaceId, Place],
        districts: AreaHistories | None = None,
    ) -> None:
        self.groups = groups_of(histories)
        counted = {key: states for key, states in histories.items() if _is_point(places.get(key))}
        spoken = [area_histories.plainly(area.area_id) for area in areas]
        ground = StateTable.of(spoken, self.groups)
        held = StateTable.of(list(counted.values()), self.groups)
        sizes = np.array([(area.low_km2, area.km2, area.high_km2) for area in areas]).reshape(-1, 3)
        self._area = _shared_out(ground, sizes)
        self._places = _counted(held)
        self._districts = None
        if districts is not None:
            self._districts = _counted(StateTable.of([districts.plainly(key) for key in districts], self.groups))
        self._people = _people(held, [places.get(place_id) for place_id in counted], places)
        self._rivals, self._fronts = front_sums(areas.edges, ground, len(areas))
        rows = ground.held()
        nobody_in_particular = np.zeros(len(rows), dtype=np.int64)
        amount = sizes[ground.owner[rows], 1]
        self._painted = RunningSums(1, nobody_in_particular, ground.start[rows], ground.end[rows], amount)

    def figures(self, days: Iterable[date]) -> Figures:
        """Return the figures of the given days, in order of time, each day once."""
        chosen = tuple(sorted(set(days)))
        at = np.array([day.toordinal() for day in chosen], dtype=np.int64)
        population, towns, without = (np.rint(sums.on(at)).astype(np.int64) for sums in self._people)
        return Figures(
            days=chosen,
            groups=self.groups,
            area_km2=_band(self._area, at),
            places=_band(self._places, at),
            districts=_band(self._districts, at) if self._districts else None,
            population=population,
            towns=towns,
            towns_without_population=without,
            rivals=self._rivals,
            front_km=self._fronts.on(at),
            painted_km2=self._painted.on(at)[0],
        )


def groups_of(histories: Histories) -> tuple[ActorCode, ...]:
    """Return the codes of all who ever hold or contest a place, in order."""
    named = {code for states in histories.values() for state in states for code in (state.actor, state.contested_by)}
    return tuple(sorted(code for code in named if code is not None))


def _band(sums: Sums, at: Ints) -> Band:
    low, middle, high = (part.on(at) for part in sums)
    return Band(low, middle, high)


def _shared_out(table: StateTable, sizes: Floats) -> Sums:
    """Return the ground of each group: low, middle, high."""
    firm = table.undisputed()
    row, group = table.claimants()
    middle = sizes[table.owner[table.share_row], 1] * table.share
    return (
        table.sums(firm, table.actor[firm], sizes[table.owner[firm], 0]),
        table.sums(table.share_row, table.share_group, middle),
        table.sums(row, group, sizes[table.owner[row], 2]),
    )


def _counted(table: StateTable) -> Sums:
    """Return how many places or districts each group has: low, middle, high."""
    firm, held = table.undisputed(), table.held()
    row, group = table.claimants()
    return (
        table.sums(firm, table.actor[firm], np.ones(len(firm))),
        table.sums(held, table.actor[held], np.ones(len(held))),
        table.sums(row, group, np.ones(len(row))),
    )


def _people(table: StateTable, owners: Sequence[Place | None], places: Mapping[PlaceId, Place]) -> Sums:
    """Return the population of listed towns, the towns, and the towns without a figure."""
    counts = [place is not None and _counts_as_town(place, places) for place in owners]
    figure = np.array([np.nan if place is None or place.population is None else place.population for place in owners])
    rows = table.held()
    rows = rows[np.array(counts, dtype=bool)[table.owner[rows]]]
    actor, people = table.actor[rows], figure[table.owner[rows]]
    return (
        table.sums(rows, actor, np.nan_to_num(people)),
        table.sums(rows, actor, np.ones(len(rows))),
        table.sums(rows, actor, np.isnan(people).astype(np.float64)),
    )


def _is_point(place: Place | None) -> bool:
    """Whether a place is counted as one: a province or a country is not."""
    return place is None or place.kind not in WIDE


def _counts_as_town(place: Place, places: Mapping[PlaceId, Place]) -> bool:
    """Whether a place is a town, or a district that stands for its seat, and no part of a whole that counts."""
    if place.kind not in TOWNS and not (place.kind is PlaceKind.DISTRICT and place.population is not None):
        return False
    seen = {place.place_id}
    parent = places.get(place.parent_id) if place.parent_id else None
    while parent is not None and parent.place_id not in seen:
        if parent.kind in TOWNS and parent.population is not None:
            return False
        seen.add(parent.place_id)
        parent = places.get(parent.parent_id) if parent.parent_id else None
    return True
