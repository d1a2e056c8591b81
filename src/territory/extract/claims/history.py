"""Whether a text tells a history, and the date that it sets out from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from territory.extract.claims.dating import FEWEST_DATES, YEAR, has_year, is_narrative
from territory.extract.dates import DateContext, DateExpression, DateSpan, find_dates
from territory.extract.dates.span import year_span
from territory.extract.sentences import Span
from territory.model import Article

_DATED = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ramadan|eid|new year|box|the \d|\d[-./]\d")
"""What every explicit day or month has."""
_LONGEST_HEADING = 120
"""Characters of a heading; what is longer and has no full stop is a list or a caption."""


def tells_history(article: Article, sentences: Sequence[Span], published: date) -> bool:
    """Whether most of the first dates of a text lie long before its publication."""
    if len(list(islice(_DATED.finditer(article.text.lower()), FEWEST_DATES))) < FEWEST_DATES:
        return False
    context = DateContext(published)
    found: list[DateExpression] = []
    for start, end in sentences[:200]:
        found += find_dates(article.text, context, start, end)
        if len(found) > 20:
            break
    written = f"{article.title} {article.text[:20_000]}"
    years = [int(year) for year in YEAR.findall(written) if int(year) <= published.year]
    return is_narrative(found, published, years)


def beginning(article: Article, sentences: Sequence[Span], published: date) -> DateSpan | None:
    """Return the date that a history sets out from: its title's, or else the first one with a year."""
    context = DateContext(published)
    title = [e for e in find_dates(article.title, context) if has_year(e.text)]
    if title:
        return title[0].span
    year = YEAR.search(article.title)
    if year:
        return year_span(int(year.group()))
    for start, end in sentences[:40]:
        for expression in find_dates(article.text, context, start, end):
            if has_year(expression.text):
                return expression.span
    return None


def year_of_heading(heading: str, dates: Sequence[DateExpression], published: date) -> DateSpan | None:
    """Return when a section sets out, by its heading: its first date with a year (`dates`), or a bare year."""
    if dates:
        return dates[0].span
    years = [int(year) for year in YEAR.findall(heading) if int(year) <= published.year]
    return year_span(years[0]) if years and len(heading) <= _LONGEST_HEADING else None
