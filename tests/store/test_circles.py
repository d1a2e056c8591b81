"""A store holds no circle of corrections, and a claim that names itself as corrected stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from territory.control.evidence import known_claims
from territory.errors import StoreError
from territory.model import Claim, ClaimId
from territory.store import Batch, Store

MakeClaim = Callable[..., Claim]


def test_a_circle_of_corrections_is_refused_whole(make_claim: MakeClaim, empty_store: Store) -> None:
    """Each of two claims corrects the other: neither can be stored first, so nothing is."""
    one = make_claim(claim_id=ClaimId("a"), supersedes=ClaimId("b"))
    other = make_claim(claim_id=ClaimId("b"), supersedes=ClaimId("a"), evidence="No.")
    with pytest.raises(StoreError, match="Nothing of circle was stored"):
        empty_store.add(Batch(kind="table", name="circle", claims=(one, other)))
    assert empty_store.claims() == ()


def test_a_claim_that_corrects_itself_stands(make_claim: MakeClaim, empty_store: Store) -> None:
    """It replaces nothing and is not replaced."""
    claim = make_claim(claim_id=ClaimId("a"), supersedes=ClaimId("a"))
    empty_store.add(Batch(kind="table", name="itself", claims=(claim,)))
    assert known_claims(empty_store.claims(), None) == [claim]
