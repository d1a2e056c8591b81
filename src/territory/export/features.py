"""What every file format writes: one feature for each state of a place or an area, with the same fields.

`since` is the first day of the state and `until` the last day on which it is so, both days of the calendar, `until`
empty where the state goes on: the two fields that QGIS's temporal controller asks for ("Separate Fields for Start and
End Date/Time").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import shapely

from territory.control.area_histories import AreaHistories, AreaState
from territory.control.areas import AreaSet
from territory.control.histories import Histories
from territory.model import Actor, ActorCode, Claim, ClaimId, ControlState, Interval, Place, PlaceId

FIELDS: dict[str, type] = {
    "place_id": str,
    "name": str,
    "country": str,
    "admin1": str,
    "actor": str,
    "actor_name": str,
    "status": str,
    "contested_by": str,
    "besieged": bool,
    "since": date,
    "since_precision": str,
    "until": date,
    "last_evidence": date,
    "probability": float,
    "grade": str,
    "claimed_only": bool,
    "area_km2": float,
    "place_ids": tuple,
    "claim_ids": tuple,
    "sources": tuple,
}
"""The fields of a feature, in order, with their types; a tuple holds several texts."""


class Layer(StrEnum):
    """What the features are: polygons of areas, or points of places."""

    AREAS = "areas"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Feature:
    """A state with its geometry in lon/lat. `properties` has the keys of `FIELDS`; None where nothing is known."""

    geometry: Any
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """Features of one layer, and what is stamped into the file.

    `query` is the question that the file answers, `attribution` the lines that have to be shown with the data,
    `colors` the groups' colours, `stamp` a day that depends on the query alone, for formats that want one. `claims`
    are those that the features rest on, by id; a format that holds several tables carries them along.
    """

    layer: Layer
    features: tuple[Feature, ...]
    title: str
    query: Mapping[str, str]
    attribution: tuple[str, ...]
    colors: Mapping[str, str]
    stamp: date
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """The records that states refer to."""

    places: Mapping[PlaceId, Place]
    actors: Mapping[ActorCode, Actor]
    claims: Mapping[ClaimId, Claim]

    def sources(self, claim_ids: Iterable[ClaimId]) -> tuple[str, ...]:
        """Return the sources of claims as 'publisher, title, date', each once, sorted."""
        found = (self.claims[claim_id].source for claim_id in claim_ids if claim_id in self.claims)
        texts = (", ".join(part for part in (s.publisher, s.title, s.date) if part) for s in found)
        return tuple(sorted({text.replace(";", ",") for text in texts if text}))

    def grade(self, claim_ids: Iterable[ClaimId]) -> str | None:
        """Return the best Admiralty grade among claims: by credibility, then reliability."""
        found = [self.claims[claim_id].source for claim_id in claim_ids if claim_id in self.claims]
        best = min(found, key=lambda source: (source.credibility, source.reliability), default=None)
        return best.grade if best else None

    def behind(self, features: Iterable[Feature]) -> tuple[Claim, ...]:
        """Return the claims that features rest on, by id."""
        wanted = {claim_id for feature in features for claim_id in feature.properties["claim_ids"]}
        return tuple(self.claims[claim_id] for claim_id in sorted(wanted & self.claims.keys()))


def place_features(
    histories: Histories, lookup: Lookup, on: date | None, period: Interval | None = None
) -> tuple[Feature, ...]:
    """Return places as points: their states on a day, or, without one, every state that overlaps the period."""
    found = []
    for place_id, state in _chosen(histories, histories.as_of, on, period):
        place = lookup.places[PlaceId(place_id)]
        who = {"name": place.name, "country": place.country, "admin1": place.admin1 or None}
        found.append(_feature(shapely.Point(place.lon, place.lat), state, (place.place_id,), who, None, lookup))
    return tuple(found)


def area_features(
    areas: AreaSet, histories: AreaHistories, lookup: Lookup, on: date | None, period: Interval | None = None
) -> tuple[Feature, ...]:
    """Return areas with evidence as polygons: on a day, or, without one, every state that overlaps the period."""
    by_id = {area.area_id: area for area in areas}
    found = []
    for area_id, state in _chosen(histories, histories.as_of, on, period):
        area = by_id[area_id]
        who = {"name": area.name, "country": area.country, "admin1": area.parent or None}
        found.append(_feature(area.geometry, state, state.place_ids, who, round(area.km2, 3), lookup))
    return tuple(found)


def _chosen(
    histories: Mapping[Any, Sequence[Any]],
    as_of: Callable[[date], Mapping[Any, Any]],
    on: date | None,
    period: Interval | None,
) -> Iterator[tuple[str, Any]]:
    """Yield (id, state) on the day, or each that overlaps the period, by id and time."""
    if on is not None:
        yield from as_of(on).items()
        return
    for key, states in histories.items():
        for state in states:
            if period is None or state.interval.overlaps(period):
                yield key, state


def _feature(
    geometry: Any,
    state: ControlState | AreaState,
    place_ids: tuple[PlaceId, ...],
    who: Mapping[str, Any],
    area_km2: float | None,
    lookup: Lookup,
) -> Feature:
    """Return a feature with every field filled in."""
    actor = lookup.actors.get(state.actor) if state.actor else None
    properties = {
        "place_id": state.area_id if isinstance(state, AreaState) else state.place_id,
        **who,
        "actor": state.actor,
        "actor_name": actor.name if actor else state.actor,
        "status": state.status.value,
        "contested_by": state.contested_by,
        "besieged": state.besieged,
        "since": state.since,
        "since_precision": state.since_precision.value,
        "until": state.interval.last_day,
        "last_evidence": state.last_evidence,
        "probability": round(state.probability, 4),
        "grade": lookup.grade(state.claim_ids),
        "claimed_only": state.claimed_only,
        "area_km2": area_km2,
        "place_ids": place_ids,
        "claim_ids": state.claim_ids,
        "sources": lookup.sources(state.claim_ids),
    }
    return Feature(geometry, {key: properties[key] for key in FIELDS})
