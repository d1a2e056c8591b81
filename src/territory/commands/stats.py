"""`territory stats` and `assessments`: figures of each group, and district counts beside published ones."""

from __future__ import annotations

import sys
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from territory.commands.areas import (
    DEFAULT_REACH,
    CountryOption,
    FromOption,
    ModeOption,
    ReachOption,
    ToOption,
    parse_countries,
    parse_period,
    read_known,
    report_left_out,
)
from territory.commands.options import (
    EmptyOption,
    KnownAtOption,
    StoreOption,
    opened_store,
    parse_date,
    parse_moment,
    say,
)
from territory.commands.show import ModelName, ModelOption, TableFormat, write_table
from territory.control.areas import AreaMode
from territory.model import Interval

ASSESSMENT_COLUMNS = (
    "day", "publisher", "districts", "government", "contested", "insurgent",
    "our_districts", "our_government", "our_contested", "our_insurgent", "our_unknown",
)  # fmt: skip
MAX_DAYS = 40_000
WIDE = 170  # columns of a table that no terminal limits


class StatsFormat(StrEnum):
    """How figures are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Step(StrEnum):
    """How far apart the days of a period are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


DaysOption = Annotated[
    list[str] | None, typer.Option("--on", metavar="DATE", help="A day; may be given several times.")
]
StepOption = Annotated[Step, typer.Option("--step", help="How far apart the days of a period are.")]
StatsFormatOption = Annotated[StatsFormat, typer.Option("--format", help="table, csv, or json (one object a line).")]
AssessmentsArgument = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="Published counts (columns: seeds/README.md). Default: the bundled ones."),
]


