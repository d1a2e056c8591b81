"""What differs between two days: each place with its two states, each group with what it gained and lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import data, words
from dashboard.library import Library
from dashboard.tables import place_cells, source_cells, tally
from dashboard.view import View
from territory.control.histories import Change
from territory.model import Claim, ControlState, ControlStatus, PlaceId

COMPARISON = (
    "place", "first", "second", "kind", "since", "grade", "publisher", "url", "evidence", "source", "country",
    "place_id", "claim_id",
)  # fmt: skip
KINDS = ("gained", "lost", "new holder", "became contested", "full control", "influence only", "became known",
         "became unknown", "other")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A place whose state is another on the second day. None: unknown on that day."""

    place_id: PlaceId
    before: ControlState | None
    after: ControlState | None
    kind: str


def between(view: View, first: date, second: date) -> tuple[Difference, ...]:
    """Return the places that the view shows and whose state differs, by name."""
    lib, histories = data.library(), data.histories(view)
    before, after = histories.as_of(first), histories.as_of(second)
    found = []
    for place_id in sorted({*before, *after}, key=lib.place_name):
        old, new = before.get(place_id), after.get(place_id)
        kind = kind_of(old, new, view.groups)
        if kind is not None and data.shows(view, lib, place_id, old, new):
            found.append(Difference(place_id, old, new, kind))
    return tuple(found)


def kind_of(before: ControlState | None, after: ControlState | None, groups: tuple[str, ...] | None) -> str | None:
    """Return in what two states differ, None if in nothing. With groups chosen, a change of holder is theirs."""
    if before is None or after is None:
        return "became known" if before is None else "became unknown"
    if before.actor != after.actor:
        ours = (before.actor in (groups or ()), after.actor in (groups or ()))
        return {(False, True): "gained", (True, False): "lost"}.get(ours, "new holder")
    if (before.status, before.contested_by, before.besieged) == (after.status, after.contested_by, after.besieged):
        return None
    return {
        ControlStatus.CONTESTED: "became contested",
        ControlStatus.INFLUENCE: "influence only",
        ControlStatus.CONTROLLED: "full control",
    }.get(after.status, "other")


def grounds(one: Difference, lib: Library) -> Claim | None:
    """Return the newest claim that the later known state rests on."""
    last = one.after or one.before
    return data.grounds(Change(last.since, one.place_id, None, last), lib) if last else None


def comparison(view: View, first: date, second: date) -> pd.DataFrame:
    """Return the places whose state differs between two days, one row each, with what the second state rests on."""
    lib = data.library()
    rows = [
        {
            **place_cells(one.place_id, lib),
            "first": words.state_text(one.before, lib),
            "second": words.state_text(one.after, lib),
            "kind": one.kind,
            "since": one.after.since if one.after else None,
            **source_cells(grounds(one, lib)),
        }
        for one in between(view, first, second)
    ]
    return pd.DataFrame(rows, columns=list(COMPARISON))


def balance(view: View, first: date, second: date) -> pd.DataFrame:
    """Return for each group its places on two days, and how many it gained and lost between them."""
    before, after = data.states_on(view, first), data.states_on(view, second)
    old, new = tally(before.values()), tally(after.values())
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for place_id in {*before, *after}:
        was = before[place_id].actor if place_id in before else None
        now = after[place_id].actor if place_id in after else None
        if was != now:
            lost.update([was] if was else [])
            gained.update([now] if now else [])
    codes = sorted({*old, *new}, key=lambda code: (-new.get(code, (0, 0))[0], code))
    rows = [
        {
            "code": code,
            "first": old.get(code, (0, 0))[0],
            "second": new.get(code, (0, 0))[0],
            "gained": gained[code],
            "lost": lost[code],
            "contested": new.get(code, (0, 0))[1],
        }
        for code in codes
    ]
    return pd.DataFrame(rows, columns=["code", "first", "second", "gained", "lost", "contested"])
