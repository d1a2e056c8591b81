"""`SOURCES.toml` and the files of `geodata/` belong together."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

DATA = (".gaz", ".parquet", ".json", ".geojson", ".csv")


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of bundled data."""
    return Path(__file__).resolve().parents[2] / "geodata"


@pytest.fixture(scope="module")
def sources(folder: Path) -> dict[str, Any]:
    """What `SOURCES.toml` says."""
    return tomllib.loads((folder / "SOURCES.toml").read_text("utf-8"))


def test_every_data_file_is_listed_and_every_listed_file_is_there(folder: Path, sources: dict[str, Any]) -> None:
    """No file without an origin, no origin without a file."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in DATA}
    assert found == {file["path"] for file in sources["files"]}


def test_every_file_is_the_one_that_was_built(folder: Path, sources: dict[str, Any]) -> None:
    """Its checksum is that of the list."""
    for file in sources["files"]:
        assert hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest() == file["sha256"], file["path"]


def test_every_file_has_origins_with_licence_and_attribution(sources: dict[str, Any]) -> None:
    """And each origin that is not ours names pinned packages."""
    for file in sources["files"]:
        assert file["origins"]
        for key in file["origins"]:
            origin = sources["origins"][key]
            assert origin["licence"]
            assert origin["attribution"]
            for package in origin.get("packages", []):
                assert package["version"]
                assert len(package["sha256"]) == 64


def test_the_gazetteer_is_small_enough_to_ship(folder: Path) -> None:
    """At most 20 MB."""
    assert (folder / "gazetteer" / "world.gaz").stat().st_size <= 20_000_000
