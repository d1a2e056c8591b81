"""`territory export`: states and areas as files for other tools."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from territory.commands.areas import (
    DEFAULT_REACH,
    CountryOption,
    FromOption,
    Known,
    ModeOption,
    ReachOption,
    ToOption,
    parse_countries,
    parse_period,
    read_known,
    report_left_out,
)
from territory.commands.options import (
    EmptyOption,
    KnownAtOption,
    StoreOption,
    opened_store,
    parse_date,
    parse_moment,
    say,
)
from territory.commands.show import ModelName, ModelOption
from territory.commands.shown import GroupsOption, PlaceOption, Shown, StatusOption, parse_shown
from territory.control.areas import AreaMode
from territory.model import Interval

if TYPE_CHECKING:
    from territory.area_pipeline import AreaView
    from territory.export import Collection, Feature, Lookup


class ExportFormat(StrEnum):
    """What `territory export` writes."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    GEOPARQUET = "geoparquet"
    CSV = "csv"
    KML = "kml"
    HTML = "html"


class LayerChoice(StrEnum):
    """Polygons or points."""

    AREAS = "areas"
    PLACES = "places"


FormatOption = Annotated[ExportFormat, typer.Option("--format", help="html is the map itself, in one file.")]
OutputOption = Annotated[Path, typer.Option("--output", metavar="FILE", help="File to write; - for standard output.")]
LayerOption = Annotated[LayerChoice, typer.Option("--layer", help="Areas as polygons, or places as points.")]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be written: a day or a period, and how areas are made."""

    day: date | None
    period: Interval | None
    known_at: datetime | None
    layer: LayerChoice
    mode: AreaMode
    reach_km: float
    countries: tuple[str, ...] = ()
    model: ModelName = ModelName.LEDGER
    shown: Shown = field(default_factory=Shown)

    @property
    def stamp(self) -> date:
        """The last day asked for."""
        last = self.period.last_day if self.period else None
        return self.day or last or date.min

    def query(self) -> dict[str, str]:
        """Return the request as texts, to be stamped into the file."""
        query = {"layer": self.layer.value}
        if self.layer is LayerChoice.AREAS:
            query["mode"] = self.mode.value
            if self.mode is AreaMode.CELLS:
                query["reach_km"] = f"{self.reach_km:g}"
        if self.day is not None:
            query["on"] = self.day.isoformat()
        if self.period is not None:
            query |= {"from": self.period.start.isoformat(), "to": self.stamp.isoformat()}
        if self.countries:
            query["country"] = ",".join(self.countries)
        if self.known_at is not None:
            query["known_at"] = self.known_at.isoformat()
        if self.model is not ModelName.LEDGER:
            query["model"] = self.model.value
        return query | self.shown.query()


def export_command(
    form: FormatOption,
    output: OutputOption,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day to show.")] = None,
    start: FromOption = None,
    end: ToOption = None,
    layer: LayerOption = LayerChoice.AREAS,
    mode: ModeOption = AreaMode.CELLS,
    reach: ReachOption = DEFAULT_REACH,
    country: CountryOption = None,
    groups: GroupsOption = None,
    status: StatusOption = None,
    place: PlaceOption = None,
    known_at: KnownAtOption = None,
    model: ModelOption = ModelName.LEDGER,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Write who holds what: on a day, or with --from and --to every state of a period, with `since` and `until`.

    With --format html the map opens with --groups and --status as its filter, which its reader can change.

    Example:  territory export --on 2017-07-09 --format gpkg --output mosul.gpkg
    """
    period = parse_period(start, end)
    if (on is None) == (period is None):
        raise typer.BadParameter("Give a day with --on, or a period with --from and --to.", param_hint="--on")
    countries = parse_countries(country)
    day, moment = parse_date(on) if on else None, parse_moment(known_at)
    shown = parse_shown(groups, status, place, page=form is ExportFormat.HTML)
    request = Request(day, period, moment, layer, mode, reach, countries, model, shown)
    with opened_store(store, empty=empty) as opened:
        known = read_known(opened, request.known_at, countries, model)
    shown.check(known)
    if form is ExportFormat.HTML:
        _put(_page(known, request), output)
        say(f"The map of {len(known.histories):,} places is written to {output}.")
        return
    collection = _collection(known, request)
    _put(_rendered(collection, form), output)
    count = len(collection.features)
    say(f"{count:,} {layer.value} written to {output}." if count else "Nothing is known for that time: no features.")


def _rendered(collection: Collection, form: ExportFormat) -> bytes:
    """Return the bytes of a file for other tools."""
    from territory.export import FileFormat, render

    return render(collection, FileFormat(form.value))


def _collection(known: Known, request: Request) -> Collection:
    """Return the features of a request with what is stamped into the file."""
    from territory.export import Collection, Layer, Lookup
    from territory.export.attribution import attribution_lines

    lookup = Lookup(known.places, known.actors, known.claims)
    features = request.shown.pick(_features(known, request, lookup))
    layer, query = Layer(request.layer.value), request.query()
    used = {feature.properties["actor"] for feature in features}
    when = query.get("on") or f"{query['from']} to {query['to']}"
    return Collection(
        layer=layer,
        features=features,
        title=f"Territory: who holds what, {when}",
        query=query,
        attribution=attribution_lines(layer),
        colors={code: actor.color for code, actor in known.actors.items() if code in used},
        stamp=request.stamp,
        claims=lookup.behind(features),
    )


def _features(known: Known, request: Request, lookup: Lookup) -> tuple[Feature, ...]:
    """Return the features of a layer."""
    from territory.export import area_features, place_features

    if request.layer is LayerChoice.PLACES:
        return place_features(known.histories, lookup, request.day, request.period)
    view = _areas(known, request)
    return area_features(view.areas, view.histories, lookup, request.day, request.period)


def _areas(known: Known, request: Request) -> AreaView:
    """Return areas with their states, and say which places have none."""
    from territory.area_pipeline import build_areas

    view = build_areas(known.histories, known.places, mode=request.mode, reach_km=request.reach_km)
    report_left_out(view)
    return view


def _page(known: Known, request: Request) -> bytes:
    """Return the map as one page, opened on the day asked for."""
    from territory.render.area_layers import area_layer
    from territory.render.html import export_html
    from territory.render.protocol import PlayerView
    from territory.render.timeline import TimelineDocument

    layers = []
    if request.layer is LayerChoice.AREAS:
        made = _areas(known, request)
        layers = [area_layer(made.areas, made.histories)]
    document = TimelineDocument.build(
        known.histories,
        places=known.places.values(),
        actors=known.actors.values(),
        claims=known.claims.values(),
        areas=layers,
        known_at=request.known_at,
        reach=(request.stamp, request.stamp) if request.known_at else None,
    )
    view = request.shown.view(PlayerView(date=request.stamp), known)
    return export_html(document, view=view, query=request.query()).encode()


def _put(data: bytes, output: Path) -> None:
    """Write to the file, or to standard output."""
    from territory.export.files import write_whole

    if str(output) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_whole(data, output)
