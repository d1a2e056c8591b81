"""District counts beside those that others have published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from territory.control.area_histories import AreaHistories, AreaState
from territory.control.areas import AreaSet
from territory.model import Actor, ActorCode, ControlStatus


@dataclass(frozen=True, slots=True)
class Assessment:
    """A published count of districts by who holds them; None where the source does not say."""

    day: date
    publisher: str
    districts: int | None
    government: int | None
    contested: int | None
    insurgent: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published count and ours of the same day. `unknown` districts have no evidence here."""

    published: Assessment
    government: int
    contested: int
    insurgent: int
    unknown: int

    @property
    def known(self) -> int:
        """How many districts have evidence."""
        return self.government + self.contested + self.insurgent


def government_side(actors: Mapping[ActorCode, Actor], country: str) -> frozenset[ActorCode]:
    """Return a country's state actors and their allies; whoever else holds ground there is on the other side."""
    states = {a.code for a in actors.values() if a.kind == "state" and country in a.countries}
    allies = {code for a in actors.values() if a.code in states for code in a.allies}
    return frozenset(states | allies | {a.code for a in actors.values() if states & set(a.allies)})


def compare_counts(
    published: Iterable[Assessment],
    areas: AreaSet,
    histories: AreaHistories,
    actors: Mapping[ActorCode, Actor],
    country: str,
) -> Iterator[Comparison]:
    """Yield each published count beside ours, in order of day.

    Parameters
    ----------
    published : Iterable[Assessment]
        Counts that others have made.
    areas, histories : AreaSet, AreaHistories
        Districts and their states.
    actors : Mapping[ActorCode, Actor]
        The parties: who is on the government's side.
    country : str
        The country whose districts are counted.

    Notes
    -----
    A district counts as contested where its places are contested or disagree; `influence` counts for its holder.
    """
    ids = [area.area_id for area in areas if area.country == country]
    side = government_side(actors, country)
    for item in sorted(published, key=lambda one: (one.day, one.publisher)):
        states = (histories.at(area_id, item.day) for area_id in ids)
        counts = Counter(_class(state, side) for state in states)
        yield Comparison(item, counts["government"], counts["contested"], counts["insurgent"], counts["unknown"])


def _class(state: AreaState | None, government: frozenset[ActorCode]) -> str:
    """Return the class that a district falls in. A dispute within one side is none between the two."""
    if state is None or state.actor is None:
        return "unknown"
    sides = {group in government for group, _ in state.shares}
    if state.contested_by is not None:
        sides.add(state.contested_by in government)
    if len(sides) > 1 or (state.status is ControlStatus.CONTESTED and state.contested_by is None):
        return "contested"
    return "government" if sides == {True} else "insurgent"
