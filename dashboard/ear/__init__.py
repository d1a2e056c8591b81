"""The ear of the panel: hears the map's reports and tells the map what to show, so that the map itself is sent once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboard.scripts import Script
from dashboard.state import Keys

SCRIPT = Script("ear.js", Path(__file__).with_name("ear.js").read_text(encoding="utf-8"))


@st.cache_resource(max_entries=1, show_spinner=False)
def _renderer() -> ComponentRenderer:
    return st.components.v2.component("territory_ear", html="<i hidden></i>", js=SCRIPT.loader)


def draw(command: Mapping[str, Any], on_report: Callable[[object], None]) -> None:
    """Tell the map `command`; `on_report` gets each report of the map, before the next run."""

    def heard() -> None:
        on_report(st.session_state[Keys.EAR].get("report"))

    _renderer()(key=Keys.EAR, data=command, on_report_change=heard)
