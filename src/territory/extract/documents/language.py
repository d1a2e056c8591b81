"""Tells which language a text is in, as far as it matters: the rules of extraction read English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from territory.errors import ArticleError

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of to and a in is was were that for on with as by at from his has had have it its he they their this be "
        "are which been but not or who after an",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 6000
_SURELY_ENGLISH = 0.25
_MARGIN = 50.0
"""By how much the logarithm of the likelihood must be greater than that of English."""


def check_english(name: str, text: str) -> None:
    """Refuse a text in another language.

    Raises
    ------
    ArticleError
        If the text is clearly not English.
    """
    sample = text[:_SAMPLE_CHARS]
    words = _WORD.findall(sample.lower())
    if not words or sum(word in _ENGLISH for word in words) >= _SURELY_ENGLISH * len(words):
        return
    scores = dict(_rank(sample))
    best = max(scores, key=lambda code: scores[code])
    if scores[best] - scores["en"] >= _MARGIN:
        raise ArticleError(
            f"{name} seems to be in another language than English (code {best!r}). Only English is read so far: give "
            "a translation."
        )


def _rank(sample: str) -> list[tuple[str, float]]:
    return [(str(code), float(score)) for code, score in _identifier()(sample)]


@cache
def _identifier() -> Any:
    from py3langid import rank

    return rank
