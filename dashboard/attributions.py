"""What Territory ships with: files, origins, licences."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return (seeds, *(_bundled(file, document["origins"]) for file in document["files"]))


def _bundled(file: Mapping[str, Any], origins: Mapping[str, Any]) -> BundledSource:
    """Return the entry of a file, with what each of its origins asks for."""
    parts = [origins[key] for key in file["origins"]]
    packages = [f"{package['name']} {package['version']}" for part in parts for package in part.get("packages", [])]
    return BundledSource(
        f"geodata/{file['path']}",
        "; ".join(part["attribution"] for part in parts),
        ", ".join(part["name"] for part in parts) + (f" (packages: {', '.join(packages)})" if packages else ""),
        "",
        "; ".join(dict.fromkeys(f"{part['name']}: {part['licence']}" for part in parts)),
    )
