"""Disagreement shows as disagreement, rumours alone turn nobody, and the states of a day are made when looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from territory.control.day_states import DayStates
from territory.control.histories import ControlModel
from territory.control.ledger import Ledger
from territory.control.parameters import TheatreParameters
from territory.control.posterior import PosteriorModel
from territory.model import (
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    Interval,
    Origin,
    PlaceId,
    Source,
)  # fmt: skip

MakeClaim = Callable[..., Claim]

POSTERIOR = PosteriorModel({}, parameters={"other": TheatreParameters()})
MODELS = pytest.mark.parametrize("model", [POSTERIOR, Ledger()], ids=["posterior", "ledger"])
ALPHA = PlaceId("xx-alpha")
RED, BLUE = ActorCode("RED"), ActorCode("BLUE")
OTHER = Source(publisher="Other", reliability="B", credibility=2)


def state(model: ControlModel, claims: list[Claim], day: date) -> ControlState:
    found = model.histories(claims).at(ALPHA, day)
    assert found is not None
    return found


@MODELS
def test_two_publishers_that_name_two_holders_of_one_day_disagree(make_claim: MakeClaim, model: ControlModel) -> None:
    """The state names the one that the model follows, and says who else is named."""
    one = make_claim(event_kind=EventKind.HOLDS)
    other = make_claim(event_kind=EventKind.HOLDS, actor=BLUE, source=OTHER, evidence="Blue, they say.")
    found = state(model, [one, other], date(2015, 1, 2))
    assert {found.actor, *found.disputed_by} >= {RED, BLUE}
    assert found.disputed_by


@MODELS
def test_sources_that_agree_do_not_disagree(make_claim: MakeClaim, model: ControlModel) -> None:
    """A second publisher that says the same is no dispute, and no single source."""
    other = make_claim(event_kind=EventKind.HOLDS, source=OTHER, evidence="Red, they say.")
    found = state(model, [make_claim(event_kind=EventKind.HOLDS), other], date(2015, 1, 2))
    assert found.disputed_by == ()
    assert not found.single_source


def test_a_single_rumour_turns_no_holder(make_claim: MakeClaim) -> None:
    """A machine-read claim of grade F6 against fresh evidence lowers the probability; one of grade B2 turns it."""
    held = make_claim(event_kind=EventKind.HOLDS, valid_from=date(2015, 5, 25))
    rumour = make_claim(
        actor=BLUE, valid_from=date(2015, 6, 1), origin=Origin.MACHINE, evidence="It fell, they say.",
        source=Source(publisher="Channel", reliability="F", credibility=6),
    )  # fmt: skip
    report = replace(rumour, source=OTHER, origin=Origin.COMPILED)
    day = date(2015, 6, 2)
    quiet = state(POSTERIOR, [held], day)
    doubted = state(POSTERIOR, [held, rumour], day)
    assert doubted.actor == RED
    assert doubted.probability < quiet.probability
    assert doubted.disputed_by == (BLUE,)
    assert state(POSTERIOR, [held, report], day).actor == BLUE


@MODELS
def test_changes_are_told_by_either_model(make_claim: MakeClaim, model: ControlModel) -> None:
    """A capture is a change of the holder on its day; no claims make no change."""
    claims = [make_claim(), make_claim(actor=BLUE, previous=RED, valid_from=date(2015, 6, 1), evidence="Blue took it.")]
    (change,) = model.histories(claims).changes(date(2015, 5, 1), date(2015, 7, 1))
    assert change.before is not None
    assert (change.before.actor, change.after.actor, change.place_id) == (RED, BLUE, ALPHA)
    assert model.histories([]).changes() == ()


def test_states_of_a_day_are_made_when_looked_at() -> None:
    """Length, order and membership cost nothing; a state is made once; what is not known is not there."""
    made: list[int] = []

    def make(number: int) -> ControlState:
        made.append(number)
        return ControlState(
            PlaceId(f"p{number}"), Interval(date(2015, 1, 1), None), RED, ControlStatus.CONTROLLED,
            claim_ids=(ClaimId("c"),),
        )  # fmt: skip

    where = {PlaceId(f"p{number}"): ("theatre", number) for number in range(3)}
    states = DayStates(where, {"theatre": [True, False, True]}, {"theatre": make})
    assert list(states) == ["p0", "p2"]
    assert len(states) == 2
    assert "p1" not in states
    assert made == []
    assert states[PlaceId("p2")].actor == RED
    assert states[PlaceId("p2")] is states[PlaceId("p2")]
    assert made == [2]
    with pytest.raises(KeyError):
        states[PlaceId("p1")]
    assert {**states}.keys() == {"p0", "p2"}
