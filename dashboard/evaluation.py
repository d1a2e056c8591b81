"""The evaluation of the control model as it ships: tables and a reliability diagram. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboard import cards, charts, components
from dashboard.components import current_theme
from dashboard.state import Keys
from territory.evaluate.model_report import bundled_report

QUESTIONS = {"holder": "Who holds it", "status": "Controlled or contested"}
Report = Mapping[str, Any]


def report() -> Report:
    """Return the report that ships with this version."""
    return bundled_report()


def origin(report: Report) -> None:
    """Say which command made the report, and from what."""
    made = ", ".join(f"{name} ({digest[:12]})" for name, digest in report["made_from"].items())
    how = "fitted anew on what each hold-out leaves" if report["refit"] else "as bundled, which have seen every claim"
    st.html(
        f'<p class="t-line">Made by <code>{cards.esc(report["command"])}</code>, parameters {how}. '
        f"From {cards.esc(made)}.</p>"
    )


def choose(report: Report) -> tuple[Mapping[str, Any], str]:
    """Choose the hold-out and the question; say what was hidden."""
    splits = {split["name"]: split for split in report["splits"]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.segmented_control("Hidden", list(splits), default=next(iter(splits)), key=Keys.EVAL_SPLIT,
                                    required=True, format_func=str.capitalize)  # fmt: skip
        what = st.segmented_control("Asked", list(QUESTIONS), default="holder", key=Keys.EVAL_WHAT, required=True,
                                    format_func=QUESTIONS.get)  # fmt: skip
    split = splits.get(name or "", report["splits"][0])
    components.line(f"{split['what']} {split['questions']:,} questions.")
    return split, what or "holder"


def scores(report: Report, chosen: tuple[Mapping[str, Any], str]) -> None:
    """Draw log loss, Brier score and accuracy of every method; the best of each column is marked."""
    split, what = chosen
    names = ("log_loss", "brier", "accuracy")
    values = {result["method"]: result[what] for result in split["results"]}
    best = {
        name: (max if name == "accuracy" else min)(values, key=lambda method, name=name: values[method][name])
        for name in names
    }
    rows = ""
    for method, one in values.items():
        cells = "".join(
            f'<td class="t-num">{_best(format(one[n], ".1%" if n == "accuracy" else ".4f"), best[n] == method)}</td>'
            for n in names
        )
        about = report["methods"].get(method, "")
        label = "Territory's posterior" if method == report["ours"] else method
        rows += f'<tr><th scope="row">{cards.esc(label)}<br><small>{cards.esc(about)}</small></th>{cells}</tr>'
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Method", "Log loss ↓", "Brier ↓", "Accuracy ↑"))
    _table(heads, rows, "t-sums")


def _best(text: str, best: bool) -> str:
    return f"<strong>{text} ✓</strong>" if best else text


def _table(heads: str, rows: str, css: str = "", *, whole: bool = True) -> None:
    """Draw a table; a `whole` one is as tall as it is, another scrolls."""
    st.html(
        f'<div class="t-scroll{" t-whole" if whole else ""}" tabindex="0"><table class="t-plain {css}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def reliability(report: Report, chosen: tuple[Mapping[str, Any], str]) -> None:
    """Draw what the model said against how often it was right, band by band, and the same as a table."""
    split, what = chosen
    ours = next(result for result in split["results"] if result["method"] == report["ours"])
    frame = pd.DataFrame(ours[what]["reliability"])
    if frame.empty:
        components.empty("No answers to judge.", "The hold-out has no questions of this kind.")
        return
    with st.container(horizontal=True, key="reliability"):
        st.altair_chart(_diagram(frame), width=420, theme=None)
        rows = "".join(
            f'<tr><th scope="row">{row["from"]:.0%} to {row["to"]:.0%}</th><td>{row["stated"]:.1%}</td>'
            f"<td>{row['right']:.1%}</td><td>{int(row['count']):,}</td></tr>"
            for row in ours[what]["reliability"]
        )
        heads = "".join(f'<th scope="col">{head}</th>' for head in ("It says", "Mean", "Right", "Answers"))
        _table(heads, rows, "t-sums")


def _diagram(frame: pd.DataFrame) -> alt.LayerChart:
    ink, quiet, grid = charts.INK[current_theme()]
    scale = alt.Scale(domain=[0.3, 1])
    axis = alt.Axis(format=".0%", tickCount=6)
    line = alt.Chart(pd.DataFrame({"x": [0.3, 1.0], "y": [0.3, 1.0]})).mark_line(color=quiet, strokeDash=[4, 4])
    marks = alt.Chart(frame).encode(
        x=alt.X("stated:Q", scale=scale, axis=axis, title="What the model says"),
        y=alt.Y("right:Q", scale=scale, axis=axis, title="How often it is right"),
        tooltip=[
            alt.Tooltip("stated:Q", format=".1%", title="Says"),
            alt.Tooltip("right:Q", format=".1%", title="Right"),
            alt.Tooltip("count:Q", format=",", title="Answers"),
        ],
    )
    points = marks.mark_point(filled=True, color=ink, opacity=1).encode(
        size=alt.Size("count:Q", scale=alt.Scale(type="sqrt", range=[30, 400]), legend=None)
    )
    exact = line.encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    return (
        alt.layer(exact, marks.mark_line(color=ink), points)
        .properties(height=320, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelColor=quiet, titleColor=quiet, gridColor=grid, domainColor=grid, tickColor=grid,
                        labelFontSize=12, titleFontWeight="normal")
    )  # fmt: skip


NEAR = 0.9
RIGHT = (0.87, 0.93)
"""Where the model says 90 %, it shall be right this often."""


def near_ninety(report: Report) -> None:
    """Say for every hold-out and question how often the model is right where it says about 90 %."""
    rows = ""
    for split in report["splits"]:
        ours = next(result for result in split["results"] if result["method"] == report["ours"])
        for what, question in QUESTIONS.items():
            band = next((b for b in ours[what]["reliability"] if b["from"] <= NEAR < b["to"]), None)
            if band is not None:
                rows += _near_row(f"{str(split['name']).capitalize()}: {question.lower()}", band)
    low, high = RIGHT
    components.line(f"Asked of it: where it says about {NEAR:.0%}, it is right {low:.0%} to {high:.0%} of the time.")
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Hidden, asked", "Says", "Right", "Answers"))
    _table(heads, rows, "t-sums")


def _near_row(label: str, band: Mapping[str, Any]) -> str:
    low, high = RIGHT
    kept = low <= band["right"] <= high
    verdict = "✓ kept" if kept else "too sure" if band["right"] < low else "too modest"
    return (
        f'<tr><th scope="row">{cards.esc(label)}</th><td class="t-num">{band["stated"]:.1%}</td>'
        f'<td class="t-num">{band["right"]:.1%}<br><small>{verdict}</small></td>'
        f'<td class="t-num">{int(band["count"]):,}</td></tr>'
    )


def shortfalls(report: Report) -> None:
    """Say on which measure of which hold-out another method is better."""
    if not report["shortfalls"]:
        components.line("Nowhere: it is best on every hold-out, in log loss, Brier score and accuracy.")
        return
    st.html(f'<ul class="t-line">{"".join(f"<li>{cards.esc(text)}</li>" for text in report["shortfalls"])}</ul>')


def districts(report: Report) -> None:
    """Draw the shares of Afghan districts: published, and as the model has them, with the reasons for the gap."""
    rows = ""
    for one in report["districts"]["counts"]:
        cells = "".join(
            f'<td class="t-num">{"–" if one[f"published_{side}"] is None else format(one[f"published_{side}"], ".0%")}'
            f" / {one[f'model_{side}']:.0%}</td>"
            for side in ("government", "contested", "insurgent")
        )
        rows += (
            f'<tr><th scope="row">{cards.esc(one["day"])}<br><small>{cards.esc(one["publisher"])}</small></th>{cells}'
            f'<td class="t-num">{one["counted"] or "–"} / {one["model_districts"]}</td></tr>'
        )
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("Day", "Government", "Contested", "Insurgent", "Districts")
    )
    components.line("Shares of districts: published / expected by the model on the same day. –: not published.")
    _table(heads, rows, "t-sums", whole=False)
    reasons = "".join(f"<li>{cards.esc(reason)}</li>" for reason in report["districts"]["reasons"])
    st.html(f'<h3>Why they differ</h3><ul class="t-line">{reasons}</ul>')
