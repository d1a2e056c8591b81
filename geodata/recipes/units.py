"""The names by which admin units are shown."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Sequence

from recipes.packages import Packages
from recipes.places import Unit, read_languages
from recipes.spellings import arrange
from territory.gazetteer.normalise import fold
from territory.gazetteer.tables import read_places, script_of
from territory.resources import seeds_path

_KIND_WORDS = re.compile(r"(?i)\b(governorate|province)\b")


def english_names(packages: Packages) -> dict[str, str]:
    """Return Natural Earth's English name of each first-level unit, by GeoNames code, without marks."""
    data = packages.read("@fuzzysaj/nat-earth-geojson-cache", "data/ne_10m_admin_1_states_provinces.json.gz")
    names = {}
    for feature in json.loads(gzip.decompress(data))["features"]:
        facts = feature["properties"]
        if facts["gn_a1_code"] and facts["name_en"]:
            plain = unicodedata.normalize("NFKD", _KIND_WORDS.sub("", facts["name_en"]))
            names[facts["gn_a1_code"]] = "".join(c for c in plain if not unicodedata.combining(c)).strip()
    return names


def unit_names(units: Sequence[Unit], packages: Packages) -> dict[str, str]:
    """Return the name of each unit, by key.

    In the countries of the curated places, provinces are called as there; those without one by Natural Earth's English
    name. Elsewhere GeoNames' name stands.
    """
    curated, _ = read_places(seeds_path("places.csv"))
    usual = {(place.country, fold(place.admin1)): place.admin1 for place in curated if place.admin1}
    theatres = {country for country, _ in usual}
    english = english_names(packages)
    names = {}
    for unit in (unit for unit in units if unit.key):
        if unit.level == 1 and unit.country in theatres:
            spellings = (unit.name, *unit.others, english.get(unit.key, ""))
            known = (usual.get((unit.country, fold(_KIND_WORDS.sub("", text)))) for text in spellings)
            names[unit.key] = next((text for text in known if text), english.get(unit.key) or unit.name)
        else:
            names[unit.key] = unit.name
    return names


def local_names(units: Sequence[Unit], packages: Packages) -> dict[str, str]:
    """Return the name of each unit in the script of its country, where that is not Latin and a name is known."""
    languages = read_languages(packages)
    names = {}
    for unit in units:
        others = arrange(unit.name, unit.others, languages.get(unit.country, ""))
        if others and script_of(others[0]) != "Latn":
            names[unit.key] = others[0]
    return names
