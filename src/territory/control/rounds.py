"""The order in which the filter works: block by block of places, and in a block the n-th events of all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Bools, Ints
from territory.control.columns import NOBODY
from territory.control.theatre import Layout


@dataclass(frozen=True, slots=True)
class Block:
    """Places that go through all their rounds together. `offsets` are where its rounds begin, and where it ends."""

    places: Ints
    offsets: tuple[int, ...]

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return len(self.offsets) - 1

    @property
    def start(self) -> int:
        """Its first slot."""
        return self.offsets[0]

    def __len__(self) -> int:
        return self.offsets[-1] - self.offsets[0]

    def slots(self, number: int) -> slice:
        """Return where a round lies; an empty slice after the last."""
        if number >= self.rounds:
            return slice(self.offsets[-1], self.offsets[-1])
        return slice(self.offsets[number], self.offsets[number + 1])


@dataclass(frozen=True, slots=True)
class Rounds:
    """Events block by block, in a block round by round, places with most events first, so that a round is a slice.

    `slot` is where each event of the layout lies in this order; `place`, `gap` (days to the next event), `source`,
    `window`, `quiet` (nobody reports) and `rival` are the layout's fields in this order. `claim_before` and
    `claim_after` (-1: none) number, for each event of the layout, the claim events around it.
    """

    blocks: tuple[Block, ...]
    slot: Ints
    place: Ints
    gap: Ints
    source: Ints
    window: Ints
    quiet: Bools
    rival: Ints
    claim_before: Ints
    claim_after: Ints

    @classmethod
    def of(cls, layout: Layout, size: int) -> Rounds:
        """Return the order of a layout's events with so many places in a block."""
        counts = np.diff(layout.start)
        order = np.argsort(-counts, kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        longest = int(counts.max(initial=0))
        number = np.arange(len(layout.day)) - layout.start[layout.place]
        at = rank[layout.place]
        group = at // size * longest + number
        sizes = np.bincount(group, minlength=-(-len(order) // size) * longest)
        offsets = np.cumsum(sizes) - sizes
        slot = (offsets[group] + at % size).astype(np.int32)
        event = np.empty(len(slot), np.int32)
        event[slot] = np.arange(len(slot), dtype=np.int32)
        gap = np.append(np.diff(layout.day), 0).astype(np.int32)
        return cls(
            tuple(_blocks(order, counts, offsets, longest, size)),
            slot,
            layout.place[event],
            gap[event],
            layout.source[event],
            layout.window[event],
            ~layout.reported_on[event],
            layout.rival[event],
            *_claim_neighbours(layout),
        )


def _blocks(order: Ints, counts: Ints, offsets: Ints, longest: int, size: int) -> list[Block]:
    found = []
    for index, start in enumerate(range(0, len(order), size)):
        places = order[start : start + size]
        begin = offsets[index * longest : index * longest + int(counts[places[0]])]
        found.append(Block(places, (*begin.tolist(), int(begin[0] + counts[places].sum()))))
    return found


def _claim_neighbours(layout: Layout) -> tuple[Ints, Ints]:
    """For each event, the last claim event up to it, and the first one after it at the same place."""
    index = np.arange(len(layout.source), dtype=np.int32)
    is_claim = layout.source != NOBODY
    before = np.maximum.accumulate(np.where(is_claim, index, 0))
    after = np.full(len(index), len(index), np.int32)
    after[:-1] = np.minimum.accumulate(np.where(is_claim, index, len(index))[::-1])[::-1][1:]
    end = layout.start[layout.place + 1]
    return before, np.where(after < end, after, -1)
