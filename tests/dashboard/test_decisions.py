"""An analyst's decisions in the app: a choice, its undoing, a corrected head."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import decisions
from territory.errors import InputError
from territory.model import Article, ArticleId, RuleAnswer, RuleScope
from territory.pipeline import open_store
from tests.dashboard.conftest import OpenApp, page_text

SEED = "isis-taliban-infighting-2017-07"


def test_a_choice_from_the_page_is_checked() -> None:
    """Scope and answer must be ours, and the name must stand in the article."""
    article = Article(ArticleId("a"), "Karma fell.", date(2015, 1, 1), "", "Wire")
    rule = decisions.rule_from({"name": "Karma", "scope": "source", "answer": "place", "place": "gn:1"}, article)
    assert (rule.scope, rule.within, rule.answer, rule.place_id) == (
        RuleScope.SOURCE, "Wire", RuleAnswer.PLACE, "gn:1",
    )  # fmt: skip
    for choice in (
        {"name": "Karma", "scope": "x", "answer": "place"},
        {"name": "Q", "scope": "always", "answer": "unresolved"},
        {},
    ):
        with pytest.raises((ValueError, InputError)):
            decisions.rule_from(choice, article)


def test_a_decision_is_listed_and_can_be_undone(seeded: str, open_app: OpenApp) -> None:
    """'Raqqa is no place here': its claims change; 'Undo' brings them back."""
    from datetime import UTC, datetime

    from territory.corrections import remember
    from territory.extract.toponyms.rules import new_rule
    from territory.pipeline import load_pipeline

    with open_store(seeded) as store:
        rule = new_rule(
            "Raqqa", RuleScope.ARTICLE, SEED, RuleAnswer.NOT_A_PLACE, None, datetime(2020, 1, 1, tzinfo=UTC)
        )
        done = remember(store, rule, load_pipeline(store))
        assert done.withdrawn + done.superseded
    app = open_app("articles", article=SEED)
    assert not app.exception
    assert "“Raqqa” is no place" in page_text(app)
    next(button for button in app.button if button.label == "Undo").click().run()
    assert not app.exception
    assert "Taken back" in app.success[0].value
    assert "“Raqqa” is no place" not in page_text(app)


def test_the_date_of_a_stored_article_can_be_corrected(seeded: str, open_app: OpenApp) -> None:
    """The article is read again under the new date, and says what that did."""
    app = open_app("articles", article=SEED)
    field = next(item for item in app.date_input if "head-date" in (item.key or ""))
    field.set_value(date(2017, 7, 10))
    next(button for button in app.button if button.label == "Correct it").click().run()
    assert not app.exception
    assert "superseded" in app.success[0].value
    assert "10 July 2017" in page_text(app)
    with open_store(seeded) as store:
        article = store.article(ArticleId(SEED))
        assert article is not None
        assert article.published == date(2017, 7, 10)


def test_an_article_leads_to_the_map(seeded: str, open_app: OpenApp) -> None:
    """One button goes to the place and the day of its newest claim."""
    app = open_app("articles", article=SEED)
    next(button for button in app.button if button.label.startswith("Show on the map")).click().run()
    assert not app.exception
    assert "place" in app.query_params
