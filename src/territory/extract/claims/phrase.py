"""Noun phrases, and the arguments that they make after a preposition."""

from __future__ import annotations

from dataclasses import dataclass, field

from territory.extract.claims.refs import ActorRef, PlaceRef


@dataclass(slots=True)
class Phrase:
    """A noun phrase.

    `kind`: place, part (of a place), whole ('control', 'all'), actor, hands ('control', 'hands'), siege, attack, flag,
    pronoun, held ('rebel-held' by itself), other. `actor` is the side it names, or that owns what it names.
    """

    kind: str
    head: str
    start: int
    end: int
    text: str
    places: list[PlaceRef] = field(default_factory=list)
    actor: ActorRef | None = None
    definite: bool = False
    edge: bool = False
    open: bool = False
    cells: bool = False
    strong: bool = False
    former: bool = False
    unknown: bool = False
    owner_held: bool = False
    metonym: ActorRef | None = None
    fallback: PlaceRef | None = None
    apposition: Phrase | None = None
    negated: bool = False

    def refs(self) -> list[PlaceRef]:
        """The places it names, or else the one that it points back to."""
        return self.places or ([self.fallback] if self.fallback else [])


@dataclass(slots=True)
class Argument:
    """Phrases joined by 'and' after one preposition (None: subject or object)."""

    prep: str | None
    phrases: list[Phrase]
    start: int

    @property
    def first(self) -> Phrase:
        """The first phrase."""
        return self.phrases[0]

    def places(self) -> list[PlaceRef]:
        """Every place of its phrases."""
        return [ref for phrase in self.phrases for ref in phrase.refs()]

    def actor(self) -> ActorRef | None:
        """The first side named."""
        return next((p.actor for p in self.phrases if p.kind == "actor" and p.actor), None)
