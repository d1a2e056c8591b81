"""Compares the dates that expressions mean with those that readers gave them.

An expression is right if its first day, last day, precision and role all are. `false days` counts those that name one
day where the reader saw a wider span, or another day: the mistakes that a map cannot show.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from territory.errors import InputError
from territory.extract.dates import DateSpan
from territory.extract.dates.find import resolve_expression
from territory.extract.dates.span import DateRole
from territory.model import TimePrecision


@dataclass(frozen=True, slots=True)
class DatedExpression:
    """An expression, the day it was written on, and what it means."""

    record: str
    expression: str
    anchor: date
    span: DateSpan
    category: str = ""


@dataclass(frozen=True, slots=True)
class DatesReport:
    """The expressions of a gold standard, each with what the resolver makes of it."""

    answers: tuple[tuple[DatedExpression, DateSpan | None], ...]

    @property
    def right(self) -> int:
        """How many are right in full."""
        return sum(answer == wanted.span for wanted, answer in self.answers)

    @property
    def same_days(self) -> int:
        """How many have the right first and last day."""
        return sum(answer is not None and _days(answer) == _days(wanted.span) for wanted, answer in self.answers)

    @property
    def false_days(self) -> int:
        """How many are taken for one day that they do not mean."""
        return sum(
            answer is not None and answer.first_day == answer.last_day and _days(answer) != _days(wanted.span)
            for wanted, answer in self.answers
        )

    @property
    def wrong(self) -> tuple[tuple[DatedExpression, DateSpan | None], ...]:
        """Those that are not right, with what the resolver made of them."""
        return tuple((wanted, answer) for wanted, answer in self.answers if answer != wanted.span)


def _days(span: DateSpan) -> tuple[date, date]:
    return span.first_day, span.last_day


def read_dates(path: Path) -> tuple[DatedExpression, ...]:
    """Read date expressions with their meaning, JSON lines.

    Raises
    ------
    InputError
        If a line does not have `expression`, `anchor`, `first_day`, `last_day`, `precision` and `role`.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            first, last, anchor = (date.fromisoformat(record[key]) for key in ("first_day", "last_day", "anchor"))
            span = DateSpan(first, last, TimePrecision(record["precision"]), DateRole(record["role"]))
            found.append(
                DatedExpression(
                    str(record.get("id", number)), record["expression"], anchor, span, record.get("category", "")
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path.name} line {number}: {error}. Give expression, anchor, first_day, last_day, precision and role."
            ) from error
    return tuple(found)


def score_dates(expressions: Sequence[DatedExpression]) -> DatesReport:
    """Resolve each expression from its anchor."""
    return DatesReport(tuple((one, resolve_expression(one.expression, one.anchor)) for one in expressions))
