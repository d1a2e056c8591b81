"""Dates counted from the day of writing or from the date told before: 'on Friday', 'two weeks ago', 'overnight'."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from territory.extract.dates.calendars import WEEKDAYS, number_of, ordinal_of
from territory.extract.dates.context import DateContext
from territory.extract.dates.explicit import Rule, month_part, rule, year_part
from territory.extract.dates.span import (
    DateRole,
    DateSpan,
    day_span,
    month_span,
    precision_of,
    shift_months,
    week_span,
    year_span,
)
from territory.model import TimePrecision

WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
WEEKDAY_B = WEEKDAY.replace("P<weekday>", "P<weekday_b>")
_PART_OF_DAY = r"(?:morning|afternoon|evening|night)"
NUMBER = (
    r"(?P<number>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|a couple of|several|a few|some)"
)
UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade)s?"
_HEDGE = (
    r"(?:(?:more than|less than|at least|about|around|nearly|almost|over|just|roughly|some|the|past|last|another|only)"
    r" )*"
)
_ONE_DAY = timedelta(days=1)
_BACK = {"day": 7, "week": 30, "month": 180, "year": 1095}


def _weekday(match: re.Match[str], context: DateContext) -> DateSpan:
    which = (match["which"] or "").lower()
    number = WEEKDAYS[match["weekday"].lower()]
    ahead = True if which in ("next", "coming") else None
    return day_span(context.weekday(number, strictly_before=which in ("last", "previous"), ahead=ahead))


def _weekday_range(match: re.Match[str], context: DateContext) -> DateSpan:
    last = context.weekday(WEEKDAYS[match["weekday_b"].lower()])
    first = last - timedelta(days=(last.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7)
    return DateSpan(first, last, TimePrecision.WEEK, DateRole.SPAN)


def _today(_match: re.Match[str], context: DateContext) -> DateSpan:
    return day_span(context.now)


def _yesterday(_match: re.Match[str], context: DateContext) -> DateSpan:
    return day_span(context.now - _ONE_DAY)


def _before_yesterday(_match: re.Match[str], context: DateContext) -> DateSpan:
    return day_span(context.now - 2 * _ONE_DAY)


def _tomorrow(_match: re.Match[str], context: DateContext) -> DateSpan:
    return day_span(context.now + _ONE_DAY)


def _overnight(_match: re.Match[str], context: DateContext) -> DateSpan:
    return DateSpan(context.now - _ONE_DAY, context.now, TimePrecision.DAY)


def _weekend(match: re.Match[str], context: DateContext) -> DateSpan:
    now, which = context.now, (match["which"] or "").lower()
    saturday = now + timedelta(days=5 - now.weekday())
    if (now.weekday() < 5 and not context.future and which != "this") or (now.weekday() >= 5 and which == "last"):
        saturday -= timedelta(days=7)
    return DateSpan(saturday, saturday + _ONE_DAY, TimePrecision.DAY)


def _past_hours(match: re.Match[str], context: DateContext) -> DateSpan:
    days = max(1, (number_of(match["hours"]) or 24) // 24)
    first = context.now - timedelta(days=days)
    return DateSpan(first, context.now, precision_of(first, context.now))


def _recent(match: re.Match[str], context: DateContext) -> DateSpan:
    first = context.now - timedelta(days=_BACK[match["unit"].lower()])
    return DateSpan(first, context.now, precision_of(first, context.now))


def unit_before(now: date, number: int, unit: str) -> DateSpan:
    """Return the calendar unit that holds the day so many units before `now` (after, if negative)."""
    if unit == "hour":
        return day_span(now - timedelta(days=number // 24))
    if unit in ("day", "night"):
        return day_span(now - timedelta(days=number))
    if unit in ("week", "fortnight"):
        return week_span(now - timedelta(days=number * (14 if unit == "fortnight" else 7)))
    if unit == "month":
        day = shift_months(now, -number)
        return month_span(day.year, day.month)
    return year_span(now.year - number * (10 if unit == "decade" else 1))


def _count(word: str) -> int | None:
    text = word.lower()
    if text in ("several", "a few", "some"):
        return 3
    return 2 if text == "a couple of" else number_of(text)


def _vague(match: re.Match[str], anchor: date, direction: int) -> DateSpan | None:
    """'A few days ago' is some day of the week before, not one of them."""
    if match["number"].lower() not in ("several", "a few", "some"):
        return None
    reach = timedelta(days=_BACK.get(match["unit"].lower(), 30))
    first, last = (anchor - reach, anchor) if direction < 0 else (anchor, anchor + reach)
    return DateSpan(first, last, precision_of(first, last))


def _half_year(_match: re.Match[str], context: DateContext) -> DateSpan:
    return unit_before(context.now, 6, "month")


def _before_last(match: re.Match[str], context: DateContext) -> DateSpan:
    number = 2 if match["last"] else 1
    return unit_before(context.now if match["last"] else context.reference, number, match["unit"].lower())


def _window(match: re.Match[str], context: DateContext) -> DateSpan | None:
    """'in the past ten days': somewhere in them."""
    number = _count(match["number"])
    if number is None:
        return None
    unit = match["unit"].lower()
    now = context.now
    first = shift_months(now, -number * (12 if unit == "year" else 1)) if unit in ("month", "year") else None
    first = first or now - timedelta(days=number * {"week": 7, "fortnight": 14}.get(unit, 1))
    return DateSpan(first, now, precision_of(first, now))


def _ago(match: re.Match[str], context: DateContext) -> DateSpan | None:
    vague = _vague(match, context.now, -1)
    if vague:
        return vague
    number = _count(match["number"])
    return None if number is None else unit_before(context.now, number, match["unit"].lower())


def _earlier(match: re.Match[str], context: DateContext) -> DateSpan | None:
    vague = _vague(match, context.reference, -1)
    if vague:
        return vague
    number = _count(match["number"])
    return None if number is None else unit_before(context.reference, number, match["unit"].lower())


def _later(match: re.Match[str], context: DateContext) -> DateSpan | None:
    vague = _vague(match, context.reference, 1)
    if vague:
        return vague
    number = _count(match["number"])
    return None if number is None else unit_before(context.reference, -number, match["unit"].lower())


def _next_day(match: re.Match[str], context: DateContext) -> DateSpan:
    back = match["which"].lower() in ("previous", "day before")
    return day_span(context.reference + (-_ONE_DAY if back else _ONE_DAY))


def _following(match: re.Match[str], context: DateContext) -> DateSpan:
    unit = match["unit"].lower()
    back = match["which"].lower() == "previous"
    return unit_before(context.reference, 1 if back else -1, unit)


def _within(match: re.Match[str], context: DateContext) -> DateSpan | None:
    """'Within three days': on one of the days after the date told before."""
    number = _count(match["number"])
    if number is None:
        return None
    first = context.reference + _ONE_DAY
    days = number * {"week": 7, "month": 30}.get(match["unit"].lower(), 1)
    last = max(first, context.reference + timedelta(days=days))
    return DateSpan(first, last, precision_of(first, last))


def _following_span(match: re.Match[str], context: DateContext) -> DateSpan:
    """'In the following days': some time after the date told before."""
    first = context.previous.last_day if context.previous else context.anchor
    last = first + timedelta(days=_BACK[match["unit"].lower()])
    return DateSpan(first, last, precision_of(first, last))


def _same_day(_match: re.Match[str], context: DateContext) -> DateSpan:
    return context.previous or day_span(context.now)


def _week(match: re.Match[str], context: DateContext) -> DateSpan:
    now, which = context.now, match["which"].lower()
    step = {"last": -7, "previous": -7, "next": 7, "this": 0, "the": 0}[which]
    week = week_span(now + timedelta(days=step))
    part = (match["part"] or "").lower()
    if part == "earlier" and step == 0:
        return replace(week, last_day=max(week.first_day, now - _ONE_DAY))
    if part == "early":
        return replace(week, last_day=week.first_day + timedelta(days=2))
    if part == "late":
        return replace(week, first_day=week.first_day + timedelta(days=3))
    return week


def _half_week(match: re.Match[str], context: DateContext) -> DateSpan:
    week = week_span(context.now)
    if match["half"].lower() == "first":
        return replace(week, last_day=week.first_day + timedelta(days=3))
    return replace(week, first_day=week.first_day + timedelta(days=3))


def _midweek(_match: re.Match[str], context: DateContext) -> DateSpan:
    monday = week_span(context.now).first_day
    return DateSpan(monday + _ONE_DAY, monday + 3 * _ONE_DAY, TimePrecision.WEEK)


def _month(match: re.Match[str], context: DateContext) -> DateSpan:
    now, which = context.now, match["which"].lower()
    day = shift_months(now, {"last": -1, "previous": -1, "next": 1}.get(which, 0))
    part = (match["part"] or "").lower()
    if part == "earlier" and day == now:
        return replace(month_span(now.year, now.month), last_day=max(now.replace(day=1), now - _ONE_DAY))
    if part in ("early", "mid", "late"):
        return month_part(day.year, day.month, part)
    return month_span(day.year, day.month)


def _year(match: re.Match[str], context: DateContext) -> DateSpan:
    now, which = context.now, match["which"].lower()
    year = now.year + {"last": -1, "previous": -1, "next": 1}.get(which, 0)
    part = (match["part"] or "").lower()
    if part == "earlier" and year == now.year:
        first = date(year, 1, 1)
        return DateSpan(first, max(first, now - _ONE_DAY), TimePrecision.SEASON)
    return year_part(year, part) if part in ("early", "mid", "late") else year_span(year)


def _duration(match: re.Match[str], context: DateContext) -> DateSpan | None:
    number = _count(match["number"])
    if number is None:
        return None
    return replace(unit_before(context.now, number, match["unit"].lower()), role=DateRole.SINCE)


def _nth_day(match: re.Match[str], context: DateContext) -> DateSpan | None:
    number = ordinal_of(match["ordinal"])
    if not number:
        return None
    unit = match["unit"].lower()
    return replace(unit_before(context.now, number - 1, unit), role=DateRole.SINCE)


_PART = r"(?:(?P<part>earlier|early|late|mid)[ -])?"
RELATIVE_RULES: tuple[Rule, ...] = (
    rule("unit", r"half a year ago", _half_year),
    rule("unit", r"the (?P<unit>week|month|year) before(?P<last> last)?", _before_last),
    rule("weekday", rf"(?:between|from) {WEEKDAY} (?:and|to|until) {WEEKDAY_B}", _weekday_range),
    rule(
        "weekday",
        rf"(?:(?:late|early|before dawn|by dawn|the night to) (?:on )?)?(?:(?P<which>last|next|this|coming|previous) )?"
        rf"{WEEKDAY}(?: {_PART_OF_DAY})?",
        _weekday,
    ),
    rule("unit", r"(?:the )?day before yesterday", _before_yesterday, "before yesterday"),
    rule("word", r"yesterday(?: (?:morning|afternoon|evening))?", _yesterday, "yesterday"),
    rule("word", r"last night", _yesterday, "last night"),
    rule("word", r"tomorrow", _tomorrow, "tomorrow"),
    rule(
        "word",
        r"tonight|today|this (?:morning|afternoon|evening)|at midnight|since dawn|(?:earlier|later) in the day",
        _today,
        "tonight|today|this |midnight|since dawn|in the day",
    ),
    rule("word", r"overnight", _overnight, "overnight"),
    rule("unit", r"(?:(?:over|at|during) )?(?P<which>this|last|the past|the) weekend", _weekend, "weekend"),
    rule("unit", r"(?:in|over|within|during) the (?:past|last) (?P<hours>\d+|twenty-four) hours", _past_hours, "hours"),
    rule(
        "word",
        r"(?:in|over|during) (?:(?:the )?(?:past|last) (?:few )|recent |the (?:past|last) )"
        r"(?P<unit>day|week|month|year)s",
        _recent,
        "past |last |recent ",
    ),
    rule("unit ago", rf"{_HEDGE}{NUMBER} {UNIT} ago", _ago),
    rule("unit earlier", rf"{_HEDGE}{NUMBER} {UNIT} (?:earlier|before|previously|prior)", _earlier),
    rule("unit later", rf"{_HEDGE}{NUMBER} {UNIT} (?:later|afterwards|after(?! \w))", _later),
    rule(
        "word",
        r"(?:the )?(?P<which>next|following|previous) (?:day|morning|afternoon|evening|night)",
        _next_day,
        "next |following |previous ",
    ),
    rule("unit", r"the (?P<which>day before|day after)(?! yesterday)", _next_day, "day before|day after"),
    rule(
        "unit", r"(?:the )?(?P<which>following|previous) (?P<unit>week|month|year)", _following, "following |previous "
    ),
    rule("unit", r"within (?P<number>\w+|a few|a couple of) (?P<unit>day|week|month)s?(?! of)", _within, "within "),
    rule(
        "unit",
        r"(?:in|over|during|within) the (?:following|ensuing|next|coming) (?:few )?(?P<unit>day|week|month)s",
        _following_span,
        "following |ensuing |next |coming ",
    ),
    rule(
        "word",
        r"(?:the same|that(?: same)?) (?:day|night|morning|evening)|(?:the same|that) (?:month|week)",
        _same_day,
        "the same|that ",
    ),
    rule(
        "word",
        r"(?:by|in|at|before|until) (?:the )?(?:early |late )?"
        r"(?:afternoon|evening|morning|nightfall|dawn|daybreak|noon|midday|sunset|dusk|night)(?! (?:to|of|on) )",
        _same_day,
        "afternoon|evening|morning|night|dawn|daybreak|noon|midday|sunset|dusk",
    ),
    rule("unit", rf"{_PART}(?P<which>last|this|next) week(?!end)", _week),
    rule("unit", r"(?:the )?(?P<half>first|second) half of (?:the|this) week", _half_week, "half of"),
    rule("unit", r"midweek", _midweek, "midweek"),
    rule("unit", rf"{_PART}(?P<which>last|this|next) month", _month),
    rule("unit", rf"{_PART}(?P<which>last|this|next) year", _year),
    rule(
        "word",
        r"for (?:a|an|the) (?P<ordinal>\w+) (?:straight |consecutive )?(?P<unit>day|week|month|year)",
        _nth_day,
        "for ",
    ),
    rule("unit", rf"for {_HEDGE}{NUMBER} {UNIT}", _duration, "for "),
    rule("unit past", rf"(?:over|during|in|within) the (?:past|last) {NUMBER} {UNIT}(?! of)", _window, "past |last "),
)
