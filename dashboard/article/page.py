"""The article beside its map, as a component of Streamlit's own kind: hovering and clicking cost no run of the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent


@st.cache_resource(max_entries=1, show_spinner=False)
def _renderer() -> ComponentRenderer:
    html, css, js = ((_FOLDER / f"reader.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    # Not isolated: the map finds its element and its style sheet in the page. Every class of ours begins with `ta`.
    return st.components.v2.component("territory_article", html=html, css=css, js=js, isolate_styles=False)


def draw(sheet: Mapping[str, Any], key: str, on_choose: Callable[[Mapping[str, Any]], None] | None = None) -> None:
    """Draw the article; `on_choose` gets what the analyst decided about a name, before the next run."""

    def chosen() -> None:
        choice = st.session_state[key].get("chosen")
        if on_choose is not None and isinstance(choice, Mapping):
            on_choose(choice)

    _renderer()(key=key, data=dict(sheet), on_chosen_change=chosen)
