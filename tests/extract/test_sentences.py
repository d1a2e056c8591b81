"""Sentences end where they end."""

from __future__ import annotations

from territory.extract.sentences import split_sentences


def test_may_ends_a_sentence() -> None:
    """'May' is a month, not a short form."""
    text = "Popasna fell on 8 May. Rubizhne fell later, on 12 May. It rained in May."
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "Popasna fell on 8 May.", "Rubizhne fell later, on 12 May.", "It rained in May.",
    ]  # fmt: skip
