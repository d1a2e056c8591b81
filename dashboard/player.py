"""The map on the page: built once for each visit to the view, then only told what changed."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit_folium import st_folium

from dashboard import data, ear, state
from dashboard.components import current_theme
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View, to_params
from territory.errors import InputError
from territory.render import (
    KEEP,
    OfflineMap,
    PlayerReport,
    PlayerView,
    TimelinePlayer,
    parse_report,
)
from territory.render.html import export_html
from territory.render.protocol import VERSION

PANELS = ("bar", "legend", "tools")
"""The card is the app's own panel, and the theme is the app's."""
NEAR_ZOOM = 9.0


def draw(lib: Library) -> None:
    """Draw the map as it was opened; from then on `steer` tells it what to show."""
    view = state.view()
    opened = (player_view(view, lib), data.timeline(view).path, current_theme())
    start_view, start_path, start_theme = st.session_state.setdefault(Keys.PLAYER_START, opened)
    board = OfflineMap(fill=True, theme=start_theme)
    TimelinePlayer(start_path, view=start_view, panels=PANELS).add_to(board)
    st_folium(
        board, key=Keys.PLAYER, height=640, use_container_width=True, returned_objects=[],
        on_change=lambda: hear(st.session_state.get(Keys.PLAYER)),
    )  # fmt: skip


def steer(lib: Library) -> None:
    """Tell the map what the view of the session shows, and hear what it reports."""
    view = state.view()
    shown = player_view(view, lib, fly=st.session_state.pop(Keys.FLY, False)).to_json()
    shown["timeline"] = data.address(data.timeline(view).path)
    told: dict[str, object] = st.session_state.get(Keys.PLAYER_TOLD, {})
    st.session_state[Keys.PLAYER_TOLD] = shown
    changed = {name: value for name, value in shown.items() if name not in told or told[name] != value}
    ear.draw({"v": VERSION, "after": st.session_state.get(Keys.PLAYER_SEQ, 0), **_new_theme(), **changed}, hear)


def _new_theme() -> dict[str, str]:
    """The theme of the app, where it is not the one that the map was told last."""
    theme = current_theme()
    last = st.session_state.get(Keys.PLAYER_THEME, st.session_state[Keys.PLAYER_START][2])
    st.session_state[Keys.PLAYER_THEME] = theme
    return {"theme": theme} if theme != last else {}


def leave() -> None:
    """Forget how the map was opened: the next visit opens it at the view of then."""
    for key in (Keys.PLAYER_START, Keys.PLAYER_THEME, Keys.PLAYER_TOLD):
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


def hear(value: object) -> None:
    """Take what the player reports into the view of the session."""
    try:
        report = parse_report(value)
    except InputError as error:
        st.session_state[Keys.NOTICES] = (str(error),)
        return
    if report is not None and report.seq > st.session_state.get(Keys.PLAYER_SEQ, 0):
        st.session_state[Keys.PLAYER_SEQ] = report.seq
        if isinstance(report.view.center, tuple) and isinstance(report.view.zoom, float):
            state.remember_position(report.view.center, report.view.zoom)
        lib = data.library()
        st.session_state[Keys.VIEW] = reported(state.view(), report, lib)
        told = st.session_state.get(Keys.PLAYER_TOLD, {})
        st.session_state[Keys.PLAYER_TOLD] = told | player_view(state.view(), lib).to_json()


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


def single_file(lib: Library, view: View) -> bytes:
    """Return the map as one page that works with no network, with the view's date, filters and place."""
    query = to_params(view, data.known())
    return export_html(data.timeline(view), view=player_view(view, lib), theme="auto", query=query).encode()
