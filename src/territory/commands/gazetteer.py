"""`territory gazetteer`: find places, look at one, and add more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from territory.commands.options import (
    EmptyOption,
    RejectsOption,
    StoreOption,
    leave,
    opened_store,
    report_rejected,
    say,
    write_rejected,
)
from territory.commands.show import FormatOption, TableFormat, write_table
from territory.model import Place, Rejected

if TYPE_CHECKING:
    from territory.gazetteer.chains import Chain
    from territory.gazetteer.gazetteer import Gazetteer

app = typer.Typer(help="Find places by any spelling or by position, and add more.", no_args_is_help=True)

PLACE_FIELDS = ("place_id", "geonameid", "name", "name_local", "kind", "country", "admin1", "admin2", "lat", "lon")
SEARCH_FIELDS = (*PLACE_FIELDS, "population", "score", "found", "reason")
NEAR_FIELDS = (*PLACE_FIELDS, "population", "distance_km")
INFO_FIELDS = (
    *PLACE_FIELDS,
    *("population", "feature", "precision_m", "district", "province", "in_country", "names", "source", "note"),
)
TABLE_FIELDS = (
    *("place_id", "name", "kind", "country", "admin1", "province", "admin2", "district", "lat", "lon", "coord_source"),
    *("gazetteer_id", "gazetteer_name", "matched_by", "distance_km"),
)
_REJECTED_SHOWN = 20

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")]
CountryOption = Annotated[str | None, typer.Option("--country", metavar="CODE", help="Only in this country, as IQ.")]


def place_row(place: Place) -> dict[str, Any]:
    """Return the fields that say which place it is."""
    return {
        "place_id": place.place_id,
        "geonameid": place.geonameid,
        "name": place.name,
        "name_local": place.local_name,
        "kind": place.kind.value,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "lat": place.lat,
        "lon": place.lon,
    }


@app.command("search")
def search_command(
    query: Annotated[str, typer.Argument(help="A name in any spelling or script.")],
    limit: LimitOption = 10,
    country: CountryOption = None,
    form: FormatOption = TableFormat.CSV,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Find places whose names are like QUERY, best first, each with the reason it was found.

    Example:  territory gazetteer search "tal abyad"
    """
    hits = _gazetteer(store, empty).search(query, limit=limit, country=country)
    rows = (
        place_row(hit.place)
        | {"population": hit.place.population, "score": hit.score, "found": hit.name, "reason": hit.reason}
        for hit in hits
    )
    write_table(rows, SEARCH_FIELDS, form)
    if not hits:
        say(f"No place is called anything like {query!r}. Try another spelling, or add a country dump.")


