"""Chooses a place for each name of a document, all names together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

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


@dataclass(frozen=True, slots=True)
class Choice:
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
        belief = first_guess(candidates, self._names.table)
        rows, chance = candidates.static, belief
        for model in self._rounds:
            rows = weigh(candidates, self._names.table, belief)
            chance = model.probability(rows.astype(np.float32))
            belief = shares(candidates, chance)
        answers = [self._rank(candidates, rows, belief, chance, number) for number in range(len(senses.senses))]
        return [answers[number] if number >= 0 else () for number in senses.of_mention]

    def _rank(
        self, candidates: Candidates, rows: Floats, belief: Floats, chance: Floats, number: int
    ) -> tuple[Choice, ...]:
        start = int(candidates.starts[number])
        own = range(start, start + len(candidates.senses[number].entry.rows))
        ranked = sorted(own, key=lambda index: -belief[index])
        held = [float(belief[index]) for index in ranked]
        close = close_share(self._names.table.vectors[candidates.rows[ranked]], belief[ranked]) if held[1:] else 1.0
        scores = self._calibration.spread(held, float(chance[ranked[0]]), close)
        return tuple(
            Choice(int(candidates.rows[index]), score, _reason(rows[index]))
            for index, score in zip(ranked, scores, strict=True)
        )


def close_share(vectors: Floats, belief: Floats) -> float:
    """Return how much of the belief in some places, best first, lies on the first and on those close by."""
    away_km = np.linalg.norm(vectors - vectors[0], axis=1) * EARTH_KM
    return float(belief[away_km <= CLOSE_KM].sum())


def shares(candidates: Candidates, probability: Floats) -> Floats:
    """Return the odds of each candidate as a share of the odds of all candidates of its sense."""
    clipped = np.clip(probability, _TINY, 1 - _TINY)
    return candidates.normalised(clipped / (1 - clipped))


def _reason(row: Floats) -> str:
    """Say in words what speaks for a candidate."""
    said: list[str] = []
    if row[COLUMN["inside"]] > 0:
        said.append("the text puts it in this province or country")
    elif row[COLUMN["inside"]] < 0:
        said.append("the text puts it elsewhere")
    if row[COLUMN["log_candidates"]] < 0.7:
        said.append("the only place of that name")
    elif row[COLUMN["population_rank"]] == 0:
        said.append("the largest place of that name")
    if row[COLUMN["closest_25"]] > 0.3:
        said.append("close to another place of the text")
    elif row[COLUMN["closest_100"]] > 0.3:
        said.append("near another place of the text")
    if row[COLUMN["unit_named"]] > 0.3:
        said.append("its province is named")
    elif row[COLUMN["country_named"]] > 0.3:
        said.append("its country is named")
    if row[COLUMN["theatre"]] > 0:
        said.append("in the theatre")
    if not said:
        said.append("a smaller place of that name, and nothing in the text speaks for it")
    return "; ".join(said)
