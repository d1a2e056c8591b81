"""Evidence left out, the explanation in the model's own terms, and the evaluation that ships."""

from __future__ import annotations

import re

import pytest

from dashboard.evaluation import report
from tests.dashboard.conftest import OpenApp, page_text


def test_left_out_grades_change_places_and_figures(seeded: str, open_app: OpenApp) -> None:
    """Without grade B claims the page counts what differs, lists the places, and the address keeps the choice."""
    app = open_app("whatif", on="2015-06-01", minusgrades="B")
    assert not app.exception
    assert app.query_params["minusgrades"] == "B"
    assert "claims left out" in page_text(app)
    assert re.search(r"\d → <strong>\d", page_text(app))
    assert app.dataframe[0].value["other_holder"].iloc[0]


def test_leaving_out_nothing_says_so(seeded: str, open_app: OpenApp) -> None:
    """Without a choice the page asks for one, and a choice made by hand gets to the address."""
    app = open_app("whatif", on="2015-06-01")
    assert "Nothing is left out." in page_text(app)
    app.multiselect(key="minus_grades").set_value(["B"]).run()
    assert app.query_params["minusgrades"] == "B"
    assert "Nothing is left out." not in page_text(app)


def test_places_that_rest_on_a_single_source_are_listed(seeded: str, open_app: OpenApp) -> None:
    """With nothing left out, the page lists them with the publisher; leaving that one out makes the place differ."""
    app = open_app("whatif", on="2015-06-01")
    singles = app.dataframe[0].value
    assert f"{len(singles):,} of" in page_text(app)
    publisher = singles["publisher"].value_counts().index[0]
    without = open_app("whatif", on="2015-06-01", minus=publisher)
    assert not without.dataframe[0].value.empty


def test_the_map_follows_what_is_left_out(seeded: str, open_app: OpenApp) -> None:
    """With all Iraqi reports of Mosul's fall left out, the panel of Mosul no longer names the Islamic State."""
    text = page_text(open_app(on="2014-06-11", place="iq-mosul", minusgrades="B,F"))
    assert "without grade B, grade F" in text
    assert "<strong>Islamic State</strong>" not in text


@pytest.mark.parametrize(("model", "said"), [("", "Ledger: the latest"), ("posterior", "Posterior. Most likely")])
def test_why_speaks_for_the_model_that_the_map_shows(model: str, said: str, seeded: str, open_app: OpenApp) -> None:
    """The paragraph names its model, the claims that lost, and what would turn the answer."""
    app = open_app(on="2014-06-11", place="iq-mosul", **({"model": model} if model else {}))
    app.toggle(key="why").set_value(True).run()
    text = page_text(app)
    assert said in text
    assert "What would turn it" in text
    assert "1 day old" in text


def test_the_evaluation_shows_the_report_that_ships(seeded: str, open_app: OpenApp) -> None:
    """The page names the command, and its figures are those of the bundled report."""
    text = page_text(open_app("evaluation"))
    document = report()
    assert document["command"] in text
    ours = document["splits"][0]["results"][0]["holder"]
    assert f"{ours['log_loss']:.4f}" in text
    assert all(reason[:40].replace("'", "&#x27;") in text for reason in document["districts"]["reasons"])
