"""`territory states`, `changes` and `place`: what the store says."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from territory.commands.options import (
    EmptyOption,
    KnownAtOption,
    RejectsOption,
    StoreOption,
    leave,
    opened_store,
    parse_date,
    parse_moment,
    report_rejected,
    say,
)
from territory.control.histories import Change, ControlModel, joined
from territory.errors import AmbiguousToponymError, UnknownPlaceError
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Claim, ControlState, Place

if TYPE_CHECKING:
    from territory.store import Store

STATE_COLUMNS = (
    "place_id", "geonameid", "name", "country", "admin1", "lat", "lon",
    "actor", "status", "contested_by", "probability", "since", "claim_ids",
)  # fmt: skip
CHANGE_COLUMNS = (
    "day", "precision", "place_id", "name", "country", "actor_before", "status_before",
    "actor_after", "status_after", "contested_by", "claim_ids",
)  # fmt: skip


class TableFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"


class ModelName(StrEnum):
    """How states are inferred from claims."""

    LEDGER = "ledger"
    POSTERIOR = "posterior"


ModelOption = Annotated[
    ModelName,
    typer.Option("--model", help="ledger: the latest accepted claim; posterior: probabilities that fade with age."),
]


def chosen_model(name: ModelName, store: Store) -> ControlModel:
    """Return the control model of a name."""
    from territory.control.models import make_model

    return make_model(name.value, store.places(), store.actors())


FormatOption = Annotated[TableFormat, typer.Option("--format", help="csv, or json (one object a line).")]


def write_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: TableFormat) -> None:
    """Write rows to standard output."""
    if form is TableFormat.JSON:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: ";".join(v) if isinstance(v, tuple) else v for key, v in row.items()} for row in rows)


def state_row(place: Place, state: ControlState) -> dict[str, Any]:
    """Return the contract's row of a state."""
    return {
        "place_id": place.place_id,
        "geonameid": place.geonameid,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "actor": state.actor,
        "status": state.status.value,
        "contested_by": state.contested_by,
        "probability": state.probability,
        "since": state.since.isoformat(),
        "claim_ids": state.claim_ids,
    }


