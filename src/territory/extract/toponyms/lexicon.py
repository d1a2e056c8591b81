"""The words that surround names: classes, common words, person names. Read once from the files in `data/`."""

from __future__ import annotations

import gzip
import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from territory.gazetteer.normalise import fold

DATA = Path(__file__).with_name("data")

CLASSES = (
    "prep_in",
    "prep_dir",
    "prep_of",
    "prep_for",
    "article",
    "conj",
    "title",
    "said",
    "personverb",
    "body",
    "org",
    "team",
    "street",
    "natural",
    "admin",
    "facility",
    "pre_head",
    "of_head",
    "loc_noun",
    "direction",
    "month",
    "day",
    "kin",
    "locverb",
    "fate",
)
"""Word classes of `data/words.txt`, one bit each in :attr:`WordInfo.classes`."""

BIT = {name: 1 << position for position, name in enumerate(CLASSES)}
RARE = 60
"""Rank of a word that the list of common words lacks (the listed ones have 10 to 50; 10: most common)."""


HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Characters without a look of their own, as ranges of a regular expression."""
_INVISIBLE = re.compile(rf"[{HIDDEN}]")


@lru_cache(maxsize=16_384)
def fold_word(word: str) -> str:
    """Return the form in which a word is looked up (see `fold`), invisible characters taken out."""
    return fold(_INVISIBLE.sub("", word))


@dataclass(frozen=True, slots=True)
class WordInfo:
    """What is known of a lower-case word, whatever it stands beside."""

    classes: int = 0
    rank: int = RARE
    first_name: float = 0.0
    surname: float = 0.0


def data_lines(name: str) -> list[str]:
    """Return the lines of a word list, without remarks."""
    data = (DATA / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word that the recogniser knows something about."""

    words: dict[str, WordInfo]

    @classmethod
    @cache
    def load(cls) -> Lexicon:
        """Return the lexicon that ships with the package."""
        classes: dict[str, int] = {}
        for line in data_lines("words.txt"):
            name, _, words = line.partition(":")
            for word in words.split():
                classes[word] = classes.get(word, 0) | BIT[name]
        ranks = {word: int(rank) for word, rank in _pairs("common_words.txt.gz")}
        first = {word: math.log1p(int(share)) for word, share in _pairs("first_names.txt.gz")}
        last = {word: math.log1p(int(share)) for word, share in _pairs("surnames.txt.gz")}
        known = sorted(classes.keys() | ranks.keys() | first.keys() | last.keys())
        return cls(
            {
                word: WordInfo(classes.get(word, 0), ranks.get(word, RARE), first.get(word, 0.0), last.get(word, 0.0))
                for word in known
            }
        )


def rarity(word: str) -> int:
    """Return how rare a word in small letters is in English, from 10 to `RARE`."""
    known = Lexicon.load().words.get(word)
    return known.rank if known else RARE


def _pairs(name: str) -> list[tuple[str, str]]:
    return [(word, value) for word, _, value in (line.partition("\t") for line in data_lines(name))]


@cache
def aliases() -> dict[str, tuple[str, bool]]:
    """Return the written short forms: form → (target, whether it counts only behind a place name)."""
    found: dict[str, tuple[str, bool]] = {}
    for line in data_lines("abbreviations.txt"):
        target, forms = _target(line)
        for form in forms:
            found.setdefault(form.rstrip("!").replace("-", " "), (target, form.endswith("!")))
    return found


@cache
def demonyms() -> dict[str, str]:
    """Return the demonyms, lower case: word → target (a country code, `unit/country` or `=name`)."""
    found: dict[str, str] = {}
    for line in data_lines("demonyms.txt"):
        target, forms = _target(line)
        for form in forms:
            word = form.replace("-", " ").lower()
            found.setdefault(word, target)
            if not word.endswith(("s", "sh", "ch", "ese", "men")):
                found.setdefault(word + "s", target)
    return found


def _target(line: str) -> tuple[str, list[str]]:
    """Split a line of a data file at the tab between the target and its forms."""
    target, _, forms = line.partition("\t")
    return target.strip(), forms.split()
