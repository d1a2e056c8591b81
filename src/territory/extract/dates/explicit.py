"""Dates that name a day, month, season or year: '25 August 2016', 'late May', 'in mid-2014', 'July 5-7'."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from territory.extract.dates.calendars import MONTHS, SEASONS, from_hijri, hijri_year, ordinal_of
from territory.extract.dates.context import DateContext
from territory.extract.dates.span import DateRole, DateSpan, day_span, month_span, precision_of, year_span
from territory.model import TimePrecision

Resolve = Callable[[re.Match[str], DateContext], DateSpan | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, how a match is resolved, and what a text must have for the pattern to be worth trying."""

    pattern: re.Pattern[str]
    resolve: Resolve
    needs: frozenset[str]
    cues: tuple[str, ...] = ()


MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
MONTH_B = MONTH.replace("P<month>", "P<month_b>")
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
DAY_B = r"(?P<day_b>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
YEAR_B = r"(?P<year_b>(?:19|20)\d\d)"
PART = r"(?P<part>early|mid|late)"
WEEKDAY_BEFORE = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_DASH = r" ?[-–—] ?"
_FEASTS = {
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
}
_LAST_YEAR = r"(?:(?: of)? (?P<which_year>last|this|the previous|that|the same) year)?"
_WEEKS_OF_MONTH = ("first", "second", "third", "fourth")
_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_TENS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return MONTHS[name.lower().rstrip(".")]


