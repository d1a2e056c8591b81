"""What the player and the server say to each other.

Player to server: *reports*
---------------------------
Inside Streamlit's frame the player calls ``window.Streamlit.setComponentValue(report)``, and the report is the return
value of ``st_folium`` in the rerun that follows. It reports when the hand lets go (slider released, step key or button
at rest, pause), when a place is selected, and when a filter changes; never while scrubbing or playing. Panning and
zooming make no rerun: the player writes ``ll`` and ``z`` into the page's address itself, and sends them along with its
next report. A report is one flat object::

    {"v": 1, "seq": 1732445678901, "why": "date",
     "date": "2014-06-11", "place": "iq-mosul", "layer": "places",
     "groups": ["IS", "IQ-GOV"], "without": [], "minConfidence": 0,
     "center": [34.5, 43.1], "zoom": 6, "palette": "default"}

``seq`` grows with each report, also across remounts. ``why`` is ``date``, ``place``, ``filter``, ``palette`` or
``open`` (a wish to see the selected place's panel). Further fields: ``compare`` (the other day while two are compared)
and the lists ``countries``, ``statuses``, ``grades``, ``types``, ``origins`` and ``layers`` (ids of the layers drawn).
What is null is left out of a report: a list that is not there means all; an empty list means none. ``without`` lists
publishers that are left out.

Server to player: *commands*
----------------------------
``player_command(view, after=seq, …)`` makes a feature group for ``st_folium(feature_group_to_add=…)``; it only carries
one line of script, so the map is not remounted. ``view`` holds the fields of a report that the server wants changed
(fields left ``KEEP`` stay as they are). ``after`` is the ``seq`` of the last report the server has seen: the player
drops a command that is older than its own last report, so a slow server never pulls the date back from under the hand.
Send the same view on every rerun: a command that changes nothing costs nothing.

Other keys of a command: ``timeline`` (address of another document, swapped in without a remount: as known on another
day, other sources), ``theme`` (``light``, ``dark``, ``auto``), ``fly`` (true: go to the place), ``highlight`` (list of
place ids to mark).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

import folium
from folium.template import Template

from territory.errors import InputError

VERSION = 1


class _Keep:
    """The value of a field that a command leaves as it is."""

    def __repr__(self) -> str:
        return "KEEP"


KEEP: Final = _Keep()

Names = tuple[str, ...] | None
Day = date


@dataclass(frozen=True, slots=True)
class PlayerView:
    """What the player shows. `None` in a list of names means all; `KEEP` means: leave it as it is.

    `center` is (lat, lon).
    """

    date: date | _Keep = KEEP
    compare: Day | _Keep | None = KEEP
    place: str | _Keep | None = KEEP
    layer: str | _Keep | None = KEEP
    groups: Names | _Keep = KEEP
    countries: Names | _Keep = KEEP
    statuses: Names | _Keep = KEEP
    grades: Names | _Keep = KEEP
    types: Names | _Keep = KEEP
    origins: Names | _Keep = KEEP
    without: tuple[str, ...] | _Keep = KEEP
    min_confidence: float | _Keep = KEEP
    center: tuple[float, float] | _Keep | None = KEEP
    zoom: float | _Keep | None = KEEP
    palette: str | _Keep = KEEP
    layers: Names | _Keep = KEEP

    def to_json(self) -> dict[str, Any]:
        """Return the fields that are not `KEEP`, as the player reads them."""
        values = {_camel(f.name): getattr(self, f.name) for f in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if value is not KEEP
        }


@dataclass(frozen=True, slots=True)
class PlayerReport:
    """What the player reported, and why. Every field of `view` is set."""

    seq: int
    why: str
    view: PlayerView


def parse_report(value: object) -> PlayerReport | None:
    """Return the report in what `st_folium` gave back; None if the player has not reported yet.

    Raises
    ------
    InputError
        If it is not a report of this version: names the field.
    """
    if not isinstance(value, Mapping) or "seq" not in value:
        return None
    if value.get("v") != VERSION:
        raise InputError(f"The map speaks version {value.get('v')!r} of the protocol, not {VERSION}. Reload the page.")
    seq = value["seq"]
    if not isinstance(seq, int | float) or not math.isfinite(seq):
        raise InputError(f"Report of the map: seq {seq!r} is not a number. Reload the page.")
    return PlayerReport(int(seq), _text(value, "why") or "date", _view(value))


def player_command(
    view: PlayerView | None = None,
    *,
    after: int = 0,
    timeline: str | None = None,
    theme: str | None = None,
    fly: bool = False,
    highlight: Sequence[str] = (),
) -> folium.FeatureGroup:
    """Return a feature group that tells the player on the page what to show.

    Parameters
    ----------
    view : PlayerView, optional
        Fields to change.
    after : int
        `seq` of the last report seen; 0 if none.
    timeline : str, optional
        Address of the document to show.
    theme : str, optional
        `light`, `dark` or `auto`.
    fly : bool
        Move the map to the place.
    highlight : sequence of str
        Places to mark.
    """
    command: dict[str, Any] = {"v": VERSION, "after": after, **(view.to_json() if view else {})}
    extra = {"timeline": timeline, "theme": theme, "fly": fly or None, "highlight": list(highlight) or None}
    command |= {name: value for name, value in extra.items() if value is not None}
    group = folium.FeatureGroup(name="player command", control=False)
    group.add_child(_Command(command))
    return group


class _Command(folium.MacroElement):
    """One line of script."""

    _template = Template(
        "{% macro script(this, kwargs) %}\nwindow.TerritoryPlayer.command({{ this.json }});\n{% endmacro %}"
    )

    def __init__(self, command: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlayerCommand"
        self.json = script_json(command)


def script_json(value: object) -> str:
    """Return JSON that can stand inside a script element: no `<`, no line separators that end a statement."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _view(value: Mapping[str, object]) -> PlayerView:
    return PlayerView(
        date=_day(value, "date"),
        compare=_day(value, "compare") if value.get("compare") is not None else None,
        place=_text(value, "place"),
        layer=_text(value, "layer"),
        groups=_names(value, "groups"),
        countries=_names(value, "countries"),
        statuses=_names(value, "statuses"),
        grades=_names(value, "grades"),
        types=_names(value, "types"),
        origins=_names(value, "origins"),
        without=_names(value, "without") or (),
        min_confidence=_number(value, "minConfidence", 0.0, 1.0) or 0.0,
        center=_center(value),
        zoom=_number(value, "zoom", 0.0, 24.0),
        palette=_text(value, "palette") or "default",
        layers=_names(value, "layers"),
    )


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _text(value: Mapping[str, object], field: str) -> str | None:
    found = value.get(field)
    if found is None or (isinstance(found, str) and len(found) <= 500):
        return found
    raise InputError(f"Report of the map: {field} is not a short text. Reload the page.")


