"""A tagged word."""

from __future__ import annotations

from dataclasses import dataclass, field

from territory.extract.actors import ActorSense
from territory.extract.claims.lexicon import VerbForm


@dataclass(slots=True)
class Word:
    """A word, or a whole name, with its tag.

    Tags: PL place name, AC actor name, V verb, BE/HAVE/DO auxiliaries, MOD modal, NEG, TO, P preposition,
    SUB subordinator, C conjunction, DET determiner, PRO pronoun, ADV adverb, POSS possessive, SUF '-held', N any other
    word, and the mark itself.
    """

    text: str
    lower: str
    start: int
    end: int
    tag: str = "N"
    mention: int | None = None
    senses: tuple[ActorSense, ...] = ()
    forms: tuple[VerbForm, ...] = field(default=())
