"""What several views draw: search, notices, rows that lead to a place, the panel of a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboard import cards, data, state, words
from dashboard.cards import md
from dashboard.data import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.control.histories import Change
from territory.model import Claim

ROWS = 40


def theme_mark() -> None:
    """Put the theme where the style sheet can see it."""
    st.html(f'<i data-t-theme="{current_theme()}" hidden></i>')


def current_theme() -> str:
    """Return `light` or `dark`, as the browser shows the page."""
    return st.context.theme.type or "light"


def store_trouble(error: Exception) -> None:
    """Say that the store cannot be opened, and what to do."""
    with st.container(key="trouble"):
        st.subheader("The store cannot be opened")
        st.text(str(error))
        st.caption(
            "Start again with `territory dashboard --store sqlite:////path/to/file.db`, or without `--store` for your own."
        )


def show_notices() -> None:
    """Show once what could not be used of the address."""
    if found := state.notices():
        with st.container(key="notices"):
            for sentence in found:
                st.warning(md(sentence), icon=":material/link_off:")


def empty(headline: str, hint: str) -> None:
    """Say that there is nothing to show, and what would change that."""
    st.html(f'<div class="t-empty"><strong>{cards.esc(headline)}</strong><p>{cards.esc(hint)}</p></div>')


def _row_colors(panel: str, fills: Sequence[tuple[str, str]]) -> None:
    """Give each row of a panel its colours: what was, and what is."""
    rules = "".join(
        f".st-key-{Keys.row(panel, index)} button::before{{background:{before}}}"
        f".st-key-{Keys.row(panel, index)} button::after{{background:{after}}}"
        for index, (before, after) in enumerate(fills)
    )
    st.html(f"<style>{rules}</style>")


def change_rows(panel: str, changes: Sequence[Change], lib: Library, view: View) -> None:
    """Draw changes as rows; a click selects the place on the day of the change."""
    shown = changes[:ROWS]
    _row_colors(
        panel,
        [(cards.fill(c.before, lib, view.palette), cards.fill(c.after, lib, view.palette)) for c in shown],
    )
    with st.container(key=f"rows-{panel}", gap=None):
        for index, change in enumerate(shown):
            name = md(lib.place_name(change.place_id))
            label = f"**{name}** {md(words.day_text(change.day, short=True))}  \n{md(words.change_text(change, lib))}"
            st.button(
                label,
                key=Keys.row(panel, index),
                type="tertiary",
                width="stretch",
                on_click=state.show_on_map,
                args=(change.place_id, change.day),
            )
    if len(changes) > ROWS:
        st.caption(f"{len(changes) - ROWS} more are on the Changes page.")


def what_changed(view: View, lib: Library) -> None:
    """Draw the changes of the week around the date."""
    first, last = view.on - timedelta(days=3), view.on + timedelta(days=3)
    changes = data.changes_between(view, first, last)
    st.html(
        f'<div class="t-place"><h2>What changed</h2><p class="t-num">{words.day_text(first)} to {words.day_text(last)}: '
        f"{len(changes)} change{'s' * (len(changes) != 1)}</p></div>"
    )
    if changes:
        change_rows("week", changes, lib, view)
        return
    empty("Nothing changed hands in this week.", "Step to the next change with n, to the previous with p.")


def place_panel(view: View, lib: Library, place_id: str) -> None:
    """Draw a place: names, state, history, and its claims."""
    place = lib.places[place_id]
    st.button(
        "What changed this week", key=Keys.row("back"), icon=":material/arrow_back:", type="tertiary",
        on_click=state.select_place, args=(None,),
    )  # fmt: skip
    histories = data.histories(view)
    now = histories.at(place.place_id, view.on)
    span = histories.span() or (view.on, view.on)
    st.html(
        cards.place_head(place)
        + cards.state_box(now, view.on, lib, view.palette)
        + cards.history_strip(histories.get(place.place_id, ()), span, view.on, lib, view.palette)
    )
    claims = data.claims_at(view, place_id)
    if not claims:
        _no_claims(view, lib, place_id)
        return
    behind = {*now.claim_ids} if now else set()
    deciding = [claim for claim in claims if claim.claim_id in behind]
    others = [claim for claim in claims if claim.claim_id not in behind]
    _claims(f"Behind the colour on {words.day_text(view.on)}", deciding, lib, view, supports=True)
    _claims("Other claims, newest first" if deciding else "Claims, newest first", others, lib, view)


def _claims(title: str, claims: Sequence[Claim], lib: Library, view: View, *, supports: bool = False) -> None:
    if claims:
        body = "".join(cards.claim_card(claim, lib, view.palette, supports=supports) for claim in claims)
        st.html(f'<section class="t-claims"><h3>{cards.esc(title)} <span>{len(claims)}</span></h3>{body}</section>')


def _no_claims(view: View, lib: Library, place_id: str) -> None:
    empty(
        f"Nothing is known about who held {lib.place_name(place_id)}.",
        "No article or table in the store makes a claim about it. Places nearby with evidence:",
    )
    for index, other in enumerate(data.neighbours(place_id, data.histories(view))):
        st.button(
            md(lib.place_name(other)), key=Keys.row("near", index), type="tertiary", icon=":material/near_me:",
            on_click=state.select_place, args=(other,),
        )  # fmt: skip