def _names(value: Mapping[str, object], field: str) -> tuple[str, ...] | None:
    found = value.get(field)
    if found is None:
        return None
    if isinstance(found, list) and len(found) <= 10_000 and all(isinstance(name, str) for name in found):
        return tuple(found)
    raise InputError(f"Report of the map: {field} is not a list of names. Reload the page.")


def _number(value: Mapping[str, object], field: str, low: float, high: float) -> float | None:
    found = value.get(field)
    if found is None:
        return None
    if isinstance(found, int | float) and not isinstance(found, bool) and low <= found <= high:
        return float(found)
    raise InputError(f"Report of the map: {field} {found!r} is not a number from {low:g} to {high:g}. Reload the page.")


def _day(value: Mapping[str, object], field: str) -> date:
    try:
        return date.fromisoformat(str(value.get(field)))
    except ValueError:
        raise InputError(
            f"Report of the map: {field} {value.get(field)!r} is not YYYY-MM-DD. Reload the page."
        ) from None


def _center(value: Mapping[str, object]) -> tuple[float, float] | None:
    found = value.get("center")
    if found is None:
        return None
    if isinstance(found, list) and len(found) == 2:
        pair = {"center lat": found[0], "center lon": found[1]}
        lat, lon = _number(pair, "center lat", -90, 90), _number(pair, "center lon", -100_000, 100_000)
        if lat is not None and lon is not None:
            return lat, lon
    raise InputError(f"Report of the map: center {found!r} is not [lat, lon]. Reload the page.")
