"""What several views draw: notices, headlines, tables, tiles, and what leads to a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard import cards, data, state, tables, words
from dashboard.cards import md
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.control.whatif import ClaimFilter


def theme_mark() -> None:
    """Put the theme where the style sheet can see it."""
    st.html(f'<i data-t-theme="{current_theme()}" hidden></i>')


def current_theme() -> str:
    """Return `light` or `dark`, as the browser shows the page."""
    return st.context.theme.type or "light"


def store_trouble(error: Exception) -> None:
    """Say that the store cannot be opened, and what to do."""
    with st.container(key="trouble"):
        st.header("The store cannot be opened")
        st.text(str(error))
        st.caption("Start again with `territory dashboard --store sqlite:////path/to/file.db`, or without `--store`.")


def show_notices() -> None:
    """Show once what could not be used of the address."""
    for sentence in state.notices():
        st.toast(md(sentence), icon=":material/link_off:", duration="long")


def empty(headline: str, hint: str) -> None:
    """Say that there is nothing to show, and what would change that."""
    st.html(f'<div class="t-empty"><strong>{cards.esc(headline)}</strong><p>{cards.esc(hint)}</p></div>')


def title(text: str, about: str) -> None:
    """Head a view."""
    st.html(f'<div class="t-title"><h1>{cards.esc(text)}</h1><p>{cards.esc(about)}</p></div>')


def line(text: str) -> None:
    """Say how much there is."""
    st.html(f'<p class="t-line t-num">{cards.esc(text)}</p>')


_COLUMNS = {
    "all_evidence": st.column_config.TextColumn("With all evidence", width="medium"),
    "without": st.column_config.TextColumn("Without what is left out", width="medium"),
    "other_holder": st.column_config.CheckboxColumn("Another holder", width=110),
    "group": st.column_config.TextColumn("Group", width="medium"),
    "date": st.column_config.DateColumn("Date", format="D MMM YYYY", width=100),
    "since": st.column_config.DateColumn("Since", format="D MMM YYYY", width=100),
    "place": st.column_config.TextColumn("Place", width=170),
    "country": st.column_config.TextColumn("Country", width=90),
    "before": st.column_config.TextColumn("Before", width=250),
    "after": st.column_config.TextColumn("After", width=250),
    "first": st.column_config.TextColumn("First day", width="medium"),
    "second": st.column_config.TextColumn("Second day", width="medium"),
    "kind": st.column_config.TextColumn("Kind", width=130),
    "grade": st.column_config.TextColumn("Grade", width=60, help="Admiralty grade of the newest claim behind it"),
    "publisher": st.column_config.TextColumn("Publisher"),
    "source": st.column_config.TextColumn("Source"),
    "url": st.column_config.LinkColumn("Link", display_text="open", width=60),
    "evidence": st.column_config.TextColumn("Sentence or note", width="large"),
    "earliest": st.column_config.DateColumn("First day claimed", format="D MMM YYYY"),
    "latest": st.column_config.DateColumn("Last day claimed", format="D MMM YYYY"),
    "published": st.column_config.DateColumn("Published", format="D MMM YYYY", width=110),
    "title": st.column_config.TextColumn("Title", width="large"),
    "unplaced": st.column_config.NumberColumn("Not placed", width=90),
    "claims": st.column_config.NumberColumn("Claims", width=80),
    "places": st.column_config.NumberColumn("Places", width=80),
    "state": st.column_config.TextColumn("State", width=250),
    "single_source": st.column_config.CheckboxColumn("One source", width=90),
    "probability": st.column_config.NumberColumn("Probability", format="percent", width=90),
    "last_evidence": st.column_config.DateColumn("Last evidence", format="D MMM YYYY"),
}


def table(
    frame: pd.DataFrame,
    key: str,
    *,
    hide: tuple[str, ...] = (),
    names: Mapping[str, str] | None = None,
    height: int | Literal["stretch"] = 520,
    alt: str | None = None,
    on_pick: Callable[[Mapping[str, Any]], None] | None = None,
) -> dict[str, Any] | None:
    """Draw a table to sort; return the row that was clicked, or hand it to `on_pick` before the next run.

    `alt` says to a screen reader what the table is.
    """
    shown = frame.drop(columns=[column for column in hide if column in frame])
    config: dict[str, Any] = {column: _COLUMNS[column] for column in shown if column in _COLUMNS}
    for column, name in (names or {}).items():
        config[column] = st.column_config.TextColumn(name, width=250)

    def picked(cells: Sequence[tuple[int, str]]) -> dict[str, Any] | None:
        return dict(frame.iloc[cells[0][0]]) if cells and cells[0][0] < len(frame) else None

    def tell() -> None:
        row = picked(st.session_state[key]["selection"]["cells"])
        if on_pick is not None and row is not None:
            on_pick(row)

    event = st.dataframe(
        shown, key=key, hide_index=True, column_config=config, selection_mode="single-cell", width="stretch",
        on_select=tell if on_pick else "rerun", height="content" if len(shown) <= 12 else height, alt=alt,
    )  # fmt: skip
    return picked(event["selection"]["cells"])


def ledger(
    frame: pd.DataFrame, key: str, lib: Library, view: View, *, day: str | date, alt: str,
    hide: tuple[str, ...] = ("place_id", "claim_id"), names: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Draw a table of what happened at places; a click on a row puts the claim behind it beside the table.

    `day` is the day to show on the map: one for all rows, or the column that has it.
    """
    tall = len(frame) > 12
    with st.container(horizontal=True, key="ledger-tall" if tall else "ledger", gap="medium"):
        with st.container(key="ledger-table"):
            row = table(frame, key, hide=hide, names=names, height="stretch", alt=alt)
        if row is not None:
            with st.container(key="ledger-detail"):
                on = row[day] if isinstance(day, str) else day
                picked_claim(lib, view, row["place_id"], row["claim_id"], on=on)


