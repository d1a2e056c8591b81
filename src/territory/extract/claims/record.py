"""Draft + place + sides → the claim as it is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from territory.extract.claims.confidence import confidence_of
from territory.extract.claims.context import DocumentContext, ResolvedPlace
from territory.extract.claims.draft import Draft, claim_hash, holder_of, kind_of
from territory.extract.claims.proposition import stance
from territory.extract.claims.reduce import GAINS
from territory.extract.claims.retrospect import told_before
from territory.extract.claims.speakers import is_own_word, speaker_text
from territory.extract.sentences import Span
from territory.model import (
    ActorCode,
    Article,
    Claim,
    ControlStatus,
    EventKind,
    Mention,
    Modality,
    Origin,
    PlaceKind,
    Source,
)

MACHINE_RELIABILITY = "F"
"""Reliability cannot be judged: nobody has graded the publisher."""
MACHINE_CREDIBILITY = 6
"""Truth cannot be judged: one machine-read sentence, not compared with others."""
TOO_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.CONTINENT})
_SMALL = frozenset({PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.NEIGHBOURHOOD})
"""Where pockets of fighters mean that a place is still fought over, not just that they are about."""
_FACILITIES = frozenset({PlaceKind.BASE, PlaceKind.AIRPORT, PlaceKind.DAM, PlaceKind.FACILITY, PlaceKind.OIL_FIELD})
"""Where storming is taking: there is no town to fight through."""
_LAST_WORD = re.compile(r"([A-Za-z-]+)\s\Z")


class ClaimRecorder:
    """Makes the claims of one article.

    Parameters
    ----------
    article : Article
        The text.
    published : date
        When it was published.
    context : DocumentContext
        What it has spoken of.
    claims : Sequence[Claim]
        Its claims so far; grows while it is read.
    """

    def __init__(self, article: Article, published: date, context: DocumentContext, claims: Sequence[Claim]) -> None:
        self._article = article
        self._recorded_at = datetime.combine(published, time(), UTC)
        self._context = context
        self._claims = claims
        self._source = Source(
            title=article.title,
            publisher=article.publisher,
            date=published.isoformat(),
            url=article.url,
            reliability=MACHINE_RELIABILITY,
            credibility=MACHINE_CREDIBILITY,
        )

    def claim(
        self, draft: Draft, place: ResolvedPlace, actor: ActorCode, opponent: ActorCode | None, span: Span
    ) -> Claim:
        """Return what a draft says of a place, with the sentence (`span`) as its evidence."""
        article, rule = self._article, draft.proposition.rule
        kind = _kind(draft, place)
        status = ControlStatus(stance(kind))
        modality, attributed = self._modality(draft, place, actor)
        when = told_before(self._claims, draft, place.place.place_id, actor) or draft.when
        direction = self.direction(place.mention)
        partial = place.partial or draft.proposition.partial or bool(direction)
        said = (
            article.article_id, *span, place.place.place_id, kind, status, actor, opponent, when.valid_from,
            when.valid_to, modality, partial,
        )  # fmt: skip
        return Claim(
            claim_id=claim_hash(*said),
            place_id=place.place.place_id,
            event_kind=kind,
            status=status,
            actor=actor,
            valid_from=when.valid_from,
            recorded_at=self._recorded_at,
            opponent=opponent,
            holder=holder_of(status, actor, opponent, partial=partial),
            previous=opponent if kind in GAINS and not draft.guessed else None,
            valid_to=when.valid_to,
            time_precision=when.precision,
            modality=modality,
            attributed_to=attributed,
            partial=partial,
            confidence=confidence_of(
                rule,
                dated=when.dated,
                place_score=place.mention.score,
                exact_place=span[0] <= place.mention.start < span[1],
            ),
            origin=Origin.MACHINE,
            source=self._source,
            evidence=article.text[slice(*span)],
            article_id=article.article_id,
            start=span[0],
            end=span[1],
            mention_text=(direction if place.place.kind in TOO_WIDE else "") + place.mention.text,
            rule=rule,
        )

    def direction(self, mention: Mention) -> str:
        """The direction just before a toponym, with the space between: 'northern ' of 'northern Iraq'."""
        before = _LAST_WORD.search(self._article.text[max(0, mention.start - 24) : mention.start])
        words = self._context.lexicon.words["directions"]
        return before.group() if before and before.group(1).lower() in words else ""

    def _modality(self, draft: Draft, place: ResolvedPlace, actor: ActorCode) -> tuple[Modality, str | None]:
        """How certain it is, and who says so; what a side says of itself is claimed."""
        saying = draft.saying
        if not saying:
            return draft.modality, None
        own = draft.modality is Modality.ASSERTED and is_own_word(
            saying, actor, place.place.country, draft.when.valid_from, self._context
        )
        return Modality.CLAIMED if own else draft.modality, speaker_text(saying)


def _kind(draft: Draft, place: ResolvedPlace) -> EventKind:
    """What happened, by what is said and by the sort of place."""
    proposition, sort = draft.proposition, place.place.kind
    clause = proposition.clause
    event = "lost" if draft.lost_only else kind_of(proposition)
    if event == "contested" and clause and "storm" in clause.lemmas and sort in _FACILITIES:
        event = "captured"
    if event == "influence" and "pockets" in proposition.notes and sort in _SMALL:
        event = "contested"
    return EventKind(event)
