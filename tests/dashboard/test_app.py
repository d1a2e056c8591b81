"""The app through `AppTest`: each view renders, the address is followed, and what is missing gets a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.pipeline import open_store
from tests.dashboard.conftest import OpenApp, page_text

VIEWS = ("map", "changes", "groups", "compare", "whatif", "articles", "sources", "evaluation")


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_renders(view: str, seeded: str, open_app: OpenApp) -> None:
    """Each view draws itself over the seeds without an exception, an error or a warning."""
    app = open_app(view)
    assert not app.exception
    assert not app.error
    assert not app.toast


def test_opens_at_the_seed_articles_date(seeded: str, open_app: OpenApp) -> None:
    """Without parameters the map opens at the date of the newest article, and says so in the address."""
    app = open_app()
    assert app.query_params["on"] == "2017-07-09"
    assert "6 July 2017 to 12 July 2017" in page_text(app)


def test_panel_names_holder_history_and_sources(seeded: str, open_app: OpenApp) -> None:
    """The panel of a place gives its names, who holds it, since when, and each claim with source, link and grade."""
    text = page_text(open_app(on="2014-06-11", place="iq-mosul"))
    for part in ("Mosul", "الموصل", "City in Al-Mosul, Nineveh, Iraq", "<strong>Islamic State</strong>"):
        assert part in text
    assert "since 10 June 2014" in text
    assert "Mosul falls to militants, Iraqi forces flee northern city" in text
    assert 'href="http://www.aol.com/article/2014/06/10/' in text
    assert ">B2</abbr>" in text


def test_a_quiet_week_says_so(seeded: str, open_app: OpenApp) -> None:
    """A week without changes gets a sentence and a way on."""
    assert "Nothing changed hands in this week." in page_text(open_app(on="2013-06-20"))


def test_a_bad_link_is_explained_and_the_rest_of_it_used(seeded: str, open_app: OpenApp) -> None:
    """What an address asks for and nobody knows is named with a remedy; the good part of the address is kept."""
    app = open_app(on="2014-06-11", place="xx-nowhere", groups="IS,NOBODY")
    assert len(app.toast) == 2
    assert app.query_params["on"] == "2014-06-11"
    assert "place" not in app.query_params
    app.run()
    assert not app.toast


def test_a_store_that_cannot_be_opened_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_app: OpenApp
) -> None:
    """A file that is no store gives a headline, the reason and what to do; no traceback."""
    path = tmp_path / "not-a-store.db"
    path.write_text("hello, I am no database at all, whatever my name says" * 40)
    monkeypatch.setenv("TERRITORY_STORE", f"sqlite:///{path}")
    app = open_app()
    assert not app.exception
    assert app.header[0].value == "The store cannot be opened"
    assert "not-a-store.db" in app.text[0].value


def test_filters_are_shared_with_the_address(seeded: str, open_app: OpenApp) -> None:
    """A group chosen on the Changes page stands in the address, and only its changes are listed."""
    app = open_app("changes", on="2014-06-11")
    everything = len(app.dataframe[0].value)
    app.multiselect(key="filter_groups").set_value(["IS"]).run()
    assert app.query_params["groups"] == "IS"
    assert 0 < len(app.dataframe[0].value) < everything


def test_known_at_hides_what_was_published_later(seeded: str, open_app: OpenApp) -> None:
    """As known on 9 June 2014, Mosul has not fallen on 11 June."""
    text = page_text(open_app(on="2014-06-11", known="2014-06-09", place="iq-mosul"))
    assert "<strong>Islamic State</strong>" not in text


def test_compare_tells_who_gained(seeded: str, open_app: OpenApp) -> None:
    """Between two days around the fall of Mosul the Islamic State has gained places, and the ledger has Mosul."""
    app = open_app("compare", on="2014-06-20", vs="2014-06-01")
    assert [field.value.isoformat() for field in app.date_input] == ["2014-06-01", "2014-06-20"]
    frame = app.dataframe[0].value
    assert "Mosul" in set(frame["place"])
    assert not app.exception


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with nothing in it."""
    path = tmp_path / "bare.db"
    monkeypatch.setenv("TERRITORY_STORE", f"sqlite:///{path}")
    open_store(f"sqlite:///{path}", seed=False).close()
    return path


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_store_shows_what_to_do(view: str, bare: Path, open_app: OpenApp) -> None:
    """Each view over an empty store draws itself, with a sentence instead of an empty space."""
    app = open_app(view)
    assert not app.exception
    assert "t-empty" in page_text(app) or view in ("groups", "evaluation")
    assert "next change" not in page_text(app)


def test_a_store_that_is_damaged_is_explained(bare: Path, open_app: OpenApp) -> None:
    """A store whose file is overwritten while the app runs gets a sentence, not a traceback."""
    app = open_app()
    bare.write_bytes(b"overwritten by something else " * 4000)
    app.run()
    assert not app.exception
    assert app.header[0].value == "The store cannot be opened"


def test_fronts_count_for_both_sides(seeded: str, open_app: OpenApp) -> None:
    """The Groups page can draw the fronts; each group's length names whom it met, and the key says so in words."""
    app = open_app("groups", on="2016-11-20")
    app.segmented_control(key="groups_measure").set_value("fronts").run()
    assert not app.exception
    keys = [line for line in page_text(app).splitlines() if "t-chart-key" in line and "Islamic State" in line]
    assert any("Km of front on 20 November 2016" in key and "Government of Iraq forces" in key for key in keys)
