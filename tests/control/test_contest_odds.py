"""The factor on the odds of contest: it turns what is said of the status, never who holds a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.control.parameters import TheatreParameters
from territory.control.posterior import PosteriorModel
from territory.control.states import Footing, advised
from territory.evaluate import fitting, seeds
from territory.evaluate.fitting import CONTEST, Fit, Fits, with_contest
from territory.model import Claim, ControlStatus, Place, PlaceId, PlaceKind
from tests.strategies import PLACES, claim_lists, days

TOWNS = {
    PlaceId(key): Place(PlaceId(key), key, PlaceKind.TOWN, "XX", 34 + number / 10, 43, "North")
    for number, key in enumerate(PLACES)
}
CONTESTED = (Footing.CONTESTED, Footing.STANDOFF)


def model(contest: float) -> PosteriorModel:
    """The model with a factor."""
    return PosteriorModel(TOWNS, parameters={"other": TheatreParameters(contest=contest)})


@given(st.lists(st.floats(0.001, 1), min_size=8, max_size=8), st.floats(0.2, 5))
def test_odds_are_multiplied_for_each_holder(weights: list[float], factor: float) -> None:
    """Holders keep their probability; the odds of contest of each are those before times the factor."""
    states = np.array(weights).reshape(2, 4) / sum(weights)
    told = advised(states, factor)
    assert told.sum(axis=1) == pytest.approx(states.sum(axis=1))
    for before, after in zip(states, told, strict=True):
        odds = before[2:].sum() / before[:2].sum()
        assert after[2:].sum() / after[:2].sum() == pytest.approx(odds * factor)


@settings(max_examples=25)
@given(claim_lists(), days, st.sampled_from((0.25, 4.0)))
def test_holders_do_not_depend_on_it(claims: list[Claim], day: date, factor: float) -> None:
    """With any factor the same holders, and more or less contest."""
    plain, turned = model(1.0).posterior(claims), model(factor).posterior(claims)
    for place in PLACES:
        one, other = plain.at(place, day), turned.at(place, day)
        assert (one is None) == (other is None)
        if one is None or other is None:
            continue
        assert other.holders == pytest.approx(one.holders, abs=1e-4)
        contest, more = (sum(found.footings[footing] for footing in CONTESTED) for found in (one, other))
        assert (more - contest) * (factor - 1) >= -1e-5


def test_states_are_named_by_it(make_claim: Callable[..., Claim]) -> None:
    """A place that is as likely contested as not is called the one or the other; map and distribution agree."""
    claims = [
        make_claim(actor="RED", valid_from=date(2015, 1, 1)),
        make_claim(
            claim_id="c2", actor="BLUE", status=ControlStatus.CONTESTED, holder="RED", valid_from=date(2015, 6, 1)
        ),
    ]
    place, day = claims[0].place_id, date(2015, 9, 1)
    seen = {}
    for factor in (0.05, 20.0):
        posterior = model(factor).posterior(claims)
        found, state = posterior.at(place, day), posterior.histories().at(place, day)
        assert found is not None
        assert state is not None
        likelier = sum(found.footings[footing] for footing in CONTESTED) > 0.5
        assert (state.status is ControlStatus.CONTESTED) is likelier
        seen[factor] = likelier
    assert seen == {0.05: False, 20.0: True}


def test_the_best_factor_is_found_on_held_out_days() -> None:
    """One for all theatres, no worse on the inner hold-outs than none; nothing else changes."""
    claims, places, _ = seeds.bundled_claims()
    kept = set(sorted(places)[::12])
    few = [claim for claim in claims if claim.place_id in kept]
    start = Fit(TheatreParameters(), 0.0, 0.0, 1)
    fits = Fits(start, dict.fromkeys(sorted({places[claim.place_id].country for claim in few}), start))
    found = with_contest(fits, few, places, kind="whole places")
    factor = found.common.parameters.contest
    assert factor in CONTEST
    assert {one.parameters for one in found.theatres.values()} == {replace(TheatreParameters(), contest=factor)}
    assert "contest" not in fitting.NAMES
