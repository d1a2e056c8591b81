"""`territory import` and `territory ingest`: what goes into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.commands.options import (
    EmptyOption,
    RejectsOption,
    StoreOption,
    leave,
    opened_store,
    parse_date,
    progress_bar,
    report_rejected,
    say,
)
from territory.errors import TerritoryError
from territory.model import Rejected
from territory.store import Outcome

_ExistingFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


def import_command(
    events: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="control_events.csv")],
    places: Annotated[
        Path | None, typer.Option("--places", exists=True, dir_okay=False, help="places.csv to add or update.")
    ] = None,
    actors: Annotated[
        Path | None, typer.Option("--actors", exists=True, dir_okay=False, help="actors.csv to add or update.")
    ] = None,
    rejects: RejectsOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Import a table of control events.

    Each row becomes a claim whose evidence is its cited source. Rows that cannot be read are listed with line, field
    and remedy, the others are stored together; the same file again changes nothing.

    Example:  territory import control_events.csv --places places.csv --actors actors.csv --rejects bad.csv
    """
    from territory.pipeline import import_tables

    with opened_store(store, empty=empty) as opened:
        outcome = import_tables(opened, events, places=places, actors=actors)
    _tell(events.name, outcome)
    report_rejected(outcome.rejected, rejects)
    leave(outcome.rejected)


def ingest_command(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Articles as UTF-8 text.")],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="Publication date, unless articles.toml beside it says."),
    ] = None,
    rejects: RejectsOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Read articles, find their toponyms and claims, and store them.

    Each article is stored as a whole or not at all; the same article again changes nothing.

    Example:  territory ingest report.txt --published 2017-07-09
    """
    from territory.pipeline import TextPipeline, ingest_file, load_gazetteer

    day = parse_date(published) if published else None
    rejected: list[Rejected] = []
    with opened_store(store, empty=empty) as opened, progress_bar() as progress:
        pipeline = TextPipeline(load_gazetteer(opened), tuple(opened.actors().values()))
        for done, path in enumerate(files):
            progress(f"Reading {path.name}", done, len(files))
            try:
                outcome = ingest_file(opened, path, pipeline, published=day)
            except TerritoryError as error:
                rejected.append(Rejected(str(path), str(error)))
                continue
            _tell(path.name, outcome)
            rejected.extend(outcome.rejected)
    report_rejected(rejected, rejects)
    leave(rejected)


def _tell(name: str, outcome: Outcome) -> None:
    if not outcome.added and not outcome.rejected:
        say(f"{name}: nothing new.")
        return
    counts = {
        "claims": outcome.added_claims,
        "articles": outcome.added_articles,
        "places": outcome.added_places,
        "actors": outcome.added_actors,
    }
    added = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing"
    rest = [f"{outcome.corrected} of them corrections"] if outcome.corrected else []
    rest += [f"{outcome.unchanged} unchanged"] if outcome.unchanged else []
    rest += [f"{len(outcome.rejected)} rejected"] if outcome.rejected else []
    say(f"{name}: {'; '.join([f'added {added}', *rest])}.")
