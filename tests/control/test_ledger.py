"""The latest accepted claim decides."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.control.histories import Histories, joined
from territory.control.ledger import Ledger
from territory.errors import NaiveDatetimeError
from territory.model import (
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    Modality,
    Origin,
    PlaceId,
    TimePrecision,
)
from tests.strategies import claim_lists, days, moments

Make = Callable[..., Claim]
ALPHA = PlaceId("xx-alpha")


def at(claims: list[Claim], day: date, **options: object) -> ControlState | None:
    """The ledger's state of alpha on a day."""
    return Ledger().histories(claims, **options).at(ALPHA, day)  # type: ignore[arg-type]


def summary(state: ControlState | None) -> tuple[str | None, str, str | None] | None:
    """Holder, status and rival."""
    return state and (state.actor, state.status.value, state.contested_by)


@given(claim_lists(), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(claims: list[Claim], rng: random.Random) -> None:
    """Any order of the same claims gives the same histories."""
    shuffled = list(claims)
    rng.shuffle(shuffled)
    assert dict(Ledger().histories(claims)) == dict(Ledger().histories(shuffled))


@given(claim_lists(), claim_lists(), moments)
def test_what_is_recorded_later_changes_no_earlier_map(old: list[Claim], new: list[Claim], known_at: datetime) -> None:
    """Replaying an earlier moment after more imports gives the same histories as then."""
    later = [
        Claim(
            **{**_fields(c), "claim_id": ClaimId(f"n{c.claim_id}"), "recorded_at": known_at + timedelta(seconds=1 + n)}
        )
        for n, c in enumerate(new)
    ]
    before = Ledger().histories(old, known_at=known_at)
    assert dict(before) == dict(Ledger().histories([*later, *old], known_at=known_at))


def _fields(claim: Claim) -> dict[str, object]:
    return {name: getattr(claim, name) for name in Claim.__slots__}


@given(claim_lists(), days)
def test_a_place_has_one_state_a_day(claims: list[Claim], day: date) -> None:
    """States of a place never overlap, follow each other in time, and rest on claims that were given."""
    ids = {claim.claim_id for claim in claims}
    for states in Ledger().histories(claims).values():
        assert sum(day in state.interval for state in states) <= 1
        for state in states:
            assert not state.interval.is_empty
            assert state.claim_ids
            assert set(state.claim_ids) <= ids


@given(claim_lists())
def test_swapping_two_actors_swaps_the_result(claims: list[Claim]) -> None:
    """Loss and recapture weigh the same whoever they happen to."""
    swap = {"RED": "BLUE", "BLUE": "RED"}

    def swapped(value: object) -> object:
        return swap.get(value, value) if isinstance(value, str) else value

    names = ("actor", "opponent", "holder", "previous")
    mirrored = [Claim(**{**_fields(c), **{n: swapped(getattr(c, n)) for n in names}}) for c in claims]
    ours = Ledger().histories(claims)
    theirs = Ledger().histories(mirrored)
    for place_id, states in ours.items():
        expected = [(swapped(s.actor), s.status, swapped(s.contested_by), s.interval) for s in states]
        assert expected == [(s.actor, s.status, s.contested_by, s.interval) for s in theirs[place_id]]


def test_without_evidence_a_place_is_unknown(make_claim: Make) -> None:
    """Before the first claim there is no state."""
    claims = [make_claim()]
    assert at(claims, date(2014, 12, 31)) is None
    assert summary(at(claims, date(2015, 1, 1))) == ("RED", "controlled", None)


@pytest.mark.parametrize("holder", [None, "BLUE"])
def test_a_part_taken_from_the_holder_contests_the_place(make_claim: Make, holder: str | None) -> None:
    """Half a town is no town, even if the claim calls its actor the holder."""
    claims = [make_claim(), make_claim(actor="BLUE", valid_from=date(2015, 3, 1), partial=True, holder=holder)]
    assert summary(at(claims, date(2015, 3, 1))) == ("RED", "contested", "BLUE")


def test_holds_by_the_holder_does_not_end_a_fight(make_claim: Make) -> None:
    """A report that nothing has changed changes nothing."""
    fight = make_claim(
        actor="RED", opponent="BLUE", status=ControlStatus.CONTESTED, event_kind=EventKind.CONTESTED,
        valid_from=date(2015, 2, 1), holder="RED",
    )  # fmt: skip
    holds = make_claim(event_kind=EventKind.HOLDS, valid_from=date(2015, 2, 5))
    state = at([make_claim(), fight, holds], date(2015, 2, 6))
    assert summary(state) == ("RED", "contested", "BLUE")
    assert state is not None
    assert state.since == date(2015, 2, 1)
    assert holds.claim_id in state.claim_ids


@pytest.mark.parametrize("attacker_first", [True, False])
def test_a_fight_names_the_rival_whichever_side_is_named_first(make_claim: Make, attacker_first: bool) -> None:
    """'BLUE fights RED in alpha' and 'RED fights BLUE in alpha' are the same state of a place held by RED."""
    actor, opponent = ("BLUE", "RED") if attacker_first else ("RED", "BLUE")
    fight = make_claim(
        actor=actor, opponent=opponent, status=ControlStatus.CONTESTED, event_kind=EventKind.BESIEGED,
        valid_from=date(2015, 2, 1),
    )  # fmt: skip
    state = at([make_claim(), fight], date(2015, 2, 1))
    assert summary(state) == ("RED", "contested", "BLUE")
    assert state is not None
    assert state.besieged


def test_a_state_rests_only_on_claims_of_its_past(make_claim: Make) -> None:
    """A later report that nothing has changed is not behind the colour of an earlier day."""
    claims = [make_claim(), make_claim(event_kind=EventKind.HOLDS, valid_from=date(2016, 1, 1))]
    early, late = at(claims, date(2015, 6, 1)), at(claims, date(2016, 6, 1))
    assert early is not None
    assert late is not None
    assert (len(early.claim_ids), early.last_evidence, early.since) == (1, date(2015, 1, 1), date(2015, 1, 1))
    assert (len(late.claim_ids), late.last_evidence, late.since) == (2, date(2016, 1, 1), date(2015, 1, 1))
    histories = Ledger().histories(claims)
    assert histories.changes() == ()
    assert len(joined(histories[ALPHA])) == 1


def test_loss_without_a_winner_leaves_nobody(make_claim: Make) -> None:
    """Who lost a place does not hold it; who came after is not invented."""
    loss = make_claim(status=ControlStatus.LOST, event_kind=EventKind.LOST, valid_from=date(2015, 6, 1))
    assert summary(at([make_claim(), loss], date(2015, 6, 1))) == (None, "lost", None)


def test_a_claim_that_ends_takes_its_state_with_it(make_claim: Make) -> None:
    """'Held it until June' says nothing about July."""
    held = make_claim(valid_to=date(2015, 6, 1))
    assert summary(at([held], date(2015, 5, 31))) == ("RED", "controlled", None)
    assert summary(at([held], date(2015, 6, 1))) == (None, "lost", None)


def test_a_claim_that_ends_before_it_begins_says_nothing(make_claim: Make) -> None:
    """It has no day, so it gives no state."""
    assert at([make_claim(valid_to=date(2014, 1, 1))], date(2015, 1, 1)) is None


def test_a_year_does_not_overrule_the_day_inside_it(make_claim: Make) -> None:
    """'Held since 2014' supports the fall of June 2014; it does not move it to January."""
    claims = [
        make_claim(actor="BLUE", valid_from=date(2013, 1, 1)),
        make_claim(valid_from=date(2014, 6, 10)),
        make_claim(
            valid_from=date(2014, 1, 1), time_precision=TimePrecision.YEAR, origin=Origin.MACHINE,
            event_kind=EventKind.HOLDS,
        ),
    ]  # fmt: skip
    assert summary(at(claims, date(2014, 3, 1))) == ("BLUE", "controlled", None)
    assert summary(at(claims, date(2014, 6, 10))) == ("RED", "controlled", None)


def test_on_one_day_a_compiled_record_has_the_last_word(make_claim: Make) -> None:
    """A sentence read by the machine never overrules a cited record of the same day."""
    claims = [make_claim(actor="BLUE"), make_claim(actor="RED", origin=Origin.MACHINE)]
    assert summary(at(claims, date(2015, 1, 1))) == ("BLUE", "controlled", None)


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.DENIED, Modality.HYPOTHETICAL])
def test_what_is_not_said_to_be_so_changes_nothing(make_claim: Make, modality: Modality) -> None:
    """Plans, denials and suppositions give no state."""
    assert at([make_claim(modality=modality)], date(2015, 1, 1)) is None


