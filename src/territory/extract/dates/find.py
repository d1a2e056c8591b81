"""Finds the date expressions of a sentence and resolves each to an interval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

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
    "weekday": "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "month": r"\b(?:Jan|Feb|Mar|Apr|May\b|June?\b|July?\b|Aug|Sep|Oct|Nov|Dec)",
    "year": r"(?:19|20)\d\d",
    "digit": r"\d",
    "unit": "hour|day|night|week|fortnight|month|year|decade",
    "season": "spring|summer|autumn|fall|winter",
    "part": "early|mid|late(?!r)",
    "ago": r"ago\b",
    "earlier": "earlier|before|previously|prior",
    "later": "later|after",
    "past": "past|last",
}
"""What a text must have for a group of rules to be tried."""
_NUMBERS = ("year", "digit")
_DIGIT = re.compile(r"\d")
_LETTERS = {
    name: tuple(re.findall(r"[a-z]+", re.sub(r"\\\w|\?[:!]?|\(\?!r\)", " ", pattern.lower())))
    for name, pattern in _HAS.items()
}
_NARROWEST = ("ago", "earlier", "later", "season", "month", "weekday", "year", "unit", "past", "part", "digit", "word")
"""Of several needs of a rule, the one that is looked around first."""
_REACH = 60
"""Characters before and after it that a date expression may take."""
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
    lower = text[start:stop].lower()
    windows = _windows(text, start, stop, lower)
    for number, key in _rules_for(frozenset(windows)):
        rule = _RULES[number]
        if rule.cues and not any(cue in lower for cue in rule.cues):
            continue
        for begin_at, end_at in windows[key]:
            for match in rule.pattern.finditer(text, begin_at, end_at):
                begin, finish = match.span()
                if all(finish <= a or begin >= b for a, b, _ in taken):
                    taken.append((begin, finish, number))
    return sorted(taken)


@cache
def _rules_for(has: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """The rules worth trying on a text that has such things, by number, each with what it is looked for around."""
    return tuple(
        (number, next(name for name in _NARROWEST if name in rule.needs))
        for number, rule in enumerate(_RULES)
        if rule.needs <= has
    )


@cache
def _finder_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{_HAS[name]})" for name in names), re.IGNORECASE)


def _windows(text: str, start: int, stop: int, lower: str) -> dict[str, list[tuple[int, int]]]:
    """The stretches around what each group of rules needs, cut at spaces: no rule matches outside them."""
    found: dict[str, list[tuple[int, int]]] = {"word": [(start, stop)]}
    has_digit = _DIGIT.search(lower) is not None
    names = tuple(
        name
        for name in _HAS
        if (has_digit if name in _NUMBERS else any(letters in lower for letters in _LETTERS[name]))
    )
    for match in _finder_of(names).finditer(text, start, stop) if names else ():
        begin, end = max(start, match.start() - _REACH), min(stop, match.end() + _REACH)
        if begin > start:
            begin = max(start, text.rfind(" ", start, begin) + 1)
        if end < stop:
            space = text.find(" ", end, stop)
            end = space if space >= 0 else stop
        for name in _NUMBERS if match.lastgroup == "year" else (match.lastgroup or "word",):
            spans = found.setdefault(name, [])
            if spans and begin <= spans[-1][1]:
                begin = min(begin, spans.pop()[0])
            spans.append((begin, end))
    return found


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
