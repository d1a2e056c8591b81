"""`territory import` and `territory ingest`: what goes into a store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from territory.model import Rejected
from territory.store import Outcome

if TYPE_CHECKING:
    from territory.extract.documents import Source
    from territory.ingest import Ingested

_DOCUMENTS_TOLD = 20
_DOCUMENTS_PER_PROCESS = 20


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
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="Text, Markdown, HTML, PDF, DOCX or JSON lines files, folders of them, or zip archives.",
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="Publication date of documents that do not state their own."),
    ] = None,
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="Publisher of documents that do not state their own.")
    ] = "",
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, help="Processes that read at the same time. 0: as many as there are cores.")
    ] = 0,
    rejects: RejectsOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Read documents, find their toponyms and claims, and store them.

    Title, publisher, date and language are taken from the document (HTML head, PDF and Word properties, Markdown front
    matter, JSON fields) or from an articles.toml beside it. Each document is stored as a whole or not at all; the same
    one again changes nothing, so a run that was interrupted is finished by the same command. A report that the store
    has already, from another publisher or in another edition, is linked to the first and its claims are counted once.

    Example:  territory ingest report.txt --published 2017-07-09
    Example:  territory ingest articles/ more.zip docs.jsonl --rejects rejected.csv
    """
    from territory.extract.documents import Given, find_sources
    from territory.ingest import ingest_documents
    from territory.pipeline import make_reader

    given = Given(parse_date(published) if published else None, publisher)
    sources = list(find_sources(files))
    if not sources:
        raise typer.BadParameter(f"No documents in {', '.join(map(str, files))}.", param_hint="FILES")
    done: list[Ingested] = []
    with opened_store(store, empty=empty) as opened, progress_bar() as progress:
        what = f"Reading {len(sources):,} document{'s' * (len(sources) != 1)}"
        progress(what, 0, len(sources))
        ingested = ingest_documents(opened, sources, make_reader(opened, given), processes=_processes(jobs, sources))
        for count, item in enumerate(ingested, 1):
            done.append(item)
            progress(what, count, len(sources))
    _tell_ingested(done)
    rejected = [reason for item in done for reason in item.outcome.rejected]
    report_rejected(rejected, rejects)
    leave(rejected)


def _processes(jobs: int, sources: Sequence[Source | Rejected]) -> int:
    """Return how many processes are worth starting: each has to load the gazetteer first."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return jobs or min(cores, max(1, len(sources) // _DOCUMENTS_PER_PROCESS))


def _tell_ingested(done: Sequence[Ingested]) -> None:
    """Say what became of each document, or of all together if they are many; what is unusual is always said."""
    for item in done:
        for note in item.notes:
            say(f"Note: {note}")
        if item.copy is not None:
            say(f"Note: {item.where} repeats {item.copy.copy_of!r} ({item.copy.similarity:.0%} alike): counted once.")
        if len(done) <= _DOCUMENTS_TOLD and not item.outcome.rejected:
            _tell(item.where, item.outcome)
    if len(done) > 1:
        total = sum((item.outcome for item in done), Outcome())
        copies = sum(item.copy is not None for item in done)
        say(
            f"{len(done):,} documents: {total.added_articles:,} stored with {total.added_claims:,} claims "
            f"({copies:,} repeat another), {total.unchanged:,} stored before, {len(total.rejected):,} rejected."
        )


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
    added = (
        ", ".join(f"{count:,} {what if count > 1 else what[:-1]}" for what, count in counts.items() if count)
        or "nothing"
    )
    rest = [f"{outcome.corrected} of them corrections"] if outcome.corrected else []
    rest += [f"{outcome.unchanged} unchanged"] if outcome.unchanged else []
    rest += [f"{len(outcome.rejected)} rejected"] if outcome.rejected else []
    say(f"{name}: {'; '.join([f'added {added}', *rest])}.")
