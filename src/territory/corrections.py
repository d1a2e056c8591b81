"""An analyst corrects what was read: what a name means, or date, title and publisher of an article.

The articles concerned are read again. Their claims are superseded, not overwritten: as known before the correction
the store says what it said then. The moment of a correction is given by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from territory.errors import InputError, UnknownPlaceError
from territory.extract.claims import Extraction
from territory.extract.toponyms.rules import holds_in
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.normalise import fold
from territory.ingest import unplaced_of, what_is_new
from territory.model import Article, ArticleId, Claim, ClaimId, Mention, Modality, PlaceRule, RuleId
from territory.reading import check_article
from territory.store import Rereading, Revision, Store
from territory.store.records import same_claim


class RuledPipeline(Protocol):
    """What reads articles by given rules: `territory.pipeline.TextPipeline`."""

    gazetteer: Gazetteer

    def read(self, article: Article) -> tuple[tuple[Mention, ...], Extraction]:
        """Return an article's toponyms, and its claims with the sentences that could not be completed."""

    def with_rules(self, rules: Iterable[PlaceRule]) -> RuledPipeline:
        """Return the same with other rules."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: articles that read otherwise now, claims that were superseded, withdrawn and added."""

    articles: tuple[ArticleId, ...] = ()
    superseded: int = 0
    withdrawn: int = 0
    added: int = 0


def remember(store: Store, rule: PlaceRule, pipeline: RuledPipeline) -> Corrected:
    """Store a rule about a name, and read the articles again that it concerns.

    Raises
    ------
    UnknownPlaceError
        If the gazetteer does not know the place.
    InputError
        If the article of the rule is not in the store.
    """
    if rule.place_id is not None and rule.place_id not in pipeline.gazetteer:
        raise UnknownPlaceError(rule.place_id)
    articles = _concerned(store, rule)
    if rule.scope == "article" and not any(article.article_id == rule.within for article in store.articles()):
        raise InputError(f"The store has no article {rule.within!r}.")
    reader = pipeline.with_rules((*store.rules(), rule))
    readings = list(_read_again(store, articles, reader, rule.recorded_at))
    store.revise(Revision(f"{rule.name}: {rule.reason}", rule.recorded_at, (rule,), (), tuple(readings)))
    return _sum(readings)


def revoke(store: Store, rule_id: RuleId, recorded_at: datetime, pipeline: RuledPipeline) -> Corrected:
    """Take a rule back, and read the articles again that it concerned. The rule stays listed.

    Raises
    ------
    InputError
        If there is no such rule, or it was taken back before.
    """
    rules = store.rules()
    rule = next((rule for rule in rules if rule.rule_id == rule_id), None)
    if rule is None:
        raise InputError(f"There is no rule {rule_id!r}. `territory choices list` lists them.")
    if not rule.is_active:
        raise InputError(f"The rule {rule_id} was taken back before.")
    reader = pipeline.with_rules(other for other in rules if other.rule_id != rule_id)
    readings = list(_read_again(store, _concerned(store, rule), reader, recorded_at))
    store.revise(Revision(f"{rule.name}: a rule was taken back", recorded_at, (), (rule_id,), tuple(readings)))
    return _sum(readings)


def correct_head(
    store: Store,
    article_id: ArticleId,
    recorded_at: datetime,
    pipeline: RuledPipeline,
    *,
    published: date | None = None,
    title: str | None = None,
    publisher: str | None = None,
) -> Corrected:
    """Correct date, title or publisher of a stored article, and read it again. What is None stays.

    Raises
    ------
    InputError
        If the store has no such article.
    """
    article = store.article(article_id)
    if article is None:
        raise InputError(f"The store has no article {article_id!r}.")
    head = replace(
        article,
        published=published or article.published,
        published_inferred=article.published_inferred and published is None,
        title=article.title if title is None else title.strip(),
        publisher=article.publisher if publisher is None else publisher.strip(),
    )
    if head == article:
        return Corrected()
    check_article(article_id, head)
    reading = _reread(store, head, pipeline.with_rules(store.rules()), recorded_at)
    store.revise(Revision(f"{article_id}: head corrected", recorded_at, (), (), (reading,)))
    return _sum([reading])


