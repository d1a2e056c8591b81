"""The line at the top: search, settings of the reckoning, and the link to share."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard import cards, data, state, words
from dashboard.cards import md
from dashboard.data import Library
from dashboard.state import Keys
from dashboard.view import MAP_PARAMETERS, PALETTES, end_of, to_params

_PLACE, _GROUP, _SOURCE = "place", "group", "source"


def draw(lib: Library) -> None:
    """Draw the line at the top."""
    with st.container(key="topbar", horizontal=True, gap="small", vertical_alignment="center"):
        _search(lib)
        _settings()
    _hits(lib)


def _search(lib: Library) -> None:
    options = data.search_options(lib.url, lib.version)
    st.selectbox(
        "Search a place, a group or a source",
        list(options),
        index=None,
        key=Keys.SEARCH,
        format_func=lambda key: options.get(key, key),
        placeholder="Search a place, group or source",
        label_visibility="collapsed",
        accept_new_options=True,
        on_change=_found,
    )


def _found() -> None:
    """Go to what was chosen; look up in the gazetteer what was typed freely."""
    chosen = st.session_state.get(Keys.SEARCH)
    st.session_state[Keys.SEARCH] = None
    st.session_state.pop(Keys.SEARCH_HITS, None)
    if not chosen:
        return
    kind, _, name = chosen.partition(":")
    if kind == _PLACE and name in data.library().places:
        state.show_on_map(name)
    elif kind == _GROUP and name in data.library().actors:
        state.update(groups=(name,))
        state.open_page("map")
    elif kind == _SOURCE and name in data.library().publishers:
        state.update(source=name)
        state.open_page("data")
    else:
        st.session_state[Keys.SEARCH_HITS] = chosen


def _hits(lib: Library) -> None:
    """Show what the gazetteer has for a name that was typed freely."""
    query = st.session_state.get(Keys.SEARCH_HITS)
    if not query:
        return
    found = data.search_gazetteer(lib.url, lib.version, query[:200])
    with st.container(key="hits"):
        if not found:
            st.info(f"Nothing is called “{md(query[:80])}”. Try another spelling, or the name in its own script.")
        for index, place in enumerate(found):
            st.button(
                f"{md(place.name)} — {md(words.place_line(place))}", key=Keys.row("hit", index), type="tertiary",
                on_click=_open_hit, args=(place.place_id,),
            )  # fmt: skip


def _open_hit(place_id: str) -> None:
    st.session_state.pop(Keys.SEARCH_HITS, None)
    state.show_on_map(place_id)


def _settings() -> None:
    view = state.view()
    with st.popover("Settings", icon=":material/tune:", help="Model, two clocks, palette"):
        st.selectbox(
            "Control model", list(data.MODELS), index=list(data.MODELS).index(view.model), key=Keys.MODEL,
            format_func=lambda name: data.MODELS[name][0], on_change=_set_model,
        )  # fmt: skip
        st.radio(
            "Colours", list(PALETTES), index=list(PALETTES).index(view.palette), key=Keys.PALETTE,
            format_func=PALETTES.get, on_change=_set_palette, horizontal=True,
        )  # fmt: skip
        st.toggle(
            "As known on a day in the past", value=view.known_at is not None, key=Keys.KNOWN_ON, on_change=_set_known
        )
        if view.known_at is not None:
            st.date_input(
                "Known by the end of", value=view.known_at.date(), key=Keys.KNOWN_DAY, on_change=_set_known,
                min_value=None, format="YYYY-MM-DD",
            )  # fmt: skip
            st.caption("The map shows what could be known then: claims published later are not looked at.")


def _set_model() -> None:
    state.update(model=st.session_state[Keys.MODEL])


def _set_palette() -> None:
    state.update(palette=st.session_state[Keys.PALETTE])


def _set_known() -> None:
    day = st.session_state.get(Keys.KNOWN_DAY) or state.view().on
    state.update(known_at=end_of(day) if st.session_state[Keys.KNOWN_ON] else None)


def link(known: object = None) -> str:
    """Return the address of this view, with centre and zoom as the map last told."""
    params = to_params(state.view(), data.known())
    params |= {name: value for name, value in st.query_params.to_dict().items() if name in MAP_PARAMETERS}
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(params)}"


def share(lib: Library) -> None:
    """Offer the link to the view, and how to cite it."""
    view = state.view()
    with (
        st.container(key="share"),
        st.popover("Share", icon=":material/share:", help="Link and citation of what is shown"),
    ):
        st.caption("Link to exactly this view")
        st.code(link(), language=None, wrap_lines=True)
        st.caption("Citation")
        known = f", as known on {words.moment_text(view.known_at)}" if view.known_at else ""
        place = f"{lib.place_name(view.place)}, " if view.place else ""
        st.code(
            f"Territory (version 0.1.0), {place}state of {words.day_text(view.on)}{known}. "
            f"Model: {cards.esc(data.MODELS[view.model][0])}; {len(lib.claims):,} claims. {link()}",
            language=None,
            wrap_lines=True,
        )
