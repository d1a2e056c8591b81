"""Reads the curated tables: `places.csv` and `actors.csv`.

Columns are described in `seeds/README.md`. A row that cannot be used comes back as `Rejected` with its line, the field
and what to do; the others are kept.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from territory.errors import TableError
from territory.model import Actor, ActorCode, Place, PlaceId, PlaceKind, PlaceName, Rejected

T = TypeVar("T")

MAX_TABLE_BYTES = 256 * 1024 * 1024

PLACE_COLUMNS = ("place_id", "name", "country", "lat", "lon")
ACTOR_COLUMNS = ("code", "name")

_FEATURES = {
    PlaceKind.CITY: ("P", "PPL"),
    PlaceKind.TOWN: ("P", "PPL"),
    PlaceKind.VILLAGE: ("P", "PPL"),
    PlaceKind.NEIGHBOURHOOD: ("P", "PPLX"),
    PlaceKind.DISTRICT: ("A", "ADM2"),
    PlaceKind.PROVINCE: ("A", "ADM1"),
    PlaceKind.MOUNTAIN: ("T", "MT"),
    PlaceKind.BASE: ("L", "MILB"),
    PlaceKind.AIRPORT: ("S", "AIRP"),
    PlaceKind.DAM: ("S", "DAM"),
    PlaceKind.OIL_FIELD: ("L", "OILF"),
    PlaceKind.BORDER_CROSSING: ("S", "PSTB"),
    PlaceKind.AREA: ("L", "AREA"),
    PlaceKind.COUNTRY: ("A", "PCLI"),
    PlaceKind.CONTINENT: ("L", "CONT"),
    PlaceKind.REGION: ("L", "RGN"),
    PlaceKind.RIVER: ("H", "STM"),
    PlaceKind.LAKE: ("H", "LK"),
    PlaceKind.SEA: ("H", "SEA"),
    PlaceKind.ISLAND: ("T", "ISL"),
    PlaceKind.DESERT: ("T", "DSRT"),
}
_SCRIPTS = (("Arab", "ARABIC"), ("Cyrl", "CYRILLIC"), ("Hebr", "HEBREW"), ("Grek", "GREEK"), ("Hani", "CJK"))


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the script of the first letter of `text`."""
    for char in "" if text.isascii() else text:
        if char.isalpha():
            name = unicodedata.name(char, "")
            return next((code for code, word in _SCRIPTS if name.startswith(word)), "Latn")
    return "Latn"


