"""Chronicles: years of headings, days without a year, lists with a date each, and who is meant by what."""

from __future__ import annotations

import pytest

from territory.model import Modality
from tests.extract.claims.reading import facts, read

OPENING = (
    "On 5 May 2011 there were talks. On 7 June 2011 it rained. On 9 March 2012 it rained. On 3 June 2012 it snowed."
    " On 1 July 2012 there were talks."
)


def dated(text: str) -> list[tuple[str, str, str]]:
    """(place, actor, day) of the factual claims of a history that goes on with `text`."""
    claims = read(f"{OPENING}\n{text}", "2023-01-01").claims
    return [(c.place_id, c.actor, str(c.valid_from)) for c in claims if c.modality.is_factual]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014\nIslamic State captured Raqqa on 8 July.", "2014-07-08"),
        ("Fighting in 2015\nIn September, Islamic State captured Raqqa.", "2015-09-01"),
        ("In 2014, the war spread. On 10 December Islamic State captured Raqqa.", "2014-12-10"),
        ("On 15 April 2014 there were talks. Islamic State captured Raqqa on 4 November.", "2014-11-04"),
        ("On 15 December 2014 there were talks. Islamic State captured Raqqa on 4 January.", "2015-01-04"),
        ("On 10 January 2015 there were talks. Islamic State captured Raqqa on 28 December.", "2014-12-28"),
        ("On 29 May 2015 jets struck Raqqa, which had been captured by Islamic State 6 months prior.", "2014-11-01"),
        ("2018\nRaqqa, captured by the army in February of the previous year, was shelled.", "2017-02-01"),
    ],
)
def test_a_day_without_a_year_is_of_the_year_told(text: str, day: str) -> None:
    """The year of a heading or of the date told last is that of days without one; a history goes forward."""
    assert [claim[2] for claim in dated(text) if claim[0] == "Raqqa"] == [day]


def test_until_when_dates_what_came_then() -> None:
    """'Held it until D, when it was captured': the capture is of day D."""
    text = "Islamic State took Raqqa on 2 April 2015, and held the city until 24 April 2016, when the army retook it."
    assert dated(text) == [("Raqqa", "IS", "2015-04-02"), ("Raqqa", "SY-GOV", "2016-04-24")]


@pytest.mark.parametrize(
    "text",
    [
        "Nyala fell to the RSF on 26 October 2023 and El Fasher the day after.",
        "Nyala was captured by the RSF on 26 October 2023, El Fasher on 27 October 2023.",
    ],
)
def test_a_verb_left_out_is_the_one_before(text: str) -> None:
    """A second place with a date of its own shares the verb of the first."""
    assert dated(text) == [("Nyala", "RSF", "2023-10-26"), ("El Fasher", "RSF", "2023-10-27")]


def test_with_a_side_doing_it_the_side_does_it() -> None:
    """'..., with the army retaking it' names who does it after 'with'."""
    text = "Islamic State reconquered Raqqa in December 2016, with the army and its allies retaking it in March 2017."
    assert dated(text) == [("Raqqa", "IS", "2016-12-01"), ("Raqqa", "SY-GOV", "2017-03-01")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army took Raqqa after militia from Manbij withdrew from it.", [("Raqqa", "controlled", "SY-GOV")]),
        ("Ukrainian troops took Lyman after Russian forces completed their withdrawal from the town.", "RU"),
        (
            "Aden, which the Houthis had held since March, was retaken by the army.",
            [("Aden", "controlled", "HOUTHI"), ("Aden", "controlled", "YE-GOV")],
        ),
        ("Lyman remains Ukrainian-held, the troops there say.", [("Lyman", "controlled", "UA-GOV")]),
        (
            "The paramilitaries said they had taken Nyala; the army later confirmed it had lost the town.",
            [("Nyala", "controlled", "RSF"), ("Nyala", "lost", "SD-SAF")],
        ),
        ("The army announced the recapture of the Mosul–Tikrit highway.", []),
        ("The campaign led to the army's complete control of Raqqa.", [("Raqqa", "controlled", "SY-GOV")]),
        ("Hundreds were killed by Islamic State during its control of Raqqa.", []),
    ],
)
def test_the_right_side_is_meant(text: str, expected: list[tuple[str, str, str]] | str) -> None:
    """Who left is not who took; who is told to have lost, lost; a road is none of the towns at its ends."""
    found = facts(text)
    if isinstance(expected, str):
        assert [actor for _, status, actor in found if status == "lost"] == [expected]
    else:
        assert sorted(found) == sorted(expected)


