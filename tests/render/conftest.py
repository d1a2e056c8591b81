"""A small world for the map: two groups, three places, a fight."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from territory.control.histories import Histories
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
    PlaceName,
    Source,
    TimePrecision,
)

RED, BLUE = ActorCode("RED"), ActorCode("BLUE")
ALPHA, BETA = PlaceId("xx-alpha"), PlaceId("xx-beta")


@pytest.fixture
def actors() -> tuple[Actor, ...]:
    """Two groups."""
    return (Actor(RED, "Red Army", color="#c8372d"), Actor(BLUE, "Blue Front", color="#2f6db5"))


@pytest.fixture
def places() -> tuple[Place, ...]:
    """Two places with a history, and one without."""
    return (
        Place(BETA, "Beta", PlaceKind.TOWN, "SY", 35.5, 40.1),
        Place(ALPHA, "Alpha", PlaceKind.CITY, "IQ", 36.34, 43.13, names=(PlaceName("ألفا", "Arab"),)),
        Place(PlaceId("xx-gamma"), "Gamma", PlaceKind.TOWN, "IQ", 33.0, 44.0),
    )


@pytest.fixture
def claims() -> tuple[Claim, ...]:
    """The word on Alpha's fall."""
    return (
        Claim(
            claim_id=ClaimId("c1"),
            place_id=ALPHA,
            event_kind=EventKind.CAPTURED,
            status=ControlStatus.CONTROLLED,
            actor=BLUE,
            valid_from=date(2014, 6, 10),
            recorded_at=datetime(2014, 6, 10, tzinfo=UTC),
            source=Source("A title", "A publisher", "2014-06-10", "https://example.org/a", "B", 2),
            evidence="They took it.",
        ),
    )


@pytest.fixture
def histories() -> Histories:
    """Alpha falls after a siege; Beta is held throughout."""
    start, siege, fall = date(2013, 1, 1), date(2014, 6, 6), date(2014, 6, 10)
    return Histories(
        {
            ALPHA: [
                ControlState(ALPHA, Interval(start, siege), RED, ControlStatus.CONTROLLED, last_evidence=start),
                ControlState(
                    ALPHA,
                    Interval(siege, fall),
                    RED,
                    ControlStatus.CONTESTED,
                    contested_by=BLUE,
                    besieged=True,
                    probability=0.6,
                    last_evidence=siege,
                ),
                ControlState(
                    ALPHA,
                    Interval(fall),
                    BLUE,
                    ControlStatus.CONTROLLED,
                    probability=0.9,
                    last_evidence=fall,
                    claim_ids=(ClaimId("c1"), ClaimId("elsewhere")),
                ),
            ],
            BETA: [
                ControlState(
                    BETA,
                    Interval(start),
                    BLUE,
                    ControlStatus.INFLUENCE,
                    since_precision=TimePrecision.MONTH,
                    claimed_only=True,
                    single_source=True,
                )
            ],
        }
    )
