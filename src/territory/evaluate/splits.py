"""Honest hold-outs: what is hidden, on which days the answer is checked, and what was true on them.

The truth is what the whole ledger says, so it is as good as the data. It is asked for on one day a month at each place
(a day that depends on the month only), from the first claim of the place to the last one of its theatre. Days
inside the span of a change that is dated only to the month or year are left out: nobody knows the truth of them.

`random claims`  a fifth of the claims is hidden, five times over. Which holder came before a hidden claim's successor
                 is known only from the hidden claim, so that is hidden too.
`last year`      only what was recorded by a day one year before the last claim of the theatre is known; asked for is
                 the year after it, at the places of which something was known.
`whole places`   all claims of a fifth of the places are hidden, five times over.

Days whose truth rests on a hidden claim are not scored by themselves: they are chosen by the outcome. On most of them
the place has changed since the last claim that is left, so who says 'as last known, with 90 %' is wrong far oftener
than once in ten there, and right oftener on all the other days; nobody can know on which day a claim was hidden. Shares
of the theatre, which look at no claim of the place, lose nothing by the choice and come out ahead of every method that
does. Whole places are the fair test of what is said without evidence: there every day is asked for.
"""

from __future__ import annotations

import calendar
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from territory.control.histories import Histories
from territory.control.ledger import Ledger
from territory.model import ActorCode, Claim, ControlStatus, Interval, Place, PlaceId, TimePrecision

FOLDS = 5
RANDOM_CLAIMS, LAST_YEAR, WHOLE_PLACES = "random claims", "last year", "whole places"
STATUSES = (ControlStatus.CONTROLLED, ControlStatus.INFLUENCE, ControlStatus.CONTESTED)


@dataclass(frozen=True, slots=True)
class Question:
    """A place and a day, and the true holder and status. `hidden`: what made it so is hidden in this split."""

    place: Place
    day: date
    actor: ActorCode
    status: ControlStatus
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """The claims that may be looked at, and what is asked."""

    name: str
    fold: int
    known: tuple[Claim, ...]
    questions: tuple[Question, ...]


def bucket(text: str, salt: str, buckets: int = FOLDS) -> int:
    """Return a number that depends on the text alone, evenly spread."""
    return zlib.crc32(f"{salt}/{text}".encode()) % buckets


def all_splits(claims: Sequence[Claim], places: Mapping[PlaceId, Place], *, salt: str = "0") -> Iterator[Split]:
    """Yield every hold-out of the claims."""
    for fold in range(FOLDS):
        yield random_claims(claims, places, fold, salt=salt)
    yield last_year(claims, places)
    for fold in range(FOLDS):
        yield whole_places(claims, places, fold, salt=salt)


def random_claims(claims: Sequence[Claim], places: Mapping[PlaceId, Place], fold: int, *, salt: str = "0") -> Split:
    """Hide a fifth of the claims."""
    hidden = {claim.claim_id for claim in claims if bucket(claim.claim_id, salt) == fold}
    truth = Ledger().histories(claims)
    questions = (
        replace(question, hidden=bool(hidden.intersection(claim_ids)))
        for question, claim_ids in ask(claims, truth, places)
    )
    return Split(RANDOM_CLAIMS, fold, _without(claims, hidden), tuple(questions))


def _without(claims: Sequence[Claim], hidden: Collection[str]) -> tuple[Claim, ...]:
    """Leave out claims, and what is known of the holder before from them alone."""
    kept: list[Claim] = []
    for group in _chains(claims).values():
        for index, claim in enumerate(group):
            if claim.claim_id in hidden:
                continue
            orphan = index > 0 and group[index - 1].claim_id in hidden
            kept.append(replace(claim, previous=None) if orphan else claim)
    return tuple(kept)


def _chains(claims: Sequence[Claim]) -> dict[PlaceId, list[Claim]]:
    chains: defaultdict[PlaceId, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.place_id, c.valid_from, c.claim_id)):
        chains[claim.place_id].append(claim)
    return dict(chains)


def last_year(claims: Sequence[Claim], places: Mapping[PlaceId, Place], *, years_back: float = 1.0) -> Split:
    """Know only what was recorded `years_back` years before the end of each theatre; ask for the year after."""
    ends = theatre_ends(claims, places)
    cuts = {code: end - timedelta(days=round(365 * years_back)) for code, end in ends.items()}

    def cut(claim: Claim) -> date:
        return cuts[places[claim.place_id].country]

    known = tuple(
        c for c in claims
        if c.valid_from < cut(c) and c.recorded_at < datetime.combine(cut(c), time(), tzinfo=UTC)
    )  # fmt: skip
    seen = {claim.place_id for claim in known}
    questions = (
        question for question, _ in ask(claims, Ledger().histories(claims), places)
        if question.place.place_id in seen
        and cuts[question.place.country] <= question.day < cuts[question.place.country] + timedelta(days=365)
    )  # fmt: skip
    return Split(LAST_YEAR, 0, known, tuple(questions))


def whole_places(claims: Sequence[Claim], places: Mapping[PlaceId, Place], fold: int, *, salt: str = "0") -> Split:
    """Hide every claim of a fifth of the places, and ask for them alone."""
    known = tuple(claim for claim in claims if bucket(claim.place_id, f"places/{salt}") != fold)
    questions = (
        replace(question, hidden=True)
        for question, _ in ask(claims, Ledger().histories(claims), places)
        if bucket(question.place.place_id, f"places/{salt}") == fold
    )
    return Split(WHOLE_PLACES, fold, known, tuple(questions))


def theatre_ends(claims: Sequence[Claim], places: Mapping[PlaceId, Place]) -> dict[str, date]:
    """Return the day of the last claim of each country."""
    ends: dict[str, date] = {}
    for claim in claims:
        code = places[claim.place_id].country
        ends[code] = max(claim.valid_from, ends.get(code, claim.valid_from))
    return ends


def ask(
    claims: Sequence[Claim], truth: Histories, places: Mapping[PlaceId, Place]
) -> Iterator[tuple[Question, tuple[str, ...]]]:
    """Yield the questions whose answers are known, with the claims that the true state rests on."""
    ends = theatre_ends(claims, places)
    for place_id, chain in _chains(claims).items():
        place = places[place_id]
        vague = [_span(claim) for claim in chain[1:] if claim.time_precision is not TimePrecision.DAY]
        for day in _days(chain[0].valid_from, ends[place.country]):
            state = truth.at(place_id, day)
            if state is None or state.actor is None or any(day in span for span in vague):
                continue
            yield Question(place, day, state.actor, state.status), state.claim_ids


def _span(claim: Claim) -> Interval:
    day = claim.valid_from
    if claim.time_precision is TimePrecision.YEAR:
        return Interval(date(day.year, 1, 1), date(day.year + 1, 1, 1))
    first = day.replace(day=1)
    return Interval(first, first + timedelta(days=calendar.monthrange(day.year, day.month)[1]))


def _days(first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        day = date(year, month, 1 + bucket(f"{year}-{month}", "day", 28))
        if first <= day <= last:
            yield day
        year, month = (year + month // 12, month % 12 + 1)
