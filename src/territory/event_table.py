"""Reads `control_events.csv`: each row is a claim whose evidence is the cited source and the note.

Columns are described in `seeds/README.md`. A row becomes known when its source was published (the last day of the
month or year where the source's date is no finer), but not before the event itself; a row without a source on the
day of the event.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from territory.gazetteer.tables import read_table
from territory.model import (
    ActorCode,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    EvidenceType,
    Origin,
    PlaceId,
    Rejected,
    Source,
    TimePrecision,
)

EVENT_COLUMNS = ("event_id", "place_id", "event_date", "event_kind", "actor_to", "status_after")
MAX_NOTE_CHARS = 4000

E = TypeVar("E", bound=StrEnum)


def read_events(
    path: Path, places: Collection[str], actors: Collection[str]
) -> tuple[tuple[Claim, ...], tuple[Rejected, ...]]:
    """Return the claims of an events table, and the rows that could not be read, each with line, field and remedy.

    Parameters
    ----------
    path : Path
        The CSV file.
    places, actors : Collection[str]
        The ids and codes that rows may refer to.

    Raises
    ------
    TableError
        If the file as a whole cannot be read.
    """
    return read_table(path, EVENT_COLUMNS, "event_id", lambda row: _parse_event(row, places, actors))


def _parse_event(row: dict[str, str], places: Collection[str], actors: Collection[str]) -> Claim:
    if row["place_id"] not in places:
        raise ValueError(f"field place_id: {row['place_id']!r} is unknown. Add the place with --places places.csv.")
    holder = _actor(row, "actor_to", actors)
    if holder is None:
        raise ValueError("field actor_to is empty. Name the holder after the event.")
    status = _choice(ControlStatus, row, "status_after", {"lost", "unknown"})
    kind = _choice(EventKind, row, "event_kind")
    day = parse_day(row["event_date"], "event_date")
    source = _source(row)
    note = row.get("note", "")
    if len(note) > MAX_NOTE_CHARS:
        raise ValueError(f"field note has {len(note)} characters; at most {MAX_NOTE_CHARS} are kept. Shorten it.")
    return Claim(
        claim_id=ClaimId(row["event_id"]),
        place_id=PlaceId(row["place_id"]),
        event_kind=kind,
        status=status,
        actor=holder,
        opponent=_actor(row, "contested_by", actors),
        holder=holder,
        previous=_actor(row, "actor_from", actors),
        valid_from=day,
        time_precision=_choice(TimePrecision, {"date_precision": "day", **row}, "date_precision"),
        evidence_type=_choice(EvidenceType, {"evidence_type": "reported", **row}, "evidence_type"),
        origin=Origin.COMPILED,
        source=source,
        evidence=note,
        recorded_at=_known_at(source.date, day),
    )


def _actor(row: dict[str, str], field: str, actors: Collection[str]) -> ActorCode | None:
    code = row.get(field, "")
    if code and code not in actors:
        raise ValueError(f"field {field}: {code!r} is unknown. Add the actor with --actors actors.csv.")
    return ActorCode(code) if code else None


def _choice(kinds: type[E], row: dict[str, str], field: str, barred: Collection[str] = ()) -> E:
    allowed = [kind.value for kind in kinds if kind.value not in barred]
    if row[field] not in allowed:
        raise ValueError(f"field {field}: {row[field]!r} is unknown. Use one of: {', '.join(allowed)}.")
    return kinds(row[field])


def parse_day(text: str, field: str) -> date:
    """Return the date of an ISO 8601 day.

    Raises
    ------
    ValueError
        If `text` is not a day of the calendar, written YYYY-MM-DD.
    """
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"field {field}: {text!r} is no day of the calendar. Write YYYY-MM-DD.") from None


def _source(row: dict[str, str]) -> Source:
    reliability = row.get("source_reliability") or "F"
    credibility = row.get("information_credibility") or "6"
    when, url = row.get("source_date", ""), row.get("source_url", "")
    if not re.fullmatch("[A-F]", reliability):
        raise ValueError(f"field source_reliability: {reliability!r} is no Admiralty letter. Use A to F.")
    if not re.fullmatch("[1-6]", credibility):
        raise ValueError(f"field information_credibility: {credibility!r} is no Admiralty digit. Use 1 to 6.")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f"field source_url: {url[:80]!r} is no web address. Begin it with http:// or https://.")
    if when:
        last_day(when)
    return Source(
        title=row.get("source_title", ""),
        publisher=row.get("source_publisher", ""),
        date=when,
        url=url,
        reliability=reliability,
        credibility=int(credibility),
    )


def last_day(text: str) -> date:
    """Return the last day of a date given as YYYY, YYYY-MM or YYYY-MM-DD.

    Raises
    ------
    ValueError
        If `text` is none of these.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2] or 12)
        return date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"field source_date: {text!r} is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.") from None


def _known_at(source_date: str, event_day: date) -> datetime:
    day = max(last_day(source_date), event_day) if source_date else event_day
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
