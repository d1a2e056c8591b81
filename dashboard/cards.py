"""Pieces of HTML for the panels. Every text from outside goes through `esc`, every address through `link`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlsplit

from dashboard import words
from dashboard.library import Library
from territory.control.histories import joined
from territory.model import Claim, ControlState, ControlStatus, Origin, Place

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&@=/^\"'])")


def esc(text: object) -> str:
    """Return text that shows as it is inside HTML and inside a quoted attribute."""
    return escape(str(text), quote=True)


def md(text: object) -> str:
    """Return text that shows as it is where Streamlit reads Markdown (labels of buttons, captions)."""
    return _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", str(text)))


def safe_url(url: str) -> str | None:
    """Return an http or https address, None for anything else (`javascript:`, `data:`, paths)."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def link(url: str, text: str, css: str = "") -> str:
    """Return a link that opens beside the app; plain text if the address is not one of the web."""
    target = safe_url(url)
    if target is None:
        return f'<span class="{css}">{esc(text)}</span>'
    return f'<a class="{css}" href="{esc(target)}" target="_blank" rel="noopener noreferrer">{esc(text)}</a>'


def fill(state: ControlState | None, lib: Library, palette: str) -> str:
    """Return the CSS background of a state: plain, hatched in both colours, dotted, or none."""
    if state is None or state.actor is None:
        return "transparent"
    color = lib.color(state.actor, palette)
    if state.status is ControlStatus.CONTESTED:
        rival = lib.color(state.contested_by, palette) if state.contested_by else "var(--t-paper)"
        return f"repeating-linear-gradient(135deg,{color} 0 4px,{rival} 4px 7px)"
    if state.status is ControlStatus.INFLUENCE:
        return f"radial-gradient({color} 30%,transparent 34%) 0 0/5px 5px"
    return color


def swatch(state: ControlState | None, lib: Library, palette: str) -> str:
    """Return a small square in the colours of a state."""
    return f'<span class="t-swatch" style="background:{fill(state, lib, palette)}"></span>'


def dot(color: str) -> str:
    """Return a small square in one colour."""
    return f'<span class="t-swatch" style="background:{color}"></span>'


def place_head(place: Place) -> str:
    """Return a place's names, local script first after the English one, and where it lies."""
    local = place.local_name
    others = [name.text for name in place.names if name.text != local]
    also = (
        f'<p class="t-quiet">Also written <bdi>{"</bdi>, <bdi>".join(map(esc, others[:6]))}</bdi></p>' if others else ""
    )
    people = f" · {place.population:,} people (listed)" if place.population else ""
    return (
        f'<div class="t-place"><h2>{esc(place.name)} '
        + (f'<bdi class="t-local" dir="auto">{esc(local)}</bdi>' if local else "")
        + f'</h2><p>{esc(words.place_line(place))}<span class="t-num">{people}</span></p>{also}</div>'
    )


def state_box(state: ControlState | None, day: date, lib: Library, palette: str, *, named: bool = False) -> str:
    """Return who holds the place on the day, since when, and how old the evidence is; `named` puts the day on top."""
    lines = [f"<strong>{esc(words.state_text(state, lib))}</strong>"]
    if named:
        lines.insert(0, f'<span class="t-quiet t-num">{words.day_text(day)}</span>')
    if state is not None:
        facts = [f"since {esc(words.dated(state.since, state.since_precision)).removeprefix('in ')}"]
        if state.last_evidence and state.last_evidence <= day:
            age = (day - state.last_evidence).days
            facts.append(f"last evidence {age:,} day{'s' * (age != 1)} old" if age else "evidence of this day")
        facts.append(f"probability {esc(words.percent(state.probability))}")
        if state.claimed_only:
            facts.append("claimed by a party only")
        elif state.single_source:
            facts.append("rests on one source")
        lines.append(f'<span class="t-quiet t-num">{" · ".join(facts)}</span>')
    else:
        lines.append('<span class="t-quiet">No evidence is not the same as no one in charge.</span>')
    return f'<div class="t-state">{swatch(state, lib, palette)}<div>{"<br>".join(lines)}</div></div>'


def _share(span: tuple[date, date], when: date) -> float:
    """How far along a span a day lies, per cent."""
    first, last = span
    return min(max((when - first).days / max((last - first).days, 1) * 100, 0), 100)


def cursor_rule(span: tuple[date, date], day: date) -> str:
    """Return the style that puts the mark of a history band on a day."""
    return f".t-strip{{--t-at:{_share(span, day):.2f}%}}"