def test_held_by_whom_without_a_hyphen_is_an_attribute() -> None:
    """'Over ISIL held Manbij' says who holds the town."""
    assert facts("Jets dropped bombs over ISIL held Manbij.") == [("Manbij", "controlled", "IS")]


def test_names_nobody_knows_are_no_other_towns() -> None:
    """'The towns of' names that nobody knows are not the towns told before."""
    text = "The YPG captured Kobani. It also took control over the towns of Wubbleh and Dribbesh."
    assert facts(text) == [("Kobani", "controlled", "SDF")]


def test_the_south_of_a_province_is_a_part() -> None:
    """'Southern' before a name says that a part of it is meant."""
    claims = read("The Taliban captured the whole of Southern Nangarhar on Friday.").claims
    assert [c.partial for c in claims] == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Islamic State still had Raqqa; it was not liberated by the army until 31 August 2017.", ["2017-08-31"]),
        ("Raqqa was declared liberated by the army on 28 December 2015.", ["2015-12-28"]),
        (
            "On 16 March 2016 the army took Raqqa from Islamic State, but lost it again in December.",
            ["2016-03-16", "2016-12-01"],
        ),
        (
            "Raqqa was captured by the YPG on 23 June 2015, lost to an ISIL counter-attack on 6 July and recaptured two"
            " days later.",
            ["2015-06-23", "2015-07-06", "2015-07-08"],
        ),
    ],
)
def test_each_turn_has_its_day(text: str, expected: list[str]) -> None:
    """'Not until', 'declared liberated' and coordinated turns are dated by their own words."""
    assert [day for place, _, day in dated(text) if place == "Raqqa"] == expected


def test_who_recaptures_is_who_had_it_before() -> None:
    """'Captured by A, lost to B and recaptured': by A."""
    text = "Raqqa was captured by the YPG in June 2015, lost to ISIL in July 2015 and recaptured in August 2015."
    assert [actor for _, actor, _ in dated(text)] == ["YPG", "IS", "YPG"]


def test_what_an_attack_takes_the_attacker_takes() -> None:
    """After 'the army began an offensive', a town that 'was captured' was captured by the army."""
    text = "The army began an offensive on 2 June 2016. The rain stopped. Raqqa was captured on 9 June."
    assert dated(text) == [("Raqqa", "SY-GOV", "2016-06-09")]


@pytest.mark.parametrize(
    ("text", "modality", "partial"),
    [
        ("On 3 May 2016 the army began the battle to retake Raqqa.", Modality.PLANNED, False),
        ("Raqqa was mostly recaptured by the army on 3 May 2016.", Modality.ASSERTED, True),
        ("The army seized large parts of Raqqa and Manbij on 3 May 2016.", Modality.ASSERTED, True),
    ],
)
def test_aims_and_parts_are_no_full_gains(text: str, modality: Modality, *, partial: bool) -> None:
    """A battle 'to retake' is an aim; 'mostly' and 'large parts of A and B' are parts."""
    claims = read(text).claims
    assert {(c.modality, c.partial) for c in claims} == {(modality, partial)}


def test_what_a_town_remains_is_said_of_the_town() -> None:
    """'Aden remained the only city in Yemen held by ...' speaks of Aden, 'the last town held by ...' of the past."""
    text = "Aden remained the only city near Taiz still held by government troops."
    assert facts(text) == [("Aden", "controlled", "YE-GOV")]
    assert facts("Mosul, the last city held by ISIL in the north, was taken by the army.") == [
        ("Mosul", "controlled", "IQ-GOV")
    ]


