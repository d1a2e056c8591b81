"""Sorts the errors of the geoparser into classes: what stood there, and what was taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from territory.evaluate.corpora import GoldToponym
from territory.evaluate.measures import NEAR_KM, distance_km
from territory.extract.toponyms.lexicon import BIT, Lexicon, WordInfo
from territory.extract.toponyms.scan import Block, tokenise
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Mention, Place, PlaceKind

Span = tuple[int, int]
FAR_MISS_KM = 500.0
"""A wrong answer nearer than this is called a near miss."""
_NOTHING = WordInfo()
_LIKELY_FIRST_NAME = 2.0
_CLASSES = (
    ("title", "person"),
    ("org", "organisation, team or media"),
    ("team", "organisation, team or media"),
    ("street", "street, building or facility"),
    ("facility", "street, building or facility"),
    ("natural", "river, mountain or other nature"),
    ("admin", "county, district or other unit"),
)
_TOWNS = (PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.NEIGHBOURHOOD)
_LANDS = {PlaceKind.COUNTRY: "country", PlaceKind.PROVINCE: "province", PlaceKind.DISTRICT: "district"}


class SpanErrors:
    """Classifies wrong and missing spans of one article.

    Parameters
    ----------
    text : str
        The article.
    gazetteer : Gazetteer
        Tells which missed names it knows.
    """

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self._block: Block = tokenise(text)
        self._words = Lexicon.load().words
        self._gazetteer = gazetteer

    def classify(
        self, gold: Mapping[Span, GoldToponym], found: Mapping[Span, Mention], demonyms: Collection[Span]
    ) -> Counter[str]:
        """Return the kinds of wrong and missing spans with their counts."""
        kinds: Counter[str] = Counter()
        for span in gold.keys() - found.keys():
            kinds[f"missed: {self._missed(span, gold[span], found, demonyms)}"] += 1
        for span in found.keys() - gold.keys():
            if not any(_overlap(span, other) for other in gold):
                known = "in the gazetteer" if found[span].place_id else "not in the gazetteer"
                kinds[f"not marked: {self._surroundings(span) or f'name {known}'}"] += 1
        return kinds

    def _missed(self, span: Span, top: GoldToponym, found: Mapping[Span, Mention], demonyms: Collection[Span]) -> str:
        if span in demonyms:
            return "demonym, kept apart"
        if any(_overlap(span, other) for other in found):
            return "found with other borders"
        kind = self._surroundings(span)
        if kind:
            return kind
        if top.lat is None:
            return "place without a point"
        return "name in the gazetteer" if self._gazetteer.lookup(top.text) else "name not in the gazetteer"

    def _surroundings(self, span: Span) -> str:
        """Return what the name and the capitalised words around it say it is part of, nothing if they are silent."""
        inside = [number for number, start in enumerate(self._block.starts) if span[0] <= start < span[1]]
        if not inside:
            return ""
        first, last = inside[0], inside[-1]
        if first > 1 and self._block.words[first - 1] == "." and self._info(first - 2).classes & BIT["title"]:
            return "person"
        infos = [self._info(number) for number in (first - 1, last, last + 1) if self._is_name_word(number, inside)]
        for name, label in _CLASSES:
            if any(info.classes & BIT[name] for info in infos):
                return label
        before = self._info(first - 1) if self._is_name_word(first - 1, inside) else _NOTHING
        after = self._info(last + 1) if self._is_name_word(last + 1, inside) else _NOTHING
        if before.first_name > _LIKELY_FIRST_NAME or after.surname > _LIKELY_FIRST_NAME:
            return "person"
        return ""

    def _info(self, number: int) -> WordInfo:
        return self._words.get(self._block.keys[number], _NOTHING)

    def _is_name_word(self, number: int, inside: Sequence[int]) -> bool:
        """Whether a token may belong to the same name: it is in the span, or capitalised right beside it."""
        if number in inside:
            return True
        return 0 <= number < len(self._block.words) and self._block.words[number][0].isupper()


def place_errors(mention: Mention, top: GoldToponym, error: float, gazetteer: Gazetteer) -> Counter[str]:
    """Return the kind of a wrong answer to a given span, nothing where it is right."""
    if error <= NEAR_KM:
        return Counter()
    if mention.place_id is None:
        return Counter(["misplaced: name not in the gazetteer"])
    if error <= FAR_MISS_KM:
        return Counter(["misplaced: near miss, 161 to 500 km"])
    others = [gazetteer.get(candidate.place_id) for candidate in mention.candidates]
    lat, lon = top.lat or 0.0, top.lon or 0.0
    near = [place for place in others if distance_km(place.lat, place.lon, lat, lon) <= NEAR_KM]
    if not near:
        return Counter(["misplaced: right place not among the candidates"])
    answer = gazetteer.get(mention.place_id)
    taken, right = _sort(answer), _sort(near[0])
    if taken != right:
        return Counter([f"misplaced: {taken} instead of {right}"])
    where = "same" if answer.country == near[0].country else "other"
    return Counter([f"misplaced: namesake {taken} in {where} country"])


def _sort(place: Place) -> str:
    return _LANDS.get(place.kind, "town" if place.kind in _TOWNS else "other place")


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
