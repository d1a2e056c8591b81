"""Splits a text into sentences with their offsets."""

from __future__ import annotations

import re
from itertools import pairwise

from sentencex import get_sentence_boundaries

Span = tuple[int, int]

_LINE = re.compile(r"[^\r\n]+")
_MAY = re.compile(r"\bMay\. (?=[A-Z])")
"""'May' is no short form: 'on 8 May.' ends a sentence."""
MAX_SENTENCE = 2_000
"""A longer 'sentence' is a table or a list; it is cut at the next space."""


def split_sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """Return the spans of the sentences of `text`, without surrounding space. A line break ends a sentence."""
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        for boundary in get_sentence_boundaries(language, line.group()):
            start, end = line.start() + boundary["start_index"], line.start() + boundary["end_index"]
            for cut in _MAY.finditer(text, start, end) if language == "en" else ():
                spans.extend(_pieces(text, start, cut.end()))
                start = cut.end()
            spans.extend(_pieces(text, start, end))
    return tuple(spans)


def _pieces(text: str, start: int, end: int) -> list[Span]:
    cuts = [start]
    while end - cuts[-1] > MAX_SENTENCE:
        space = text.rfind(" ", cuts[-1] + 1, cuts[-1] + MAX_SENTENCE)
        cuts.append(space if space > cuts[-1] else cuts[-1] + MAX_SENTENCE)
    trimmed = (_trim(text, a, b) for a, b in pairwise([*cuts, end]))
    return [span for span in trimmed if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
