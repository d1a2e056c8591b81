"""Ways of telling that a place changed hands, as long reports and histories have them."""

from __future__ import annotations

import pytest

from territory.model import PlaceKind
from tests.extract.claims.reading import read


def told(text: str) -> list[tuple[str, str, str, bool]]:
    """(place, status, actor, partial) of the factual claims of a text."""
    claims = read(text, "2018-06-01").claims
    return [(c.place_id, c.status.value, c.actor, c.partial) for c in claims if c.modality.is_factual]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "In 2014 Islamic State captured much of Nangarhar, including the towns of Mosul and Tikrit.",
            [("Mosul", "controlled", "IS", False), ("Tikrit", "controlled", "IS", False)],
        ),
        (
            "All rebel positions in Manbij were overrun by the army on 3 May 2018.",
            [("Manbij", "controlled", "SY-GOV", False)],
        ),
        (
            "Reports emerged on 3 May 2018 of Manbij being captured by the army.",
            [("Manbij", "controlled", "SY-GOV", False)],
        ),
        (
            "Regionally, troops of the Syrian army advanced and captured Manbij farther to the north on 3 May 2018.",
            [("Manbij", "controlled", "SY-GOV", False)],
        ),
        (
            "Rebels attacked Manbij on 4 March 2018, before mounting another assault and recapturing the town.",
            [("Manbij", "controlled", "SY-OPP", False)],
        ),
        ("Analysts considered Manbij to be fully under rebel control.", [("Manbij", "controlled", "SY-OPP", False)]),
        ("Manbij became the last city in the north under rebel control.", [("Manbij", "controlled", "SY-OPP", False)]),
        (
            "Fighting went on for Manbij, the last town in Syria under rebel control.",
            [("Manbij", "controlled", "SY-OPP", False)],
        ),
        (
            "Islamic State retreated not only from Mosul, but also from Tikrit on 3 May 2018.",
            [("Mosul", "lost", "IS", False), ("Tikrit", "lost", "IS", False)],
        ),
        (
            "The Syrian army took control of at least parts of Raqqa and Manbij.",
            [("Raqqa", "controlled", "SY-GOV", True), ("Manbij", "controlled", "SY-GOV", True)],
        ),
        (
            "The last rebels left Manbij on 3 May 2018, putting the town under full government control.",
            [("Manbij", "controlled", "SY-GOV", False)],
        ),
        (
            "Rebels withdrew from Manbij on 3 May 2018 without warning, leaving it to the Syrian army.",
            [("Manbij", "controlled", "SY-GOV", False)],
        ),
        (
            "Rebels seized Manbij from Islamic State, only to lose it again a day later.",
            [("Manbij", "controlled", "SY-OPP", False), ("Manbij", "lost", "SY-OPP", False)],
        ),
        (
            "Mosul fell on 3 May 2018 after Iraqi forces fled; Islamic State raised its flag over the police station.",
            [("Mosul", "controlled", "IS", False)],
        ),
        (
            "Mosul, Tikrit and Kirkuk all fell to Islamic State on 3 May 2018.",
            [(place, "controlled", "IS", False) for place in ("Mosul", "Tikrit", "Kirkuk")],
        ),
        ("Mosul was reported to be 80 percent under Islamic State control.", [("Mosul", "controlled", "IS", True)]),
        ("On 3 May 2018 the Syrian army held on to Manbij.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("'We have liberated Mosul,' an Iraqi military spokesman said.", [("Mosul", "controlled", "IQ-GOV", False)]),
        ("The Afghan army lost control of five districts in Nangarhar.", []),
        ("10 June 2017 – Mosul falls to Islamic State.", [("Mosul", "controlled", "IS", False)]),
        (
            "18 August 2017 – Iraqi forces, backed by US airstrikes, retake Tikrit.",
            [("Tikrit", "controlled", "IQ-GOV", False)],
        ),
        ("Mosul was lost to Islamic State on 3 May 2018.", [("Mosul", "controlled", "IS", False)]),
        (
            "Tikrit, held by Islamic State since June 2017, was retaken by Iraqi forces on 3 May 2018.",
            [("Tikrit", "controlled", "IS", False), ("Tikrit", "controlled", "IQ-GOV", False)],
        ),
        (
            "Islamic State fighters swept across the north this week. Tikrit was overrun on Wednesday.",
            [("Tikrit", "controlled", "IS", False)],
        ),
        ("The Syrian army established full control over Manbij.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("The army clawed back Manbij from the rebels.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("Mosul was declared free of Islamic State.", [("Mosul", "controlled", "IQ-GOV", False)]),
        ("Manbij was the last stronghold of the rebels in the north.", [("Manbij", "controlled", "SY-OPP", False)]),
        ("Manbij is no longer in rebel hands.", [("Manbij", "lost", "SY-OPP", False)]),
        ("Manbij surrendered to the army on Friday.", [("Manbij", "controlled", "SY-GOV", False)]),
        (
            "The army is besieging the towns of Manbij, Oldtown, Raqqa and Kobani.",
            [(place, "contested", "SY-GOV", False) for place in ("Manbij", "Raqqa", "Kobani")],
        ),
        ("With the capture of Mosul, Islamic State holds the north.", [("Mosul", "controlled", "IS", False)]),
        ("With Mosul's capture, Islamic State holds the north.", [("Mosul", "controlled", "IS", False)]),
        ("After taking Manbij, the army moved on.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("After losing Kunduz, the Afghan army regrouped.", [("Kunduz", "lost", "AF-GOV", False)]),
        ("The Taliban captured the governor's office in Kunduz.", [("Kunduz", "controlled", "TALIBAN", True)]),
        (
            "Islamic State took Mosul after Iraqi troops abandoned their posts.",
            [("Mosul", "controlled", "IS", False)],
        ),
        (
            "The Syrian army regained control of Manbij, the second-biggest city in Raqqa.",
            [("Manbij", "controlled", "SY-GOV", False)],
        ),
        (
            "Tikrit, where Saddam Hussein was born, was overrun by Islamic State.",
            [("Tikrit", "controlled", "IS", False)],
        ),
        ("The rebels fled to Manbij, which they still control.", [("Manbij", "controlled", "SY-OPP", False)]),
        (
            "There is no calm, for the villages around Manbij are occupied by Islamic State.",
            [("Manbij", "controlled", "IS", True)],
        ),
        (
            "It ended when rebels coming from Raqqa won back Manbij.",
            [("Manbij", "controlled", "SY-OPP", False)],
        ),
        ("Syrian army units entered Manbij unopposed.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("Manbij, halfway to Raqqa, also belongs to Islamic State.", [("Manbij", "controlled", "IS", False)]),
        ("Full control of Mosul was announced by the Iraqi army.", [("Mosul", "controlled", "IQ-GOV", False)]),
        ("Manbij, in government hands, shelters the displaced.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("The road from Manbij, retaken on 4 May 2018, is open.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("In Manbij the rebels hold the airport.", [("Manbij", "controlled", "SY-OPP", True)]),
        (
            "Islamic State fighters walked in at dawn, and by midday Manbij was theirs.",
            [("Manbij", "controlled", "IS", False)],
        ),
        (
            "Manbij fell to Islamic State in 2014, was retaken by the YPG in 2016 and was lost again in 2018.",
            [
                ("Manbij", "controlled", "IS", False),
                ("Manbij", "controlled", "SDF", False),
                ("Manbij", "lost", "SDF", False),
            ],
        ),
        (
            "The Taliban took Kunduz. Nangarhar followed. Tora Bora fell too.",
            [("Kunduz", "controlled", "TALIBAN", False), ("Tora Bora", "controlled", "TALIBAN", False)],
        ),
        (
            "The Afghan army left Kunduz and Tora Bora, leaving the two districts to the Taliban.",
            [("Kunduz", "controlled", "TALIBAN", False), ("Tora Bora", "controlled", "TALIBAN", False)],
        ),
        ("The Syrian government holds sway over Manbij.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("The army had Manbij under full control.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("Kunduz has been under the Taliban since May.", [("Kunduz", "controlled", "TALIBAN", False)]),
        ("In Manbij the army was still in control.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("Manbij never left government hands.", [("Manbij", "controlled", "SY-GOV", False)]),
        ("The YPG put an end to Islamic State's rule over Raqqa.", [("Raqqa", "lost", "IS", False)]),
        (
            "A truce broke down, and Mosul, Tikrit and Kirkuk were lost by Iraqi troops.",
            [(place, "lost", "IQ-GOV", False) for place in ("Mosul", "Tikrit", "Kirkuk")],
        ),
        ("The flag of Islamic State went up over Mosul.", [("Mosul", "controlled", "IS", False)]),
        ("Myanmar junta troops have pulled out of Myawaddy.", [("Myawaddy", "lost", "MM-MIL", False)]),
        ("The troops of the Syrian army made a retreat from Manbij.", [("Manbij", "lost", "SY-GOV", False)]),
        ("Besieged by the army, Manbij surrendered to it.", [("Manbij", "controlled", "SY-GOV", False)]),
    ],
)
def test_it_is_a_claim(text: str, facts: list[tuple[str, str, str, bool]]) -> None:
    """Each way of telling gives its claims, whole or in part."""
    fought_for = () if any(fact[1] == "contested" for fact in facts) else ("contested",)
    assert [fact for fact in told(text) if fact[1] not in fought_for and fact[0] != "Nangarhar"] == facts


def test_the_place_that_is_told_of_next_did_not_fall() -> None:
    """'After the fall of A, B became ...': B is no part of the list of what fell."""
    facts = told("After the fall of Raqqa to the army, Manbij was captured by the rebels on 3 May 2018.")
    assert set(facts) == {("Raqqa", "controlled", "SY-GOV", False), ("Manbij", "controlled", "SY-OPP", False)}


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian army held a conference on security in Manbij on 3 May 2018.",
        "The army agreed only to leave Manbij.",
        "The rebels attacked a hospital in Manbij.",
        "Cholera has taken hold in Manbij.",
        "The army held on to its budget in Manbij.",
        "The rebels gained ground in Manbij.",
        "Jets targeted sites belonging to the Syrian army in Manbij.",
    ],
)
def test_it_is_no_fact(text: str) -> None:
    """A meeting held in a town is no hold on it, and what is agreed to has not happened."""
    assert told(text) == []


def test_a_change_is_not_dated_by_how_long_it_was_otherwise() -> None:
    """'A rebel bastion since 2012, it fell on 3 May': it fell on that day, and was theirs before."""
    found = changes("Manbij, a rebel bastion since 2012, fell to the Syrian army on 3 May 2018.")
    assert found[-1] == ("Manbij", "controlled", "SY-GOV", "2018-05-03")


def test_so_many_days_after() -> None:
    """'On 5 May, two days after Manbij fell': it fell on 3 May."""
    found = changes("On 5 May 2018, two days after Manbij fell to the rebels, the army regrouped.")
    assert found == [("Manbij", "controlled", "SY-OPP", "2018-05-03")]


def test_a_claim_on_a_place_that_nobody_knows_is_kept_back() -> None:
    """With the reason, however the place is told."""
    found = read("On 3 May 2018 Syrian rebels captured seven villages.", "2018-06-01")
    assert [unplaced.reason for unplaced in found.unplaced] == ["the text names no place that is known"]


def test_both_towns_are_those_of_the_sentence() -> None:
    """'Both towns' are the two that the sentence opens with, not those told of before."""
    text = "Rebels took Raqqa and Kobani. In Mosul and Tikrit Kurdish troops handed both towns to the Iraqi army."
    assert [fact[0] for fact in told(text)[2:]] == ["Mosul", "Tikrit"]


def test_it_is_the_town_that_the_sentence_before_is_about() -> None:
    """'Tikrit is the harder problem. Islamic State has ruled it ...': Tikrit."""
    text = "The Iraqi army took Mosul on 3 May 2018. Tikrit is the harder problem. Islamic State still holds it."
    assert told(text)[-1] == ("Tikrit", "controlled", "IS", False)


def test_a_report_with_a_past_is_no_history() -> None:
    """Days of the week count from the report's own day, whatever years it looks back on."""
    text = (
        "The Syrian army captured Manbij on Tuesday. It fell to rebels in May 2012, was taken by Islamic State in May"
        " 2014 and by the YPG in August 2016. Rebels took Kobani last week."
    )
    days = {(place, actor): day for place, _, actor, day in changes(text)}
    assert days["Manbij", "SY-GOV"] == "2018-05-29"
    assert days["Kobani", "SY-OPP"] == "2018-05-21"


def test_a_town_may_be_called_like_a_verb() -> None:
    """'Hit was retaken ...': the sentence begins with a name."""
    text, hit = "Hit was retaken by Iraqi forces in April.", [("Hit", PlaceKind.TOWN, "IQ")]
    claims = read(text, "2016-06-01", places=hit, unseen={"Hit"}).claims
    assert [(c.place_id, c.actor) for c in claims] == [("Hit", "IQ-GOV")]


def test_part_of_a_person_s_name_is_no_place() -> None:
    """'Governor Basir Salangi' is not about the village of Basir, and 'the town' stays the one told of."""
    text = "Rebels attacked Manbij on Friday. Governor Basir Salangi said the army had driven them out of the town."
    places = [("Manbij", PlaceKind.TOWN, "SY"), ("Basir", PlaceKind.VILLAGE, "SY")]
    claims = read(text, "2018-06-04", places=places, unseen={"Basir"}).claims
    assert {c.place_id for c in claims} == {"Manbij"}
    assert claims[-1].actor == "SY-GOV"


def test_the_seat_of_a_government_stands_for_it() -> None:
    """'Under Baghdad's control' is under the government's."""
    places = [("Baghdad", PlaceKind.CITY, "IQ"), ("Kirkuk", PlaceKind.CITY, "IQ")]
    claims = read("Kirkuk is back under Baghdad's control.", "2017-10-16", places=places).claims
    assert [(c.place_id, c.actor) for c in claims] == [("Kirkuk", "IQ-GOV")]


def test_weapons_are_no_town() -> None:
    """Fighters who surrender their weapons in a town do not thereby lose it."""
    assert told("The army demanded that the rebels in Raqqa surrender their weapons.") == []


def test_what_is_told_again_more_exactly_is_no_change_back() -> None:
    """'Manbij itself was captured on ...' after 'rebels captured Manbij' is the same capture."""
    text = "In 2018 rebels captured Nangarhar, including Manbij. Manbij itself was captured on 3 March 2018."
    assert {fact[2] for fact in told(text)} == {"SY-OPP"}


def changes(text: str) -> list[tuple[str, str, str, str]]:
    """(place, status, actor, day) of the whole-place facts of a text."""
    claims = read(text, "2018-06-01").claims
    facts = [c for c in claims if c.modality.is_factual and not c.partial and c.status.value != "contested"]
    return [(c.place_id, c.status.value, c.actor, str(c.valid_from)) for c in facts]


def test_those_who_entered_are_those_driven_out() -> None:
    """'They' of the second clause are the side of the first."""
    text = (
        "On 5 June 2017 Islamic State took Kobani. On 8 June 2017 its fighters entered the city, but they were driven"
        " out on 9 June 2017."
    )
    assert changes(text)[-1] == ("Kobani", "lost", "IS", "2017-06-09")


def test_the_side_told_of_last_retakes_a_place() -> None:
    """'... was retaken' by nobody named: by the rival of who held it, if the sentence before is about it."""
    text = (
        "On 5 June 2017 Islamic State took half of Kobani. On 8 June 2017 the SDF forced the fighters to go."
        " The city was fully retaken on 9 June 2017."
    )
    assert changes(text) == [("Kobani", "controlled", "SDF", "2017-06-09")]


def test_both_towns_are_whole() -> None:
    """'Both towns' are the two told of before, not parts of them."""
    text = "Rebels took Raqqa and Manbij on 6 January 2018 but lost both towns to Islamic State on 13 January 2018."
    assert changes(text)[-2:] == [
        ("Raqqa", "controlled", "IS", "2018-01-13"),
        ("Manbij", "controlled", "IS", "2018-01-13"),
    ]


def test_a_side_of_a_city_is_a_part_of_it() -> None:
    """'The northwest of Mosul' is Mosul in part; 'the whole city' of the next sentence is Mosul."""
    text = (
        "On 5 June 2017 Islamic State attacked Tikrit. On 6 June 2017 its fighters entered the northwest of Mosul."
        " On 10 June 2017 Islamic State was in control of the whole city."
    )
    assert changes(text) == [("Mosul", "controlled", "IS", "2017-06-10")]


def test_them_are_those_of_the_sentence_before() -> None:
    """'They' go on, and 'them' are the same side."""
    text = (
        "On 5 June 2017 the Syrian army reached Raqqa, which Islamic State held. They captured the city by 8 June 2017."
        " Manbij had already fallen to them on 3 June 2017."
    )
    assert changes(text)[-1] == ("Manbij", "controlled", "SY-GOV", "2017-06-03")


def test_hundreds_of_fighters_are_a_side() -> None:
    """'Hundreds of Taliban fighters stormed the city, which fell': to them."""
    text = "On 28 September 2015, hundreds of Taliban fighters stormed the city of Kunduz, which fell by nightfall."
    assert changes(text) == [("Kunduz", "controlled", "TALIBAN", "2015-09-28")]


def test_a_place_is_declared_free_by_the_side_that_took_it() -> None:
    """Not by the government, if another has just taken it."""
    text = "On 17 October 2017 the SDF captured Raqqa. The city was declared liberated on 20 October 2017."
    assert {claim[2] for claim in changes(text)} == {"SDF"}


def test_a_record_is_not_a_date() -> None:
    """'The first city taken since 2001' was not taken in 2001."""
    text = "On 28 September 2015 the Taliban took Kunduz. Kunduz was the first city captured by the Taliban since 2001."
    assert {claim[3][:4] for claim in changes(text)} <= {"2015", "2018"}


HISTORY = "On 9 March 2013 there were talks in Raqqa. On 2 April 2013 it rained. On 7 May 2013 it rained again.\n\n"


def test_the_city_is_that_of_the_heading() -> None:
    """Until something is told of another place."""
    text = (
        f"{HISTORY}On 3 June 2014 Islamic State captured Manbij.\n\nBattle of Raqqa\n\nThe assault began in July."
        " By 4 September 2014, Islamic State had captured the city.\n"
    )
    assert [claim[0] for claim in changes(text)] == ["Manbij", "Raqqa"]


def test_a_short_history_is_one() -> None:
    """Three dates, the first with its year, all long past: days without a year are of that year."""
    text = (
        "On 15 October 2014 Iraqi forces advanced on Kirkuk. By the next evening they had captured Kirkuk."
        " On 17 October, they captured Tikrit. On 20 October, they captured Ramadi."
    )
    assert changes(text) == [
        ("Kirkuk", "controlled", "IQ-GOV", "2014-10-16"),
        ("Tikrit", "controlled", "IQ-GOV", "2014-10-17"),
        ("Ramadi", "controlled", "IQ-GOV", "2014-10-20"),
    ]