def back(label: str, **changes: Any) -> None:
    """Offer a way back."""
    st.button(label, key=Keys.row("back"), icon=":material/arrow_back:", type="tertiary", on_click=state.update,
              kwargs=changes)  # fmt: skip


def download(frame: pd.DataFrame, name: str, label: str = "Download as CSV") -> None:
    """Offer a table as a file."""
    st.download_button(label, tables.csv_bytes(frame), name, "text/csv", key=Keys.row("download", name),
                       icon=":material/download:", on_click="ignore", type="tertiary")  # fmt: skip


def picked_claim(lib: Library, view: View, place_id: str, claim_id: str, *, on: date) -> None:
    """Draw the claim behind a picked row, and lead to its place on the map."""
    with st.container(key="picked", border=True):
        st.button(
            f"Show {md(lib.place_name(place_id))} on the map, {md(words.day_text(on))}", key=Keys.row("picked"),
            icon=":material/map:", type="primary", on_click=state.show_on_map, args=(place_id, on),
        )  # fmt: skip
        if claim_id in lib.by_id:
            st.html(cards.claim_card(lib.by_id[claim_id], lib, view.palette))


def balance(frame: pd.DataFrame, lib: Library, view: View, first: date, second: date) -> None:
    """Draw who gained and who lost between two days."""
    heads = (
        "Group",
        words.day_text(first, short=True),
        words.day_text(second, short=True),
        "Gained",
        "Lost",
        "Contested",
    )
    rows = "".join(_balance_row(row, lib, view.palette) for row in frame.to_dict("records"))
    head = "".join(f'<th scope="col">{cards.esc(text)}</th>' for text in heads)
    st.html(
        f'<div class="t-scroll" tabindex="0"><table class="t-plain t-sums"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _balance_row(row: Mapping[str, Any], lib: Library, palette: str) -> str:
    counts = "".join(
        f'<td class="t-num">{sign if row[name] else ""}{row[name] or "–"}</td>'
        for name, sign in (("first", ""), ("second", ""), ("gained", "+"), ("lost", "−"), ("contested", ""))
    )
    group = cards.dot(lib.color(row["code"], palette)) + cards.esc(lib.actor_name(row["code"]))
    return f'<tr><th scope="row">{group}</th>{counts}</tr>'


def group_tiles(tally: Mapping[str, tuple[int, int]], lib: Library, view: View) -> None:
    """Draw each group with its count of places."""
    tiles = "".join(_tile(code, *counts, lib, view.palette) for code, counts in tally.items())
    st.html(f'<div class="t-tiles">{tiles}</div>')


def _tile(code: str, held: int, contested: int, lib: Library, palette: str) -> str:
    fought = f" <small>{contested} contested</small>" if contested else ""
    return (
        f'<div class="t-tile" style="--t-actor:{lib.color(code, palette)}"><b class="t-num">{held}</b>'
        f"<span>{cards.esc(lib.actor_name(code))}{fought}</span></div>"
    )


def chart_key(figures: pd.DataFrame, day: date, lib: Library, view: View, *, unit: str) -> None:
    """Draw the groups of a chart with their colours and what each had on the day, or on the last one sampled before."""
    before = figures[figures["day"] <= day]
    last = (before if len(before) else figures).groupby("code", sort=False).last()
    last = last[last["value"] > 0]
    items = "".join(
        f"<li>{cards.dot(lib.color(str(code), view.palette))}{cards.esc(row['group'])} "
        f'<b class="t-num">{row["value"]:,.0f}</b> <span class="t-quiet t-num">{cards.esc(row["note"])}</span></li>'
        for code, row in last.sort_values("value", ascending=False).iterrows()
    )
    what = f"{unit[:1].upper()}{unit[1:]} on {words.day_text(day)}"
    st.html(f'<ul class="t-chart-key" aria-label="{cards.esc(what)}">{items}</ul>')


def matrix(
    codes: Sequence[str], rows: Sequence[tuple[str, Mapping[str, float]]], lib: Library, view: View, day: date
) -> None:
    """Draw for each place the share of its known days that each group held it, and its history as a strip."""
    histories = data.histories(view)
    span = histories.span() or (day, day)
    head = "".join(f'<th scope="col"><span>{cards.esc(lib.actor_name(code))}</span></th>' for code in codes)
    body = "".join(
        f'<tr><th scope="row">{cards.esc(lib.place_name(place_id))}</th>'
        + "".join(_cell(shares.get(code, 0.0), lib.color(code, view.palette)) for code in codes)
        + f'<td class="t-band">{cards.history_strip(histories[place_id], span, day, lib, view.palette)}</td></tr>'
        for place_id, shares in rows
    )
    st.html(
        '<div class="t-scroll" tabindex="0"><table class="t-matrix"><thead><tr><th scope="col">Place</th>'
        f'{head}<th scope="col">History</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(share: float, color: str) -> str:
    if not share:
        return "<td></td>"
    return f'<td class="t-num"><i style="background:{color};width:{max(share, 0.04):.0%}"></i>{share:.0%}</td>'


def tiles(figures: Sequence[tuple[str, str]]) -> None:
    """Draw figures with what they count."""
    body = "".join(
        f'<div class="t-tile"><b class="t-num">{cards.esc(number)}</b><span>{cards.esc(what)}</span></div>'
        for number, what in figures
    )
    st.html(f'<div class="t-tiles">{body}</div>')


def to_map(lib: Library, place_id: str, on: date) -> None:
    """Lead to a place on the map."""
    st.button(
        f"Show {md(lib.place_name(place_id))} on the map", key=Keys.row("to-map"), icon=":material/map:",
        type="primary", on_click=state.show_on_map, args=(place_id, on),
    )  # fmt: skip


def left_out_text(leave_out: ClaimFilter) -> str:
    """Return what is left out, in a few words."""
    parts = [f"publisher {name}" for name in sorted(leave_out.publishers)]
    if leave_out.sources:
        parts.append(words.counted(len(leave_out.sources), "source"))
    parts += [f"grade {grade}" for grade in sorted(leave_out.grades)]
    parts += [f"{modality.value} claims" for modality in sorted(leave_out.modalities)]
    return ", ".join([*parts, "what a machine read"] if leave_out.machine_read else parts)


def what_if_notice(view: View) -> None:
    """Say on every page that some evidence is left out, and offer all of it again."""
    leave_out = data.leave_out(view)
    if leave_out.is_empty:
        return
    with st.container(key="whatif", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="t-num"><strong>What if:</strong> without {cards.esc(left_out_text(leave_out))}.</p>')
        st.button("Use all evidence", key=Keys.row("all-evidence"), type="tertiary", on_click=state.use_all_evidence)
