"""What can go wrong, and what to do about it.

    TerritoryError
    ├── InputError (ValueError)            something from outside cannot be used
    │   ├── ArticleError                   a document cannot be read as an article
    │   └── TableError                     a table as a whole cannot be read (missing column, not CSV)
    ├── IntervalError (ValueError)         an interval that ends before it starts
    ├── NaiveDatetimeError (ValueError)    a moment without a time zone
    ├── UnknownPlaceError (LookupError)    no place of that name or id
    ├── AmbiguousToponymError (LookupError) a name fits several places equally well
    ├── GeodataError (OSError)             a bundled data file is missing or damaged
    └── StoreError (OSError)               the store cannot be opened or is not ours

A message says what happened, with the value and where it stood, and what to do. Rows and sentences that cannot be
used are not exceptions: they come back as :class:`territory.model.Rejected`.
"""

from __future__ import annotations

from collections.abc import Sequence


class TerritoryError(Exception):
    """Base of every error that this library raises on purpose."""


class InputError(TerritoryError, ValueError):
    """Something from outside cannot be used."""


class ArticleError(InputError):
    """A document cannot be read as an article."""


class TableError(InputError):
    """A table as a whole cannot be read."""


class IntervalError(TerritoryError, ValueError):
    """An interval ends before it starts."""


class NaiveDatetimeError(TerritoryError, ValueError):
    """A moment has no time zone."""


class UnknownPlaceError(TerritoryError, LookupError):
    """No place has that name or id."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(name, tuple(suggestions))
        self.name, self.suggestions = name, tuple(suggestions)

    def __str__(self) -> str:
        hint = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        return f"No place is called {self.name!r}.{hint} Try `territory gazetteer search`."


class AmbiguousToponymError(TerritoryError, LookupError):
    """A toponym fits several places equally well."""

    def __init__(self, toponym: str, place_ids: Sequence[str]) -> None:
        super().__init__(toponym, tuple(place_ids))
        self.toponym, self.place_ids = toponym, tuple(place_ids)

    def __str__(self) -> str:
        return (
            f"{self.toponym!r} fits {len(self.place_ids)} places: {', '.join(self.place_ids)}. "
            "Give the place id instead."
        )


class GeodataError(TerritoryError, OSError):
    """A bundled data file is missing or damaged."""


class StoreError(TerritoryError, OSError):
    """The store cannot be opened, or is not a Territory store."""
