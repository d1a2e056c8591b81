"""What is known of words in Arabic and Cyrillic script: classes, how common they are, sides named after places."""

from __future__ import annotations

import re
from functools import cache

from territory.extract.toponyms.lexicon import data_lines, fold_word

RARE_ZIPF = 3.5
"""Taken for a word that the lists of frequent words (from 4.0 on) lack."""


SCRIPTS = re.compile("[\u0400-\u052f\u0620-\u06d3\u0750-\u077f]")
"""A letter of the scripts that `script_of_word` tells."""


def script_of_word(word: str) -> str:
    """Return 'arabic', 'cyrillic' or '' for the script of the first letter of a token."""
    letter = word[0]
    if letter < "\u0400":
        return ""
    if letter <= "\u052f":
        return "cyrillic"
    return "arabic" if "\u0620" <= letter <= "\u06d3" or "\u0750" <= letter <= "\u077f" else ""


@cache
def classes(script: str) -> dict[str, frozenset[str]]:
    """Return the folded words (for Cyrillic: stems) of each class of a script."""
    found: dict[str, set[str]] = {}
    for line in data_lines(f"words_{script}.txt"):
        name, _, words = line.partition(":")
        found.setdefault(name, set()).update(fold_word(word) for word in words.split())
    return {name: frozenset(words) for name, words in found.items()}


@cache
def frequencies(language: str) -> dict[str, float]:
    """Return the Zipf frequency of the folded common words of a language (ar, fa, ru, uk)."""
    found: dict[str, float] = {}
    for line in data_lines(f"frequent_{language}.txt.gz"):
        word, _, zipf = line.partition("\t")
        key = fold_word(word)
        found[key] = max(found.get(key, 0.0), int(zipf) / 10)
    return found


@cache
def script_demonyms() -> tuple[tuple[str, str], ...]:
    """Return stems of Cyrillic demonyms, the longest first, and their country codes."""
    pairs = {
        fold_word(stem): code
        for code, _, stems in (line.partition("\t") for line in data_lines("demonyms_scripts.txt"))
        for stem in stems.split()
    }
    return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def script_decoys() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the folded words of sides and media, by their first word, longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in data_lines("organisations_scripts.txt"):
        words = tuple(fold_word(word) for word in line.split())
        found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(names, key=lambda words: (-len(words), words))) for first, names in found.items()}
