"""What is marked in an article: every character once, kinds told apart, and hostile text as plain values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dashboard.article.marks import Kind, kind_of, marks_of, pieces
from territory.model import (
    ActorCode,
    Candidate,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    Mention,
    PlaceId,
)
from territory.model.claim import AMBIGUOUS
from territory.model.rule import BY_ANALYST
from tests.dashboard.conftest import HOSTILE, OpenApp

TEXT = 'x <b>Mosul</b> & \U0001f600 e\u0301 "y"' * 4
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12)).map(lambda s: (s[0], min(s[0] + s[1], len(TEXT))))


def mention(start: int, end: int, *scores: float, place: str | None = "p0", reason: str = "") -> Mention:
    """A toponym with candidates of these scores."""
    candidates = tuple(Candidate(PlaceId(f"p{number}"), score) for number, score in enumerate(scores))
    return Mention(start, end, TEXT[start:end], PlaceId(place) if place else None, 0.5, candidates, reason)


def said(start: int, end: int) -> Claim:
    """A claim whose sentence this is."""
    return Claim(
        ClaimId(f"c{start}-{end}"), PlaceId("p0"), EventKind.CAPTURED, ControlStatus.CONTROLLED, ActorCode("IS"),
        date(2015, 1, 1), datetime(2015, 1, 2, tzinfo=UTC), start=start, end=end,
    )  # fmt: skip


@given(st.lists(SPANS), st.lists(SPANS))
def test_every_character_is_written_once(names: list[tuple[int, int]], sentences: list[tuple[int, int]]) -> None:
    """However names and sentences lie in or across each other, the pieces make up the text, and cover what they say."""
    marks, claims = marks_of([mention(a, b, 1.0) for a, b in names]), [said(a, b) for a, b in sentences]
    found = list(pieces(TEXT, marks, claims))
    assert "".join(piece.text for piece in found) == TEXT
    for number, (start, end) in enumerate(sentences):
        assert "".join(piece.text for piece in found if number in piece.claims) == TEXT[start:end]


def test_kinds_are_told_apart() -> None:
    """One good reading, two as good, none chosen, none known: each has its kind; a choice settles it."""
    assert kind_of(mention(0, 3, 0.9, 0.1)) is Kind.FOUND
    assert kind_of(mention(0, 3, 0.5, 0.48, reason=f"{AMBIGUOUS}: near")) is Kind.AMBIGUOUS
    assert kind_of(mention(0, 3, 0.5, 0.1, place=None)) is Kind.AMBIGUOUS
    assert kind_of(mention(0, 3, place=None)) is Kind.UNRESOLVED
    assert kind_of(mention(0, 3, 0.5, 0.48, reason=f"{BY_ANALYST} chose it")) is Kind.FOUND


def test_a_toponym_wins_over_what_only_looks_like_one() -> None:
    """Demonyms and decoys are marked only where no toponym stands."""
    marks = marks_of([mention(0, 5, 1.0)], [(mention(3, 8), Kind.DECOY), (mention(9, 12), Kind.DEMONYM)])
    assert [mark.kind for mark in marks] == [Kind.FOUND, Kind.DEMONYM]


def test_the_page_of_a_hostile_article_gets_its_text_as_values(hostile: str, open_app: OpenApp) -> None:
    """What goes to the page is JSON, in which the markup of the text is a string like any other."""
    app = open_app("articles", article="evil")
    assert not app.exception
    sent = [element.proto.json for element in app.get("bidi_component") if element.proto.json]
    sheets = [json.loads(text) for text in sent if "pieces" in text]
    assert len(sheets) == 1
    assert "".join(piece[0] for piece in sheets[0]["pieces"]) == f"{HOSTILE} took {HOSTILE}."
