"""States of all places on one date."""

from __future__ import annotations

from datetime import date

import pytest

from territory.control.ledger import Ledger
from territory.store import Store
from tests.benchmarks.conftest import Compare

pytestmark = pytest.mark.benchmark_suite


def test_states_of_one_date(compare: Compare, seeded_store: Store) -> None:
    """A look-up in the histories, beside inferring them anew from the claims known."""
    claims = seeded_store.claims()
    histories = Ledger().histories(claims)
    ours = compare.time("states of one date, from histories", lambda: histories.as_of(date(2017, 7, 9)), repeat=50)
    theirs = compare.time(
        "states of one date, inferred anew", lambda: Ledger().histories(claims).as_of(date(2017, 7, 9))
    )
    compare.time("all claims read from the store", seeded_store.claims)
    assert compare.ratio("states of one date", ours, theirs) > 1
