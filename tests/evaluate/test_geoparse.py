"""The measures of the geoparser: reliability, coverage, classes of errors, the yardsticks of the same run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from territory.errors import InputError
from territory.evaluate.corpora import GoldToponym, MarkedArticle
from territory.evaluate.geoparse import evaluate_corpus
from territory.evaluate.geoparse_errors import SpanErrors, place_errors
from territory.evaluate.geoparse_report import render
from territory.evaluate.reliability import coverage_curve, plot
from territory.extract.toponyms import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId, Mention, PlaceId

TEXT = "Mr. Paris spoke to Reuters in Mosul. Syrian troops left Tal Afar. The army took Qwertzville County."
SCORED = [(0.95, True)] * 18 + [(0.9, False)] * 2 + [(0.3, False)] * 4 + [(0.35, True)]


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    """The gazetteer that ships with the package."""
    return Gazetteer.bundled()


def _gold(text: str, lat: float | None = 36.34, lon: float | None = 43.12) -> GoldToponym:
    start = TEXT.index(text)
    return GoldToponym(start, start + len(text), text, lat, lon, None, "")


def test_coverage_curve_leaves_the_doubtful_out_first() -> None:
    """Answering fewer names, the surest first, never asks for a higher score than before, and ends more often right."""
    rows = coverage_curve(SCORED)
    assert [share for share, _, _ in rows] == sorted((share for share, _, _ in rows), reverse=True)
    assert [least for _, least, _ in rows] == sorted(least for _, least, _ in rows)
    assert rows[0][2] == 19 / 25
    assert rows[-1][2] == 1.0


def test_plot_is_written_as_page_and_as_data(tmp_path: Path) -> None:
    """The plot holds the bins of every series; an ending that it cannot write is refused by name."""
    plot({"places": SCORED}, tmp_path / "plot.json")
    assert "places" in json.dumps(json.loads((tmp_path / "plot.json").read_text()))
    plot({"places": SCORED}, tmp_path / "plot.html")
    assert "vega" in (tmp_path / "plot.html").read_text()
    with pytest.raises(InputError, match=r"plot\.txt"):
        plot({"places": SCORED}, tmp_path / "plot.txt")


def test_missed_names_are_sorted_by_what_stands_there(world: Gazetteer) -> None:
    """A missed demonym, a missed known name and a found person are told apart."""
    syrian = TEXT.index("Syrian")
    gold = {(syrian, syrian + 6): _gold("Syrian"), (30, 35): _gold("Mosul")}
    found = {(4, 9): Mention(4, 9, "Paris", PlaceId("x"), 0.5)}
    kinds = SpanErrors(TEXT, world).classify(gold, found, {(syrian, syrian + 6)})
    assert kinds == {
        "missed: demonym, kept apart": 1,
        "missed: name in the gazetteer": 1,
        "not marked: person": 1,
    }


def test_wrong_places_are_sorted_by_what_was_taken_for_what(world: Gazetteer) -> None:
    """An answer some way off is a near miss; a name that the gazetteer lacks is called so; a right one is no error."""
    mosul = Mention(30, 35, "Mosul", PlaceId("iq-mosul"), 0.9)
    assert not place_errors(mosul, _gold("Mosul"), 0.0, world)
    assert list(place_errors(mosul, _gold("Mosul", 38.5), 240.0, world)) == ["misplaced: near miss, 161 to 500 km"]
    unknown = Mention(30, 35, "Mosul", None)
    assert list(place_errors(unknown, _gold("Mosul"), 20_039.0, world)) == ["misplaced: name not in the gazetteer"]


def test_report_sets_population_and_another_recogniser_beside_it(world: Gazetteer) -> None:
    """One run prints the geoparser, the largest place of each name, another recogniser, and how fast each was."""

    class Capitals:
        def find(self, article: Article) -> tuple[Mention, ...]:
            return (Mention(30, 35, "Mosul", None, 1.0), Mention(4, 9, "Paris", None, 1.0))

    marked = [MarkedArticle(Article(ArticleId("a"), TEXT), (_gold("Mosul"), _gold("Tal Afar", 36.38, 42.45)))]
    scores = evaluate_corpus("small", marked, Geoparser(world), world, spacy=Capitals())
    assert scores.spacy is not None
    assert (scores.spacy.spans.right, scores.spacy.spans.found) == (1, 2)
    assert scores.end_to_end.right == 2
    report = render([scores])
    for words in ("largest place of the name", "spaCy md: recognition", "MB/s", "Coverage and accuracy"):
        assert words in report
