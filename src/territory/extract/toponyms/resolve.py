"""Chooses a place for each name of a document, all names together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.calibration import CLOSE_KM, Calibration
from territory.extract.toponyms.evidence import NAMES, Candidates, Floats, first_guess, gather, weigh
from territory.extract.toponyms.home import home_of
from territory.extract.toponyms.names import NameIndex
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.senses import Named, SenseMaker, Senses
from territory.extract.toponyms.trees import Trees

COLUMN = {name: index for index, name in enumerate(NAMES)}
_TINY = 1e-6
EARTH_KM = 6371.0


class Choice(NamedTuple):
    """A candidate of a name: gazetteer row, probability that it is meant, and what speaks for it."""

    row: int
    probability: float
    reason: str


class Resolver:
    """Weighs the candidates twice: first against population and context, then against the first round's answers."""

    def __init__(
        self,
        names: NameIndex,
        rounds: Sequence[Trees] = (),
        theatre: Collection[str] = (),
        calibration: Calibration | None = None,
    ) -> None:
        self._calibration = calibration or Calibration()
        self._names = names
        self._makers = SenseMaker(names)
        self._rounds = tuple(rounds)
        self._theatre = np.array([code in theatre for code in names.gazetteer.countries], dtype=bool)

    def questions(self, block: Block, mentions: Sequence[Named]) -> tuple[Senses, Candidates | None]:
        """Return the senses of the mentions and all their candidates."""
        senses = self._makers.make(block.text, mentions)
        if not senses.senses:
            return senses, None
        home = home_of(block.keys, self._names.gazetteer.countries)
        return senses, gather(senses.senses, self._names.table, self._theatre, home)

    def resolve(self, block: Block, mentions: Sequence[Named]) -> list[tuple[Choice, ...]]:
        """Return the choices of each mention, best first; none for a name that the gazetteer lacks."""
        senses, candidates = self.questions(block, mentions)
        if candidates is None:
            return [()] * len(mentions)
        belief = first_guess(candidates)
        rows, chance = candidates.static.T, belief
        for model in self._rounds:
            rows = weigh(candidates, belief)
            chance = model.probability(rows.astype(np.float32))
            belief = shares(candidates, chance)
        answers = self._ranked(candidates, rows, belief, chance)
        return [answers[number] if number >= 0 else () for number in senses.of_mention]

    def _ranked(self, candidates: Candidates, rows: Floats, belief: Floats, chance: Floats) -> list[tuple[Choice, ...]]:
        """Return the choices of each sense."""
        order = np.lexsort((-belief, candidates.sense))  # stays within the senses, which stand in a row
        held, own = belief[order], candidates.rows[order].tolist()
        close = close_shares(self._names.table.vectors[own], held, candidates.starts, candidates.sense).tolist()
        reasons = _reasons(rows[order])
        first_chance = chance[order[candidates.starts]].tolist()
        shared = held.tolist()
        bounds = [*candidates.starts.tolist(), len(own)]
        answers: list[tuple[Choice, ...]] = []
        for number, (start, end) in enumerate(pairwise(bounds)):
            scores = self._calibration.spread(
                shared[start:end], first_chance[number], close[number] if end > start + 1 else 1.0
            )
            answers.append(tuple(map(Choice, own[start:end], scores, reasons[start:end])))
        return answers


def close_share(vectors: Floats, belief: Floats) -> float:
    """Return how much of the belief in some places, best first, lies on the first and on those close by."""
    only = np.zeros(len(belief), dtype=np.int64)
    return float(close_shares(vectors, belief, only[:1], only)[0])


def close_shares(vectors: Floats, belief: Floats, starts: NDArray[np.int64], sense: NDArray[np.int64]) -> Floats:
    """Return the same for each of several senses, whose places stand one after another."""
    away = vectors - vectors[starts][sense]
    away_km = np.sqrt((away * away).sum(axis=1)) * EARTH_KM
    found: Floats = np.add.reduceat(np.where(away_km <= CLOSE_KM, belief, 0.0), starts)
    return found


def shares(candidates: Candidates, probability: Floats) -> Floats:
    """Return the odds of each candidate as a share of the odds of all candidates of its sense."""
    clipped = np.clip(probability, _TINY, 1 - _TINY)
    return candidates.normalised(clipped / (1 - clipped))


_SAID: tuple[tuple[str, Callable[[Floats], NDArray[np.bool_]], str], ...] = (
    ("inside", lambda values: values > 0, "the text puts it in this province or country"),
    ("inside", lambda values: values < 0, "the text puts it elsewhere"),
    ("log_candidates", lambda values: values < 0.7, "the only place of that name"),
    ("population_rank", lambda values: values == 0, "the largest place of that name"),
    ("closest_25", lambda values: values > 0.3, "close to another place of the text"),
    ("closest_100", lambda values: values > 0.3, "near another place of the text"),
    ("unit_named", lambda values: values > 0.3, "its province is named"),
    ("country_named", lambda values: values > 0.3, "its country is named"),
    ("theatre", lambda values: values > 0, "in the theatre"),
)
"""What is said of a candidate, and of which of its numbers that is true."""
_INSTEAD = {3: 2, 5: 4, 7: 6}
"""What is not said where the other is."""


def _reasons(rows: Floats) -> list[str]:
    """Say in words what speaks for each candidate."""
    code = np.zeros(len(rows), dtype=np.int64)
    for number, (name, holds, _) in enumerate(_SAID):
        column = COLUMN[name]
        if column < rows.shape[1]:
            code |= holds(rows[:, column]).astype(np.int64) << number
    return list(map(_in_words, code.tolist()))


@cache
def _in_words(code: int) -> str:
    true = {number for number in range(len(_SAID)) if code >> number & 1}
    said = [_SAID[number][2] for number in sorted(true) if _INSTEAD.get(number) not in true]
    return "; ".join(said) or "a smaller place of that name, and nothing in the text speaks for it"
