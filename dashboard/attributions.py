"""What Territory ships with: files, origins, licences."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from territory.resources import geodata_path


@dataclass(frozen=True, slots=True)
class BundledSource:
    """A file that Territory ships with."""

    name: str
    content: str
    origin: str
    url: str
    licence: str


def bundled_sources() -> tuple[BundledSource, ...]:
    """Return the files of `geodata/SOURCES.toml`, and the seeds."""
    seeds = BundledSource(
        "seeds/control_events.csv, places.csv, actors.csv",
        "Changes of control with the source of each, places, groups and their colours",
        "compiled from public reports; each row cites its own",
        "",
        "CC BY 4.0; places marked geonames: GeoNames, CC BY 4.0",
    )
    path = geodata_path("SOURCES.toml")
    if not path.is_file():
        return (seeds,)
    found = [seeds]
    for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
        entries = value if isinstance(value, list) else [value]
        found += [_bundled(key, entry) for entry in entries if isinstance(entry, dict)]
    return tuple(found)


def _bundled(key: str, entry: Mapping[str, object]) -> BundledSource:
    def text(*names: str) -> str:
        return next((str(entry[name]) for name in names if entry.get(name)), "")

    return BundledSource(
        text("path", "file", "name", "title") or key,
        text("what", "content", "description", "title", "note"),
        text("origin", "source", "package", "url"),
        text("url", "homepage"),
        text("licence", "license", "attribution"),
    )
