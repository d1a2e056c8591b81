"""A small ensemble of decision trees, read from a file and evaluated with NumPy alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


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
    def _layout(self) -> tuple[list[tuple[NDArray[np.intp], NDArray[np.float32]]], NDArray[np.float32]]:
        """Return (feature, threshold) of each depth's nodes and the leaves; node n has the children 2n and 2n + 1."""
        at: NDArray[np.signedinteger] = np.zeros((len(self.feature), 1), dtype=np.intp)
        levels: list[tuple[NDArray[np.intp], NDArray[np.float32]]] = []
        for _ in range(self.depth):
            feature = np.take_along_axis(self.feature, at, axis=1).ravel().astype(np.intp)
            levels.append((feature, np.take_along_axis(self.threshold, at, axis=1).ravel()))
            sides = [np.take_along_axis(side, at, axis=1) for side in (self.left, self.right)]
            at = np.stack(sides, axis=2).reshape(len(at), -1)
        return levels, np.take_along_axis(self.value, at, axis=1).ravel()

    def raw(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the summed leaves of each row of features."""
        levels, leaves = self._layout
        size, width = rows.shape
        flat = np.ascontiguousarray(rows).ravel()
        line = (np.arange(size, dtype=np.intp) * width)[:, None]
        at = np.broadcast_to(np.arange(len(self.feature), dtype=np.intp), (size, len(self.feature)))
        for feature, threshold in levels:
            at = 2 * at + (flat.take(feature.take(at) + line) > threshold.take(at))
        total: NDArray[np.float64] = leaves.take(at).sum(axis=1, dtype=np.float64) + self.bias
        return total

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the calibrated probability of each row."""
        if not len(rows):
            return np.zeros(0)
        score: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.slope * self.raw(rows) + self.offset)))
        return score