def test_since_when_is_not_when_the_next_thing_happens() -> None:
    """'Who had had the city since June 2014' does not set the year of the sentence after it."""
    text = (
        "On 16 October 2017 the army took Kirkuk from the Peshmerga, who had held it since June 2014."
        " By 18 October the army had also taken Tikrit."
    )
    assert ("Tikrit", "IQ-GOV", "2017-10-18") in dated(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army seized the towns of Manbij and Kobani.", [("Manbij", False), ("Kobani", False)]),
        ("The army seized parts of the towns of Manbij and Kobani.", [("Manbij", True), ("Kobani", True)]),
        ("The militants stormed Mosul. By June they held parts of the city.", [("Mosul", True)]),
    ],
)
def test_towns_of_a_list_are_whole(text: str, expected: list[tuple[str, bool]]) -> None:
    """'The towns of A and B' are both meant as a whole; 'parts of the city' are not the city."""
    held = [c for c in read(text, "2019-01-01").claims if c.status.value == "controlled"]
    assert [(c.place_id, c.partial) for c in held] == expected


def test_which_is_about_all_towns_of_a_list() -> None:
    """'The towns of A and B, which fell to ...' tells of both."""
    text = "The army retook the towns of Manbij and Kobani, which fell to Islamic State in May."
    assert [place for place, _, actor in facts(text) if actor == "IS"] == ["Manbij", "Kobani"]


def test_rebel_hands_are_those_of_the_rebels_spoken_of() -> None:
    """'Rebel' is no name: it means the group that the text speaks of."""
    text = "The RSF attacked the army in Khartoum. Nyala remains in rebel hands."
    assert ("Nyala", "controlled", "RSF") in facts(text, "2024-01-01")


def test_declaring_a_state_is_no_report_of_the_gain_before() -> None:
    """'Captured Mosul and declared a caliphate' is told by the text, not claimed by the side."""
    claims = read("Islamic State captured Mosul in June 2014 and declared a caliphate there.").claims
    assert [c.modality for c in claims] == [Modality.ASSERTED]


def test_a_text_that_sets_out_long_ago_is_a_history() -> None:
    """Days without a year that follow an old full date are of its year, however many later years are written out."""
    text = (
        "On 24 February 2022, Russian forces crossed the border. It rained on 1 March. Izium was captured by Russian"
        " forces on 1 April. Lyman fell on 8 May. In January 2023 it snowed, and again on 20 May 2023."
    )
    found = [(c.place_id, str(c.valid_from)) for c in read(text, "2023-06-01").claims]
    assert found == [("Izium", "2022-04-01"), ("Lyman", "2022-05-08")]


def test_what_falls_falls_to_the_side_that_takes() -> None:
    """After a town was freed by one side, the next that 'fell' fell to the other."""
    text = (
        "Izium was captured by Russian forces on 1 April 2022. Lyman was liberated by Ukraine on 2 May 2022. Izium was"
        " shelled. Kobani was far away. Lyman was recaptured by Ukrainian troops on 4 May 2022. Izium fell on 8 May."
    )
    assert dated(text)[-1] == ("Izium", "RU", "2022-05-08")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tikrit was seized by ISIL on 11 June 2014, a day after the fall of Mosul.", ("Mosul", "IS", "2014-06-10")),
        (
            "The offensive was launched by the Iraqi Army on 26 October 2017. It rained. Mosul was captured on 3 May.",
            ("Mosul", "IQ-GOV", "2018-05-03"),
        ),
        (
            "On 16 October 2017 the Iraqi Army retook parts of Kirkuk and then Kirkuk itself.",
            ("Kirkuk", "IQ-GOV", "2017-10-16"),
        ),
        (
            "There was fighting in Kirkuk before the Iraqi Army took full control on 20 October 2015.",
            ("Kirkuk", "IQ-GOV", "2015-10-20"),
        ),
        (
            "On 2 May 2014 ISIL took Mosul. The Iraqi Army began an offensive in June: Tikrit was taken on 27 June.",
            ("Tikrit", "IQ-GOV", "2014-06-27"),
        ),
    ],
)
def test_what_is_near_is_linked(text: str, expected: tuple[str, str, str]) -> None:
    """'A day after', 'launched by', 'itself' and 'took full control' point to what stands beside them."""
    assert expected in dated(text)
