"""The app's frame: style, navigation, search and sharing around the view that is open."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

if (root := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.insert(0, root)

from dashboard import components, data, player, state, topbar
from dashboard.menu import PAGES
from territory.errors import TerritoryError

VIEWS = Path(__file__).parent / "views"

st.set_page_config(
    page_title="Territory",
    page_icon=str(Path(__file__).parent / "icon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
    menu_items={"About": "**Territory** — who controls what, where, and since when, read from text."},
)

pages = {
    each.name: st.Page(
        VIEWS / each.view, title=each.title, icon=f":material/{each.icon}:", default=each is PAGES[0],
        url_path=None if each is PAGES[0] else each.name,
    )
    for each in PAGES
}  # fmt: skip
page = st.navigation(list(pages.values()), position="top")
st.html(Path(__file__).parent / "style.css")

try:
    known = data.known()
except (TerritoryError, OSError) as error:
    components.store_trouble(error)
    st.stop()

state.follow_address(known)
if (target := st.session_state.pop(state.Keys.GOTO, None)) is not None and pages[target] != page:
    state.write_address(known)
    st.switch_page(pages[target], query_params=state.to_params(state.view(), known))

components.theme_mark()
topbar.draw()
components.show_notices()
if page != pages["map"]:
    player.leave()
    components.what_if_notice(state.view())
topbar.share()
page.run()
state.write_address(data.known())
