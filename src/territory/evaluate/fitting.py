"""Fits the parameters of the control model: those under which what is hidden was most probable.

The objective is the log probability that the model gives to the true holder and the true status on hidden days, with
claims hidden in the three ways of `splits.py`: a cross-validated likelihood (Geisser & Eddy 1979, 'A predictive
approach to model selection', JASA 74). The plain likelihood of the claims will not do: the compiled tables report
every change once and nothing else, so a chain fitted to them would think that nothing ever happens unreported.

The truth of the hold-outs is what other claims say, so the data cannot tell how often all of them are wrong: `error` is
not fitted. Parameters are first fitted to all theatres together, then to each, under a weak log-normal prior around the
common ones: a theatre with little to say on a number shares it with the others (partial pooling). `fit_theatres` is
that procedure; the bundled parameters and those of the evaluation both come from it.

A pattern search (Hooke & Jeeves 1961, 'Direct search', JACM 8) in the logarithms of the parameters finds the maximum:
no randomness, the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from territory.control.parameters import OTHER, TheatreParameters
from territory.evaluate.predictors import Answers, ControlModelMethod, Task, tasks_of
from territory.evaluate.scores import FLOOR
from territory.evaluate.splits import (
    LAST_YEAR,
    RANDOM_CLAIMS,
    WHOLE_PLACES,
    Split,
    bucket,
    last_year,
    random_claims,
    whole_places,
)
from territory.model import Claim, Place, PlaceId

NAMES = tuple(field.name for field in fields(TheatreParameters) if field.name not in ("error", "contest"))
CONTEST = tuple(round(1.1**power, 4) for power in range(-8, 9))
"""Factors on the odds of contest that are tried."""
STEPS = (2.0, 1.4)
"""Factors by which each parameter is tried larger and smaller, coarse to fine, each until nothing improves."""
PRIOR = 0.01
"""How much a theatre is drawn to what all theatres together say."""
ENOUGH = 5e-5
"""Smaller improvements are not worth a step."""
SALT = "fit"
_LIMITS = {
    "fall": 5.0,
    "fall_contested": 20.0,
    "flare": 5.0,
    "settle": 20.0,
    "lasting": 0.95,
    "decisive": 1.0,
    "hidden": 1.0,
    "hidden_status": 1.0,
    "confusion": 0.4,
    "rival": 0.95,
    "own": 0.95,
    "reach_km": 300.0,
    "background": 10.0,
    "background_status": 30.0,
}

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Fit:
    """The parameters found, their objective (mean log loss), that of the start, and how often it was computed."""

    parameters: TheatreParameters
    loss: float
    start_loss: float
    evaluations: int


@dataclass(frozen=True, slots=True)
class Fits:
    """What all theatres together lead to, and each by itself, by country code."""

    common: Fit
    theatres: Mapping[str, Fit]

    def parameters(self, code: str) -> TheatreParameters:
        """Return the parameters of a theatre; the common ones, if nothing is known of it."""
        return self.theatres.get(code, self.common).parameters


def fit_theatres(
    claims: Sequence[Claim],
    places: Mapping[PlaceId, Place],
    *,
    kind: str | None = None,
    progress: Progress | None = None,
) -> Fits:
    """Return the parameters of each theatre of some claims: first of all together, then of each, drawn to the common.

    Parameters
    ----------
    claims : Sequence[Claim]
        Only these are looked at.
    places : Mapping[PlaceId, Place]
        Where they are; a theatre is a country.
    kind : str, optional
        The kind of hold-out to look at (a name of `splits.py`). Default: all.
    progress : callable, optional
        Told of each improvement.
    """
    common = fit(claims, places, TheatreParameters(), kind=kind, progress=progress)
    found = {}
    for code in sorted({places[claim.place_id].country for claim in claims}):
        found[code] = fit(_of_theatre(claims, places, code), places, common.parameters, kind=kind, progress=progress)
    return with_contest(Fits(common, found), claims, places, kind=kind)


def with_contest(
    fits: Fits, claims: Sequence[Claim], places: Mapping[PlaceId, Place], *, kind: str | None = None
) -> Fits:
    """Return the fits with the factor on the odds of contest under which the status on hidden days is most probable.

    One for all theatres, found after everything else; the answers about the holder do not depend on it.
    """
    tasks = [
        task
        for code in fits.theatres
        for group in _inner(_of_theatre(claims, places, code), places, kind)
        for task in group
    ]

    def loss(factor: float) -> float:
        total = 0.0
        for task in tasks:
            parameters = replace(fits.parameters(task.theatre), contest=factor)
            answers = ControlModelMethod({OTHER: parameters, task.theatre: parameters}).answer(task)
            right = answers.status[np.arange(len(task.questions)), task.status_truth]
            total -= float(np.log(np.clip(right, FLOOR, 1)).sum())
        return total

    best = min(CONTEST, key=loss)
    theatres = {code: _with(one, best) for code, one in fits.theatres.items()}
    return Fits(_with(fits.common, best), theatres)


def _of_theatre(claims: Sequence[Claim], places: Mapping[PlaceId, Place], code: str) -> list[Claim]:
    return [claim for claim in claims if places[claim.place_id].country == code]


def _inner(claims: Sequence[Claim], places: Mapping[PlaceId, Place], kind: str | None) -> list[list[Task]]:
    """The tasks of each hold-out that parameters are fitted on."""
    groups = [
        tasks_of(split.known, split.questions, claims, places) for split in fitting_splits(claims, places, kind=kind)
    ]
    return [[task for task in group if task.known and task.questions] for group in groups]


def _with(found: Fit, contest: float) -> Fit:
    return replace(found, parameters=replace(found.parameters, contest=contest))


def fitting_splits(
    claims: Sequence[Claim], places: Mapping[PlaceId, Place], *, kind: str | None = None
) -> Iterator[Split]:
    """Yield the hold-outs that parameters are fitted on (of one kind, if given); none of them is one that is scored."""
    for fold in (0, 1):
        if kind in (None, RANDOM_CLAIMS):
            yield _thinned(random_claims(claims, places, fold, salt=SALT))
        if kind in (None, WHOLE_PLACES):
            yield _thinned(whole_places(claims, places, fold, salt=SALT))
    for years_back in (1.0, 2.0, 3.0) if kind in (None, LAST_YEAR) else ():
        yield last_year(claims, places, years_back=years_back)


def _thinned(split: Split) -> Split:
    """Ask on a quarter of the days: enough to tell parameters apart."""
    return replace(split, questions=tuple(q for q in split.questions if bucket(q.day.isoformat(), SALT, 4) == 0))


def fit(
    claims: Sequence[Claim],
    places: Mapping[PlaceId, Place],
    start: TheatreParameters,
    *,
    steps: Sequence[float] = STEPS,
    kind: str | None = None,
    progress: Progress | None = None,
) -> Fit:
    """Return the best parameters for some claims.

    Parameters
    ----------
    claims : Sequence[Claim]
        Claims of one theatre, or of several that shall share their parameters; only these are looked at.
    places : Mapping[PlaceId, Place]
        Where they are.
    start : TheatreParameters
        Where the search begins, and what the prior is centred on.
    steps : Sequence[float]
        Factors by which each parameter is tried larger and smaller, coarse to fine.
    kind : str, optional
        The kind of hold-out to look at (a name of `splits.py`). Default: all.
    progress : callable, optional
        Told of each improvement.
    """
    tasks = [task for group in _inner(claims, places, kind) for task in group]
    weights = _weights(tasks)
    best, count = start, 1
    first = lowest = _loss(tasks, weights, best, start)
    for step in steps:
        improved = True
        while improved:
            improved = False
            for name in NAMES:
                for candidate in _neighbours(best, name, step):
                    loss, count = _loss(tasks, weights, candidate, start), count + 1
                    if loss < lowest - ENOUGH:
                        best, lowest, improved = candidate, loss, True
                        if progress:
                            progress(f"{name} = {getattr(best, name):.4g}", lowest)
                        break
    return Fit(best, lowest, first, count)


def _neighbours(best: TheatreParameters, name: str, step: float) -> Iterator[TheatreParameters]:
    for factor in (step, 1 / step):
        candidate = replace(best, **{name: _clip(name, getattr(best, name) * factor)})
        if candidate != best:
            yield candidate


def _clip(name: str, value: float) -> float:
    return float(min(max(value, 1e-3), _LIMITS[name]))


def _weights(tasks: Sequence[Task]) -> list[float]:
    """Each kind of hold-out counts alike, however many questions it has; the tasks come in a fixed order."""
    return [1 / len(task.questions) for task in tasks]


def _loss(
    tasks: Sequence[Task], weights: Sequence[float], parameters: TheatreParameters, usual: TheatreParameters
) -> float:
    method = ControlModelMethod({"other": parameters, **{task.theatre: parameters for task in tasks}})
    losses = [_task_loss(task, method.answer(task)) * weight for task, weight in zip(tasks, weights, strict=True)]
    return sum(losses) / len(losses) + _penalty(parameters, usual)


def _penalty(parameters: TheatreParameters, usual: TheatreParameters) -> float:
    """A weak log-normal prior around the start, for what the data does not tell."""
    return PRIOR * sum(float(np.log(getattr(parameters, name) / getattr(usual, name)) ** 2) for name in NAMES)


def _task_loss(task: Task, answers: Answers) -> float:
    rows = np.arange(len(task.questions))
    holder = np.log(np.clip(answers.holder[rows, task.holder_truth], FLOOR, 1)).sum()
    status = np.log(np.clip(answers.status[rows, task.status_truth], FLOOR, 1)).sum()
    return float(-(holder + status))
