"""A made-up war of any size: places in three theatres, and claims about them as the control model lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import numpy as np

from territory.control.columns import NOBODY, ClaimColumns
from territory.control.states import Footing
from territory.model import (
    ActorCode,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    Place,
    PlaceId,
    PlaceKind,
    Source,
)

FIRST_DAY, YEARS = date(2013, 1, 1).toordinal(), 8
THEATRES = ("AF", "IQ", "SY")
SIDES = 5
ACTORS = tuple(f"A{number:02d}" for number in range(SIDES * len(THEATRES)))


def made_up_places(count: int) -> dict[PlaceId, Place]:
    """Return villages spread over the map, with country and province."""
    random = np.random.default_rng(1)
    lat, lon = random.uniform(30, 38, count).tolist(), random.uniform(36, 74, count).tolist()
    found = {}
    for number, (y, x) in enumerate(zip(lat, lon, strict=True)):
        place_id = PlaceId(f"p{number:06d}")
        country = "SY" if x < 42 else "IQ" if x < 48 else "AF"
        province = f"P{int(y * 2)}-{int(x * 2)}"
        found[place_id] = Place(place_id, str(place_id), PlaceKind.VILLAGE, country, y, x, province)
    return found


def made_up_columns(places: Mapping[PlaceId, Place], claims_each: int) -> ClaimColumns:
    """Return so many claims about each place: most of the time the first side holds, one in seven is a fight."""
    random = np.random.default_rng(2)
    rows = len(places) * claims_each
    theatre = np.repeat([THEATRES.index(place.country) for place in places.values()], claims_each)
    side = random.integers(0, SIDES, rows) * (random.random(rows) < 0.3)
    fight = random.random(rows) < 0.15
    day = (FIRST_DAY + random.integers(0, 365 * YEARS, rows)).astype(np.int32)
    rival = np.where(fight, theatre * SIDES + (side + 1) % SIDES, NOBODY).astype(np.int32)
    ones, zeros = np.ones(rows, np.float32), np.zeros(rows, np.float32)
    return ClaimColumns(
        place_ids=tuple(places),
        actors=ACTORS,
        claim_ids=np.array([f"c{number:07d}" for number in range(rows)], dtype=object),
        place=np.repeat(np.arange(len(places), dtype=np.int32), claims_each),
        day=day,
        first_day=day,
        last_day=day,
        shape=np.zeros(rows, np.int32),
        actor=(theatre * SIDES + side).astype(np.int32),
        other=rival,
        previous=np.full(rows, NOBODY, np.int32),
        footing=np.where(fight, Footing.CONTESTED, Footing.CONTROLLED).astype(np.int32),
        error=ones,
        doubt=zeros,
        strength=ones,
        change=np.full(rows, 0.9, np.float32),
        precision=np.zeros(rows, np.int32),
    )


class ClaimsOf(Mapping[ClaimId, Claim]):
    """The claims behind columns, each made when somebody looks at it, as a store would read it."""

    def __init__(self, columns: ClaimColumns) -> None:
        self._columns = columns

    def __getitem__(self, claim_id: ClaimId) -> Claim:
        if claim_id not in self:
            raise KeyError(claim_id)
        row, columns = int(str(claim_id)[1:]), self._columns
        return made_up_claim(
            claim_id,
            PlaceId(columns.place_ids[columns.place[row]]),
            ActorCode(columns.actors[columns.actor[row]]),
            date.fromordinal(int(columns.day[row])),
        )

    def __contains__(self, claim_id: object) -> bool:
        return str(claim_id)[1:].isdigit() and int(str(claim_id)[1:]) < len(self._columns)

    def __iter__(self) -> Iterator[ClaimId]:
        return (ClaimId(claim_id) for claim_id in self._columns.claim_ids)

    def __len__(self) -> int:
        return len(self._columns)


def made_up_claim(claim_id: ClaimId, place_id: PlaceId, actor: ActorCode, day: date) -> Claim:
    """Return a report that a side took a place."""
    return Claim(
        claim_id=claim_id,
        place_id=place_id,
        event_kind=EventKind.CAPTURED,
        status=ControlStatus.CONTROLLED,
        actor=actor,
        valid_from=day,
        recorded_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        source=Source(publisher=str(claim_id), reliability="B", credibility=2),
    )
