"""The panel beside the map: every change of the week, what differs between two days, filters that hide all."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, differences
from dashboard.rows import rows
from dashboard.view import View
from tests.dashboard.conftest import HOSTILE, OpenApp, page_text


def listed(app: AppTest) -> dict[str, Any]:
    """The rows of the panel, as sent to the browser."""
    sent = [one.proto for one in app.get("bidi_component") if one.proto.component_name == "territory_rows"]
    return dict(json.loads(zlib.decompress(sent[0].bytes, wbits=-15))) if sent else {"sections": []}


def test_the_panel_lists_every_change_of_the_week(seeded: str, open_app: OpenApp) -> None:
    """The week in which Mosul fell is listed whole, day by day, each change in words with its source."""
    app = open_app(on="2014-06-11")
    sent = listed(app)
    days = {title: found for title, _, found in sent["sections"]}
    assert sum(map(len, days.values())) == len(data.changes_between(View(date(2014, 6, 11)), *span(11)))
    mosul = next(row for row in days["10 June 2014"] if row[0] == "iq-mosul")
    assert sent["texts"][mosul[2]] == "Government of Iraq forces → Islamic State"
    assert sent["sources"][mosul[5]] == "B2 · Reuters via AOL"


def span(day: int) -> tuple[date, date]:
    """The week around a day of June 2014."""
    return date(2014, 6, day - 3), date(2014, 6, day + 3)


def test_two_days_put_what_differs_beside_the_map(seeded: str, open_app: OpenApp) -> None:
    """With two days in the address the panel lists what differs between them, whichever of them comes first."""
    texts = []
    for on, other in (("2014-06-01", "2014-06-20"), ("2014-06-20", "2014-06-01")):
        app = open_app(on=on, vs=other)
        assert "between 1 June 2014 and 20 June 2014" in page_text(app)
        texts.append(listed(app))
    assert texts[0] == texts[1]
    assert "New holder" in {title for title, _, _ in texts[0]["sections"]}


def test_a_chosen_groups_gains_and_losses_are_told_apart(seeded: str, open_app: OpenApp) -> None:
    """With one group chosen, a change of holder is its gain or its loss, in the panel and in the ledger."""
    sent = listed(open_app(on="2014-06-01", vs="2014-06-20", groups="IS"))
    kinds = {title: [sent["texts"][row[2]] for row in found] for title, _, found in sent["sections"]}
    assert all("→ Islamic State" in text for text in kinds["Gained"])
    assert not any("→ Islamic State" in text for text in kinds.get("New holder", ()))
    frame = open_app("compare", on="2014-06-01", vs="2014-06-20", groups="IQ-GOV").dataframe[0].value
    assert set(frame[frame["place"] == "Mosul"]["kind"]) == {"lost"}


def test_a_place_shows_its_state_on_both_days(seeded: str, open_app: OpenApp) -> None:
    """While two days are compared, the panel of a place tells who held it on each."""
    text = page_text(open_app(on="2014-06-01", vs="2014-06-20", place="iq-mosul"))
    assert text.index("1 June 2014") < text.index("Government of Iraq forces") < text.index("20 June 2014")


def test_filters_that_hide_everything_say_so(seeded: str, open_app: OpenApp) -> None:
    """Where no place is left the panel says that it is the filters, and one click drops them all."""
    app = open_app(on="2014-06-11", groups="none", conf="50")
    assert "The filters hide every place on this day." in page_text(app)
    next(button for button in app.button if button.label == "Show everything").click().run()
    assert "groups" not in app.query_params
    assert "conf" not in app.query_params
    assert listed(app)["sections"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (["iq-mosul", "2014-06-10"], ("iq-mosul", date(2014, 6, 10))),
        (["iq-mosul", ""], ("iq-mosul", None)),
        (["xx-nowhere", "2014-06-10"], None),
        (["iq-mosul", "yesterday"], None),
        (["iq-mosul", 5], None),
        ({"place": 1}, None),
        (None, None),
    ],
    ids=["day", "no day", "unknown place", "no date", "number", "no list", "nothing"],
)
def test_a_click_is_read_with_care(value: object, read: object, seeded: str, open_app: OpenApp) -> None:
    """What the browser tells of a click is used only if it names a known place, and a day or none."""
    open_app()
    assert rows.parse_pick(value, data.library()) == read


def test_hostile_names_are_data_in_the_list(hostile: str, open_app: OpenApp) -> None:
    """Hostile names reach the list as text of a message, never as HTML."""
    app = open_app(on="2015-01-05")
    sent = listed(app)
    assert HOSTILE in sent["sections"][0][2][0][1]
    assert HOSTILE not in page_text(app)


def test_a_place_that_becomes_unknown_differs(seeded: str, open_app: OpenApp) -> None:
    """Whether something is known of a place is a difference of its own kind."""
    open_app()
    state = next(iter(data.histories(View(date(2014, 6, 11))).as_of(date(2014, 6, 11)).values()))
    assert differences.kind_of(state, None, None) == "became unknown"
    assert differences.kind_of(None, state, None) == "became known"
    assert differences.kind_of(state, state, None) is None
