"""The list, as a component of Streamlit's own kind: one small message, however many rows."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboard import cards, data
from dashboard.library import Library
from dashboard.scripts import Script, with_inside
from territory.control.histories import Change
from territory.model import ControlState

SCRIPT = Script("rows.js", with_inside(Path(__file__).parent, "rows"))


@dataclass(frozen=True, slots=True)
class Row:
    """One change: where, in words, from which state to which, and on what it rests."""

    place_id: str
    text: str
    before: ControlState | None
    after: ControlState | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading; a click tells the `day`, if there is one."""

    title: str
    rows: Sequence[Row]
    day: date | None = None


@st.cache_resource(max_entries=1, show_spinner=False)
def _renderer() -> ComponentRenderer:
    return st.components.v2.component("territory_rows", html='<div class="rows"></div>', js=SCRIPT.loader)


def draw(
    sections: Sequence[Section], key: str, lib: Library, palette: str, on_pick: Callable[[str, date | None], None]
) -> None:
    """Draw the rows; `on_pick` gets the place and day of the row that was clicked, before the next run."""

    def picked() -> None:
        found = parse_pick(st.session_state[key].get("picked"), lib)
        if found is not None:
            on_pick(*found)

    _renderer()(key=key, data=packed(message(sections, lib, palette)), on_picked_change=picked)


def parse_pick(value: object, lib: Library) -> tuple[str, date | None] | None:
    """Read what the browser tells of a click; None for anything but a known place and a day."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return None
    place_id, day = value
    if not isinstance(place_id, str) or not isinstance(day, str) or data.place(lib, place_id) is None:
        return None
    try:
        return place_id, date.fromisoformat(day) if day else None
    except ValueError:
        return None


def message(sections: Iterable[Section], lib: Library, palette: str) -> dict[str, Any]:
    """Return the rows as sent: texts, colours and sources once each, and rows that name them by number."""
    texts: dict[str, int] = {}
    fills: dict[str, int] = {}
    sources: dict[str, int] = {}

    def number(of: dict[str, int], text: str) -> int:
        return of.setdefault(text, len(of))

    sent = [
        [
            section.title,
            section.day.isoformat() if section.day else "",
            [
                [
                    row.place_id,
                    lib.place_name(row.place_id),
                    number(texts, row.text),
                    number(fills, cards.fill(row.before, lib, palette)),
                    number(fills, cards.fill(row.after, lib, palette)),
                    number(sources, row.source) if row.source else -1,
                ]
                for row in section.rows
            ],
        ]
        for section in sections
        if section.rows
    ]
    return {"sections": sent, "texts": list(texts), "fills": list(fills), "sources": list(sources)}


def packed(told: Mapping[str, Any]) -> bytes:
    """Return a message as the browser unpacks it: JSON, deflated without a header."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(text, level=9, wbits=-zlib.MAX_WBITS)


def by_day(changes: Iterable[Change], text: Callable[[Change], str], source: Callable[[Change], str]) -> list[Section]:
    """Return changes under their days."""
    days: dict[date, list[Row]] = {}
    for change in changes:
        row = Row(change.place_id, text(change), change.before, change.after, source(change))
        days.setdefault(change.day, []).append(row)
    return [Section(cards.words.day_text(day), found, day) for day, found in days.items()]
