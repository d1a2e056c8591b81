"""Date expressions → intervals of days with a precision. Never a day that the text does not give."""

from territory.extract.dates.context import DateContext
from territory.extract.dates.find import DateExpression, find_dates, resolve_expression
from territory.extract.dates.span import DateRole, DateSpan

__all__ = ["DateContext", "DateExpression", "DateRole", "DateSpan", "find_dates", "resolve_expression"]
