"""Finds the date expressions of a sentence and resolves each to an interval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from territory.extract.dates.context import DateContext
from territory.extract.dates.explicit import EXPLICIT_RULES
from territory.extract.dates.relative import RELATIVE_RULES
from territory.extract.dates.span import DateRole, DateSpan

_RULES = EXPLICIT_RULES + RELATIVE_RULES
_TRIGGER = re.compile(
    r"\d|days?\b|dawn|noon|midday|sunset|dusk|daybreak|night|morning|afternoon|evening|week|month|year|hour|ago\b|recent|Ramadan|\bEid\b|tomorrow|spring|summer|autumn|winter"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*\b",
    re.IGNORECASE,
)
_PARTS_OF_DAY = frozenset({"nightfall", "dawn", "evening", "morning", "noon", "midday", "night", "afternoon", "dusk"})
_HAS = {
    "month": re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE),
    "year": re.compile(r"(?:19|20)\d\d"),
    "weekday": re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE),
    "unit": re.compile(r"hour|day|night|week|fortnight|month|year|decade", re.IGNORECASE),
    "digit": re.compile(r"\d"),
    "season": re.compile(r"spring|summer|autumn|fall|winter", re.IGNORECASE),
    "part": re.compile(r"early|mid|late", re.IGNORECASE),
    "ago": re.compile(r"ago\b"),
    "earlier": re.compile(r"earlier|before|previously"),
    "later": re.compile(r"later|after"),
    "past": re.compile(r"past|last"),
    "word": re.compile(""),
}
"""What a text must have for a group of rules to be tried."""
_LEAD = re.compile(
    r"(?:(?:\b(?:ever )?(?P<since>since)|\b(?P<by>by|before)|\b(?P<until>until|till|up to)|\b(?:on|in|at|during|over"
    r"|from|late|early|before dawn|by dawn|around|about|throughout|after)) (?:the )?"
    r"(?:(?:night|evening|morning|afternoon|dawn) (?:to|of|on) )?)+$",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|would|shall|is to|are to|to be|plans?|due|going to|by)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression in a text, `text[start:end]` with the preposition that leads it, and what it means."""

    start: int
    end: int
    text: str
    span: DateSpan
    relative: bool = False


def find_dates(text: str, context: DateContext, start: int = 0, end: int | None = None) -> tuple[DateExpression, ...]:
    """Return the date expressions in `text[start:end]` in order, each resolved.

    Notes
    -----
    Rules are tried from the most to the least specific; of two that overlap the earlier rule wins. 'Two days later' in
    a sentence counts from a date that stands before it in the same sentence, else from `context.previous`.
    """
    stop = len(text) if end is None else end
    if not _TRIGGER.search(text, start, stop):
        return ()
    matches = _matches(text, start, stop)
    found: list[DateExpression] = []
    running = context
    for begin, finish, number in matches:
        rule = _RULES[number]
        match = rule.pattern.match(text, begin, stop)
        span = rule.resolve(match, running) if match else None
        if span is None:
            continue
        expression = _with_lead(text, start, begin, finish, span, running)
        relative = number >= len(EXPLICIT_RULES)
        found.append(replace(expression, relative=relative))
        running = replace(running, previous=expression.span)
    return tuple(found)


def _matches(text: str, start: int, stop: int) -> list[tuple[int, int, int]]:
    taken: list[tuple[int, int, int]] = []
    has = {name for name, pattern in _HAS.items() if pattern.search(text, start, stop)}
    for number, rule in enumerate(_RULES):
        if not rule.needs <= has:
            continue
        for match in rule.pattern.finditer(text, start, stop):
            begin, finish = match.span()
            if all(finish <= a or begin >= b for a, b, _ in taken):
                taken.append((begin, finish, number))
    return sorted(taken)


def _with_lead(text: str, start: int, begin: int, finish: int, span: DateSpan, context: DateContext) -> DateExpression:
    lead = _LEAD.search(text, max(start, begin - 40), begin)
    role = span.role
    if lead:
        begin = lead.start()
        if lead["since"]:
            role = DateRole.SINCE
        elif lead["until"]:
            role = DateRole.UNTIL
        elif lead["by"] and "dawn" not in lead.group().lower():
            role = DateRole.BY
    if role is DateRole.POINT or role is DateRole.SINCE:
        span = span.cut(context.now)
    return DateExpression(begin, finish, text[begin:finish], replace(span, role=role))


def _is_deadline(expression: str) -> bool:
    """'By Friday' looks ahead; 'by nightfall on Friday' does not."""
    words = expression.lower().split()
    return words[:1] == ["by"] and not any(word in _PARTS_OF_DAY for word in words)


def resolve_expression(
    expression: str, anchor: date, *, future: bool = False, previous: DateSpan | None = None
) -> DateSpan | None:
    """Return what one date expression means, written on the day `anchor`; None if it is not understood.

    `future` says that the sentence looks ahead ('will begin on Monday'). `previous` is the date told before, from which
    'two days later' counts.

    Examples
    --------
    >>> resolve_expression("late May", date(2017, 7, 9)).first_day
    datetime.date(2017, 5, 21)
    """
    context = DateContext(anchor, previous=previous, future=future or _is_deadline(expression))
    found = find_dates(expression, context)
    return max(found, key=lambda e: e.end - e.start).span if found else None
