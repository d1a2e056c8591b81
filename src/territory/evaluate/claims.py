"""Compares extracted claims with a gold standard, at growing strictness.

A claim is matched with a gold claim of the same document, one to one. A place matches if its name, written or
standard, is equal after folding, or if it lies within 25 km. Dates pass within 3 days of a day or week, 31 of a
month and 183 of a season or year. Only what is asserted or claimed counts; claims of weight `optional` are neither
rewarded nor punished.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from territory.errors import InputError
from territory.gazetteer.gazetteer import fold
from territory.model import Article, ArticleId, Claim, ControlStatus, Place, PlaceKind

Record = Mapping[str, Any]
LEVELS = ("place", "place + status", "place + status + actor", "place + status + actor + date")
_NEAR_KM = 25.0
_TOLERANCE = {"day": 3, "week": 3, "month": 31, "season": 183, "year": 183}
_FACTUAL = frozenset({"asserted", "claimed"})
_ARTICLES = ("al ", "el ", "ar ", "as ", "ash ", "at ", "an ", "ad ", "az ")
_GENERIC = frozenset({"province", "governorate", "oblast", "region", "district", "city", "town", "village"})


@dataclass(frozen=True, slots=True)
class Score:
    """Matched, given and wanted claims."""

    matched: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the given that is right."""
        return self.matched / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        """Share of the wanted that is found."""
        return self.matched / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class ClaimsReport:
    """Scores by level, whether sentences bear a claim, and the errors at the level of the actor."""

    levels: dict[str, Score]
    sentences: Score
    missed: list[tuple[str, Record]] = field(default_factory=list)
    wrong: list[tuple[str, Claim]] = field(default_factory=list)
    judged: list[tuple[Claim, bool]] = field(default_factory=list)

    @property
    def rules(self) -> Counter[tuple[str, bool]]:
        """How often each rule was right and wrong."""
        return Counter((claim.rule, right) for claim, right in self.judged)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An article with the claims that a reader marked in it."""

    article: Article
    claims: tuple[Record, ...]
    sentences: tuple[tuple[int, int], ...]
    duplicates: tuple[tuple[int, int], ...] = ()


def read_gold(path: Path, text: str | None = None) -> tuple[GoldDocument, ...]:
    """Read a gold file: one document a line, or one object; `text` is the article where the file does not hold it.

    Raises
    ------
    InputError
        If the file is not JSON, or a document has no text.
    """
    raw = path.read_text(encoding="utf-8")
    try:
        records = [json.loads(raw)]
    except json.JSONDecodeError:
        try:
            records = [json.loads(line) for line in raw.splitlines() if line.strip()]
        except json.JSONDecodeError as error:
            raise InputError(f"{path.name} is not JSON, one document a line: {error}.") from error
    return tuple(_document(record, path, text) for record in records)


def _document(record: Record, path: Path, text: str | None) -> GoldDocument:
    body = record.get("text", text)
    if body is None:
        raise InputError(f"{path.name}: document {record.get('id')} has no text. Give the article with --text.")
    article = Article(
        ArticleId(record["id"]),
        body,
        date.fromisoformat(record["published"]),
        title=record.get("title", ""),
        publisher=record.get("publisher", ""),
    )
    repeats = [n for n in record.get("non_claims", ()) if str(n.get("accepted_as", "")).startswith("duplicate")]
    spans = tuple((n["start"], n["end"]) for n in repeats)
    return GoldDocument(article, tuple(record["claims"]), tuple(map(tuple, record.get("sentences", ()))), spans)


def score_claims(
    documents: Sequence[GoldDocument], found: Mapping[ArticleId, Sequence[Claim]], place_of: Callable[[Claim], Place]
) -> ClaimsReport:
    """Compare the claims found in each document with its gold claims."""
    tallies = {level: [0, 0, 0] for level in LEVELS}
    sentences = [0, 0, 0]
    report = ClaimsReport({}, Score(0, 0, 0))
    for document in documents:
        comparison = _Comparison(document, found.get(document.article.article_id, ()), place_of)
        for number, level in enumerate(LEVELS):
            pairs = comparison.match(number)
            given = sum(
                1 for i, claim in enumerate(comparison.claims) if i in pairs.values() or not comparison.excused(claim)
            )
            for position, count in enumerate((len(pairs), given, len(comparison.gold))):
                tallies[level][position] += count
            if number == 2:
                name = document.article.article_id
                report.missed += [(name, g) for i, g in enumerate(comparison.gold) if i not in pairs]
                right = set(pairs.values())
                report.judged += [
                    (claim, i in right)
                    for i, claim in enumerate(comparison.claims)
                    if i in right or not comparison.excused(claim)
                ]
                report.wrong += [
                    (name, claim)
                    for i, claim in enumerate(comparison.claims)
                    if i not in pairs.values() and not comparison.excused(claim)
                ]
        for position, count in enumerate(comparison.sentence_counts()):
            sentences[position] += count
    report.levels = {level: Score(*counts) for level, counts in tallies.items()}
    report.sentences = Score(*sentences)
    return report


def rule_counts(report: ClaimsReport) -> list[tuple[str, int, int]]:
    """Return (rule, right, made) for each rule, as `confidence.csv` has it."""
    counts = report.rules
    rules = sorted({rule for rule, _ in counts})
    return [(rule, counts[rule, True], counts[rule, True] + counts[rule, False]) for rule in rules]


class _Comparison:
    """The claims of one document against its gold."""

    def __init__(self, document: GoldDocument, claims: Iterable[Claim], place_of: Callable[[Claim], Place]) -> None:
        self.document = document
        self.gold = [c for c in document.claims if c["modality"] in _FACTUAL and c.get("weight") != "optional"]
        self.optional = [c for c in document.claims if c["modality"] in _FACTUAL and c.get("weight") == "optional"]
        self.claims = [claim for claim in claims if claim.modality.is_factual]
        self._place_of = place_of

    def match(self, level: int) -> dict[int, int]:
        """Return a maximum one-to-one matching, gold number to claim number, at a level."""
        edges = [
            sorted(
                (j for j, claim in enumerate(self.claims) if agreement(gold, claim, self._place_of(claim)) >= level),
                key=lambda j: -self._closeness(gold, self.claims[j]),
            )
            for gold in self.gold
        ]
        owner: dict[int, int] = {}

        def place(i: int, seen: set[int]) -> bool:
            for j in edges[i]:
                if j in seen:
                    continue
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
            return False

        for i in sorted(range(len(self.gold)), key=lambda i: len(edges[i])):
            place(i, set())
        return {i: j for j, i in owner.items()}

    def _closeness(self, gold: Record, claim: Claim) -> float:
        overlap = min(gold["end"], claim.end or 0) - max(gold["start"], claim.start or 0)
        return float(agreement(gold, claim, self._place_of(claim))) + 0.5 * float(overlap > 0)

    def excused(self, claim: Claim) -> bool:
        """Whether a claim without a partner is no error: an optional one, the loser's side, a repeat."""
        place = self._place_of(claim)
        if any(_place_matches(gold["place"], place, claim) for gold in self.optional):
            return True
        for gold in self.gold:
            losers = {gold.get("opponent"), *gold.get("opponent_alt", ())}
            lost = claim.status is ControlStatus.LOST and gold["status"] == "controlled" and claim.actor in losers
            if lost and _place_matches(gold["place"], place, claim):
                return True
        spans = self.document.duplicates
        repeats = any(min(b, claim.end or 0) > max(a, claim.start or 0) for a, b in spans)
        return repeats and any(_place_matches(gold["place"], place, claim) for gold in self.gold)

    def sentence_counts(self) -> tuple[int, int, int]:
        """Sentences that bear a claim: in both, found, wanted."""
        spans = self.document.sentences
        wanted = {_sentence(spans, c["start"], c["end"]) for c in self.gold}
        soft = {_sentence(spans, c["start"], c["end"]) for c in self.optional}
        soft |= {_sentence(spans, a, b) for a, b in self.document.duplicates}
        found = {_sentence(spans, c.start or 0, c.end or 0) for c in self.claims} - {None} - (soft - wanted)
        return len(wanted & found), len(found), len(wanted)


