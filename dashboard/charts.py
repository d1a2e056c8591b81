"""Charts in the colours of the groups. Drawn by the browser; nothing is fetched."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from dashboard.components import current_theme
from dashboard.data import Library

INK = {"light": ("#1d2429", "#58626a", "#e7e4dd"), "dark": ("#e4e6e3", "#a5aeb4", "#2c3338")}


def places_over_time(counts: pd.DataFrame, day: date, lib: Library, palette: str) -> alt.LayerChart:
    """Return stacked areas of the places that each group held, with a mark at the day."""
    ink, quiet, grid = INK[current_theme()]
    order = list(counts.groupby("code")["held"].max().sort_values(ascending=False).index)
    names, colors = [lib.actor_name(code) for code in order], [lib.color(code, palette) for code in order]
    frame = counts.assign(day=pd.to_datetime(counts["day"]), rank=counts["code"].map(order.index))
    areas = (
        alt.Chart(frame)
        .mark_area(interpolate="step-after", stroke=grid, strokeWidth=0.6)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False)),
            y=alt.Y("held:Q", title="places", stack="zero", axis=alt.Axis(tickCount=4)),
            color=alt.Color("group:N", scale=alt.Scale(domain=names, range=colors), legend=None),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("day:T", title="Day", format="%-d %B %Y"),
                alt.Tooltip("group:N", title="Group"),
                alt.Tooltip("held:Q", title="Places held"),
                alt.Tooltip("contested:Q", title="of them contested"),
            ],
        )
    )
    cursor = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(day)]})).mark_rule(color=ink, strokeWidth=2).encode(x="day:T")
    return (
        alt.layer(areas, cursor)
        .properties(height=170, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=quiet,
            titleColor=quiet,
            gridColor=grid,
            domainColor=grid,
            tickColor=grid,
            labelFontSize=12,
            titleFontWeight="normal",
        )
    )
