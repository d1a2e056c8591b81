"""The whole view as one record, and how it stands in the address of the page.

| parameter | says | example |
|---|---|---|
| `on` | the day | `2014-06-11` |
| `place` | the selected place | `iq-mosul` |
| `groups`, `country`, `status` | what is shown; left out = all, `none` = nothing | `IS,SDF` |
| `grades`, `types`, `origins` | which evidence counts as shown | `A,B` |
| `without` | publishers left out, separated by `;` | `Reuters;AFP` |
| `conf` | least probability, per cent | `60` |
| `known` | as known at that moment | `2014-06-12` |
| `model`, `palette`, `layers` | how it is worked out and drawn | `cvd` |
| `from`, `to` | span of the changes | |
| `vs` | the day to compare with | |
| `minus`, `minussrc` | what if: publishers (by `;`) and sources (by blanks) left out, and all recomputed | `Reuters` |
| `minusgrades`, `minusmods` | what if: grades and modalities left out | `D,claimed` |
| `minusmachine` | what if: `1` leaves out what a machine read | `1` |
| `source`, `article` | publisher or article that is looked at | |
| `ll`, `z` | centre and zoom; written by the map itself | `36.3,43.1` |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from territory.model import ControlStatus, EvidenceType, Modality, Origin

STATUSES = (ControlStatus.CONTROLLED, ControlStatus.CONTESTED, ControlStatus.INFLUENCE)
PALETTES = {"default": "By convention", "cvd": "Colour-blind safe"}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)

Names = tuple[str, ...] | None
DEFAULT_LAYERS = ("places", "cells")


@dataclass(frozen=True, slots=True)
class View:
    """All that a link carries. `None` in a list of names means all, an empty one means none."""

    on: date
    place: str | None = None
    groups: Names = None
    statuses: Names = None
    countries: Names = None
    grades: Names = None
    types: Names = None
    origins: Names = None
    without: tuple[str, ...] = ()
    confidence: float = 0.0
    known_at: datetime | None = None
    model: str = ""
    palette: str = "default"
    layers: Names = DEFAULT_LAYERS
    start: date | None = None
    end: date | None = None
    other: date | None = None
    source: str | None = None
    article: str | None = None
    minus_publishers: tuple[str, ...] = ()
    minus_sources: tuple[str, ...] = ()
    minus_grades: tuple[str, ...] = ()
    minus_modalities: tuple[str, ...] = ()
    minus_machine: bool = False

    @property
    def span(self) -> tuple[date, date]:
        """First and last day of the span of changes; the week around the date if none was chosen."""
        if self.start and self.end:
            return self.start, self.end
        return self.on - timedelta(days=3), self.on + timedelta(days=3)

    @property
    def is_filtered(self) -> bool:
        """Whether groups, statuses, countries or evidence are filtered, so that fewer places show."""
        named = (self.groups, self.statuses, self.countries, self.grades, self.types, self.origins)
        return any(names is not None for names in named) or bool(self.without) or self.confidence > 0

    @property
    def two_days(self) -> tuple[date, date]:
        """The two days to compare, the earlier one first; the year before the date if no other was chosen."""
        other = self.other or self.on - timedelta(days=365)
        return min(self.on, other), max(self.on, other)


@dataclass(frozen=True, slots=True)
class Known:
    """What an address may name: anything else in it is pointed out and left aside."""

    opening_day: date
    groups: Collection[str] = ()
    countries: Collection[str] = ()
    places: Container[str] = ()
    models: Collection[str] = ("",)
    layers: Collection[str] = ()
    articles: Collection[str] = ()
    publishers: Collection[str] = ()
    sources: Collection[str] = ()


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _moment(text: str) -> datetime:
    if len(text) == len("2014-06-12"):
        return end_of(_day(text))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def end_of(day: date) -> datetime:
    """Return the last moment of a day (UTC): 'as known on' that day."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def _percent(text: str) -> float:
    if not re.fullmatch(r"\d{1,2}|100", text):
        raise ValueError(text)
    return int(text) / 100


