"""Which place of a reference table a place of the world gazetteer is."""

from __future__ import annotations

from collections.abc import Iterable

from territory.gazetteer.gazetteer import Gazetteer, fold
from territory.model import Place, PlaceId, PlaceKind

_DEGREES = 0.1
"""About 10 km: the farthest that two points of one place lie apart."""


class PlaceLinker:
    """Links places of a gazetteer to those of a table, by id or by name and nearness.

    Parameters
    ----------
    places : Iterable[Place]
        The places of the table.
    gazetteer : Gazetteer
        The places to link.
    """

    def __init__(self, places: Iterable[Place], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places = {place.place_id: (place, _names(place)) for place in places}
        self._memo: dict[PlaceId, PlaceId | None] = {}

    def link(self, place_id: PlaceId) -> PlaceId | None:
        """Return the id in the table, or None if the table has no such place."""
        if place_id in self._places:
            return place_id
        if place_id not in self._memo:
            self._memo[place_id] = self._find(self._gazetteer.get(place_id))
        return self._memo[place_id]

    def _find(self, wanted: Place) -> PlaceId | None:
        names = _names(wanted)
        for place, known in self._places.values():
            near = abs(place.lat - wanted.lat) <= _DEGREES and abs(place.lon - wanted.lon) <= _DEGREES
            alike = (place.kind is PlaceKind.PROVINCE) == (wanted.kind is PlaceKind.PROVINCE)
            if near and alike and known & names:
                return place.place_id
        return None


def _names(place: Place) -> frozenset[str]:
    return frozenset({fold(place.name), *(fold(name.text) for name in place.names)})
