"""A second look at names in sentences about control: capitalised words that nobody took for a toponym, names in a
spelling that the gazetteer does not have, and bases or airports named after a town."""

from __future__ import annotations

from collections.abc import Sequence

from territory.gazetteer.gazetteer import Gazetteer, fold
from territory.model import Mention, Place, PlaceId, PlaceKind

_TOWNS = frozenset({PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.DISTRICT, PlaceKind.NEIGHBOURHOOD})
_WATERS = frozenset({PlaceKind.RIVER, PlaceKind.LAKE, PlaceKind.SEA})
_SCORE = 0.9
"""Least score of a name in another transliteration."""
_SCORE_FOUND = 0.6
"""Score of a mention found here: the article's own geoparser did not see it."""
_MAX_CACHE = 50_000


class PlaceFinder:
    """Looks names up among the places of a theatre, in any transliteration; remembers what it has looked up.

    Parameters
    ----------
    gazetteer : Gazetteer
        All places.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._exact: dict[str, tuple[Place, ...]] = {}
        self._similar: dict[tuple[str, str], Place | None] = {}
        self._places: dict[str, Place] = {}

    def get(self, place_id: str) -> Place:
        """Return the place of an id."""
        if place_id not in self._places:
            if len(self._places) > _MAX_CACHE:
                self._places.clear()
            self._places[place_id] = self._gazetteer.get(place_id)
        return self._places[place_id]

    def exact(self, name: str, theatre: Sequence[str]) -> Place | None:
        """Return the likeliest place of exactly this name in the countries of a theatre (first one first)."""
        found = self._lookup(name)
        if not theatre:
            curated = [place for place in found if place.parent_id or place.coord_source]
            return curated[0] if len(curated) == 1 else None
        for country in theatre:
            here = [place for place in found if place.country == country]
            if here:
                return min(here, key=lambda place: (place.kind not in _TOWNS, -(place.population or 0)))
        return None

    def water(self, name: str) -> Place | None:
        """Return the river, lake or sea of a name, with or without that word; such places belong to no one country."""
        bare = " ".join(word for word in name.split() if word.lower() not in ("river", "lake", "sea", "the"))
        found = [p for n in (name, bare) for p in self._lookup(n) if p.kind in _WATERS]
        return found[0] if found else None

    def similar(self, name: str, theatre: Sequence[str]) -> Place | None:
        """Return the place in the theatre whose name has the same letters in another transliteration."""
        for country in theatre[:2]:
            key = (name, country)
            if key not in self._similar:
                if len(self._similar) > _MAX_CACHE:
                    self._similar.clear()
                hits = self._gazetteer.search(name, limit=1, country=country, closely=True)
                fits = bool(hits) and hits[0].score >= _SCORE and len(fold(name)) > 3
                self._similar[key] = hits[0].place if fits else None
            if self._similar[key] is not None:
                return self._similar[key]
        return None

    def namesake_town(self, mention: Mention, place: Place) -> Place | None:
        """Return the town of the same name as a province, if the mention may as well mean it."""
        if place.kind is not PlaceKind.PROVINCE:
            return None
        for candidate in mention.candidates:
            town = self.get(candidate.place_id)
            named = fold(town.name) == fold(mention.text) or fold(mention.text) in map(
                fold, (n.text for n in town.names)
            )
            if town.kind in (PlaceKind.CITY, PlaceKind.TOWN) and town.country == place.country and named:
                return town
        return None

    def _lookup(self, name: str) -> tuple[Place, ...]:
        if name not in self._exact:
            if len(self._exact) > _MAX_CACHE:
                self._exact.clear()
            self._exact[name] = self._gazetteer.lookup(name)
        return self._exact[name]


def found_mention(start: int, end: int, text: str, place: Place) -> Mention:
    """Return a mention of a place found by a second look."""
    return Mention(start, end, text, PlaceId(place.place_id), _SCORE_FOUND, reason="named in a claim")
