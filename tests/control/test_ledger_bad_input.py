"""What the ledger makes of odd claims: copies, contradictions, actors out of their time, rumours, corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from territory.control.ledger import RUMOUR_DAYS, Ledger
from territory.control.ledger_why import explain_ledger
from territory.model import (
    Actor,
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    Origin,
    PlaceId,
    Source,
)

MakeClaim = Callable[..., Claim]

ALPHA = PlaceId("xx-alpha")
RED, BLUE = ActorCode("RED"), ActorCode("BLUE")
RUMOUR = Source(publisher="Channel", reliability="F", credibility=6)
ACTORS = {BLUE: Actor(BLUE, "Blue", active_from="2016")}


def state(claims: list[Claim], day: date) -> ControlState | None:
    return Ledger().histories(claims).at(ALPHA, day)


def test_a_thousand_prints_of_one_report_are_one_source(make_claim: MakeClaim) -> None:
    """Every print is listed behind the state, and the place still rests on a single source."""
    report = make_claim(evidence="Blue took it, the ministry said.", actor=BLUE, valid_from=date(2015, 3, 1))
    prints = [
        replace(report, claim_id=ClaimId(f"print-{n}"), source=replace(report.source, publisher=f"Outlet {n}", url=""))
        for n in range(1000)
    ]
    held = make_claim()
    day = date(2015, 3, 2)
    found = state([held, *prints], day)
    assert found is not None
    assert found.actor == BLUE
    assert found.single_source
    assert len(found.claim_ids) == 1000
    why = explain_ledger(ALPHA, [held, *prints], day)
    assert [(part.copies, part.decides, part.turns) for part in why.parts] == [(1000, True, True), (1, False, False)]


def test_another_report_of_another_publisher_is_a_second_source(make_claim: MakeClaim) -> None:
    """Two publishers with words of their own are two sources."""
    other = make_claim(
        event_kind=EventKind.HOLDS, evidence="Still theirs.", valid_from=date(2015, 2, 1),
        source=Source(publisher="Another", reliability="B", credibility=2),
    )  # fmt: skip
    found = state([make_claim(), other], date(2015, 3, 1))
    assert found is not None
    assert not found.single_source


def test_an_actor_before_it_existed_takes_nothing(make_claim: MakeClaim) -> None:
    """The claim is left aside with its reason, and the state before it stays."""
    held, early = make_claim(), make_claim(actor=BLUE, valid_from=date(2015, 6, 1))
    day = date(2015, 7, 1)
    found = Ledger(ACTORS).histories([held, early]).at(ALPHA, day)
    assert found is not None
    assert found.actor == RED
    why = explain_ledger(ALPHA, [held, early], day, actors=ACTORS)
    assert [(unused.claim.claim_id, unused.reason) for unused in why.unused] == [
        (early.claim_id, "BLUE did not exist before 2016-01-01")
    ]


def test_a_claim_that_ends_before_it_begins_says_nothing(make_claim: MakeClaim) -> None:
    """The place stays unknown, and the explanation says why."""
    claim = make_claim(valid_to=date(2014, 6, 1))
    day = date(2015, 2, 1)
    assert state([claim], day) is None
    why = explain_ledger(ALPHA, [claim], day)
    assert why.state is None
    assert "before it begins" in why.unused[0].reason


def test_one_source_with_two_holders_on_one_day_is_a_dispute(make_claim: MakeClaim) -> None:
    """One of them has the last word, whatever the order, and the other is named beside it."""
    one = make_claim(event_kind=EventKind.HOLDS)
    other = make_claim(event_kind=EventKind.HOLDS, actor=BLUE, evidence="No, Blue.")
    for claims in ([one, other], [other, one]):
        found = state(claims, date(2015, 1, 2))
        assert found is not None
        assert (found.actor, found.disputed_by) == (BLUE, (RED,))
        why = explain_ledger(ALPHA, claims, date(2015, 1, 2))
        assert all(part.disputed for part in why.parts)


def test_corrections_in_a_circle_leave_the_newest(make_claim: MakeClaim) -> None:
    """Of claims that correct each other only the one recorded last has a say."""
    ids = [ClaimId(name) for name in "abc"]
    circle = [
        make_claim(
            claim_id=ids[n], supersedes=ids[n - 1], actor=(RED, BLUE, RED)[n], evidence=str(n),
            recorded_at=datetime(2015, 2, 1 + n, tzinfo=UTC),
        )
        for n in range(3)
    ]  # fmt: skip
    found = state(circle, date(2015, 3, 1))
    assert found is not None
    assert found.claim_ids == ("c",)
    why = explain_ledger(ALPHA, circle, date(2015, 3, 1))
    assert [unused.claim.claim_id for unused in why.unused] == ["a", "b"]


def test_a_contest_of_rumours_lapses_after_half_a_year(make_claim: MakeClaim) -> None:
    """On its last day the place is contested, on the next the state before is back; a further rumour prolongs it."""
    held = make_claim()
    rumour = make_claim(
        event_kind=EventKind.CONTESTED, status=ControlStatus.CONTESTED, actor=BLUE, origin=Origin.MACHINE,
        source=RUMOUR, valid_from=date(2015, 6, 1), evidence="Clashes.",
    )  # fmt: skip
    again = replace(rumour, claim_id=ClaimId("again"), valid_from=date(2015, 9, 1))
    last = rumour.valid_from + timedelta(days=RUMOUR_DAYS - 1)

    def status(claims: list[Claim], day: date) -> ControlStatus | None:
        found = state(claims, day)
        return found.status if found else None

    assert status([held, rumour], last) is ControlStatus.CONTESTED
    assert status([held, rumour], last + timedelta(days=1)) is ControlStatus.CONTROLLED
    assert status([held, rumour, again], last + timedelta(days=1)) is ControlStatus.CONTESTED
    assert status([rumour], last + timedelta(days=1)) is None


def test_a_contest_that_somebody_checked_does_not_lapse(make_claim: MakeClaim) -> None:
    """The same contest from a graded source, or from a table, goes on."""
    rumour = make_claim(
        event_kind=EventKind.CONTESTED, status=ControlStatus.CONTESTED, actor=BLUE, origin=Origin.MACHINE,
        source=RUMOUR, valid_from=date(2015, 6, 1), evidence="Clashes.",
    )  # fmt: skip
    graded = replace(rumour, source=replace(RUMOUR, reliability="C", credibility=3))
    compiled = replace(rumour, origin=Origin.COMPILED)
    for claim in (graded, compiled):
        found = state([make_claim(), claim], date(2017, 6, 1))
        assert found is not None
        assert found.status is ControlStatus.CONTESTED