def safe_day(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_part(year: int, month: int, part: str) -> DateSpan:
    """Return the early, mid or late third of a month."""
    first, last = _TENS[part]
    return DateSpan(
        date(year, month, first), date(year, month, min(last, monthrange(year, month)[1])), TimePrecision.MONTH
    )


def year_part(year: int, part: str) -> DateSpan:
    """Return the early, mid or late third of a year."""
    first, last = _THIRDS[part]
    return DateSpan(date(year, first, 1), month_span(year, last).last_day, TimePrecision.SEASON)


def season_span(year: int, season: str) -> DateSpan:
    """Return a season; winter starts in the given year."""
    first = SEASONS[season.lower()]
    end_year, end_month = (year + 1, 2) if first == 12 else (year, first + 2)
    return DateSpan(date(year, first, 1), month_span(end_year, end_month).last_day, TimePrecision.SEASON)


def _year(match: re.Match[str], context: DateContext, month: int, day: int | None = None) -> int:
    words = match.groupdict()
    if words.get("year"):
        return int(words["year"])
    if words.get("which_year"):
        return context.now.year - (words["which_year"].lower() in ("last", "the previous"))
    return context.year_for(month, day)


def _full(match: re.Match[str], context: DateContext) -> DateSpan | None:
    month, day = month_number(match["month"]), int(match["day"])
    if not 1 <= day <= 31:
        return None
    found = safe_day(_year(match, context, month, day), month, day)
    return day_span(found) if found else None


def _iso(match: re.Match[str], _context: DateContext) -> DateSpan | None:
    found = safe_day(int(match["year"]), int(match["month_n"]), int(match["day"]))
    return day_span(found) if found else None


def _numeric(match: re.Match[str], context: DateContext) -> DateSpan | None:
    day, month = int(match["day"]), int(match["month_n"])
    if (context.month_first and match["sep"] == "/") or month > 12:
        day, month = month, day
    found = safe_day(int(match["year"]), month, day)
    return day_span(found) if found else None


def _month(match: re.Match[str], context: DateContext) -> DateSpan:
    month = month_number(match["month"])
    year = _year(match, context, month)
    part = match.groupdict().get("part")
    return month_part(year, month, part.lower()) if part else month_span(year, month)


def _last_month_name(match: re.Match[str], context: DateContext) -> DateSpan:
    month, now = month_number(match["month"]), context.now
    return month_span(now.year if month < now.month else now.year - 1, month)


def _month_edge(match: re.Match[str], context: DateContext) -> DateSpan:
    month = month_number(match["month"])
    whole = month_span(_year(match, context, month), month)
    edge = match["edge"].lower()
    if edge == "middle":
        return month_part(whole.first_day.year, month, "mid")
    if edge in _WEEKS_OF_MONTH:
        first = whole.first_day + timedelta(days=7 * _WEEKS_OF_MONTH.index(edge))
        return DateSpan(first, first + timedelta(days=6), TimePrecision.WEEK)
    days = 6 if match["unit"] and match["unit"].startswith("week") else 4
    if edge in ("end", "last", "close"):
        return DateSpan(whole.last_day - timedelta(days=days), whole.last_day, TimePrecision.WEEK)
    return DateSpan(whole.first_day, whole.first_day + timedelta(days=days), TimePrecision.WEEK)


def _year_words(match: re.Match[str], context: DateContext) -> int:
    words = match.groupdict()
    if words.get("year"):
        return int(words["year"])
    return context.now.year - (1 if (words.get("which") or "").lower() in ("last", "previous") else 0)


def _year_edge(match: re.Match[str], context: DateContext) -> DateSpan:
    year, edge = _year_words(match, context), match["edge"].lower()
    if edge == "middle":
        return year_part(year, "mid")
    return month_span(year, 12 if edge in ("end", "last", "close") else 1)


def _year_half(match: re.Match[str], context: DateContext) -> DateSpan:
    year = _year_words(match, context)
    if match["half"].lower() in ("first", "1st"):
        return DateSpan(date(year, 1, 1), date(year, 6, 30), TimePrecision.SEASON)
    return DateSpan(date(year, 7, 1), date(year, 12, 31), TimePrecision.SEASON)


def _quarter(match: re.Match[str], context: DateContext) -> DateSpan:
    year, words = _year_words(match, context), ("first", "second", "third", "fourth")
    quarter = words.index(match["quarter"].lower().replace("last", "fourth"))
    return DateSpan(date(year, 3 * quarter + 1, 1), month_span(year, 3 * quarter + 3).last_day, TimePrecision.SEASON)


def _year_end(_match: re.Match[str], context: DateContext) -> DateSpan:
    return month_span(context.now.year, 12)


def _fixed_feast(match: re.Match[str], context: DateContext) -> DateSpan:
    month, day = _FEASTS[match["feast"].lower().replace("’", "'")]
    return day_span(date(context.year_for(month, day), month, day))


def _year_part(match: re.Match[str], context: DateContext) -> DateSpan:
    return year_part(_year_words(match, context), match["part"].lower())


def _season(match: re.Match[str], context: DateContext) -> DateSpan:
    words, season = match.groupdict(), match["season"].lower()
    if words.get("year"):
        return season_span(int(words["year"]), season)
    now, first = context.now, SEASONS[season]
    which = (words.get("which") or "").lower()
    if which == "this" or (which == "next" and first > now.month):
        return season_span(now.year, season)
    if which == "next":
        return season_span(now.year + 1, season)
    return season_span(now.year if first + 2 < now.month else now.year - 1, season)


def _past_season(match: re.Match[str], context: DateContext) -> DateSpan:
    """'Since the spring': the last one, or that of the year told of."""
    season = match["season"].lower()
    return season_span(context.year_for(SEASONS[season]), season)


def _before_season(match: re.Match[str], context: DateContext) -> DateSpan:
    now, first = context.now, SEASONS[match["season"].lower()]
    start = date(now.year if first > now.month else now.year + 1, first, 1)
    return replace(day_span(start - timedelta(days=1), DateRole.BY), precision=TimePrecision.SEASON)


def _plain_year(match: re.Match[str], _context: DateContext) -> DateSpan:
    return year_span(int(match["year"]))


def _ordinal_day(match: re.Match[str], context: DateContext) -> DateSpan | None:
    day, now = ordinal_of(match["ordinal"]), context.now
    if not day or not 1 <= day <= 31:
        return None
    month_first = date(now.year, now.month, 1)
    if day > now.day and not context.future:
        month_first = (month_first - timedelta(days=1)).replace(day=1)
    found = safe_day(month_first.year, month_first.month, day)
    return day_span(found) if found else None


def _feast(match: re.Match[str], context: DateContext) -> DateSpan:
    now = context.now
    year = hijri_year(now)
    month, length = {"ramadan": (9, 29), "eid al-adha": (12, 4)}.get(match["feast"].lower(), (10, 3))
    first = from_hijri(year, month, 10 if month == 12 else 1)
    if first - now == timedelta(days=1) and month == 10:
        first = now  # the moon may be seen a day before the table has it
    if first > now:
        first = from_hijri(year - 1, month, 10 if month == 12 else 1)
    if match.groupdict().get("ordinal"):
        return day_span(first + timedelta(days=(ordinal_of(match["ordinal"]) or 1) - 1))
    role = DateRole.SPAN if match["feast"].lower() == "ramadan" else DateRole.POINT
    last = first + timedelta(days=length - 1)
    return DateSpan(first, last, precision_of(first, last), role)


def _day_range(match: re.Match[str], context: DateContext) -> DateSpan | None:
    words = match.groupdict()
    month_b = month_number(words.get("month_b") or words["month"])
    month_a = month_number(words["month"]) if words.get("month") else month_b
    year_b = int(words["year"]) if words.get("year") else context.year_for(month_b, int(words["day_b"]))
    year_a = int(words["year_a"]) if words.get("year_a") else year_b - (month_a > month_b)
    first, last = safe_day(year_a, month_a, int(words["day"])), safe_day(year_b, month_b, int(words["day_b"]))
    if not first or not last or last < first:
        return None
    return DateSpan(
        first, last, max(precision_of(first, last), TimePrecision.WEEK, key=lambda p: p.days), DateRole.SPAN
    )


def _month_range(match: re.Match[str], context: DateContext) -> DateSpan | None:
    month_a, month_b = month_number(match["month"]), month_number(match["month_b"])
    year_b = int(match["year_b"]) if match["year_b"] else context.year_for(month_b)
    year_a = int(match["year"]) if match["year"] else year_b - (month_a > month_b)
    first, last = date(year_a, month_a, 1), month_span(year_b, month_b).last_day
    return DateSpan(first, last, precision_of(first, last), DateRole.SPAN) if first <= last else None


def _year_range(match: re.Match[str], _context: DateContext) -> DateSpan | None:
    first, last = int(match["year"]), int(match["year_b"])
    if last < first:
        return None
    return DateSpan(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR, DateRole.SPAN)


def rule(needs: str, pattern: str, resolve: Resolve, cues: str = "") -> Rule:
    """Return a rule whose pattern matches whole words in any case.

    `needs` names what a text must have for the pattern to be worth trying: a key of `NEEDS`. Of the `cues`, split at
    bars, every match has one in small letters.
    """
    compiled = re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)
    return Rule(compiled, resolve, frozenset(needs.split()), tuple(cues.split("|")) if cues else ())