def _concerned(store: Store, rule: PlaceRule) -> tuple[Article, ...]:
    name = fold(rule.name)
    return tuple(a for a in store.articles() if holds_in(rule, a) and name in fold(a.text))


def _read_again(
    store: Store, articles: Iterable[Article], pipeline: RuledPipeline, recorded_at: datetime
) -> Iterator[Rereading]:
    """Yield new readings of the articles that read otherwise than the store has them."""
    for article in articles:
        if article.published is None:
            continue
        reading = _reread(store, article, pipeline, recorded_at)
        if reading.claims or reading.mentions != store.mentions(article.article_id):
            yield reading


def _reread(store: Store, article: Article, pipeline: RuledPipeline, recorded_at: datetime) -> Rereading:
    mentions, extraction = pipeline.read(article)
    link = store.copies().get(article.article_id)
    original = store.article(link.copy_of) if link else None
    if link and original:
        extraction = what_is_new(store, extraction, original, link.copy_of, article.article_id)
    claims = reconciled(store.claims_of([article.article_id]), extraction.claims, recorded_at)
    places = tuple(pipeline.gazetteer.get(key) for key in sorted({claim.place_id for claim in extraction.claims}))
    return Rereading(article, mentions, tuple(unplaced_of(article.article_id, extraction)), claims, places)


def reconciled(stored: Sequence[Claim], found: Sequence[Claim], recorded_at: datetime) -> tuple[Claim, ...]:
    """Return the claims to add so that of `stored` and these exactly `found` stand.

    A claim that stands already is left alone. A new one supersedes an old one of the same sentence, first of the same
    party; an old one that finds no successor is superseded by a withdrawn copy of itself.
    """
    corrected = {claim.supersedes for claim in stored}
    standing = [c for c in stored if c.claim_id not in corrected]
    old = [c for c in standing if c.modality is not Modality.WITHDRAWN]
    new: list[Claim] = []
    for claim in found:
        same = next((other for other in old if same_claim(claim, other)), None)
        if same is None:
            new.append(claim)
        else:
            old.remove(same)
    taken = {claim.claim_id for claim in stored}
    added = [_successor(claim, _predecessor(claim, old), recorded_at, taken) for claim in new]
    return (*added, *(_successor(replace(c, modality=Modality.WITHDRAWN), c, recorded_at, taken) for c in old))


def _predecessor(claim: Claim, old: list[Claim]) -> Claim | None:
    """Take from `old` the claim that a new one stands in the place of."""
    alike = [c for c in old if (c.start, c.end) == (claim.start, claim.end)]
    best = max(alike, key=lambda c: (c.actor == claim.actor, c.status == claim.status), default=None)
    if best is not None:
        old.remove(best)
    return best


def _successor(claim: Claim, before: Claim | None, recorded_at: datetime, taken: set[ClaimId]) -> Claim:
    """Return a claim as it is added: under an id of its own, and known later than what it corrects."""
    root, number, claim_id = claim.claim_id.partition("~")[0], 2, ClaimId(claim.claim_id)
    while claim_id in taken:
        claim_id, number = ClaimId(f"{root}~{number}"), number + 1
    taken.add(claim_id)
    moment = max(recorded_at, claim.recorded_at)
    if before is not None:
        moment = max(moment, before.recorded_at + timedelta(microseconds=1))
    return replace(claim, claim_id=claim_id, recorded_at=moment, supersedes=before.claim_id if before else None)


def _sum(readings: Sequence[Rereading]) -> Corrected:
    claims = [claim for reading in readings for claim in reading.claims]
    withdrawn = sum(claim.modality is Modality.WITHDRAWN for claim in claims)
    superseded = sum(claim.supersedes is not None for claim in claims) - withdrawn
    articles = tuple(reading.article.article_id for reading in readings)
    return Corrected(articles, superseded, withdrawn, len(claims) - superseded - withdrawn)
