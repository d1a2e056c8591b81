"""Hypothesis strategies for what a store holds."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from territory.model import (
    Actor,
    ActorCode,
    Article,
    ArticleId,
    Candidate,
    Claim,
    ClaimId,
    Mention,
    Place,
    PlaceId,
    PlaceKind,
    PlaceName,
)
from territory.store import Batch, UnplacedSentence
from tests.strategies import ACTORS, PLACES, claims, days, words

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Places under a few ids, with names in any script."""
    return Place(
        place_id=PlaceId(draw(st.sampled_from(PLACES))),
        name=draw(words),
        kind=draw(st.sampled_from(PlaceKind)),
        country=draw(st.sampled_from(("XX", "YY"))),
        lat=draw(st.floats(-90, 90)),
        lon=draw(st.floats(-180, 180)),
        geonameid=draw(st.none() | st.integers(1, 2**31)),
        population=draw(st.none() | st.integers(0, 2**40)),
        names=tuple(draw(st.lists(st.builds(PlaceName, words, st.sampled_from(("Latn", "Arab"))), max_size=3))),
        precision_m=draw(st.none() | st.floats(0, 1e6)),
        note=draw(words),
    )


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    """Actors under a few codes."""
    return Actor(
        code=ActorCode(draw(st.sampled_from(ACTORS))),
        name=draw(words),
        aliases=tuple(draw(st.lists(words, max_size=3))),
        parent=draw(st.sampled_from((None, *map(ActorCode, ACTORS)))),
        note=draw(words),
    )


@st.composite
def articles(draw: st.DrawFn, article_id: str = "a") -> Article:
    """Articles of any text."""
    return Article(
        article_id=ArticleId(article_id),
        text=draw(texts),
        published=draw(st.none() | days),
        title=draw(words),
        publisher=draw(words),
        published_inferred=draw(st.booleans()),
    )


@st.composite
def mention_lists(draw: st.DrawFn, text: str) -> tuple[Mention, ...]:
    """Mentions of a text, each at a place of its own."""
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=3, unique=True))
    candidates = st.builds(Candidate, st.sampled_from(PLACES).map(PlaceId), st.floats(0, 1), words)
    return tuple(
        Mention(
            start=start,
            end=start + 1,
            text=text[start : start + 1],
            place_id=draw(st.sampled_from((None, *map(PlaceId, PLACES)))),
            score=draw(st.floats(0, 1)),
            candidates=tuple(draw(st.lists(candidates, max_size=2))),
        )
        for start in sorted(starts)
    )


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Batches of places, actors, articles with what was found in them, and compiled claims."""
    several = tuple(draw(articles(f"a{number}")) for number in range(draw(st.integers(0, 2))))
    compiled = [draw(claims(f"c{number}")) for number in range(draw(st.integers(0, 4)))]
    read = [_read_from(article, draw(claims(f"{article.article_id}-c"))) for article in several]
    return Batch(
        kind="test",
        name=draw(words),
        places=tuple(draw(st.lists(places(), max_size=3, unique_by=lambda place: place.place_id))),
        actors=tuple(draw(st.lists(actors(), max_size=3, unique_by=lambda actor: actor.code))),
        articles=several,
        mentions={article.article_id: draw(mention_lists(article.text)) for article in several},
        unplaced=tuple(UnplacedSentence(a.article_id, 0, 1, a.text[:1], draw(words)) for a in several),
        claims=(*compiled, *read),
    )


def _read_from(article: Article, claim: Claim) -> Claim:
    return replace(claim, article_id=article.article_id, start=0, end=1, evidence=article.text[:1])


def say_otherwise(claim: Claim, other: Claim) -> Claim:
    """Return what `other` says, under the id of `claim`."""
    said: dict[str, Any] = {field.name: getattr(other, field.name) for field in fields(Claim)}
    return Claim(**{**said, "claim_id": ClaimId(claim.claim_id)})
