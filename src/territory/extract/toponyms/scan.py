"""Text to tokens with exact offsets. Linear in the length of the text, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from territory.gazetteer.gazetteer import fold

BLOCK_CHARS = 30_000
"""A longer text is read in pieces of about this length, each a document of its own."""

_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u20d0-\u20ff"
_LETTERS = rf"[^\W_]+(?:[{_HIDDEN}{_MARKS}]+[^\W_]+)*[{_MARKS}]*"
_TOKEN = re.compile(
    r"<[a-zA-Z/!][^<>]{0,3000}>"  # markup left in the text
    r"|(?:[A-Z][a-z]{0,2}\.){2,}"  # U.S., W.Va., N.W.T.
    rf"|['’]s(?!\w)"
    rf"|{_LETTERS}(?:['’ʼ`ʻ‘](?!s(?!\w)){_LETTERS})*"
    r"|[^\w\s]"
)
_INVISIBLE = re.compile(rf"[{_HIDDEN}]")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text as tokens: `words[i]` is `text[starts[i]:ends[i]]`, `keys[i]` its folded form."""

    text: str
    offset: int
    words: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Return the form in which a word is looked up (see `fold`), invisible characters taken out."""
    return fold(_INVISIBLE.sub("", word))


def tokenise(text: str, offset: int = 0) -> Block:
    """Return the tokens of `text`, which starts at `offset` of its document."""
    found = list(_TOKEN.finditer(text))
    words = [match.group() for match in found]
    return Block(
        text,
        offset,
        words,
        list(map(fold_word, words)),
        [match.start() for match in found],
        [match.end() for match in found],
    )


def blocks(text: str) -> Iterator[Block]:
    """Yield the text in pieces of at most `BLOCK_CHARS`, cut at a paragraph, line, sentence or space if it can be."""
    start = 0
    while len(text) - start > BLOCK_CHARS:
        window = text[start : start + BLOCK_CHARS]
        cut = next(
            (
                found + len(mark)
                for mark in ("\n\n", "\n", ". ", " ")
                if (found := window.rfind(mark)) > BLOCK_CHARS // 2
            ),
            BLOCK_CHARS,
        )
        yield tokenise(text[start : start + cut], start)
        start += cut
    yield tokenise(text[start:], start)
