"""The states of all places on one day, each made when somebody looks at it.

What a day's states are is found for all places at once in arrays; the records are made one by one, so that asking for a
day costs little however many places there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from territory.model import ControlState, PlaceId

Maker = Callable[[int], ControlState]
"""Makes the state of a place from its number."""


class DayStates(Mapping[PlaceId, ControlState]):
    """States by place, in order of place id.

    Parameters
    ----------
    where : Mapping[PlaceId, tuple[object, int]]
        Of each place the key of its maker, and its number there.
    known : Mapping[object, Sequence[bool]]
        By key, whether something is known of each number.
    makers : Mapping[object, Maker]
        By key.
    """

    def __init__(
        self,
        where: Mapping[PlaceId, tuple[object, int]],
        known: Mapping[object, Sequence[bool]],
        makers: Mapping[object, Maker],
    ) -> None:
        self._where, self._makers = where, makers
        self._ids = {place_id: None for place_id, (key, number) in where.items() if known[key][number]}
        self._made: dict[PlaceId, ControlState] = {}

    def __getitem__(self, place_id: PlaceId) -> ControlState:
        made = self._made.get(place_id)
        if made is None:
            if place_id not in self._ids:
                raise KeyError(place_id)
            key, number = self._where[place_id]
            made = self._made[place_id] = self._makers[key](number)
        return made

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._ids

    def __iter__(self) -> Iterator[PlaceId]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
