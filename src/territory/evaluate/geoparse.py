"""Measures the geoparser on marked corpora, beside simpler ways in the same run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from territory.evaluate.corpora import GoldToponym, MarkedArticle
from territory.evaluate.measures import FARTHEST_KM, NEAR_KM, Counts, ErrorSummary, distance_km
from territory.extract.toponyms.geoparser import Reading
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, Mention, PlaceId

SLICE = (29.0, 39.0, 35.0, 75.0)
"""Iraq, Syria, Afghanistan and what lies between: least and greatest latitude, then longitude."""
Span = tuple[int, int]


class Reads(Protocol):
    """What is measured: finds toponyms and demonyms, and resolves given spans."""

    def read(self, article: Article) -> Reading:
        """Return toponyms and demonyms."""
        ...

    def resolve(self, article: Article, spans: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the given spans, resolved."""
        ...


class LargestPlace:
    """The usual yardstick: of all places of the name, the one with the most people. It finds no names by itself."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(self, article: Article, spans: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the given spans, each with its largest namesake."""
        return tuple(self._resolve(article.text[start:end], start, end) for start, end in spans)

    def _resolve(self, text: str, start: int, end: int) -> Mention:
        places = self._gazetteer.lookup(text)
        place_id: PlaceId | None = max(places, key=lambda place: place.population or 0).place_id if places else None
        return Mention(start, end, text, place_id, 1.0)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Distances of the answers to given spans, over all of them and over parts."""

    everything: ErrorSummary
    without_lands: ErrorSummary
    in_slice: ErrorSummary


@dataclass(frozen=True, slots=True)
class CorpusScores:
    """What one corpus came to."""

    name: str
    documents: int
    spans: Counts
    spans_with_demonyms: Counts
    resolution: Resolution
    yardstick: Resolution
    end_to_end: Counts
    errors: dict[str, int]
    scored: list[tuple[float, bool]] = field(repr=False)
    milliseconds_a_document: float = 0.0
    megabytes_a_second: float = 0.0


def evaluate_corpus(
    name: str,
    marked: Sequence[MarkedArticle],
    reader: Reads,
    gazetteer: Gazetteer,
    clock: Callable[[], float] = time.process_time,
) -> CorpusScores:
    """Score a reader on one corpus.

    Parameters
    ----------
    name : str
        The corpus, for the report.
    marked : Sequence[MarkedArticle]
        Its articles with their marked place names.
    reader : Reads
        The geoparser.
    gazetteer : Gazetteer
        Where its answers lie.
    clock : Callable[[], float], optional
        Seconds of processor time; only the two speed figures depend on it.
    """
    started = clock()
    readings = [reader.read(item.article) for item in marked]
    seconds = max(clock() - started, 1e-9)
    spans, both, ends = Counts(), Counts(), Counts()
    errors: Counter[str] = Counter()
    scored: list[tuple[float, bool]] = []
    for item, reading in zip(marked, readings, strict=True):
        gold = {(top.start, top.end): top for top in item.toponyms}
        found = {(mention.start, mention.end): mention for mention in reading.mentions}
        demonyms = {(demonym.start, demonym.end) for demonym in reading.demonyms}
        spans += Counts(len(gold.keys() & found.keys()), len(found), len(gold))
        both += Counts(
            len(gold.keys() & (found.keys() | demonyms)), len(found) + len(demonyms & gold.keys()), len(gold)
        )
        ends += _end_to_end(gold, found, gazetteer)
        errors.update(span_errors(gold, found, demonyms))
    answers = [reader.resolve(item.article, _spans(item)) for item in marked]
    plain = LargestPlace(gazetteer)
    for item, mentions in zip(marked, answers, strict=True):
        for top, mention in zip(item.toponyms, mentions, strict=True):
            if top.lat is not None:
                error = error_km(mention, top, gazetteer)
                scored.append((mention.score, error <= NEAR_KM))
                errors.update(place_errors(mention, top, error, gazetteer))
    size = sum(len(item.article.text.encode()) for item in marked)
    return CorpusScores(
        name,
        len(marked),
        spans,
        both,
        _resolution(marked, answers, gazetteer),
        _resolution(marked, [plain.resolve(item.article, _spans(item)) for item in marked], gazetteer),
        ends,
        dict(errors),
        scored,
        1000 * seconds / max(1, len(marked)),
        size / seconds / 1e6,
    )


def _spans(item: MarkedArticle) -> list[Span]:
    return [(top.start, top.end) for top in item.toponyms]


def error_km(mention: Mention, top: GoldToponym, gazetteer: Gazetteer) -> float:
    """Return how far an answer lies from the marked point; half round the Earth where there is no answer."""
    if mention.place_id is None or top.lat is None or top.lon is None:
        return FARTHEST_KM
    place = gazetteer.get(mention.place_id)
    return distance_km(place.lat, place.lon, top.lat, top.lon)


def _end_to_end(gold: dict[Span, GoldToponym], found: dict[Span, Mention], gazetteer: Gazetteer) -> Counts:
    """Count names found exactly and placed within 161 km; marked names without a point count neither way."""
    pointless = {span for span, top in gold.items() if top.lat is None}
    right = sum(error_km(found[span], gold[span], gazetteer) <= NEAR_KM for span in gold.keys() & found.keys())
    return Counts(right, len(found.keys() - pointless), len(gold.keys() - pointless))


def _resolution(
    marked: Sequence[MarkedArticle], answers: Sequence[Sequence[Mention]], gazetteer: Gazetteer
) -> Resolution:
    everything: list[float] = []
    inner: list[float] = []
    in_slice: list[float] = []
    for item, mentions in zip(marked, answers, strict=True):
        for top, mention in zip(item.toponyms, mentions, strict=True):
            if top.lat is None or top.lon is None:
                continue
            everything.append(error_km(mention, top, gazetteer))
            if not top.is_land:
                inner.append(everything[-1])
            if SLICE[0] <= top.lat <= SLICE[1] and SLICE[2] <= top.lon <= SLICE[3]:
                in_slice.append(everything[-1])
    return Resolution(ErrorSummary.of(everything), ErrorSummary.of(inner), ErrorSummary.of(in_slice))


def span_errors(gold: dict[Span, GoldToponym], found: dict[Span, Mention], demonyms: set[Span]) -> Counter[str]:
    """Return the kinds of wrong and missing spans with their counts."""
    kinds: Counter[str] = Counter()
    for span in gold.keys() - found.keys():
        if span in demonyms:
            kinds["span: marked demonym, kept apart"] += 1
        elif any(_overlap(span, other) for other in found):
            kinds["span: other borders"] += 1
        elif gold[span].lat is None:
            kinds["span: missed street, facility or area without a point"] += 1
        else:
            kinds["span: missed place"] += 1
    for span in found.keys() - gold.keys():
        if not any(_overlap(span, other) for other in gold):
            known = "in" if found[span].place_id else "not in"
            kinds[f"span: not marked, {known} the gazetteer"] += 1
    return kinds


def place_errors(mention: Mention, top: GoldToponym, error: float, gazetteer: Gazetteer) -> Counter[str]:
    """Return the kind of a wrong answer to a given span, nothing where it is right."""
    if error <= NEAR_KM:
        return Counter()
    if mention.place_id is None:
        return Counter(["place: name unknown"])
    others = [gazetteer.get(candidate.place_id) for candidate in mention.candidates]
    lat, lon = top.lat or 0.0, top.lon or 0.0
    near = [place for place in others if distance_km(place.lat, place.lon, lat, lon) <= NEAR_KM]
    if not near:
        return Counter(["place: right one not among the candidates"])
    same = gazetteer.get(mention.place_id).country == near[0].country
    return Counter([f"place: wrong namesake, {'same' if same else 'other'} country"])


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
