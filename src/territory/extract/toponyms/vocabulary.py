"""What is known of each word whatever stands beside it, found out once a word.

Words are numbers into lists and tables, so that whole texts are looked at by NumPy and not word by word.
"""

from __future__ import annotations

import re
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.lexicon import CLASSES, Lexicon, WordInfo, fold_word
from territory.extract.toponyms.script_words import script_of_word

MAX_WORDS = 32_768
MAX_CHARS = 1_000_000
"""A vocabulary that has grown to this many words or letters is left for a new one."""

COMMA, HYPHEN, BRACKET, QUOTE, CAPITAL, DIGIT, POSSESSIVE, STOP, DASH, LISTER = range(3, 13)
"""Columns of the table behind rank, first name and surname: 1 for such a word, 0 for others."""
LONG, LONG_UPPER, LONG_CAPITAL, HAS_DIGIT = range(13, 17)
RANK, FIRST_NAME, SURNAME = range(3)
OWN_COLUMNS = 17
"""Columns before those of `CLASSES`."""

OPENS = 1
"""A name may begin with the word: it has a capital, in a script that the model reads."""
ORDINAL = 2
ARTICLE = 4
LINK = 8
JOINER = 16
TAIL = 32
NUMBER = 64
LISTED = 128
"""The word lists have the word."""
ABBREVIATED = 256
SMALL = 512

_ARTICLES = frozenset("al el ul ad ar as ash at an az ez es er".split())
_LINKS = frozenset(
    "of the and de del di da do dos la le les las los al el ul ad ar as ash at an az ez es er e i ye yi du "
    "sur on upon en am bin ibn der "
    "den das".split()
)
_JOINERS = frozenset(["-", "‑", "–", "’s", "'s", "’", "'", ".", "/"])
ABBREVIATIONS = frozenset("st ste mt ft n s e w ave rd blvd dr ln hwy pkwy rte pt co twp ste".split())
_TAILS = frozenset(
    "airport air base airbase camp crossing dam refinery border mountains hills river valley desert oil field".split()
)
_NUMBER = re.compile(r"\d{1,4}$")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)$")
_DIGIT = re.compile(r"\d")
_STOPS = frozenset('.!?:;"”“…•|')
_QUOTES = frozenset("\"“”'‘’«»")
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_DASHES = frozenset("-—–(,")
_NOTHING = WordInfo()
_SHIFTS = np.arange(len(CLASSES), dtype=np.int64)


class Vocabulary:
    """Numbers for words; number 0 is no word, which stands before the first and behind the last one of a text.

    Attributes
    ----------
    keys : list[str]
        The folded form of each word.
    infos : list[WordInfo]
        What the word lists have of it.
    flags : list[int]
        `OPENS` and the like, added up.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.infos: list[WordInfo] = []
        self.flags: list[int] = []
        self._words = Lexicon.load().words
        self._lock = Lock()
        self._chars = 0
        self._waiting: list[tuple[str, WordInfo]] = []
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
            key = fold_word(word)
            info = self._words.get(key, _NOTHING)
            self.keys.append(key)
            self.infos.append(info)
            self.flags.append(_flags(word, key, key in self._words))
            self._waiting.append((word, info))
            self._chars += len(word)
            number = len(self.keys) - 1
            self.number[word] = number
            return number

    def tables(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return two tables with a row for each word (and some to spare): its own columns, and those of `CLASSES`."""
        if self._waiting:
            with self._lock:
                self._fill()
        return self._own, self._classes

    def _fill(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        end = self._filled + len(waiting)
        self._own, self._classes = _with_room(self._own, end), _with_room(self._classes, end)
        new = slice(self._filled, end)
        self._own[new] = [_columns(word, info) for word, info in waiting]
        masks = np.array([info.classes for _, info in waiting], dtype=np.int64)
        self._classes[new] = (masks[:, None] >> _SHIFTS) & 1
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


def _flags(word: str, key: str, is_listed: bool) -> int:
    first = word[:1]
    return (
        OPENS * (first.isupper() and (first < "\u0400" or not script_of_word(word)))
        + ORDINAL * bool(_ORDINAL.match(word))
        + ARTICLE * (word in _ARTICLES)
        + LINK * (word in _LINKS)
        + JOINER * (word in _JOINERS)
        + TAIL * (word in _TAILS)
        + NUMBER * bool(_NUMBER.match(word))
        + LISTED * is_listed
        + ABBREVIATED * (key in ABBREVIATIONS)
        + SMALL * word.islower()
    )


def _columns(word: str, info: WordInfo) -> tuple[float, ...]:
    first = word[:1]
    is_long = len(word) > 2 and first.isalpha()
    return (
        info.rank,
        info.first_name,
        info.surname,
        word == ",",
        word == "-",
        word in ("(", ")"),
        word in _QUOTES,
        first.isupper(),
        first.isdigit(),
        word in _POSSESSIVES,
        word in _STOPS or not word,
        word in _DASHES,
        word in (",", "and", "or"),
        is_long,
        is_long and word.isupper(),
        is_long and first.isupper(),
        _DIGIT.search(word) is not None,
    )
