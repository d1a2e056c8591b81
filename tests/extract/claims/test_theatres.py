"""Theatres that are rows of the actor tables and nothing else: short reports on Sudan, Myanmar, Yemen and Ukraine."""

from __future__ import annotations

import pytest

from tests.extract.claims.reading import read

SUDAN = (
    "The Rapid Support Forces captured Nyala on 26 October 2023. El Fasher is still held by the army and allied groups,"
    " though the RSF has besieged the city since May 2024. On 26 March 2025 the Sudanese army regained full control of"
    " Khartoum from the paramilitaries."
)
MYANMAR = (
    "Resistance fighters of the KNLA drove junta troops out of Myawaddy on 11 April 2024. The MNDAA captured Laukkai on"
    " 5 January 2024 after the garrison gave up. The military plans to retake Lashio."
)
YEMEN = "Houthi fighters have besieged Taiz since April 2015. Southern separatists took over Aden on 10 August 2019."
UKRAINE = (
    "Russian troops captured Izium on 1 April 2022. Ukrainian forces liberated the town on 10 September 2022."
    " Kyiv denied that Lyman had fallen."
)


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (
            SUDAN,
            "2025-03-27",
            [
                ("Nyala", "controlled", "RSF", "2023-10-26", "asserted"),
                ("El Fasher", "controlled", "SD-SAF", "2025-03-27", "asserted"),
                ("El Fasher", "contested", "RSF", "2024-05-01", "asserted"),
                ("Khartoum", "controlled", "SD-SAF", "2025-03-26", "asserted"),
            ],
        ),
        (
            MYANMAR,
            "2024-09-01",
            [
                ("Myawaddy", "controlled", "KNLA", "2024-04-11", "asserted"),
                ("Laukkai", "controlled", "MNDAA", "2024-01-05", "asserted"),
                ("Lashio", "controlled", "MM-MIL", "2024-09-01", "planned"),
            ],
        ),
        (
            YEMEN,
            "2019-08-12",
            [
                ("Taiz", "contested", "HOUTHI", "2015-04-01", "asserted"),
                ("Aden", "controlled", "STC", "2019-08-10", "asserted"),
            ],
        ),
        (
            UKRAINE,
            "2022-09-12",
            [
                ("Izium", "controlled", "RU", "2022-04-01", "asserted"),
                ("Izium", "controlled", "UA-GOV", "2022-09-10", "asserted"),
                ("Lyman", "lost", "UA-GOV", "2022-09-12", "denied"),
            ],
        ),
    ],
    ids=["Sudan", "Myanmar", "Yemen", "Ukraine"],
)
def test_a_report_reads_by_the_rows_of_its_theatre(
    text: str, published: str, expected: list[tuple[str, str, str, str, str]]
) -> None:
    """Who, where, when and how it is put come out without a line of code for the theatre."""
    claims = read(text, published).claims
    assert [(c.place_id, c.status.value, c.actor, str(c.valid_from), c.modality.value) for c in claims] == expected
