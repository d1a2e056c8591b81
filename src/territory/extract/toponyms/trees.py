"""A small ensemble of decision trees, read from a file and evaluated with NumPy alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 96
"""Rows looked at together, so that what is worked out stays in the processor's own memory."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Trees as distinct questions (is this feature above that threshold?) and which of them each node asks.

    Nodes lie level by level, those of one place in all trees side by side; `first_leaf` is where a tree's leaves begin.
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    nodes: NDArray[np.intp]
    leaves: NDArray[np.float32]
    first_leaf: NDArray[np.intp]


@dataclass(frozen=True)
class Trees:
    """Regression trees whose leaves add up to a log-odds.

    Arrays have the shape (trees, nodes); a leaf points to itself on both sides. `bias` is added to the sum.
    `slope` and `offset` calibrate: probability = sigmoid(slope · sum + offset).
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int
    bias: float
    slope: float = 1.0
    offset: float = 0.0

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read trees that :func:`territory.extract.toponyms.fit_trees.save` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            np.array(data["feature"], dtype=np.int32),
            np.array(data["threshold"], dtype=np.float32),
            np.array(data["left"], dtype=np.int32),
            np.array(data["right"], dtype=np.int32),
            np.array(data["value"], dtype=np.float32),
            int(data["depth"]),
            float(data["bias"]),
            float(data.get("slope", 1.0)),
            float(data.get("offset", 0.0)),
        )

    @cached_property
    def _layout(self) -> _Layout:
        at: NDArray[np.signedinteger] = np.zeros((len(self.feature), 1), dtype=np.intp)
        questions: list[NDArray[np.float64]] = []
        for _ in range(self.depth):
            asked = [np.take_along_axis(side, at, axis=1).T for side in (self.feature, self.threshold)]
            questions.append(np.stack(asked, axis=2).astype(np.float64).reshape(-1, 2))
            sides = [np.take_along_axis(side, at, axis=1) for side in (self.left, self.right)]
            at = np.stack(sides, axis=2).reshape(len(at), -1)
        distinct, nodes = np.unique(np.concatenate(questions), axis=0, return_inverse=True)
        return _Layout(
            distinct[:, 0].astype(np.intp),
            distinct[:, 1].astype(np.float32)[:, None],
            nodes.ravel().astype(np.intp),
            np.take_along_axis(self.value, at, axis=1).ravel(),
            (np.arange(len(at), dtype=np.intp) << self.depth)[:, None],
        )

    def raw(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the summed leaves of each row of features.

        Nodes of many trees ask the same, so each distinct question is put once to all rows; then answers alone, a byte
        each, lead down the trees.
        """
        columns = np.ascontiguousarray(rows.T)
        total = np.empty(len(rows))
        for start in range(0, len(rows), _AT_ONCE):
            total[start : start + _AT_ONCE] = self._sums(columns[:, start : start + _AT_ONCE])
        return total

    def _sums(self, columns: NDArray[np.float32]) -> NDArray[np.float64]:
        layout = self._layout
        answers = (columns.take(layout.feature, axis=0) > layout.threshold).view(np.uint8)
        nodes = answers.take(layout.nodes, axis=0).reshape(-1, len(self.feature), columns.shape[1])
        taken: list[NDArray[np.uint8]] = []
        leaf: NDArray[np.uint8] | np.uint8 = np.uint8(0)
        for depth in range(self.depth):
            level = nodes[(1 << depth) - 1 : (2 << depth) - 1]
            for side in taken:  # 1 takes the right half of the nodes that may have been reached
                half = len(level) // 2
                level = level[:half] ^ (side & (level[:half] ^ level[half:]))
            taken.append(level[0])
            leaf = (leaf << np.uint8(1)) | level[0]
        sums: NDArray[np.float64] = self._layout.leaves.take(leaf + layout.first_leaf).sum(axis=0, dtype=np.float64)
        return sums + self.bias

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the calibrated probability of each row."""
        if not len(rows):
            return np.zeros(0)
        score: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.slope * self.raw(rows) + self.offset)))
        return score
