"""Which of a sentence's dates a proposition has, and the interval it becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from territory.extract.claims.clauses import Clause
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.word import Word
from territory.extract.dates import DateExpression, DateRole, DateSpan
from territory.extract.dates.calendars import number_of
from territory.extract.dates.span import day_span
from territory.model import TimePrecision

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAYS_AFTER = re.compile(r"\b(?P<number>\w+) (?P<unit>day|week)s? (?P<way>after|before)(?: the| its| their)?$")
_ADJACENT = 3
"""Characters between a place and its own date: a space, a comma, a bracket."""
STATES = frozenset({"holds", "besieged", "contested", "influence"})
"""What lasts; all else happens."""
_RECORD = frozenset({"first", "biggest", "largest", "worst", "deadliest", "heaviest", "only"})
_OF_NOW = re.compile(r"day\b|\bago\b|\b(?:last|this|past|overnight|tonight)\b", re.IGNORECASE)
"""Of relative dates those that count from the day of writing: not 'two weeks later'."""
FEWEST_OF_NOW = 2
"""Dates that count from the day of writing, one of them the first of all, that make a text a report."""
FEWEST_DATES = 3
"""Explicit dates that make a history of a short text that knows no date of the last year."""
LEAST_DATES = 5
"""Explicit dates that make a text a history rather than a report."""


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """Valid time of a claim: first day of the interval in which it begins, its precision, and its end if told."""

    valid_from: date
    precision: TimePrecision
    valid_to: date | None = None
    dated: bool = True
    carried: bool = False
    """Whether the date was told in an earlier sentence."""


def date_proposition(
    proposition: Proposition,
    clauses: Sequence[Clause],
    words: Sequence[Word],
    dates: Sequence[DateExpression],
    *,
    published: date,
    carried: DateSpan | None,
    own: DateExpression | None = None,
) -> ClaimTime | None:
    """Return when a proposition begins to hold.

    `own` is the date of the one place asked for, where each has its own. Else the date of its own clause comes first,
    then another date of the sentence, then the date `carried` from before; without any, the day of publication. None if
    the text is a history and gives no date at all.
    """
    chosen = own or _own(proposition, clauses, words, dates, narrative=carried is not None)
    ends = [e.span for e in dates if e.span.role is DateRole.UNTIL]
    if chosen is not None and chosen.span.precision is TimePrecision.DAY:
        chosen = _told_by(chosen, proposition, words)
    if chosen is not None:
        quoted = carried is not None and chosen.relative and chosen.text.lower() == "today"
        return replace(_time(chosen.span, proposition, ends, published), carried=quoted)
    if (
        proposition.current
        and proposition.clause is not None
        and proposition.clause.tense == "present"
        and carried is None
    ):
        return ClaimTime(published, TimePrecision.DAY, dated=False)
    if carried is not None and proposition.rule.startswith("attribute"):
        return ClaimTime(published, TimePrecision.DAY, dated=False)
    vague = proposition.clause is not None and proposition.clause.perfect and proposition.clause.tense == "present"
    if carried is not None and not vague and carried.precision.days <= TimePrecision.MONTH.days:
        return replace(_time(carried, proposition, ends, published), carried=True)
    return ClaimTime(published, TimePrecision.DAY, dated=False)


def _told_by(chosen: DateExpression, proposition: Proposition, words: Sequence[Word]) -> DateExpression:
    """'On 11 June, a day after the fall of Mosul': the fall was a day before."""
    clause, stop = proposition.clause, proposition.start
    if not proposition.rule.startswith("noun."):
        if clause is None or clause.link not in ("after", "before") or clause.region[0] >= len(words):
            return chosen
        stop = clause.region[0] + 1  # 'on Thursday, two days after Mosul fell'
        if chosen.start >= words[clause.region[0]].start:
            return chosen
    before = [word.lower for word in words[max(0, stop - 5) : stop]]
    told = _DAYS_AFTER.search(" ".join(before))
    number = number_of(told["number"]) if told else None
    if told is None or number is None:
        return chosen
    days = number * (7 if told["unit"] == "week" else 1) * (-1 if told["way"] == "after" else 1)
    return replace(chosen, span=day_span(chosen.span.first_day + timedelta(days=days), chosen.span.role))


def _time(span: DateSpan, proposition: Proposition, ends: Sequence[DateSpan], published: date) -> ClaimTime:
    valid_to = None
    if span.role is DateRole.SPAN and proposition.event in STATES - {"influence"}:
        valid_to = span.last_day
    if ends and proposition.event in STATES:
        valid_to = ends[0].first_day
    return ClaimTime(span.first_day, span.precision, valid_to)


def _own(
    proposition: Proposition,
    clauses: Sequence[Clause],
    words: Sequence[Word],
    dates: Sequence[DateExpression],
    *,
    narrative: bool,
) -> DateExpression | None:
    clause = proposition.clause
    turning = _turning_point(clause, words, dates)
    if turning is not None:
        return turning
    usable = [e for e in dates if e.span.role is not DateRole.UNTIL and not (narrative and _is_duration(e, clause))]
    usable = [e for e in usable if not _compares(e, words)]
    if not usable:
        return None
    if clause is None:
        return usable[0]
    number = next((i for i, c in enumerate(clauses) if c is clause), None)
    if number is None:
        return usable[0]
    at = words[min(proposition.start, len(words) - 1)].start
    inside = [e for e in usable if _number_at(clauses, words, e.start) == number]
    if proposition.event not in STATES:
        inside = _without_backgrounds(inside)
    if inside:
        return min(inside, key=lambda e: (e.span.role is DateRole.BY, _distance(e, at)))
    if proposition.current and clause.tense == "present":
        return None
    if proposition.rule.startswith("attribute"):
        return None
    if proposition.event not in STATES:
        usable = [e for e in usable if e.span.role is not DateRole.SINCE]  # since when another clause is so
    return None if not usable else min(usable, key=lambda e: _distance(e, at))


def _without_backgrounds(dates: Sequence[DateExpression]) -> list[DateExpression]:
    """'A rebel bastion since 2012, it fell on Tuesday': a change with a day of its own is not dated by a 'since'."""
    points = [e for e in dates if e.span.role is not DateRole.SINCE]
    return points or list(dates)


def _compares(expression: DateExpression, words: Sequence[Word]) -> bool:
    """'The first city taken since 2001': a date that something is measured by is not when it happened."""
    if expression.span.role is not DateRole.SINCE:
        return False
    return any(word.lower in _RECORD for word in words if word.end <= expression.start)


def _is_duration(expression: DateExpression, clause: Clause | None) -> bool:
    """'Had been held for two years' in a history counts from a day that the words do not give."""
    lasting = expression.relative and expression.text.lower().startswith("for ")
    return lasting and (clause is None or clause.tense == "past")


def _turning_point(
    clause: Clause | None, words: Sequence[Word], dates: Sequence[DateExpression]
) -> DateExpression | None:
    """Return the date just before the 'when' of a clause: 'held it until June 2018, when it was captured'."""
    while clause is not None and clause.link in ("inf", "ing") and clause.governor not in (None, clause):
        clause = clause.governor
    if clause is None or clause.link != "when" or clause.region[0] >= len(words):
        return None
    opening = words[clause.region[0]].start
    for expression in dates:
        if 0 <= opening - expression.end <= _ADJACENT:
            return replace(expression, span=replace(expression.span, role=DateRole.POINT))
    return None


def not_until(
    proposition: Proposition, clauses: Sequence[Clause], words: Sequence[Word], dates: Sequence[DateExpression]
) -> DateExpression | None:
    """Return the date of what did 'not ... until' then, as the day on which it happened."""
    clause = proposition.clause
    if clause is None or not clause.negated:
        return None
    number = next((i for i, c in enumerate(clauses) if c is clause), None)
    for expression in dates:
        until = expression.span.role is DateRole.UNTIL
        if until and number is not None and _number_at(clauses, words, expression.start) == number:
            return replace(expression, span=replace(expression.span, role=DateRole.POINT))
    return None


def own_date(
    place: tuple[int, int], places: Sequence[tuple[int, int]], dates: Sequence[DateExpression]
) -> DateExpression | None:
    """Return the date of one place of a list that dates each ('A on 8 May, B and C on 9 May'), if it is such a list.

    `places` are the spans of the places of the list. Only dates after the first of them are looked at. The date of the
    first place may stand after its verb ('A fell on 26 October and B on 4 November').
    """
    after = [e for e in dates if e.span.role is not DateRole.UNTIL and e.start >= places[0][1]]
    follows = [e for e in after if any(0 <= e.start - end <= _ADJACENT for _, end in places)]
    if len(places) < 2 or len(after) < 2 or not follows:
        return None
    nearest = next((e for e in after if e.start >= place[1]), None)
    if nearest is None:
        return None
    alone = place == places[0] and nearest.end <= places[1][0]
    return nearest if nearest in follows or alone or _takes_turns(places, after) else None


def _takes_turns(places: Sequence[tuple[int, int]], dates: Sequence[DateExpression]) -> bool:
    """Whether each place of a list is followed by one date: 'A in March and B, the last town there, in May'."""
    if len(places) != len(dates):
        return False
    ends = [*(start for start, _ in places[1:]), dates[-1].end]
    return all(place[1] <= date.start and date.end <= end for place, date, end in zip(places, dates, ends, strict=True))


def _number_at(clauses: Sequence[Clause], words: Sequence[Word], position: int) -> int | None:
    """The clause that a character lies in: the last whose region begins before it."""
    found = None
    for number, clause in enumerate(clauses):
        begin = words[clause.region[0]].start if clause.region[0] < len(words) else words[-1].end
        if begin <= position or number == 0:
            found = number
    return found


def _distance(expression: DateExpression, position: int) -> int:
    if expression.start >= position:
        return expression.start - position
    return position - expression.end


def is_narrative(dates: Sequence[DateExpression], published: date, years: Sequence[int] = ()) -> bool:
    """Whether a text tells a history: several explicit dates, most of them long before it was published.

    `years` are those that the text writes out: days without one are of these years, not of the year of publication.
    """
    of_now = [e for e in dates if e.relative and _OF_NOW.search(e.text)]
    if len(of_now) >= FEWEST_OF_NOW and of_now[0] == min(dates, key=lambda e: e.start):
        return False  # 'on Tuesday', 'last week': what it sets out from is the news
    explicit = [e for e in dates if not e.relative and e.span.precision in (TimePrecision.DAY, TimePrecision.MONTH)]
    old = [e for e in explicit if published - e.span.first_day > timedelta(days=120)]
    if len(explicit) < LEAST_DATES:
        told = [e for e in explicit if has_year(e.text)]
        far = published - timedelta(days=365)
        first = len(explicit) >= FEWEST_DATES and explicit[0] in told
        return first and all(e.span.first_day < far for e in told)
    if explicit[0] in old and has_year(explicit[0].text):
        return True  # sets out from a day long past
    past = [year for year in years if year < published.year]
    return len(old) * 2 > len(explicit) or len(past) * 2 > len(years)


def has_year(text: str) -> bool:
    """Whether a text writes out a year."""
    return YEAR.search(text) is not None
