"""The reader of articles: text with marks, its claims, what could not be placed; and the form for a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import streamlit as st

from dashboard import cards, components, data, decisions, intake, state, words
from dashboard.article import page, sheet
from dashboard.cards import esc
from dashboard.data import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.errors import TerritoryError
from territory.model import Article, Claim, Mention, Origin
from territory.reading import note_on_language


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
        _claims(claims, lib, view, panel, note_on_language(article, len(mentions)))
    with right:
        _unplaced(unplaced)


def _claims(claims: Sequence[Claim], lib: Library, view: View, panel: str, note: str) -> None:
    st.header(words.counted(len(claims), "claim"), anchor=False)
    if not claims and note:
        components.empty("Claims are not read from this language.", note)
    elif not claims:
        components.empty("No claim of control was found in this text.", "Sentences not placed are listed apart.")
    for index, claim in enumerate(claims):
        st.button(
            f"{cards.md(data.place_label(lib, claim.place_id))}", key=Keys.row(panel, index), type="tertiary",
            icon=":material/location_on:", on_click=state.show_on_map, args=(claim.place_id, claim.valid_from),
            disabled=data.place(lib, claim.place_id) is None,
        )  # fmt: skip
        st.html(cards.claim_card(claim, lib, view.palette))


def _unplaced(unplaced: Sequence[Unplaced]) -> None:
    st.header(f"{words.counted(len(unplaced), 'sentence')} not placed", anchor=False)
    if not unplaced:
        components.line("Every sentence that speaks of control became a claim.")
        return
    rows = "".join(
        f'<li><bdi>{esc(item.quote)}</bdi><br><span class="t-quiet">{esc(item.reason)}</span></li>' for item in unplaced
    )
    st.html(f'<section class="t-claims"><ul>{rows}</ul></section>')


def open_article(row: Mapping[str, Any]) -> None:
    """Open the article of a row of the list."""
    state.update(article=row["article_id"])


def new_article() -> None:
    """Take a text or a file, and show what would be read from it before anything is stored."""
    with st.form("new-article", border=False):
        st.text_area("Text of the article", key=Keys.NEW_TEXT, height=180, placeholder="Paste the text here")
        kinds = ["txt", "md", "text", "html", "htm", "pdf", "docx"]
        st.file_uploader("or a text, web page, PDF or Word file", key=Keys.NEW_FILE, type=kinds)
        with st.container(horizontal=True):
            st.date_input("Published", value=None, key=Keys.NEW_DATE, format="YYYY-MM-DD", width=170,
                          min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
            st.text_input("Title", key=Keys.NEW_TITLE)
            st.text_input("Publisher", key=Keys.NEW_PUBLISHER)
            st.text_input("Address", key=Keys.NEW_URL, placeholder="https://")
        st.form_submit_button("Read it", type="primary", on_click=_read, icon=":material/plagiarism:")


def _read() -> None:
    session = st.session_state
    file, text = session.get(Keys.NEW_FILE), session.get(Keys.NEW_TEXT, "")
    session.pop(Keys.PREVIEW_ERROR, None)
    try:
        session[Keys.PREVIEW] = intake.article_from(
            file.getvalue() if file else text.encode(), file.name if file else "pasted.txt",
            published=session.get(Keys.NEW_DATE), title=session.get(Keys.NEW_TITLE, ""),
            publisher=session.get(Keys.NEW_PUBLISHER, ""), url=session.get(Keys.NEW_URL, ""),
        )  # fmt: skip
    except TerritoryError as error:
        session.pop(Keys.PREVIEW, None)
        session[Keys.PREVIEW_ERROR] = str(error)


def preview(lib: Library, view: View) -> None:
    """Draw what was read from the new article, and offer to store it."""
    if error := st.session_state.get(Keys.PREVIEW_ERROR):
        st.error(cards.md(error), icon=":material/error:")
    article: Article | None = st.session_state.get(Keys.PREVIEW)
    if article is None:
        return
    mentions, extraction = intake.read(article)
    with st.container(key="preview", border=True):
        st.html('<p class="t-quiet">Preview. Nothing is stored yet.</p>')
        head(article)
        if note := note_on_language(article, len(mentions)):
            st.info(cards.md(note), icon=":material/translate:")
        with st.container(horizontal=True):
            count = len(extraction.claims)
            st.button(f"Store the article and its {count} claims", key=Keys.row("keep"), type="primary",
                      icon=":material/save:", on_click=_keep)  # fmt: skip
            st.button("Discard", key=Keys.row("discard"), on_click=_discard)
        text_and_claims(article, mentions, extraction.claims, extraction.unplaced, lib, view, panel="preview")


def _keep() -> None:
    article: Article = st.session_state.pop(Keys.PREVIEW)
    try:
        outcome = intake.keep(article)
    except TerritoryError as error:
        st.session_state[Keys.PREVIEW_ERROR] = str(error)
        return
    if outcome.rejected:
        st.session_state[Keys.PREVIEW_ERROR] = "; ".join(map(str, outcome.rejected))
        return
    if article.article_id not in data.library().articles:
        st.session_state[Keys.PREVIEW_ERROR] = "The store has this text already. Nothing was added."
        return
    counted = words.counted(outcome.added_claims, "claim")
    st.session_state[Keys.DECIDED] = ("done", f"Stored with {counted}, marked as read by machine.")
    state.update(article=article.article_id)


def _discard() -> None:
    st.session_state.pop(Keys.PREVIEW, None)
