"""Long accounts: who does what by doing what, parts with names nobody knows, and what is only threatened."""

from __future__ import annotations

import pytest

from territory.model import Modality
from tests.extract.claims.reading import facts, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The YPG entered the war by capturing Kobani in July 2012.", [("Kobani", "controlled", "YPG")]),
        (
            "Raqqa's last districts were overrun by pro-government and Kurdish forces.",
            [("Raqqa", "controlled", "SY-GOV")],
        ),
        ("The report praised the army's capture, on 24 January 2017, of Tikrit.", [("Tikrit", "controlled", "IQ-GOV")]),
        ("The military retook Raqqa.", [("Raqqa", "controlled", "SY-GOV")]),
        (
            "The army managed to cut the road coming from the north and surround Raqqa.",
            [("Raqqa", "contested", "SY-GOV")],
        ),
    ],
)
def test_the_side_is_found_across_the_sentence(text: str, expected: list[tuple[str, str, str]]) -> None:
    """A participle after 'by', a plain verb after 'and', a date between commas do not hide who acts."""
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Fighting went on in Raqqa. The army advanced into the Wubbleh neighbourhood and captured it.",
        "Islamic State forces started withdrawing their equipment from Raqqa.",
        "The air force took an active part in the Raqqa offensive.",
        "The jets struck the airport of Raqqa, taking it out of service.",
        "The checkpoint near Raqqa was blown up to prevent the army from reoccupying Raqqa.",
    ],
)
def test_what_only_sounds_like_a_gain_is_none(text: str) -> None:
    """A part that nobody can place, things taken away, idioms and what is prevented change no holder."""
    assert [fact for fact in facts(text) if fact[1] != "contested"] == []


def test_a_named_part_that_nobody_knows_is_a_part() -> None:
    """All of an unknown district of a town is not the town."""
    assert [c.partial for c in read("The army captured all of the Wubbleh district of Raqqa.").claims] == [True]


def test_a_threat_for_after_a_gain_makes_the_gain_a_plan() -> None:
    """'once it took' after a threat tells of nothing that has happened."""
    claims = read("Islamic State threatened to invade the kingdom once it took Mosul.").claims
    assert [c.modality for c in claims] in ([], [Modality.PLANNED])


HISTORY = (
    "On 5 May 2015 Islamic State took Raqqa. On 7 May 2015 it rained. On 9 March 2016 the army retook Raqqa from"
    " Islamic State. On 3 June 2016 there were talks. {} On 4 July 2016 it rained."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor welcomed the liberation of Raqqa by the army.",
        "The president congratulated the army on regaining Raqqa.",
        "The army had recaptured Raqqa.",
    ],
)
def test_what_looks_back_has_the_date_told_before(sentence: str) -> None:
    """A gain spoken of again has the date it was told with, not that of the sentence before."""
    claims = read(HISTORY.format(sentence), "2023-01-01").claims
    assert [str(c.valid_from) for c in claims] == ["2015-05-05", "2016-03-09", "2016-03-09"]


def test_a_list_says_which_of_the_places() -> None:
    """'seven villages, including ...' is about those named."""
    text = "Rebels captured seven villages, including Manbij and Kobani."
    assert facts(text) == [("Manbij", "controlled", "SY-OPP"), ("Kobani", "controlled", "SY-OPP")]


def test_a_noun_points_to_the_place_that_has_it_in_its_name() -> None:
    """'the camp' is the one called so, not the town last spoken of."""
    text = "Fighting went on in Yarmouk Camp. The army holds Raqqa. Rebels took the camp."
    assert facts(text)[-1] == ("Yarmouk Camp", "controlled", "SY-OPP")


def test_a_guess_at_the_opponent_is_not_who_held_it_before() -> None:
    """Only a side that the sentence names is told to have held the place before."""
    claims = read("Islamic State fighters were seen in Manbij. The army retook Raqqa.").claims
    assert (claims[-1].opponent, claims[-1].previous) == ("IS", None)
    assert read("The army retook Raqqa from Islamic State.").claims[0].previous == "IS"


def test_each_place_of_a_list_has_its_own_date() -> None:
    """'Lyman on 9 September, Izium on 10 September' are two days."""
    text = "Ukrainian forces liberated Lyman on 9 September 2022 and Izium on 10 September 2022."
    assert [(c.place_id, str(c.valid_from)) for c in read(text, "2022-10-01").claims] == [
        ("Lyman", "2022-09-09"),
        ("Izium", "2022-09-10"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Islamic State was seen in Tikrit. Iraqi forces advanced on Mosul, and footage showed that they retook Ramadi.",
        "Islamic State was seen in Tikrit. Votes were held, with the army taking Ramadi.",
    ],
)
def test_who_acts_is_the_subject_of_the_sentence(text: str) -> None:
    """'they' is the side the sentence is about, and 'with the army taking' names who takes."""
    assert [fact for fact in facts(text) if fact[0] == "Ramadi"] == [("Ramadi", "controlled", "IQ-GOV")]


def test_what_there_is_no_evidence_for_is_denied() -> None:
    """'no evidence that' denies what follows."""
    claims = read("There is no evidence that Islamic State has captured Tikrit.").claims
    assert {c.modality for c in claims} == {Modality.DENIED}


def test_the_town_of_an_unknown_name_is_not_the_last_town() -> None:
    """A name that nobody knows does not point back."""
    assert "Tikrit" not in [place for place, _, _ in facts("Fighting went on in Tikrit. Troops took the town of Wub.")]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The ministry has yet to confirm that Islamic State has taken Tikrit.", Modality.HYPOTHETICAL),
        ("It is unclear whether the army has retaken Tikrit.", Modality.HYPOTHETICAL),
        ("Officials said the army would not be able to hold Ramadi.", Modality.DENIED),
        ("The army has not been able to retake Tikrit from Islamic State.", Modality.DENIED),
        ("The governor denied that the town of Tikrit had fallen to Islamic State.", Modality.DENIED),
        ("Islamic State threatened to take Tikrit, the mayor said.", Modality.PLANNED),
    ],
)
def test_what_is_open_denied_or_planned_is_no_fact(text: str, modality: Modality) -> None:
    """Doubt, inability, denial and threats are kept, and marked as what they are."""
    assert [c.modality for c in read(text).claims] == [modality]


def test_no_event_of_a_history_lies_after_its_publication() -> None:
    """A month without a year is never the one to come."""
    text = HISTORY.format("In November the army lost Raqqa to Islamic State.")
    assert all(str(c.valid_from) < "2016-07-10" for c in read(text, "2016-07-10").claims)