_FROM_CUES = "from |between "
_FROM, _TO = r"(?:from|between) ", r" (?:to|and|until|till|through) "
_UP_TO_CUES = "-|–|—| to | until | till | through "
_UP_TO = rf"(?:{_DASH}| (?:to|until|till|through) )"
EXPLICIT_RULES: tuple[Rule, ...] = (
    rule(
        "month",
        rf"{_FROM}{DAY} {MONTH}(?: (?P<year_a>(?:19|20)\d\d))?{_TO}{DAY_B} {MONTH_B}(?:,? {YEAR})?",
        _day_range,
        _FROM_CUES,
    ),
    rule("month", rf"{_FROM}{DAY}{_TO}{DAY_B} {MONTH_B}(?:,? {YEAR})?", _day_range, _FROM_CUES),
    rule(
        "month",
        rf"{_FROM}{MONTH} {DAY}(?:, (?P<year_a>(?:19|20)\d\d))?{_TO}{MONTH_B} {DAY_B}(?:,? {YEAR})?",
        _day_range,
        _FROM_CUES,
    ),
    rule(
        "month",
        rf"{DAY} {MONTH}(?: (?P<year_a>(?:19|20)\d\d))?{_UP_TO}{DAY_B} {MONTH_B}(?:,? {YEAR})?",
        _day_range,
        _UP_TO_CUES,
    ),
    rule(
        "month",
        rf"{MONTH} {DAY}(?:, (?P<year_a>(?:19|20)\d\d))?{_UP_TO}{MONTH_B} {DAY_B}(?:,? {YEAR})?",
        _day_range,
        _UP_TO_CUES,
    ),
    rule("month", rf"{MONTH} {DAY}(?:{_DASH}|{_TO}){DAY_B}(?:,? {YEAR})?", _day_range),
    rule("month", rf"{DAY}(?:{_DASH}| and | or ){DAY_B} {MONTH}(?:,? {YEAR})?", _day_range, "-|–|—| and | or "),
    rule("month", rf"{_FROM}{MONTH}(?: {YEAR})?{_TO}{MONTH_B}(?: {YEAR_B})?", _month_range, _FROM_CUES),
    rule("year", rf"{_FROM}{YEAR}{_TO}{YEAR_B}", _year_range, _FROM_CUES),
    rule("month", rf"{WEEKDAY_BEFORE}(?:the )?{DAY}(?: of)? {MONTH}(?:,? {YEAR})?{_LAST_YEAR}", _full),
    rule("month", rf"{WEEKDAY_BEFORE}{MONTH} (?:the )?{DAY}(?:,? {YEAR})?(?!:){_LAST_YEAR}", _full),
    rule("digit", rf"{YEAR}-(?P<month_n>[01]?\d)-(?P<day>[0-3]?\d)", _iso, "-"),
    rule("digit", rf"(?P<day>[0-3]?\d)(?P<sep>[./])(?P<month_n>[0-3]?\d)(?P=sep){YEAR}", _numeric),
    rule(
        "month",
        r"(?:the )?(?P<edge>end|close|last|beginning|start|first|second|third|fourth|middle)(?: (?P<unit>days|week))? "
        rf"of {MONTH}(?:,? {YEAR})?",
        _month_edge,
        "end of|close of|last of|beginning of|start of|first of|second of|third of|fourth of|middle of|days of|week of",
    ),
    rule("month part", rf"{PART}[ -](?:in )?{MONTH}(?:,? (?:of )?{YEAR})?", _month),
    rule("month", rf"last {MONTH}", _last_month_name, "last "),
    rule("month", rf"{MONTH},? (?:of )?{YEAR}", _month),
    rule(
        "word",
        r"(?:the )?(?P<edge>end|close|beginning|start|middle) "
        rf"of (?:{YEAR}|(?:the|(?P<which>this|last|that|previous)) year)",
        _year_edge,
        "end of|close of|beginning of|start of|middle of",
    ),
    rule(
        "word",
        rf"(?:the )?(?P<half>first|1st|second|2nd) half of (?:{YEAR}|(?:the|(?P<which>this|last|that|previous)) year)",
        _year_half,
        "half of",
    ),
    rule("part", rf"{PART}(?:[ -]| in )(?:{YEAR}|(?P<which>this|last) year)", _year_part),
    rule("year season", rf"(?:the )?{SEASON} (?:of )?{YEAR}", _season),
    rule(
        "word",
        r"(?:the )?(?P<quarter>first|second|third|fourth|last) quarter "
        rf"of (?:{YEAR}|(?:the|(?P<which>this|last|previous)) year)",
        _quarter,
        "quarter of",
    ),
    rule("unit", r"(?:the )?year(?:['’]s|-| )end", _year_end),
    rule(
        "word",
        r"(?P<feast>New Year['’]s (?:Eve|Day)|Christmas(?: Day| Eve)?|Boxing Day)",
        _fixed_feast,
        "new year|christmas|boxing",
    ),
    rule("season", rf"before (?:the )?{SEASON}", _before_season),
    rule("season", rf"(?P<which>this|last|next) {SEASON}", _season),
    rule(
        "season",
        r"(?:(?<=in )|(?<=since )|(?<=during )|(?<=over )|(?<=throughout ))(?:the )?"
        r"(?P<season>spring|summer|autumn|winter)\b"
        r"(?! (?:of|offensive|campaign|fighting|season|break|session|games|olympics|capital|(?:19|20)\d\d))",
        _past_season,
    ),
    rule("word", r"(?P<feast>Ramadan)(?: this year)?", _feast, "ramadan"),
    rule(
        "word",
        r"(?:the )?(?:(?P<ordinal>first|second|third) day of )?(?P<feast>Eid al-Adha|Eid)(?: al-Fitr)?",
        _feast,
        "eid",
    ),
    rule("digit", r"(?<=on )the (?P<ordinal>[0-3]?\d(?:st|nd|rd|th))", _ordinal_day, "on the "),
    rule("month", rf"(?<=in )(?:{MONTH})(?! \d){_LAST_YEAR}", _month, "in "),
    rule("month", rf"(?<=since )(?:{MONTH})(?! \d)", _month, "since "),
    rule(
        "month",
        rf"(?:(?<=by )|(?<=of )|(?<=until )|(?<=during )|(?<=before )|(?<=after )|(?<=from )){MONTH}(?! \d)",
        _month,
        "by |of |until |during |before |after |from ",
    ),
    rule(
        "year",
        rf"{YEAR}(?= (?:[A-Z]\w+ ){{0,2}}(?:annexation|capture|fall|recapture|liberation|seizure|takeover|conquest)\b)",
        _plain_year,
        "annexation|capture|fall|liberation|seizure|takeover|conquest",
    ),
    rule(
        "year",
        r"(?:(?<=in )|(?<=by )|(?<=since )|(?<=until )|(?<=of )|(?<=during )|(?<=from )|(?<=before )|(?<=throughout )"
        rf"|(?<=up to )|(?<=till )){YEAR}(?!s)",
        _plain_year,
    ),
)
