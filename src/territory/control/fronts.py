"""Fronts: the edges between areas of different holders.

Which edge is a front on a day is a lookup; for many days, both sides' changes are put in order of time and summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from territory.control.area_histories import AreaHistories
from territory.control.areas import AreaSet, Edges
from territory.control.arrays import Ints
from territory.control.sums import FOREVER, NOBODY, RunningSums, StateTable
from territory.model import ActorCode

_DAY_BITS = 23
_DAY_MASK = (1 << _DAY_BITS) - 1


@dataclass(frozen=True, slots=True)
class Front:
    """The line between two areas of different holders on a day. `left` and `right` are the holders' codes, sorted."""

    left: ActorCode
    right: ActorCode
    left_area: str
    right_area: str
    line: Any
    km: float


def fronts(areas: AreaSet, histories: AreaHistories, valid_on: date) -> tuple[Front, ...]:
    """Return the fronts of a day, by rivals and areas."""
    holders = [state.actor if (state := histories.at(area.area_id, valid_on)) else None for area in areas]
    found = []
    for index in range(len(areas.edges)):
        left, right = int(areas.edges.left[index]), int(areas.edges.right[index])
        one, other = holders[left], holders[right]
        if one is None or other is None or one == other:
            continue
        if other < one:
            left, right, one, other = right, left, other, one
        found.append(
            Front(
                one, other, areas[left].area_id, areas[right].area_id, areas.edges.lines[index],
                float(areas.edges.km[index]),
            )
        )  # fmt: skip
    return tuple(
        sorted(found, key=lambda front: (front.left, front.right, front.left_area, front.right_area, front.km))
    )


def front_sums(
    edges: Edges, table: StateTable, areas: int
) -> tuple[tuple[tuple[ActorCode, ActorCode], ...], RunningSums]:
    """Return the pairs of rivals that ever face each other, and the length of front of each pair as running sums.

    An edge can only become or cease to be a front on a day on which one of its two areas changes. Those days are
    looked at for all edges together.
    """
    moments, holders = _changes(table)
    if len(edges) == 0 or len(moments) == 0:
        return (), RunningSums.none()
    edge, day = _days_of_edges(edges, moments, areas)
    left = _holder_at(moments, holders, edges.left[edge], day)
    right = _holder_at(moments, holders, edges.right[edge], day)
    until = np.full(len(day), FOREVER, dtype=np.int64)
    same_edge = edge[1:] == edge[:-1]
    until[:-1][same_edge] = day[1:][same_edge]
    is_front = (left != NOBODY) & (right != NOBODY) & (left != right) & (until > day)
    low, high = np.minimum(left, right)[is_front], np.maximum(left, right)[is_front]
    numbers, row = np.unique(low * len(table.groups) + high, return_inverse=True)
    codes = [divmod(int(number), len(table.groups)) for number in numbers]
    pairs = tuple((table.groups[one], table.groups[other]) for one, other in codes)
    sums = RunningSums(len(pairs), row.astype(np.int64), day[is_front], until[is_front], edges.km[edge[is_front]])
    return pairs, sums


def _changes(table: StateTable) -> tuple[Ints, Ints]:
    """Return each change of an area as a sortable moment (area × 2²³ + day), and who holds it from then on."""
    begins = (table.owner << _DAY_BITS) + table.start
    ends = (table.owner << _DAY_BITS) + table.end
    is_last = np.ones(len(ends), dtype=bool)
    is_last[:-1] = ends[:-1] != begins[1:]
    moments = np.concatenate([begins, ends[is_last]])
    holders = np.concatenate([table.actor, np.full(int(is_last.sum()), NOBODY)])
    order = np.argsort(moments, kind="stable")
    return moments[order], holders[order]


def _days_of_edges(edges: Edges, moments: Ints, areas: int) -> tuple[Ints, Ints]:
    """Return (edge, day) for each day on which one side of an edge changes, in order, each once."""
    first = np.searchsorted(moments >> _DAY_BITS, np.arange(areas + 1))
    count = np.diff(first)
    found = []
    for side in (edges.left, edges.right):
        repeats = count[side]
        edge = np.repeat(np.arange(len(side)), repeats)
        within = np.arange(len(edge)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        day = moments[np.repeat(first[:-1][side], repeats) + within] & _DAY_MASK
        found.append((edge << _DAY_BITS) + day)
    together = np.sort(np.concatenate(found))
    once = np.ones(len(together), dtype=bool)
    once[1:] = together[1:] != together[:-1]
    return together[once] >> _DAY_BITS, together[once] & _DAY_MASK


def _holder_at(moments: Ints, holders: Ints, area: Ints, day: Ints) -> Ints:
    """Return who holds each area on each day."""
    index = np.searchsorted(moments, (area << _DAY_BITS) + day, side="right") - 1
    known = (index >= 0) & (moments[np.maximum(index, 0)] >> _DAY_BITS == area)
    return np.where(known, holders[np.maximum(index, 0)], NOBODY)
