"""The lines that have to be shown with exported data."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.errors import GeodataError
from territory.export.attribution import attribution_lines
from territory.export.features import Layer

SOURCES = """
[origins.one]
attribution = "Districts: One (one.example)"
licence = "CC BY 3.0 IGO"
[origins.two]
attribution = "Places: Two, CC BY 4.0"
licence = "CC BY 4.0"
[origins.three]
attribution = "Map: Three"
[[files]]
path = "boundaries/districts.parquet"
origins = ["one", "two"]
[[files]]
path = "basemap/land.json"
origins = ["three"]
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of sources that a test may write."""
    monkeypatch.setattr("territory.export.attribution.geodata_path", lambda *parts: tmp_path.joinpath(*parts))
    return tmp_path / "SOURCES.toml"


def test_areas_name_the_origins_of_the_boundaries(sources: Path) -> None:
    """Each with its licence once; what the base map is made of is not in the file and not named."""
    sources.write_text(SOURCES, "utf-8")
    assert attribution_lines(Layer.AREAS)[2:] == (
        "Districts: One (one.example), CC BY 3.0 IGO",
        "Places: Two, CC BY 4.0",
    )


def test_points_need_no_boundaries(sources: Path) -> None:
    """Places name the claims and GeoNames only."""
    sources.write_text(SOURCES, "utf-8")
    assert len(attribution_lines(Layer.PLACES)) == 2
    assert "GeoNames" in attribution_lines(Layer.PLACES)[1]


def test_without_a_list_the_boundaries_are_named_all_the_same(sources: Path) -> None:
    """No list: the makers are still named."""
    assert not sources.exists()
    assert "geoBoundaries" in attribution_lines(Layer.AREAS)[-1]


@pytest.mark.parametrize("text", ["no toml [", "[origins.one]", "[[files]]\npath = 'boundaries/a'\norigins = ['who']"])
def test_a_damaged_list_is_an_error(sources: Path, text: str) -> None:
    """It names the file and what to do."""
    sources.write_text(text, "utf-8")
    with pytest.raises(GeodataError, match="Install Territory again"):
        attribution_lines(Layer.AREAS)
