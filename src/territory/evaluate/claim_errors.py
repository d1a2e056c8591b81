"""What goes wrong with extracted claims, by class, and whether their confidence can be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from territory.evaluate.claims import ClaimsReport, GoldDocument, Record, agreement, rule_counts, score_claims
from territory.extract.claims import Extraction
from territory.extract.claims.confidence import rule_shares
from territory.model import ArticleId, Claim, Place

_FOLDS = 5
_BINS = (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 1.01)
_OF_LEVEL = {-1: "other place", 0: "other status", 1: "other side"}


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """Claims whose confidence lies in a bin: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def error_classes(
    documents: Sequence[GoldDocument],
    found: Mapping[ArticleId, Extraction],
    report: ClaimsReport,
    place_of: Callable[[Claim], Place],
) -> list[tuple[str, int]]:
    """Return (class, count) of the claims missed and wrong at the level of the actor, and of wrong dates, most first.

    `missed` is told by what was read of the same sentence instead, `wrong` by what the gold has there.
    """
    by_id = {document.article.article_id: document for document in documents}
    counts: Counter[str] = Counter()
    for name, gold in report.missed:
        counts[f"missed: {_why_missed(gold, found[ArticleId(name)], place_of)}"] += 1
    for name, claim in report.wrong:
        counts[f"wrong: {_why_wrong(claim, by_id[ArticleId(name)], place_of)}"] += 1
    right, dated = list(report.levels.values())[2:4]
    counts["date: outside the tolerance"] += right.matched - dated.matched
    return sorted(((name, count) for name, count in counts.items() if count), key=lambda item: (-item[1], item[0]))


def _why_missed(gold: Record, extraction: Extraction, place_of: Callable[[Claim], Place]) -> str:
    here = [c for c in extraction.claims if min(c.end or 0, gold["end"]) > max(c.start or 0, gold["start"])]
    levels = [(agreement(gold, claim, place_of(claim)), claim) for claim in here]
    if any(level >= 2 and not claim.modality.is_factual for level, claim in levels):
        return "read as no fact"
    if levels:
        return _OF_LEVEL.get(max(level for level, _ in levels), "told twice")
    reasons = [u.reason for u in extraction.unplaced if u.start < gold["end"] and u.end > gold["start"]]
    if any(reason.startswith("no side") for reason in reasons):
        return "kept back, no side found"
    if any("could not be placed" in reason for reason in reasons):
        return "kept back, place unknown"
    return "kept back" if reasons else "nothing read in the sentence"


def _why_wrong(claim: Claim, document: GoldDocument, place_of: Callable[[Claim], Place]) -> str:
    levels = [
        agreement(gold, claim, place_of(claim))
        for gold in document.claims
        if min(claim.end or 0, gold["end"]) > max(claim.start or 0, gold["start"])
    ]
    if not levels:
        return "no claim in the sentence"
    return _OF_LEVEL.get(max(levels), "told twice, or no fact")


def reliability(
    documents: Sequence[GoldDocument],
    found: Mapping[ArticleId, Extraction],
    place_of: Callable[[Claim], Place],
) -> list[ReliabilityRow]:
    """Return how often claims of each confidence are right, each fifth judged by rule counts of the other four."""
    judged: list[tuple[float, bool]] = []
    everywhere, _ = rule_shares()
    for fold in range(_FOLDS):
        tested = [d for number, d in enumerate(documents) if number % _FOLDS == fold]
        others = [d for number, d in enumerate(documents) if number % _FOLDS != fold]
        counts = {rule: (right, made) for rule, right, made in rule_counts(_score(others, found, place_of))}
        shares, overall = rule_shares(counts)
        report = _score(tested, found, place_of)
        for claim, right in report.judged:
            factor = shares.get(claim.rule, overall) / everywhere.get(claim.rule, overall)
            judged.append((min(1.0, claim.confidence * factor), right))
    return [row for low, high in pairwise(_BINS) if (row := _row(judged, low, high)) is not None]


def _score(
    documents: Sequence[GoldDocument], found: Mapping[ArticleId, Extraction], place_of: Callable[[Claim], Place]
) -> ClaimsReport:
    return score_claims(documents, {name: extraction.claims for name, extraction in found.items()}, place_of)


def _row(judged: Sequence[tuple[float, bool]], low: float, high: float) -> ReliabilityRow | None:
    inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
    if not inside:
        return None
    count = len(inside)
    return ReliabilityRow(
        low, min(high, 1.0), count, sum(c for c, _ in inside) / count, sum(right for _, right in inside) / count
    )
