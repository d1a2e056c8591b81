"""The same report is recognised, whatever surrounds it; other reports are not taken for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from territory.extract.shingles import ALIKE, BANDS, bands, is_same_report, likeness

words = st.lists(st.sampled_from([f"word{number}" for number in range(400)]), min_size=1, max_size=300)


@given(words)
def test_case_blanks_and_punctuation_do_not_count(text: list[str]) -> None:
    """Such a copy has all keys in common, and is wholly alike."""
    one, other = " ".join(text), ",\n".join(text).upper() + "!"
    assert bands(one) == bands(other)
    assert likeness(one, other) == 1.0
    assert len(bands(one)) == BANDS


@given(words, words)
def test_likeness_has_no_direction(one: list[str], other: list[str]) -> None:
    """It lies between nothing and all."""
    first, second = " ".join(one), " ".join(other)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1


@given(st.permutations([f"word{number}" for number in range(300)]), st.integers(0, 299))
def test_a_long_text_with_a_paragraph_put_in_shares_a_key(text: list[str], at: int) -> None:
    """What an editor adds does not hide a report."""
    one = " ".join(text)
    other = " ".join([*text[:at], *(f"added{number}" for number in range(40)), *text[at:]])
    alike = likeness(one, other)
    assert alike > ALIKE
    assert is_same_report(one, other, alike)
    assert set(bands(one)) & set(bands(other))


@given(st.permutations([f"word{number}" for number in range(300)]))
def test_the_same_words_in_another_order_are_another_report(text: list[str]) -> None:
    """It is what is said that counts."""
    one, other = " ".join(text), " ".join(sorted(text, key=lambda word: word[::-1]))
    assert likeness(one, other) < ALIKE


def test_keys_never_change() -> None:
    """They are kept in stores: a change of theirs would hide the copies of what is there."""
    text = "Government forces retook the town on Sunday, officials said."
    assert bands(text)[:2] == (3613725380244640482, 3625005478160317953)


def test_a_text_without_words_is_like_nothing_in_the_store() -> None:
    """It has no keys."""
    assert bands("… — !") == ()
