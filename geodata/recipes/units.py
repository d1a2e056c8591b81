"""The names by which admin units are known, and the one by which each is shown."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from recipes.packages import Packages
from recipes.places import Unit, read_languages
from recipes.spellings import arrange, local_script
from territory.gazetteer.normalise import fold
from territory.gazetteer.tables import read_places, script_of
from territory.resources import seeds_path

KIND_WORDS = re.compile(
    r"(?i)^(?:(?:autonomous )?republic of|respublika|province of|state of|department of|canton of|muhafazat"
    r"|w[ie]layat-e|velayat-e|ولایت|ولاية|محافظة|قضاء|منطقة|ولسوالی) +"
    r"| +(?:governorate|province|oblast|krai|kray|region|prefecture|department|voivodeship|canton|division"
    r"|district|qada|ولسوالي|ولسوالۍ|ولایت)$"
)
LIKE_ENOUGH = 90.0
"""An English name counts as one of the unit's when it is this like (0-100) one of GeoNames' spellings."""


@dataclass(frozen=True)
class UnitNames:
    """All spellings of each unit, the name it is shown by, and that in the local script; by key."""

    spellings: Mapping[str, Sequence[str]]
    shown: Mapping[str, str]
    local: Mapping[str, str]


def plain(name: str) -> str:
    """Return a name without the word for its kind ('Donetsk Oblast' is Donetsk)."""
    return KIND_WORDS.sub("", name.strip()).strip() or name


def unmarked(name: str) -> str:
    """Return a Latin name without marks on its letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def natural_earth_keys(rows: Sequence[Mapping[str, Any]], units: Sequence[Unit]) -> list[str]:
    """Return the GeoNames key of each Natural Earth unit, '' where there is none or several rows share it.

    They are joined on the GeoNames number; Natural Earth's own code is of another time (its FR.75 is Paris, GeoNames'
    is Nouvelle-Aquitaine).
    """
    key_of = {unit.geonameid: unit.key for unit in units if unit.key and unit.geonameid}
    keys = [key_of.get(int(row["gn_id"] or 0), "") for row in rows]
    counts = Counter(keys)
    return [key if counts[key] == 1 else "" for key in keys]


def translations(packages: Packages, units: Sequence[Unit]) -> dict[str, dict[str, str]]:
    """Return Natural Earth's names of units by GeoNames key, then by language.

    They come from Wikidata, by an item that some units share by mistake (Panjshir carries that of Parwan): such names
    are left out.
    """
    data = packages.read("@fuzzysaj/nat-earth-geojson-cache", "data/ne_10m_admin_1_states_provinces.json.gz")
    rows = [feature["properties"] for feature in json.loads(gzip.decompress(data))["features"]]
    items = Counter(row["wikidataid"] for row in rows)
    found = {}
    for row, key in zip(rows, natural_earth_keys(rows, units), strict=True):
        if key and items[row["wikidataid"]] == 1:
            languages = (field for field in row if field.startswith("name_") and len(field) == 7)
            found[key] = {field[5:]: row[field] for field in languages if row[field]}
    return found


def read_unit_names(units: Sequence[Unit], packages: Packages) -> UnitNames:
    """Return the names of units.

    In the countries of the curated places, provinces are shown as they are called there; any other by Natural Earth's
    English name if GeoNames knows it too, else by GeoNames' name.
    """
    curated, _ = read_places(seeds_path("places.csv"))
    usual = {(place.country, fold(place.admin1)): place.admin1 for place in curated if place.admin1}
    theatres = {country for country, _ in usual}
    foreign, languages = translations(packages, units), read_languages(packages)
    spellings, shown, local = {}, {}, {}
    for unit in (unit for unit in units if unit.key):
        own = foreign.get(unit.key, {})
        texts = [unit.name, *unit.others, *own.values()]
        if unit.level == 1 or unit.country in theatres:
            texts += [plain(text) for text in texts]
        english = unmarked(plain(own.get("en", "")))
        known = next((usual[key] for text in texts if (key := (unit.country, fold(text))) in usual), None)
        name = known if known and unit.level == 1 else best_name(unit, english, trusted=unit.country in theatres)
        spellings[unit.key], shown[unit.key] = list(dict.fromkeys(texts)), name
        if text := next(local_texts(texts, own, languages.get(unit.country, "")), None):
            local[unit.key] = text
    return UnitNames(spellings, shown, local)


def best_name(unit: Unit, english: str, *, trusted: bool) -> str:
    """Return the English name if it is trusted or like a spelling that GeoNames has, else GeoNames' name."""
    if english and (trusted or any(like(english, text) for text in (unit.name, *unit.others))):
        return english
    return unit.name


def like(name: str, other: str) -> bool:
    """Return whether two names are spelt much the same."""
    return fuzz.ratio(fold(name), fold(plain(other))) >= LIKE_ENOUGH


def local_texts(texts: Sequence[str], own: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield the names in the script of the country, unless that is Latin, the best first."""
    script = local_script(language)
    if script != "Latn":
        ordered = arrange(own.get(language, texts[0]), [own.get(language, ""), *texts], language)
        for text in (own.get(language, ""), *ordered):
            if text and script_of(text) == script:
                yield plain(text)
