"""The groups: how many places each held over time, and which place was whose for how long."""

import streamlit as st

from dashboard import charts, components, data, forms, state, tables
from dashboard.words import day_text

view, lib = state.view(), data.library()
components.title("Groups", "Places that each group held, and for how long. A count of places is no area.")
forms.shared_filters(lib)
day, step = forms.cursor(view)

counts = data.table(tables.counts_over_time, view, step)
if counts.empty:
    components.empty("No group holds a place under these filters.", "Choose other countries or groups.")
else:
    components.group_tiles(tables.tally(data.states_on(view, day).values()), lib, view)
    for country, rows in counts.groupby("country"):
        st.subheader(str(country), anchor=False)
        st.altair_chart(charts.places_over_time(rows, day, lib, view.palette), width="stretch", theme=None)
    components.line(
        f"Sampled every {step} days; the line marks {day_text(day)}. Where the data of a country begins, "
        "the count jumps: that is no event."
    )
    st.subheader("Whose was it, and for how long", anchor=False)
    chosen = forms.matrix_country(lib, view)
    codes, shares = data.table(tables.matrix, view, chosen)
    components.matrix(codes, shares, lib, view, day)
