"""What the arguments of a clause hold: the side, the places."""

from __future__ import annotations

from collections.abc import Iterator

from territory.extract.claims.clauses import Clause
from territory.extract.claims.phrase import Argument
from territory.extract.claims.refs import PLACE_PRONOUNS, ActorRef, PlaceRef


def arguments_of(clause: Clause) -> Iterator[tuple[str | None, Argument]]:
    """Yield the arguments of a clause with their prepositions."""
    for argument in clause.arguments:
        yield argument.prep, argument


def side_in(argument: Argument | None) -> ActorRef | None:
    """The side an argument names; a government's seat or official stands for it."""
    if argument is None:
        return None
    for phrase in argument.phrases:
        if phrase.kind == "actor" and phrase.actor:
            return phrase.actor
        if phrase.kind == "pronoun" and phrase.head not in ("there", "this", "that"):
            return ActorRef((), "pronoun", phrase.start, phrase.end, phrase.text)
    owned = argument.first.kind in ("other", "weak", "attack")
    return argument.first.metonym or (argument.first.actor if owned else None)


def armed_in(argument: Argument | None) -> ActorRef | None:
    """The side an argument names as armed men, not only as whose people or things."""
    if argument is None or argument.first.kind not in ("actor", "pronoun"):
        return None
    return side_in(argument)


def owner_in(argument: Argument | None) -> ActorRef | None:
    """Return whose things an argument names."""
    return argument.first.actor if argument else None


def places_in(argument: Argument | None) -> list[PlaceRef]:
    """Return the places that an argument names or points back to."""
    if argument is None:
        return []
    if argument.first.kind == "pronoun" and argument.first.head in PLACE_PRONOUNS:
        return [PlaceRef(None, argument.first.start, argument.first.end, anaphor=argument.first.head)]
    if argument.first.kind not in ("place", "part", "whole"):
        return []
    if argument.first.kind == "place" and argument.first.metonym and not argument.first.places:
        return []
    return argument.places()


def near_in(argument: Argument | None) -> list[PlaceRef]:
    """The places of an argument, loosely named places ('the orchards around Khanaqin') included."""
    if argument is None:
        return []
    return places_in(argument) or [ref for phrase in argument.phrases if phrase.kind == "weak" for ref in phrase.places]


def subject_places(clause: Clause) -> list[PlaceRef]:
    """Return the places of a clause's subject."""
    return places_in(clause.subject)


def object_places(clause: Clause) -> list[PlaceRef]:
    """Return the places of a clause's object."""
    return places_in(clause.argument(None))


def leading_places(clause: Clause) -> list[PlaceRef]:
    """Return the places of the first 'in ...' before or after the verb."""
    for argument in (*clause.leading, *clause.arguments):
        if argument.prep in ("in", "at", "inside", "near", "around") and argument.places():
            return places_in(argument)
    return []


def is_other(argument: Argument | None) -> bool:
    """Whether an argument is there and is no place."""
    return argument is not None and argument.first.kind in ("other", "weak", "actor")


def goes_back(clause: Clause) -> bool:
    """Whether the verb stands with 'back'."""
    return "back" in clause.particles
