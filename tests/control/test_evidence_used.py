"""What counts as evidence: bad claims, copies, and what is left out on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from territory.control.parameters import TheatreParameters
from territory.control.posterior import PosteriorModel
from territory.control.usable import gather
from territory.control.whatif import ClaimFilter, single_source_places, what_if
from territory.model import Actor, ActorCode, Claim, ClaimId, EventKind, Modality, Origin, PlaceId, Source

MakeClaim = Callable[..., Claim]

MODEL = PosteriorModel({}, parameters={"other": TheatreParameters()})
ALPHA = PlaceId("xx-alpha")
RED, BLUE = ActorCode("RED"), ActorCode("BLUE")


def share(claims: list[Claim], actor: ActorCode, day: date) -> float:
    found = MODEL.posterior(claims).at("xx-alpha", day)
    assert found is not None
    return found.holders.get(actor, 0.0)


def test_a_thousand_copies_count_once(make_claim: MakeClaim) -> None:
    """A report that a thousand outlets print weighs as much as one."""
    report = make_claim(evidence="Blue took Alpha, the ministry said.", actor=BLUE)
    copies = [
        replace(
            report,
            claim_id=ClaimId(f"copy-{n}"),
            evidence="BLUE took Alpha - the ministry said",
            source=replace(report.source, publisher=f"Outlet {n}", url=f"https://example.org/{n}"),
        )
        for n in range(1000)
    ]
    evidence = gather([report, *copies])
    assert len(evidence.used) == 1
    assert evidence.copies[evidence.used[0].claim_id].count == 1001
    rival = make_claim(evidence="Red holds it.", source=Source(publisher="X", reliability="B", credibility=2))
    day = date(2015, 1, 1)
    assert share([rival, report], BLUE, day) == pytest.approx(share([rival, report, *copies], BLUE, day))


def test_independent_reports_add_up(make_claim: MakeClaim) -> None:
    """Two different reports of two publishers weigh more than one."""
    source = Source(publisher="One", reliability="D", credibility=4)
    one = make_claim(evidence="They took it.", source=source)
    two = make_claim(evidence="It fell at dawn.", source=replace(source, publisher="Two"))
    assert share([one, two], RED, date(2015, 1, 1)) > share([one], RED, date(2015, 1, 1))


def test_contradiction_of_one_source(make_claim: MakeClaim) -> None:
    """A source that names two holders on one day leaves both in doubt, and both claims are marked."""
    one = make_claim(event_kind=EventKind.HOLDS)
    other = make_claim(event_kind=EventKind.HOLDS, actor=BLUE, evidence="No, Blue.")
    evidence = gather([one, other])
    assert evidence.disputes == {one.claim_id, other.claim_id}
    shares = [share([one, other], actor, date(2015, 1, 1)) for actor in (RED, BLUE)]
    assert shares[0] == pytest.approx(shares[1], abs=1e-4)
    assert shares[0] > 0.3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"valid_to": date(2014, 1, 1)}, "before it begins"),
        ({"modality": Modality.PLANNED}, "plan"),
        ({"modality": Modality.HYPOTHETICAL}, "supposition"),
        ({"actor": ActorCode("YOUNG")}, "did not exist before 2016-01-01"),
        ({"actor": ActorCode("OLD")}, "no longer existed after 2013-12-31"),
    ],
    ids=["ends-first", "plan", "supposition", "too-early", "too-late"],
)
def test_unusable_claims_are_kept_with_a_reason(make_claim: MakeClaim, change: dict[str, object], reason: str) -> None:
    """A claim that says nothing about any day is not used, and says why."""
    actors = {
        ActorCode("YOUNG"): Actor(ActorCode("YOUNG"), "Young", active_from="2016"),
        ActorCode("OLD"): Actor(ActorCode("OLD"), "Old", active_to="2013"),
    }
    evidence = gather([make_claim(**change)], actors=actors)
    assert not evidence.used
    assert reason in evidence.unused[0].reason


def test_a_cycle_of_corrections_leaves_the_newest(make_claim: MakeClaim) -> None:
    """Two claims that correct each other leave the one recorded last."""
    one = make_claim(claim_id=ClaimId("a"), supersedes=ClaimId("b"))
    other = make_claim(
        claim_id=ClaimId("b"), supersedes=ClaimId("a"), actor=BLUE, recorded_at=datetime(2016, 1, 1, tzinfo=UTC)
    )
    evidence = gather([one, other])
    assert [claim.claim_id for claim in evidence.used] == ["b"]
    assert [unused.claim.claim_id for unused in evidence.unused] == ["a"]


def test_denied_is_not_asserted(make_claim: MakeClaim) -> None:
    """A denial lowers the probability of what is denied, a little."""
    known = [make_claim(), make_claim(place_id=PlaceId("xx-beta"), actor=BLUE)]
    denial = make_claim(actor=BLUE, modality=Modality.DENIED, valid_from=date(2015, 3, 1), evidence="Blue has not.")
    assert share([*known, denial], BLUE, date(2015, 3, 2)) < share(known, BLUE, date(2015, 3, 2))


def test_of_itself_counts_less(make_claim: MakeClaim) -> None:
    """What a party claims of itself moves the probability less than what others report."""
    held = make_claim()
    report = make_claim(actor=BLUE, event_kind=EventKind.HOLDS, valid_from=date(2015, 1, 2))
    boast = replace(report, modality=Modality.CLAIMED)
    assert share([held, boast], BLUE, date(2015, 1, 3)) < share([held, report], BLUE, date(2015, 1, 3))


@pytest.mark.parametrize(
    "leave_out",
    [
        ClaimFilter(publishers=frozenset({"Blog"})),
        ClaimFilter(grades=frozenset({"D"})),
        ClaimFilter(grades=frozenset({"D4"})),
        ClaimFilter(sources=frozenset({"https://example.org/blog"})),
        ClaimFilter(modalities=frozenset({Modality.CLAIMED})),
        ClaimFilter(machine_read=True),
    ],
    ids=["publisher", "letter", "grade", "source", "modality", "machine"],
)
def test_what_if(make_claim: MakeClaim, leave_out: ClaimFilter) -> None:
    """Leaving out the claim that took the place gives it back."""
    held = make_claim()
    taken = make_claim(
        actor=BLUE,
        valid_from=date(2015, 6, 1),
        modality=Modality.CLAIMED,
        origin=Origin.MACHINE,
        source=Source(publisher="Blog", url="https://example.org/blog", reliability="D", credibility=4),
    )
    answer = what_if(MODEL, [held, taken], leave_out, valid_on=date(2015, 6, 2))
    assert answer.left_out == 1
    (difference,) = answer.differences()
    assert difference.changes_holder
    assert difference.with_all is not None
    assert difference.with_all.actor == BLUE
    assert difference.without is not None
    assert difference.without.actor == RED


def test_single_source_places_are_marked(make_claim: MakeClaim) -> None:
    """A place whose claims come from one publisher is marked, another is not."""
    other = make_claim(place_id=PlaceId("xx-beta"))
    second = make_claim(
        place_id=PlaceId("xx-beta"), event_kind=EventKind.HOLDS, valid_from=date(2015, 2, 1),
        source=Source(publisher="Second", reliability="B", credibility=2),
    )  # fmt: skip
    states = MODEL.histories([make_claim(), other, second]).as_of(date(2015, 3, 1))
    assert single_source_places(states) == (ALPHA,)


def test_empty_filter_changes_nothing(make_claim: MakeClaim) -> None:
    """A filter that leaves out nothing shows no difference."""
    answer = what_if(MODEL, [make_claim()], ClaimFilter(), valid_on=date(2015, 3, 1))
    assert ClaimFilter().is_empty
    assert answer.differences() == ()
