"""How good the control model is: the same hold-outs for it and for simpler methods, scored alike.

`evaluate` runs everything; `render_text` writes it down. The parameters of the model are fitted anew on the known
claims of each split, by hold-outs of the same kind inside them, so that nothing hidden has helped. The simpler methods
are certain by nature; each gets the best mixture of its answer with the shares of the theatre, found on the same inner
hold-outs, so that none loses for being certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from territory.control.arrays import Floats, Ints
from territory.control.parameters import OTHER, bundled_parameters
from territory.evaluate.anders import MonthlyHmm
from territory.evaluate.fitting import Fits, fit_theatres, fitting_splits
from territory.evaluate.predictors import (
    Answers,
    ControlModelMethod,
    LatestClaim,
    Majority,
    Method,
    NearestPlace,
    Task,
    tasks_of,
)
from territory.evaluate.scores import FLOOR, Score, score
from territory.evaluate.splits import Split, all_splits
from territory.model import Claim, Place, PlaceId

OURS = ControlModelMethod.name
_MIXTURES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """One method on one kind of split: scores of the holder and of the status, all folds together."""

    split: str
    method: str
    holder: Score
    status: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every method on every kind of split."""

    results: tuple[Result, ...]

    def of(self, split: str, method: str) -> Result:
        """Return one result."""
        return next(r for r in self.results if (r.split, r.method) == (split, method))

    @property
    def splits(self) -> tuple[str, ...]:
        """The kinds of split, in order."""
        return tuple(dict.fromkeys(result.split for result in self.results))

    def shortfalls(self) -> tuple[str, ...]:
        """Return where the model is not the best: each a sentence; empty if it always is."""
        found = []
        for split in self.splits:
            mine = self.of(split, OURS)
            for other in self.results:
                if other.split != split or other.method == OURS:
                    continue
                for what, ours, theirs in (
                    ("holder", mine.holder, other.holder),
                    ("status", mine.status, other.status),
                ):
                    for name, worse in (
                        ("log loss", ours.log_loss >= theirs.log_loss),
                        ("Brier score", ours.brier >= theirs.brier),
                        ("accuracy", ours.accuracy < theirs.accuracy),
                    ):
                        if worse:
                            found.append(f"{split}: {name} of the {what} is better with '{other.method}'")
        return tuple(found)


def evaluate(
    claims: Sequence[Claim],
    places: Mapping[PlaceId, Place],
    *,
    refit: bool = True,
    progress: Progress = lambda _what, _done, _total: None,
) -> Evaluation:
    """Return the scores of the model and of four simpler methods on every hold-out.

    Parameters
    ----------
    claims : Sequence[Claim]
        Compiled claims with holder and source; the truth is made from them.
    places : Mapping[PlaceId, Place]
        Where they are.
    refit : bool
        Whether the parameters are fitted on the known claims of each split (some minutes); otherwise the bundled ones
        are used, which have seen all claims.
    progress : callable
        Told of each split.
    """
    splits = list(all_splits(claims, places))
    pooled: defaultdict[tuple[str, str], list[tuple[Task, Answers]]] = defaultdict(list)
    for done, split in enumerate(splits):
        progress(f"{split.name}, fold {split.fold + 1}", done, len(splits))
        fitted = fit_theatres(split.known, places, kind=split.name) if refit else None
        for task in tasks_of(split.known, split.questions, claims, places):
            for method, answers in answer_all(task, split, fitted):
                pooled[split.name, method].append((task, answers))
    progress("scored", len(splits), len(splits))
    return Evaluation(tuple(_result(split, method, parts) for (split, method), parts in pooled.items()))


def answer_all(task: Task, split: Split, fitted: Fits | None) -> Iterable[tuple[str, Answers]]:
    """Yield every method's answers to a task; the model's with the fitted parameters, or else the bundled ones."""
    bundled = bundled_parameters()
    parameters = fitted.parameters(task.theatre) if fitted else bundled.get(task.theatre, bundled[OTHER])
    yield OURS, ControlModelMethod({OTHER: parameters, task.theatre: parameters}).answer(task)
    inner = [
        inner_task
        for inner_split in fitting_splits(task.known, task.places, kind=split.name)
        for inner_task in tasks_of(inner_split.known, inner_split.questions, task.known, task.places)
        if inner_task.known
    ]
    majority = Majority()
    for method in (LatestClaim(), NearestPlace(), MonthlyHmm()):
        yield method.name, _mixed(task, method, inner)
    yield majority.name, majority.answer(task)


def _mixed(task: Task, method: Method, inner: Sequence[Task]) -> Answers:
    """A method's answers, mixed with the theatre's shares as the inner hold-outs advise."""
    pairs = [(one, method.answer(one), Majority().answer(one)) for one in inner]
    holder = _best_mixture([(a.holder, b.holder, one.holder_truth) for one, a, b in pairs])
    status = _best_mixture([(a.status, b.status, one.status_truth) for one, a, b in pairs])
    sharp, shares = method.answer(task), Majority().answer(task)
    return Answers(
        holder * sharp.holder + (1 - holder) * shares.holder, status * sharp.status + (1 - status) * shares.status
    )


def _best_mixture(parts: Sequence[tuple[Floats, Floats, Ints]]) -> float:
    def loss(share: float) -> float:
        return sum(
            float(-np.log(np.clip((share * a + (1 - share) * b)[np.arange(len(t)), t], FLOOR, 1)).sum())
            for a, b, t in parts
        )

    return min(_MIXTURES, key=loss)


def _result(split: str, method: str, parts: Sequence[tuple[Task, Answers]]) -> Result:
    width = max(len(task.actors) for task, _ in parts)
    holder = np.concatenate([np.pad(a.holder, ((0, 0), (0, width - a.holder.shape[1]))) for _, a in parts])
    return Result(
        split,
        method,
        score(holder, np.concatenate([task.holder_truth for task, _ in parts])),
        score(np.concatenate([a.status for _, a in parts]), np.concatenate([task.status_truth for task, _ in parts])),
    )


def render_text(evaluation: Evaluation) -> str:
    """Return the report as text: tables of scores, the model's reliability, and where it is not the best."""
    lines: list[str] = []
    for split in evaluation.splits:
        mine = [result for result in evaluation.results if result.split == split]
        lines += [f"{split}: {mine[0].holder.count:,} questions", f"  {'':28}  holder                      status"]
        lines += [f"  {'':28}  log loss   Brier  accuracy  log loss   Brier  accuracy"]
        lines += [f"  {r.method:28}  {_numbers(r.holder)}  {_numbers(r.status)}" for r in mine]
        lines += ["  how often the model is right, by what it says of the holder:"]
        lines += [
            f"    {b.low:4.0%} to {b.high:4.0%}: says {b.stated:6.1%}, right {b.right:6.1%} of {b.count:,}"
            for b in evaluation.of(split, OURS).holder.bands
        ]
        lines += [""]
    shortfalls = evaluation.shortfalls()
    lines += (
        ["Where another method is better:", *(f"  {s}" for s in shortfalls)]
        if shortfalls
        else ["No other method is better on any split, in log loss, Brier score or accuracy."]
    )
    return "\n".join(lines)


def _numbers(one: Score) -> str:
    return f"{one.log_loss:8.4f}  {one.brier:6.4f}  {one.accuracy:8.1%}"
