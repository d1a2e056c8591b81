"""The district counts of Afghanistan that the model implies, beside those that were published.

Two long-running series (the NATO mission through SIGAR, and the Long War Journal) counted the districts held by each
side. They cannot be matched one to one: the bundled table has fewer than half of the districts, and chose them because
they changed hands; the series judge a whole district, the table mostly its centre; and each series has its own words.
So shares are compared, and the reasons for the differences stand beside them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from territory.control.posterior import PosteriorModel
from territory.model import Actor, ActorCode, Claim, ControlStatus, Place, PlaceId, PlaceKind
from territory.resources import seeds_path

GOVERNMENT = frozenset({"AF-GOV", "US-COAL"})

REASONS = (
    "The table holds 184 of some 400 districts, those in which a change was reported: quiet districts of either side "
    "are missing, so its shares of both fast-changing sides are too high.",
    "A row of the table describes the district centre. A district whose centre the government held with the "
    "countryside under the Taliban is 'contested' to both series and 'controlled' here.",
    "Baselines are inferred from later reports and say 'government' until the first reported fall.",
    "Falls were reported better than recaptures, and 41 rows are closed only on the fall of the provincial capital: "
    "in 2021 the table is late.",
    "SIGAR's 'influence' and the Long War Journal's 'contested' have no counterpart in most press reports.",
)


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """Shares of districts on one day: published, and as the model has them (expected counts over the districts)."""

    day: date
    publisher: str
    counted: int | None
    published_government: float | None
    published_contested: float | None
    published_insurgent: float | None
    model_districts: int
    model_government: float
    model_contested: float
    model_insurgent: float

    def as_object(self) -> dict[str, object]:
        """Return a plain object."""
        return {**asdict(self), "day": self.day.isoformat()}


def compare_districts(
    claims: Sequence[Claim],
    places: Mapping[PlaceId, Place],
    actors: Mapping[ActorCode, Actor],
    path: Path | None = None,
) -> list[DistrictCount]:
    """Return the published counts with the model's of the same day.

    Parameters
    ----------
    claims, places, actors
        What the model sees.
    path : Path, optional
        The published counts; default the bundled table.
    """
    posterior = PosteriorModel(places, actors).posterior(claims)
    districts = [
        p for p in places.values() if p.country == "AF" and p.kind is PlaceKind.DISTRICT and p.place_id in posterior
    ]
    found = []
    with (path or seeds_path("district_control_assessments.csv")).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            total, government, contested, insurgent = 0, 0.0, 0.0, 0.0
            for district in districts:
                state = posterior.at(district.place_id, day)
                if state is None:
                    continue
                fought = sum(p for f, p in state.footings.items() if f.status is ControlStatus.CONTESTED)
                held = sum(p for code, p in state.holders.items() if code in GOVERNMENT)
                total += 1
                contested += fought
                government += held * (1 - fought)
                insurgent += (1 - held) * (1 - fought)
            published = _published(row)
            found.append(
                DistrictCount(
                    day,
                    row["publisher"],
                    _number(row["n_districts"]),
                    *published,
                    total,
                    *(round(value / max(total, 1), 4) for value in (government, contested, insurgent)),
                )
            )
    return found


def _published(row: Mapping[str, str]) -> tuple[float | None, float | None, float | None]:
    count = _number(row["n_districts"]) or 398
    government = _sum(row, "gov_total", "gov_control", "gov_influence")
    insurgent = _sum(row, "insurgent_total", "insurgent_control", "insurgent_influence")
    contested = _number(row["contested"])
    if government is None and contested is not None and insurgent is not None:
        government = count - contested - insurgent
    values = (government, contested, insurgent)
    return tuple(None if value is None else round(value / count, 4) for value in values)  # type: ignore[return-value]


def _sum(row: Mapping[str, str], total: str, *parts: str) -> int | None:
    if row[total]:
        return int(row[total])
    values = [int(row[part]) for part in parts if row[part]]
    return sum(values) if values else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def districts_text(counts: Sequence[DistrictCount]) -> str:
    """Return the comparison as text, with the reasons for the differences."""
    lines = [
        "Afghan districts, shares by holder (government / contested / insurgent):",
        f"  {'day':10}  {'publisher':28}  {'published':20}  model",
    ]
    for one in counts:
        published = _shares(one.published_government, one.published_contested, one.published_insurgent)
        model = _shares(one.model_government, one.model_contested, one.model_insurgent)
        lines.append(f"  {one.day}  {one.publisher[:28]:28}  {published:20}  {model} of {one.model_districts}")
    return "\n".join([*lines, "Why they differ:", *(f"  - {reason}" for reason in REASONS)])


def _shares(*values: float | None) -> str:
    return " / ".join("  – " if value is None else f"{value:4.0%}" for value in values)
