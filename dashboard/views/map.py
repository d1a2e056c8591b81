"""The map with its time bar, and beside it the selected place or what changed around the date."""

import streamlit as st

from dashboard import components, data, player, state, topbar


@st.fragment
def panel() -> None:
    """Draw the panel. What the map reports reruns only this; the map hears of it without being sent again."""
    lib = data.library()
    state.write_address(data.known())  # before the map is told, so that it adds its position to the new address
    player.steer(lib)
    view = state.view()
    components.what_if_notice(view)
    if view.place:
        components.place_panel(view, lib, view.place)
    else:
        components.what_changed(view, lib)
    topbar.known_switch(view)


with st.container(key="workspace", horizontal=True, gap=None):
    with st.container(key="map"):
        player.draw(data.library())
    with st.container(key="panel"):
        panel()
