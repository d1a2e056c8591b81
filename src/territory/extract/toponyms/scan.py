"""Text to tokens with exact offsets. Linear in the length of the text, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add

from territory.extract.toponyms.lexicon import HIDDEN
from territory.extract.toponyms.vocabulary import Vocabulary, current

BLOCK_CHARS = 30_000
"""A longer text is read in pieces of about this length, each a document of its own."""

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u20d0-\u20ff"
_LETTERS = rf"[^\W_]+(?:[{HIDDEN}{_MARKS}]+[^\W_]+)*[{_MARKS}]*"
_TOKEN = re.compile(
    r"[a-z]+(?=[ ,.\n])"  # most words, told apart quickly
    r"|<[a-zA-Z/!][^<>]{0,3000}>"  # markup left in the text
    r"|(?:[A-Z][a-z]{0,2}\.){2,}"  # U.S., W.Va., N.W.T.
    r"|Ra['’ʼ`ʻ‘]s(?!\w)"  # 'Ra's al-Ayn': Arabic for a head or cape, nobody's
    rf"|['’]s(?!\w)"
    rf"|{_LETTERS}(?:['’ʼ`ʻ‘](?!s(?!\w)){_LETTERS})*"
    r"|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text as tokens: `words[i]` is `text[starts[i]:ends[i]]`, `keys[i]` its folded form.

    `numbers[i]` is the number of `words[i]` in the vocabulary.
    """

    text: str
    offset: int
    words: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]
    numbers: list[int]
    vocabulary: Vocabulary


def tokenise(text: str, offset: int = 0) -> Block:
    """Return the tokens of `text`, which starts at `offset` of its document."""
    words: list[str] = _TOKEN.findall(text)
    starts: list[int] = []
    at = 0
    find = text.find
    for word in words:  # between tokens stands nothing that one may begin with
        at = find(word, at)
        starts.append(at)
        at += len(word)
    vocabulary = current()
    numbers = list(map(vocabulary.number.__getitem__, words))
    keys = list(map(vocabulary.keys.__getitem__, numbers))
    return Block(text, offset, words, keys, starts, list(map(add, starts, map(len, words))), numbers, vocabulary)


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
