"""The groups: what each held over time, by area, places, districts or people, and whose each place was how long."""

import streamlit as st

from dashboard import charts, components, data, forms, state, tables
from dashboard.words import day_text

view, lib = state.view(), data.library()
components.title(
    "Groups",
    "What each group held, where it met others, and for how long. Areas reach only as far as the evidence does.",
)
forms.shared_filters(lib)
day, step, measure = forms.cursor(view)
span = data.histories(view).span() or (day, day)
unit = tables.MEASURES[measure][1]

components.group_tiles(tables.tally(data.states_on(view, day).values()), lib, view)
for country in [code for code in lib.countries if view.countries is None or code in view.countries]:
    figures = data.table(tables.over_time, view, country, measure, step)
    st.header(data.country_name(country), anchor=False)
    if figures.empty:
        components.empty("Nothing to draw here.", "Choose other groups, or another measure.")
        continue
    chart = charts.over_time(figures, day, span, lib, view.palette, unit=unit, stacked=measure != "fronts")
    st.altair_chart(chart, width="stretch", theme=None)
    components.chart_key(figures, day, lib, view, unit=unit)
    components.download(figures, f"territory-{measure}-{country}.csv".lower())
components.line(
    f"Every {step} days; the line marks {day_text(day)}. Where the data of a country begins the figures jump: that is "
    "no event. Population is of listed towns with a figure, never 'population under control'. "
    "A front is the edge between areas of two holders and counts for both."
)
if lib.countries:
    st.header("Whose was it, and for how long", anchor=False)
    chosen = forms.matrix_country(lib, view)
    codes, shares = data.table(tables.matrix, view, chosen)
    components.matrix(codes, shares, lib, view, day)
