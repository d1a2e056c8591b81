"""The map with its time bar, and beside it the selected place or what changed around the date."""

import streamlit as st

from dashboard import components, data, player, state, topbar


@st.fragment
def workspace() -> None:
    """Draw map and panel. What the player reports reruns only this."""
    lib = data.library()
    state.write_address(data.known())  # before the map is told, so that it adds its position to the new address
    with st.container(key="workspace", horizontal=True, gap=None):
        with st.container(key="map"):
            player.draw(lib)
        view = state.view()
        with st.container(key="panel"):
            if view.place:
                components.place_panel(view, lib, view.place)
            else:
                components.what_changed(view, lib)
    topbar.share(lib)


workspace()
