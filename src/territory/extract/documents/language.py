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
NAMES_ONLY = {"ar": "Arabic", "fa": "Persian", "ps": "Pashto", "ru": "Russian", "uk": "Ukrainian"}
"""Languages from whose texts place names are read, but no claims."""
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 6000
_SURELY_ENGLISH = 0.25
_AFTER_LATIN = "\u0370"
_KINDRED_MARGIN = 20.0
"""A language that is read counts if it is this much less likely at most: kindred languages look alike in short."""
_MARGIN = 50.0
"""By how much the logarithm of the likelihood must be greater than that of English."""


def other_language(text: str) -> str:
    """Return the code of the language of a text that is clearly not in English, '' for English or if it is unsure."""
    sample = text[:_SAMPLE_CHARS]
    words = _WORD.findall(sample.lower())
    if not words or sum(word in _ENGLISH for word in words) >= _SURELY_ENGLISH * len(words):
        return ""
    scores = dict(_rank(sample))
    best = max(scores, key=lambda code: scores[code])
    is_foreign_script = sum(word[0] >= _AFTER_LATIN for word in words) > len(words) / 2
    if scores[best] - scores["en"] < (0.0 if is_foreign_script else _MARGIN):
        return ""
    kindred = max(NAMES_ONLY, key=lambda code: scores[code])
    return kindred if scores[best] - scores[kindred] < _KINDRED_MARGIN else best


def names_only(text: str) -> str:
    """Return the name of the language of a text from which place names are read, but no claims; '' for others."""
    return NAMES_ONLY.get(other_language(text), "")


def check_language(name: str, text: str) -> None:
    """Refuse a text in a language of which nothing is read.

    Raises
    ------
    ArticleError
        If the text is clearly neither English nor in one of `NAMES_ONLY`.
    """
    code = other_language(text)
    if code and code not in NAMES_ONLY:
        others = ", ".join(NAMES_ONLY.values())
        raise ArticleError(
            f"{name} seems to be in another language than English (code {code!r}). Claims are read from English only, "
            f"place names also from {others}: give a translation."
        )


def _rank(sample: str) -> list[tuple[str, float]]:
    return [(str(code), float(score)) for code, score in _identifier()(sample)]


@cache
def _identifier() -> Any:
    from py3langid import rank

    return rank
