"""Offsets of toponyms hold whatever stands in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from territory.extract.toponyms import Geoparser
from territory.extract.toponyms.scan import BLOCK_CHARS, blocks
from territory.model import Article, ArticleId

NAMES = (
    "Mosul", "Tal Afar", "Deir ez-Zor", "Washington, D.C.", "al-Bab", "Côte d'Ivoire", "TIKRIT", "St. Louis", "Ky.",
    "Nangarhar province", "Iraqi", "U.S.", "الموصل", "ولبغداد", "کابل", "هلمند", "Мосуле", "Харкова", "Алеппо",
    "Q\u0307amishli",
)  # fmt: skip
SIGNS = (
    "\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u202a", "\u202e", "\u202c", "\u2066", "\u2069",
    "\u200e", "\u200f", "\u0301", "\u0308", "\u064b", "\u20dd", "\U0001f525", "\U0001f1ee\U0001f1f6",
    "👩\u200d👩\u200d👦",
    "\ud800", "\udfff", "\udc41", "\x00", "\x1b", "\x85", "\u2028", "\u00a0", "\u3000", "_", "<b>", "</p>", "&nbsp;",
    "<br/>", "<a href='x'>", "<", ">", "ß", "ﬁ", "İ", "ı", "ǅ", "Ⅷ", "٣", "²", "़", "中", "ꙮ",
)  # fmt: skip
WORDS = (
    "the army took",
    "in",
    "near",
    "and",
    "of",
    "said Mr.",
    "north of",
    "on Monday",
    "the town of",
    "в",
    "في",
    "مدينة",
    "-",
    ",",
)
MAYBE_SIGN = st.one_of(st.just(""), st.sampled_from(SIGNS))


@st.composite
def disturbed(draw: st.DrawFn) -> str:
    """Names with a sign somewhere within or beside them."""
    name = draw(st.sampled_from(NAMES))
    at = draw(st.integers(0, len(name)))
    return name[:at] + draw(MAYBE_SIGN) + name[at:]


PIECES = st.one_of(disturbed(), st.sampled_from(WORDS), st.sampled_from(SIGNS), st.text(max_size=8))
GAPS = st.sampled_from((" ", " ", " ", "", "\n", "\n\n", ". ", ", "))
TEXTS = st.lists(st.tuples(PIECES, GAPS), max_size=25).map(lambda parts: "".join(part + gap for part, gap in parts))
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)


def _spans(geoparser: Geoparser, text: str) -> list[tuple[int, int]]:
    reading = geoparser.read(Article(ArticleId("t"), text))
    found = [*reading.mentions, *reading.demonyms]
    assert all(text[item.start : item.end] == item.text for item in found)
    for items in (reading.mentions, reading.demonyms):
        assert [item.start for item in items] == sorted(item.start for item in items)
    return sorted((item.start, item.end) for item in found)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(TEXTS, ANY_TEXT))
@example(text="Mo\u200bsul")
@example(text="\ud83d Mosul \udd25")
@example(text="\u202eMosul\u202c, Ky.\u0301")
@example(text="<b>Tal</b> Afar <Mosul")
@example(text="U.S.\u200dKY.")
def test_offsets_cut_the_exact_name(geoparser: Geoparser, text: str) -> None:
    """Toponyms and demonyms are cut exactly, stand in order, are not empty and do not overlap."""
    spans = _spans(geoparser, text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5))
@example(text="Mo\ud800sul fell", cuts=[(0, 6), (0, 3), (2, 1), (3, 9)])
def test_given_spans_come_back_as_given(geoparser: Geoparser, text: str, cuts: list[tuple[int, int]]) -> None:
    """Whatever span is given is answered, in its place, with its own text."""
    spans = [(start, min(len(text), start + length)) for start, length in cuts if start < len(text)]
    found = geoparser.resolve(Article(ArticleId("t"), text), spans)
    assert [(mention.start, mention.end, mention.text) for mention in found] == [(a, b, text[a:b]) for a, b in spans]


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.tuples(st.text(max_size=5), st.integers(0, 9000)), max_size=12))
def test_blocks_are_the_whole_text(parts: list[tuple[str, int]]) -> None:
    """The pieces of a long text are the text again, each token where it says."""
    text = "".join(part * (size // max(1, len(part))) for part, size in parts)
    found = list(blocks(text))
    assert "".join(block.text for block in found) == text
    assert all(len(block.text) <= BLOCK_CHARS for block in found)
    for block in found:
        assert block.text == text[block.offset : block.offset + len(block.text)]
        tokens = zip(block.words, block.starts, block.ends, strict=True)
        assert all(block.text[start:end] == word for word, start, end in tokens)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060"], ids=["zero width", "soft hyphen", "joiner"])
def test_an_invisible_sign_within_a_name_hides_it_from_nobody(geoparser: Geoparser, sign: str) -> None:
    """`Mo|sul` is found with the sign in it, as Mosul."""
    text = f"The army took Mo{sign}sul on Sunday, residents of Kirkuk said."
    mentions = geoparser.parse(Article(ArticleId("t"), text))
    assert next((mention.text, mention.place_id) for mention in mentions) == (f"Mo{sign}sul", "iq-mosul")
