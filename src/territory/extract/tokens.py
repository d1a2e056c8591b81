"""Words and marks of a sentence, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SUFFIXES = (
    "held|controlled|ruled|occupied|run|dominated|besieged|backed|led|supported|aligned|affiliated|linked|allied|based"
)
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_TOKEN = re.compile(
    rf"Ra['’‘]s\b|\w++(?:(?:\.\w++)+\.?|(?:(?:['’‘](?!s\b)|[-‐‑](?!(?:{_SUFFIXES})\b))\w++)*)|['’]s\b|[-‐‑](?:{_SUFFIXES})\b|{_FLAG}|[^\w\s]"
)
_LETTERS = re.compile(r"[^\W_]+")
_SPACED = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"})


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
    stop = len(text) if end is None else end
    return [
        Token(*match.span(), word := match[0], word.lower() if word.isascii() else word.lower().translate(_APOSTROPHES))
        for match in _TOKEN.finditer(text, start, stop)
    ]


def vocabulary(text: str) -> frozenset[str]:
    """Return the different words of a text, in lower case, those of 'Kurdish-led' one by one."""
    lower = text.lower()
    return frozenset(lower.translate(_SPACED).split() if lower.isascii() else _LETTERS.findall(lower))
