"""The panel beside the map: the selected place, what differs between two days, or what changed around the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard import cards, components, data, differences, forms, state, whys, words
from dashboard.cards import md
from dashboard.library import Library
from dashboard.rows import rows
from dashboard.state import Keys
from dashboard.view import View
from territory.control.histories import Change
from territory.control.posterior import PosteriorModel
from territory.control.usable import Evidence
from territory.model import Claim, ControlState

DAYS_AROUND = 3


def draw(view: View, lib: Library) -> None:
    """Draw what the map is about: a place, two days, or the week around the date."""
    if view.place:
        place_panel(view, lib, view.place)
    elif view.other:
        what_differs(view, lib)
    else:
        what_changed(view, lib)


def _head(title: str, about: str) -> None:
    st.html(f'<div class="t-place"><h2>{cards.esc(title)}</h2><p class="t-num">{cards.esc(about)}</p></div>')


def _source(claim: Claim | None) -> str:
    return f"{claim.source.grade} · {claim.source.publisher}" if claim and claim.source.publisher else ""


def _go(place_id: str, day: date | None) -> None:
    state.select_place(place_id, day)


def _hidden_by_filters(view: View) -> bool:
    """Say so if the filters leave no place on this day, and offer to drop them."""
    if not view.is_filtered or data.states_on(view, view.on):
        return False
    components.empty("The filters hide every place on this day.", "Choose more in the legend, or show everything.")
    st.button("Show everything", key=Keys.row("everything"), icon=":material/filter_alt_off:", type="primary",
              on_click=state.show_everything)  # fmt: skip
    return True


def what_changed(view: View, lib: Library) -> None:
    """Draw the changes of the week around the date."""
    around = timedelta(days=DAYS_AROUND)
    first, last = view.on - around, view.on + around
    changes = data.changes_between(view, first, last)
    week = f"{words.day_text(first)} to {words.day_text(last)}"
    if data.histories(view).span() is None:
        _head("What changed", "Nothing yet")
        components.empty(
            "No evidence yet.", "Import events on the Data page or add an article, and changes appear here."
        )
        return
    _head("What changed", f"{week}: {words.counted(len(changes), 'change')}")
    forms.known_switch(view)
    if _hidden_by_filters(view):
        return
    if not changes:
        components.empty("Nothing changed hands in this week.", "Step to the next change with n, to the last with p.")
        return
    sections = rows.by_day(
        changes, lambda change: words.change_text(change, lib), lambda change: _source(data.grounds(change, lib))
    )
    rows.draw(sections, Keys.ROWS, lib, view.palette, _go)


def what_differs(view: View, lib: Library) -> None:
    """Draw what differs between the two days of the swipe bar, by kind, and what each group gained and lost."""
    first, second = view.two_days
    found = differences.between(view, first, second)
    days = f"{words.day_text(first)} and {words.day_text(second)}"
    _head("What differs", f"{words.counted(len(found), 'place')} between {days}")
    forms.known_switch(view)
    if not found:
        components.empty("No place shown differs between these days.", "Choose days further apart, or fewer filters.")
        return
    with st.expander("Gained and lost, by group"):
        components.balance(data.table(differences.balance, view, first, second), lib, view, first, second)
    with st.container(horizontal=True, key="differs"):
        st.button("Open as a table", key=Keys.row("table"), icon=":material/table_rows:", type="tertiary",
                  on_click=state.open_page, args=("compare",))  # fmt: skip
        frame = data.table(differences.comparison, view, first, second)
        components.download(frame, f"territory-compare-{first}-{second}.csv")
    rows.draw(_by_kind(found, lib), Keys.ROWS, lib, view.palette, _go)


def _by_kind(found: Sequence[differences.Difference], lib: Library) -> list[rows.Section]:
    kinds: dict[str, list[rows.Row]] = {kind: [] for kind in differences.KINDS}
    for one in found:
        text = _difference_text(one, lib)
        row = rows.Row(one.place_id, text, one.before, one.after, _source(differences.grounds(one, lib)))
        kinds.setdefault(one.kind, []).append(row)
    return [rows.Section(kind.capitalize(), listed) for kind, listed in kinds.items()]


def _difference_text(one: differences.Difference, lib: Library) -> str:
    if one.after is None:
        return f"{words.state_text(one.before, lib)} → unknown"
    return words.change_text(Change(one.after.since, one.place_id, one.before, one.after), lib)


def _back(view: View) -> None:
    label = "What differs" if view.other else "What changed this week"
    st.button(label, key=Keys.row("back"), icon=":material/arrow_back:", type="tertiary", on_click=state.select_place,
              args=(None,))  # fmt: skip


def place_panel(view: View, lib: Library, place_id: str) -> None:
    """Draw a place: names, state, history, and its claims."""
    place = data.place(lib, place_id)
    if place is None:
        components.empty("This place is not known any more.", "Search for it at the top.")
        return
    _back(view)
    histories = data.histories(view)
    now = histories.at(place.place_id, view.on)
    span = histories.span() or (view.on, view.on)
    st.html(cards.place_head(place))
    for day, on_day in ((day, histories.at(place.place_id, day)) for day in _days(view)):
        st.html(cards.state_box(on_day, day, lib, view.palette, named=view.other is not None))
    st.html(cards.history_strip(histories.get(place.place_id, ()), span, None, lib, view.palette))
    claims = data.claims_at(view, place_id)
    st.html(f"<style>{cards.cursor_rule(span, view.on)}{_behind(claims, now)}</style>")
    forms.known_switch(view)
    if not claims:
        _no_claims(view, lib, place_id)
        return
    evidence = data.evidence(view, place_id)
    if st.toggle("Why this colour?", key=Keys.WHY, help="Weighs every claim, and says what would turn the answer"):
        why = data.explanation(view, place_id)
        if why is not None:
            st.html(f'<section class="t-whys">{whys.paragraph(why, lib)}</section>')
    if notes := whys.evidence_notes(evidence, lib):
        st.html(notes)
    _claims(claims, evidence, lib, view)


def _days(view: View) -> tuple[date, ...]:
    return view.two_days if view.other else (view.on,)


def _behind(claims: Sequence[Claim], now: ControlState | None) -> str:
    """Return the rule that marks and lifts the claims behind the state, so that the list is the same on every day."""
    behind = {*now.claim_ids} if now else set()
    marked = [f'[data-c="{index}"]' for index, claim in enumerate(claims) if claim.claim_id in behind]
    return f".t-claims :is({','.join(marked)}){{--t-behind:block;order:-1}}" if marked else ""


def _claims(claims: Sequence[Claim], evidence: Evidence, lib: Library, view: View) -> None:
    """Draw each report once, its prints folded away under it, and the versions corrected since at the end."""
    numbers = {claim.claim_id: index for index, claim in enumerate(claims)}
    reports, corrected, prints = whys.listed(claims, evidence)

    def card(claim: Claim) -> str:
        more = cards.further_prints(prints.get(claim.claim_id, ()))
        return cards.claim_card(claim, lib, view.palette, index=numbers[claim.claim_id], more=more)

    body = "".join(map(card, reports))
    if corrected:
        old = "".join(cards.claim_card(claim, lib, view.palette) for claim in corrected)
        what = words.counted(len(corrected), "earlier version")
        body += f'<details class="t-fold"><summary>{what}, corrected since</summary>{old}</details>'
    st.html(
        f'<section class="t-claims"><h3>Claims, newest first; those behind the colour on top '
        f"<span>{len(reports)}</span></h3>{body}</section>"
    )


def _no_claims(view: View, lib: Library, place_id: str) -> None:
    if view.model == PosteriorModel.name and (why := data.explanation(view, place_id)) is not None:
        st.html(f'<section class="t-whys">{whys.paragraph(why, lib)}</section>')
    components.empty(
        f"Nothing is known about who held {lib.place_name(place_id)}.",
        "No article or table in the store makes a claim about it. Places nearby with evidence:",
    )
    for index, other in enumerate(data.neighbours(place_id, data.histories(view))):
        st.button(
            md(lib.place_name(other)), key=Keys.row("near", index), type="tertiary", icon=":material/near_me:",
            on_click=state.select_place, args=(other,),
        )  # fmt: skip
