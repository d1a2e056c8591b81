"""What if some evidence were left out: everything recomputed, beside the answer from all of it."""

import streamlit as st

from dashboard import components, data, forms, state, tables
from dashboard.state import Keys
from dashboard.words import day_text

view, lib = state.view(), data.library()
components.title("What if", "Leave out evidence; states, areas and figures are worked out again, here and on the map.")
forms.leave_out(lib, view)
day = forms.day_picker(view)

if data.leave_out(view).is_empty:
    components.empty("Nothing is left out.", "Choose sources, publishers, grades or modalities above.")
else:
    outcome = data.what_if(view)
    frame = data.table(tables.differences, view)
    components.tiles(tables.what_if_figures(outcome))
    st.button("Show it on the map", icon=":material/map:", on_click=state.open_page, args=("map",))
    st.header(f"Groups on {day_text(day)}", anchor=False)
    components.table(data.table(tables.what_if_groups, view), Keys.WHATIF_GROUPS)
    st.header("Places whose state differs", anchor=False)
    if frame.empty:
        components.empty("No place differs on this day.", "What remains says the same. Try another day.")
    else:
        picked = components.table(frame, Keys.WHATIF_TABLE, hide=("place_id",))
        components.download(frame, f"territory-what-if-{day}.csv")
        if picked is not None:
            components.to_map(lib, picked["place_id"], day)
