"""What the geoparser finds, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from territory.extract.toponyms import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId

Places = Callable[[str], list[tuple[str, str]]]


def test_list_of_towns(places: Places) -> None:
    """Each town of a list is found and resolved to the curated place."""
    found = places("Iraqi forces recaptured Mosul, Tal Afar and Hawija from Islamic State fighters last year.")
    assert found == [("Mosul", "iq-mosul"), ("Tal Afar", "iq-tal-afar"), ("Hawija", "iq-hawija")]


def test_state_after_comma_decides(world: Gazetteer, geoparser: Geoparser) -> None:
    """'Paris, Texas' is in Texas, and 'Paris, France' in France."""
    for text, country in (("She lives in Paris, Texas, with her son.", "US"), ("He flew to Paris, France.", "FR")):
        first = geoparser.parse(Article(ArticleId("t"), text))[0]
        assert first.text == "Paris"
        assert world.get(first.place_id or "").country == country


def test_demonyms_are_kept_apart(geoparser: Geoparser) -> None:
    """A demonym is no toponym; it is read as a word for its land."""
    reading = geoparser.read(Article(ArticleId("t"), "Syrian troops entered Palmyra, the Russian ministry said."))
    assert [mention.text for mention in reading.mentions] == ["Palmyra"]
    assert [demonym.text for demonym in reading.demonyms] == ["Syrian", "Russian"]


def test_given_spans_in_given_order(geoparser: Geoparser) -> None:
    """`resolve` answers exactly the given spans in the given order, also those that are no place."""
    text = "Fighting went on in Raqqa and near Mosul, said Mr. Qwertzuiop."
    spans = [(35, 40), (20, 25), (51, 61)]
    answers = geoparser.resolve(Article(ArticleId("t"), text), spans)
    assert [(m.start, m.end) for m in answers] == spans
    assert [m.place_id for m in answers] == ["iq-mosul", "sy-raqqa", None]


def test_scores_of_candidates_are_shares(geoparser: Geoparser) -> None:
    """The candidates of a mention come best first, each with a reason, and their scores are shares of one."""
    mention = geoparser.parse(Article(ArticleId("t"), "Police in Springfield, Illinois, made an arrest."))[0]
    scores = [candidate.score for candidate in mention.candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.000001
    assert all(candidate.reason for candidate in mention.candidates[:1])


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("استعادت القوات العراقية السيطرة على الموصل", "iq-mosul"),
        ("اندلعت اشتباكات عنيفة بالموصل يوم الأحد", "iq-mosul"),
        ("دخل الجيش مدينة تكريت", "iq-tikrit"),
        ("Бои идут в Мосуле с октября", "iq-mosul"),
    ],
    ids=["arabic", "arabic-clitic", "arabic-town", "russian-case"],
)
def test_other_scripts(places: Places, text: str, place_id: str) -> None:
    """Known names are found in Arabic and Cyrillic script, with clitics and case endings."""
    assert place_id in [found for _, found in places(text)]


def test_odd_input_does_not_fail(geoparser: Geoparser) -> None:
    """Markup, invisible and combining characters, emoji, capitals only, no spaces: spans still cut the exact name."""
    for text in (
        "",
        "\u202eMosul\u202c and Mo\u200bsul \U0001f525 <b>Raqqa</b> fell",
        "THE ARMY TOOK MOSUL AND TAL AFAR ON SUNDAY.",
        "MosulRaqqa" * 5000,
        "e\u0301" * 3000 + " in Mosul",
        "<" * 4000,
    ):
        for mention in geoparser.parse(Article(ArticleId("t"), text)):
            assert text[mention.start : mention.end] == mention.text


def test_doubtful_names_are_called_ambiguous(geoparser: Geoparser) -> None:
    """A name that fits many places alike is ambiguous and says so; one that the text decides is not."""
    open_, decided = (
        geoparser.parse(Article(ArticleId("t"), text))[0]
        for text in ("A man from Springfield was there.", "Police in Springfield, Illinois, made an arrest.")
    )
    assert open_.is_ambiguous
    assert len(open_.candidates) > 1
    assert not decided.is_ambiguous
    assert decided.score > open_.score


def test_every_candidate_has_a_reason(geoparser: Geoparser) -> None:
    """The runner-ups too say what speaks for them, or that nothing does."""
    for mention in geoparser.parse(Article(ArticleId("t"), "Police in Springfield made an arrest. He left for Paris.")):
        assert all(candidate.reason for candidate in mention.candidates)
