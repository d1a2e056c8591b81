"""The numbers of many places side by side, for code that weighs candidates by the million."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a row; rows are what `Gazetteer.rows` returns.

    `country`, `feature`, `admin1` and `admin2` are numbers into `Gazetteer.countries`, `.features` and `.units`
    (0 stands for none). `weight` is the population, or for an admin unit a share of that of its towns: the likelier
    meaning of a name weighs more. `population`, `geonameid` and `precision_m` are 0 where unknown.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    population: NDArray[np.uint32]
    weight: NDArray[np.uint32]
    geonameid: NDArray[np.uint32]
    country: NDArray[np.uint16]
    feature: NDArray[np.uint16]
    admin1: NDArray[np.uint32]
    admin2: NDArray[np.uint32]
    precision_m: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.lat)

    @classmethod
    def join(cls, parts: list[Columns]) -> Columns:
        """Return the rows of `parts` one after another."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))
