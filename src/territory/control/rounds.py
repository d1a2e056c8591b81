"""The order in which the filter works: the n-th events of all places together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Ints
from territory.control.columns import NOBODY
from territory.control.theatre import Layout


@dataclass(frozen=True, slots=True)
class Rounds:
    """Events round by round, places with most events first.

    `slot` is where each event of the layout lies in this order; `place`, `gap` (days to the next event), `source`,
    `window`, `quiet` (nobody reports) and `rival` are the layout's fields in this order. `claim_before` and
    `claim_after` (-1: none) number, for each event of the layout, the claim events around it.
    """

    slot: Ints
    offsets: Ints
    place: Ints
    gap: Ints
    source: Ints
    window: Ints
    quiet: Bools
    rival: Ints
    claim_before: Ints
    claim_after: Ints

    @classmethod
    def of(cls, layout: Layout) -> Rounds:
        """Return the order of a layout's events."""
        counts = np.diff(layout.start)
        order = np.argsort(-counts, kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        number = np.arange(len(layout.day)) - layout.start[layout.place]
        sizes = np.bincount(number)
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        slot = offsets[number] + rank[layout.place]
        event = np.empty(len(slot), np.int64)
        event[slot] = np.arange(len(slot))
        gap = np.append(np.diff(layout.day), 0).astype(np.int32)
        return cls(
            slot,
            offsets,
            layout.place[event],
            gap[event],
            layout.source[event],
            layout.window[event],
            ~layout.reported_on[event],
            layout.rival[event],
            *_claim_neighbours(layout),
        )

    @property
    def count(self) -> int:
        """How many rounds there are."""
        return len(self.offsets) - 1

    def slots(self, number: int) -> slice:
        """Return where a round lies."""
        return slice(int(self.offsets[number]), int(self.offsets[number + 1]))


def _claim_neighbours(layout: Layout) -> tuple[Ints, Ints]:
    """For each event, the last claim event up to it, and the first one after it at the same place."""
    index = np.arange(len(layout.source))
    is_claim = layout.source != NOBODY
    before = np.maximum.accumulate(np.where(is_claim, index, 0))
    after = np.full(len(index), len(index), np.int64)
    after[:-1] = np.minimum.accumulate(np.where(is_claim, index, len(index))[::-1])[::-1][1:]
    end = layout.start[layout.place + 1]
    return before, np.where(after < end, after, -1)
