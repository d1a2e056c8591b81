"""Documents into a store: each as a whole or not at all, each report counted once.

A document that repeats one in the store (another publisher carries the same report, or a later edition of it) is kept
with a link to the first; of its claims only those are added that the first does not make.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from territory.errors import ArticleError, StoreError
from territory.extract.claims import Extraction
from territory.extract.documents import Document, Source, read_article
from territory.extract.shingles import fold_sentence, is_same_report, likeness
from territory.model import Article, ArticleId, Claim, PlaceId, Rejected
from territory.reading import Found, Pipeline, Reader, Reading, check_article, find_in, read_all
from territory.store import ARTICLE, ArticleCopy, Batch, Outcome, Store, UnplacedSentence


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document.

    `article_id` is that of the stored article, None if nothing was stored now. `notes` are for the user.
    """

    where: str
    outcome: Outcome
    article_id: ArticleId | None = None
    copy: ArticleCopy | None = None
    notes: tuple[str, ...] = ()


def ingest_documents(
    store: Store, sources: Iterable[Source | Rejected], reader: Reader, *, processes: int = 1
) -> Iterator[Ingested]:
    """Read documents and store each with its toponyms and claims, in a transaction of its own, in the order given.

    What cannot be used is noted in the store with its reason. Documents that are stored already are passed over, so
    that after an interruption the same call goes on where it stopped and ends with the same store.

    Parameters
    ----------
    store : Store
        Where they go.
    sources : Iterable[Source or Rejected]
        From `territory.extract.documents.find_sources`.
    reader : Reader
        Reads them. Its `stored` is set here.
    processes : int, optional
        How many processes read at the same time.
    """
    shelf = _Shelf(store)
    reader = replace(reader, stored=store.ingested())
    for item in read_all(reader, sources, processes):
        if isinstance(item, Rejected):
            yield shelf.note(item)
        else:
            yield shelf.put(item)


def ingest_file(store: Store, path: Path, pipeline: Pipeline, *, published: date | None = None) -> Outcome:
    """Read an article from a file and store it with its toponyms and claims, in one transaction.

    Raises
    ------
    ArticleError
        If the file cannot be read as an article, or its date is neither given nor known.
    """
    document = read_article(path, published=published)
    check_article(path.name, document.article)
    return _Shelf(store).add(path.name, document, find_in(document.article, pipeline)).outcome


def ingest_articles(
    store: Store, articles: Iterable[Article], pipeline: Pipeline, *, name: str, sha256: str = ""
) -> Outcome:
    """Store articles with their toponyms and claims, each in one transaction; one stored before changes nothing.

    Raises
    ------
    ArticleError
        If an article bears no date, or is in a language that is not read; those before it are stored.
    """
    shelf, total = _Shelf(store), Outcome()
    for article in articles:
        check_article(name, article)
        total += shelf.add(name, Document(article, sha256), find_in(article, pipeline)).outcome
    return total


class _Shelf:
    """Puts what was read into a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._places: set[PlaceId] | None = None

    def put(self, reading: Reading) -> Ingested:
        """Store a document that was read, or note why it cannot be."""
        where = reading.source.where
        if reading.reason:
            return self.note(Rejected(where, reading.reason))
        if reading.document is None or reading.found is None:
            return Ingested(where, Outcome(unchanged=1))
        try:
            done = self.add(reading.source.name, reading.document, reading.found)
        except StoreError as error:
            return self.note(Rejected(where, str(error)))
        return replace(done, where=where)

    def note(self, rejected: Rejected) -> Ingested:
        """Keep a document that could not be used in mind, with the reason."""
        return Ingested(rejected.where, self._store.add(Batch(kind=ARTICLE, name=rejected.where, rejected=(rejected,))))

    def add(self, name: str, document: Document, found: Found) -> Ingested:
        """Store an article with what was found in it."""
        article, extraction = document.article, found.extraction
        notes = (*document.notes, *found.notes)
        first = _first_of(self._store, article, found.bands)
        copies: tuple[ArticleCopy, ...] = ()
        if first is not None:
            original, copy = first
            if original.text == article.text and article.publisher in ("", original.publisher):
                note = f"{name} has the same text as {original.article_id!r}, which is stored already."
                return Ingested(name, Outcome(unchanged=1), notes=(*notes, note))
            extraction = what_is_new(self._store, extraction, original, copy.copy_of, article.article_id)
            copies = (copy,)
        places = tuple(place for place in found.places if place.place_id not in self._known_places())
        outcome = self._store.add(
            Batch(
                kind=ARTICLE,
                name=name,
                sha256=document.sha256,
                places=places,
                articles=(article,),
                mentions={article.article_id: found.mentions},
                copies=copies,
                bands={article.article_id: found.bands},
                unplaced=tuple(unplaced_of(article.article_id, extraction)),
                claims=extraction.claims,
            )
        )
        self._known_places().update(place.place_id for place in places)
        stored = article.article_id if outcome.added_articles else None
        return Ingested(name, outcome, stored, copies[0] if copies and stored else None, notes)

    def _known_places(self) -> set[PlaceId]:
        if self._places is None:
            self._places = set(self._store.places())
        return self._places


def repeated(store: Store, article: Article, bands: Collection[int]) -> ArticleCopy | None:
    """Return the link of an article to the first stored one that tells the same, None if none does."""
    first = _first_of(store, article, bands)
    return first and first[1]


def _first_of(store: Store, article: Article, bands: Collection[int]) -> tuple[Article, ArticleCopy] | None:
    """Return the stored article that this one repeats most nearly, and the link to the first of its kind."""
    alike = [
        (likeness(article.text, other.text), other)
        for other in store.articles_sharing(bands)
        if other.article_id != article.article_id
    ]
    same = [(score, other) for score, other in alike if is_same_report(article.text, other.text, score)]
    if not same:
        return None
    score, nearest = max(same, key=lambda pair: pair[0])  # of equals the one that came first
    link = store.copies().get(nearest.article_id)
    return nearest, ArticleCopy(article.article_id, link.copy_of if link else nearest.article_id, round(score, 4))


def what_is_new(store: Store, extraction: Extraction, nearest: Article, first: ArticleId, own: ArticleId) -> Extraction:
    """Leave out what the same report has said before: its sentences, and its claims in other words.

    `nearest` is the article that the article `own` repeats, `first` the first of all that do.
    """
    family = {first, *(copy.article_id for copy in store.copies().values() if copy.copy_of == first)} - {own}
    said = {_what_it_says(claim) for claim in store.claims_of(family)}
    text = f" {fold_sentence(nearest.text)} "

    def is_new(sentence: str) -> bool:
        return f" {fold_sentence(sentence)} " not in text

    claims = tuple(c for c in extraction.claims if is_new(c.evidence) and _what_it_says(c) not in said)
    return Extraction(claims, tuple(sentence for sentence in extraction.unplaced if is_new(sentence.quote)))


def _what_it_says(claim: Claim) -> tuple[Any, ...]:
    return claim.place_id, claim.actor, claim.status, claim.valid_from, claim.modality, claim.partial


def unplaced_of(article_id: ArticleId, extraction: Extraction) -> Iterator[UnplacedSentence]:
    """Yield the sentences of an article that could not be made claims, as the store keeps them."""
    for sentence in extraction.unplaced:
        yield UnplacedSentence(article_id, sentence.start, sentence.end, sentence.quote, sentence.reason)


__all__ = ["ArticleError", "Ingested", "ingest_articles", "ingest_documents", "ingest_file", "repeated"]
