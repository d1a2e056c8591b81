"""Areas with the boundaries that Territory ships with."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import shapely

from territory.area_pipeline import build_areas, build_figures, country_lands, district_zones, figures_of
from territory.control.areas import WIDE, AreaMode
from territory.control.geodesy import areas_km2
from territory.control.histories import Histories
from territory.pipeline import load_histories
from territory.store import Store


@pytest.mark.parametrize(
    ("country", "km2", "districts"), [("IQ", 438_300, 101), ("SY", 186_500, 272), ("AF", 643_900, 398)]
)
def test_districts_cover_their_country(country: str, km2: float, districts: int) -> None:
    """As many districts as published, as large together as the country."""
    zones = district_zones([country])
    shapes = [zone.geometry for zone in zones]
    assert len(zones) == districts
    assert areas_km2(shapes).sum() == pytest.approx(km2, rel=0.02)
    assert areas_km2([country_lands()[country]])[0] == pytest.approx(km2, rel=0.02)
    assert all(zone.parent for zone in zones)


@pytest.mark.parametrize("mode", list(AreaMode), ids=str)
def test_every_place_with_evidence_has_an_area_or_a_reason(seeded_store: Store, mode: AreaMode) -> None:
    """Nothing is dropped in silence, no place is in two areas, and all geometries are valid and apart."""
    histories, places = load_histories(seeded_store), seeded_store.places()
    view = build_areas(histories, places, mode=mode)
    placed = [place_id for area in view.areas for place_id in area.place_ids]
    assert sorted([*placed, *(item.where for item in view.areas.left_out)]) == sorted(histories)
    assert all(places[item.where].kind in WIDE for item in view.areas.left_out)
    shapes = [area.geometry for area in view.areas]
    assert shapely.is_valid(shapes).all()
    total = areas_km2(shapes).sum()
    assert total - areas_km2([shapely.union_all(shapes)])[0] < 1e-4 * total


def test_figures_of_a_country_are_those_of_its_own_places(seeded_store: Store) -> None:
    """Asked of Iraq alone, the figures are the same whether areas were made for it or for all."""
    histories, places = load_histories(seeded_store), seeded_store.places()
    iraq = Histories({key: histories[key] for key in histories if places[key].country == "IQ"})
    view, districts = build_areas(histories, places), build_areas(histories, places, mode=AreaMode.DISTRICTS)
    day = date(2016, 1, 1)
    one = figures_of(["IQ"], view, districts, histories, places).figures([day])
    other = build_figures(build_areas(iraq, places), iraq, places).figures([day])
    assert one.groups == other.groups
    assert one.area_km2.middle == pytest.approx(other.area_km2.middle)
    assert one.front_km == pytest.approx(other.front_km)
    assert one.districts is not None
    assert other.districts is not None
    assert one.districts.high == pytest.approx(other.districts.high)


def test_the_example_of_the_design_note_runs(
    project_root: Path, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What docs/areas.md shows works."""
    monkeypatch.setenv("TERRITORY_STORE", seeded_url)
    text = (project_root / "docs" / "areas.md").read_text("utf-8")
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(code, {})
