"""Reads sentences for the tests of claims, with a handful of places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from territory.extract.actors import bundled_actors
from territory.extract.claims import ClaimExtractor, Extraction
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId, Mention, Place, PlaceId, PlaceKind

PLACES = [
    ("Mosul", PlaceKind.CITY, "IQ"),
    ("Tikrit", PlaceKind.CITY, "IQ"),
    ("Ramadi", PlaceKind.CITY, "IQ"),
    ("Kirkuk", PlaceKind.CITY, "IQ"),
    ("Raqqa", PlaceKind.CITY, "SY"),
    ("Manbij", PlaceKind.TOWN, "SY"),
    ("Yarmouk Camp", PlaceKind.NEIGHBOURHOOD, "SY"),
    ("Kobani", PlaceKind.TOWN, "SY"),
    ("Nangarhar", PlaceKind.PROVINCE, "AF"),
    ("Tora Bora", PlaceKind.MOUNTAIN, "AF"),
    ("Kunduz", PlaceKind.CITY, "AF"),
    ("Lyman", PlaceKind.TOWN, "UA"),
    ("Izium", PlaceKind.TOWN, "UA"),
    ("Aden", PlaceKind.CITY, "YE"),
    ("Taiz", PlaceKind.CITY, "YE"),
    ("Nyala", PlaceKind.CITY, "SD"),
    ("El Fasher", PlaceKind.CITY, "SD"),
    ("Khartoum", PlaceKind.CITY, "SD"),
    ("Myawaddy", PlaceKind.TOWN, "MM"),
    ("Laukkai", PlaceKind.TOWN, "MM"),
    ("Lashio", PlaceKind.TOWN, "MM"),
    ("Euphrates", PlaceKind.RIVER, "SY"),
    ("Syria", PlaceKind.COUNTRY, "SY"),
]


def read(
    text: str,
    published: str = "2017-07-09",
    *,
    places: Sequence[tuple[str, PlaceKind, str]] = PLACES,
    unseen: Collection[str] = (),
) -> Extraction:
    """Extract from a text whose toponyms are those of `places`, but for the `unseen` ones."""
    gazetteer = Gazetteer([Place(PlaceId(n), n, kind, country, 0.0, 0.0) for n, kind, country in places])
    mentions = []
    for name in (name for name, _, _ in places if name not in unseen):
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(at, at + len(name), name, PlaceId(name), 1.0))
            at = text.find(name, at + 1)
    article = Article(ArticleId("a"), text, date.fromisoformat(published))
    return ClaimExtractor(gazetteer, bundled_actors()).extract(article, mentions)


def facts(text: str, published: str = "2017-07-09") -> list[tuple[str, str, str]]:
    """(place, status, actor) of the factual claims."""
    return [(c.place_id, c.status.value, c.actor) for c in read(text, published).claims if c.modality.is_factual]
