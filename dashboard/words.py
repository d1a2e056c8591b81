"""Dates, states and claims in plain words. Plain text: whoever puts it on a page escapes it."""

from __future__ import annotations

import re
from datetime import date, datetime

from dashboard.data import country_name
from dashboard.library import Library
from territory.control.histories import Change
from territory.model import Claim, ControlState, ControlStatus, EventKind, Modality, Origin, Place, TimePrecision

RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "reliability cannot be judged",
}  # fmt: skip
CREDIBILITY = {
    1: "confirmed", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable", 6: "truth cannot be judged",
}  # fmt: skip
_DONE = {
    EventKind.BASELINE: "{actor} in charge at the start",
    EventKind.HOLDS: "{actor} in charge",
    EventKind.CAPTURED: "captured by {actor}",
    EventKind.RECAPTURED: "recaptured by {actor}",
    EventKind.CLEARED: "cleared by {actor}",
    EventKind.CEDED: "handed over to {actor}",
    EventKind.WITHDREW: "left to {actor}",
    EventKind.LOST: "lost by {actor}",
    EventKind.CONTESTED: "fought over, {actor} in charge",
    EventKind.BESIEGED: "{actor} besieged",
    EventKind.REPELLED: "attack repelled by {actor}",
    EventKind.INFLUENCE: "{actor} present",
}
_ACTING = {EventKind.WITHDREW: "{actor} withdrew", EventKind.CONTESTED: "fought over by {actor}"}


def day_text(day: date, *, short: bool = False) -> str:
    """Return `9 July 2017`, or `9 Jul 2017`."""
    return f"{day.day} {day:%b %Y}" if short else f"{day.day} {day:%B %Y}"


def dated(day: date, precision: TimePrecision) -> str:
    """Return a date no more exactly than it is known."""
    match precision:
        case TimePrecision.YEAR:
            return f"in {day.year}"
        case TimePrecision.SEASON:
            return f"in the season from {day:%B %Y}"
        case TimePrecision.MONTH:
            return f"in {day:%B %Y}"
        case TimePrecision.WEEK:
            return f"in the week from {day_text(day)}"
    return day_text(day)


def source_date(text: str) -> str:
    """Return a source's date (`2014`, `2014-06`, `2014-06-10`) in words."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day_text(date.fromisoformat(text), short=True)
    if re.fullmatch(r"\d{4}-\d\d", text):
        return f"{date.fromisoformat(text + '-01'):%b %Y}"
    return text


def moment_text(moment: datetime) -> str:
    """Return a moment of transaction time to the day."""
    return day_text(moment.date(), short=True)


def grade_text(claim: Claim) -> str:
    """Return what an Admiralty grade says."""
    source = claim.source
    reliability = RELIABILITY.get(source.reliability, "reliability not graded")
    return f"Source {reliability}; information {CREDIBILITY.get(source.credibility, 'not graded')}"


def state_text(state: ControlState | None, lib: Library) -> str:
    """Return who holds a place, and how, in a few words."""
    if state is None or state.status is ControlStatus.UNKNOWN:
        return "Unknown: no evidence for this day"
    actor = lib.actor_name(state.actor)
    match state.status:
        case ControlStatus.CONTESTED if state.contested_by is None:
            return f"{actor}, contested"
        case ControlStatus.CONTESTED:
            rival = lib.actor_name(state.contested_by)
            return f"{actor}, besieged by {rival}" if state.besieged else f"{actor}, contested by {rival}"
        case ControlStatus.INFLUENCE:
            return f"{actor} present, not in full charge"
        case ControlStatus.LOST:
            return f"Lost by {actor}"
    return actor


def change_text(change: Change, lib: Library) -> str:
    """Return what changed, in a few words."""
    before, after = change.before, change.after
    if change.changes_holder:
        was = lib.actor_name(before.actor) if before else "unknown"
        now = lib.actor_name(after.actor)
        how = " (contested)" if after.status is ControlStatus.CONTESTED else ""
        return f"{was} → {now}{how}"
    if after.status is ControlStatus.CONTESTED:
        rival = f" by {lib.actor_name(after.contested_by)}" if after.contested_by else ""
        return f"{lib.actor_name(after.actor)}: now {'besieged' if after.besieged else 'contested'}{rival}"
    if after.status is ControlStatus.INFLUENCE:
        return f"{lib.actor_name(after.actor)}: now influence only"
    return f"{lib.actor_name(after.actor)}: now in full control"


def change_kind(change: Change) -> str:
    """Return the sort of change, for filters and tables."""
    if change.changes_holder:
        return "new holder"
    return {
        ControlStatus.CONTESTED: "became contested",
        ControlStatus.INFLUENCE: "influence only",
        ControlStatus.CONTROLLED: "full control",
    }.get(change.after.status, "other")


def claim_text(claim: Claim, lib: Library) -> str:
    """Return what a claim says happened."""
    patterns = _DONE if claim.origin is Origin.COMPILED else _DONE | _ACTING
    text = patterns[claim.event_kind].format(actor=lib.actor_name(claim.actor))
    if claim.opponent and claim.event_kind in (EventKind.CONTESTED, EventKind.BESIEGED):
        text += f" against {lib.actor_name(claim.opponent)}"
    if claim.partial:
        text += ", parts of it"
    prefix = {
        Modality.CLAIMED: "Claimed: ", Modality.PLANNED: "Planned: ", Modality.DENIED: "Denied: ",
        Modality.HYPOTHETICAL: "If: ", Modality.WITHDRAWN: "Withdrawn: ",
    }.get(claim.modality, "")  # fmt: skip
    text = prefix + text
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """Return a probability in words of two digits; never certainty."""
    return ">99%" if share >= 0.995 else "<1%" if share < 0.005 else f"{share:.0%}"


def counted(number: int, noun: str) -> str:
    """Return `1 place`, `2 places`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def place_line(place: Place) -> str:
    """Return what a place is and where: `City in Nineveh, Iraq`."""
    kind = place.kind.value.replace("-", " ").capitalize()
    within, country = (name if name != place.name else "" for name in (place.admin2, country_name(place.country)))
    where = ", ".join(filter(None, (within, place.admin1, country)))
    return f"{kind} in {where}" if where else kind
