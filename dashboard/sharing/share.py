"""The link, the citation and the picture, as a component of Streamlit's own kind."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboard.scripts import Script, with_inside

SCRIPT = Script("share.js", with_inside(Path(__file__).parent, "share"))


@st.cache_resource(max_entries=1, show_spinner=False)
def _renderer() -> ComponentRenderer:
    return st.components.v2.component("territory_share", html='<div class="share"></div>', js=SCRIPT.loader)


def draw(citation: str, key: str) -> None:
    """Draw them; the browser adds its own address to the citation."""
    _renderer()(key=key, data={"citation": citation})
