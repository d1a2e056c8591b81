"""The filter against a plain matrix computation of the same chain, and its building blocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from scipy.linalg import expm

from territory.control.columns import NOBODY, to_columns
from territory.control.filtering import USUAL_FOOTING, Chain, Dynamics
from territory.control.hazards import DAYS_A_YEAR, rates, tabulate
from territory.control.parameters import TheatreParameters, bundled_parameters, parse_parameters
from territory.control.states import FOOTINGS
from territory.control.theatre import Theatre, lay_out
from territory.control.usable import gather
from territory.model import ActorCode, Claim, ControlStatus, EventKind, Source

MakeClaim = Callable[..., Claim]

PARAMETERS = TheatreParameters(fall=0.7, flare=0.9, settle=3.0, hidden=0.6, hidden_status=0.5)
FIELD = np.array([0.2, 0.5, 0.3], np.float32)
RED, BLUE = ActorCode("RED"), ActorCode("BLUE")


def chain_of(claims: list[Claim], *, smooth: bool = True) -> Chain:
    theatre = lay_out("XX", to_columns(gather(claims)), PARAMETERS)
    steps = [tabulate(PARAMETERS, reported_on=on, days=4000) for on in (True, False)]
    shape = (theatre.sides, len(theatre.layout.edges), theatre.layout.places)
    return Chain(
        theatre, Dynamics(steps[0], steps[1], np.broadcast_to(FIELD[:, None, None], shape).copy()), smooth=smooth
    )


def dense_step(theatre: Theatre, event: int, days: int) -> np.ndarray:
    """The transition matrix of all (holder, footing) pairs, from the generator itself."""
    keep, redraw = rates(PARAMETERS, reported_on=bool(theatre.layout.reported_on[event]))
    field = FIELD.astype(float)
    rival = theatre.layout.rival[event]
    if rival != NOBODY:
        field = field * (1 - PARAMETERS.rival)
        field[rival] += PARAMETERS.rival
    generator = np.kron(np.eye(3), keep) + np.kron(np.ones((3, 1)) * field[None, :], redraw)
    return expm(generator * days / DAYS_A_YEAR)


def dense_report(theatre: Theatre, event: int) -> np.ndarray:
    """What a claim does to all pairs: the holder before, the change, what is said."""
    row = theatre.layout.source[event]
    if row == NOBODY:
        return np.eye(3 * FOOTINGS)
    factors, change = theatre.factors, float(theatre.factors.change[row])
    field = FIELD.astype(float)
    rival = theatre.layout.rival[event - 1] if event else NOBODY
    if rival != NOBODY:
        field = field * (1 - PARAMETERS.rival)
        field[rival] += PARAMETERS.rival
    stay = np.eye(3 * FOOTINGS)
    refooted = np.kron(np.eye(3), np.ones((FOOTINGS, 1)) * USUAL_FOOTING[None, :])
    redrawn = np.ones((3 * FOOTINGS, 1)) * np.kron(field, USUAL_FOOTING)[None, :]
    turned = float(factors.turned[row])
    jump = (1 - change) * ((1 - turned) * stay + turned * refooted) + change * redrawn
    before = np.repeat(factors.before[:, row], FOOTINGS)
    said = np.kron(factors.holder[:, row], factors.footing[:, row])
    return before[:, None] * jump * said[None, :]


def dense_posterior(theatre: Theatre, day: int, *, smooth: bool) -> np.ndarray:
    layout = theatre.layout
    last = int(np.searchsorted(layout.day, day, side="right")) - 1
    past = np.kron(FIELD, USUAL_FOOTING) @ dense_report(theatre, 0)
    for event in range(1, last + 1):
        past = past @ dense_step(theatre, event - 1, layout.day[event] - layout.day[event - 1])
        past = past @ dense_report(theatre, event)
    past = past @ dense_step(theatre, last, day - layout.day[last])
    ahead = np.ones(3 * FOOTINGS)
    if smooth and last + 1 < len(layout.day):
        for event in range(len(layout.day) - 1, last, -1):
            ahead = dense_report(theatre, event) @ ahead
            gap = layout.day[event] - (layout.day[event - 1] if event - 1 > last else day)
            ahead = dense_step(theatre, event - 1, gap) @ ahead
    posterior = past * ahead
    return (posterior / posterior.sum()).reshape(3, FOOTINGS)


@pytest.fixture
def story(make_claim: MakeClaim) -> list[Claim]:
    """Five claims of one place, one of them doubtful, with a silence of years."""
    poor = Source(publisher="Another", reliability="D", credibility=4)
    return [
        make_claim(event_kind=EventKind.BASELINE, valid_from=date(2013, 1, 1)),
        make_claim(
            event_kind=EventKind.CONTESTED, status=ControlStatus.CONTESTED, holder=RED, opponent=BLUE,
            valid_from=date(2014, 3, 1),
        ),
        make_claim(actor=BLUE, valid_from=date(2014, 6, 1), source=poor),
        make_claim(actor=RED, previous=BLUE, valid_from=date(2015, 2, 1)),
        make_claim(actor=BLUE, valid_from=date(2018, 2, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("smooth", [True, False], ids=["smoothed", "filtered"])
@pytest.mark.parametrize(
    "day", [date(2013, 1, 1), date(2014, 4, 1), date(2014, 9, 9), date(2017, 1, 1), date(2020, 5, 5)]
)
def test_filter_is_exact(story: list[Claim], day: date, smooth: bool) -> None:
    """The vectorised passes give what matrix exponentials of the whole chain give."""
    chain = chain_of(story, smooth=smooth)
    known, states = chain.at(np.array([0]), np.array([day.toordinal()]))
    assert known[0]
    expected = dense_posterior(chain.theatre, day.toordinal(), smooth=smooth)
    np.testing.assert_allclose(states[0], expected, atol=2e-5)


def test_steps_are_stochastic() -> None:
    """What keeps the holder and what draws it anew add up to certainty, for every length of time."""
    steps = tabulate(PARAMETERS, reported_on=False, days=5000)
    np.testing.assert_allclose((steps.keep + steps.redraw).sum(axis=1), 1, atol=1e-5)
    assert steps.keep.min() >= 0


def test_hidden_changes_are_fewer() -> None:
    """While a theatre is reported on, less can change unseen."""
    covered = tabulate(PARAMETERS, reported_on=True, days=400)
    silent = tabulate(PARAMETERS, reported_on=False, days=400)
    assert covered.keep[0, 0, 365] > silent.keep[0, 0, 365]


def test_a_vague_day_is_spread(make_claim: MakeClaim) -> None:
    """A capture dated to a month fades in over the month instead of happening on its first day."""
    from territory.model import TimePrecision

    claims = [
        make_claim(event_kind=EventKind.BASELINE, valid_from=date(2014, 1, 1)),
        make_claim(actor=BLUE, valid_from=date(2014, 7, 1), time_precision=TimePrecision.MONTH),
    ]
    chain = chain_of(claims)
    days = [date(2014, 6, 28), date(2014, 7, 5), date(2014, 7, 16), date(2014, 7, 27), date(2014, 8, 5)]
    _, states = chain.at(np.zeros(5, np.int64), np.array([day.toordinal() for day in days]))
    blue = states.sum(axis=2)[:, 0]
    assert (np.diff(blue) > 0).all()
    assert blue[0] < 0.1
    assert 0.3 < blue[2] < 0.7
    assert blue[4] > 0.9


def test_bundled_parameters_are_whole() -> None:
    """The bundled parameters have the three theatres and the fallback, and are in range."""
    assert {"IQ", "SY", "AF", "other"} <= bundled_parameters().keys()
    with pytest.raises(ValueError, match="out of range"):
        parse_parameters({"theatre": {"IQ": {"hidden": 1.5}}})
