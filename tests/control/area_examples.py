"""Small geometry and states that the tests of areas share."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely

from territory.control.areas import Zone
from territory.control.histories import Histories
from territory.model import ActorCode, ClaimId, ControlState, ControlStatus, Interval, Place, PlaceId, PlaceKind

LAND = {"XX": shapely.box(40, 30, 46, 36), "YY": shapely.box(46, 30, 50, 36)}


def place(place_id: str, lon: float, lat: float, **fields: Any) -> Place:
    """A town of country XX."""
    defaults: dict[str, Any] = {"name": place_id.title(), "kind": PlaceKind.TOWN, "country": "XX"}
    return Place(place_id=PlaceId(place_id), lon=lon, lat=lat, **{**defaults, **fields})


def state(
    place_id: str,
    actor: str | None,
    start: str = "2015-01-01",
    end: str | None = None,
    *,
    status: str = "controlled",
    rival: str | None = None,
    **fields: Any,
) -> ControlState:
    """A state of a place from a day to a day."""
    return ControlState(
        place_id=PlaceId(place_id),
        interval=Interval(date.fromisoformat(start), date.fromisoformat(end) if end else None),
        actor=ActorCode(actor) if actor else None,
        status=ControlStatus(status),
        contested_by=ActorCode(rival) if rival else None,
        **{"claim_ids": (ClaimId(f"{place_id}-{start}"),), **fields},
    )


def histories(*states: ControlState) -> Histories:
    """States of several places, each place's in the order given."""
    spans: dict[PlaceId, list[ControlState]] = {}
    for item in states:
        spans.setdefault(item.place_id, []).append(item)
    return Histories(spans)


def zone(zone_id: str, *box: float, **fields: Any) -> Zone:
    """A rectangular district of country XX."""
    defaults: dict[str, Any] = {
        "name": zone_id.title(),
        "country": "XX",
        "geometry": shapely.box(*box) if box else None,
    }
    return Zone(zone_id=zone_id, **{**defaults, **fields})
