"""The articles: what was read, with the claims and places marked in the text; and a way to add one."""

import streamlit as st

from dashboard import components, data, reading, state, tables
from dashboard.state import Keys

view, lib = state.view(), data.library()
article = lib.articles.get(view.article) if view.article else None

if article is not None:
    st.button("All articles", key=Keys.row("back"), icon=":material/arrow_back:", type="tertiary",
              on_click=state.update, kwargs={"article": None})  # fmt: skip
    reading.head(article)
    claims, unplaced = data.article_claims(lib, article.article_id), data.article_unplaced(lib, article.article_id)
    mentions = data.mentions(lib.url, lib.version, article.article_id)
    reading.text_and_claims(article, mentions, claims, unplaced, lib, view, panel="article")
    st.stop()

components.title("Articles", "Texts that claims were read from. Add one, look at what is read from it, then store it.")
frame = data.table(tables.articles)
if frame.empty:
    components.empty("The store holds no article.", "Paste one below, or use territory ingest FILE --published DATE.")
else:
    picked = components.table(frame, Keys.ARTICLE, hide=("article_id",))
    if picked is not None:
        state.update(article=picked["article_id"])
        st.rerun()

st.subheader("Add an article")
reading.new_article()
reading.preview(lib, view)
