"""What names a place and a side and still tells no change: negations, aims, rumours, addresses, other times."""

from __future__ import annotations

import pytest

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
