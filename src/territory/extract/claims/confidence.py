"""How far a machine-read claim may be trusted, by the rule that made it.

`confidence.csv` counts, for each rule, the claims that were right and all that were made on the development texts
(`territory evaluate claims GOLD --rules FILE` writes it anew). A share of few claims is drawn towards the share of all.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_PRIOR_CLAIMS = 8
"""Weight of the share of all claims against a rule's own count."""
_ELSEWHERE = 0.92
"""A place named outside the sentence ('the town') is a little less sure."""
_UNDATED = 0.97
_UNSEEN = 0.9
"""Texts that no rule was written on do worse: the half of the development texts that was kept back had a precision of
.85 when it was first looked at, the half that rules were written on .95."""
_UNSURE_PLACE = 0.6
"""What is left of the confidence where the toponym could be anything."""


def confidence_of(rule: str, *, dated: bool, place_score: float, exact_place: bool) -> float:
    """Return the chance, from 0 to 1, that a claim is right.

    Parameters
    ----------
    rule : str
        The rule that fired, for example `verb.capture`.
    dated : bool
        Whether the text gives a date.
    place_score : float
        Score of the resolved toponym, 0 to 1.
    exact_place : bool
        Whether the sentence itself names the place.
    """
    shares, overall = _shares()
    value = _UNSEEN * shares.get(rule, overall)
    value *= 1.0 if exact_place else _ELSEWHERE
    value *= 1.0 if dated else _UNDATED
    certain = min(1.0, max(0.0, place_score))
    return round(value * (_UNSURE_PLACE + (1 - _UNSURE_PLACE) * certain), 4)


@lru_cache(maxsize=1)
def _shares() -> tuple[dict[str, float], float]:
    with Path(__file__).with_name("confidence.csv").open(encoding="utf-8", newline="") as file:
        return _drawn({row["rule"]: (int(row["right"]), int(row["made"])) for row in csv.DictReader(file)})


def rule_shares(counts: Mapping[str, tuple[int, int]] | None = None) -> tuple[dict[str, float], float]:
    """Return the share right of each rule and of all, by (right, made) of each rule; by `confidence.csv` without it."""
    return _shares() if counts is None else _drawn(counts)


def _drawn(counts: Mapping[str, tuple[int, int]]) -> tuple[dict[str, float], float]:
    right, made = sum(r for r, _ in counts.values()), sum(m for _, m in counts.values())
    overall = right / made
    shares = {rule: (r + _PRIOR_CLAIMS * overall) / (m + _PRIOR_CLAIMS) for rule, (r, m) in counts.items()}
    return shares, overall
