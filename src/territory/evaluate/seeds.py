"""The bundled tables as claims, for measuring."""

from __future__ import annotations

from territory.event_table import read_events
from territory.gazetteer.tables import read_actors, read_places
from territory.model import Actor, ActorCode, Claim, Place, PlaceId
from territory.resources import seeds_path


def bundled_claims() -> tuple[tuple[Claim, ...], dict[PlaceId, Place], dict[ActorCode, Actor]]:
    """Return the claims, places and actors of `seeds/`."""
    places = {place.place_id: place for place in read_places(seeds_path("places.csv"))[0]}
    actors = {actor.code: actor for actor in read_actors(seeds_path("actors.csv"))[0]}
    claims, _ = read_events(seeds_path("control_events.csv"), places, actors)
    return claims, places, actors
