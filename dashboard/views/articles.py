"""The articles: what was read, with the claims and places marked in the text; and a way to add one."""

import streamlit as st

from dashboard import adding, components, data, decisions, reading, state, tables
from dashboard.library import Library
from dashboard.state import Keys
from dashboard.view import View
from territory.model import Article


def one(article: Article, lib: Library, view: View) -> None:
    """Draw one article with what was read from it."""
    components.back("All articles", article=None)
    reading.head(article)
    decisions.message()
    claims, unplaced = data.article_claims(lib, article.article_id), data.article_unplaced(lib, article.article_id)
    reading.to_the_map(article, claims, lib)
    reading.copies(article, lib)
    mentions = data.mentions(lib.url, lib.version, article.article_id)
    reading.text_and_claims(article, mentions, claims, unplaced, lib, view, panel="article")
    decisions.rules_of(article, lib)


def everything(lib: Library, view: View) -> None:
    """Draw the list, and the form for a new article."""
    components.title("Articles", "Texts that claims were read from. Add one, look at what is read, then store it.")
    frame = data.table(tables.articles)
    if frame.empty:
        components.empty(
            "The store holds no article.", "Paste one below, or use territory ingest FILE --published DATE."
        )
    else:
        components.table(frame, Keys.ARTICLE, hide=("article_id",), on_pick=reading.open_article)
    st.header("Add an article", anchor=False)
    adding.form()
    adding.preview(lib, view)
    decisions.message()
    decisions.all_rules(lib)


library, shown = data.library(), state.view()
if shown.article in library.articles:
    one(library.articles[shown.article], library, shown)
else:
    everything(library, shown)
