"""Names on the base map: towns, countries, provinces, waters and regions, with the zoom from which each shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely

from recipes.boundaries import THEATRES, Boundaries
from recipes.regions import TABLE, read_table
from recipes.shapes import Shapes
from recipes.spellings import local_name, local_script
from territory.gazetteer.features import kind_of
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.tables import script_of
from territory.model import Place, PlaceKind

SCALE = 0.0001
REGION = (30.0, 20.0, 80.0, 44.0)
_OWN = {theatre.iso2 for theatre in THEATRES}
_SETTLED = (PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE)
_LADDERS = {
    "theatre": ((1_000_000, 4), (300_000, 5), (100_000, 6), (30_000, 7), (8_000, 8), (1, 9), (0, 10)),
    "region": ((3_000_000, 4), (1_000_000, 5), (300_000, 6), (100_000, 7), (30_000, 9)),
    "world": ((5_000_000, 4), (1_000_000, 5), (500_000, 6)),
}


def point(lon: float, lat: float) -> list[int]:
    """Return a position in the units of the base map."""
    return [round(lon / SCALE), round(lat / SCALE)]


def rank_of(place: Place, grade: str) -> int | None:
    """Return the zoom level from which a town shows, None for never."""
    if place.feature_code == "PPLC":
        return 3 if grade != "world" else 4
    rank = next((zoom for people, zoom in _LADDERS[grade] if (place.population or 0) >= people), None)
    if place.feature_code == "PPLA" and grade == "theatre":
        return min(rank or 9, 6)
    if not place.place_id.startswith("gn:"):
        return min(rank or 9, 9)
    return rank


def towns(gazetteer: Gazetteer, languages: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """Yield towns: all of the theatres, the larger ones of the region, the great ones of the world."""
    columns = gazetteer.columns
    settled = [number for number, code in enumerate(gazetteer.features) if code.startswith("P.")]
    worth = np.isin(columns.feature, settled)
    own = np.isin(columns.country, [gazetteer.countries.index(code) for code in sorted(_OWN)])
    worth &= own | (columns.population >= 30_000) | (columns.feature == gazetteer.features.index("P.PPLC"))
    rows = {gazetteer.row_of(gazetteer.place(int(row)).place_id) for row in np.flatnonzero(worth)}
    for row in sorted(rows):
        place = gazetteer.place(row)
        if place.kind not in _SETTLED or "(" in place.name:
            continue
        west, south, east, north = REGION
        inside = west <= place.lon <= east and south <= place.lat <= north
        rank = rank_of(place, "theatre" if place.country in _OWN else "region" if inside else "world")
        if rank is None:
            continue
        yield {
            "rank": rank,
            "name": place.name,
            "name_local": local_name(place, languages.get(place.country, "")) if inside else None,
            "kind": place.kind.value,
            "country": place.country,
            "pop": place.population,
            "id": place.place_id,
            "capital": {"PPLC": 1, "PPLA": 2}.get(place.feature_code),
            "at": point(place.lon, place.lat),
        }


def labels(
    countries: Shapes, boundaries: Boundaries, languages: Mapping[str, str], names: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    """Yield the names of countries and of provinces."""
    for row in countries.rows:
        if row["iso_a2_eh"] == "-99" and row["type"] != "Sovereign country":
            continue  # bases, buffer zones, reefs: no country's name
        language = languages.get(row["iso_a2_eh"], "")
        yield {
            "rank": max(2, round(row["min_label"])),
            "max": max(6, round(row["max_label"])),
            "name": names.get(row["iso_a2_eh"]) or row["name_en"] or row["name"],
            "name_local": row.get(f"name_{language}") if local_script(language) != "Latn" else None,
            "kind": "country",
            "country": row["iso_a2_eh"] if row["iso_a2_eh"] != "-99" else None,
            "at": point(row["label_x"], row["label_y"]),
        }
    for row, shape in zip(boundaries.provinces.rows, boundaries.provinces.geometry, strict=True):
        if row["country"] in _OWN:
            middle = shapely.maximum_inscribed_circle(shape, tolerance=0.01).coords[0]
            yield {
                "rank": 6,
                "max": 9,
                "name": row["name"],
                "name_local": row["name_local"],
                "kind": "province",
                "country": row["country"],
                "at": point(*middle),
            }


def region_labels() -> Iterable[dict[str, Any]]:
    """Yield the seas, deserts, ranges and regions of `regions.csv` that are worth a label."""
    for row in read_table(TABLE):
        if row["rank"]:
            names = [text for text in row["alt_names"].split(";") if script_of(text) == "Arab"]
            feature_class, _, code = row["feature"].partition(".")
            rank = int(row["rank"])
            yield {
                "rank": rank,
                "max": rank + 4,
                "name": row["name"],
                "name_local": names[-1] if names else None,
                "kind": kind_of(feature_class, code, None).value,
                "at": point(float(row["lon"]), float(row["lat"])),
            }
