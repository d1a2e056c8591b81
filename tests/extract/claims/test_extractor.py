"""Sentences become claims with place, side, status, date and modality."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.claims.reading import facts, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Islamic State fighters seized Mosul on Tuesday.", [("Mosul", "controlled", "IS")]),
        ("Mosul fell to Daesh overnight.", [("Mosul", "controlled", "IS")]),
        ("The army lost Ramadi to Islamic State.", [("Ramadi", "controlled", "IS")]),
        ("Islamic State was driven out of Tikrit by Iraqi troops.", [("Tikrit", "controlled", "IQ-GOV")]),
        ("Tikrit was retaken from Islamic State by the army.", [("Tikrit", "controlled", "IQ-GOV")]),
        ("The recapture of Tikrit by Iraqi troops was announced.", [("Tikrit", "controlled", "IQ-GOV")]),
        ("Kirkuk is under the control of the peshmerga.", [("Kirkuk", "controlled", "KRG")]),
        ("Islamic State has besieged Kobani for weeks.", [("Kobani", "contested", "IS")]),
        ("The Taliban withdrew from Kunduz on Friday.", [("Kunduz", "lost", "TALIBAN")]),
        (
            "Iraqi forces took Mosul, Tikrit and Ramadi.",
            [("Mosul", "controlled", "IQ-GOV"), ("Tikrit", "controlled", "IQ-GOV"), ("Ramadi", "controlled", "IQ-GOV")],
        ),
        (
            "Islamic State fighters overran three Taliban positions in Tora Bora.",
            [("Tora Bora", "controlled", "ISK")],
        ),
    ],
)
def test_families_of_words_give_claims(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Verbs and nouns in active, passive and nominal form give the side that has the place."""
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Iraqi troops captured eleven Islamic State suspects near Mosul.",
        "Militants seized two tanks and an arms cache in Raqqa.",
        "Coalition jets bombed Raqqa on Sunday.",
        "The temperature fell to 5 degrees in Mosul.",
        "The parties hold talks in Kunduz.",
        "The army advanced towards Mosul.",
        "Three people were killed in Kirkuk when a car bomb exploded.",
    ],
)
def test_what_is_not_ground_is_no_claim(text: str) -> None:
    """Captured men and arms, strikes, talks and advances are not claims."""
    assert facts(text) == []


def test_an_alias_is_read_by_place_and_time() -> None:
    """A name means the side that bears it there and then."""
    assert facts("Islamic State captured Nangarhar.")[0][2] == "ISK"
    assert facts("Kurdish fighters took Manbij.", "2014-05-01")[0][2] == "YPG"
    assert facts("Kurdish fighters took Manbij.", "2016-08-12")[0][2] == "SDF"
    assert facts("Kurdish fighters took Kirkuk.", "2014-06-12")[0][2] == "KRG"
    assert facts("Government forces retook Raqqa.")[0][2] == "SY-GOV"
    assert facts("Government forces retook Mosul.")[0][2] == "IQ-GOV"


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Ukrainian troops liberated Lyman on Saturday.", "2022-10-02", [("Lyman", "controlled", "UA-GOV")]),
        ("Russian forces withdrew from Izium.", "2022-09-11", [("Izium", "lost", "RU")]),
        ("Separatists hold Lyman.", "2014-05-20", [("Lyman", "controlled", "RU-SEP")]),
        ("Houthi fighters have besieged Taiz since April.", "2016-01-02", [("Taiz", "contested", "HOUTHI")]),
        ("Southern separatists took over Aden.", "2019-08-11", [("Aden", "controlled", "STC")]),
    ],
)
def test_another_theatre_is_data_alone(text: str, published: str, expected: list[tuple[str, str, str]]) -> None:
    """Ukraine and Yemen work by the rows of the actor tables."""
    assert facts(text, published) == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Iraqi troops took Mosul.", "asserted"),
        ("The Iraqi army said it had taken Mosul.", "claimed"),
        ("The army plans to retake Mosul.", "planned"),
        ("Islamic State could capture Mosul.", "hypothetical"),
        ("The army has not taken Mosul.", "denied"),
        ("Islamic State denied that it had lost Mosul.", "denied"),
    ],
)
def test_how_it_is_put_is_kept(text: str, modality: str) -> None:
    """Plan, condition, denial and a party's own word are told from fact."""
    claims = read(text).claims
    assert [claim.modality.value for claim in claims][:1] == [modality]


