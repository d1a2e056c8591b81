"""What GeoNames feature codes mean here."""

from __future__ import annotations

from territory.model import PlaceKind

CITY_POPULATION = 50_000
TOWN_POPULATION = 5_000

_KINDS = {
    "PPLX": PlaceKind.NEIGHBOURHOOD, "PPLC": PlaceKind.CITY, "PPLA": PlaceKind.CITY,
    "ADM1": PlaceKind.PROVINCE, "ADM2": PlaceKind.DISTRICT, "ADM3": PlaceKind.DISTRICT, "ADM4": PlaceKind.DISTRICT,
    "CONT": PlaceKind.CONTINENT, "RGN": PlaceKind.REGION, "RGNH": PlaceKind.REGION, "RGNE": PlaceKind.REGION,
    "MT": PlaceKind.MOUNTAIN, "MTS": PlaceKind.MOUNTAIN, "PK": PlaceKind.MOUNTAIN, "PASS": PlaceKind.MOUNTAIN,
    "STM": PlaceKind.RIVER, "CNL": PlaceKind.RIVER, "WAD": PlaceKind.RIVER, "STMI": PlaceKind.RIVER,
    "LK": PlaceKind.LAKE, "LKI": PlaceKind.LAKE, "RSV": PlaceKind.LAKE,
    "SEA": PlaceKind.SEA, "OCN": PlaceKind.SEA, "GULF": PlaceKind.SEA, "STRT": PlaceKind.SEA, "BAY": PlaceKind.SEA,
    "DSRT": PlaceKind.DESERT, "ISL": PlaceKind.ISLAND, "ISLS": PlaceKind.ISLAND,
    "MILB": PlaceKind.BASE, "AIRB": PlaceKind.BASE, "FT": PlaceKind.BASE, "INSM": PlaceKind.BASE,
    "AIRP": PlaceKind.AIRPORT, "AIRF": PlaceKind.AIRPORT, "DAM": PlaceKind.DAM,
    "OILF": PlaceKind.OIL_FIELD, "GASF": PlaceKind.OIL_FIELD, "OILR": PlaceKind.OIL_FIELD,
    "PSTB": PlaceKind.BORDER_CROSSING, "CSTM": PlaceKind.BORDER_CROSSING,
}  # fmt: skip
_CLASSES = {
    "A": PlaceKind.AREA, "H": PlaceKind.RIVER, "L": PlaceKind.AREA, "P": PlaceKind.VILLAGE, "R": PlaceKind.FACILITY,
    "S": PlaceKind.FACILITY, "T": PlaceKind.MOUNTAIN, "U": PlaceKind.SEA, "V": PlaceKind.AREA,
}  # fmt: skip


def kind_of(feature_class: str, feature_code: str, population: int | None) -> PlaceKind:
    """Return the kind of a GeoNames feature; towns and cities are told apart by population where it is known."""
    if feature_code.startswith("PCL"):
        return PlaceKind.COUNTRY
    if feature_code in _KINDS:
        return _KINDS[feature_code]
    if feature_class == "P":
        if (population or 0) >= CITY_POPULATION:
            return PlaceKind.CITY
        seat = feature_code.startswith("PPLA")
        return PlaceKind.TOWN if seat or (population or 0) >= TOWN_POPULATION else PlaceKind.VILLAGE
    return _CLASSES.get(feature_class, PlaceKind.AREA)
