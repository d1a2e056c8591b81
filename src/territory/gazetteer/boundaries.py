"""Countries, provinces and districts as shapes, and which of them a point lies in.

| case                                    | what happens                                                        |
|-----------------------------------------|---------------------------------------------------------------------|
| a point inside one unit                 | that one                                                            |
| a point on the line between units       | the one whose `unit_id` comes first                                 |
| a point outside every unit              | None (-1 in `indices`); `nearest_m` says how far the nearest one is |
| a country without districts             | None for the district; country and province are still found         |
| a latitude or longitude that is not one | None                                                                |
| longitude 180 and the poles             | treated as they are: ±180 is one meridian                           |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import shapely
from numpy.typing import ArrayLike, NDArray

from territory.errors import GeodataError
from territory.resources import geodata_path

_METRES_PER_DEGREE = 111_195.0


class Level(StrEnum):
    """How fine a unit is; the value is the name of its file."""

    COUNTRY = "countries"
    PROVINCE = "provinces"
    DISTRICT = "districts"


@dataclass(frozen=True, slots=True)
class Unit:
    """A country, province or district.

    `unit_id` is an ISO code, a GeoNames key such as 'IQ.15', or `gb:` with a geoBoundaries shape id. `parent` is the
    `unit_id` of the unit it is part of. `status` is Natural Earth's word on a country ('Disputed'), or a district's
    level.
    """

    unit_id: str
    name: str
    name_local: str
    country: str
    parent: str
    status: str
    geometry: shapely.Geometry


class Boundaries:
    """The units of one level, and point-in-unit.

    Parameters
    ----------
    units : Sequence[Unit]
        Units that do not overlap; put in order of `unit_id`.

    Examples
    --------
    >>> districts = Boundaries.bundled(Level.DISTRICT)
    >>> districts.at(36.34, 43.13).name
    'Al-Mosul'
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(sorted(units, key=lambda unit: unit.unit_id))
        self._shapes = np.array([unit.geometry for unit in self.units], dtype=object)
        self._by_id = {unit.unit_id: unit for unit in self.units}
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    @classmethod
    def bundled(cls, level: Level) -> Boundaries:
        """Return the units that ship with Territory; read once."""
        return _bundled(level)

    @classmethod
    def read(cls, path: Path) -> Boundaries:
        """Return the units of a GeoParquet file such as those of `geodata/boundaries/`.

        Raises
        ------
        GeodataError
            If the file is missing, damaged, or has other columns.
        """
        try:
            table = pyarrow.parquet.read_table(path)
            shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
            rows = table.drop_columns(["geometry"]).to_pylist()
            units = [Unit(**row, geometry=shape) for row, shape in zip(rows, shapes, strict=True)]
        except (OSError, pyarrow.ArrowException, KeyError, TypeError, shapely.GEOSException) as error:
            raise GeodataError(
                f"{path.name} cannot be read as boundaries: {error}. Install Territory again."
            ) from error
        return cls(units)

    def __len__(self) -> int:
        return len(self.units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def get(self, unit_id: str) -> Unit | None:
        """Return the unit of an id, or None."""
        return self._by_id.get(unit_id)

    def of_country(self, country: str) -> tuple[Unit, ...]:
        """Return the units of a country, by ISO code."""
        return tuple(unit for unit in self.units if unit.country == country)

    def indices(self, lat: ArrayLike, lon: ArrayLike) -> NDArray[np.int64]:
        """Return for each point the number of its unit in `units`, -1 for none.

        Parameters
        ----------
        lat, lon : ArrayLike
            Degrees, WGS 84, of one length.
        """
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        found = np.full(len(x), -1, dtype=np.int64)
        usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        at, unit = self._tree.query(shapely.points(x[usable], y[usable]))
        at = usable[at]
        order = np.argsort(unit, kind="stable")[::-1]  # the lowest number is written last, and stays
        at, unit = at[order], unit[order]
        for points in np.split(np.arange(len(unit)), np.flatnonzero(np.diff(unit)) + 1):
            if len(points):
                number, rows = unit[points[0]], at[points]
                inside = shapely.intersects_xy(self._shapes[number], x[rows], y[rows])
                found[rows[inside]] = number
        return found

    def at(self, lat: float, lon: float) -> Unit | None:
        """Return the unit that a point lies in, or None."""
        number = int(self.indices([lat], [lon])[0])
        return None if number < 0 else self.units[number]

    def nearest_m(self, lat: float, lon: float) -> tuple[Unit, float]:
        """Return the unit nearest to a point and its distance in metres (0 inside), good to about 1 in 100."""
        point = shapely.Point(lon, lat)
        number = int(self._tree.nearest(point))
        line = shapely.shortest_line(point, self._shapes[number])
        (x0, y0), (x1, y1) = shapely.get_coordinates(line)
        metres = float(np.hypot((x1 - x0) * np.cos(np.radians(lat)), y1 - y0)) * _METRES_PER_DEGREE
        return self.units[number], metres

    def nearest_of_country(self, country: str, lat: float, lon: float, within_m: float) -> Unit | None:
        """Return the unit of one country nearest to a point, None if it is farther than `within_m`."""
        near = [unit for unit in self.units if unit.country == country]
        if not near:
            return None
        unit, metres = Boundaries(near).nearest_m(lat, lon)
        return unit if metres <= within_m else None


@cache
def _bundled(level: Level) -> Boundaries:
    return Boundaries.read(geodata_path("boundaries", f"{level.value}.parquet"))


@cache
def country_names() -> Mapping[str, str]:
    """Return the English name of each country by its ISO code, without reading any shape.

    Raises
    ------
    GeodataError
        If the bundled file is missing or damaged.
    """
    path = geodata_path("boundaries", f"{Level.COUNTRY.value}.parquet")
    try:
        rows = pyarrow.parquet.read_table(path, columns=["unit_id", "name", "country"]).to_pylist()
    except (OSError, pyarrow.ArrowException) as error:
        raise GeodataError(f"{path.name} cannot be read as boundaries: {error}. Install Territory again.") from error
    return {row["country"]: row["name"] for row in rows if row["unit_id"] == row["country"]}
