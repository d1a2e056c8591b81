"""Options of the commands that make areas, and what they need from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from territory.commands.options import parse_date, say
from territory.commands.show import ModelName, chosen_model
from territory.control.areas import AreaMode
from territory.control.histories import Histories
from territory.control.tessellation import REACH_KM
from territory.model import Actor, ActorCode, Claim, ClaimId, Interval, Place, PlaceId

if TYPE_CHECKING:
    from datetime import datetime

    from territory.area_pipeline import AreaView
    from territory.store import Store

ModeOption = Annotated[AreaMode, typer.Option("--mode", help="How areas are made: cells around places, or districts.")]
ReachOption = Annotated[
    float, typer.Option("--reach", metavar="KM", min=0.1, max=500, help="How far evidence reaches, for cells.")
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day of a period.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of the period, included.")]

CountryOption = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="CODE", help="Only this country (two letters, for example IQ); repeatable."),
]

DEFAULT_REACH = REACH_KM


@dataclass(frozen=True, slots=True)
class Known:
    """What a store holds, as known at a moment."""

    places: Mapping[PlaceId, Place]
    actors: Mapping[ActorCode, Actor]
    claims: Mapping[ClaimId, Claim]
    histories: Histories


def read_known(
    store: Store,
    known_at: datetime | None,
    countries: tuple[str, ...] = (),
    model: ModelName = ModelName.LEDGER,
) -> Known:
    """Return the records of a store and the states inferred from them, of some countries only if any are named."""
    places = store.places()
    claims = {claim.claim_id: claim for claim in store.claims()}
    heard = [c for c in claims.values() if not countries or places[c.place_id].country in countries]
    histories = chosen_model(model, store).histories(heard, known_at=known_at)
    return Known(places, store.actors(), claims, histories)


def parse_countries(given: list[str] | None) -> tuple[str, ...]:
    """Return country codes in capitals, each once, in order.

    Raises
    ------
    typer.BadParameter
        If one is no code of two letters.
    """
    codes = sorted({code.strip().upper() for code in given or ()})
    for code in codes:
        if len(code) != 2 or not code.isalpha():
            raise typer.BadParameter(
                f"{code!r} is no country code. Write two letters, for example IQ.", param_hint="--country"
            )
    return tuple(codes)


def parse_period(start: str | None, end: str | None) -> Interval | None:
    """Return the period from one day to another, both included; None if neither is given.

    Raises
    ------
    typer.BadParameter
        If one is missing, or they are the wrong way round.
    """
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise typer.BadParameter("A period has a first and a last day. Give both --from and --to.", param_hint="--from")
    first, last = parse_date(start), parse_date(end)
    if last < first:
        raise typer.BadParameter(f"{last} is before {first}. Swap --from and --to.", param_hint="--to")
    return Interval(first, day_after(last))


def day_after(day: date) -> date:
    """Return the next day; the calendar's last day is its own next."""
    return day if day == date.max else date.fromordinal(day.toordinal() + 1)


def report_left_out(view: AreaView) -> None:
    """Say on standard error which places have no area, and which boundaries were mended."""
    for item in view.areas.left_out:
        say(f"{item.where} ({item.record}): {item.reason}")
    for name in view.areas.repaired:
        say(f"{name}: its boundary was invalid and has been mended.")
