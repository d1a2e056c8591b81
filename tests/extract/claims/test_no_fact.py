"""What names a place and a side and still tells no change: negations, aims, rumours, addresses, other times."""

from __future__ import annotations

import re
from datetime import date

import pytest

from territory.extract.actors import bundled_actors
from territory.extract.claims import ClaimExtractor, Extraction
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId, Mention, Place, PlaceId, PlaceKind
from tests.extract.claims.reading import facts, read
from tests.extract.claims.test_chronicles import dated


@pytest.mark.parametrize(
    "text",
    [
        "Lyman and Izium were the two largest cities not under Russian control.",
        "The Ukrainian military doesn't control all of Lyman, the mayor said.",
        "Izium was a grey zone, with neither Russia nor Ukraine having full control over Izium.",
        "Russian forces aimed towards capturing Lyman from the south.",
        "Soldiers spread false information, such as Russian forces capturing Lyman.",
        "The mayor accused Ukrainian forces of abandoning Lyman.",
        "Russian troops pushed the Ukrainian troops back to Lyman.",
    ],
)
def test_no_holder_is_told(text: str) -> None:
    """Denied, intended, rumoured and unnamed holders are none."""
    assert [fact for fact in facts(text, "2022-07-01") if fact[1] in ("controlled", "lost")] == []


def test_an_address_is_no_list_of_places() -> None:
    """'Lyman, Izium Raion, Taiz Oblast' is one town, and where it lies."""
    text = "Russian forces captured Lyman, Izium Raion, on Monday."
    assert [place for place, _, _ in facts(text, "2022-07-01")] == ["Lyman"]


@pytest.mark.parametrize(
    "text",
    ["Russian troops had mostly withdrawn from Lyman.", "Russian forces have almost left Lyman."],
)
def test_who_has_mostly_left_has_left_a_part(text: str) -> None:
    """'Mostly' and 'almost' left is not yet left."""
    assert [c.partial for c in read(text, "2022-07-01").claims] == [True]


def test_early_in_the_war_is_another_time() -> None:
    """'In the early days of the war' is not the day of the sentence before."""
    told = dated("On 11 November 2022 it rained. In the early days of the war, Russian troops captured Izium.")
    assert told == [("Izium", "RU", "2023-01-01")]


def test_a_year_before_a_taking_dates_it() -> None:
    """'The 2014 capture of Mosul' is of 2014."""
    told = dated("On 11 November 2016 it rained. The report spoke of the 2014 capture of Mosul by Islamic State.")
    assert told == [("Mosul", "IS", "2014-01-01")]


def test_following_a_side_doing_it_the_side_did_it() -> None:
    """'Following Ukrainian forces recapturing ...' names who did it."""
    text = "Following Ukrainian forces recapturing Lyman, Russian troops left Izium."
    assert facts(text, "2022-10-01") == [("Lyman", "controlled", "UA-GOV"), ("Izium", "lost", "RU")]


def _read(text: str, places: list[tuple[str, PlaceKind, str]], title: str = "", score: float = 0.5) -> Extraction:
    """Read a text of 2018 with toponyms of little certainty."""
    gazetteer = Gazetteer([Place(PlaceId(f"{n}-{c}"), n, kind, c, 0.0, 0.0) for n, kind, c in places])
    mentions = [
        Mention(m.start(), m.end(), name, PlaceId(f"{name}-{country}"), score)
        for name, _, country in places[:-1]
        for m in re.finditer(name, text)
    ]
    article = Article(ArticleId("a"), text, date(2018, 5, 1), title=title)
    return ClaimExtractor(gazetteer, bundled_actors()).extract(article, sorted(mentions, key=lambda m: m.start))


def test_a_doubtful_place_where_a_side_does_not_fight_is_looked_for_at_home() -> None:
    """Of two places of one name the one in a country of the side is meant; without any the sentence is kept back."""
    text = "The Syrian army fought in Homs and Hama. The Syrian army captured Safita on Monday."
    towns = [("Homs", PlaceKind.CITY, "SY"), ("Hama", PlaceKind.CITY, "SY"), ("Safita", PlaceKind.TOWN, "JO")]
    here = _read(text, [*towns, ("Safita", PlaceKind.TOWN, "SY")])
    assert [c.place_id for c in here.claims if c.status.value == "controlled"] == ["Safita-SY"]
    nowhere = _read(text, [*towns, ("Latakia", PlaceKind.CITY, "SY")])
    assert [c for c in nowhere.claims if c.status.value == "controlled"] == []
    assert any("does not fight" in unplaced.reason for unplaced in nowhere.unplaced)


def test_the_city_is_the_one_that_the_article_is_about() -> None:
    """'The city' is the city of the title rather than a village told of last."""
    places = [("Homs", PlaceKind.CITY, "SY"), ("Talif", PlaceKind.VILLAGE, "SY"), ("Hama", PlaceKind.CITY, "SY")]
    text = "Homs lies in Syria. Rebels shelled Talif on Monday. On Tuesday the Syrian army captured the city."
    claims = _read(text, places, "Battle of Homs", 1.0).claims
    assert [c.place_id for c in claims if c.status.value == "controlled"] == ["Homs-SY"]


def test_who_is_pushed_back_to_the_edge_of_a_town_has_not_got_it() -> None:
    """'Pushed back to the edge of Lyman' means that Lyman is held."""
    text = "Ukraine said the attackers had been pushed back to the edge of Lyman by Ukrainian troops."
    assert ("Lyman", "controlled", "UA-GOV") in facts(text, "2022-05-01")


def test_the_village_that_nobody_knows_is_no_other_village() -> None:
    """After a village that cannot be placed, 'the village' is that one and not a town told of before."""
    places = [("Talif", PlaceKind.VILLAGE, "SY"), ("Wubbleh", PlaceKind.VILLAGE, "SY"), ("Hama", PlaceKind.CITY, "SY")]
    text = "Rebels took Talif on Monday. On Tuesday they took the village of Wubbleh. The army retook the village."
    known = _read(text, places, score=1.0).claims
    assert [c.place_id for c in known][-1] == "Wubbleh-SY"
    unknown = _read(text.replace("Wubbleh", "Dribbesh"), places, score=1.0).claims
    assert [c.place_id for c in unknown] == ["Talif-SY"]
