"""Reads the further names of actors (`seeds/actor_aliases.csv`) and the names of states and their people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from territory.gazetteer.tables import read_actors, read_rows, split
from territory.model import Actor, ActorCode
from territory.resources import seeds_path


class AliasUse(StrEnum):
    """How a name denotes its actor.

    `name`: by itself ('Hayat Tahrir al-Sham'). `noun`: as a common noun, where its countries allow ('rebels' in Syria).
    `side`: only before a word for armed men, a possessive or a suffix ('Kurdish fighters', 'rebel-held').
    """

    NAME = "name"
    NOUN = "noun"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class ActorAlias:
    """A further name of an actor, with the countries and years in which it means that actor (empty: no limit)."""

    code: ActorCode
    alias: str
    use: AliasUse
    countries: tuple[str, ...] = ()
    active_from: str = ""
    active_to: str = ""


@dataclass(frozen=True, slots=True)
class CountryNames:
    """A state's names, the adjectives for its people, and its capitals, which may stand for its government."""

    country: str
    adjectives: tuple[str, ...]
    names: tuple[str, ...]
    capitals: tuple[str, ...]


@lru_cache(maxsize=4)
def read_aliases(path: Path | None = None) -> tuple[ActorAlias, ...]:
    """Return the rows of an `actor_aliases.csv` (by default the one that ships with Territory)."""
    rows = read_rows(path or seeds_path("actor_aliases.csv"), ("code", "alias", "use"))
    return tuple(
        ActorAlias(
            ActorCode(row["code"]),
            row["alias"],
            AliasUse(row["use"]),
            split(row.get("countries", "")),
            row.get("active_from", ""),
            row.get("active_to", ""),
        )
        for _, row in rows
    )


@lru_cache(maxsize=1)
def read_countries() -> tuple[CountryNames, ...]:
    """Return the names of states that ship with Territory."""
    path = Path(__file__).with_name("countries.csv")
    return tuple(
        CountryNames(row["country"], split(row["adjectives"]), split(row["names"]), split(row["capital"]))
        for _, row in read_rows(path, ("country", "adjectives", "names", "capital"))
    )


def bundled_actors() -> tuple[Actor, ...]:
    """Return the actors of `seeds/actors.csv` and `seeds/actors_world.csv`; the first file wins where both have one."""
    known: dict[ActorCode, Actor] = {}
    for name in ("actors.csv", "actors_world.csv"):
        for actor in read_actors(seeds_path(name))[0]:
            known.setdefault(actor.code, actor)
    return tuple(known.values())