def test_a_correction_replaces_what_it_corrects_from_when_it_is_known(make_claim: Make) -> None:
    """Before the correction was recorded, the map showed the old claim."""
    wrong = make_claim(claim_id="first")
    right = make_claim(
        claim_id="second", actor="BLUE", supersedes="first", recorded_at=datetime(2015, 5, 1, tzinfo=UTC)
    )
    assert summary(at([wrong, right], date(2015, 1, 1))) == ("BLUE", "controlled", None)
    before = datetime(2015, 4, 30, tzinfo=UTC)
    assert summary(at([wrong, right], date(2015, 1, 1), known_at=before)) == ("RED", "controlled", None)


def test_a_cycle_of_corrections_leaves_its_newest_member(make_claim: Make) -> None:
    """Two claims that correct each other do not both vanish."""
    a = make_claim(claim_id="a", supersedes="b")
    b = make_claim(claim_id="b", supersedes="a", actor="BLUE", recorded_at=datetime(2016, 1, 1, tzinfo=UTC))
    assert summary(at([a, b], date(2015, 1, 1))) == ("BLUE", "controlled", None)


def test_a_moment_without_a_time_zone_is_refused(make_claim: Make) -> None:
    """Transaction time is UTC or it is nothing."""
    with pytest.raises(NaiveDatetimeError, match="time zone"):
        Ledger().histories([make_claim()], known_at=datetime(2015, 1, 1))  # noqa: DTZ001


def test_changes_tell_before_and_after(make_claim: Make) -> None:
    """A change has the day, the state it ended and the state it began."""
    histories = Ledger().histories([make_claim(), make_claim(actor="BLUE", valid_from=date(2015, 3, 1))])
    (change,) = histories.changes(date(2015, 1, 1), date(2016, 1, 1))
    assert (change.day, summary(change.before), summary(change.after)) == (
        date(2015, 3, 1), ("RED", "controlled", None), ("BLUE", "controlled", None),
    )  # fmt: skip
    assert change.changes_holder
    assert histories.changes(date(2015, 3, 2)) == ()


def test_no_claims_no_histories() -> None:
    """An empty store has an empty map, and no span of time."""
    histories = Ledger().histories([])
    assert len(histories) == 0
    assert histories.as_of(date(2015, 1, 1)) == {}
    assert histories.span() is None
    assert isinstance(histories, Histories)
