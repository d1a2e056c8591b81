"""Finds the place names of a block: candidate spans, a probability for each, the best set without overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.decoys import covered
from territory.extract.toponyms.features import FeatureMaker
from territory.extract.toponyms.names import NameIndex
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.scripts import ScriptFinder
from territory.extract.toponyms.spans import Span, SpanFinder
from territory.extract.toponyms.trees import Trees

DOUBT = 0.05
"""Probability from which a span that is not taken for a name looks like one to a reader."""
THRESHOLD = 0.33
"""Probability from which a span counts as a place name: where F1 was best out of fold."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A span of the block and how sure it is that it names a place (or, of a demonym, its people)."""

    span: Span
    probability: float
    is_demonym: bool = False


@dataclass(frozen=True, slots=True)
class Proposals:
    """The spans of a block that the model judges, their rows of features, and the demonyms, which it does not."""

    spans: list[Span]
    rows: NDArray[np.float32]
    demonyms: list[Span]


class Recogniser:
    """Finds place names with a model over general features."""

    def __init__(self, names: NameIndex, model: Trees | None = None) -> None:
        self._names = names
        self._finder = SpanFinder(names)
        self._features = FeatureMaker(names)
        self.scripts = ScriptFinder(names)
        self._model = model

    def propose(self, block: Block) -> Proposals:
        """Return what may be a name in `block`."""
        taken = covered(block.words, block.keys)
        found = self._finder.find(block)
        spans = [
            span
            for span in found
            if not self._names.is_demonym(span.key) and not (span.first in taken and span.last - 1 in taken)
        ]
        demonyms = [span for span in found if self._names.is_demonym(span.key)]
        return Proposals(spans, self._features.rows(block, spans), demonyms)

    def find(self, block: Block) -> list[Recognised]:
        """Return the place names and demonyms of `block` in order, none overlapping another."""
        if self._model is None:
            raise ValueError("This recogniser has no model: it can only propose.")
        proposals = self.propose(block)
        found = settle(proposals, self._model.probability(proposals.rows))
        return self._with_scripts(block, found)

    def passed_over(self, block: Block) -> list[Span]:
        """Return what a reader may take for place names and the model does not (`Paris` in `Paris Hilton`)."""
        if self._model is None:
            raise ValueError("This recogniser has no model: it can only propose.")
        proposals = self.propose(block)
        chances = self._model.probability(proposals.rows)
        taken = {token for item in settle(proposals, chances) for token in range(item.span.first, item.span.last)}
        likely = [
            (float(chance), span)
            for span, chance in zip(proposals.spans, chances, strict=True)
            if span.entry is not None and DOUBT <= chance <= THRESHOLD and block.text[span.start].isupper()
        ]
        found: list[Span] = []
        for _, span in sorted(likely, key=lambda pair: (-pair[0], pair[1].start)):
            own = range(span.first, span.last)
            if taken.isdisjoint(own):
                found.append(span)
                taken.update(own)
        return sorted(found, key=lambda span: span.start)

    def _with_scripts(self, block: Block, found: list[Recognised]) -> list[Recognised]:
        if block.text.isascii():
            return found
        others = self.scripts.find(block)
        if not others:
            return found
        taken = {token for item in others for token in range(item.span.first, item.span.last)}
        kept = [item for item in found if taken.isdisjoint(range(item.span.first, item.span.last))]
        kept += [Recognised(item.span, item.probability, item.is_demonym) for item in others]
        return sorted(kept, key=lambda item: item.span.start)


def settle(proposals: Proposals, probabilities: NDArray[np.float64]) -> list[Recognised]:
    """Return the best set of the proposed spans, and the demonyms that it leaves free, in order."""
    chosen = best_set(proposals.spans, probabilities, THRESHOLD)
    found = [Recognised(proposals.spans[index], float(probabilities[index])) for index in chosen]
    taken = {token for item in found for token in range(item.span.first, item.span.last)}
    for span in proposals.demonyms:
        own = range(span.first, span.last)
        if taken.isdisjoint(own):
            found.append(Recognised(span, 1.0, is_demonym=True))
            taken.update(own)
    return sorted(found, key=lambda item: item.span.start)


def best_set(spans: Sequence[Span], probabilities: NDArray[np.float64], threshold: float) -> list[int]:
    """Return the spans, by number, that together have the most log-odds above the threshold without overlapping."""
    keep = np.flatnonzero(probabilities > threshold)
    if not len(keep):
        return []
    kept = np.clip(probabilities[keep], 1e-6, 1 - 1e-6)
    gains = np.log(kept / (1 - kept)) - np.log(threshold / (1 - threshold))
    items = sorted(
        (spans[index].last, spans[index].first, float(gain), int(index))
        for index, gain in zip(keep.tolist(), gains.tolist(), strict=True)
    )
    ends, totals, steps = [0], [0.0], [(-1, -1)]
    for last, first, gain, index in items:
        before = bisect_right(ends, first) - 1
        if totals[before] + gain > totals[-1]:
            ends.append(last)
            totals.append(totals[before] + gain)
            steps.append((before, index))
    chosen: list[int] = []
    at = len(steps) - 1
    while at > 0:
        at, index = steps[at]
        chosen.append(index)
    return chosen[::-1]
