"""`territory states --places`: who holds given points, inferred from the evidence around them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from territory.gazetteer.tables import read_rows
from territory.model import ActorCode, Place, PlaceId, PlaceKind, Rejected

if TYPE_CHECKING:
    from territory.control.posterior import Distribution
    from territory.store import Store

_GIVEN = ("place_id", "geonameid", "name", "country", "admin1")


@dataclass(frozen=True, slots=True)
class Point:
    """A row of the table of points: the place it stands for, and all its fields as they came."""

    place: Place
    fields: Mapping[str, str]


def read_points(path: Path) -> tuple[tuple[Point, ...], tuple[Rejected, ...]]:
    """Return the points of a CSV file with columns `lat` and `lon`, and the rows that give no point on Earth.

    Raises
    ------
    TableError
        If the file as a whole cannot be read.
    """
    points: list[Point] = []
    rejected: list[Rejected] = []
    for line, row in read_rows(path, ("lat", "lon")):
        try:
            lat, lon = _degrees(row, "lat", 90), _degrees(row, "lon", 180)
        except ValueError as error:
            rejected.append(Rejected(f"{path.name} line {line}", str(error), ",".join(row.values())[:500]))
            continue
        place_id = PlaceId(row.get("place_id") or f"line-{line}")
        name = row.get("name") or f"{lat:.4f}, {lon:.4f}"
        country, admin1 = row.get("country", ""), row.get("admin1", "")
        points.append(Point(Place(place_id, name, PlaceKind.TOWN, country, lat, lon, admin1), row))
    return tuple(points), tuple(rejected)


def _degrees(row: Mapping[str, str], field: str, most: float) -> float:
    try:
        value = float(row[field])
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise ValueError(f"field {field}: {row[field]!r} lies not within ±{most:g}. Use decimal degrees, WGS 84.")
    return value


def point_rows(store: Store, points: Sequence[Point], day: date, known_at: datetime | None) -> Iterator[dict[str, Any]]:
    """Yield a row of states for each point, in order; where nothing is known within reach, the status is unknown.

    A point has no claims of its own: `claim_ids` are those of the nearest place with evidence, and `since` is empty.
    """
    from territory.control.posterior import PosteriorModel

    places = store.places()
    posterior = PosteriorModel(places, store.actors()).posterior(store.claims(), known_at=known_at)
    states = posterior.histories().as_of(day)
    answers = posterior.estimate([point.place for point in points], [day] * len(points))
    for point, answer in zip(points, answers, strict=True):
        row: dict[str, Any] = {
            **dict.fromkeys(("place_id", "geonameid", "name", "country", "admin1"), ""),
            **point.fields,
        }
        row |= {"lat": point.place.lat, "lon": point.place.lon, "since": "", "claim_ids": ()}
        row |= _answer(answer)
        own = states.get(point.place.place_id)
        if own is not None:
            row |= {"since": own.since.isoformat(), "claim_ids": own.claim_ids}
        elif answer is not None and states:
            nearest = min(states, key=lambda place_id: _distance(places[place_id], point.place))
            row["claim_ids"] = states[nearest].claim_ids
        yield row


def _answer(answer: Distribution | None) -> dict[str, Any]:
    from territory.control.states import Footing

    if answer is None or answer.likeliest is None:
        return {"actor": None, "status": "unknown", "contested_by": None, "probability": None}
    weights: dict[str, float] = {}
    for footing in Footing:
        weights[footing.status.value] = weights.get(footing.status.value, 0.0) + answer.footings[footing]
    status = max(weights, key=lambda name: weights[name])
    rivals: list[ActorCode] = [code for code in answer.holders if code not in (None, answer.likeliest)]
    return {
        "actor": answer.likeliest,
        "status": status,
        "contested_by": rivals[0] if status == "contested" and rivals else None,
        "probability": round(answer.holders[answer.likeliest], 4),
    }


def _distance(place: Place, other: Place) -> float:
    """A measure that orders places by their distance, good enough to tell the nearest."""
    turn = (place.lon - other.lon + 180) % 360 - 180
    return math.hypot(place.lat - other.lat, turn * math.cos(math.radians(other.lat)))
