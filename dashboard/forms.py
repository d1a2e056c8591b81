"""Controls that several views share. Each writes to the view, so that the address follows."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard import data, state, words
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.tables import MEASURES
from dashboard.view import STATUSES, View, end_of
from territory.model import Modality

SPANS = {"Week": 3, "Month": 15, "Quarter": 45, "Year": 182}
GRAINS = {"Week": 7, "Month": 30, "Quarter": 91}
ALL = "All"


def limits() -> tuple[date, date]:
    """Return the first and last day that a date field offers."""
    span = data.histories(state.view()).span() or (state.view().on, state.view().on)
    return min(span[0], state.view().on), max(span[1], state.view().on)


def _set_span() -> None:
    chosen = st.session_state[Keys.SPAN]
    if len(chosen) == 2:
        state.update(start=chosen[0], end=chosen[1])


def _around(label: str) -> None:
    """Take a span around the date, or all days."""
    on = state.view().on
    if label == ALL:
        start, end = limits()
    else:
        start, end = on - timedelta(days=SPANS[label]), on + timedelta(days=SPANS[label])
    state.update(start=start, end=end)
    st.session_state[Keys.SPAN] = (start, end)


def span_picker(view: View) -> None:
    """Choose the span of days."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="span"):
        st.session_state.setdefault(Keys.SPAN, view.span)
        st.date_input("From and to", key=Keys.SPAN, on_change=_set_span, format="YYYY-MM-DD", width=240,
                      min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
        for label in (*SPANS, ALL):
            st.button(label, key=Keys.row("span", label), type="tertiary", on_click=_around, args=(label,),
                      help=f"{label} around {view.on}" if label != ALL else "All days")  # fmt: skip


def _set_names(key: str, field: str) -> None:
    state.update(**{field: tuple(st.session_state[key]) or None})


def shared_filters(lib: Library) -> None:
    """Choose groups, countries and statuses; the same as in the legend of the map."""
    view = state.view()
    with st.container(horizontal=True, key="filters"):
        for key, field, label, options, named in (
            (Keys.GROUPS, "groups", "Groups", lib.active, lib.actor_name),
            (Keys.COUNTRIES, "countries", "Countries", lib.countries, data.country_name),
            (Keys.STATUSES, "statuses", "Status", STATUSES, str),
        ):
            st.session_state[key] = list(getattr(view, field) or ())
            st.multiselect(
                label, list(options), key=key, format_func=named, placeholder="All", on_change=_set_names,
                args=(key, field),
            )  # fmt: skip


def narrow(frame: pd.DataFrame, kind_key: str, text_key: str) -> pd.DataFrame:
    """Choose kinds of change and a text that a row must contain."""
    with st.container(horizontal=True, key="narrow", vertical_alignment="top"):
        kinds = st.pills("Kind", sorted(frame["kind"].unique()), selection_mode="multi", key=kind_key)
        text = st.text_input("Rows with", key=text_key, placeholder="Any text: place, publisher, note")
    if kinds:
        frame = frame[frame["kind"].isin(kinds)]
    if text:
        found = frame.astype(str).apply(lambda column: column.str.contains(text, case=False, regex=False))
        frame = frame[found.any(axis=1)]
    return frame.reset_index(drop=True)


def _set_two_days() -> None:
    first, second = sorted((st.session_state[Keys.FIRST_DAY], st.session_state[Keys.SECOND_DAY]))
    state.update(on=first, other=second)


def two_days(view: View) -> tuple[date, date]:
    """Choose the two days, the earlier one first, as the swipe bar of the map has them."""
    first, second = view.two_days
    st.session_state[Keys.FIRST_DAY], st.session_state[Keys.SECOND_DAY] = first, second
    with st.container(horizontal=True, key="two-days", vertical_alignment="bottom"):
        for label, key in (("First day", Keys.FIRST_DAY), ("Second day", Keys.SECOND_DAY)):
            st.date_input(label, key=key, on_change=_set_two_days, format="YYYY-MM-DD", width=180,
                          min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
        st.button("Both on the map", key=Keys.row("both"), icon=":material/compare:", on_click=_both_on_map,
                  args=(first, second), help="One swipe bar between the two days")  # fmt: skip
    return first, second


def _both_on_map(first: date, second: date) -> None:
    state.update(on=first, other=second)
    state.open_page("map")


def _set_day() -> None:
    state.update(on=st.session_state[Keys.DAY])


def cursor(view: View) -> tuple[date, int, str]:
    """Choose the day of the cursor, which is the day of the map, how often to sample, and what to measure."""
    first, last = limits()
    st.session_state[Keys.DAY] = view.on
    with st.container(horizontal=True, key="cursor", vertical_alignment="bottom"):
        last = max(last, first + timedelta(days=1))
        st.slider("Day", first, last, key=Keys.DAY, on_change=_set_day, format="D MMM YYYY")
        grain = st.segmented_control("One point each", list(GRAINS), default="Month", key=Keys.GRAIN, required=True)
        measure = st.segmented_control("Measure", list(MEASURES), default="area", key=Keys.MEASURE, required=True,
                                       format_func=lambda name: MEASURES[name][0])  # fmt: skip
    return state.view().on, GRAINS[grain or "Month"], measure or "area"


def matrix_country(lib: Library, view: View) -> str:
    """Choose the country of the matrix."""
    options = [code for code in lib.countries if view.countries is None or code in view.countries] or list(
        lib.countries
    )
    chosen = st.segmented_control("Country", options, default=options[0], key=Keys.MATRIX_COUNTRY,
                                  format_func=data.country_name, required=True)  # fmt: skip
    return chosen if chosen in options else options[0]


def _set_machine() -> None:
    state.update(minus_machine=st.session_state["minus_machine"])


def _set_minus(key: str) -> None:
    state.update(**{key: tuple(st.session_state[key])})


def leave_out(lib: Library, view: View) -> None:
    """Choose what evidence to leave out; it stays left out on every page until all is used again."""
    with st.container(horizontal=True, key="leave-out", vertical_alignment="bottom"):
        for key, label, options, named in (
            ("minus_publishers", "Publishers", lib.publishers, str),
            ("minus_sources", "Sources", lib.sources, lambda key: lib.sources.get(key, key)),
            ("minus_grades", "Grades", "ABCDEF", lambda letter: f"{letter}: {words.RELIABILITY[letter]}"),
            ("minus_modalities", "Modalities", Modality, str.capitalize),
        ):
            st.session_state[key] = list(getattr(view, key))
            st.multiselect(label, list(options), key=key, format_func=named, placeholder="Leave out…",
                           on_change=_set_minus, args=(key,))  # fmt: skip
        st.session_state["minus_machine"] = view.minus_machine
        st.toggle("Leave out what a machine read", key="minus_machine", on_change=_set_machine)


def day_picker(view: View) -> date:
    """Choose the day; it is the day of the map."""
    st.session_state[Keys.DAY] = view.on
    st.date_input("Day", key=Keys.DAY, on_change=_set_day, format="YYYY-MM-DD", width=180,
                  min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
    return state.view().on


def known_switch(view: View) -> None:
    """Switch between what is known now and what was known by the end of the day shown."""
    st.session_state[Keys.PANEL_KNOWN] = view.known_at is not None
    when = view.known_at.date() if view.known_at else view.on
    st.toggle(f"As known on {words.day_text(when)}", key=Keys.PANEL_KNOWN, on_change=_set_panel_known)


def _set_panel_known() -> None:
    state.update(known_at=end_of(state.view().on) if st.session_state[Keys.PANEL_KNOWN] else None)
