"""Hypothesis strategies that several test files share."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from territory.model import (
    ActorCode,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    EvidenceType,
    Interval,
    Modality,
    Origin,
    PlaceId,
    Source,
    TimePrecision,
)

ACTORS = ("RED", "BLUE", "GREEN")
PLACES = ("xx-alpha", "xx-beta", "xx-gamma")

days = st.dates(date(2013, 1, 1), date(2021, 12, 31))
moments = st.datetimes(datetime(2013, 1, 1), datetime(2022, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Intervals, some open, some empty."""
    start, other = sorted((draw(days), draw(days)))
    return Interval(start, draw(st.sampled_from((None, other))))


@st.composite
def claims(draw: st.DrawFn, claim_id: str = "c") -> Claim:
    """Claims on a few places by a few actors, of every kind."""
    actor = draw(st.sampled_from(ACTORS))
    rivals = [None, *(code for code in ACTORS if code != actor)]
    status = draw(st.sampled_from([s for s in ControlStatus if s is not ControlStatus.UNKNOWN]))
    valid_from = draw(days)
    return Claim(
        claim_id=ClaimId(claim_id),
        place_id=PlaceId(draw(st.sampled_from(PLACES))),
        event_kind=draw(st.sampled_from(EventKind)),
        status=status,
        actor=ActorCode(actor),
        opponent=draw(st.sampled_from(rivals)),
        holder=draw(st.sampled_from((None, actor))),
        valid_from=valid_from,
        valid_to=draw(st.one_of(st.none(), st.dates(valid_from, date(2022, 1, 1)))),
        time_precision=draw(st.sampled_from(TimePrecision)),
        recorded_at=draw(moments),
        modality=draw(st.sampled_from(Modality)),
        partial=draw(st.booleans()),
        confidence=draw(st.floats(0.1, 1)),
        evidence_type=draw(st.sampled_from(EvidenceType)),
        origin=draw(st.sampled_from(Origin)),
        source=Source(
            publisher=draw(words), reliability=draw(st.sampled_from("ABCDEF")), credibility=draw(st.integers(1, 6))
        ),
        evidence=draw(words),
    )


@st.composite
def claim_lists(draw: st.DrawFn, max_size: int = 12) -> list[Claim]:
    """Lists of claims with ids of their own."""
    size = draw(st.integers(0, max_size))
    return [draw(claims(f"c{number}")) for number in range(size)]
