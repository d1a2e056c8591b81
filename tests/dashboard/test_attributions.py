"""The Data view names what Territory ships with, and on what terms."""

from __future__ import annotations

import tomllib

from dashboard.attributions import bundled_sources
from territory.resources import geodata_path


def test_every_bundled_file_is_listed_with_its_attributions_and_licences() -> None:
    """As `SOURCES.toml` has them."""
    document = tomllib.loads(geodata_path("SOURCES.toml").read_text("utf-8"))
    shown = {source.name: source for source in bundled_sources()}
    for file in document["files"]:
        entry = shown[f"geodata/{file['path']}"]
        for origin in (document["origins"][key] for key in file["origins"]):
            assert origin["attribution"] in entry.content
            assert origin["licence"] in entry.licence
            assert origin["name"] in entry.origin
