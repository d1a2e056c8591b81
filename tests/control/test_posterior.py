"""The probability model: order, replay, symmetry, and what it makes of odd claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.control.parameters import TheatreParameters
from territory.control.posterior import Distribution, PosteriorModel
from territory.model import ActorCode, Claim, ClaimId, ControlStatus, EventKind, Place, PlaceId, PlaceKind
from tests.strategies import ACTORS, claim_lists, days, moments

MakeClaim = Callable[..., Claim]

PARAMETERS = {"other": TheatreParameters()}
PLACES = {
    PlaceId(key): Place(PlaceId(key), key, PlaceKind.TOWN, "XX", 34 + number / 10, 43, "North")
    for number, key in enumerate(("xx-alpha", "xx-beta", "xx-gamma"))
}
MODEL = PosteriorModel(PLACES, parameters=PARAMETERS)
FAR = PosteriorModel({}, parameters=PARAMETERS)


def at(model: PosteriorModel, claims: list[Claim], day: date, place: str = "xx-alpha") -> Distribution:
    found = model.posterior(claims).at(place, day)
    assert found is not None
    return found


@settings(max_examples=40)
@given(claim_lists(), st.randoms(use_true_random=False), days)
def test_order_does_not_matter(claims: list[Claim], random: object, day: date) -> None:
    """Claims in any order give the same states, to the last bit of the probability."""
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = MODEL.histories(claims), MODEL.histories(shuffled)
    assert dict(one) == dict(other)
    assert one.as_of(day) == other.as_of(day)


@settings(max_examples=40)
@given(claim_lists(), claim_lists(), moments, days)
def test_replay(before: list[Claim], later: list[Claim], known_at: datetime, day: date) -> None:
    """What was known at a moment stays the same whatever is recorded after it."""
    known = [claim for claim in before if claim.recorded_at <= known_at]
    more = [
        replace(claim, claim_id=ClaimId(f"later-{claim.claim_id}"), recorded_at=known_at + timedelta(seconds=n + 1))
        for n, claim in enumerate(later)
    ]
    then = MODEL.histories(known, known_at=known_at)
    now = MODEL.histories([*known, *more], known_at=known_at)
    assert dict(then) == dict(now)
    assert then.as_of(day) == now.as_of(day)


@settings(max_examples=40)
@given(claim_lists(), days)
def test_actors_are_treated_alike(claims: list[Claim], day: date) -> None:
    """Swap two actors in every claim, and the distribution swaps."""
    swap = {"RED": "BLUE", "BLUE": "RED"}

    def swapped(claim: Claim) -> Claim:
        codes = {
            name: ActorCode(swap.get(code, code))
            for name in ("actor", "opponent", "holder", "previous")
            if (code := getattr(claim, name)) is not None
        }
        return replace(claim, **codes)  # type: ignore[arg-type]

    one, other = MODEL.posterior(claims), MODEL.posterior([swapped(claim) for claim in claims])
    for place in PLACES:
        mine, theirs = one.at(place, day), other.at(place, day)
        assert (mine is None) == (theirs is None)
        if mine is not None and theirs is not None:
            for code in ACTORS:
                expected = theirs.holders.get(ActorCode(swap.get(code, code)), 0)
                assert mine.holders.get(ActorCode(code), 0) == pytest.approx(expected, abs=2e-4)


@settings(max_examples=40)
@given(claim_lists(), days)
def test_distributions_are_distributions(claims: list[Claim], day: date) -> None:
    """Holders and footings each sum to one, and nothing is negative."""
    posterior = MODEL.posterior(claims)
    for place in PLACES:
        found = posterior.at(place, day)
        if found is not None:
            assert sum(found.holders.values()) == pytest.approx(1, abs=1e-4)
            assert sum(found.footings.values()) == pytest.approx(1, abs=1e-4)
            assert min(found.holders.values()) >= 0


def test_no_claims_no_states() -> None:
    """An empty store knows nothing, and is no error."""
    histories = MODEL.histories([])
    assert len(histories) == 0
    assert histories.as_of(date(2015, 1, 1)) == {}
    assert histories.span() is None


def test_unknown_before_the_first_claim(make_claim: MakeClaim) -> None:
    """A place has no state before its first evidence."""
    claim = make_claim()
    assert MODEL.posterior([claim]).at("xx-alpha", date(2014, 12, 31)) is None
    assert MODEL.histories([claim]).at(PlaceId("xx-alpha"), date(2014, 12, 31)) is None


def test_one_claim_only(make_claim: MakeClaim) -> None:
    """One claim alone is believed, never fully, and less as it ages."""
    claim = make_claim()
    shares = [at(FAR, [claim], date(year, 1, 1)).holders[ActorCode("RED")] for year in (2015, 2017, 2020, 2030)]
    assert 0.8 < shares[0] < 1
    assert shares == sorted(shares, reverse=True)
    assert FAR.histories([claim]).at(PlaceId("xx-alpha"), date(2060, 1, 1)) is not None


def test_loss_weighs_like_capture(make_claim: MakeClaim) -> None:
    """Taking a place from RED and taking it back from BLUE move the probability alike."""
    there = make_claim(actor=ActorCode("BLUE"), previous=ActorCode("RED"), valid_from=date(2016, 1, 1))
    back = make_claim(actor=ActorCode("RED"), previous=ActorCode("BLUE"), valid_from=date(2016, 1, 1))
    red = make_claim()
    blue = make_claim(actor=ActorCode("BLUE"))
    day = date(2016, 2, 1)
    lost = at(FAR, [red, there], day).holders[ActorCode("BLUE")]
    regained = at(FAR, [blue, back], day).holders[ActorCode("RED")]
    assert lost == pytest.approx(regained, abs=1e-4)


def test_contested_falls_to_the_rival(make_claim: MakeClaim) -> None:
    """A contested place fades towards the rival that the claims name, not towards a third party."""
    claims = [
        make_claim(),
        make_claim(place_id=PlaceId("xx-beta"), actor=ActorCode("GREEN")),
        make_claim(
            status=ControlStatus.CONTESTED,
            event_kind=EventKind.CONTESTED,
            holder=ActorCode("RED"),
            opponent=ActorCode("BLUE"),
            valid_from=date(2016, 1, 1),
        ),
    ]
    holders = at(FAR, claims, date(2017, 6, 1)).holders
    assert holders[ActorCode("BLUE")] > holders[ActorCode("GREEN")]


def test_parts_do_not_flip_the_whole(make_claim: MakeClaim) -> None:
    """A claim about a part of a place does not change its holder."""
    part = make_claim(actor=ActorCode("BLUE"), partial=True, valid_from=date(2015, 6, 1))
    whole = make_claim()
    assert at(FAR, [whole, part], date(2015, 6, 2)).likeliest == "RED"


def test_better_grade_pulls_more(make_claim: MakeClaim) -> None:
    """Two claims of one day that disagree leave both in doubt; the better graded one leads."""
    good = make_claim(previous=None, event_kind=EventKind.HOLDS)
    poor = make_claim(
        actor=ActorCode("BLUE"),
        event_kind=EventKind.HOLDS,
        source=replace(good.source, reliability="D", credibility=4, publisher="Another"),
    )
    holders = at(FAR, [good, poor], date(2015, 1, 1)).holders
    assert holders[ActorCode("RED")] > holders[ActorCode("BLUE")] > 0.02


def test_known_at_needs_a_zone(make_claim: MakeClaim) -> None:
    """A moment without a time zone is refused."""
    from territory.errors import NaiveDatetimeError

    with pytest.raises(NaiveDatetimeError):
        MODEL.histories([make_claim()], known_at=datetime(2015, 1, 1))  # noqa: DTZ001
    assert len(MODEL.histories([make_claim()], known_at=datetime(2014, 1, 1, tzinfo=UTC))) == 0
