"""Why the ledger answers as it does."""

from __future__ import annotations

from datetime import UTC, date, datetime

from territory.control.ledger_why import explain_ledger
from territory.model import ActorCode, Claim, ClaimId, ControlStatus, EventKind, PlaceId, Source

PLACE = PlaceId("xx-town")


def claim(number: int, actor: str, day: int, publisher: str = "Paper") -> Claim:
    """A report that an actor took the town on a day of May 2015."""
    when = date(2015, 5, day)
    return Claim(
        ClaimId(f"c{number}"), PLACE, EventKind.CAPTURED, ControlStatus.CONTROLLED, ActorCode(actor), when,
        datetime(2015, 5, day, tzinfo=UTC), source=Source("", publisher, str(when), "", "B", 2), evidence=f"{number}",
    )  # fmt: skip


def test_the_latest_claim_decides_and_the_earlier_one_lost() -> None:
    """Beta's later claim decides; Alpha's lost; without the later one Alpha would hold the town."""
    why = explain_ledger(PLACE, [claim(1, "A", 1), claim(2, "B", 5)], date(2015, 5, 10))
    assert why.state is not None
    assert why.state.actor == "B"
    assert [part.claim.claim_id for part in why.deciding] == ["c2"]
    assert [part.claim.claim_id for part in why.lost] == ["c1"]
    assert why.turning is not None
    assert why.turning.without is not None
    assert why.turning.without.actor == "A"
    assert why.deciding[0].age_days == 5


def test_before_the_first_claim_nothing_is_known() -> None:
    """The day before the first claim there is no state, and the first claim to come is named."""
    why = explain_ledger(PLACE, [claim(1, "A", 5)], date(2015, 5, 4))
    assert why.state is None
    assert [claim.claim_id for claim in why.later] == ["c1"]


def test_copies_are_counted_once() -> None:
    """Two claims of one publisher that say the same are one report with two copies, left out together."""
    why = explain_ledger(PLACE, [claim(1, "A", 5), claim(2, "A", 5)], date(2015, 5, 6))
    (part,) = why.parts
    assert part.copies == 2
    assert part.turns
    assert part.without is None