def read_rows(path: Path, required: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a UTF-8 CSV file with a header.

    Raises
    ------
    TableError
        If the file is too large, is not UTF-8 text, has no header, or lacks one of the `required` columns.
    """
    size = path.stat().st_size
    if size > MAX_TABLE_BYTES:
        raise TableError(f"{path.name} has {size:,} bytes; at most {MAX_TABLE_BYTES:,} are read. Split it.")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path.name} is not UTF-8 (byte {error.start}). Save it as CSV with UTF-8 encoding."
        ) from error
    if "\0" in text:
        raise TableError(f"{path.name} is a binary file, not CSV (it holds a null byte). Export it as CSV.")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = reader.fieldnames or ()
    missing = [column for column in required if column not in header]
    if missing:
        raise TableError(
            f"{path.name} line 1: column {', '.join(missing)} missing. It has: {', '.join(header) or 'nothing'}. "
            "Add the column (see seeds/README.md)."
        )
    try:
        for row in reader:
            yield (
                reader.line_num,
                {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)},
            )
    except csv.Error as error:
        raise TableError(f"{path.name} line {reader.line_num}: {error}. Quote the field as in RFC 4180.") from error


def read_table(
    path: Path, required: Sequence[str], key: str, parse: Callable[[dict[str, str]], T]
) -> tuple[tuple[T, ...], tuple[Rejected, ...]]:
    """Parse each row of a table; one for which `parse` raises `ValueError`, or with a known `key`, is rejected."""
    good: list[T] = []
    bad: list[Rejected] = []
    lines: dict[str, int] = {}
    for line, row in read_rows(path, required):
        where = f"{path.name} line {line}"
        try:
            if not row[key]:
                raise ValueError(f"field {key} is empty. Give each row its own {key}.")
            if row[key] in lines:
                raise ValueError(f"field {key}: {row[key]!r} stands on line {lines[row[key]]} already. Remove one.")
            record = parse(row)
        except ValueError as error:
            bad.append(Rejected(where, str(error), ",".join(row.values())[:500]))
            continue
        lines[row[key]] = line
        good.append(record)
    return tuple(good), tuple(bad)


def split(field: str) -> tuple[str, ...]:
    """Split a field of several values at the semicolons."""
    return tuple(part.strip() for part in field.split(";") if part.strip())


def _number(row: dict[str, str], field: str, low: float, high: float) -> float:
    try:
        value = float(row[field])
    except ValueError:
        raise ValueError(f"field {field}: {row[field]!r} is not a number. Use decimal degrees, WGS 84.") from None
    if not low <= value <= high:
        raise ValueError(f"field {field}: {row[field]} lies outside {low:g} to {high:g}. Use decimal degrees, WGS 84.")
    return value


def _whole(row: dict[str, str], field: str) -> int | None:
    value = row.get(field, "")
    if not value:
        return None
    if not value.isdecimal():
        raise ValueError(f"field {field}: {value!r} is not a whole number. Leave it empty if unknown.")
    return int(value)


def parse_place(row: dict[str, str]) -> Place:
    """Return the place of a row of `places.csv`.

    Raises
    ------
    ValueError
        With the field, its value and the remedy.
    """
    try:
        kind = PlaceKind(row.get("place_kind") or "town")
    except ValueError:
        kinds = ", ".join(k.value for k in PlaceKind)
        raise ValueError(f"field place_kind: {row['place_kind']!r} is unknown. Use one of: {kinds}.") from None
    if not row["name"]:
        raise ValueError("field name is empty. Give the usual English form.")
    feature_class, feature_code = _FEATURES.get(kind, ("", ""))
    return Place(
        place_id=PlaceId(row["place_id"]),
        name=row["name"],
        kind=kind,
        country=row["country"].upper(),
        lat=_number(row, "lat", -90, 90),
        lon=_number(row, "lon", -180, 180),
        admin1=row.get("admin1", ""),
        admin2=row.get("admin2", ""),
        feature_class=feature_class,
        feature_code=feature_code,
        geonameid=_whole(row, "geonameid"),
        population=_whole(row, "population"),
        names=tuple(PlaceName(text, script_of(text)) for text in split(row.get("alt_names", ""))),
        parent_id=PlaceId(row["parent_place_id"]) if row.get("parent_place_id") else None,
        coord_source=row.get("coord_source", ""),
        note=row.get("note", ""),
    )


def parse_actor(row: dict[str, str]) -> Actor:
    """Return the actor of a row of `actors.csv`.

    Raises
    ------
    ValueError
        With the field, its value and the remedy.
    """
    for field in ("color", "color_cvd"):
        if row.get(field) and not re.fullmatch(r"#[0-9a-fA-F]{6}", row[field]):
            raise ValueError(f"field {field}: {row[field]!r} is not a colour. Write it as #rrggbb.")
    for field in ("active_from", "active_to"):
        if row.get(field) and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row[field]):
            raise ValueError(f"field {field}: {row[field]!r} is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return Actor(
        code=ActorCode(row["code"]),
        name=row["name"] or row["code"],
        aliases=split(row.get("aliases", "")),
        kind=row.get("kind") or "non-state",
        parent=ActorCode(row["parent"]) if row.get("parent") else None,
        allies=tuple(ActorCode(code) for code in split(row.get("allies", ""))),
        countries=split(row.get("countries", "")),
        active_from=row.get("active_from", ""),
        active_to=row.get("active_to", ""),
        color=row.get("color") or "#777777",
        color_cvd=row.get("color_cvd") or row.get("color") or "#777777",
        color_origin=row.get("color_origin", ""),
        wikidata_id=row.get("wikidata_id", ""),
        note=row.get("note", ""),
    )


def read_places(path: Path) -> tuple[tuple[Place, ...], tuple[Rejected, ...]]:
    """Return the places of a `places.csv`, and the rows that could not be read."""
    return read_table(path, PLACE_COLUMNS, "place_id", parse_place)


def read_actors(path: Path) -> tuple[tuple[Actor, ...], tuple[Rejected, ...]]:
    """Return the actors of an `actors.csv`, and the rows that could not be read."""
    return read_table(path, ACTOR_COLUMNS, "code", parse_actor)
