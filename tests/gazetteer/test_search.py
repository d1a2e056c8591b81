"""Search finds a place by spellings that nobody wrote down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.normalise import fold, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tell Abiad", "Tall Abyad"),
        ("Tell Abiad", "تل أبيض"),
        ("Ain al-Arab", "‘Ayn al ‘Arab"),
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Ar Raqqah", "Raqa"),
        ("Qaim", "Al-Kaim"),
        ("Ghazni", "Khazni"),
        ("Hawija", "Al Ḩawījah"),
        ("Talafar", "Tall ‘Afar"),
        ("Lashkar Gah", "Lashkargah"),
        ("Salahuddin", "Salah ad-Din"),
    ],
)
def test_transliterations_share_a_key(one: str, other: str) -> None:
    """Articles, vowels, doubled letters, q or k, kh or gh, final h and the script do not matter."""
    assert skeleton(fold(one)) == skeleton(fold(other))


@pytest.mark.parametrize(("one", "other"), [("Mosul", "Kirkuk"), ("Raqqa", "Ramadi"), ("Homs", "Hama")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    """The key does not throw everything together."""
    assert skeleton(fold(one)) != skeleton(fold(other))


@given(st.text(max_size=30))
def test_folding_is_idempotent(text: str) -> None:
    """A folded name folds to itself."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("tell abyad", "exact name"),
        ("tel abiyad", "same letters in another transliteration"),
        ("tel abyar", "similar spelling"),
    ],
)
def test_each_hit_says_why_it_was_found(gazetteer: Gazetteer, query: str, reason: str) -> None:
    """The first hit is the place meant, with the reason."""
    hit = gazetteer.search(query)[0]
    assert hit.place.place_id == "xa-tell"
    assert hit.reason.startswith(reason)


def test_a_better_spelling_scores_higher(gazetteer: Gazetteer) -> None:
    """Exact before transliteration before similar."""
    scores = [gazetteer.search(query)[0].score for query in ("tell abyad", "tel abiyad", "tel abyar")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_the_beginning_of_a_name_finds_it(gazetteer: Gazetteer) -> None:
    """As one types."""
    assert "gn:4" in [hit.place.place_id for hit in gazetteer.search("port saint")]


def test_a_country_narrows_the_search(gazetteer: Gazetteer) -> None:
    """Only places of that country."""
    assert {hit.place.country for hit in gazetteer.search("springfield", country="xb")} == {"XB"}


@pytest.mark.parametrize("query", ["", "  ", "''", "-", "zzzzqqqq"])
def test_nothing_like_it_finds_nothing(gazetteer: Gazetteer, query: str) -> None:
    """No hit, and no error."""
    assert gazetteer.search(query) == ()


def test_alike_finds_other_transliterations_only(gazetteer: Gazetteer) -> None:
    """For text that spells a name in a way no record has."""
    assert [gazetteer.place(row).place_id for row in gazetteer.alike("Tel Abyadh")] == ["xa-tell"]
    assert gazetteer.alike("Tel Rifaat") == []
