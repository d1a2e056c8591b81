"""Tables of who holds what, written out line by line."""

from __future__ import annotations

import pytest

from tests.extract.claims.reading import read

INTRO = "This page lists who controls the towns of Syria: the Syrian army, rebels, the SDF or Islamic State.\n\n"
HEADER = "Name; Pop.; District; Held by; As of; More information\n"


def told(rows: str, header: str = HEADER) -> list[tuple[str, str, str, str]]:
    """(place, status, actor, day) of the claims of a table."""
    claims = read(INTRO + header + rows, "2020-01-01").claims
    return [(c.place_id, c.status.value, c.actor, str(c.valid_from)) for c in claims]


def test_a_row_says_who_holds_its_place_and_its_notes_how_it_came() -> None:
    """The cell of the holder is a claim as of its date; notes that name no place are about the row's."""
    notes = "Captured by ISIL 13 January 2014. Recaptured by the SDF 17 October 2017."
    rows = f"Raqqa; 220,488; Raqqa; SDF; 2017-10-17; {notes}"
    assert told(rows) == [
        ("Raqqa", "controlled", "SDF", "2017-10-17"),
        ("Raqqa", "controlled", "IS", "2014-01-13"),
        ("Raqqa", "controlled", "SDF", "2017-10-17"),
    ]


@pytest.mark.parametrize(
    ("note", "actor"),
    [
        ("Captured by 🇸🇾 17 October 2017.", "SY-GOV"),
        ("See Battle of Raqqa Captured by 🇸🇾 17 October 2017.", "SY-GOV"),
        ("ISIL captured 17 October 2017.", "IS"),
        ("Fell to ISIL on 17 October 2017.", "IS"),
        ("ISIL took the city on 17 October 2017.", "IS"),
    ],
)
def test_notes_leave_out_the_place(note: str, actor: str) -> None:
    """A note may leave out the place, and its full stop; a flag stands for a government."""
    assert told(f"Raqqa; 220,488; Raqqa; ; ; {note}") == [("Raqqa", "controlled", actor, "2017-10-17")]


def test_a_note_in_a_line_of_its_own_belongs_to_the_row_above() -> None:
    """Notes may go on in the next line; a blank line ends the table."""
    rows = (
        "Raqqa; 220,488; Raqqa; SDF; Captured by ISIL 13 January 2014.\nRecaptured by the SDF 17 October 2017\n\nMore"
    )
    assert [claim[2:] for claim in told(rows)][-2:] == [("IS", "2014-01-13"), ("SDF", "2017-10-17")]


def test_other_separators_and_headers() -> None:
    """Cells may stand between bars or tabs; 'contested' has two sides."""
    header = "City | Controlled by | Date | Notes\n"
    rows = "Raqqa | ISIL | 13 January 2014 |\nKobani | Contested: YPG and ISIL | 6 October 2014 |\n"
    assert told(rows, header) == [
        ("Raqqa", "controlled", "IS", "2014-01-13"),
        ("Kobani", "contested", "YPG", "2014-10-06"),
    ]


def test_a_list_without_a_header_of_control_is_no_table() -> None:
    """Semicolons alone make no table."""
    assert told("Raqqa; 220,488; Raqqa; SDF; 2017-10-17", "Name; Pop.; District; Mayor; Elected\n") == []


def test_every_claim_quotes_its_row() -> None:
    """`text[start:end] == evidence` for rows too."""
    text = INTRO + HEADER + "Raqqa; 220,488; Raqqa; SDF; 2017-10-17; Captured by ISIL 13 January 2014.\n"
    for claim in read(text, "2020-01-01").claims:
        assert text[claim.start : claim.end] == claim.evidence == text.splitlines()[3]


def test_a_flag_before_a_name_is_no_side_of_its_own() -> None:
    """'🇷🇺 Russia: ... congratulated Assad' does not make Russia the holder."""
    text = "🇷🇺 Russia: on 27 March 2016 its president congratulated the Syrian army on regaining Raqqa."
    assert {claim.actor for claim in read(text, "2016-03-28").claims} <= {"SY-GOV"}


def test_lines_without_end_are_no_notes() -> None:
    """A table ends where its notes go on and on."""
    rows = (
        "Raqqa; 220,488; Raqqa; SDF; 2017-10-17\n" + "It rained.\n" * 40 + "Kobani; 44,821; Kobani; YPG; 2015-01-26\n"
    )
    assert [claim[0] for claim in told(rows)] == ["Raqqa"]
