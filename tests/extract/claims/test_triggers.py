"""Which words make a sentence worth a closer look."""

from __future__ import annotations

import pytest

from territory.extract.claims.lexicon import load_lexicon
from territory.extract.claims.triggers import Triggers
from territory.extract.tokens import vocabulary

TRIGGERS = Triggers(load_lexicon())


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels captured the town.",
        "They drove the army out.",
        "The army was driven from the town.",
        "ISIL were expelled on 26 January.",
        "The town is in the hands of rebels.",
        "It came under their control.",
        "The army marched into the city.",
        "It was declared liberated.",
        "They signed the town over.",
        "The re-taking of the town went on.",
        "They launched attacks on the town.",
    ],
)
def test_it_may_tell(sentence: str) -> None:
    """A word that tells alone, or one with its partner."""
    assert TRIGGERS.in_words(vocabulary(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The security forces denied it.",
        "A deal was signed in March.",
        "Officials announced and confirmed the news.",
        "They came and saw.",
        "The incursion killed ten.",
    ],
)
def test_it_tells_nothing(sentence: str) -> None:
    """Words that need another one tell nothing without it."""
    assert not TRIGGERS.in_words(vocabulary(sentence))
