"""Where everything comes from: publishers, bundled data, imports, what was rejected, files to take away."""

import streamlit as st

from dashboard import components, data, exchange, state
from dashboard.state import Keys

view, lib = state.view(), data.library()
components.title("Data", "What the map rests on, under which licence, what could not be used, and files to take away.")
components.line(
    f"{len(lib.claims):,} claims at {len(lib.by_place):,} places by {len(lib.active)} groups from "
    f"{len(lib.publishers):,} publishers. Articles: {len(lib.articles):,}. Rows rejected: {len(lib.rejected):,}."
)
sources, licences, imports, files = st.tabs(
    ["Publishers", "Bundled data", "Imports", "Downloads"], key=Keys.DATA_TAB, default="Publishers"
)
with sources:
    exchange.publishers(lib, view)
with licences:
    exchange.licences()
with imports:
    exchange.import_form()
    exchange.imports(lib)
with files:
    exchange.downloads(view)
