"""Charts in the colours of the groups. Drawn by the browser; nothing is fetched."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from dashboard.components import current_theme
from dashboard.library import Library

EDGE = {"light": "#e7e4dd", "dark": "#737e85"}
PAPER = {"light": "#ffffff", "dark": "#14181b"}
INK = {"light": ("#1d2429", "#58626a", "#e7e4dd"), "dark": ("#e4e6e3", "#a5aeb4", "#2c3338")}


def over_time(
    figures: pd.DataFrame,
    day: date,
    span: tuple[date, date],
    lib: Library,
    palette: str,
    *,
    unit: str,
    stacked: bool = True,
) -> alt.LayerChart:
    """Return stacked areas of what each group held, or a line each where sums mean nothing, with a mark at the day.

    `figures` has columns day, code, group, value, note; `span` is the first and last day of the axis.
    """
    ink, quiet, grid = INK[current_theme()]
    order = list(figures.groupby("code")["value"].max().sort_values(ascending=False).index)
    names, colors = [lib.actor_name(code) for code in order], [lib.color(code, palette) for code in order]
    frame = figures.assign(day=pd.to_datetime(figures["day"]), rank=figures["code"].map(order.index))
    axis = alt.Scale(domain=[pd.Timestamp(span[0]).isoformat(), pd.Timestamp(span[1]).isoformat()])
    chart = alt.Chart(frame, description=f"{unit.capitalize()} of each group over time; the figures are in the table.")
    encoded = chart.encode(
        x=alt.X("day:T", title=None, scale=axis, axis=alt.Axis(format="%Y", tickCount="year", grid=False)),
        y=alt.Y("value:Q", title=unit, stack="zero" if stacked else None, axis=alt.Axis(tickCount=4)),
        color=alt.Color("group:N", scale=alt.Scale(domain=names, range=colors), legend=None),
        order=alt.Order("rank:Q"),
        tooltip=[
            alt.Tooltip("day:T", title="Day", format="%-d %B %Y"),
            alt.Tooltip("group:N", title="Group"),
            alt.Tooltip("value:Q", title=unit.capitalize(), format=",.0f"),
            alt.Tooltip("note:N", title="Range" if stacked else "With"),
        ],
    )
    edge = EDGE[current_theme()]
    shapes = (
        [encoded.mark_area(interpolate="step-after", stroke=edge, strokeWidth=0.7)]
        if stacked
        else [
            encoded.mark_line(interpolate="step-after", strokeWidth=4.5).encode(
                color=alt.value(edge), detail="group:N", order=alt.Order("day:T")
            ),
            encoded.mark_line(interpolate="step-after", strokeWidth=2.5).encode(order=alt.Order("day:T")),
        ]
    )
    mark = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(day)]})).encode(x=alt.X("day:T", scale=axis))
    casing = mark.mark_rule(color=PAPER[current_theme()], strokeWidth=5)
    return (
        alt.layer(*shapes, casing, mark.mark_rule(color=ink, strokeWidth=2))
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