@app.command("near", context_settings={"ignore_unknown_options": True})
def near_command(
    point: Annotated[str, typer.Argument(metavar="LAT,LON", help="Degrees, as 34.1,70.2 or -33.9,151.2.")],
    limit: LimitOption = 10,
    form: FormatOption = TableFormat.CSV,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """List the places nearest to a point.

    Example:  territory gazetteer near 34.1,70.2
    """
    lat, lon = parse_point(point)
    found = _gazetteer(store, empty).near(lat, lon, limit)
    rows = (
        place_row(item.place) | {"population": item.place.population, "distance_km": round(item.distance_m / 1000, 2)}
        for item in found
    )
    write_table(rows, NEAR_FIELDS, form)


@app.command("info")
def info_command(
    place: Annotated[str, typer.Argument(help="A place id, or a name: then every place of that name.")],
    form: FormatOption = TableFormat.JSON,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Show all that is known about a place, with the district and province it lies in.

    Example:  territory gazetteer info iq-mosul
    """
    from territory.errors import UnknownPlaceError
    from territory.gazetteer.chains import chains_of

    gazetteer = _gazetteer(store, empty)
    try:
        places: tuple[Place, ...] = (gazetteer.get(place),)
    except UnknownPlaceError:
        places = gazetteer.lookup(place)
    if not places:
        near = [hit.place.name for hit in gazetteer.search(place, limit=3)]
        raise UnknownPlaceError(place, near)
    write_table((_info_row(*pair) for pair in zip(places, chains_of(places), strict=True)), INFO_FIELDS, form)


@app.command("add")
def add_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A country dump of GeoNames, or a CSV.")],
    rejects: RejectsOption = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Add places: a country dump of GeoNames (such as AF.txt), or a CSV with the columns of places.csv.

    Lines that cannot be read are reported, the others kept. The same file again changes nothing.

    Example:  territory gazetteer add AF.txt --rejects bad.csv
    """
    from territory.gazetteer.dumps import add_dump, dump_folder, is_dump
    from territory.pipeline import add_places

    with opened_store(store, empty=empty) as opened:
        if is_dump(file):
            added = add_dump(file, dump_folder(opened.file))
            rejected, count, changed = added.rejected, added.places, added.changed
        else:
            outcome = add_places(opened, file)
            rejected, count, changed = outcome.rejected, outcome.added_places, outcome.added_places > 0
    say(f"{file.name}: {count:,} places added." if changed else f"{file.name}: nothing new.")
    _report(rejected, rejects)
    leave(rejected)


@app.command("places")
def places_command(form: FormatOption = TableFormat.CSV, store: StoreOption = None, empty: EmptyOption = False) -> None:
    """List the curated places with district, province, and the distance to the gazetteer's own point.

    Example:  territory gazetteer places > places_with_districts.csv
    """
    from territory.gazetteer.chains import chains_of, match_of
    from territory.gazetteer.gazetteer import Gazetteer

    with opened_store(store, empty=empty) as opened:
        places = list(opened.places().values())
    world = Gazetteer.world()
    pairs = zip(places, chains_of(places), strict=True)
    write_table((_table_row(place, chain, match_of(place, world)) for place, chain in pairs), TABLE_FIELDS, form)


def parse_point(text: str) -> tuple[float, float]:
    """Return the latitude and longitude of 'LAT,LON'.

    Raises
    ------
    typer.BadParameter
        If it is anything else.
    """
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not LAT,LON. Write it as 34.1,70.2.", param_hint="LAT,LON") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise typer.BadParameter(f"{text} lies outside ±90,±180. Latitude comes first.", param_hint="LAT,LON")
    return lat, lon


def _gazetteer(store: str | None, empty: bool) -> Gazetteer:
    from territory.pipeline import load_gazetteer

    with opened_store(store, empty=empty) as opened:
        return load_gazetteer(opened)


def _info_row(place: Place, chain: Chain) -> dict[str, Any]:
    return place_row(place) | {
        "population": place.population,
        "feature": f"{place.feature_class}.{place.feature_code}",
        "precision_m": place.precision_m,
        "district": chain.district and chain.district.name,
        "province": chain.province and chain.province.name,
        "in_country": chain.country and chain.country.name,
        "names": tuple(name.text for name in place.names),
        "source": place.coord_source,
        "note": place.note,
    }


def _table_row(place: Place, chain: Chain, match: Any) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind.value,
        "country": place.country,
        "admin1": place.admin1,
        "province": chain.province and chain.province.name,
        "admin2": place.admin2,
        "district": chain.district and chain.district.name,
        "lat": place.lat,
        "lon": place.lon,
        "coord_source": place.coord_source,
        "gazetteer_id": match and match.place.place_id,
        "gazetteer_name": match and match.place.name,
        "matched_by": match and match.by,
        "distance_km": match and round(match.distance_m / 1000, 2),
    }


def _report(rejected: tuple[Rejected, ...], path: Path | None) -> None:
    report_rejected(rejected[:_REJECTED_SHOWN], None)
    if len(rejected) > _REJECTED_SHOWN:
        say(f"… and {len(rejected) - _REJECTED_SHOWN:,} more rejected; --rejects FILE writes all of them.")
    if path is not None:
        write_rejected(rejected, path)
