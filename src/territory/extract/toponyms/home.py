"""Where a report comes from, as far as its words tell: sheriffs and counties, councillors and pounds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.lexicon import DATA


@cache
def home_words() -> dict[str, tuple[str, ...]]:
    """Return the telling words: word → countries."""
    found: dict[str, list[str]] = {}
    for line in (DATA / "home_words.txt").read_text(encoding="utf-8").split("\n"):
        country, _, words = line.partition("\t")
        if words and not line.startswith("#"):
            for word in words.split():
                found.setdefault(word, []).append(country)
    return {word: tuple(countries) for word, countries in found.items()}


def home_of(keys: Sequence[str], countries: Sequence[str]) -> NDArray[np.float64]:
    """Return, for each country, the log of how many words of a report sound like it, less that of its best rival."""
    counts: dict[str, float] = {}
    words = home_words()
    for key in set(keys) & words.keys():
        for country in words[key]:
            counts[country] = counts.get(country, 0.0) + 1.0 / len(words[key])
    values = np.zeros(len(countries))
    for number, country in enumerate(countries):
        if country in counts:
            values[number] = np.log1p(counts[country])
    heard: NDArray[np.float64] = values - values.max()
    return heard