def test_the_evidence_is_the_sentence() -> None:
    """Offsets quote the sentence exactly, and the rule and the mention are kept."""
    text = "It rained. Islamic State seized Mosul on Tuesday. It rained again."
    claim = read(text).claims[0]
    assert text[claim.start : claim.end] == claim.evidence == "Islamic State seized Mosul on Tuesday."
    assert (claim.mention_text, claim.rule) == ("Mosul", "verb.capture")
    assert claim.valid_from == date(2017, 7, 4)


def test_the_town_is_the_one_spoken_of() -> None:
    """'The town' and 'it' point back to the place of the sentence before."""
    text = "Iraqi troops reached the outskirts of Tikrit. Islamic State still holds the city."
    assert facts(text)[-1] == ("Tikrit", "controlled", "IS")


def test_who_says_it_does_not_come_between_a_side_and_its_verb() -> None:
    """'The group, who he believes is still ...' is about the group and not about him."""
    text = "The minister spoke of Daesh and of the group, who he believes is still dug in west of the Euphrates."
    assert facts(text) == [("Euphrates", "influence", "IS")]


def test_a_part_is_partial() -> None:
    """Half, districts and outskirts are marked as parts."""
    assert read("The Taliban took most of Kunduz.").claims[0].partial
    assert not read("The Taliban took the city of Kunduz.").claims[0].partial


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Islamic State fighters seized half of Mosul.", None),
        ("Islamic State fighters seized Mosul.", "IS"),
        ("Clashes between the army and Islamic State continued in the outskirts of Mosul.", None),
    ],
)
def test_who_has_a_part_is_not_said_to_hold_the_whole(text: str, holder: str | None) -> None:
    """Only a claim on the whole place names its holder."""
    (claim,) = read(text).claims
    assert (claim.partial, claim.holder) == (holder is None, holder)


def test_presence_in_a_part_of_a_country_is_a_claim_on_a_part_of_it() -> None:
    """Fighters may be about in 'northern Syria'; a whole country, or control of it, is still too wide."""
    (claim,) = read("Pockets of Islamic State fighters remain in northern Syria.").claims
    assert (claim.place_id, claim.status, claim.actor) == ("Syria", "influence", "IS")
    assert (claim.partial, claim.holder, claim.mention_text) == (True, None, "northern Syria")
    assert not read("Pockets of Islamic State fighters remain in Syria.").claims
    assert not read("Islamic State seized northern Syria.").claims


def test_a_sentence_without_a_side_is_kept_with_its_reason() -> None:
    """What could not be completed is not dropped in silence."""
    extraction = read("Mosul was overrun on Tuesday.")
    assert not extraction.claims
    assert "Mosul" in extraction.unplaced[0].reason


def test_the_same_article_gives_the_same_ids() -> None:
    """Claim ids are hashes of what is said: reading twice gives the same."""
    text = "Islamic State seized Mosul on Tuesday. The army holds Tikrit."
    assert read(text).claims == read(text).claims


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01",
        "<script>alert('Mosul')</script>" * 50,
        "الدولة الإسلامية تسيطر على الموصل",
        "Mosul " * 500,
        "((((" * 999,
    ],
    ids=["empty", "control characters", "markup", "arabic", "one word", "brackets"],
)
def test_hostile_text_does_no_harm(text: str) -> None:
    """Odd input gives no claim and no error."""
    assert read(text).claims == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The rout has left Raqqa as the last stronghold of Islamic State.",
            [("Raqqa", "controlled", "IS")],
        ),
        ("Militants freed hundreds of prisoners in Mosul.", []),
        ("Tikrit's fall to Islamic State shook the army.", [("Tikrit", "controlled", "IS")]),
        ("Gunmen of Islamic State waving flags took over Ramadi.", [("Ramadi", "controlled", "IS")]),
        ("Islamic State has a foothold in Tikrit.", [("Tikrit", "contested", "IS")]),
        ("The army said Tikrit was free of Islamic State.", [("Tikrit", "controlled", "IQ-GOV")]),
        ("The army took part in a parade in Mosul.", []),
    ],
)
def test_less_plain_ways_of_saying_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Strongholds left over, possessive events, footholds and freed towns are read; prisoners and idioms are not."""
    assert facts(text) == expected
