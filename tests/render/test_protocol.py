"""Player and server understand each other, and nothing that is not understood gets through."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from territory.errors import InputError
from territory.render import KEEP, PlayerView, parse_report, player_command
from territory.render.protocol import script_json

REPORT: dict[str, Any] = {
    "v": 1, "seq": 17, "why": "place", "date": "2014-06-11", "compare": None, "place": "iq-mosul", "layer": "places",
    "groups": ["IS"], "countries": None, "statuses": None, "grades": None, "types": None, "origins": None,
    "without": [], "minConfidence": 0.5, "center": [34.5, 43.1], "zoom": 6.25, "palette": "cvd", "layers": None,
    "playing": False,
}  # fmt: skip


def test_a_report_becomes_a_view() -> None:
    """Every field arrives with its type."""
    report = parse_report(REPORT)
    assert report is not None
    assert (report.seq, report.why) == (17, "place")
    view = report.view
    assert (view.date, view.place, view.groups, view.countries) == (date(2014, 6, 11), "iq-mosul", ("IS",), None)
    assert (view.min_confidence, view.center, view.zoom, view.palette) == (0.5, (34.5, 43.1), 6.25, "cvd")


@pytest.mark.parametrize("value", [None, {}, {"last_clicked": None}, "x", 3], ids=repr)
def test_before_the_first_report_there_is_none(value: object) -> None:
    """What st_folium gives before the player speaks is no report."""
    assert parse_report(value) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 99),
        ("seq", "new"),
        ("seq", float("nan")),
        ("date", "2014-13-01"),
        ("date", None),
        ("groups", "IS"),
        ("groups", [1]),
        ("place", "x" * 1000),
        ("minConfidence", 7),
        ("center", [91, 0]),
        ("center", "north"),
        ("zoom", True),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    """The message says which, and what to do."""
    with pytest.raises(InputError, match=r"Reload the page\.") as caught:
        parse_report({**REPORT, field: value})
    assert field in str(caught.value) or field == "v"


def test_a_command_carries_only_what_changes() -> None:
    """Fields left alone are not sent; None means all, and is."""
    script = _script(player_command(PlayerView(date=date(2014, 6, 10), groups=None), after=17, fly=True))
    sent = json.loads(re.search(r"command\((\{.*\})\);", script)[1])  # type: ignore[index]
    assert sent == {"v": 1, "after": 17, "date": "2014-06-10", "groups": None, "fly": True}


def test_a_command_is_small() -> None:
    """One step costs well under 5 KB."""
    view = PlayerView(date=date(2014, 6, 10), place="iq-mosul", groups=tuple(f"G{k}" for k in range(40)))
    assert len(_script(player_command(view, after=1732445678901))) < 1_000


def test_a_view_comes_back_as_it_was() -> None:
    """What was reported, sent as a command, is the same view."""
    report = parse_report(REPORT)
    assert report is not None
    sent = report.view.to_json()
    assert {key: sent[key] for key in sent if key not in ("center", "without")} == {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in REPORT.items()
        if key in sent and key not in ("center", "without")
    }
    assert KEEP not in sent.values()


def test_hostile_text_cannot_leave_the_script() -> None:
    """A tag in a name stays text inside the string."""
    text = script_json({"place": "</script><img src=x onerror=alert(1)>\u2028"})
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text)["place"].startswith("</script>")


def _script(group: Any) -> str:
    from streamlit_folium import generate_leaflet_string

    return str(generate_leaflet_string(group, base_id="feature_group_0"))
