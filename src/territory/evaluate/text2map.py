"""From texts to a map: claims read from articles become a timeline, set against dated changes of control.

Definitions
-----------
Reference: the rows of an events table at places of the theatre that the articles name. A change of holder is a row
whose holder's side differs from the row before; one whose evidence is `implied` counts neither way.
Reading: dated, asserted, whole-place `controlled` and `lost` claims, in order of date, the finer date of two for one
change; what lies before the first row of the place is left out. Sides that share a front count as one. A change is
found if the reading has a change to the same side within so many days, one to one. With `infer`, claims that a party
makes for itself count too, and a gain from a named side shows that this side held the place before.
A change is *dated* if a paragraph that names the place, or the one before, tells its date; a place is *fully dated*
if it has changes and all of them, the implied ones too, are: reading every date right gives it a kappa of 1. Changes
are counted over all places, over the fully dated ones, and over the dated changes of all places, where a change that is
found but not dated counts neither way, as if it were implied. The weekly grid runs from the first row of a place, whose
holder is given, to its last row or the end of 2019, whichever comes later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from territory.extract.dates import DateContext, find_dates
from territory.model import Article, Claim, ControlStatus, EventKind, EvidenceType, Modality, Place, PlaceId

SIDES = {"YPG": "SDF", "PMF": "IQ-GOV", "TRIBES": "IQ-GOV"}
"""Actors that count as one side."""
_GAINS = frozenset({EventKind.CAPTURED, EventKind.RECAPTURED, EventKind.CLEARED, EventKind.CEDED})
_SAME_GAIN = timedelta(days=31)
"""Two gains of one side no farther apart than this are one gain told twice, unless a loss lies between."""
_WEEK = timedelta(days=7)
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Change:
    """A side takes a place from another."""

    place_id: PlaceId
    day: date
    side: str
    counts: bool = True
    dated: bool = False


class Step(NamedTuple):
    """A side holds a place from a day on; `told` is false where that is inferred from what follows."""

    day: date
    side: str | None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, given and wanted; precision and recall follow."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the given that is right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted that is found."""
        return self.right / self.wanted if self.wanted else 1.0


@dataclass(frozen=True, slots=True)
class Text2MapReport:
    """The measures of one run, over all places and over fully dated ones; `changes` also over dated changes alone."""

    places: tuple[int, int]
    changes: dict[int, tuple[Tally, Tally, Tally]]
    kappa: dict[str, tuple[float, float]]


def side_of(actor: str) -> str:
    """Return the side that an actor fights for."""
    return SIDES.get(actor, actor)


class Reference:
    """The events of the places that articles name.

    Parameters
    ----------
    events : Iterable[Claim]
        Rows of an events table.
    places : Iterable[Place]
        The places of the table.
    articles : Sequence[Article]
        The texts.
    """

    def __init__(self, events: Iterable[Claim], places: Iterable[Place], articles: Sequence[Article]) -> None:
        rows: dict[PlaceId, list[Claim]] = {}
        for event in events:
            rows.setdefault(event.place_id, []).append(event)
        paragraphs = [p for article in articles for p in _paragraphs(article)]
        self.rows: dict[PlaceId, list[Claim]] = {}
        self.changes: dict[PlaceId, list[Change]] = {}
        for place in places:
            if place.place_id not in rows:
                continue
            named = _naming(place, paragraphs)
            if not named:
                continue
            ordered = sorted(rows[place.place_id], key=lambda row: row.valid_from)
            self.rows[place.place_id] = ordered
            self.changes[place.place_id] = list(_reference_changes(ordered, _dates_near(paragraphs, named)))

    @property
    def fully_dated(self) -> frozenset[PlaceId]:
        """The places all of whose changes are dated in the texts."""
        return frozenset(
            place_id
            for place_id, changes in self.changes.items()
            if any(c.counts for c in changes) and all(c.dated for c in changes)
        )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    article: int
    text: str
    dates: tuple[tuple[date, date], ...]


