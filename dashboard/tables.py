"""Tables of the views as data frames, and as CSV files to take away. `data.table` makes and keeps them."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from dashboard import data, words
from dashboard.cards import safe_url
from dashboard.library import Library
from dashboard.view import View
from territory.control.histories import Histories
from territory.control.stats import Figures
from territory.control.whatif import WhatIf, single_source_places
from territory.model import Claim, ControlState, ControlStatus

LEDGER = (
    "date", "place", "before", "after", "kind", "grade", "publisher", "url", "evidence", "source", "country",
    "place_id", "claim_id",
)  # fmt: skip
MatrixRows = tuple[tuple[str, dict[str, float]], ...]


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV (UTF-8, RFC 4180). Texts that a spreadsheet would run as a formula get an apostrophe."""
    safe = frame.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell)
    buffer = io.StringIO()
    safe.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue().encode()


def source_cells(claim: Claim | None) -> dict[str, str | None]:
    """Return what a claim rests on, as cells of a row."""
    if claim is None:
        return dict.fromkeys(("grade", "publisher", "source", "url", "evidence", "claim_id"), "")
    source = claim.source
    return {
        "grade": source.grade,
        "publisher": source.publisher,
        "source": source.title,
        "url": safe_url(source.url),
        "evidence": claim.evidence,
        "claim_id": claim.claim_id,
    }


def place_cells(place_id: str, lib: Library) -> dict[str, str]:
    """Return a place and its country as cells of a row."""
    place = lib.places.get(place_id)
    return {
        "place": lib.place_name(place_id),
        "country": data.country_name(place.country) if place else "",
        "place_id": place_id,
    }


def ledger(view: View) -> pd.DataFrame:
    """Return the changes of the view's span, one row each, with what they rest on."""
    lib = data.library()
    rows = [
        {
            "date": change.day,
            **place_cells(change.place_id, lib),
            "before": words.state_text(change.before, lib) if change.before else "unknown",
            "after": words.state_text(change.after, lib),
            "kind": words.change_kind(change),
            **source_cells(data.grounds(change, lib)),
        }
        for change in data.changes_between(view, *view.span)
    ]
    return pd.DataFrame(rows, columns=list(LEDGER))


def tally(states: Iterable[ControlState]) -> dict[str, tuple[int, int]]:
    """Return for each group how many places it holds, and how many of them are contested."""
    held: Counter[str] = Counter()
    contested: Counter[str] = Counter()
    for state in states:
        if state.actor is not None:
            held[state.actor] += 1
            contested[state.actor] += state.status is ControlStatus.CONTESTED
    return {code: (count, contested[code]) for code, count in held.most_common()}


def sample_days(histories: Histories, step: int) -> list[date]:
    """Return days from the first state to the last change, `step` days apart, the last one included."""
    span = histories.span()
    if span is None:
        return []
    first, last = span
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    return days if days[-1] == last else [*days, last]


MEASURES = {
    "area": ("Area", "km²"),
    "places": ("Places", "places"),
    "districts": ("Districts", "districts"),
    "population": ("Population of listed towns", "people in listed towns"),
    "fronts": ("Fronts", "km of front"),
}
SERIES = ("day", "code", "group", "value", "low", "high", "note")


def over_time(view: View, country: str, measure: str, step: int) -> pd.DataFrame:
    """Return a measure of each group every `step` days: columns day, code, group, value, low, high, note."""
    figures = data.figures(view, country, sample_days(data.histories(view), step))
    if figures is None or (measure == "districts" and figures.districts is None):
        return pd.DataFrame(columns=list(SERIES))
    points = {"fronts": _front_points, "population": _people_points}.get(measure, _band_points)
    lib = data.library()
    rows = [
        (day, code, lib.actor_name(code), *points(figures, measure, group, index, lib))
        for group, code in enumerate(figures.groups)
        if view.groups is None or code in view.groups
        for index, day in enumerate(figures.days)
    ]
    frame = pd.DataFrame(rows, columns=list(SERIES))
    held = frame.groupby("code")["value"].transform("max") > 0
    return frame[held].reset_index(drop=True)


Point = tuple[float, float, float, str]


def _band_points(figures: Figures, measure: str, group: int, day: int, _lib: Library) -> Point:
    band = getattr(figures, f"{measure}_km2" if measure == "area" else measure)
    low, value, high = (float(part[group][day]) for part in band)
    return value, low, high, f"{low:,.0f} to {high:,.0f}"


