"""The plain way, to compare with: at each step the folium map is built anew and handed to `st_folium`.

Environment: `PLAIN_STORE` is the store's address, `PLAIN_FIRST` the first day of the slider.
"""

import os
from datetime import date, timedelta

import folium
import streamlit as st
from branca.element import Element
from streamlit_folium import st_folium

from territory.pipeline import load_histories, open_store
from territory.render import OfflineMap


@st.cache_resource(max_entries=1)
def load():
    """Everything that does not depend on the date, once."""
    store = open_store(os.environ["PLAIN_STORE"])
    return load_histories(store), store.places(), store.actors()


histories, places, actors = load()
first = date.fromisoformat(os.environ["PLAIN_FIRST"])
offset = st.slider("Day", 0, 300, 0)
day = first + timedelta(days=offset)
board = OfflineMap(basemap=False)
for place_id, state in histories.as_of(day).items():
    place = places[place_id]
    color = actors[state.actor].color if state.actor else "#777777"
    folium.CircleMarker((place.lat, place.lon), radius=5, color=color, fill=True, tooltip=place.name).add_to(board)
board.get_root().html.add_child(Element(f'<i data-day="{day}"></i>'))
st_folium(board, use_container_width=True, returned_objects=[])
