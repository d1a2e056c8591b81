"""Files in and files out: imports, what was rejected, licences of the bundled data, downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import attributions, cards, components, data, intake, state, tables, words
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.errors import TerritoryError


def publishers(lib: Library, view: View) -> None:
    """Draw the publishers, or the claims of one."""
    if view.source not in lib.publishers:
        components.table(data.table(tables.publishers), Keys.SOURCES_TABLE, on_pick=_open_publisher)
        return
    components.back("All publishers", source=None)
    st.header(cards.md(view.source), anchor=False)
    frame = data.table(tables.claims_table, view.source)
    hidden = ("place_id", "claim_id", "actor", "opponent")
    components.ledger(frame, Keys.SOURCE_CLAIMS, lib, view, day="from", alt="Claims of this publisher", hide=hidden)
    components.download(frame, "territory-claims-of-publisher.csv")


def _open_publisher(row: Mapping[str, Any]) -> None:
    if row["publisher"] in data.library().publishers:
        state.update(source=row["publisher"])


def licences() -> None:
    """Draw the data that Territory ships with: what, from where, under which licence."""
    entries = data.table(attributions.bundled_sources)
    if not entries:
        components.empty("The list of bundled data is missing.", "Install Territory again.")
        return
    rows = "".join(
        f"<tr><th scope='row'>{cards.esc(entry.name)}</th><td>{cards.esc(entry.content)}</td>"
        f"<td>{cards.link(entry.url, entry.origin)}</td><td>{cards.esc(entry.licence)}</td></tr>"
        for entry in entries
    )
    st.html(
        '<div class="t-scroll"><table class="t-plain"><thead><tr><th scope="col">File</th><th scope="col">What</th>'
        f'<th scope="col">From</th><th scope="col">Licence</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def import_form() -> None:
    """Take tables of control events, as described in `seeds/README.md`."""
    with st.form("import", border=False):
        with st.container(horizontal=True):
            st.file_uploader("control_events.csv", key=Keys.TABLE_EVENTS, type=["csv"])
            st.file_uploader("places.csv (optional)", key=Keys.TABLE_PLACES, type=["csv"])
            st.file_uploader("actors.csv (optional)", key=Keys.TABLE_ACTORS, type=["csv"])
        st.form_submit_button("Import", on_click=_import, icon=":material/upload:")
    if message := st.session_state.get(Keys.IMPORT_MESSAGE):
        good, text = message
        (st.success if good else st.error)(cards.md(text))


def _import() -> None:
    files = [st.session_state.get(key) for key in (Keys.TABLE_EVENTS, Keys.TABLE_PLACES, Keys.TABLE_ACTORS)]
    events, places, actors = (file.getvalue() if file else None for file in files)
    if events is None:
        st.session_state[Keys.IMPORT_MESSAGE] = (False, "Choose a control_events.csv first.")
        return
    try:
        outcome = intake.import_tables(events, places, actors)
    except TerritoryError as error:
        st.session_state[Keys.IMPORT_MESSAGE] = (False, f"{error} Nothing was stored.")
        return
    text = f"{outcome.added_claims} claims added, {outcome.unchanged} unchanged, {len(outcome.rejected)} rows rejected."
    st.session_state[Keys.IMPORT_MESSAGE] = (not outcome.rejected, text)


def imports(lib: Library) -> None:
    """Draw the imports so far, and each row that could not be used."""
    st.header("Imports", anchor=False)
    components.table(
        tables.records(lib.imports, ("import_id", "kind", "name", "added", "unchanged", "rejected", "sha256")),
        Keys.IMPORTS,
    )
    st.header("Rejected", anchor=False)
    if lib.rejected:
        components.table(tables.records(lib.rejected, ("where", "reason", "record")), Keys.REJECTED)
    else:
        components.empty("Nothing was rejected.", "What cannot be used would stand here, with the reason.")
    if lib.unplaced:
        st.header("Sentences not placed", anchor=False)
        components.table(tables.records(lib.unplaced, ("article_id", "quote", "reason")), Keys.UNPLACED)


def downloads(view: View) -> None:
    """Offer what is in the store, and what the map shows, as files."""
    stamp = f"{view.on}{f'-known-{view.known_at.date()}' if view.known_at else ''}"
    states = data.table(tables.states_table, view)
    components.line(
        f"The map on {words.day_text(view.on)} under the filters of the link, as a table: {len(states):,} places."
    )
    components.table(states, Keys.STATES_TABLE, hide=("place_id", "claim_ids"), height=320)
    components.download(states, f"territory-states-{stamp}.csv", "States of this day (CSV)")
    components.download(data.table(tables.claims_table), "territory-claims.csv", "All claims (CSV)")
    st.caption("GeoJSON, GeoPackage, GeoParquet, KML and the HTML player: `territory export --on DATE --format …`.")
