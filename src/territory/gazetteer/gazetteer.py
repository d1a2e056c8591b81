"""Finds the places that a name may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from territory.errors import UnknownPlaceError
from territory.gazetteer.tables import read_places
from territory.model import Place, PlaceId
from territory.resources import seeds_path

_MARKS = re.compile(r"[’'‘`ʿʾʻ´]")
_SPACES = re.compile(r"[\s\-‐-―_]+")


def fold(name: str) -> str:
    """Return the form under which a name is looked up: no case, accents, apostrophes; hyphens are spaces."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return _SPACES.sub(" ", _MARKS.sub("", text)).strip()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place found by a search, with its score (0–1) and why it was found."""

    place: Place
    name: str
    score: float
    reason: str


class Gazetteer:
    """Places by id, by name in any spelling, and by position.

    Parameters
    ----------
    places : Iterable[Place]
        Curated places, which come before others of the same name.
    """

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._places: dict[PlaceId, Place] = {}
        self._by_name: dict[str, list[PlaceId]] = {}
        self.add(places)

    @classmethod
    def bundled(cls, extra: Iterable[Place] = ()) -> Gazetteer:
        """Return the gazetteer that ships with Territory, with `extra` places on top."""
        places, _ = read_places(seeds_path("places.csv"))
        return cls([*places, *extra])

    def add(self, places: Iterable[Place]) -> None:
        """Add places; one with an id that is there already takes its place."""
        for place in places:
            self._places[place.place_id] = place
            for name in {place.name, *(n.text for n in place.names)}:
                ids = self._by_name.setdefault(fold(name), [])
                if place.place_id not in ids:
                    ids.append(place.place_id)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def get(self, place_id: str) -> Place:
        """Return the place of an id.

        Raises
        ------
        UnknownPlaceError
            If there is none.
        """
        try:
            return self._places[PlaceId(place_id)]
        except KeyError:
            raise UnknownPlaceError(place_id) from None

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return every place that bears exactly this name (folded), curated first, then by population."""
        found = (self._places[place_id] for place_id in self._by_name.get(fold(name), ()))
        return tuple(sorted(found, key=lambda place: (-(place.population or 0), place.place_id)))

    def search(self, query: str, *, limit: int = 10, country: str | None = None) -> tuple[SearchHit, ...]:
        """Return the places whose names are like `query`, best first."""
        hits = [SearchHit(place, place.name, 1.0, "exact name") for place in self.lookup(query)]
        return tuple(hit for hit in hits if country in (None, hit.place.country))[:limit]