def states_command(
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day to show.")],
    known_at: KnownAtOption = None,
    model: ModelOption = ModelName.LEDGER,
    points: Annotated[
        Path | None,
        typer.Option(
            "--places",
            exists=True,
            dir_okay=False,
            help="CSV with lat and lon: answer for these points, by the posterior model.",
        ),
    ] = None,
    form: FormatOption = TableFormat.CSV,
    rejects: RejectsOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """List who holds each place on a day: one row for each place with evidence.

    Example:  territory states --on 2017-07-09 --format csv
    """
    from territory.pipeline import load_histories

    day, moment = parse_date(on), parse_moment(known_at)
    with opened_store(store, empty=empty) as opened:
        if points is not None:
            _states_of_points(opened, points, day, moment, form, rejects)
            return
        places = opened.places()
        states = load_histories(opened, model=chosen_model(model, opened), known_at=moment).as_of(day)
    write_table((state_row(places[key], state) for key, state in states.items()), STATE_COLUMNS, form)
    if not states:
        say(f"No place has evidence for {day}. Choose another day, or import claims.")


def _states_of_points(
    store: Store, path: Path, day: date, known_at: datetime | None, form: TableFormat, rejects: Path | None
) -> None:
    from territory.commands.points import point_rows, read_points

    points, rejected = read_points(path)
    others = [name for name in (points[0].fields if points else ()) if name not in STATE_COLUMNS]
    write_table(point_rows(store, points, day, known_at), (*STATE_COLUMNS, *others), form)
    report_rejected(rejected, rejects)
    leave(rejected)


def changes_command(
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")],
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day, included.")],
    known_at: KnownAtOption = None,
    model: ModelOption = ModelName.LEDGER,
    form: FormatOption = TableFormat.CSV,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """List what changed between two days: holder, status or rival of a place.

    Example:  territory changes --from 2017-07-01 --to 2017-07-31
    """
    from datetime import timedelta

    from territory.pipeline import load_histories

    first, last, moment = parse_date(start), parse_date(end), parse_moment(known_at)
    if last < first:
        raise typer.BadParameter(f"{last} is before {first}. Swap --from and --to.", param_hint="--to")
    with opened_store(store, empty=empty) as opened:
        places = opened.places()
        histories = load_histories(opened, model=chosen_model(model, opened), known_at=moment)
        changes = histories.changes(first, last + timedelta(days=1))
    write_table((_change_row(places[c.place_id], c) for c in changes), CHANGE_COLUMNS, form)
    if not changes:
        say(f"Nothing changed from {first} to {last}, as far as the store knows.")


def _change_row(place: Place, change: Change) -> dict[str, Any]:
    return {
        "day": change.day.isoformat(),
        "precision": change.after.since_precision.value,
        "place_id": place.place_id,
        "name": place.name,
        "country": place.country,
        "actor_before": change.before and change.before.actor,
        "status_before": change.before and change.before.status.value,
        "actor_after": change.after.actor,
        "status_after": change.after.status.value,
        "contested_by": change.after.contested_by,
        "claim_ids": change.after.claim_ids,
    }


def place_command(
    name: Annotated[str, typer.Argument(help="Name in any spelling, or place id.")],
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Show the history of a place, and each claim with its sentence or note, source and grade.

    Example:  territory place "Tora Bora"
    """
    from territory.control.evidence import known_claims
    from territory.pipeline import load_gazetteer, load_histories

    moment = parse_moment(known_at)
    with opened_store(store, empty=empty) as opened:
        histories = load_histories(opened, known_at=moment)
        place = find_place(load_gazetteer(opened), name, prefer=histories)
        claims = [c for c in known_claims(opened.claims(), moment) if c.place_id == place.place_id]
    local = f" · {place.local_name}" if place.local_name else ""
    typer.echo(f"{place.name}{local}")
    where = ", ".join(part for part in (place.admin2, place.admin1, place.country) if part)
    typer.echo(f"{where} · {place.kind.value} · {place.lat:.4f}, {place.lon:.4f} · {place.place_id}\n")
    for state in joined(histories.get(place.place_id, ())):
        typer.echo(state_line(state))
    if place.place_id not in histories:
        typer.echo("No evidence: who holds it is unknown.")
    typer.echo("")
    for claim in sorted(claims, key=lambda c: (c.valid_from, c.recorded_at, c.claim_id)):
        typer.echo("\n".join(claim_lines(claim)) + "\n")


def state_line(state: ControlState) -> str:
    """Return a state as one line of text."""
    last = state.interval.last_day
    rival = f" by {state.contested_by}" if state.contested_by else ""
    how = "besieged" if state.besieged else state.status.value
    return f"{state.since} – {last or '…'!s:<10}  {state.actor or 'nobody known':<12}  {how}{rival}"


def claim_lines(claim: Claim) -> list[str]:
    """Return a claim as lines of text: what it says, the evidence, the source."""
    sides = f"{claim.actor} against {claim.opponent}" if claim.opponent else claim.actor
    precision = "" if claim.time_precision.value == "day" else f" ({claim.time_precision.value})"
    marks = [claim.origin.value, claim.evidence_type.value, claim.modality.value, *["partial"] * claim.partial]
    source = claim.source
    cited = ", ".join(part for part in (source.publisher, source.title, source.date) if part) or "no source cited"
    return [
        f"{claim.valid_from}{precision}  {claim.event_kind.value}, {claim.status.value}: {sides}  [{', '.join(marks)}]",
        f"    “{claim.evidence}”",
        f"    {source.grade}  {cited}",
        *([f"    {source.url}"] if source.url else []),
        f"    known {claim.recorded_at:%Y-%m-%d}  {claim.claim_id}",
    ]


def find_place(gazetteer: Gazetteer, name: str, *, prefer: Mapping[Any, object]) -> Place:
    """Return the place of an id or name; of several, the one that has claims.

    Raises
    ------
    UnknownPlaceError
        If none is called that.
    AmbiguousToponymError
        If several are, and not exactly one has claims.
    """
    try:
        return gazetteer.get(name)
    except UnknownPlaceError:
        found = gazetteer.lookup(name)
    with_claims = [place for place in found if place.place_id in prefer]
    if len(with_claims) == 1 or len(found) == 1:
        return (with_claims or list(found))[0]
    if found:
        raise AmbiguousToponymError(name, [place.place_id for place in with_claims or found])
    raise UnknownPlaceError(name, [hit.place.name for hit in gazetteer.search(name, limit=3)])
