"""The map on the page: built once for each visit to the view, then only told what changed."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, state
from dashboard.components import current_theme
from dashboard.data import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.errors import InputError
from territory.render import (
    KEEP,
    OfflineMap,
    PlayerReport,
    PlayerView,
    TimelinePlayer,
    parse_report,
    player_command,
)

PANELS = ("bar", "legend", "tools")
NEAR_ZOOM = 9.0


def draw(lib: Library) -> None:
    """Draw the map; steer it to the view of the session."""
    view = state.view()
    document = data.timeline(view)
    theme = current_theme()
    start = st.session_state.setdefault(Keys.PLAYER_START, (player_view(view, lib), document.path, theme))
    start_view, start_path, start_theme = start
    changed_theme = theme if theme != st.session_state.get(Keys.PLAYER_THEME, start_theme) else None
    st.session_state[Keys.PLAYER_THEME] = theme
    board = OfflineMap(fill=True, theme=start_theme)
    TimelinePlayer(start_path, view=start_view, panels=PANELS).add_to(board)
    st_folium(
        board,
        key=Keys.PLAYER,
        height=640,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=player_command(
            player_view(view, lib, fly=st.session_state.pop(Keys.FLY, False)),
            after=st.session_state.get(Keys.PLAYER_SEQ, 0),
            timeline=data.address(document.path),
            theme=changed_theme,
        ),
        on_change=heard,
    )


def leave() -> None:
    """Forget how the map was opened: the next visit opens it at the view of then."""
    for key in (Keys.PLAYER_START, Keys.PLAYER_THEME):
        st.session_state.pop(key, None)


def player_view(view: View, lib: Library, *, fly: bool = False) -> PlayerView:
    """Return what the player shall show. With `fly`, the map moves to the place."""
    place = data.place(lib, view.place) if view.place else None
    move = fly and place is not None
    return PlayerView(
        date=view.on,
        compare=view.other,
        place=view.place if view.place in lib.by_place else None,
        groups=view.groups,
        countries=view.countries,
        statuses=view.statuses,
        grades=view.grades,
        types=view.types,
        origins=view.origins,
        without=view.without,
        min_confidence=view.confidence,
        palette=view.palette,
        layers=view.layers,
        center=(place.lat, place.lon) if move and place else KEEP,
        zoom=NEAR_ZOOM if move else KEEP,
    )


def heard() -> None:
    """Take what the player reports into the view of the session."""
    try:
        report = parse_report(st.session_state.get(Keys.PLAYER))
    except InputError as error:
        st.session_state[Keys.NOTICES] = (str(error),)
        return
    if report is not None and report.seq > st.session_state.get(Keys.PLAYER_SEQ, 0):
        st.session_state[Keys.PLAYER_SEQ] = report.seq
        if isinstance(report.view.center, tuple) and isinstance(report.view.zoom, float):
            state.remember_position(report.view.center, report.view.zoom)
        st.session_state[Keys.VIEW] = reported(state.view(), report, data.library())


def reported(view: View, report: PlayerReport, lib: Library) -> View:
    """Return the view with what the player reported."""
    seen = report.view
    assert isinstance(seen.date, date)
    return state.replaced(
        view,
        on=seen.date,
        other=seen.compare if isinstance(seen.compare, date) else None,
        place=seen.place if seen.place and seen.place in lib.by_place else None,
        groups=seen.groups,
        countries=seen.countries,
        statuses=seen.statuses,
        grades=seen.grades,
        types=seen.types,
        origins=seen.origins,
        without=seen.without,
        confidence=seen.min_confidence,
        palette=seen.palette,
        layers=data.layer_order(seen.layers),
    )
