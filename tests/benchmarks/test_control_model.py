"""The control model at scale: a hundred thousand places, a million claims, on one core.

Beside it, in the same run, a plain loop over places and events that comes to the same numbers (on a part of the places:
all of them would take many minutes).
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from territory.control.columns import ClaimColumns, to_columns
from territory.control.posterior import Posterior, PosteriorModel
from territory.control.posterior_histories import PosteriorHistories
from territory.control.update import add_claim
from territory.control.usable import Evidence, gather
from territory.model import ActorCode, ClaimId, Place, PlaceId
from tests.benchmarks.conftest import Compare
from tests.benchmarks.control_world import ClaimsOf, made_up_claim, made_up_columns, made_up_places
from tests.benchmarks.plain_filter import filter_places, states_of

pytestmark = pytest.mark.benchmark_suite

PLACES, CLAIMS_EACH = 100_000, 10
PLAIN_PLACES = 300
SEEN_AT_ONCE = 33_000
DAY = date(2016, 7, 1)
GIB = 2**30


@dataclass(frozen=True, slots=True)
class World:
    """Places, the evidence on them, and what the model makes of it; how long that took, and how much memory."""

    places: dict[PlaceId, Place]
    columns: ClaimColumns
    posterior: Posterior
    histories: PosteriorHistories
    cpu_ms: float
    peak_bytes: int


def infer(places: dict[PlaceId, Place], columns: ClaimColumns) -> World:
    """Return the whole history of every place."""
    claims = ClaimsOf(columns)
    start = time.process_time()
    answers = PosteriorModel(places).answers(columns)
    histories = PosteriorHistories(columns, [(a.theatre, a.chain) for a in answers], claims)
    cpu_ms = (time.process_time() - start) * 1000
    posterior = Posterior(Evidence(()), columns, answers)
    posterior.claims = claims
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return World(places, columns, posterior, histories, cpu_ms, peak)


def cpu_ms(call: Callable[[], object]) -> float:
    """Return the CPU time of a call."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def cpu_times(compare: Compare, what: str, call: Callable[[], object], *, repeat: int) -> float:
    """Note and return the median CPU time of several calls."""
    times = [cpu_ms(call) for _ in range(repeat)]
    return compare.record(what, statistics.median(times), max(times), "CPU time of one core")


@pytest.fixture(scope="module")
def world() -> World:
    """A million claims on a hundred thousand places."""
    places = made_up_places(PLACES)
    return infer(places, made_up_columns(places, CLAIMS_EACH))


def test_whole_history(compare: Compare, world: World) -> None:
    """Every state of every place from a million claims: at most 10 s and 2 GiB; a plain loop says the same, slower."""
    note = f"CPU time of one core; peak {world.peak_bytes / GIB:.2f} GiB for the whole test run"
    ours = compare.record("whole history, 1,000,000 claims on 100,000 places", world.cpu_ms, note=note)
    chain = max((a.chain for a in world.posterior.theatres), key=lambda chain: chain.layout.places)
    some = range(PLAIN_PLACES)
    theirs = cpu_ms(lambda: filter_places(chain, some)) * PLACES / PLAIN_PLACES
    assert np.allclose(np.array(filter_places(chain, some)), states_of(chain, some), atol=2e-3)
    compare.record("the same filter as a loop over places", theirs, note=f"{PLAIN_PLACES} places measured, scaled up")
    compare.ratio("whole history", ours, theirs)
    assert ours < theirs


def test_claims_to_columns(compare: Compare) -> None:
    """What comes before: copies found, claims without use left out, the rest laid out as columns. Not in the 10 s."""
    places = made_up_places(PLACES // 50)
    claims = tuple(ClaimsOf(made_up_columns(places, CLAIMS_EACH)).values())
    took = cpu_ms(lambda: to_columns(gather(claims)))
    compare.record("claims to columns, 1,000,000 claims", took * 50, note=f"{len(claims):,} claims measured, scaled up")


def test_one_more_claim(compare: Compare, world: World) -> None:
    """A claim more, and the corrected timeline of its place: at most 50 ms."""
    place_ids = [world.columns.place_ids[number] for number in range(0, PLACES, PLACES // 40)]
    told = iter(enumerate(place_ids))

    def add() -> None:
        number, place_id = next(told)
        place = world.places[PlaceId(place_id)]
        actor = ActorCode(f"A{('AF', 'IQ', 'SY').index(place.country) * 5 + 2:02d}")
        claim = made_up_claim(ClaimId(f"new{number}"), place.place_id, actor, DAY)
        after = add_claim(world.posterior, world.histories, claim)
        assert after is not None
        assert any("new" in claim_id for state in after[place.place_id] for claim_id in state.claim_ids)

    ours = cpu_times(compare, "one more claim to a corrected timeline, 100,000 places", add, repeat=30)
    compare.ratio("one more claim, beside all anew", ours, world.cpu_ms)


def test_as_of(compare: Compare) -> None:
    """The states of 33,000 places on a day: at most 50 ms, of any day for the first time and again."""
    places = made_up_places(SEEN_AT_ONCE)
    histories = infer(places, made_up_columns(places, CLAIMS_EACH)).histories
    days = iter(date(2014 + number % 6, 1 + number % 12, 1 + number % 28) for number in range(20))
    first = cpu_times(
        compare, "as_of over 33,000 places, another day each time", lambda: histories.as_of(next(days)), repeat=20
    )
    some = list(histories)[:1000]
    one_by_one = cpu_ms(lambda: [histories.at(place_id, DAY) for place_id in some]) * SEEN_AT_ONCE / len(some)
    compare.record("the same places, one by one", one_by_one, note="1,000 places measured, scaled up")
    compare.ratio("as_of", first, one_by_one)
