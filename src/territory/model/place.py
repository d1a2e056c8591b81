"""Places and their names, as a gazetteer keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

PlaceId = NewType("PlaceId", str)
"""`iq-mosul` for a curated place, `gn:99072` for a GeoNames record, `ne:…` for a Natural Earth feature."""


class PlaceKind(StrEnum):
    """What sort of place it is: the kinds of `places.csv`, and those only a gazetteer has."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    NEIGHBOURHOOD = "neighbourhood"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    CONTINENT = "continent"
    REGION = "region"
    AREA = "area"
    MOUNTAIN = "mountain"
    RIVER = "river"
    LAKE = "lake"
    SEA = "sea"
    DESERT = "desert"
    ISLAND = "island"
    BORDER_CROSSING = "border-crossing"
    BASE = "base"
    AIRPORT = "airport"
    DAM = "dam"
    OIL_FIELD = "oil-field"
    FACILITY = "facility"


_SCRIPT_OF: Final = {
    **dict.fromkeys("AE AF BH DZ EG EH IQ IR JO KM KW LB LY MA MR MV OM PK PS QA SA SD SY TN YE".split(), "Arab"),
    **dict.fromkeys("BG BY KG KZ ME MK MN RS RU TJ UA".split(), "Cyrl"),
    **dict.fromkeys("CY GR".split(), "Grek"),
    **dict.fromkeys("CN HK JP MO TW".split(), "Hani"),
    **dict.fromkeys("IL".split(), "Hebr"),
}
"""Script of a country's main language (ISO 15924), where it is not Latin."""


@dataclass(frozen=True, slots=True, order=True)
class PlaceName:
    """One spelling of a place's name, with its script (ISO 15924: Latn, Arab, Cyrl, …)."""

    text: str
    script: str = "Latn"


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer record. Coordinates are WGS 84 degrees.

    `admin1`, `admin2` are names; `names` holds other spellings, `name` excluded. `precision_m` says how far the point
    may be off; None where nobody has said.
    """

    place_id: PlaceId
    name: str
    kind: PlaceKind
    country: str
    lat: float
    lon: float
    admin1: str = ""
    admin2: str = ""
    feature_class: str = ""
    feature_code: str = ""
    geonameid: int | None = None
    population: int | None = None
    names: tuple[PlaceName, ...] = ()
    parent_id: PlaceId | None = None
    coord_source: str = ""
    precision_m: float | None = None
    note: str = ""

    @property
    def local_name(self) -> str | None:
        """The first name in the script of the country, for showing beside the English one; None if that is Latin.

        Where there is no country, as for a sea, or a code that ISO leaves to users (XA), any script other than
        Latin will do.
        """
        known = self.country and (self.country[0] != "X" or self.country == "XK")
        script = _SCRIPT_OF.get(self.country, "Latn") if known else ""
        return next((n.text for n in self.names if n.script != "Latn" and script in ("", n.script)), None)
