"""The parts of the What-if page: what changes for each group and place, and what rests on a single source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard import cards, components, data, tables
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View
from dashboard.words import day_text


def groups(view: View) -> None:
    """Draw places and area of each group with all evidence, and without what is left out."""
    frame = data.table(tables.what_if_groups, view)
    rows = "".join(_group_row(row) for row in frame.to_dict("records"))
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Group", "Places", "km²"))
    st.html(
        '<div class="t-scroll t-whole" tabindex="0"><table class="t-plain t-sums t-shift"><thead><tr>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _group_row(row: Mapping[str, Any]) -> str:
    cells = "".join(_change(int(row[f"{what}_all"]), int(row[f"{what}_without"])) for what in ("places", "km2"))
    return f'<tr><th scope="row">{cards.esc(row["group"])}</th>{cells}</tr>'


def _change(before: int, after: int) -> str:
    """A cell that says what it was and what it becomes; quiet where it stays."""
    if before == after:
        return f'<td class="t-num t-quiet">{before:,}</td>'
    return f'<td class="t-num">{before:,} → <strong>{after:,}</strong></td>'


def places(view: View, lib: Library, day: date) -> None:
    """Draw the places whose state differs, those that change hands first."""
    frame = data.table(tables.differences, view)
    if frame.empty:
        components.empty("No place differs on this day.", "What remains says the same. Try another day.")
        return
    picked = components.table(frame, Keys.WHATIF_TABLE, hide=("place_id",), alt="Places whose state differs")
    components.download(frame, f"territory-what-if-{day}.csv")
    if picked is not None:
        components.to_map(lib, picked["place_id"], day)


def single_sources(view: View, lib: Library, day: date) -> None:
    """Draw the places whose state rests on one source alone, and lead to them."""
    frame = data.table(tables.single_sources, view)
    known = len(data.states_on(view, day))
    st.header("Places that rest on a single source", anchor=False)
    components.line(
        f"{len(frame):,} of {known:,} places shown on {day_text(day)}: one publisher, or prints of one report, is all "
        "that is behind the state. Leave that publisher out above to see what remains."
    )
    if frame.empty:
        return
    picked = components.table(
        frame, Keys.WHATIF_SINGLE, hide=("place_id",), height=360, alt="Places that rest on a single source"
    )
    components.download(frame, f"territory-single-source-{day}.csv")
    if picked is not None:
        components.to_map(lib, picked["place_id"], day)
