"""A new article: taken from a paste or a file, shown as it is read, and stored only then."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import cards, data, intake, reading, state, words
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.errors import ArticleError, TerritoryError
from territory.model import Article


def form() -> None:
    """Take a text or a file, and show what would be read from it before anything is stored."""
    with st.form("new-article", border=False):
        st.text_area("Text of the article", key=Keys.NEW_TEXT, height=180, placeholder="Paste the text here")
        # Any file may be dropped: what cannot be read is answered with the reason and what to do.
        st.file_uploader("or a file: text, Markdown, web page, PDF, Word", key=Keys.NEW_FILE)
        with st.container(horizontal=True):
            st.date_input("Published", value=None, key=Keys.NEW_DATE, format="YYYY-MM-DD", width=170,
                          min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
            st.text_input("Title", key=Keys.NEW_TITLE)
            st.text_input("Publisher", key=Keys.NEW_PUBLISHER)
            st.text_input("Address", key=Keys.NEW_URL, placeholder="https://")
        st.caption("What the document says itself of date, title and publisher is taken from it; what you write wins.")
        st.form_submit_button("Read it", type="primary", on_click=_read, icon=":material/plagiarism:")


def _read() -> None:
    session = st.session_state
    file, text = session.get(Keys.NEW_FILE), session.get(Keys.NEW_TEXT, "")
    session.pop(Keys.PREVIEW_ERROR, None)
    session.pop(Keys.PREVIEW, None)
    try:
        if file and text.strip():
            raise ArticleError("There is a text and a file. Take one of them away, then read the other.")
        if not file and not text.strip():
            raise ArticleError("There is nothing to read. Paste a text or choose a file.")
        session[Keys.PREVIEW] = intake.article_from(
            file.getvalue() if file else text.encode("utf-8", "replace"), file.name if file else intake.PASTED,
            published=session.get(Keys.NEW_DATE), title=session.get(Keys.NEW_TITLE, ""),
            publisher=session.get(Keys.NEW_PUBLISHER, ""), url=session.get(Keys.NEW_URL, ""),
        )  # fmt: skip
    except TerritoryError as error:
        session[Keys.PREVIEW_ERROR] = str(error)


def preview(lib: Library, view: View) -> None:
    """Draw what was read from the new article, and offer to store it."""
    if error := st.session_state.get(Keys.PREVIEW_ERROR):
        st.error(cards.md(error), icon=":material/error:")
    article: Article | None = st.session_state.get(Keys.PREVIEW)
    if article is None:
        return
    found = intake.found(article)
    with st.container(key="preview", border=True):
        st.html('<p class="t-quiet">Preview. Nothing is stored yet.</p>')
        reading.head(article)
        if article.published_inferred:
            st.info(cards.md(_inferred(article)), icon=":material/event:")
        for note in found.notes:
            st.info(cards.md(note), icon=":material/translate:")
        _known_already(article, lib)
        with st.container(horizontal=True):
            count = words.counted(len(found.extraction.claims), "claim")
            st.button(f"Store the article and its {count}", key=Keys.row("keep"), type="primary",
                      icon=":material/save:", on_click=_keep)  # fmt: skip
            st.button("Discard", key=Keys.row("discard"), on_click=_discard)
        reading.text_and_claims(
            article, found.mentions, found.extraction.claims, found.extraction.unplaced, lib, view, panel="preview"
        )


def _inferred(article: Article) -> str:
    day = words.day_text(article.published) if article.published else ""
    return (
        f"The document states no date of publication; {day} is when its file was made. If it was another day, write it "
        "under 'Published' and read it again."
    )


def _known_already(article: Article, lib: Library) -> None:
    """Say that the store has this report already."""
    copy = intake.repeats(article)
    if copy is None:
        return
    first = lib.articles.get(copy.copy_of)
    name = " · ".join(filter(None, (first.publisher, first.title))) if first else copy.copy_of
    st.info(
        cards.md(f"The store has this report already ({copy.similarity:.0%} alike): {name}. Stored as a copy it is "
                 "counted once; only claims that are new are added."),
        icon=":material/content_copy:",
    )  # fmt: skip


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
