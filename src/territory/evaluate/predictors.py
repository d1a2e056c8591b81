"""The methods that are compared: each gives, for the same questions from the same claims, probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.columns import ClaimColumns, to_columns
from territory.control.estimate import estimate_states
from territory.control.histories import Histories
from territory.control.ledger import Ledger
from territory.control.neighbours import nearest, sites_of
from territory.control.parameters import TheatreParameters
from territory.control.posterior import Posterior, PosteriorModel
from territory.control.states import Footing
from territory.control.usable import Evidence, gather
from territory.evaluate.splits import STATUSES, Question
from territory.model import ActorCode, Claim, Place, PlaceId

_UNSEEN = 0.5


@dataclass(frozen=True)
class Answers:
    """Probabilities for each question: of each holder (n, actors), and of each status (n, 3)."""

    holder: Floats
    status: Floats


@dataclass(frozen=True)
class Task:
    """One theatre of a split: the claims that may be looked at, the questions, and who can be a holder."""

    theatre: str
    known: tuple[Claim, ...]
    questions: tuple[Question, ...]
    actors: tuple[ActorCode, ...]
    places: Mapping[PlaceId, Place]

    @cached_property
    def holder_truth(self) -> Ints:
        """The true holder of each question, as a position in `actors`."""
        return np.array([self.actors.index(question.actor) for question in self.questions], np.int64)

    @cached_property
    def status_truth(self) -> Ints:
        """The true status of each question, as a position in `STATUSES`."""
        return np.array([STATUSES.index(question.status) for question in self.questions], np.int64)

    @cached_property
    def evidence(self) -> tuple[Evidence, ClaimColumns]:
        """The known claims as the control model looks at them, whatever its parameters."""
        evidence = gather(self.known)
        return evidence, to_columns(evidence)

    @cached_property
    def ledger(self) -> Histories:
        """What the plain ledger makes of the known claims."""
        return Ledger().histories(self.known)

    def shares_on(self, day: date) -> tuple[Floats, Floats]:
        """Return the shares of holders and statuses among the places known on a day."""
        if day not in self._shares:
            holder, status = np.full(len(self.actors), _UNSEEN), np.full(len(STATUSES), _UNSEEN)
            for state in self.ledger.as_of(day).values():
                if state.actor in self.actors and state.status in STATUSES:
                    holder[self.actors.index(state.actor)] += 1
                    status[STATUSES.index(state.status)] += 1
            self._shares[day] = holder / holder.sum(), status / status.sum()
        return self._shares[day]

    @cached_property
    def _shares(self) -> dict[date, tuple[Floats, Floats]]:
        return {}


class Method(Protocol):
    """A way to answer the questions of a task."""

    name: str

    def answer(self, task: Task) -> Answers:
        """Return probabilities for every question, as sharp as the method makes them."""
        ...


class Majority:
    """The shares of the theatre on that day; the commonest is the guess."""

    name = "majority"

    def answer(self, task: Task) -> Answers:
        """Return the shares of the day."""
        pairs = [task.shares_on(question.day) for question in task.questions]
        return Answers(np.array([holder for holder, _ in pairs]), np.array([status for _, status in pairs]))


class LatestClaim:
    """The latest claim on the place wins; where there is none yet, the majority."""

    name = "latest claim wins"

    def answer(self, task: Task) -> Answers:
        """Return certainty for the ledger's state."""
        answers = Majority().answer(task)
        for row, question in enumerate(task.questions):
            _be_certain(answers, row, task, question.place.place_id, question.day)
        return answers


class NearestPlace:
    """The nearest place of which something was known by that day, the place itself included."""

    name = "nearest observed place"

    def answer(self, task: Task) -> Answers:
        """Return certainty for the state of the nearest place."""
        answers = Majority().answer(task)
        ids = tuple(task.ledger)
        sites = sites_of(ids, task.places)
        queries = sites_of([question.place.place_id for question in task.questions], task.places)
        near, _ = nearest(sites, queries.vectors, min(20, len(ids)))
        for row, question in enumerate(task.questions):
            for place_id in (question.place.place_id, *(ids[number] for number in near[row])):
                if _be_certain(answers, row, task, place_id, question.day):
                    break
        return answers


def _be_certain(answers: Answers, row: int, task: Task, place_id: str, day: date) -> bool:
    state = task.ledger.at(PlaceId(place_id), day)
    if state is None or state.actor not in task.actors or state.status not in STATUSES:
        return False
    answers.holder[row] = np.eye(len(task.actors))[task.actors.index(state.actor)]
    answers.status[row] = np.eye(len(STATUSES))[STATUSES.index(state.status)]
    return True


class ControlModelMethod:
    """The probability model."""

    name = "territory"

    def __init__(self, parameters: Mapping[str, TheatreParameters]) -> None:
        self.parameters = parameters

    def answer(self, task: Task) -> Answers:
        """Return the smoothed distributions (those of the past alone, if the questions lie after all claims)."""
        evidence, columns = task.evidence
        theatres = PosteriorModel(task.places, parameters=self.parameters).answers(columns)
        return model_answers(Posterior(evidence, columns, theatres), task)


def model_answers(posterior: Posterior, task: Task) -> Answers:
    """Return a posterior's distributions in the order of a task's actors and statuses."""
    answers = Majority().answer(task)
    for answer in posterior.theatres:
        known, states = estimate_states(answer, [q.place for q in task.questions], [q.day for q in task.questions])
        codes = posterior.actors_of(answer.theatre)
        holder = np.full((len(task.questions), len(task.actors)), 1e-6)
        holders = states.sum(axis=2)
        for column, code in enumerate(codes):
            if code in task.actors:
                holder[:, task.actors.index(code)] += holders[:, column]
        unnamed = [column for column, code in enumerate(task.actors) if code not in codes]
        if unnamed:
            holder[:, unnamed] += holders[:, [-1]] / len(unnamed)
        footing = states.sum(axis=1)
        status = np.stack(
            [
                footing[:, Footing.CONTROLLED],
                footing[:, Footing.INFLUENCE],
                footing[:, Footing.CONTESTED] + footing[:, Footing.STANDOFF],
            ],
            axis=1,
        )
        answers.holder[known] = (holder / holder.sum(axis=1, keepdims=True))[known]
        answers.status[known] = (status / np.maximum(status.sum(axis=1, keepdims=True), 1e-9))[known]
    return answers


def tasks_of(
    known: Sequence[Claim],
    questions: Sequence[Question],
    claims: Sequence[Claim],
    places: Mapping[PlaceId, Place],
) -> list[Task]:
    """Return the tasks of a split, one for each theatre; `claims` are all claims, hidden ones too."""
    tasks = []
    for code in sorted({question.place.country for question in questions}):
        here = [claim for claim in claims if places[claim.place_id].country == code]
        actors = sorted({claim.holder for claim in here if claim.holder} | {claim.actor for claim in here})
        tasks.append(
            Task(
                code,
                tuple(claim for claim in known if places[claim.place_id].country == code),
                tuple(question for question in questions if question.place.country == code),
                tuple(actors),
                places,
            )
        )
    return tasks
