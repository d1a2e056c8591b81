"""The stages wired together."""

from __future__ import annotations

from dataclasses import replace

from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Place, PlaceId, PlaceKind
from territory.pipeline import load_gazetteer
from territory.store import ARTICLE, Batch, Store


def test_what_was_read_does_not_change_how_the_next_article_is_read(empty_store: Store) -> None:
    """Of two namesakes the one that an article named gets no preference; one from a table does."""
    first, second, *_ = Gazetteer.bundled().lookup("Tripoli")
    empty_store.add(Batch(kind=ARTICLE, name="an article", places=(second,)))
    assert load_gazetteer(empty_store).lookup("Tripoli")[:2] == (first, second)
    empty_store.add(Batch(kind="table", name="places.csv", places=(replace(second, note="ours"),)))
    assert load_gazetteer(empty_store).lookup("Tripoli")[0].place_id == second.place_id


def test_a_place_that_the_gazetteer_has_lost_is_still_found(empty_store: Store) -> None:
    """The claims of an old article can be shown."""
    lost = Place(PlaceId("gn:0"), "Nowhere", PlaceKind.TOWN, "XX", 1.0, 2.0)
    empty_store.add(Batch(kind=ARTICLE, name="an article", places=(lost,)))
    assert load_gazetteer(empty_store).get("gn:0") == lost
