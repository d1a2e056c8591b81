"""Countries, provinces and districts as coverages: no gaps, no overlaps, shared edges stay shared.

Districts come from geoBoundaries, countries and provinces from Natural Earth; the two do not meet. So the districts of
a country are cleaned, cut to Natural Earth's country and stretched to its border (each strip that no district covers
goes to the nearest one), and its provinces are made of its districts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow
import pyarrow.parquet
import shapely

from recipes.packages import Packages
from recipes.places import read_units
from recipes.shapes import Shapes, read_countries, read_districts, read_provinces
from recipes.units import UnitNames, natural_earth_keys, plain, read_unit_names
from territory.gazetteer.normalise import fold, skeleton

GRID = 1e-6
"""Coordinates are kept to a millionth of a degree, 0.1 m."""
GAP_WIDTH = 0.03
"""Gaps between districts up to this width, in degrees, are drawing errors and are closed."""
STEP = 0.02
"""Spacing, in degrees, of the points between which uncovered strips are shared out."""

FAR_TOLERANCE = 0.02
"""How far, in degrees, outlines away from the theatres are simplified."""
NEIGHBOUR, SLIVER = 0.001, 0.0003
"""Provinces this near a theatre touch it; gaps of this width between them are closed."""
COLUMNS = ("unit_id", "name", "name_local", "country", "parent", "status")


@dataclass(frozen=True)
class Theatre:
    """A country with districts: ISO codes, and the prefix of its shape ids."""

    iso2: str
    iso3: str
    prefix: str
    district_level: str


THEATRES = (
    Theatre("IQ", "IRQ", "34846034B", "ADM2"),
    Theatre("SY", "SYR", "7960031B", "ADM3"),
    Theatre("AF", "AFG", "17698898B", "ADM2"),
)


def fit(districts: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """Return districts that tile `outline` exactly.

    Parameters
    ----------
    districts : numpy.ndarray
        Polygons that should meet but leave slivers and overlaps.
    outline : shapely.Geometry
        What they shall cover together.
    """
    clean = shapely.coverage_clean(districts, gap_width=GAP_WIDTH)
    inside = polygonal(shapely.intersection(clean, outline, grid_size=GRID))
    rest = shapely.difference(outline, shapely.union_all(inside, grid_size=GRID), grid_size=GRID)
    strips = polygonal(shapely.intersection(nearest_areas(clean, outline), rest, grid_size=GRID))
    stretched = polygonal(shapely.union(inside, strips, grid_size=GRID))
    return polygonal(shapely.coverage_clean(stretched, gap_width=GRID * 10))


def nearest_areas(districts: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """Return for each district the part of the plane to which it is the nearest."""
    lines = shapely.segmentize(shapely.boundary(districts), STEP)
    points, owner = shapely.get_coordinates(lines, return_index=True)
    points, first = np.unique(np.round(points, 6), axis=0, return_index=True)
    owner = owner[first]
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.envelope(outline), ordered=True)
    )
    return np.array([shapely.union_all(cells[owner == number]) for number in range(len(districts))])


def polygonal(shapes: np.ndarray) -> np.ndarray:
    """Return shapes without stray points and lines."""
    parts, index = shapely.get_parts(shapes, return_index=True)
    keep = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    result = np.full(len(shapes), shapely.MultiPolygon(), dtype=object)
    return shapely.multipolygons(parts[keep], indices=index[keep], out=result)


def theatre_outline(theatre: Theatre, countries: Shapes, districts: np.ndarray) -> shapely.Geometry:
    """Return the outline of a theatre: Natural Earth's country, and what its own districts add.

    That is land which Natural Earth gives to a country it calls disputed (the districts of Quneitra cover the Golan
    Heights), and islands that are districts of their own (Arwad).
    """
    own = countries.geometry[[row["adm0_a3"] == theatre.iso3 for row in countries.rows]][0]
    disputed = [row["type"] == "Disputed" for row in countries.rows]
    beyond = shapely.intersection(shapely.union_all(districts), shapely.union_all(countries.geometry[disputed]))
    solid = shapely.buffer(shapely.buffer(beyond, -GAP_WIDTH), GAP_WIDTH * 1.01)
    islands = districts[shapely.disjoint(districts, own) & shapely.disjoint(districts, beyond)]
    whole = shapely.union_all([own, shapely.intersection(solid, beyond), *islands], grid_size=GRID)
    return shapely.multipolygons([shapely.Polygon(part.exterior) for part in shapely.get_parts(whole)])


def province_of(districts: np.ndarray, provinces: Shapes) -> list[int]:
    """Return for each district the number of the province with which it shares most area, else of the nearest."""
    found = []
    for district in districts:
        shared = shapely.area(shapely.intersection(provinces.geometry, district))
        if shared.max() < district.area / 10:
            shared = -shapely.distance(provinces.geometry, district)
        found.append(int(np.argmax(shared)))
    return found


@dataclass
class Boundaries:
    """The three coverages, each with rows of `unit_id`, `name`, `name_local`, `country`, `parent`, `status`."""

    countries: Shapes
    provinces: Shapes
    districts: Shapes


def build_boundaries(packages: Packages) -> Boundaries:
    """Return countries and provinces of the world, and the districts of the theatres."""
    units = read_units(packages)
    names = read_unit_names(units, packages)
    countries, provinces = read_countries(packages), read_provinces(packages)
    for row, key in zip(provinces.rows, natural_earth_keys(provinces.rows, units), strict=True):
        row["key"] = key
    raw = [read_districts(packages, theatre.prefix) for theatre in THEATRES]
    fitted = [
        fit(shapes.geometry, theatre_outline(theatre, countries, shapes.geometry))
        for theatre, shapes in zip(THEATRES, raw, strict=True)
    ]
    met = meet(np.concatenate(fitted))
    parts, start = [], 0
    for theatre, shapes in zip(THEATRES, raw, strict=True):
        end = start + len(shapes)
        own = Shapes(shapes.rows, met[start:end])
        parts.append(theatre_parts(packages, theatre, own, provinces, names))
        start = end
    print(f"  {len(met)} districts", flush=True)
    others = provinces.where(np.array([row["adm0_a3"] not in {t.iso3 for t in THEATRES} for row in provinces.rows]))
    beyond = Shapes([province_row(row, names) for row in others.rows], others.geometry)
    return Boundaries(
        countries=simplified(country_shapes(countries)),
        provinces=simplified(around(joined([p for _, p in parts]), beyond)),
        districts=joined([d for d, _ in parts]),
    )


def meet(areas: np.ndarray) -> np.ndarray:
    """Return areas whose shared edges have the same points on both sides."""
    return polygonal(shapely.coverage_clean(areas, gap_width=GRID * 10))


def around(own: Shapes, others: Shapes) -> Shapes:
    """Return provinces of the theatres and of the rest of the world as one coverage; the theatres' come first.

    Natural Earth's neighbours lie a few metres off the theatres' outline; what overlaps goes to the theatre.
    """
    land = shapely.union_all(own.geometry)
    shapely.prepare(land)
    near = shapely.dwithin(others.geometry, land, NEIGHBOUR)
    cut = polygonal(shapely.difference(others.geometry[near], land))
    met = polygonal(
        shapely.coverage_clean(np.concatenate([own.geometry, cut]), gap_width=SLIVER, merge_strategy="min_index")
    )
    neighbours, far = others.where(near), others.where(~near)
    return Shapes(own.rows + neighbours.rows + far.rows, np.concatenate([met, far.geometry]))


def joined(parts: list[Shapes]) -> Shapes:
    """Return the features of several collections in one."""
    return Shapes([row for part in parts for row in part.rows], np.concatenate([part.geometry for part in parts]))


def simplified(shapes: Shapes) -> Shapes:
    """Return a coverage simplified away from the theatres; edges stay shared, and theirs stay as they are.

    The sea takes part as one more area, so that coasts are inner edges; only the edge of what is simplified is kept,
    and that is where the theatres begin.
    """
    own = np.isin([row["country"] for row in shapes.rows], [theatre.iso2 for theatre in THEATRES])
    sea = shapely.difference(shapely.box(-180, -90, 180, 90), shapely.union_all(shapes.geometry))
    far = shapely.coverage_simplify([*shapes.geometry[~own], sea], FAR_TOLERANCE, simplify_boundary=False)
    geometry = shapes.geometry.copy()
    geometry[~own] = far[:-1]
    return Shapes(shapes.rows, polygonal(geometry))


def country_shapes(countries: Shapes) -> Shapes:
    """Return the countries with the columns of a boundary table."""
    largest: dict[str, float] = {}
    for row, shape in zip(countries.rows, countries.geometry, strict=True):
        largest[row["iso_a2_eh"]] = max(shape.area, largest.get(row["iso_a2_eh"], 0.0))
    rows = []
    for row, shape in zip(countries.rows, countries.geometry, strict=True):
        code = row["iso_a2_eh"]
        coded = code != "-99"
        rows.append(
            {
                "unit_id": code if coded and shape.area == largest[code] else row["adm0_a3"],
                "name": row["name_en"] or row["name"],
                "name_local": row["name_ar"] or "",
                "country": code if coded else "",
                "parent": "",
                "status": row["type"],
            }
        )
    return Shapes(rows, polygonal(countries.geometry))


def province_row(row: dict[str, object], names: UnitNames) -> dict[str, object]:
    """Return the boundary-table row of a Natural Earth province."""
    key = str(row["key"])
    return {
        "unit_id": key if key in names.shown else row["adm1_code"],
        "name": names.shown.get(key) or row["gn_name"] or row["name_en"] or row["name"] or "",
        "name_local": names.local.get(key, ""),
        "country": row["iso_a2"] if row["iso_a2"] != "-1" else "",
        "parent": row["iso_a2"] if row["iso_a2"] != "-1" else row["adm0_a3"],
        "status": "",
    }


def theatre_parts(
    packages: Packages,
    theatre: Theatre,
    raw: Shapes,
    provinces: Shapes,
    names: UnitNames,
) -> tuple[Shapes, Shapes]:
    """Return the districts of a theatre, and the provinces made of them."""
    districts = raw.geometry
    own = provinces.where(np.array([row["adm0_a3"] == theatre.iso3 and bool(row["gn_name"]) for row in provinces.rows]))
    province = province_of(districts, own)
    province_rows = [province_row(row, names) for row in own.rows]
    by_name = {(key, skeleton(fold(text))): unit for key, text, unit in district_spellings(packages, theatre.iso2)}
    rows = []
    for row, number in zip(raw.rows, province, strict=True):
        parent = str(province_rows[number]["unit_id"])
        unit = by_name.get((parent, skeleton(fold(row["name"]))))
        rows.append(
            {
                "unit_id": f"gb:{row['shape_id']}",
                "name": row["name"].strip(),
                "name_local": names.local.get(unit, "") if unit else "",
                "country": theatre.iso2,
                "parent": parent,
                "status": theatre.district_level,
            }
        )
    dissolved = [shapely.coverage_union_all(districts[[at == number for at in province]]) for number in range(len(own))]
    return Shapes(rows, districts), Shapes(province_rows, polygonal(np.array(dissolved)))


def district_spellings(packages: Packages, country: str) -> Iterator[tuple[str, str, str]]:
    """Yield (province key, spelling, unit key) of GeoNames' second-level units of a country."""
    for unit in read_units(packages):
        if unit.country == country and unit.level == 2:
            for text in (unit.name, *unit.others):
                yield unit.parent, plain(text), unit.key


def write_table(shapes: Shapes) -> bytes:
    """Return a boundary table as GeoParquet: sorted by unit, WKB geometry, one row group."""
    order = sorted(range(len(shapes)), key=lambda n: (shapes.rows[n]["country"], shapes.rows[n]["unit_id"]))
    columns = {name: [str(shapes.rows[n][name]) for n in order] for name in COLUMNS}
    geometry = shapely.set_precision(shapes.geometry[order], 0) if len(order) else shapes.geometry
    table = pyarrow.table({**columns, "geometry": shapely.to_wkb(geometry, byte_order=1)})
    facts = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["MultiPolygon"]}},
    }
    table = table.replace_schema_metadata({"geo": json.dumps(facts)})
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd", compression_level=19, row_group_size=len(order) or 1)
    return bytes(sink.getvalue())
