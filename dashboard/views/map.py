"""The map with its time bar, and beside it the place, what differs or what changed."""

import streamlit as st

from dashboard import components, data, player, state
from dashboard import panel as side


@st.fragment
def panel() -> None:
    """Draw the panel. What the map reports reruns only this; the map hears of it without being sent again."""
    if state.Keys.GOTO in st.session_state:
        st.rerun()
    lib = data.library()
    state.write_address(data.known())  # before the map is told, so that it adds its position to the new address
    player.steer(lib)
    view = state.view()
    components.what_if_notice(view)
    side.draw(view, lib)


with st.container(key="workspace", horizontal=True, gap=None):
    with st.container(key="map"):
        player.draw(data.library())
    with st.container(key="panel"):
        panel()