def _people_points(figures: Figures, _measure: str, group: int, day: int, _lib: Library) -> Point:
    people = float(figures.population[group][day])
    towns, without = figures.towns[group][day], figures.towns_without_population[group][day]
    return people, people, people, f"{towns} towns, {without} without a figure"


def _front_points(figures: Figures, _measure: str, group: int, day: int, lib: Library) -> Point:
    """The length of a group's fronts, and with whom: a front counts for both of its sides."""
    code = figures.groups[group]
    fronts = {
        (left if right == code else right): float(figures.front_km[pair][day])
        for pair, (left, right) in enumerate(figures.rivals)
        if code in (left, right) and figures.front_km[pair][day] > 0
    }
    longest = sorted(fronts.items(), key=lambda item: (-item[1], item[0]))
    note = ", ".join(f"{lib.actor_name(rival)} {km:,.0f}" for rival, km in longest[:4])
    total = sum(fronts.values())
    return total, total, total, note or "no front"


def matrix(view: View, country: str) -> tuple[tuple[str, ...], MatrixRows]:
    """Return the groups of a country, and for each place the share of all known days on which each held it."""
    lib = data.library()
    histories = data.histories(view)
    span = histories.span()
    total: Counter[str] = Counter()
    rows: list[tuple[str, dict[str, float]]] = []
    for place_id, states in histories.items():
        place = lib.places.get(place_id)
        if place is None or place.country != country or span is None:
            continue
        days: defaultdict[str, int] = defaultdict(int)
        for state in states:
            end = state.interval.end or span[1] + timedelta(days=1)
            if state.actor is not None:
                days[state.actor] += max((end - state.interval.start).days, 0)
        known = sum(days.values())
        if known:
            total.update(days)
            rows.append((place_id, {code: count / known for code, count in days.items()}))
    rows.sort(key=lambda row: (lib.places[row[0]].admin1, lib.place_name(row[0])))
    return tuple(code for code, _ in total.most_common()), tuple(rows)


def publishers() -> pd.DataFrame:
    """Return the publishers with their claims, best grade, and what share of places rests on them alone."""
    lib = data.library()
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in lib.claims:
        claims[claim.source.publisher or "no source cited"].append(claim)
    rows = [
        {
            "publisher": name,
            "claims": len(group),
            "places": len({claim.place_id for claim in group}),
            "grade": min(claim.source.reliability for claim in group),
            "earliest": min(claim.valid_from for claim in group),
            "latest": max(claim.valid_from for claim in group),
        }
        for name, group in claims.items()
    ]
    frame = pd.DataFrame(rows, columns=["publisher", "claims", "places", "grade", "earliest", "latest"])
    return frame.sort_values("claims", ascending=False, ignore_index=True)


def claims_table(publisher: str | None = None) -> pd.DataFrame:
    """Return the claims, or those of one publisher, with all that a reader needs to check them."""
    lib = data.library()
    rows = [
        {
            **place_cells(claim.place_id, lib),
            "from": claim.valid_from,
            "precision": claim.time_precision.value,
            "claim": words.claim_text(claim, lib),
            "status": claim.status.value,
            "actor": claim.actor,
            "opponent": claim.opponent,
            "known": claim.recorded_at.isoformat(),
            "origin": claim.origin.value,
            "evidence_type": claim.evidence_type.value,
            "modality": claim.modality.value,
            **source_cells(claim),
        }
        for claim in lib.claims
        if publisher is None or claim.source.publisher == publisher
    ]
    return pd.DataFrame(rows)


def states_table(view: View) -> pd.DataFrame:
    """Return the states on the view's day, one row a place: the table that says what the map says."""
    lib = data.library()
    rows = [
        {
            **place_cells(place_id, lib),
            "state": words.state_text(state, lib),
            "status": state.status.value,
            "since": state.since,
            "probability": state.probability,
            "last_evidence": state.last_evidence,
            "single_source": state.single_source,
            "claim_ids": ";".join(state.claim_ids),
        }
        for place_id, state in data.states_on(view, view.on).items()
    ]
    columns = ["place", "country", "state", "status", "since", "probability", "last_evidence", "single_source"]
    return pd.DataFrame(rows, columns=[*columns, "claim_ids", "place_id"])


