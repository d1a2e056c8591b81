"""A small collection of each layer, for the tests of files."""

from __future__ import annotations

from datetime import UTC, date, datetime

import shapely

from territory.control.area_histories import AreaHistories
from territory.control.areas import Zone
from territory.control.districts import district_areas
from territory.control.histories import Histories
from territory.export.features import Collection, Layer, Lookup, area_features, place_features
from territory.model import (
    Actor,
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    Interval,
    Place,
    PlaceId,
    PlaceKind,
    Source,
    TimePrecision,
)

ON = date(2015, 6, 1)

PLACES = {
    PlaceId("xx-tall"): Place(
        PlaceId("xx-tall"), "Tall ‘Afar; تلعفر", PlaceKind.TOWN, "XX", 36.376, 42.448, admin1="Nineveh"
    ),
    PlaceId("xx-hill"): Place(PlaceId("xx-hill"), 'Hill "451" <&>', PlaceKind.MOUNTAIN, "XX", 36.2, 42.9),
    PlaceId("yy-gone"): Place(PlaceId("yy-gone"), "=Gone", PlaceKind.VILLAGE, "YY", 36.4, 43.5),
}
ACTORS = {
    ActorCode("RED"): Actor(ActorCode("RED"), "The Reds", color="#c8372d"),
    ActorCode("BLUE"): Actor(ActorCode("BLUE"), "The Blues", color="#2d37c8"),
}


def _claim(claim_id: str, place_id: str, grade: tuple[str, int]) -> Claim:
    return Claim(
        ClaimId(claim_id), PlaceId(place_id), EventKind.CAPTURED, ControlStatus.CONTROLLED, ActorCode("RED"),
        date(2015, 1, 1), datetime(2015, 1, 2, tzinfo=UTC), source=Source("A; title", "Wire", "2015-01-02", "", *grade),
        evidence="They took the hill's foot.",
    )  # fmt: skip


CLAIMS = {claim.claim_id: claim for claim in (_claim("c1", "xx-tall", ("B", 3)), _claim("c2", "xx-tall", ("C", 2)))}


def _state(place_id: str, actor: str | None, status: ControlStatus, end: date | None, *claims: str) -> ControlState:
    return ControlState(
        PlaceId(place_id), Interval(date(2015, 1, 1), end), ActorCode(actor) if actor else None, status,
        ActorCode("BLUE") if status is ControlStatus.CONTESTED else None, probability=0.75,
        since_precision=TimePrecision.MONTH, last_evidence=date(2015, 3, 4), claim_ids=tuple(map(ClaimId, claims)),
    )  # fmt: skip


HISTORIES = Histories(
    {
        PlaceId("xx-tall"): [_state("xx-tall", "RED", ControlStatus.CONTESTED, date(2015, 9, 1), "c1", "c2")],
        PlaceId("xx-hill"): [_state("xx-hill", "BLUE", ControlStatus.CONTROLLED, None)],
        PlaceId("yy-gone"): [_state("yy-gone", None, ControlStatus.LOST, None)],
    }
)
_HOLED = shapely.Polygon([(42, 36), (43, 36), (43, 37), (42, 37)], [[(42.1, 36.8), (42.1, 36.9), (42.2, 36.9)]])
ZONES = [
    Zone("d1", "Tall ‘Afar", "XX", _HOLED, "Nineveh"),
    Zone("d2", "Two parts", "XX", shapely.MultiPolygon([shapely.box(43, 36, 44, 37), shapely.box(45, 36, 45.5, 37)])),
    Zone("d3", "Unknown", "XX", shapely.box(50, 36, 51, 37)),
]


def collection(layer: Layer, period: Interval | None = None) -> Collection:
    """The example as a collection."""
    lookup, on = Lookup(PLACES, ACTORS, CLAIMS), None if period else ON
    if layer is Layer.PLACES:
        features = place_features(HISTORIES, lookup, on, period)
    else:
        areas = district_areas(PLACES.values(), ZONES)
        features = area_features(areas, AreaHistories(areas, HISTORIES), lookup, on, period)
    return Collection(
        layer=layer,
        features=features,
        title="Who held what on 2015-06-01",
        query={"layer": layer.value, "on": "2015-06-01"},
        attribution=("Places: GeoNames, CC BY 4.0", "Districts: geoBoundaries"),
        colors={code: actor.color for code, actor in ACTORS.items()},
        stamp=ON,
        claims=lookup.behind(features),
    )
