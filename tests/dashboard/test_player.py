"""What the player reports becomes the view; what the view says becomes a command."""

from __future__ import annotations

from datetime import date

from dashboard import data, player
from dashboard.view import View
from territory.render import KEEP, parse_report

REPORT = {
    "v": 1, "seq": 7, "why": "date", "date": "2014-06-11", "place": "iq-mosul", "layer": "places", "groups": ["IS"],
    "countries": None, "statuses": [], "grades": None, "types": None, "origins": None, "without": ["Reuters"],
    "minConfidence": 0.5, "compare": "2016-01-01", "center": [34.5, 43.1], "zoom": 6, "palette": "cvd", "layers": None,
}  # fmt: skip


def test_a_report_becomes_the_view(seeded: str) -> None:
    """Date, place, filters and palette of a report are taken over; what the player does not know stays."""
    report = parse_report(REPORT)
    assert report is not None
    old = View(on=date(2017, 7, 9), model="posterior")
    view = player.reported(old, report, data.library())
    assert view == View(
        on=date(2014, 6, 11), place="iq-mosul", groups=("IS",), statuses=(), without=("Reuters",), confidence=0.5,
        palette="cvd", model="posterior", other=date(2016, 1, 1), layers=None,
    )  # fmt: skip


def test_what_goes_out_is_what_came_in(seeded: str) -> None:
    """The command after a report repeats it, so that it changes nothing in the player."""
    report = parse_report(REPORT)
    assert report is not None
    lib = data.library()
    view = player.reported(View(on=date(2017, 7, 9)), report, lib)
    sent, heard = player.player_view(view, lib).to_json(), report.view.to_json()
    assert {name: heard[name] for name in sent} == sent


def test_the_map_moves_only_when_asked(seeded: str) -> None:
    """Without a wish to go there, centre and zoom stay the user's."""
    lib = data.library()
    view = View(on=date(2017, 7, 9), place="af-tora-bora")
    assert player.player_view(view, lib).center is KEEP
    assert player.player_view(view, lib, fly=True).center == (34.1167, 70.2167)
