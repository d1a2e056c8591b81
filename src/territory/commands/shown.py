"""Options of `territory export` that say what is shown: groups, statuses, a place, in the words of the app's link."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from territory.commands.areas import Known
from territory.model import ControlStatus

if TYPE_CHECKING:
    from territory.export import Feature
    from territory.render.protocol import PlayerView

STATUSES = (ControlStatus.CONTROLLED, ControlStatus.CONTESTED, ControlStatus.INFLUENCE)
NEAR_ZOOM = 9.0

GroupsOption = Annotated[
    list[str] | None,
    typer.Option("--groups", metavar="CODES", help="Only these groups, as holder or rival: IS,SDF; repeatable."),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="WORDS", help=f"Only these statuses: {', '.join(STATUSES)}; repeatable."),
]
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", metavar="ID", help="Open the map at this place, selected (only with --format html)."),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown. `None` means all."""

    groups: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None
    place: str | None = None

    def query(self) -> dict[str, str]:
        """Return what is asked for as texts, as the app's link writes it."""
        texts = {"groups": ",".join(self.groups or ()), "status": ",".join(self.statuses or ())}
        return {name: text for name, text in (texts | {"place": self.place or ""}).items() if text}

    def check(self, known: Known) -> None:
        """Refuse groups and a place that the store does not have.

        Raises
        ------
        typer.BadParameter
            Names the first that is unknown, and what is spelled like it.
        """
        for code in self.groups or ():
            _refuse_unknown(code, known.actors, "group", "--groups")
        if self.place is not None:
            _refuse_unknown(self.place, known.histories, "place with a state", "--place")

    def view(self, view: PlayerView, known: Known) -> PlayerView:
        """Return the view of a map with what is shown, near the place if one is named."""
        from dataclasses import replace

        view = replace(view, groups=self.groups, statuses=self.statuses)
        place = next((place for place in known.places.values() if place.place_id == self.place), None)
        return replace(view, place=self.place, center=(place.lat, place.lon), zoom=NEAR_ZOOM) if place else view

    def pick(self, features: Iterable[Feature]) -> tuple[Feature, ...]:
        """Return the features that are shown."""
        return tuple(feature for feature in features if self._shows(feature))

    def _shows(self, feature: Feature) -> bool:
        fields = feature.properties
        sides = {fields["actor"], fields["contested_by"]}
        of_groups = self.groups is None or not sides.isdisjoint(self.groups)
        return of_groups and (self.statuses is None or fields["status"] in self.statuses)


def parse_shown(groups: list[str] | None, statuses: list[str] | None, place: str | None, *, page: bool) -> Shown:
    """Return what the options ask for; `page` says that a map is written.

    Raises
    ------
    typer.BadParameter
        If a status does not exist, or a place is named where there is no map to open.
    """
    if place is not None and not page:
        raise typer.BadParameter("Only a map opens at a place. Write it with --format html.", param_hint="--place")
    words = _listed(statuses)
    for word in words or ():
        if word not in STATUSES:
            raise typer.BadParameter(f"{word!r} is no status. Use {', '.join(STATUSES)}.", param_hint="--status")
    return Shown(_listed(groups), words, place)


def _listed(given: list[str] | None) -> tuple[str, ...] | None:
    """Names that are separated by commas, each once, in order; `None` for none."""
    names = (name.strip() for text in given or () for name in text.split(","))
    return tuple(sorted({name for name in names if name})) or None


def _refuse_unknown(name: str, known: Collection[str], what: str, option: str) -> None:
    if name in known:
        return
    folded = {text.casefold(): text for text in known}
    near = [folded[text] for text in get_close_matches(name.casefold(), sorted(folded), n=3, cutoff=0.5)]
    hint = f" Spelled like it: {', '.join(near)}." if near else ""
    raise typer.BadParameter(f"{name!r} is no {what} of this store.{hint}", param_hint=option)