def stats_command(
    on: Annotated[
        list[str] | None, typer.Option("--on", metavar="DATE", help="A day; may be given several times.")
    ] = None,
    start: FromOption = None,
    end: ToOption = None,
    step: StepOption = Step.MONTH,
    mode: ModeOption = AreaMode.CELLS,
    reach: ReachOption = DEFAULT_REACH,
    country: CountryOption = None,
    form: Annotated[
        StatsFormat, typer.Option("--format", help="table, csv, or json (one object a line).")
    ] = StatsFormat.TABLE,
    known_at: KnownAtOption = None,
    model: ModelOption = ModelName.LEDGER,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Measure what each group holds: area, places, districts, population of listed towns, fronts, with low and high.

    Low counts what nobody contests, at half the reach; high also what a group contests, at one and a half times the
    reach.

    Example:  territory stats --from 2014-01-01 --to 2018-01-01 --step year
    """
    from territory.area_pipeline import build_areas, build_figures
    from territory.export.frames import COLUMNS, figure_rows

    period = parse_period(start, end)
    days = sorted({*(parse_date(text) for text in on or ()), *(_days_of(period, step) if period else ())})
    if not days:
        raise typer.BadParameter("Give a day with --on, or a period with --from and --to.", param_hint="--on")
    with opened_store(store, empty=empty) as opened:
        known = read_known(opened, parse_moment(known_at), parse_countries(country), model)
    view = build_areas(known.histories, known.places, mode=mode, reach_km=reach)
    report_left_out(view)
    rows = list(figure_rows(build_figures(view, known.histories, known.places).figures(days), known.actors))
    if form is StatsFormat.TABLE:
        _print_table(rows)
    else:
        flat = ({**row, "fronts": _front_text(row["fronts"])} for row in rows)
        write_table(flat if form is StatsFormat.CSV else rows, COLUMNS, TableFormat(form.value))
    if not rows:
        say("Nothing is known for those days. Choose others, or import claims.")


def _days_of(period: Interval, step: Step) -> Iterator[date]:
    """Yield the days of a period, a step apart; a month after the 31st is the next month's last day."""
    last = period.last_day or period.start
    for number in range(MAX_DAYS):
        day = _after(period.start, number, step)
        if day is None or day > last:
            return
        yield day


def _after(first: date, number: int, step: Step) -> date | None:
    """Return the day `number` steps after the first, None beyond the calendar."""
    if step in (Step.DAY, Step.WEEK):
        ordinal = first.toordinal() + number * (7 if step is Step.WEEK else 1)
        return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None
    months = first.month - 1 + number * (12 if step is Step.YEAR else 1)
    year, month = first.year + months // 12, months % 12 + 1
    if year > date.max.year:
        return None
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def _front_text(fronts: Mapping[str, float]) -> str:
    return ";".join(f"{rival}:{km:.1f}" for rival, km in fronts.items())


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print figures for reading, one table a day."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console.width = WIDE
    for day in sorted({row["day"] for row in rows}):
        table = Table(title=day, title_justify="left", box=None, pad_edge=False)
        table.add_column("group", max_width=34, no_wrap=True)
        for name in ("area km² (low–high)", "places", "districts"):
            table.add_column(name, justify="right", no_wrap=True)
        for name in ("population of listed towns", "front km"):
            table.add_column(name)
        for row in (row for row in rows if row["day"] == day):
            table.add_row(*_cells(row))
        console.print(table)
        console.print()


def _cells(row: Mapping[str, Any]) -> Iterable[str]:
    """Return a group's figures as texts that carry their meaning."""
    return (
        row["actor_name"],
        f"{row['area_km2']:,.0f} ({row['area_low_km2']:,.0f}–{row['area_high_km2']:,.0f})",
        _count(row, "places"),
        _count(row, "districts"),
        _people(row),
        ", ".join(f"{rival} {km:,.0f}" for rival, km in row["fronts"].items()) or "–",
    )


def _count(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "–"
    return f"{row[name]} ({row[f'{name}_low']}–{row[f'{name}_high']})"


def _people(row: Mapping[str, Any]) -> str:
    """Return the population with the number of towns that it is of."""
    with_figure = row["towns"] - row["towns_without_population"]
    if not row["towns"]:
        return "–"
    if not with_figure:
        return f"no figure for {row['towns']} towns"
    return f"{row['population']:,} in {with_figure} of {row['towns']} towns"


def assessments_command(
    table: AssessmentsArgument = None,
    country: Annotated[str, typer.Option("--country", help="Whose districts are counted.")] = "AF",
    form: Annotated[TableFormat, typer.Option("--format", help="csv, or json (one object a line).")] = TableFormat.CSV,
    known_at: KnownAtOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Set our count of districts beside counts that others have published, day by day.

    A district without evidence is unknown here, where the published counts give every district a holder.

    Example:  territory assessments --format csv
    """
    from territory.area_pipeline import build_areas
    from territory.control.assessments import compare_counts
    from territory.export.assessment_table import read_assessments
    from territory.resources import seeds_path

    published, rejected = read_assessments(table or seeds_path("district_control_assessments.csv"))
    for item in rejected:
        say(f"Rejected {item}")
    with opened_store(store, empty=empty) as opened:
        known = read_known(opened, parse_moment(known_at))
    view = build_areas(known.histories, known.places, mode=AreaMode.DISTRICTS)
    found = compare_counts(published, view.areas, view.histories, known.actors, country.upper())
    write_table((_comparison_row(item) for item in found), ASSESSMENT_COLUMNS, form)
    say(
        "our_unknown districts have no evidence in the store; published counts give every district a holder. "
        "Contested here means fighting inside, a siege, or places that disagree; published counts use the word "
        "for any district that neither side is sure of."
    )
    if rejected:
        raise typer.Exit(1)


def _comparison_row(item: Any) -> dict[str, Any]:
    theirs = item.published
    return {
        "day": theirs.day.isoformat(),
        "publisher": theirs.publisher,
        "districts": theirs.districts,
        "government": theirs.government,
        "contested": theirs.contested,
        "insurgent": theirs.insurgent,
        "our_districts": item.known + item.unknown,
        "our_government": item.government,
        "our_contested": item.contested,
        "our_insurgent": item.insurgent,
        "our_unknown": item.unknown,
    }
