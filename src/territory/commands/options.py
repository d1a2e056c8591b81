"""Options that several commands share, and how commands speak: results on stdout, all else on stderr."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.model import Rejected

if TYPE_CHECKING:
    from territory.store import ProgressFn, Store

REJECTED_STATUS = 1

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="TERRITORY_STORE",
        metavar="URL",
        help="Database of the store, for example sqlite:////tmp/my.db. Default: a file in your data folder.",
    ),
]
EmptyOption = Annotated[
    bool, typer.Option("--empty", help="If the store does not exist yet, make it without the bundled seeds.")
]
InputOption = Annotated[
    Path, typer.Option("--input", metavar="FILE", help="Documents, one JSON object a line; - for standard input.")
]
RejectsOption = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help="Write what was rejected to this CSV file.")
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="MOMENT",
        help="Only what was known by then: a day (to its end) or a moment such as 2017-07-09T00:00:00Z.",
    ),
]


def say(message: str) -> None:
    """Tell the user something that is not a result."""
    typer.echo(message, err=True)


def parse_date(text: str) -> date:
    """Return the date of an option.

    Raises
    ------
    typer.BadParameter
        If `text` is not YYYY-MM-DD.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day of the calendar. Write YYYY-MM-DD.") from None


def parse_moment(text: str | None) -> datetime | None:
    """Return the moment of an option: a day means its end, a time without a zone is UTC.

    Raises
    ------
    typer.BadParameter
        If `text` is neither a day nor an ISO 8601 moment.
    """
    if text is None:
        return None
    try:
        if len(text) == len("2017-07-09"):
            return datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no moment. Write 2017-07-09 or 2017-07-09T12:00:00Z.", param_hint="--known-at"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def progress_bar() -> Iterator[ProgressFn]:
    """Give a function that shows progress on stderr: a bar on a terminal, else a line for each stage."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        stages: set[str] = set()

        def line(what: str, _done: int, _total: int) -> None:
            if what not in stages:
                stages.add(what)
                say(f"{what} …")

        yield line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield step


@contextmanager
def opened_store(url: str | None, *, empty: bool = False) -> Iterator[Store]:
    """Open the store, building it with a progress bar if there is none; close it at the end."""
    from territory.pipeline import open_store

    with progress_bar() as progress:
        store = open_store(url, seed=not empty, progress=progress)
    with store:
        yield store


def report_rejected(rejected: Sequence[Rejected], path: Path | None) -> None:
    """List what was rejected on stderr, and write it to a CSV file if one was named."""
    for item in rejected:
        say(f"Rejected {item}")
    if path is not None:
        write_rejected(rejected, path)


def write_rejected(rejected: Sequence[Rejected], path: Path) -> None:
    """Write what was rejected to a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("where", "reason", "record"))
        writer.writerows((item.where, item.reason, item.record) for item in rejected)


def leave(rejected: Sequence[Rejected]) -> None:
    """End with exit status 1 if anything was rejected."""
    sys.stdout.flush()
    if rejected:
        raise typer.Exit(REJECTED_STATUS)
