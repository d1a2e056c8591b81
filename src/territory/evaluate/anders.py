"""A monthly hidden Markov model in the manner of Anders (2020), for comparison.

Anders, T., 'Territorial control in civil wars: Theory and measurement using machine learning', Journal of Peace
Research 57(6), 2020: control of each grid cell is the hidden state of a discrete-time chain with monthly steps and a
sticky transition matrix; what is seen in a month is a symbol emitted by the state, from events in the cell and,
weighted by distance, around it; the state of a month is read off by forward-backward.

Here the hidden states are the holders, calm or contested; the symbol of a month is what the latest claim of the month
says, or nothing; where a place has no claim of its own at all, claims within 50 km stand in with a weight that falls
with distance. Transition and emission matrices are estimated from the known claims by counting months, with
pseudo-counts.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

import numpy as np

from territory.control.arrays import Floats
from territory.control.neighbours import nearest, sites_of
from territory.evaluate.predictors import Answers, Majority, Task
from territory.model import Claim, ControlStatus

_RIGHT = 0.95
"""Chance that a month's symbol is that of its state."""

_AROUND_KM = 50.0


class MonthlyHmm:
    """Anders-style: one chain a place, one step a month."""

    name = "monthly HMM (Anders-style)"

    def answer(self, task: Task) -> Answers:
        """Return the smoothed distribution of the month of each question."""
        answers = Majority().answer(task)
        if not task.known:
            return answers
        grid = _Grid(task)
        posteriors = {place_id: grid.smooth(evidence) for place_id, evidence in grid.evidence().items()}
        for row, question in enumerate(task.questions):
            found = posteriors.get(question.place.place_id)
            if found is None:
                continue
            state = found[grid.month(question.day)].reshape(len(task.actors), 2)
            answers.holder[row] = state.sum(axis=1)
            calm, contested = state.sum(axis=0)
            answers.status[row] = [calm, 0, contested]
        return answers


class _Grid:
    """Months of a theatre, its states, and the matrices."""

    def __init__(self, task: Task) -> None:
        self.task = task
        days = [claim.valid_from for claim in task.known] + [question.day for question in task.questions]
        self.first, self.months = min(days), 0
        self.months = self.month(max(days)) + 1
        self.states = len(task.actors) * 2
        self.chains: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(task.known, key=lambda c: (c.valid_from, c.claim_id)):
            self.chains[claim.place_id].append(claim)
        self.transition = self._transition()
        counts = np.full(self.states, 0.5)
        for chain in self.chains.values():
            counts[self._symbol(chain[0])] += 1
        self.initial = counts / counts.sum()

    def month(self, day: date) -> int:
        """Number of the month of a day."""
        return (day.year - self.first.year) * 12 + day.month - self.first.month

    def _symbol(self, claim: Claim) -> int:
        actor = self.task.actors.index(claim.holder or claim.actor)
        return actor * 2 + (claim.status is ControlStatus.CONTESTED)

    def _transition(self) -> Floats:
        counts = np.full((self.states, self.states), 0.02)
        for chain in self.chains.values():
            for earlier, later in pairwise(chain):
                stay = max(self.month(later.valid_from) - self.month(earlier.valid_from) - 1, 0)
                counts[self._symbol(earlier), self._symbol(earlier)] += stay
                counts[self._symbol(earlier), self._symbol(later)] += 1
            tail = self.months - 1 - self.month(chain[-1].valid_from)
            counts[self._symbol(chain[-1]), self._symbol(chain[-1])] += max(tail, 0)
        matrix: Floats = counts / counts.sum(axis=1, keepdims=True)
        return matrix

    def evidence(self) -> dict[str, Floats]:
        """Log-likelihood of each month's symbols, for each place asked for, shape (months, states)."""
        asked = sorted({question.place.place_id for question in self.task.questions})
        ids = tuple(sorted(self.chains))
        near, distance = nearest(
            sites_of(ids, self.task.places), sites_of(asked, self.task.places).vectors, min(8, len(ids))
        )
        found: dict[str, Floats] = {}
        for row, place_id in enumerate(asked):
            seen = np.zeros((self.months, self.states))
            if place_id in self.chains:
                self._add(seen, self.chains[place_id], 1.0)
            else:
                for number, km in zip(near[row], distance[row], strict=True):
                    if km <= _AROUND_KM:
                        self._add(seen, self.chains[ids[number]], float(np.exp(-km / (_AROUND_KM / 2))))
            found[place_id] = seen
        return found

    def _add(self, seen: Floats, chain: list[Claim], weight: float) -> None:
        wrong = np.log((1 - _RIGHT) / (self.states - 1))
        for number, claim in {self.month(claim.valid_from): claim for claim in chain}.items():
            likelihood = np.full(self.states, wrong)
            likelihood[self._symbol(claim)] = np.log(_RIGHT)
            seen[number] += weight * likelihood

    def smooth(self, evidence: Floats) -> Floats:
        """Forward-backward over the months."""
        likelihood = np.exp(evidence - evidence.max(axis=1, keepdims=True))
        forward, backward = np.empty_like(likelihood), np.ones_like(likelihood)
        state = self.initial
        for number in range(self.months):
            state = (state @ self.transition if number else state) * likelihood[number]
            state = state / state.sum()
            forward[number] = state
        for number in range(self.months - 2, -1, -1):
            message = self.transition @ (backward[number + 1] * likelihood[number + 1])
            backward[number] = message / message.max()
        posterior: Floats = forward * backward
        posterior /= posterior.sum(axis=1, keepdims=True)
        return posterior
