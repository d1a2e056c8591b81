"""What if some evidence were left out: everything recomputed, beside the answer from all of it."""

import streamlit as st

from dashboard import components, data, forms, state, tables, whatif
from dashboard.words import day_text

view, lib = state.view(), data.library()
components.title("What if", "Leave out evidence; states, areas and figures are worked out again, here and on the map.")
forms.leave_out(lib, view)
day = forms.day_picker(view)

if data.leave_out(view).is_empty:
    components.empty("Nothing is left out.", "Choose sources, publishers, grades or modalities above.")
else:
    components.tiles(tables.what_if_figures(data.what_if(view)))
    st.button("Show it on the map", icon=":material/map:", on_click=state.open_page, args=("map",))
    st.header(f"Groups on {day_text(day)}", anchor=False)
    whatif.groups(view)
    st.header("Places whose state differs", anchor=False)
    whatif.places(view, lib, day)
whatif.single_sources(view, lib, day)
