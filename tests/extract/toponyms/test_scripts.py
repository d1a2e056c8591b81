"""Place names in Arabic, Persian, Pashto, Russian and Ukrainian text, and the marked sentences for them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from territory.evaluate.corpora import MarkedArticle, read_corpus
from territory.evaluate.geoparse import evaluate_corpus
from territory.evaluate.measures import distance_km
from territory.extract.toponyms import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId

FOLDER = Path(__file__).parents[2] / "data" / "languages"
LANGUAGES = ("arabic", "persian", "pashto", "russian", "ukrainian")
FLOORS = {"arabic": 0.91, "persian": 0.87, "pashto": 0.93, "russian": 0.91, "ukrainian": 0.89}
"""Least F1 of exact spans on the held-out half, a little below what was measured."""


def _marked(language: str) -> Iterator[MarkedArticle]:
    for part in ("tune", "held"):
        yield from read_corpus(FOLDER, f"{language}-{part}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_are_sound(language: str) -> None:
    """Each set has at least 40 sentences, none twice, and every GeoNames number lies where the mark says."""
    items, records = list(_marked(language)), Gazetteer.world()
    assert len(items) >= 40
    assert max(Counter(item.article.text for item in items).values()) == 1
    for item in items:
        for top in item.toponyms:
            if top.geonameid is not None:
                place = records.place(records.rows_of_number(top.geonameid)[0])
                assert distance_km(place.lat, place.lon, top.lat or 0.0, top.lon or 0.0) < 10, top


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_halves_keep_their_floor(language: str, world: Gazetteer, geoparser: Geoparser) -> None:
    """The half that nothing was tuned on stays above its floor, recognition and within 161 km."""
    scores = evaluate_corpus(language, read_corpus(FOLDER, f"{language}-held"), geoparser, world)
    assert scores.spans.f1 >= FLOORS[language]
    assert scores.end_to_end.f1 >= FLOORS[language] - 0.06


@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_cut_the_name(language: str, geoparser: Geoparser) -> None:
    """Offsets cut exactly the name, also with tatweel, vowel marks, clitics and joiners around it."""
    for item in _marked(language):
        for mention in geoparser.parse(item.article):
            assert item.article.text[mention.start : mention.end] == mention.text
            assert mention.text == mention.text.strip()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The town of الموصل (Mosul) was retaken; the sign read «الرقة».", ["الموصل", "Mosul", "الرقة"]),
        ("\u202bدخل الجيش \u2067الموصل\u2069 أمس\u202c and Raqqa fell.", ["الموصل", "Raqqa"]),
        ("Боевики ушли из Мо\u00adсула, reports from Kirkuk said.", ["Мо\u00adсула", "Kirkuk"]),
        ("انفجار در جلال\u200cآباد و کابل", ["جلال\u200cآباد", "کابل"]),
        ("وصل إلى المُوصِلِ مساء", ["المُوصِلِ"]),
    ],
    ids=["english-quoting-arabic", "bidi-marks", "soft-hyphen", "non-joiner", "vowel-marks"],
)
def test_mixed_scripts_and_invisible_characters(geoparser: Geoparser, text: str, names: list[str]) -> None:
    """Names in two scripts in one text are found, and the offsets cut the exact name, invisible characters and all."""
    assert [mention.text for mention in geoparser.parse(Article(ArticleId("t"), text))] == names


def test_persons_and_peoples_are_no_places(geoparser: Geoparser) -> None:
    """A person named after a town is no place; a demonym is kept apart."""
    text = "قال أبو بكر البغدادي ومحمود الحلبي إن الوفد العراقي غادر. Генерал Иван Киевский уехал."
    reading = geoparser.read(Article(ArticleId("t"), text))
    assert [mention.text for mention in reading.mentions] == []
    assert [demonym.text for demonym in reading.demonyms] == ["العراقي"]


def test_lines_of_the_sets_are_json() -> None:
    """The sets are plain JSON lines with an id each."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        ids = [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(ids) == len(set(ids)) == 24