def _paragraphs(article: Article) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    context = DateContext(article.published or date(2020, 1, 1), narrative=True)
    for text in re.split(r"\n+", article.text):
        expressions = find_dates(text, context)
        spans = tuple((e.span.first_day, e.span.last_day) for e in expressions if e.span.precision.days <= 31)
        if expressions:
            context = DateContext(context.anchor, previous=expressions[-1].span, narrative=True)
        found.append(_Paragraph(id(article), text, spans))
    return found


def _naming(place: Place, paragraphs: Sequence[_Paragraph]) -> list[int]:
    names = {place.name, *(name.text for name in place.names if name.script == "Latn")}
    usable = [re.escape(name) for name in names if len(name) >= _SHORTEST_NAME]
    if not usable:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(usable)})(?!\w)")
    return [number for number, paragraph in enumerate(paragraphs) if pattern.search(paragraph.text)]


def _dates_near(paragraphs: Sequence[_Paragraph], named: Iterable[int]) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    for number in named:
        spans += paragraphs[number].dates
        if number and paragraphs[number - 1].article == paragraphs[number].article:
            spans += paragraphs[number - 1].dates
    return spans


def _reference_changes(rows: Sequence[Claim], spans: Sequence[tuple[date, date]]) -> Iterable[Change]:
    holder = side_of(rows[0].actor)
    for row in rows[1:]:
        side = side_of(row.actor)
        if side == holder:
            continue
        holder = side
        counts = row.evidence_type is not EvidenceType.IMPLIED
        dated = any(first <= row.valid_from <= last for first, last in spans)
        yield Change(row.place_id, row.valid_from, side, counts, dated)