def _one_of(allowed: Container[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return parse


def _many(allowed: Collection[str], separator: str = ",") -> Callable[[str], Names]:
    one = _one_of(allowed)

    def parse(text: str) -> Names:
        if text in ("none", "all"):
            return () if text == "none" else None
        return tuple(dict.fromkeys(one(part.strip()) for part in text.split(separator)))

    return parse


def _some(allowed: Collection[str], separator: str = ",") -> Callable[[str], Names]:
    """Names to leave out: there is no 'all'."""
    many = _many(allowed, separator)
    return lambda text: many(text) or ()


@dataclass(frozen=True, slots=True)
class _Parameter:
    """How one field of the view is called and written in an address."""

    name: str
    field: str
    parse: Callable[[Known], Callable[[str], Any]]
    remedy: str
    separator: str = ","

    def write(self, value: Any) -> str:
        if value is None:
            return "all"
        if isinstance(value, tuple):
            return self.separator.join(value) or "none"
        if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            whole_day = moment.time() == time.max
            return moment.date().isoformat() if whole_day else moment.isoformat().replace("+00:00", "Z")
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, float):
            return f"{value * 100:.0f}"
        return value.isoformat() if isinstance(value, date) else str(value)


def _yes(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


_DATE = "Write the date as 2014-06-11."
_PARAMETERS = (
    _Parameter("on", "on", lambda known: _day, _DATE),
    _Parameter("place", "place", lambda known: _one_of(known.places), "Search for it in the box at the top."),
    _Parameter("groups", "groups", lambda known: _many(known.groups), "Use codes as on the Groups page: IS,TALIBAN."),
    _Parameter("country", "countries", lambda known: _many(known.countries), "Use two-letter codes: IQ,SY."),
    _Parameter("status", "statuses", lambda known: _many(STATUSES), f"Use {', '.join(STATUSES)}."),
    _Parameter("grades", "grades", lambda known: _many("ABCDEF"), "Use letters of the Admiralty scale: A,B."),
    _Parameter("types", "types", lambda known: _many(EvidenceType), f"Use {', '.join(EvidenceType)}."),
    _Parameter("origins", "origins", lambda known: _many(Origin), f"Use {', '.join(Origin)}."),
    _Parameter("without", "without", lambda known: _many(known.publishers, ";"), "Use names of publishers.", ";"),
    _Parameter("conf", "confidence", lambda known: _percent, "Use a number from 0 to 100."),
    _Parameter("known", "known_at", lambda known: _moment, "Write the day as 2014-06-12."),
    _Parameter("model", "model", lambda known: _one_of(known.models), "Choose a model in the settings of the map."),
    _Parameter("palette", "palette", lambda known: _one_of(PALETTES), f"Use {' or '.join(PALETTES)}."),
    _Parameter("layers", "layers", lambda known: _many(known.layers), "Choose layers in the map."),
    _Parameter("from", "start", lambda known: _day, _DATE),
    _Parameter("to", "end", lambda known: _day, _DATE),
    _Parameter("vs", "other", lambda known: _day, _DATE),
    _Parameter(
        "minus", "minus_publishers", lambda known: _some(known.publishers, ";"), "Use names of publishers.", ";"
    ),
    _Parameter("minussrc", "minus_sources", lambda known: _some(known.sources, " "), "Use addresses of sources.", " "),
    _Parameter(
        "minusgrades", "minus_grades", lambda known: _some("ABCDEF"), "Use letters of the Admiralty scale: D,E."
    ),
    _Parameter("minusmods", "minus_modalities", lambda known: _some(Modality), f"Use {', '.join(Modality)}."),
    _Parameter("minusmachine", "minus_machine", lambda known: _yes, "Use 1."),
    _Parameter("source", "source", lambda known: _one_of(known.publishers), "Search for the publisher at the top."),
    _Parameter("article", "article", lambda known: _one_of(known.articles), "Choose one on the Articles page."),
)
PARAMETERS = tuple(parameter.name for parameter in _PARAMETERS)
MAP_PARAMETERS = ("ll", "z")
OTHER_PARAMETERS = (*MAP_PARAMETERS, "embed", "embed_options")
"""Names in an address that are not for us: the map's own, and Streamlit's."""


def parse_view(params: Mapping[str, str], known: Known) -> tuple[View, tuple[str, ...]]:
    """Read a view from the parameters of an address.

    Returns
    -------
    View
        With the default for each parameter that is missing or could not be used.
    tuple[str, ...]
        A sentence for each that could not be used: what it was and what to do. Plain text, not escaped.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for parameter in _PARAMETERS:
        text = params.get(parameter.name, "").strip()
        if not text:
            continue
        try:
            values[parameter.field] = parameter.parse(known)(text)
        except ValueError:
            problems.append(
                f"The link asks for {parameter.name}={text[:60]!r}, which is not known here, so it was left aside. "
                f"{parameter.remedy}"
            )
    problems.extend(
        f"The link carries {name[:60]!r}, which no view has, so it was left aside. A date is written "
        f"{PARAMETERS[0]}=2014-06-11."
        for name in params
        if name not in PARAMETERS and name not in OTHER_PARAMETERS
    )
    view = View(**{"on": known.opening_day, **values})
    if view.start and view.end and view.end < view.start:
        view = replace(view, start=view.end, end=view.start)
    return view, tuple(problems)


def to_params(view: View, known: Known) -> dict[str, str]:
    """Return the shortest parameters that give this view again; the date is always there."""
    default = View(on=known.opening_day)
    return {
        parameter.name: parameter.write(getattr(view, parameter.field))
        for parameter in _PARAMETERS
        if parameter.name == "on" or getattr(view, parameter.field) != getattr(default, parameter.field)
    }


def field_names() -> frozenset[str]:
    """Return the fields that an address carries."""
    return frozenset(f.name for f in fields(View))
