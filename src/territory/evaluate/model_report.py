"""The evaluation of the control model as one document, and the copy of it that is bundled.

`territory evaluate model --output src/territory/evaluate/model_report.json` makes the bundled copy; the document says
from which files, by their sha256, so that a stale one is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from territory.evaluate.districts import REASONS, DistrictCount
from territory.evaluate.model import OURS, Evaluation
from territory.evaluate.scores import Score
from territory.resources import seeds_path

REPORT = "model_report.json"

METHODS = {
    OURS: "the probability model of Territory",
    "latest claim wins": "the last claim about the place holds until the next one",
    "nearest observed place": "the state of the nearest place of which something was known",
    "monthly HMM (Anders-style)": "a hidden Markov chain of monthly steps per place, after Anders (2020)",
    "majority": "the shares of the theatre on that day",
}
SPLITS = {
    "random claims": "A fifth of the claims is hidden, five times over; asked for is one day a month at every place.",
    "last year": "Only what was recorded a year before the last claim is known; asked for is the year after it.",
    "whole places": "All claims of a fifth of the places are hidden, five times over; asked for are those places.",
}
MADE_FROM = ("control_events.csv", "places.csv", "actors.csv", "district_control_assessments.csv")


def report_document(evaluation: Evaluation, counts: Sequence[DistrictCount], *, refit: bool) -> dict[str, Any]:
    """Return everything that the evaluation found as plain objects.

    Parameters
    ----------
    evaluation : Evaluation
        Scores of all methods on all hold-outs.
    counts : Sequence[DistrictCount]
        Afghan districts beside published counts.
    refit : bool
        Whether the parameters were fitted anew on what each hold-out leaves.
    """
    return {
        "title": "How good the control model is on what was hidden from it",
        "command": f"territory evaluate model --{'refit' if refit else 'bundled'}",
        "refit": refit,
        "made_from": {f"seeds/{name}": _digest(seeds_path(name)) for name in MADE_FROM},
        "ours": OURS,
        "methods": METHODS,
        "splits": [
            {
                "name": split,
                "what": SPLITS.get(split, ""),
                "questions": evaluation.of(split, OURS).holder.count,
                "results": [
                    {"method": r.method, "holder": score_object(r.holder), "status": score_object(r.status)}
                    for r in evaluation.results
                    if r.split == split
                ],
            }
            for split in evaluation.splits
        ],
        "shortfalls": list(evaluation.shortfalls()),
        "districts": {"counts": [count.as_object() for count in counts], "reasons": list(REASONS)},
    }


def score_object(one: Score) -> dict[str, Any]:
    """Return a score as a plain object; `reliability` has a row for each band of stated probability."""
    return {
        "questions": one.count,
        "log_loss": round(one.log_loss, 4),
        "brier": round(one.brier, 4),
        "accuracy": round(one.accuracy, 4),
        "reliability": [
            {"from": b.low, "to": b.high, "count": b.count, "stated": round(b.stated, 4), "right": round(b.right, 4)}
            for b in one.bands
        ],
    }


def report_text(document: dict[str, Any]) -> str:
    """Return the document as the text of a JSON file."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


@cache
def bundled_report() -> dict[str, Any]:
    """Return the bundled copy of the document, made with parameters fitted anew for each hold-out."""
    text = resources.files("territory.evaluate").joinpath(REPORT).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