def read_timeline(
    claims: Iterable[Claim], first_holder: str | None, start: date | None = None, *, infer: bool = False
) -> list[Step]:
    """Return the steps of one place from its claims, in order; nobody holds it after a loss to nobody named.

    With `infer`, a gain from a named side shows that this side held the place before, though no text says since when:
    the step to it is put half way from the step before (or from `start`), and is not a change that the texts tell.
    """
    steps: list[Step] = []
    holder: str | None = first_holder
    gained: date | None = None
    known = [claim for claim in claims if start is None or claim.valid_from >= start]
    for claim in sorted(_finest(known), key=lambda c: (c.valid_from, c.status is not ControlStatus.LOST, c.claim_id)):
        side = side_of(claim.actor)
        loser = claim.opponent if claim.status is ControlStatus.LOST else claim.previous
        other = side_of(loser) if loser else None
        if claim.status is ControlStatus.LOST:
            if holder == side:
                holder = other
                steps.append(Step(claim.valid_from, holder))
            continue
        gain = infer and claim.event_kind in _GAINS and other not in (None, side)
        anew = gained is None or claim.valid_from - gained > _SAME_GAIN
        if holder == side and gain and anew:
            before = steps[-1].day if steps else start or claim.valid_from
            steps.append(Step(before + (claim.valid_from - before) // 2, other, told=False))
            holder = other
        if holder != side:
            steps.append(Step(claim.valid_from, side))
            holder = side
        gained = claim.valid_from
    return steps


def _finest(claims: Iterable[Claim]) -> list[Claim]:
    """Leave out what another claim of the same side dates more exactly within the same span."""
    every = list(claims)
    return [
        claim
        for claim in every
        if not any(
            other.time_precision.days < claim.time_precision.days
            and (side_of(other.actor), other.status) == (side_of(claim.actor), claim.status)
            and other.event_kind is not EventKind.HOLDS
            and 0 <= (other.valid_from - claim.valid_from).days < claim.time_precision.days
            for other in every
        )
    ]


def gather(claims: Iterable[Claim], link: Callable[[PlaceId], PlaceId | None]) -> dict[PlaceId, list[Claim]]:
    """Return claims by the reference place that `link` finds for each; those of other places are left out."""
    found: dict[PlaceId, list[Claim]] = {}
    for claim in claims:
        place_id = link(claim.place_id)
        if place_id is not None:
            found.setdefault(place_id, []).append(claim)
    return found


def usable(claim: Claim, *, infer: bool = False) -> bool:
    """Whether a claim goes into the timeline: a dated fact about a whole place (with `infer`, also one's own word)."""
    return (
        (claim.modality is Modality.ASSERTED or (infer and claim.modality.is_factual))
        and not claim.partial
        and claim.status in (ControlStatus.CONTROLLED, ControlStatus.LOST)
        and claim.recorded_at.date() != claim.valid_from
    )


def evaluate(reference: Reference, claims: Mapping[PlaceId, Sequence[Claim]], *, infer: bool = False) -> Text2MapReport:
    """Compare the claims of each reference place with its events."""
    full = reference.fully_dated
    timelines = {
        place_id: read_timeline(
            (claim for claim in claims.get(place_id, ()) if usable(claim, infer=infer)),
            side_of(rows[0].actor),
            rows[0].valid_from,
            infer=infer,
        )
        for place_id, rows in reference.rows.items()
    }
    changes = {}
    for days in (7, 31):
        changes[days] = (
            match_changes(reference, timelines, days, reference.rows),
            match_changes(reference, timelines, days, full),
            match_changes(reference, timelines, days, reference.rows, dated=True),
        )
    predictors: dict[str, dict[PlaceId, list[Step]]] = {
        "reading": {p: [Step(date.min, side_of(reference.rows[p][0].actor)), *timelines[p]] for p in timelines},
        "nothing ever changes": {p: [Step(date.min, side_of(rows[0].actor))] for p, rows in reference.rows.items()},
        "majority holder": {p: [Step(date.min, _majority(rows))] for p, rows in reference.rows.items()},
    }
    kappa = {
        name: (weekly_kappa(reference, steps, reference.rows.keys()), weekly_kappa(reference, steps, full))
        for name, steps in predictors.items()
    }
    return Text2MapReport((len(reference.rows), len(full)), changes, kappa)


def match_changes(
    reference: Reference,
    timelines: Mapping[PlaceId, Sequence[Step]],
    days: int,
    place_ids: Iterable[PlaceId],
    *,
    dated: bool = False,
) -> Tally:
    """Count the changes of holder found within so many days, one to one; with `dated` only those that texts date."""
    right = given = wanted = 0
    for place_id in place_ids:
        open_changes = [
            replace(change, counts=change.counts and (change.dated or not dated))
            for change in reference.changes[place_id]
        ]
        wanted += sum(change.counts for change in open_changes)
        for day, side, told in timelines[place_id]:
            if side is None or not told:
                continue
            near = [c for c in open_changes if c.side == side and abs((c.day - day).days) <= days]
            if not near:
                given += 1
                continue
            best = min(near, key=lambda c: (not c.counts, abs((c.day - day).days)))
            open_changes.remove(best)
            given += best.counts
            right += best.counts
    return Tally(right, given, wanted)


def weekly_kappa(reference: Reference, steps: Mapping[PlaceId, Sequence[Step]], place_ids: Iterable[PlaceId]) -> float:
    """Return Cohen's kappa of the holders on the weekly grid."""
    pairs: Counter[tuple[str, str | None]] = Counter()
    for place_id in place_ids:
        rows = reference.rows[place_id]
        truth = [Step(row.valid_from, side_of(row.actor)) for row in rows]
        day = rows[0].valid_from
        end = max(rows[-1].valid_from, date(2019, 12, 31)) if rows else day
        while day <= end:
            pairs[_at(truth, day) or "", _at(steps[place_id], day)] += 1
            day += _WEEK
    total = sum(pairs.values())
    if not total:
        return 1.0
    agreed = sum(count for (a, b), count in pairs.items() if a == b) / total
    rows_of, columns = Counter[str | None](), Counter[str | None]()
    for (a, b), count in pairs.items():
        rows_of[a] += count
        columns[b] += count
    chance = sum(rows_of[side] * columns[side] for side in rows_of) / total**2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _at(steps: Sequence[Step], day: date) -> str | None:
    index = bisect_right([step.day for step in steps], day)
    return steps[index - 1].side if index else None


def _majority(rows: Sequence[Claim]) -> str:
    weeks: Counter[str] = Counter()
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        end = following.valid_from if following else date(2019, 12, 31)
        weeks[side_of(row.actor)] += max(0, (end - row.valid_from).days)
    return weeks.most_common(1)[0][0]
