"""A tagged word."""

from __future__ import annotations

from dataclasses import dataclass

from territory.extract.actors import ActorSense
from territory.extract.claims.lexicon import VerbForm
from territory.extract.tokens import Token


@dataclass(slots=True)
class Word(Token):
    """A word, or a whole name, with its tag.

    Tags: PL place name, AC actor name, V verb, BE/HAVE/DO auxiliaries, MOD modal, NEG, TO, P preposition,
    SUB subordinator, C conjunction, DET determiner, PRO pronoun, ADV adverb, POSS possessive, SUF '-held', N any other
    word, and the mark itself.
    """

    tag: str = "N"
    mention: int | None = None
    senses: tuple[ActorSense, ...] = ()
    forms: tuple[VerbForm, ...] = ()
