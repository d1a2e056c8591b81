"""Country dumps of GeoNames, added by the user: read, compiled to a layer, kept beside the store.

A dump is a text file of 19 tab-separated columns without a header (see `COLUMNS`), one feature a line, as GeoNames
publishes for each country. It may have hundreds of thousands of lines; compiled, it opens as fast as the world does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from territory.errors import StoreError, TableError
from territory.gazetteer.writer import Record, write_layer
from territory.model import Rejected

COLUMNS: Final = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation",
    "dem", "timezone", "modification date",
)  # fmt: skip
MAX_DUMP_BYTES: Final = 512 * 1024 * 1024
_LINES_TO_JUDGE_BY: Final = 50
_LARGEST_NUMBER: Final = 2**31


@dataclass(frozen=True, slots=True)
class AddedDump:
    """What adding a dump did. `changed` is false if the same places were there already."""

    path: Path
    places: int
    rejected: tuple[Rejected, ...]
    changed: bool


def is_dump(path: Path) -> bool:
    """Return whether a file looks like a dump: one of its first lines has 19 tab-separated columns."""
    with path.open("rb") as file:
        head = [file.readline(65_536) for _ in range(_LINES_TO_JUDGE_BY)]
    return any(line.count(b"\t") == len(COLUMNS) - 1 for line in head)


def dump_folder(store_file: Path | None) -> Path:
    """Return where the dumps of a store are kept: beside its file, or in the user's data folder."""
    if store_file is None:
        import platformdirs

        return platformdirs.user_data_path("territory", appauthor=False) / "gazetteer"
    return store_file.with_name(store_file.name + ".gazetteer")


def dump_files(folder: Path) -> tuple[Path, ...]:
    """Return the compiled dumps of a folder, by name."""
    return tuple(sorted(folder.glob("*.gaz"))) if folder.is_dir() else ()


def add_dump(path: Path, folder: Path) -> AddedDump:
    """Compile a dump into `folder`; one of the same name there is replaced.

    Raises
    ------
    TableError
        If the file is too large, not UTF-8, or holds no line that can be used.
    StoreError
        If the folder cannot be written to.
    """
    records, rejected, units = read_dump(path)
    data = write_layer(records, units)
    target = folder / f"{path.stem}.gaz"
    try:
        changed = not target.exists() or target.read_bytes() != data
        if changed:
            folder.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written to: {error.strerror}. Give another --store.") from error
    return AddedDump(target, len(records), rejected, changed)


def _replace(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read_dump(path: Path) -> tuple[list[Record], tuple[Rejected, ...], dict[str, str]]:
    """Return the records of a dump, the lines that could not be used, and the names of its admin units by key."""
    records: dict[int, Record] = {}
    rejected: list[Rejected] = []
    units: dict[str, str] = {}
    for number, line in _lines(path):
        try:
            record = parse_line(line)
            if record.geonameid in records:
                raise ValueError(f"geonameid {record.geonameid} stands on an earlier line already. Remove one.")
        except ValueError as error:
            rejected.append(Rejected(f"{path.name} line {number}", str(error), line[:500]))
            continue
        records[record.geonameid] = record
        if record.feature_code in ("ADM1", "ADM2"):
            units[record.admin2 if record.feature_code == "ADM2" else record.admin1] = record.name
    if not records:
        raise TableError(
            f"{path.name} holds no line with GeoNames' {len(COLUMNS)} tab-separated columns. "
            "Give a country dump such as AF.txt, or a CSV with the columns of seeds/places.csv."
        )
    return list(records.values()), tuple(rejected), units


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    size = path.stat().st_size
    if size > MAX_DUMP_BYTES:
        raise TableError(f"{path.name} has {size:,} bytes; at most {MAX_DUMP_BYTES:,} are read. Add it by country.")
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, 1):
                text = line.rstrip("\r\n")
                if text:
                    yield number, text
    except UnicodeDecodeError as error:
        raise TableError(f"{path.name} is not UTF-8 text ({error.reason}). Give GeoNames' own file.") from error


def parse_line(line: str) -> Record:
    """Return the record of a line of a dump.

    Raises
    ------
    ValueError
        With the field, its value and the remedy.
    """
    fields = line.split("\t")
    if len(fields) != len(COLUMNS):
        raise ValueError(f"{len(fields)} columns, not {len(COLUMNS)}. The line is cut short or of another format.")
    number, name, ascii_name, others, lat, lon, feature_class, code, country = fields[:9]
    if not number.isascii() or not number.isdecimal() or not 0 < int(number) < _LARGEST_NUMBER:
        raise ValueError(f"field geonameid: {number!r} is not a GeoNames number.")
    if not name.strip():
        raise ValueError("field name is empty.")
    admin1, admin2 = fields[10], fields[11]
    spellings = [ascii_name, *(text for text in others.split(",") if _is_spelling(text))]
    return Record(
        name=name,
        lat=_degrees("latitude", lat, 90),
        lon=_degrees("longitude", lon, 180),
        feature_class=feature_class[:1],
        feature_code=code,
        country=country,
        geonameid=int(number),
        population=_people(fields[14]),
        admin1=f"{country}.{admin1}" if admin1 and country else "",
        admin2=f"{country}.{admin1}.{admin2}" if admin1 and admin2 and country else "",
        names=[text for text in dict.fromkeys(spellings) if text and text != name],
    )


def _is_spelling(text: str) -> bool:
    return bool(text) and not text.startswith(("http:", "https:"))


def _degrees(field: str, text: str, largest: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"field {field}: {text!r} is not a number.") from None
    if not -largest <= value <= largest:
        raise ValueError(f"field {field}: {text} lies outside {-largest} to {largest}.")
    return value


def _people(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal():
        raise ValueError(f"field population: {text!r} is not a whole number.")
    return min(int(text), _LARGEST_NUMBER - 1)
