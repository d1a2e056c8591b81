"""Reads published counts of districts: `district_control_assessments.csv`, described in `seeds/README.md`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from territory.control.assessments import Assessment
from territory.gazetteer.tables import read_rows
from territory.model import Rejected

REQUIRED = ("date", "publisher")
COUNTS = (
    "n_districts", "gov_control", "gov_influence", "contested",
    "insurgent_influence", "insurgent_control", "gov_total", "insurgent_total",
)  # fmt: skip


def read_assessments(path: Path) -> tuple[tuple[Assessment, ...], tuple[Rejected, ...]]:
    """Return the published counts of a file, and the rows that could not be read.

    Raises
    ------
    TableError
        If the file as a whole cannot be read.
    """
    good, bad = [], []
    for line, row in read_rows(path, REQUIRED):
        try:
            good.append(_parse(row))
        except ValueError as error:
            bad.append(Rejected(f"{path.name} line {line}", str(error), ",".join(row.values())[:500]))
    return tuple(good), tuple(bad)


def _parse(row: Mapping[str, str]) -> Assessment:
    """Return a row's counts; totals are used where given, else control and influence together."""
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        raise ValueError(f"field date: {row['date']!r} is no day of the calendar. Write YYYY-MM-DD.") from None
    counts = {name: _count(row, name) for name in COUNTS}
    return Assessment(
        day=day,
        publisher=row["publisher"],
        districts=counts["n_districts"],
        government=_total(counts["gov_total"], counts["gov_control"], counts["gov_influence"]),
        contested=counts["contested"],
        insurgent=_total(counts["insurgent_total"], counts["insurgent_control"], counts["insurgent_influence"]),
    )


def _count(row: Mapping[str, str], name: str) -> int | None:
    value = row.get(name, "")
    if not value:
        return None
    if not value.isdecimal():
        raise ValueError(f"field {name}: {value!r} is no whole number. Leave it empty where the source does not say.")
    return int(value)


def _total(total: int | None, control: int | None, influence: int | None) -> int | None:
    """Return the total, or what can be added up; where only control is counted, that."""
    if total is not None:
        return total
    return None if control is None else control + (influence or 0)
