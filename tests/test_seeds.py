"""The seeds are what they say they are."""

from __future__ import annotations

import hashlib
import tomllib

from territory.resources import seeds_path
from territory.store import Store


def test_the_seed_article_is_unchanged() -> None:
    """Its bytes have the sha256 that its metadata gives."""
    (entry,) = tomllib.loads(seeds_path("articles.toml").read_text("utf-8"))["article"]
    assert hashlib.sha256(seeds_path(entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_a_new_store_holds_the_tables_and_the_article(seeded_store: Store) -> None:
    """375 places, 1,236 cited changes, the article, and nothing rejected."""
    compiled = [claim for claim in seeded_store.claims() if claim.article_id is None]
    assert len(compiled) == 1236
    assert len([p for p in seeded_store.places() if p[:3] in ("iq-", "sy-", "af-")]) == 375
    assert [a.article_id for a in seeded_store.articles()] == ["isis-taliban-infighting-2017-07"]
    assert seeded_store.rejected() == ()


def test_every_machine_read_claim_quotes_the_article(seeded_store: Store) -> None:
    """The span of a claim cuts exactly its sentence."""
    texts = {article.article_id: article.text for article in seeded_store.articles()}
    for claim in seeded_store.claims():
        if claim.article_id is not None:
            assert texts[claim.article_id][claim.start : claim.end] == claim.evidence
