"""The filter of the control model as anybody would write it first: place after place, event after event."""

from __future__ import annotations

import numpy as np

from territory.control.arrays import Floats
from territory.control.columns import NOBODY
from territory.control.filtering import USUAL_FOOTING, Chain
from territory.control.states import FOOTINGS


def filter_places(chain: Chain, places: range) -> list[Floats]:
    """Return what a chain says just after each event of some places, (sides, 4) each: the past alone, then both."""
    return [state for place in places for state in _filter_place(chain, place)]


def _filter_place(chain: Chain, place: int) -> list[Floats]:
    first, end = chain.layout.start[place : place + 2].tolist()
    past = [chain.dynamics.field[:, chain.layout.window[first], place][:, None] * USUAL_FOOTING]
    past[0] = _report(chain, first, past[0], _field(chain, first))
    for event in range(first + 1, end):
        keep, redraw = _steps(chain, event - 1)
        field = _field(chain, event - 1)
        state = past[-1] @ keep + field[:, None] * (past[-1].sum(axis=0) @ redraw)
        past.append(_report(chain, event, state, field))
    ahead = np.ones_like(past[0])
    found = [past[-1]]
    for event in range(end - 1, first, -1):
        keep, redraw = _steps(chain, event - 1)
        field = _field(chain, event - 1)
        seen = _unreport(chain, event, ahead, field)
        ahead = seen @ keep.T + redraw @ (field @ seen)
        ahead /= ahead.max()
        state = past[event - 1 - first] * ahead
        found.append(state / state.sum())
    return found[::-1]


def _field(chain: Chain, event: int) -> Floats:
    layout = chain.layout
    field = chain.dynamics.field[:, layout.window[event], layout.place[event]]
    rival = layout.rival[event]
    if rival != NOBODY:
        field = field * (1 - chain.theatre.parameters.rival)
        field[rival] += chain.theatre.parameters.rival
    return field


def _steps(chain: Chain, event: int) -> tuple[Floats, Floats]:
    steps = chain.dynamics.covered if chain.layout.reported_on[event] else chain.dynamics.silent
    gap = min(int(chain.layout.day[event + 1] - chain.layout.day[event]), steps.keep.shape[2] - 1)
    return steps.keep[:, :, gap], steps.redraw[:, :, gap]


def _report(chain: Chain, event: int, state: Floats, field: Floats) -> Floats:
    row, factors = chain.layout.source[event], chain.theatre.factors
    if row == NOBODY:
        return state
    state = state * factors.before[:, row][:, None]
    change = factors.change[row]
    turned = (1 - change) * factors.turned[row]
    drawn = turned * state.sum(axis=1) + change * state.sum() * field
    state = (1 - change - turned) * state + drawn[:, None] * USUAL_FOOTING
    state = state * factors.holder[:, row][:, None] * factors.footing[:, row]
    return state / state.sum()


def _unreport(chain: Chain, event: int, message: Floats, field: Floats) -> Floats:
    row, factors = chain.layout.source[event], chain.theatre.factors
    if row == NOBODY:
        return message
    message = message * factors.holder[:, row][:, None] * factors.footing[:, row]
    change = factors.change[row]
    turned = (1 - change) * factors.turned[row]
    by_holder = message @ USUAL_FOOTING
    drawn = turned * by_holder + change * (by_holder @ field)
    out = (1 - change - turned) * message + drawn[:, None]
    return out * factors.before[:, row][:, None]


def states_of(chain: Chain, places: range) -> Floats:
    """Return the same from the chain itself, (events, sides, 4)."""
    events = np.arange(chain.layout.start[places.start], chain.layout.start[places.stop])
    assert chain.theatre.sides * FOOTINGS == chain.past.shape[0] * chain.past.shape[1]
    return np.moveaxis(chain.after(events), 2, 0)
