"""The box itself, as a component of Streamlit's own kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboard.state import Keys

_FOLDER = Path(__file__).parent


@st.cache_resource(max_entries=1, show_spinner=False)
def _renderer() -> ComponentRenderer:
    html, css, js = ((_FOLDER / f"box.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("territory_search", html=html, css=css, js=js)


def draw(on_pick: Callable[[str], None]) -> None:
    """Draw the box; `on_pick` gets the key of what was chosen, before the next run."""

    def picked() -> None:
        chosen = st.session_state[Keys.SEARCH].get("picked")
        if isinstance(chosen, str):
            on_pick(chosen)

    _renderer()(key=Keys.SEARCH, on_picked_change=picked)
