"""The line at the top: search, settings of the reckoning, and the link to share."""

from __future__ import annotations

import streamlit as st

from dashboard import components, data, player, state, words
from dashboard.library import Library
from dashboard.search import box
from dashboard.sharing import share as share_box
from dashboard.state import Keys
from dashboard.view import PALETTES, View, end_of
from territory import __version__


def draw() -> None:
    """Draw the line at the top."""
    with st.container(key="topbar", horizontal=True, gap="small", vertical_alignment="center"):
        with st.container(key="find"):
            box.draw(go_to)
        _settings()


def go_to(key: str) -> None:
    """Go to what was found: `place:id`, `group:code`, `source:publisher`, `article:id`."""
    kind, _, name = key.partition(":")
    lib = data.library()
    if kind == "place" and data.place(lib, name) is not None:
        state.show_on_map(name)
    elif kind == "group" and name in lib.active:
        state.update(groups=(name,))
        state.open_page("map")
    elif kind == "source" and name in lib.publishers:
        state.update(source=name)
        state.open_page("data")
    elif kind == "article" and name in lib.articles:
        state.update(article=name)
        state.open_page("articles")


def _settings() -> None:
    view = state.view()
    with st.popover("Settings", icon=":material/tune:"):
        st.selectbox(
            "Control model", list(data.MODELS), index=list(data.MODELS).index(view.model), key=Keys.MODEL,
            format_func=data.MODELS.get, on_change=_set_model,
        )  # fmt: skip
        st.radio(
            "Colours", list(PALETTES), index=list(PALETTES).index(view.palette), key=Keys.PALETTE,
            format_func=PALETTES.get, on_change=_set_palette, horizontal=True,
        )  # fmt: skip
        st.session_state[Keys.KNOWN_ON] = view.known_at is not None
        st.toggle("As known on a day in the past", key=Keys.KNOWN_ON, on_change=_set_known)
        if view.known_at is not None:
            st.date_input(
                "Known by the end of", value=view.known_at.date(), key=Keys.KNOWN_DAY, on_change=_set_known,
                min_value=None, format="YYYY-MM-DD",
            )  # fmt: skip
            st.caption("The map shows what could be known then: claims published later are not looked at.")


def _set_model() -> None:
    state.update(model=st.session_state[Keys.MODEL])


def _set_palette() -> None:
    state.update(palette=st.session_state[Keys.PALETTE])


def _set_known() -> None:
    day = st.session_state.get(Keys.KNOWN_DAY) or state.view().on
    state.update(known_at=end_of(day) if st.session_state[Keys.KNOWN_ON] else None)


@st.fragment
def share() -> None:
    """Offer the link to the view, how to cite it, a picture and the map as one file; worked out when it is opened."""
    with st.container(key="share"):
        opened = st.popover("Share", icon=":material/share:", key=Keys.SHARE, on_change="rerun")  # fmt: skip
        if not opened.open:
            return
        lib, view = data.library(), state.view()
        with opened:
            share_box.draw(citation(lib, view), Keys.SHARED)
            st.download_button(
                "The map as one HTML file", lambda: player.single_file(lib, view),
                f"territory-{view.on}.html", "text/html", key=Keys.row("html"), icon=":material/download:",
                on_click="ignore", help="Player, filters, sources and base map inside; works with no network",
            )  # fmt: skip


def citation(lib: Library, view: View) -> str:
    """Return the line to cite what is shown by; the browser adds the address."""
    known = f", as known on {words.moment_text(view.known_at)}" if view.known_at else ""
    place = f"{lib.place_name(view.place)}, " if view.place else ""
    without = data.leave_out(view)
    minus = "" if without.is_empty else f"; without {components.left_out_text(without)}"
    return (
        f"Territory (version {__version__}), {place}state of {words.day_text(view.on)}{known}. "
        f"Model: {data.MODELS[view.model].partition(':')[0].lower()}; {len(lib.claims):,} claims{minus}."
    )
