"""Words and marks of a sentence, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

_SUFFIXES = (
    "held|controlled|ruled|occupied|run|dominated|besieged|backed|led|supported|aligned|affiliated|linked|allied|based"
)
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_TOKEN = re.compile(
    rf"Ra['’‘]s\b|\w++(?:(?:\.\w++)+\.?|(?:(?:['’‘](?!s\b)|[-‐‑](?!(?:{_SUFFIXES})\b))\w++)*)|['’]s\b|[-‐‑](?:{_SUFFIXES})\b|{_FLAG}|[^\w\s]"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"})


AnyToken = TypeVar("AnyToken", bound="Token")


@dataclass(slots=True)
class Token:
    """A word or mark: `text[start:end]` of the article. `lower` has plain apostrophes and hyphens."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_capitalised(self) -> bool:
        """Whether the first letter is upper case."""
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not a mark."""
        return self.text[0].isalnum()


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]`.

    Possessive `'s` and the suffixes of 'rebel-held', 'Turkish-backed' are tokens of their own.
    """
    return tokens_as(Token, text, start, len(text) if end is None else end)


def tokens_as(kind: type[AnyToken], text: str, start: int, end: int) -> list[AnyToken]:
    """Return the tokens of `text[start:end]` as objects of a kind of token."""
    found: list[AnyToken] = []
    at, find, written = start, text.find, text[start:end].isascii()
    for word in _TOKEN.findall(text, start, end):
        begin = find(word, at)  # nothing but space lies between tokens
        at = begin + len(word)
        found.append(kind(begin, at, word, word.lower() if written else word.lower().translate(_APOSTROPHES)))
    return found


def vocabulary(text: str) -> frozenset[str]:
    """Return the different words of a text, in lower case, those of 'Kurdish-led' one by one."""
    return frozenset(spaced(text).split())


def spaced(text: str) -> str:
    """Return a text in lower case with a space for every mark.

    It is as long as the text, so that `spaced(text)[start:end].split()` are the words of `text[start:end]`.
    """
    lower = text.lower()
    if len(lower) != len(text):  # a letter that becomes two
        lower = "".join(mark if len(mark.lower()) > 1 else mark.lower() for mark in text)
    return lower.translate({ord(mark): " " for mark in set(lower) if not mark.isalnum()})
