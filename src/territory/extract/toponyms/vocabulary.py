"""What is known of each word whatever stands beside it, found out once a word.

Words are numbers into lists and tables, so that whole texts are looked at by NumPy and not word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.lexicon import BIT, CLASSES, Lexicon, WordInfo, fold_word
from territory.extract.toponyms.script_words import script_of_word

MAX_WORDS = 32_768
MAX_CHARS = 1_000_000
"""A vocabulary that has grown to this many words or letters is left for a new one."""

RANK, FIRST_NAME, SURNAME, COMMA, HYPHEN, BRACKET, QUOTE, CAPITAL, DIGIT, POSSESSIVE, STOP, DASH, LISTER = range(13)
LONG, LONG_UPPER, LONG_CAPITAL, HAS_DIGIT = range(13, 17)
"""Columns of the table of words. All but the first three are 1 for such words and 0 for others."""
OWN_COLUMNS = 17

OPENS, ORDINAL, ARTICLE, LINK, JOINER, TAIL, NUMBER, ABBREVIATED, SMALL, HEAD, PRE_HEAD = (
    1 << bit for bit in range(11)
)
"""Marks of a word. `OPENS`: a name may begin with it; it has a capital, in a script that the model reads."""
_FIRST_COLUMN = 11
"""The bit that stands for column `COMMA`; that of the next column follows, and so on."""
_SHIFTS = np.arange(_FIRST_COLUMN, _FIRST_COLUMN + OWN_COLUMNS - COMMA, dtype=np.int64)
_CLASS_SHIFTS = np.arange(len(CLASSES), dtype=np.int64)

_ARTICLES = frozenset("al el ul ad ar as ash at an az ez es er".split())
_LINKS = frozenset(
    "of the and de del di da do dos la le les las los al el ul ad ar as ash at an az ez es er e i ye yi du "
    "sur on upon en am bin ibn der "
    "den das".split()
)
_JOINERS = frozenset(["-", "‑", "–", "’s", "'s", "’", "‘", "'", ".", "/"])
ABBREVIATIONS = frozenset("st ste mt ft n s e w ave rd blvd dr ln hwy pkwy rte pt co twp ste".split())
_TAILS = frozenset(
    "airport air base airbase camp crossing dam refinery border mountains hills river valley desert oil field".split()
)
_HEADS = BIT["street"] | BIT["natural"] | BIT["admin"] | BIT["facility"]
_NUMBER = re.compile(r"\d{1,4}$")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)$")
_DIGIT = re.compile(r"\d")
_NOTHING = WordInfo()


def _column(number: int) -> int:
    """Return the mark that says that a column of the table is 1."""
    return 1 << (_FIRST_COLUMN + number - COMMA)


def _listed() -> dict[str, int]:
    """Return the marks of the words and signs that are known one by one."""
    sets: tuple[tuple[Iterable[str], int], ...] = (
        (_ARTICLES, ARTICLE),
        (_LINKS, LINK),
        (_JOINERS, JOINER),
        (_TAILS, TAIL),
        (",", _column(COMMA)),
        ("-", _column(HYPHEN)),
        ("()", _column(BRACKET)),
        ("\"“”'‘’«»", _column(QUOTE)),
        (("'s", "’s", "'", "’"), _column(POSSESSIVE)),
        (("", *'.!?:;"”“…•|'), _column(STOP)),
        ("-—–(,", _column(DASH)),
        ((",", "and", "or"), _column(LISTER)),
    )
    found: dict[str, int] = {}
    for words, mark in sets:
        for word in words:
            found[word] = found.get(word, 0) | mark
    return found


_LISTED = _listed()
_LONG = _column(LONG)


class Vocabulary:
    """Numbers for words; number 0 is no word, which stands before the first and behind the last one of a text.

    Attributes
    ----------
    keys : list[str]
        The folded form of each word.
    infos : list[WordInfo]
        What the word lists have of it.
    marks : list[int]
        `OPENS` and the like, added up.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.infos: list[WordInfo] = []
        self.marks: list[int] = []
        self._words = Lexicon.load().words
        self._lock = Lock()
        self._chars = 0
        self._filled = 0
        self._own = np.zeros((1024, OWN_COLUMNS), dtype=np.float32)
        self._classes = np.zeros((1024, len(CLASSES)), dtype=np.float32)
        self.number = _Numbers(self)
        self.number[""]

    @property
    def is_full(self) -> bool:
        """Whether a new vocabulary should take over."""
        return len(self.keys) >= MAX_WORDS or self._chars >= MAX_CHARS

    def add(self, word: str) -> int:
        """Return the number of a word that has none yet."""
        with self._lock:
            if word in self.number:
                return self.number[word]
            key = word.lower() if word.isascii() and word.isalpha() else fold_word(word)
            info = self._words.get(key, _NOTHING)
            self.keys.append(key)
            self.infos.append(info)
            self.marks.append(_marks(word, key, info.classes))
            self._chars += len(word)
            number = len(self.keys) - 1
            self.number[word] = number
            return number

    def tables(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return two tables with a row for each word (and some to spare): its own columns, and those of `CLASSES`."""
        if self._filled < len(self.keys):
            with self._lock:
                self._fill()
        return self._own, self._classes

    def _fill(self) -> None:
        start, end = self._filled, len(self.keys)
        self._own, self._classes = _with_room(self._own, end), _with_room(self._classes, end)
        infos = self.infos[start:end]
        self._own[start:end, :COMMA] = [(info.rank, info.first_name, info.surname) for info in infos]
        marks = np.array(self.marks[start:end], dtype=np.int64)
        self._own[start:end, COMMA:] = (marks[:, None] >> _SHIFTS) & 1
        classes = np.array([info.classes for info in infos], dtype=np.int64)
        self._classes[start:end] = (classes[:, None] >> _CLASS_SHIFTS) & 1
        self._filled = end


class _Numbers(dict[str, int]):
    """Word → number; a new word gets the next one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._add = vocabulary.add

    def __missing__(self, word: str) -> int:
        return self._add(word)


class _Shelf:
    """The vocabulary in use."""

    vocabulary: Vocabulary | None = None


def current() -> Vocabulary:
    """Return the vocabulary for the next text."""
    found = _Shelf.vocabulary
    if found is None or found.is_full:
        found = _Shelf.vocabulary = Vocabulary()
    return found


def _with_room(table: NDArray[np.float32], rows: int) -> NDArray[np.float32]:
    """Return the table, or a larger copy where it has not as many rows."""
    if rows <= len(table):
        return table
    larger = np.zeros((max(rows, 2 * len(table)), table.shape[1]), dtype=np.float32)
    larger[: len(table)] = table
    return larger


def _marks(word: str, key: str, classes: int) -> int:
    if word.islower() and word.isalpha():  # most words
        marks = _LISTED.get(word, 0) | SMALL | (_LONG if len(word) > 2 else 0)
        if classes:
            marks |= HEAD * bool(classes & _HEADS) | PRE_HEAD * bool(classes & BIT["pre_head"])
        return marks | ABBREVIATED if key in ABBREVIATIONS else marks
    marks = _LISTED.get(word, 0) | HEAD * bool(classes & _HEADS) | PRE_HEAD * bool(classes & BIT["pre_head"])
    first = word[:1]
    is_capital = first.isupper()
    if is_capital:
        marks |= _column(CAPITAL) | OPENS * (first < "\u0400" or not script_of_word(word))
    elif word.islower():
        marks |= SMALL
    if key in ABBREVIATIONS:
        marks |= ABBREVIATED
    if first.isalpha() and len(word) > 2:
        marks |= _column(LONG) | _column(LONG_CAPITAL) * is_capital | _column(LONG_UPPER) * word.isupper()
    if not word.isalpha() and _DIGIT.search(word):
        marks |= _column(HAS_DIGIT) | _column(DIGIT) * first.isdigit()
        marks |= NUMBER * bool(_NUMBER.match(word)) | ORDINAL * bool(_ORDINAL.match(word))
    return marks
