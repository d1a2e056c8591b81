"""Where everything comes from: publishers, bundled data, imports, what was rejected, files to take away."""

import streamlit as st

from dashboard import components, data, exchange, state, tables
from dashboard.state import Keys

view, lib = state.view(), data.library()
components.title("Data", "What the map rests on, under which licence, what could not be used, and files to take away.")
components.line(
    f"{len(lib.claims):,} claims at {len(lib.by_place):,} places by {len(lib.active)} groups from "
    f"{len(lib.publishers):,} publishers; {len(lib.articles):,} articles; {len(lib.rejected):,} rows rejected."
)
sources, licences, imports, files = st.tabs(["Publishers", "Bundled data", "Imports", "Downloads"], key=Keys.DATA_TAB,
                                            default="Publishers")  # fmt: skip

with sources:
    if view.source:
        st.button("All publishers", key=Keys.row("back"), icon=":material/arrow_back:", type="tertiary",
                  on_click=state.update, kwargs={"source": None})  # fmt: skip
        st.subheader(view.source, anchor=False)
        frame = data.table(tables.claims_table, view.source)
        picked = components.table(frame, Keys.SOURCE_CLAIMS, hide=("place_id", "claim_id", "actor", "opponent"))
        components.download(frame, "territory-claims-of-publisher.csv")
        if picked is not None:
            components.picked_claim(lib, view, picked["place_id"], picked["claim_id"], on=picked["from"])
    else:
        picked = components.table(data.table(tables.publishers), Keys.SOURCES_TABLE)
        if picked is not None and picked["publisher"] in lib.publishers:
            state.update(source=picked["publisher"])
            st.rerun()

with licences:
    exchange.licences()
with imports:
    exchange.import_form()
    exchange.imports(lib)
with files:
    exchange.downloads(lib, view)