def single_sources(view: View) -> pd.DataFrame:
    """Return the places of the view's day whose state rests on one source alone, the oldest evidence first."""
    lib = data.library()
    states = data.states_on(view, view.on)
    rows = []
    for place_id in single_source_places(states):
        state = states[place_id]
        behind = [lib.by_id[claim_id] for claim_id in state.claim_ids if claim_id in lib.by_id]
        newest = max(behind, key=lambda claim: (claim.valid_from, claim.claim_id), default=None)
        cells = source_cells(newest)
        rows.append(
            {
                **place_cells(place_id, lib),
                "state": words.state_text(state, lib),
                "publisher": cells["publisher"] or "no source cited",
                "grade": cells["grade"],
                "last_evidence": state.last_evidence,
            }
        )
    columns = ["place", "country", "state", "publisher", "grade", "last_evidence", "place_id"]
    return pd.DataFrame(rows, columns=columns).sort_values(["last_evidence", "place"], ignore_index=True)


def records(frames: Sequence[object], columns: Sequence[str]) -> pd.DataFrame:
    """Return records as a table of some of their fields."""
    return pd.DataFrame([{name: getattr(item, name) for name in columns} for item in frames], columns=list(columns))


def articles() -> pd.DataFrame:
    """Return the articles, newest first, with how many claims each gave."""
    lib = data.library()
    counts = Counter(claim.article_id for claim in lib.claims if claim.article_id)
    open_ends = Counter(item.article_id for item in lib.unplaced)
    rows = [
        {
            "published": article.published,
            "title": article.title or article.article_id,
            "publisher": article.publisher,
            "claims": counts[article.article_id],
            "unplaced": open_ends[article.article_id],
            "url": safe_url(article.url),
            "article_id": article.article_id,
        }
        for article in lib.articles.values()
    ]
    frame = pd.DataFrame(rows, columns=["published", "title", "publisher", "claims", "unplaced", "url", "article_id"])
    return frame.sort_values("published", ascending=False, ignore_index=True)


def differences(view: View) -> pd.DataFrame:
    """Return the places whose state is another without what the view leaves out."""
    lib = data.library()
    rows = [
        {
            **place_cells(one.place_id, lib),
            "all_evidence": words.state_text(one.with_all, lib) if one.with_all else "unknown",
            "without": words.state_text(one.without, lib) if one.without else "unknown",
            "other_holder": one.changes_holder,
        }
        for one in data.what_if(view).differences()
        if data.shows(view, lib, one.place_id, one.with_all, one.without)
    ]
    columns = ["place", "country", "all_evidence", "without", "other_holder", "place_id"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("other_holder", ascending=False, kind="stable", ignore_index=True)


def what_if_figures(outcome: WhatIf) -> list[tuple[str, str]]:
    """Return the numbers that say what leaving out evidence does to a day."""
    found, single = outcome.differences(), len(single_source_places(outcome.with_all))
    return [
        (f"{outcome.left_out:,}", "claims left out"),
        (f"{len(found):,}", "places differ from all evidence"),
        (f"{sum(one.changes_holder for one in found):,}", "of them have another holder, or none"),
        (f"{sum(one.without is None for one in found):,}", "become unknown"),
        (f"{single:,}", f"of {len(outcome.with_all):,} places rest on a single source, with all evidence"),
    ]


def what_if_groups(view: View) -> pd.DataFrame:
    """Return places and area of each group on the view's day, with all evidence and without what is left out."""
    lib = data.library()
    everything = replace(
        view, minus_publishers=(), minus_sources=(), minus_grades=(), minus_modalities=(), minus_machine=False
    )
    counts = [tally(data.states_on(one, view.on).values()) for one in (everything, view)]
    areas = [_areas_on(one, lib) for one in (everything, view)]
    rows = [
        {
            "group": lib.actor_name(code),
            "places_all": counts[0].get(code, (0, 0))[0],
            "places_without": counts[1].get(code, (0, 0))[0],
            "km2_all": round(areas[0].get(code, 0.0)),
            "km2_without": round(areas[1].get(code, 0.0)),
        }
        for code in sorted({*counts[0], *counts[1]}, key=lambda code: (-counts[0].get(code, (0, 0))[0], code))
    ]
    return pd.DataFrame(rows, columns=["group", "places_all", "places_without", "km2_all", "km2_without"])


def _areas_on(view: View, lib: Library) -> dict[str, float]:
    """Area of each group on the view's day, all countries together."""
    total: defaultdict[str, float] = defaultdict(float)
    for country in lib.countries:
        if (figures := data.figures(view, country, [view.on])) is not None:
            for group, code in enumerate(figures.groups):
                total[code] += float(figures.area_km2[1][group][0])
    return total