def history_strip(
    states: Sequence[ControlState], span: tuple[date, date], day: date | None, lib: Library, palette: str
) -> str:
    """Return a band with the whole history of a place, a mark at the day, and the years below.

    Without a day the mark stands where `cursor_rule` says, so that the band is the same on every day.
    """
    first, last = span
    total = max((last - first).days, 1)

    def at(when: date) -> float:
        return _share(span, when)

    bands = []
    runs = joined(states)
    for state in runs:
        left, right = at(state.interval.start), at(state.interval.end or last)
        if right > left:
            end = f" to {words.day_text(state.interval.last_day)}" if state.interval.last_day else " on"
            title = f"{words.state_text(state, lib)}, {words.day_text(state.since)}{end}"
            bands.append(
                f'<i style="left:{left:.2f}%;width:{right - left:.2f}%;background:{fill(state, lib, palette)}" '
                f'title="{esc(title)}"></i>'
            )
    step = max(1, round(total / 365.25 / 5))
    years = [year for year in range(first.year, last.year + 1, step) if first <= date(year, 1, 1) <= last]
    ticks = "".join(f'<b style="left:{at(date(year, 1, 1)):.2f}%">{year}</b>' for year in years)
    label = "; ".join(f"from {words.day_text(state.since)} {words.state_text(state, lib)}" for state in runs)
    return (
        f'<div class="t-strip" role="img" aria-label="History: {esc(label or "no evidence")}"><div>{"".join(bands)}'
        f'<u style="left:{f"{at(day):.2f}%" if day else "var(--t-at)"}"></u></div><p class="t-num">{ticks}</p></div>'
    )


BEHIND = '<p class="t-behind">Behind the colour on the map</p>'


PRINTS_LISTED = 50


def further_prints(claims: Sequence[Claim]) -> str:
    """Return, folded away, the other prints of a report that counts once."""
    if not claims:
        return ""
    rows = "".join(
        f"<li>{link(claim.source.url, claim.source.publisher or claim.source.title or 'no source cited')}"
        f' <span class="t-quiet">{esc(claim.source.grade)}</span></li>'
        for claim in claims[:PRINTS_LISTED]
    )
    rest = len(claims) - PRINTS_LISTED
    more = f'<li class="t-quiet">and {rest:,} more, on the Data page</li>' if rest > 0 else ""
    what = words.counted(len(claims), "further print")
    return f'<details class="t-fold"><summary>{what}, not counted again</summary><ul>{rows}{more}</ul></details>'


def claim_card(
    claim: Claim, lib: Library, palette: str, *, index: int | None = None, more: str = "", with_source: bool = True
) -> str:
    """Return one claim: what it says, on which sentence or note, from whom, graded, on both clocks; then `more`.

    Without its source where the article itself stands beside it.
    """
    source = claim.source
    machine = claim.origin is Origin.MACHINE
    origin = {
        Origin.MACHINE: ("t-machine", "read by machine", f"Found in an article, confidence {claim.confidence:.0%}"),
        Origin.COMPILED: ("t-compiled", "compiled", "A row of a compiled table, with its source"),
        Origin.ANALYST: ("t-compiled", "analyst", "Entered by an analyst"),
    }[claim.origin]  # fmt: skip
    quote = (
        f"<blockquote>{esc(claim.evidence)}</blockquote>" if machine else f'<p class="t-note">{esc(claim.evidence)}</p>'
    )
    if not claim.evidence:
        quote = '<p class="t-quiet">No note.</p>'
    title = source.title or source.publisher or "No source cited"
    who = " · ".join(esc(part) for part in (source.publisher, words.source_date(source.date)) if part)
    said = f" · said by <bdi>{esc(claim.attributed_to)}</bdi>" if claim.attributed_to else ""
    clocks = (
        f"true {esc(words.dated(claim.valid_from, claim.time_precision))}"
        f" · known {esc(words.moment_text(claim.recorded_at))}"
    )
    sources = f'<p class="t-source">{link(source.url, title)}<br><span class="t-quiet">{who}{said}</span></p>'
    if not with_source:
        sources = f'<p class="t-quiet">{said.removeprefix(" · ")}</p>' if said else ""
    kind = "" if machine else f" · {esc(claim.evidence_type.value)}"
    mark = "" if index is None else f' data-c="{index}"'
    return (
        f'<article class="t-claim"{mark} '
        f'style="--t-actor:{lib.color(claim.actor, palette)}">'
        f"<header><strong>{esc(words.claim_text(claim, lib))}</strong>"
        f'<abbr class="t-grade" title="{esc(words.grade_text(claim))}">{esc(source.grade)}</abbr></header>'
        f'<p class="t-when t-num">{clocks}</p>{quote}'
        f"{sources}"
        f'<p class="t-quiet"><span class="t-badge {origin[0]}" title="{esc(origin[2])}">{origin[1]}</span>{kind}'
        f"</p>{more}{'' if index is None else BEHIND}</article>"
    )
