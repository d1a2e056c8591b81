"""What a store keeps, whatever is put into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from territory.errors import StoreError
from territory.model import Claim, ClaimId, Place, PlaceId, PlaceKind, Rejected
from territory.store import Batch, Store
from territory.store.records import same_claim
from tests.store.strategies import batches, say_otherwise
from tests.strategies import claims

few = settings(max_examples=40)


@contextmanager
def new_store() -> Iterator[Store]:
    """An empty store in memory."""
    with Store.open("sqlite:///:memory:") as store:
        yield store


def contents(store: Store) -> dict[str, Any]:
    """Everything that can be read from a store."""
    articles = store.articles()
    return {
        "claims": store.claims(),
        "places": store.places(),
        "actors": store.actors(),
        "articles": articles,
        "mentions": [store.mentions(article.article_id) for article in articles],
        "unplaced": store.unplaced(),
        "rejected": store.rejected(),
        "imports": store.imports(),
        "version": store.version(),
    }


@few
@given(batches())
def test_what_goes_in_comes_out_equal(batch: Batch) -> None:
    """Claims, places, actors, articles, mentions and sentences kept back are read as they were stored."""
    with new_store() as store:
        store.add(batch)
        assert store.claims() == tuple(sorted(batch.claims, key=lambda claim: claim.claim_id))
        assert store.places() == {place.place_id: place for place in batch.places}
        assert store.actors() == {actor.code: actor for actor in batch.actors}
        assert store.articles() == batch.articles
        assert {a.article_id: store.mentions(a.article_id) for a in batch.articles} == batch.mentions
        assert store.unplaced() == batch.unplaced
        assert all(store.article(article.article_id) == article for article in batch.articles)


@few
@given(batches())
def test_the_same_batch_twice_changes_nothing(batch: Batch) -> None:
    """The second time everything is unchanged, and the store is as it was."""
    with new_store() as store:
        first = store.add(batch)
        before = contents(store)
        second = store.add(batch)
        assert (second.added, second.corrected) == (0, 0)
        assert second.unchanged >= first.added - first.added_claims
        assert contents(store) == before


@few
@given(claims("c"), st.lists(claims("other"), min_size=1, max_size=4))
def test_a_correction_supersedes_and_keeps_what_it_corrects(first: Claim, others: list[Claim]) -> None:
    """Each change of a row is a new claim that names the one before; the chain is whole, and repeating adds nothing."""
    with new_store() as store:
        said = [first, *(say_otherwise(first, other) for other in others)]
        for claim in said:
            store.add(Batch(kind="table", name="t", claims=(claim,)))
            assert store.add(Batch(kind="table", name="t", claims=(claim,))).added == 0
        kept = store.claims()
        superseded = {claim.supersedes for claim in kept}
        newest = [claim for claim in kept if claim.claim_id not in superseded]
        changes = sum(not same_claim(new, old) for old, new in pairwise(said))
        assert len(kept) == 1 + changes
        assert len(newest) == 1
        assert same_claim(newest[0], said[-1])
        assert kept[0] == first
        by_id = {claim.claim_id: claim for claim in kept}
        for claim in kept:
            if claim.supersedes:
                assert claim.recorded_at >= by_id[claim.supersedes].recorded_at


@few
@given(batches(), batches(), claims("twice"))
def test_a_batch_that_fails_half_way_leaves_the_store_as_it_was(before: Batch, failing: Batch, claim: Claim) -> None:
    """Two claims of one id cannot be stored: nothing else of their batch is either."""
    with new_store() as store:
        store.add(before)
        kept = contents(store)
        twice = (claim, replace(claim, evidence=claim.evidence + "!"))
        with pytest.raises(StoreError, match="Nothing of"):
            store.add(replace(failing, claims=(*failing.claims, *twice)))
        assert contents(store) == kept


def test_a_correction_that_became_known_earlier_is_made_once(make_claim: Any) -> None:
    """A corrected source date may lie before the first one; the same table again still adds nothing."""
    late = make_claim(claim_id=ClaimId("c"))
    early = replace(late, recorded_at=late.recorded_at.replace(year=2014), evidence="Corrected.")
    with new_store() as store:
        store.add(Batch(kind="table", name="t", claims=(late,)))
        store.add(Batch(kind="table", name="t", claims=(early,)))
        assert store.add(Batch(kind="table", name="t", claims=(early,))).added == 0
        assert len(store.claims()) == 2


def test_an_id_with_a_tilde_is_an_id_like_any_other(make_claim: Any) -> None:
    """A table may use any id; importing it twice adds nothing."""
    claim = make_claim(claim_id=ClaimId("a~b"))
    with new_store() as store:
        store.add(Batch(kind="table", name="t", claims=(claim,)))
        assert store.add(Batch(kind="table", name="t", claims=(claim,))).added == 0


def test_what_was_rejected_is_noted_once(empty_store: Store) -> None:
    """The same bad rows again do not make the store longer, but they are reported again."""
    batch = Batch(kind="table", name="t", rejected=(Rejected("t line 2", "field lat: no number", "x"),))
    empty_store.add(batch)
    version = empty_store.version()
    assert empty_store.add(batch).rejected == batch.rejected
    assert empty_store.rejected() == batch.rejected
    assert empty_store.version() == version


@pytest.mark.parametrize("table", ["claims", "articles", "mentions", "imports", "places", "actors"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET import_id = 0", "UPDATE {} SET name = 'x'"])
def test_the_database_itself_refuses_to_change_or_delete(table: str, change: str, seeded_url: str) -> None:
    """Rows cannot be updated or deleted, even past the library."""
    engine = create_engine(seeded_url)
    with engine.connect() as connection:
        if connection.scalar(text(f"SELECT count(*) FROM {table}")):
            with pytest.raises(SQLAlchemyError, match=r"append-only|no such column"):
                connection.execute(text(change.format(table)))
    engine.dispose()


def test_a_store_made_before_a_table_was_added_gets_it(empty_store: Store) -> None:
    """Opening adds what is missing and keeps what is there."""
    url = str(empty_store._engine.url)
    with empty_store._engine.begin() as connection:
        connection.execute(text("DROP TABLE article_copies"))
    with Store.open(url) as store:
        assert store.copies() == {}


def test_a_place_that_changes_keeps_its_former_versions(empty_store: Store) -> None:
    """The newest version counts; the import that changed it is recorded."""
    place = Place(PlaceId("xx-a"), "A", PlaceKind.TOWN, "XX", 1.0, 2.0)
    empty_store.add(Batch(kind="table", name="one", places=(place,)))
    empty_store.add(Batch(kind="table", name="two", places=(replace(place, lat=1.5),)))
    assert empty_store.places()[place.place_id].lat == 1.5
    assert [record.name for record in empty_store.imports()] == ["one", "two"]
