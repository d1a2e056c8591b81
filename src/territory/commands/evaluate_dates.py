"""`territory evaluate dates`: what date expressions mean, against what readers say they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate_dates_command(
    gold: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, metavar="GOLD", help="Date expressions resolved, JSON lines."),
    ],
    errors: Annotated[int, typer.Option("--errors", min=0, help="List the first N that are wrong.")] = 0,
) -> None:
    """Score the resolver of date expressions: days, precision and role must all be right.

    Example:  territory evaluate dates dates_dev.jsonl --errors 20
    """
    from territory.evaluate.dates import read_dates, score_dates

    report = score_dates(read_dates(gold))
    total = len(report.answers)
    for name, count in (("right in full", report.right), ("right days", report.same_days)):
        typer.echo(f"{name:<16} {count / total if total else 1.0:6.3f}   ({count} of {total})")
    typer.echo(f"{'false days':<16} {report.false_days:6}")
    for wanted, answer in report.wrong[:errors]:
        meant = wanted.span
        said = f"{answer.first_day}/{answer.last_day} {answer.precision} {answer.role}" if answer else "nothing"
        typer.echo(
            f"wrong  {wanted.record} {wanted.expression!r} on {wanted.anchor}: {said}, "
            f"not {meant.first_day}/{meant.last_day} {meant.precision} {meant.role}"
        )