def agreement(gold: Record, claim: Claim, place: Place) -> int:
    """Return the highest level at which a claim at a place agrees with a gold claim; -1 if not even on the place."""
    if not _place_matches(gold["place"], place, claim):
        return -1
    readings = _readings(gold)
    if not any(claim.status.value in statuses for statuses, _ in readings):
        return 0
    if not any(_side_matches(claim, statuses, actors) for statuses, actors in readings):
        return 1
    return 3 if _date_matches(gold, claim) else 2


def _sentence(spans: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    overlaps = [(min(b, end) - max(a, start), -i) for i, (a, b) in enumerate(spans)]
    best = max(overlaps, default=(0, 0))
    return -best[1] if best[0] > 0 else None


def _readings(gold: Record) -> list[tuple[set[str], set[str]]]:
    readings = [({gold["status"], *gold.get("status_alt", ())}, {gold["actor"], *gold.get("actor_alt", ())})]
    readings += [(set(r["status"]), set(r["actor"])) for r in gold.get("readings", ())]
    return readings


def _side_matches(claim: Claim, statuses: set[str], actors: set[str]) -> bool:
    if claim.status.value not in statuses:
        return False
    swapped = claim.status is ControlStatus.CONTESTED and claim.opponent in actors
    return claim.actor in actors or swapped


def _date_matches(gold: Record, claim: Claim) -> bool:
    tolerance = _TOLERANCE[gold["time_precision"]]
    days = [date.fromisoformat(text) for text in (gold["valid_from"], *gold.get("valid_from_alt", ()))]
    return any(abs((claim.valid_from - day).days) <= tolerance for day in days)


def _place_matches(gold: Record, place: Place, claim: Claim) -> bool:
    if gold.get("lat") is not None and _km(gold["lat"], gold["lon"], place.lat, place.lon) <= _NEAR_KM:
        return True
    names = {_plain(name) for name in (gold.get("mention"), gold.get("name"), *gold.get("alt_names", ())) if name}
    is_part = claim.partial and place.kind is PlaceKind.COUNTRY  # 'northern Iraq' has no record of its own
    return _plain(claim.mention_text if is_part else place.name) in names


def _plain(name: str) -> str:
    words = fold(name)
    words = next((words[len(a) :] for a in _ARTICLES if words.startswith(a) and len(words) > len(a) + 1), words)
    kept = [word for word in words.split() if word not in _GENERIC] or words.split()
    return "".join(kept)


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    a, b = math.radians(lat), math.radians(other_lat)
    h = math.sin((b - a) / 2) ** 2
    h += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))
