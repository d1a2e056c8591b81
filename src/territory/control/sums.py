"""States as columns, and amounts that begin and end on days, summed for many days at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from territory.control.area_histories import AreaState
from territory.control.arrays import Bools, Floats, Ints
from territory.model import ActorCode, ControlState, ControlStatus

FOREVER = 4_000_000  # beyond the ordinal of the calendar's last day
NOBODY = -1

States = Sequence[ControlState] | Sequence[AreaState]


@dataclass(frozen=True, slots=True)
class StateTable:
    """States as columns, one row each: in order of owner, then time.

    `owner` is the number of the place or area; `start` and `end` are ordinals of days (end excluded); `actor` and
    `rival` are numbers of `groups`, or `NOBODY`. `share_row`, `share_group` and `share` say which part of each row's
    owner each group holds: one whole share where all places inside agree.
    """

    groups: tuple[ActorCode, ...]
    owner: Ints
    start: Ints
    end: Ints
    actor: Ints
    rival: Ints
    disputed: Bools
    share_row: Ints
    share_group: Ints
    share: Floats

    @classmethod
    def of(cls, owners: Iterable[States], groups: Sequence[ActorCode]) -> StateTable:
        """Return the states of each owner as a table. `groups` must name every holder and rival."""
        number: dict[ActorCode | None, int] = {group: index for index, group in enumerate(groups)}
        number[None] = NOBODY
        listed = [(index, state) for index, states in enumerate(owners) for state in states]
        rows = [
            (
                index,
                state.interval.start.toordinal(),
                state.interval.end.toordinal() if state.interval.end else FOREVER,
                number[state.actor],
                number[state.contested_by],
                state.status is ControlStatus.CONTESTED,
            )
            for index, state in listed
        ]
        owner, start, end, actor, rival, disputed = np.array(rows, dtype=np.int64).reshape(-1, 6).T
        split = [
            (row, number[group], count / sum(n for _, n in state.shares))
            for row, (_, state) in enumerate(listed)
            if isinstance(state, AreaState) and len(state.shares) > 1
            for group, count in state.shares
        ]
        parts = np.array(split, dtype=np.float64).reshape(-1, 3)
        whole = actor != NOBODY
        whole[parts[:, 0].astype(np.int64)] = False
        alone = np.flatnonzero(whole)
        return cls(
            groups=tuple(groups),
            owner=owner,
            start=start,
            end=end,
            actor=actor,
            rival=rival,
            disputed=disputed.astype(bool),
            share_row=np.concatenate([alone, parts[:, 0].astype(np.int64)]),
            share_group=np.concatenate([actor[alone], parts[:, 1].astype(np.int64)]),
            share=np.concatenate([np.ones(len(alone)), parts[:, 2]]),
        )

    def sums(self, row: Ints, group: Ints, amount: Floats) -> RunningSums:
        """Return the sums by group of amounts that last as long as the given rows."""
        return RunningSums(len(self.groups), group, self.start[row], self.end[row], amount)

    def held(self) -> Ints:
        """Return the rows with a holder."""
        return np.flatnonzero(self.actor != NOBODY)

    def undisputed(self) -> Ints:
        """Return the rows with a holder whom nobody contests."""
        return np.flatnonzero((self.actor != NOBODY) & ~self.disputed)

    def claimants(self) -> tuple[Ints, Ints]:
        """Return (row, group) for each group that holds or contests any part, each pair once."""
        contested = np.flatnonzero(self.rival != NOBODY)
        row = np.concatenate([self.share_row, contested])
        group = np.concatenate([self.share_group, self.rival[contested]])
        pairs = np.unique(row * len(self.groups) + group) if len(row) else row
        return pairs // max(len(self.groups), 1), pairs % max(len(self.groups), 1)


@dataclass(frozen=True, slots=True)
class RunningSums:
    """What begins and ends: row, first day, end and amount of each. `rows` is the number of rows."""

    rows: int
    row: Ints
    start: Ints
    end: Ints
    amount: Floats

    @classmethod
    def none(cls, rows: int = 0) -> RunningSums:
        """Return sums of nothing."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(rows, empty, empty, empty, np.zeros(0))

    def on(self, days: Ints) -> Floats:
        """Return the sum of each row (first axis) on each of `days` (second axis): ordinals in order of time."""
        columns = len(days) + 1
        first = np.searchsorted(days, self.start)
        after = np.searchsorted(days, self.end)
        places = np.concatenate([self.row * columns + first, self.row * columns + after])
        changes = np.concatenate([self.amount, -self.amount])
        table = np.bincount(places, weights=changes, minlength=self.rows * columns).reshape(self.rows, columns)
        return np.asarray(np.round(table.cumsum(axis=1)[:, :-1], 6) + 0.0, dtype=np.float64)
