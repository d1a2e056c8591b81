"""Finds the date expressions of a sentence and resolves each to an interval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

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
_MAYBE = tuple(
    "day dawn noon sunset dusk night morning afternoon evening week month year hour ago recent ramadan eid tomorrow"
    " spring summer autumn winter jan feb mar apr may jun jul aug sep oct nov dec".split()
)
"""A text without a digit and without any of these has no `_TRIGGER`."""
_PARTS_OF_DAY = frozenset({"nightfall", "dawn", "evening", "morning", "noon", "midday", "night", "afternoon", "dusk"})
_MARKS = {
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "month": r"jan(?<!\wjan) feb(?<!\wfeb) mar(?<!\wmar) apr(?<!\wapr) may(?<!\wmay)\b june(?<!\wjune)\b"
    r" jun(?<!\wjun)\b july(?<!\wjuly)\b jul(?<!\wjul)\b aug(?<!\waug)"
    r" sep(?<!\wsep) oct(?<!\woct) nov(?<!\wnov) dec(?<!\wdec)",
    "year": r"19\d\d 20\d\d",
    "digit": "0 1 2 3 4 5 6 7 8 9",
    "unit": "hour day night week fortnight month year decade",
    "season": "spring summer autumn fall winter",
    "part": "early mid late(?!r)",
    "ago": r"ago\b",
    "earlier": "earlier before previously prior",
    "later": "later after",
    "past": "past last",
}
"""What a text in small letters must have for a group of rules to be tried, by alternatives.

Each begins with plain letters, so that the one pattern made of them all skips what begins otherwise.
"""
_MARK = re.compile("|".join(part for parts in _MARKS.values() for part in parts.split()))
_NAME_OF = {
    re.match("[a-z]+", part)[0]: name  # type: ignore[index]
    for name, parts in _MARKS.items()
    if name not in ("year", "digit")
    for part in parts.split()
}
_NUMBERS = ("year", "digit")
_DIGIT = re.compile(r"\d")
_NARROWEST = ("ago", "earlier", "later", "season", "month", "weekday", "year", "unit", "past", "part", "digit", "word")
"""Of several needs of a rule, the one that is looked around first."""
_BEFORE = 12
"""Characters before a sentence that a rule may look back at ('throughout ')."""
_REACH = 40
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
    found: list[DateExpression] = []
    running = context
    left = max(0, start - _BEFORE)
    for begin, finish, number in _matches(text[left:stop], start - left):
        rule = _RULES[number]
        begin, finish = left + begin, left + finish
        match = rule.pattern.match(text, begin, stop)
        span = rule.resolve(match, running) if match else None
        if span is None:
            continue
        relative = number >= len(EXPLICIT_RULES)
        expression = _with_lead(text, start, begin, finish, span, relative, running)
        found.append(expression)
        running = replace(running, previous=expression.span)
    return tuple(found)


@lru_cache(maxsize=256)
def _matches(text: str, start: int) -> tuple[tuple[int, int, int], ...]:
    """Where which rule matches a sentence, `text[start:]`: (start, end, number of the rule), in order.

    What an expression means depends on what was told before, where it stands does not: the first sentences of an
    article are read twice.
    """
    lower = _lower(text[start:])
    if not _DIGIT.search(lower) and not (any([part in lower for part in _MAYBE]) and _TRIGGER.search(text, start)):  # noqa: C419
        return ()
    windows = _windows(lower)
    rules, told = _rules_for(frozenset(windows))
    cues = {cue for cue in told if cue in lower}
    taken: list[tuple[int, int, int]] = []
    for number, key in rules:
        rule = _RULES[number]
        if rule.cues and cues.isdisjoint(rule.cues):
            continue
        for begin_at, end_at in windows[key]:
            for match in rule.pattern.finditer(text, start + begin_at, start + end_at):
                begin, finish = match.span()
                if all(finish <= a or begin >= b for a, b, _ in taken):
                    taken.append((begin, finish, number))
    return tuple(sorted(taken))


def _lower(text: str) -> str:
    """Return a text in small letters, letter for letter (a few capitals have a small form of two)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower()[:1] for c in text)


@cache
def _rules_for(has: frozenset[str]) -> tuple[tuple[tuple[int, str], ...], tuple[str, ...]]:
    """The rules worth trying on a text that has such things, by number, each with what it is looked for around; their
    cues."""
    rules = [(number, rule) for number, rule in enumerate(_RULES) if rule.needs <= has]
    around = tuple((number, next(name for name in _NARROWEST if name in rule.needs)) for number, rule in rules)
    return around, tuple(sorted({cue for _, rule in rules for cue in rule.cues}))


def _windows(lower: str) -> dict[str, list[tuple[int, int]]]:
    """The stretches around what each group of rules needs, cut at spaces: no rule matches outside them."""
    length = len(lower)
    found: dict[str, list[tuple[int, int]]] = {"word": [(0, length)]}
    for match in _MARK.finditer(lower):
        begin, end = max(0, match.start() - _REACH), min(length, match.end() + _REACH)
        if begin:
            begin = lower.rfind(" ", 0, begin) + 1
        if end < length:
            space = lower.find(" ", end)
            end = space if space >= 0 else length
        mark = match.group()
        names = ("digit",) if len(mark) == 1 else _NUMBERS if mark[0] in "12" else (_NAME_OF[mark],)
        for name in names:
            spans = found.setdefault(name, [])
            if spans and begin <= spans[-1][1]:
                begin = min(begin, spans.pop()[0])
            spans.append((begin, end))
    return found


def _with_lead(
    text: str, start: int, begin: int, finish: int, span: DateSpan, relative: bool, context: DateContext
) -> DateExpression:
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
    return DateExpression(begin, finish, text[begin:finish], replace(span, role=role), relative)


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
