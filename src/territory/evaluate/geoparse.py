"""Measures the geoparser on marked corpora, beside simpler ways in the same run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from territory.evaluate.corpora import GoldToponym, MarkedArticle
from territory.evaluate.geoparse_errors import SpanErrors, place_errors
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


class FindsNames(Protocol):
    """Finds names without placing them."""

    def find(self, article: Article) -> tuple[Mention, ...]:
        """Return the names of an article."""
        ...


class LargestPlace:
    """The usual yardstick: of all places of the name, the one with the most people. It finds no names by itself."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(self, article: Article, spans: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the given spans, each with its largest namesake."""
        return tuple(self._resolve(article.text[start:end], start, end) for start, end in spans)

    def place(self, article: Article, spans: Iterable[Span]) -> dict[Span, Mention]:
        """Return some spans of an article, each with its largest namesake."""
        return {span: self._resolve(article.text[span[0] : span[1]], *span) for span in spans}

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
class Speed:
    """How fast a corpus was read."""

    documents_a_second: float = 0.0
    milliseconds_a_document: float = 0.0
    megabytes_a_second: float = 0.0


@dataclass(frozen=True, slots=True)
class OtherScores:
    """What another recogniser, with the largest place of each name, made of the corpus."""

    spans: Counts
    end_to_end: Counts
    speed: Speed


@dataclass(frozen=True, slots=True)
class CorpusScores:
    """What one corpus came to.

    `spans_with_demonyms` counts the demonyms that were found as names too, `spans_without_demonyms` leaves those that
    are marked out of the gold; `population_end_to_end` places the names that were found by population alone.
    """

    name: str
    documents: int
    spans: Counts
    spans_with_demonyms: Counts
    spans_without_demonyms: Counts
    resolution: Resolution
    yardstick: Resolution
    end_to_end: Counts
    population_end_to_end: Counts
    errors: dict[str, int]
    scored: list[tuple[float, bool]] = field(repr=False)
    scored_spans: list[tuple[float, bool]] = field(repr=False)
    speed: Speed
    spacy: OtherScores | None = None


def evaluate_corpus(
    name: str,
    marked: Sequence[MarkedArticle],
    reader: Reads,
    gazetteer: Gazetteer,
    clock: Callable[[], float] = time.process_time,
    spacy: FindsNames | None = None,
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
        Seconds of processor time; only the speed figures depend on it.
    spacy : FindsNames, optional
        Another recogniser to set beside it.
    """
    started = clock()
    readings = [reader.read(item.article) for item in marked]
    speed = _speed(marked, clock() - started)
    plain = LargestPlace(gazetteer)
    spans, both, without, ends, by_population = Counts(), Counts(), Counts(), Counts(), Counts()
    errors: Counter[str] = Counter()
    scored_spans: list[tuple[float, bool]] = []
    for item, reading in zip(marked, readings, strict=True):
        gold = {(top.start, top.end): top for top in item.toponyms}
        found = {(mention.start, mention.end): mention for mention in reading.mentions}
        demonyms = {(demonym.start, demonym.end) for demonym in reading.demonyms}
        hits = gold.keys() & found.keys()
        spans += Counts(len(hits), len(found), len(gold))
        both += Counts(len(gold.keys() & (found.keys() | demonyms)), len(found) + len(demonyms), len(gold))
        without += Counts(len(hits), len(found), len(gold.keys() - demonyms))
        ends += _end_to_end(gold, found, gazetteer)
        by_population += _end_to_end(gold, plain.place(item.article, found), gazetteer)
        errors.update(SpanErrors(item.article.text, gazetteer).classify(gold, found, demonyms))
        scored_spans += [(_name_score(mention), span in gold) for span, mention in found.items()]
    answers = [reader.resolve(item.article, _spans(item)) for item in marked]
    scored, misplaced = _placed(marked, answers, gazetteer)
    return CorpusScores(
        name,
        len(marked),
        spans,
        both,
        without,
        _resolution(marked, answers, gazetteer),
        _resolution(marked, [plain.resolve(item.article, _spans(item)) for item in marked], gazetteer),
        ends,
        by_population,
        dict(errors + misplaced),
        scored,
        scored_spans,
        speed,
        _other(marked, spacy, plain, gazetteer, clock) if spacy else None,
    )


def _placed(
    marked: Sequence[MarkedArticle], answers: Sequence[Sequence[Mention]], gazetteer: Gazetteer
) -> tuple[list[tuple[float, bool]], Counter[str]]:
    """Return the scores of given spans with whether they were right, and the kinds of wrong answers."""
    scored: list[tuple[float, bool]] = []
    errors: Counter[str] = Counter()
    for item, mentions in zip(marked, answers, strict=True):
        for top, mention in zip(item.toponyms, mentions, strict=True):
            if top.lat is not None:
                error = error_km(mention, top, gazetteer)
                errors.update(place_errors(mention, top, error, gazetteer))
                if mention.place_id is not None:
                    scored.append((mention.score, error <= NEAR_KM))
    return scored, errors


def _name_score(mention: Mention) -> float:
    """Return the probability that a mention is a name at all: its score without that of its place."""
    return mention.score / mention.candidates[0].score if mention.candidates else mention.score


def _speed(marked: Sequence[MarkedArticle], seconds: float) -> Speed:
    seconds, number = max(seconds, 1e-9), max(1, len(marked))
    size = sum(len(item.article.text.encode()) for item in marked)
    return Speed(number / seconds, 1000 * seconds / number, size / seconds / 1e6)


def _other(
    marked: Sequence[MarkedArticle],
    finder: FindsNames,
    plain: LargestPlace,
    gazetteer: Gazetteer,
    clock: Callable[[], float],
) -> OtherScores:
    """Score another recogniser with the largest place of each name."""
    started = clock()
    read = [finder.find(item.article) for item in marked]
    speed = _speed(marked, clock() - started)
    spans, ends = Counts(), Counts()
    for item, mentions in zip(marked, read, strict=True):
        gold = {(top.start, top.end): top for top in item.toponyms}
        found = {(mention.start, mention.end): mention for mention in mentions}
        spans += Counts(len(gold.keys() & found.keys()), len(found), len(gold))
        ends += _end_to_end(gold, plain.place(item.article, found), gazetteer)
    return OtherScores(spans, ends, speed)


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
