"""The reader of articles: text with marks, its claims, and what could not be placed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from dashboard import cards, components, data, decisions, intake, state, words
from dashboard.article import page, sheet
from dashboard.article.marks import Kind, kind_of
from dashboard.cards import esc
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.model import Article, Claim, Mention, Origin, Place
from territory.reading import note_on_language

UNSURE = " (which one is ambiguous)"
ROWS = 40
"""Claims or sentences drawn at once."""


class Unplaced(Protocol):
    """A sentence that could not be made a claim."""

    @property
    def quote(self) -> str: ...

    @property
    def reason(self) -> str: ...


def head(article: Article) -> None:
    """Draw title and origin of an article."""
    day = words.day_text(article.published) if article.published else "no date"
    inferred = " (inferred from the text)" if article.published_inferred else ""
    origin = " · ".join(esc(part) for part in (article.publisher, f"{day}{inferred}") if part)
    st.html(
        f'<div class="t-title"><h1>{esc(article.title or article.article_id)}</h1><p>{origin} · '
        f"{cards.link(article.url, article.url) if article.url else 'no address given'}</p></div>"
    )


def to_the_map(article: Article, claims: Sequence[Claim], lib: Library) -> None:
    """Draw the ways on from a stored article: to the map, to correcting it, and the switch of what machines read."""
    with st.container(horizontal=True, vertical_alignment="center", key="article-ways"):
        newest = max(claims, key=lambda claim: (claim.modality.is_factual, claim.valid_from), default=None)
        if newest is not None:
            where = cards.md(f"{data.place_label(lib, newest.place_id)}, {words.day_text(newest.valid_from)}")
            st.button(f"Show on the map: {where}", key=Keys.row("to-map"), icon=":material/map:", type="primary",
                      on_click=state.show_on_map, args=(newest.place_id, newest.valid_from))  # fmt: skip
        decisions.correct(article, lib)
        if any(claim.origin is Origin.MACHINE for claim in claims):
            st.session_state[Keys.MACHINE] = _machine_shown(state.view())
            grades = ", ".join(sorted({claim.source.grade for claim in claims}))
            st.toggle("Machine-read claims on the map", key=Keys.MACHINE, on_change=_switch_machine,
                      help=f"Claims that the program read from a text have the low grade {grades}.")  # fmt: skip


def _machine_shown(view: View) -> bool:
    return view.origins is None or Origin.MACHINE in view.origins


def _switch_machine() -> None:
    shown = st.session_state[Keys.MACHINE]
    others = tuple(origin.value for origin in Origin if origin is not Origin.MACHINE)
    state.update(origins=None if shown else others)


def copies(article: Article, lib: Library) -> None:
    """Say which other articles carry the same report, and that it counts once."""
    others, is_first = data.article_copies(lib, article.article_id)
    if not others:
        return
    counted = f"{words.counted(len(others) + 1, 'article')} carry this report; it is counted once"
    components.line(counted + (", from this one." if is_first else ", from the first:"))
    for number, other in enumerate(others):
        found = lib.articles[other]
        label = " · ".join(filter(None, (found.publisher, found.title or other)))
        st.button(cards.md(label[:120]), key=Keys.row("copy", number), type="tertiary", icon=":material/content_copy:",
                  on_click=state.update, kwargs={"article": other})  # fmt: skip


def text_and_claims(
    article: Article,
    mentions: Sequence[Mention],
    claims: Sequence[Claim],
    unplaced: Sequence[Unplaced],
    lib: Library,
    view: View,
    *,
    panel: str,
) -> None:
    """Draw the text with its marks beside the claims found in it."""
    shown = sheet.sheet(
        article,
        mentions,
        intake.others(article),
        claims,
        lib,
        lambda key: data.place(lib, key),
        palette=view.palette,
        can_choose=article.article_id in lib.articles,
    )
    page.draw(shown, Keys.row("text", panel), decisions.choose)
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="article-claims", gap="small"):
        unsure = {m.place_id for m in mentions if m.place_id and kind_of(m) is Kind.AMBIGUOUS}
        _claims(claims, lib, view, panel, note_on_language(article, len(mentions)), unsure)
    with right:
        _unplaced(unplaced, panel)


def _claims(claims: Sequence[Claim], lib: Library, view: View, panel: str, note: str, unsure: Collection[str]) -> None:
    st.header(words.counted(len(claims), "claim"), anchor=False)
    if not claims and note:
        components.empty("Claims are not read from this language.", note)
    elif not claims:
        components.empty("No claim of control was found in this text.", "Sentences not placed are listed apart.")
    first, last = _page(Keys.row("page", panel, "claims"), len(claims), "claims")
    for index, claim in enumerate(claims[first:last]):
        place = data.place(lib, claim.place_id)
        if place is None or panel == "preview":
            name = place.name if place else claim.place_id
            doubt = UNSURE if claim.place_id in unsure else ""
            st.html(f'<p class="t-claim-place"><bdi>{esc(name)}</bdi>{doubt}{_detail(place)}</p>')
        else:
            label = cards.md(place.name + (UNSURE if claim.place_id in unsure else ""))
            st.button(
                label, key=Keys.row(panel, index), type="tertiary", icon=":material/location_on:",
                on_click=state.show_on_map, args=(claim.place_id, claim.valid_from), help="Show on the map",
            )  # fmt: skip
        st.html(cards.claim_card(claim, lib, view.palette, with_source=False))


def _detail(place: Place | None) -> str:
    return f' <span class="t-quiet">{esc(words.place_line(place))}</span>' if place else ""


def _page(key: str, count: int, what: str) -> tuple[int, int]:
    """Return from where to where a long list is drawn, and offer its other parts."""
    if count <= ROWS:
        return 0, count
    pages = -(-count // ROWS)
    with st.container(horizontal=True, vertical_alignment="center"):
        page = st.number_input(f"Page of {what}, 1 to {pages:,}", 1, pages, key=key, width=180)
        first = (page - 1) * ROWS
        components.line(f"{first + 1:,} to {min(first + ROWS, count):,} of {count:,}")
    return first, min(first + ROWS, count)


def _unplaced(unplaced: Sequence[Unplaced], panel: str) -> None:
    st.header(f"{words.counted(len(unplaced), 'sentence')} not placed", anchor=False)
    if not unplaced:
        components.line("Every sentence that speaks of control became a claim.")
        return
    first, last = _page(Keys.row("page", panel, "unplaced"), len(unplaced), "sentences")
    rows = "".join(
        f'<li><bdi>{esc(item.quote)}</bdi><br><span class="t-quiet">{esc(item.reason)}</span></li>'
        for item in unplaced[first:last]
    )
    st.html(f'<section class="t-claims"><ul>{rows}</ul></section>')


def open_article(row: Mapping[str, Any]) -> None:
    """Open the article of a row of the list."""
    state.update(article=row["article_id"])
