"""One more claim, and the explanation of a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from territory.control.parameters import TheatreParameters
from territory.control.posterior import PosteriorModel
from territory.control.update import add_claim
from territory.control.why import explain
from territory.model import ActorCode, Claim, ClaimId, EventKind, Place, PlaceId, PlaceKind, Source

MakeClaim = Callable[..., Claim]

RED, BLUE = ActorCode("RED"), ActorCode("BLUE")
PLACES = {
    PlaceId(f"xx-{n:02d}"): Place(
        PlaceId(f"xx-{n:02d}"), f"Place {n}", PlaceKind.TOWN, "XX", 33 + n % 6 / 8, 43 + n // 6 / 8, "North"
    )
    for n in range(36)
}
MODEL = PosteriorModel(PLACES, parameters={"other": TheatreParameters()})
CENTRE = PlaceId("xx-14")


@pytest.fixture
def country(make_claim: MakeClaim) -> list[Claim]:
    """Red held all of it; Blue came from the south."""
    random = np.random.default_rng(5)
    claims = []
    for n, place_id in enumerate(PLACES):
        claims.append(make_claim(place_id=place_id, event_kind=EventKind.BASELINE, valid_from=date(2014, 1, 1)))
        if n % 6 < 3:
            day = date(2015, 1, 1) + timedelta(days=int(random.integers(0, 300)))
            claims.append(make_claim(place_id=place_id, actor=BLUE, previous=RED, valid_from=day))
    return claims


def test_one_more_claim(country: list[Claim], make_claim: MakeClaim) -> None:
    """Adding one claim gives, at the place and around it, what a full run gives."""
    more = make_claim(place_id=CENTRE, actor=RED, previous=BLUE, valid_from=date(2015, 10, 1), evidence="Red is back.")
    posterior = MODEL.posterior(country)
    histories = posterior.histories()
    before = dict(histories)
    updated = add_claim(posterior, histories, more)
    full = MODEL.histories([*country, more])
    assert updated is not None
    assert dict(histories) == before
    assert [s.claim_ids for s in updated[CENTRE]] == [s.claim_ids for s in full[CENTRE]]
    day = date(2015, 10, 20)
    states, expected = updated.as_of(day), full.as_of(day)
    assert states[CENTRE].actor == RED
    for place_id, state in states.items():
        assert state.actor == expected[place_id].actor
        assert state.probability == pytest.approx(expected[place_id].probability, abs=0.05)


def test_one_more_claim_may_need_a_full_run(country: list[Claim], make_claim: MakeClaim) -> None:
    """A claim about a new place, or by a new actor, is left to a full run."""
    posterior = MODEL.posterior(country)
    histories = posterior.histories()
    assert add_claim(posterior, histories, make_claim(place_id=PlaceId("xx-new"))) is None
    assert add_claim(posterior, histories, make_claim(place_id=CENTRE, actor=ActorCode("NEW"))) is None


def test_why_names_what_it_rests_on(country: list[Claim]) -> None:
    """The capture pulls towards its holder; leaving it out turns the place."""
    explanation = explain(MODEL.posterior(country), PLACES[CENTRE], date(2016, 1, 1))
    assert explanation.state is not None
    assert explanation.state.actor == BLUE
    capture = explanation.supporting[0]
    assert capture.claim.actor == BLUE
    assert capture.pull > 0.2
    assert capture.age_days > 0
    assert 0 < capture.fresh < 1
    assert any(flip.without == (capture.claim.claim_id,) for flip in explanation.flips)


def test_why_shows_what_lost(country: list[Claim], make_claim: MakeClaim) -> None:
    """A poor claim for somebody else is listed among those that lost."""
    poor = make_claim(
        place_id=CENTRE,
        actor=RED,
        event_kind=EventKind.HOLDS,
        valid_from=date(2016, 1, 1),
        evidence="Red still holds it.",
        source=Source(publisher="Blog", reliability="E", credibility=5),
    )
    explanation = explain(MODEL.posterior([*country, poor]), PLACES[CENTRE], date(2016, 1, 1))
    assert [pull.claim.claim_id for pull in explanation.lost] == [poor.claim_id]


def test_why_of_a_place_without_claims(country: list[Claim]) -> None:
    """Where nothing is known, the surroundings are shown and nothing is claimed."""
    village = replace(PLACES[CENTRE], place_id=PlaceId("xx-village"), lat=33.3, lon=43.3)
    explanation = explain(MODEL.posterior(country), village, date(2016, 1, 1))
    assert explanation.state is None
    assert explanation.around is not None
    before = explain(MODEL.posterior(country), PLACES[CENTRE], date(2010, 1, 1))
    assert before.state is None
    assert before.first_evidence == date(2014, 1, 1)


def test_pull_is_the_change_without_the_claim(country: list[Claim]) -> None:
    """A pull equals the difference to a run without the claim, the surroundings kept."""
    posterior = MODEL.posterior(country)
    day = date(2016, 1, 1)
    explanation = explain(posterior, PLACES[CENTRE], day, with_flips=False)
    capture = explanation.supporting[0]
    without = MODEL.posterior([c for c in country if c.claim_id != capture.claim.claim_id]).at(CENTRE, day)
    now = posterior.at(CENTRE, day)
    assert now is not None
    assert without is not None
    assert capture.pull == pytest.approx(now.holders[BLUE] - without.holders[BLUE], abs=0.05)


def test_estimates_widen_with_distance(country: list[Claim]) -> None:
    """The farther from the evidence, the less sure; never surer than the surest place; too far, unknown."""
    posterior = MODEL.posterior(country)
    day = date(2016, 1, 1)
    points = [replace(PLACES[CENTRE], place_id=PlaceId(f"p{n}"), lat=33 - n / 2, admin1="") for n in (0, 1, 2, 3, 30)]
    found = posterior.estimate(points, [day] * len(points))
    surest = max(max(d.holders.values()) for p in PLACES if (d := posterior.at(p, day)) is not None)
    shares = [d.holders[BLUE] for d in found if d is not None]
    assert shares[0] <= surest
    assert shares[:3] == sorted(shares[:3], reverse=True)
    assert found[-1] is None


def test_a_province_informs_its_towns_weakly(country: list[Claim], make_claim: MakeClaim) -> None:
    """A claim about the province shifts its towns a little and flips none."""
    places = {
        **PLACES,
        PlaceId("xx-north"): Place(PlaceId("xx-north"), "North", PlaceKind.PROVINCE, "XX", 33, 43, "North"),
    }
    model = PosteriorModel(places, parameters={"other": TheatreParameters()})
    claim = make_claim(place_id=PlaceId("xx-north"), actor=BLUE, valid_from=date(2016, 1, 1))
    day = date(2016, 2, 1)
    without, given = model.histories(country).as_of(day), model.histories([*country, claim]).as_of(day)
    assert all(given[place_id].actor == state.actor for place_id, state in without.items())
    far = replace(PLACES[CENTRE], place_id=PlaceId("xx-far"), lat=34.2, lon=44.2)
    shares = [model.posterior(claims).estimate([far], [day])[0] for claims in (country, [*country, claim])]
    assert shares[0] is not None
    assert shares[1] is not None
    assert shares[1].holders[BLUE] > shares[0].holders[BLUE]


def test_copies_are_shown(country: list[Claim]) -> None:
    """The explanation says how many copies of a report were found."""
    last = next(c for c in country if c.place_id == CENTRE and c.actor == BLUE)
    copy = replace(last, claim_id=ClaimId("copy"), source=replace(last.source, publisher="Another", url=""))
    explanation = explain(MODEL.posterior([*country, copy]), PLACES[CENTRE], date(2016, 1, 1))
    assert max(pull.copies for pull in explanation.pulls) == 2
