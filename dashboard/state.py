"""Every key of the session, and how the session and the address of the page follow each other.

The view is read from the address when a session starts, and when somebody goes back in the browser's history; it is
written to the address after every run, so that reloading and sharing give the same map.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.view import MAP_PARAMETERS, PARAMETERS, Known, View, parse_view, to_params


class Keys:
    """Names in `st.session_state`. Widgets take their `key=` from here."""

    VIEW = "view"
    WRITTEN = "written_params"
    NOTICES = "notices"
    GOTO = "goto_page"
    PLAYER = "player"
    EAR = "ear"
    PLAYER_SEQ = "player_seq"
    PLAYER_THEME = "player_theme"
    PLAYER_TOLD = "player_told"
    PLAYER_START = "player_start"
    POSITION = "map_position"
    FLY = "player_fly"
    SEARCH = "search"
    WHY = "why"
    SPAN = "changes_span"
    CHANGES_KIND = "changes_kind"
    CHANGES_TEXT = "changes_text"
    CHANGES_TABLE = "changes_table"
    GROUPS = "filter_groups"
    COUNTRIES = "filter_countries"
    STATUSES = "filter_statuses"
    DAY = "day"
    MEASURE = "groups_measure"
    GRAIN = "groups_grain"
    MATRIX_COUNTRY = "matrix_country"
    FIRST_DAY = "compare_first"
    SECOND_DAY = "compare_second"
    COMPARE_KIND = "compare_kind"
    COMPARE_TEXT = "compare_text"
    COMPARE_TABLE = "compare_table"
    ARTICLE = "article"
    NEW_TEXT = "new_text"
    NEW_FILE = "new_file"
    NEW_DATE = "new_date"
    NEW_TITLE = "new_title"
    NEW_PUBLISHER = "new_publisher"
    NEW_URL = "new_url"
    PREVIEW = "preview"
    PREVIEW_ERROR = "preview_error"
    DECIDED = "decided"
    MACHINE = "machine_on_map"
    DATA_TAB = "data_tab"
    SOURCES_TABLE = "sources_table"
    SOURCE_CLAIMS = "source_claims"
    TABLE_EVENTS = "table_events"
    TABLE_PLACES = "table_places"
    TABLE_ACTORS = "table_actors"
    IMPORT_MESSAGE = "import_message"
    IMPORTS = "imports"
    REJECTED = "rejected"
    UNPLACED = "unplaced"
    STATES_TABLE = "states_table"
    MODEL = "model"
    PANEL_KNOWN = "panel_known"
    ROWS = "rows"
    KNOWN_ON = "known_on"
    KNOWN_DAY = "known_day"
    PALETTE = "palette"
    SHARE = "share_open"
    WHATIF_SINGLE = "whatif_single"
    SHARED = "share_box"
    WHATIF_TABLE = "whatif_table"
    EVAL_SPLIT = "eval_split"
    EVAL_WHAT = "eval_what"

    @staticmethod
    def row(panel: str, *parts: object) -> str:
        """Return the key of one row's button in a panel."""
        return "-".join(["row", panel, *map(str, parts)])


def view() -> View:
    """Return the view of this session."""
    current: View = st.session_state[Keys.VIEW]
    return current


def replaced(old: View, **changes: Any) -> View:
    """Return a view with other values in some fields."""
    return replace(old, **changes)


def update(**changes: Any) -> None:
    """Change the view of this session; fields that are not given stay."""
    st.session_state[Keys.VIEW] = replace(view(), **changes)


def follow_address(known: Known) -> None:
    """Take the view from the address when a session starts and when the address was changed in the browser.

    A change of page clears the parameters: then the session's view stays.
    """
    asked = st.query_params.to_dict()
    params = {name: value for name, value in asked.items() if name in PARAMETERS}
    if Keys.VIEW in st.session_state and (not params or params == st.session_state.get(Keys.WRITTEN)):
        return
    st.session_state[Keys.VIEW], problems = parse_view(asked, known)
    st.session_state[Keys.NOTICES] = problems


def write_address(known: Known) -> None:
    """Write the view to the address, if that would change it. Centre and zoom belong to the map and stay."""
    present = st.query_params.to_dict()
    written = to_params(view(), known)
    params = written | position()
    if present != params:
        st.query_params.from_dict(params)
    st.session_state[Keys.WRITTEN] = written


def position() -> dict[str, str]:
    """Return the parameters of centre and zoom: of the address, or as last seen there before a change of page."""
    present = {name: value for name, value in st.query_params.to_dict().items() if name in MAP_PARAMETERS}
    if len(present) == len(MAP_PARAMETERS):
        st.session_state[Keys.POSITION] = present
    last: dict[str, str] = st.session_state.get(Keys.POSITION, {})
    return present or last


def remember_position(centre: tuple[float, float], zoom: float) -> None:
    """Note where the map told that it stands."""
    st.session_state[Keys.POSITION] = {"ll": f"{centre[0]:.4f},{centre[1]:.4f}", "z": f"{zoom:g}"}


def notices() -> tuple[str, ...]:
    """Return what could not be used of the address, once."""
    found: tuple[str, ...] = st.session_state.pop(Keys.NOTICES, ())
    return found


def select_place(place_id: str | None, on: date | None = None, *, fly: bool = True) -> None:
    """Select a place, and go to a day if one is given. `fly` moves the map to it."""
    update(place=place_id, **({"on": on} if on else {}))
    st.session_state[Keys.FLY] = fly and place_id is not None


def show_everything() -> None:
    """Filter nothing."""
    update(
        groups=None, statuses=None, countries=None, grades=None, types=None, origins=None, without=(), confidence=0.0
    )


def use_all_evidence() -> None:
    """Leave out nothing."""
    update(minus_publishers=(), minus_sources=(), minus_grades=(), minus_modalities=(), minus_machine=False)


def open_page(page: str) -> None:
    """Ask for another view; the app goes there before it draws anything."""
    st.session_state[Keys.GOTO] = page


def show_on_map(place_id: str | None, on: date | None = None) -> None:
    """Select a place and open the map there."""
    select_place(place_id, on)
    open_page("map")
