"""The parties to a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

ActorCode = NewType("ActorCode", str)


@dataclass(frozen=True, slots=True)
class Actor:
    """An armed party: its names, its kin, where and when it exists, and how it is drawn.

    `active_from` and `active_to` are as exact as the data has them (`2014`, `2014-06`, `2014-06-10`, empty = open).
    `countries` are ISO 3166 codes of where the actor is found; colours are `#rrggbb`.
    """

    code: ActorCode
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "non-state"
    parent: ActorCode | None = None
    allies: tuple[ActorCode, ...] = ()
    countries: tuple[str, ...] = ()
    active_from: str = ""
    active_to: str = ""
    color: str = "#777777"
    color_cvd: str = "#777777"
    color_origin: str = ""
    wikidata_id: str = ""
    note: str = ""
