"""What an analyst decides about a stored article: what its names mean, and its date, source and title.

The app gives the moment of each decision; the library has no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from dashboard import cards, components, data, intake, state, words
from dashboard.library import Library
from dashboard.state import Keys
from territory import corrections
from territory.corrections import Corrected
from territory.errors import InputError, TerritoryError
from territory.extract.toponyms.rules import holds_in, new_rule
from territory.model import Article, PlaceId, PlaceRule, RuleAnswer, RuleId, RuleScope


def _now() -> datetime:
    return datetime.now(UTC)


def choose(choice: Mapping[str, Any]) -> None:
    """Remember what was decided about a name in the page. What comes from there is checked like any input."""
    lib = data.library()
    try:
        article = lib.articles.get(str(choice.get("article")))
        if article is None:
            raise InputError("The article of this choice is not in the store any more.")
        rule = rule_from(choice, article)
        done = corrections.remember(data.store(), rule, intake.reader())
    except (TerritoryError, ValueError) as error:
        st.session_state[Keys.DECIDED] = ("error", str(error))
        return
    st.session_state[Keys.DECIDED] = ("done", f"Remembered: {rule_text(rule, lib)}. {effect(done)}")


def rule_from(choice: Mapping[str, Any], article: Article) -> PlaceRule:
    """Return the rule of a choice that was made in an article.

    Raises
    ------
    ValueError
        If scope or answer are none of ours, or the name does not stand in the article.
    """
    name, scope = str(choice.get("name", "")), RuleScope(str(choice.get("scope")))
    answer = RuleAnswer(str(choice.get("answer")))
    if not name or name not in article.text:
        raise InputError(f"The name {name[:60]!r} does not stand in this article.")
    within = {RuleScope.ARTICLE: article.article_id, RuleScope.SOURCE: article.publisher, RuleScope.ALWAYS: ""}[scope]
    place = PlaceId(str(choice.get("place"))) if answer is RuleAnswer.PLACE else None
    return new_rule(name, scope, within, answer, place, _now())


def undo(rule_id: RuleId) -> None:
    """Take a rule back."""
    try:
        done = corrections.revoke(data.store(), rule_id, _now(), intake.reader())
    except TerritoryError as error:
        st.session_state[Keys.DECIDED] = ("error", str(error))
        return
    st.session_state[Keys.DECIDED] = ("done", f"Taken back. {effect(done)}")


def effect(done: Corrected) -> str:
    """Return in words what a correction did."""
    counts = [
        f"{words.counted(count, 'claim')} {what}"
        for count, what in ((done.superseded, "superseded"), (done.withdrawn, "withdrawn"), (done.added, "added"))
        if count
    ]
    if not done.articles:
        return "No stored article reads otherwise."
    return f"{words.counted(len(done.articles), 'article')} read again: {', '.join(counts) or 'no claim changed'}."


def message() -> None:
    """Say once what the last decision did."""
    kind, text = st.session_state.pop(Keys.DECIDED, ("", ""))
    if kind:
        (st.error if kind == "error" else st.success)(cards.md(text))


def rule_text(rule: PlaceRule, lib: Library) -> str:
    """Return a rule in words."""
    place = data.place(lib, rule.place_id) if rule.place_id else None
    means = {
        RuleAnswer.PLACE: f"means {place.name}, {words.place_line(place)}" if place else f"means {rule.place_id}",
        RuleAnswer.NOT_A_PLACE: "is no place",
        RuleAnswer.UNRESOLVED: "is left unresolved",
    }[rule.answer]
    article = lib.articles.get(rule.within)
    where = {
        RuleScope.ARTICLE: f"in the article “{article.title or rule.within}”" if article else "in one article",
        RuleScope.SOURCE: f"always in {rule.within}",
        RuleScope.ALWAYS: "always",
    }[rule.scope]
    return f"“{rule.name}” {means}, {where}"


def rules(lib: Library, shown: Sequence[PlaceRule]) -> None:
    """List rules, newest first, each with a way to take it back."""
    for rule in sorted(shown, key=lambda r: (r.recorded_at, r.rule_id), reverse=True):
        taken_back = f", taken back {words.moment_text(rule.revoked_at)}" if rule.revoked_at else ""
        with st.container(horizontal=True, vertical_alignment="center", key=Keys.row("rule", rule.rule_id)):
            st.html(
                f'<p class="t-rule{"" if rule.is_active else " t-quiet"}"><bdi>{cards.esc(rule_text(rule, lib))}</bdi>'
                f'<br><span class="t-quiet t-num">{words.moment_text(rule.recorded_at)}{taken_back}</span></p>'
            )
            if rule.is_active:
                st.button("Undo", key=Keys.row("undo", rule.rule_id), on_click=undo, args=(rule.rule_id,))


def rules_of(article: Article, lib: Library) -> None:
    """List the rules that stand in an article."""
    shown = [rule for rule in data.store().rules() if rule.is_active and holds_in(rule, article)]
    shown = [rule for rule in shown if rule.name.casefold() in article.text.casefold()]
    if shown:
        st.header("Decided by an analyst", anchor=False)
        rules(lib, shown)


def all_rules(lib: Library) -> None:
    """List every rule that was ever made."""
    everything = data.store().rules()
    if everything:
        standing = sum(rule.is_active for rule in everything)
        st.header("Decisions about names", anchor=False)
        components.line(f"{words.counted(standing, 'decision')} in force; every later reading follows them.")
        rules(lib, everything)


def correct(article: Article, lib: Library) -> None:
    """Offer to correct date, source and title of a stored article."""
    key = (article.article_id, lib.version)
    with (
        st.popover("Correct date, source, title", icon=":material/edit:"),
        st.form(Keys.row("head", *key), border=False),
    ):
        st.date_input("Published", value=article.published, key=Keys.row("head-date", *key), format="YYYY-MM-DD",
                      min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))  # fmt: skip
        st.text_input("Publisher", value=article.publisher, key=Keys.row("head-publisher", *key))
        st.text_input("Title", value=article.title, key=Keys.row("head-title", *key))
        st.caption("The article is read again. Its claims are superseded; what was known before stays on record.")
        st.form_submit_button("Correct it", type="primary", on_click=_correct, args=(article.article_id, key))


def _correct(article_id: str, key: tuple[object, ...]) -> None:
    session = st.session_state
    try:
        done = corrections.correct_head(
            data.store(), data.library().articles[article_id].article_id, _now(), intake.reader(),
            published=session.get(Keys.row("head-date", *key)), title=session.get(Keys.row("head-title", *key)),
            publisher=session.get(Keys.row("head-publisher", *key)),
        )  # fmt: skip
    except TerritoryError as error:
        session[Keys.DECIDED] = ("error", str(error))
        return
    session[Keys.DECIDED] = ("done", f"Corrected. {effect(done)}" if done.articles else "Nothing was changed.")
    state.update(article=article_id)
