"""GeoNames' own points of countries and admin units, from a list of weather places that keeps GeoNames' numbers.

The list is OpenWeather's, as PyOWM ships it: 209,579 places of GeoNames with number and point, among them nearly all
countries and most first-level units, which the packages of populated places leave out.
"""

from __future__ import annotations

import bz2
import sqlite3

from recipes.packages import Packages

LIST = "pyowm/commons/cityids/cities.db.bz2"


def own_points(packages: Packages) -> dict[int, tuple[float, float]]:
    """Return (latitude, longitude) by GeoNames number."""
    database = sqlite3.connect(":memory:")
    database.deserialize(bz2.decompress(packages.read("pyowm", LIST)))
    rows = database.execute("SELECT city_id, lat, lon FROM city ORDER BY id").fetchall()
    database.close()
    return {number: (round(lat, 5), round(lon, 5)) for number, lat, lon in rows}
