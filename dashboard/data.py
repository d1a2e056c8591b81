"""All that the views show, from the library. Every cache of the app is here, and each is bounded.

Caches are keyed by the store's address and version, so that an import shows at the next run and replaces what it made
old. Histories are records, shared between sessions and never changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Container, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboard.library import Library
from dashboard.view import Known, View
from territory import pipeline
from territory.area_pipeline import AreaView, build_areas, build_figures
from territory.control.areas import AreaMode
from territory.control.histories import Change, Histories
from territory.control.ledger import Ledger
from territory.control.ledger_why import LedgerWhy, explain_ledger
from territory.control.models import make_model
from territory.control.posterior import Posterior, PosteriorModel
from territory.control.stats import FigureMaker, Figures
from territory.control.usable import Evidence, gather
from territory.control.whatif import ClaimFilter, WhatIf
from territory.control.why import Explanation, explain
from territory.errors import GeodataError, StoreError, UnknownPlaceError
from territory.gazetteer.boundaries import country_names
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import (
    ArticleId,
    Claim,
    ControlState,
    Mention,
    Modality,
    Place,
    PlaceId,
)
from territory.render import AreaLayer, ServedFile, TimelineDocument, timeline_file
from territory.render.area_layers import area_layer
from territory.render.served import DEFAULT_BASE
from territory.store import Store, UnplacedSentence

T = TypeVar("T")

STORE_VARIABLE = "TERRITORY_STORE"
PUBLISHED_DOCUMENTS = 12
LAYERS = ("places", AreaMode.CELLS.value, AreaMode.DISTRICTS.value)
MODELS = {
    "": "Ledger: the latest accepted claim decides",
    PosteriorModel.name: "Posterior: probabilities from all claims and the neighbourhood",
}

_published: OrderedDict[str, TimelineDocument] = OrderedDict()


@dataclass(frozen=True)
class Basis:
    """What states are worked out from: a version of a store, a model, a moment, and the evidence left out."""

    url: str
    version: int
    model: str
    known_at: datetime | None
    leave_out: ClaimFilter


def country_name(code: str) -> str:
    """Return a country's English name; its code if it has none, or if the boundaries are missing."""
    try:
        return country_names().get(code, code)
    except GeodataError:
        return code


@st.cache_resource(max_entries=2, show_spinner="Opening the store…")
def _store(url: str) -> Store:
    return pipeline.open_store(url)


def store() -> Store:
    """Return the open store that this process serves."""
    return _store(pipeline.default_store_url())


@st.cache_resource(max_entries=2, show_spinner="Reading the store…")
def _library(url: str, version: int) -> Library:
    opened = _store(url)
    return Library(
        url=url,
        version=version,
        claims=opened.claims(),
        places=opened.places(),
        actors=opened.actors(),
        articles={article.article_id: article for article in opened.articles()},
        rejected=opened.rejected(),
        unplaced=opened.unplaced(),
        imports=opened.imports(),
        copies=opened.copies(),
    )


def library() -> Library:
    """Return what the store holds now.

    Raises
    ------
    StoreError
        If the store cannot be opened or read.
    """
    url = pipeline.default_store_url()
    try:
        return _library(url, _store(url).version())
    except SQLAlchemyError as error:
        _store.clear()
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(
            f"The store {url} cannot be read: {reason}. Was the file moved? Reload to open it again."
        ) from error


@st.cache_resource(max_entries=4, show_spinner="Weighing the claims…")
def _posterior(basis: Basis) -> Posterior:
    lib = _library(basis.url, basis.version)
    return PosteriorModel(lib.places, lib.actors).posterior(basis.leave_out.keep(lib.claims), known_at=basis.known_at)


@st.cache_resource(max_entries=8, show_spinner=False)
def _histories(basis: Basis) -> Histories:
    if basis.model == PosteriorModel.name:
        return _posterior(basis).histories()
    lib = _library(basis.url, basis.version)
    model = make_model(basis.model or Ledger.name, lib.places, lib.actors)
    return model.histories(basis.leave_out.keep(lib.claims), known_at=basis.known_at)


@st.cache_resource(max_entries=64, show_spinner=False)
def _explanation(basis: Basis, place_id: str, day: date) -> Explanation | None:
    found = place(_library(basis.url, basis.version), place_id)
    return explain(_posterior(basis), found, day) if found else None


def explanation(view: View, place_id: str) -> Explanation | LedgerWhy | None:
    """Return why the model that the map shows answers as it does about a place on the view's day."""
    basis = basis_of(view)
    if view.model == PosteriorModel.name:
        return _explanation(basis, place_id, view.on)
    lib = library()
    claims = basis.leave_out.keep(lib.by_place.get(place_id, ()))
    return explain_ledger(PlaceId(place_id), claims, view.on, known_at=view.known_at, actors=lib.actors)


def evidence(view: View, place_id: str) -> Evidence:
    """Return how the claims about a place are counted: copies once, contradictions, what is not used and why."""
    claims = leave_out(view).keep(library().by_place.get(place_id, ()))
    return gather(claims, known_at=view.known_at, actors=library().actors)


def leave_out(view: View) -> ClaimFilter:
    """Return which evidence the view leaves out."""
    return ClaimFilter(
        sources=frozenset(view.minus_sources),
        publishers=frozenset(view.minus_publishers),
        grades=frozenset(view.minus_grades),
        modalities=frozenset(Modality(name) for name in view.minus_modalities),
        machine_read=view.minus_machine,
    )


def basis_of(view: View) -> Basis:
    """Return what the states that the view shows are worked out from."""
    lib = library()
    return Basis(lib.url, lib.version, view.model, view.known_at, leave_out(view))


def histories(view: View) -> Histories:
    """Return each place's states over time, by the view's model, as known at its moment, without what it leaves out."""
    return _histories(basis_of(view))


def what_if(view: View) -> WhatIf:
    """Return the states of the view's day with all evidence, and without what the view leaves out."""
    basis = basis_of(view)
    everything = _histories(replace(basis, leave_out=ClaimFilter()))
    known = [c for c in library().claims if view.known_at is None or c.recorded_at <= view.known_at]
    gone = len(known) - len(basis.leave_out.keep(known))
    return WhatIf(gone, everything.as_of(view.on), _histories(basis).as_of(view.on))


def opening_day(lib: Library) -> date:
    """Return the day of the newest article, or of the last change if there is none."""
    days = [article.published for article in lib.articles.values() if article.published]
    return max(days) if days else max((claim.valid_from for claim in lib.claims), default=date(2017, 7, 9))


@dataclass(frozen=True)
class PlaceIds(Container[str]):
    """Ids of the places of the store and of the gazetteer, which is asked only for what the store does not know."""

    lib: Library

    def __contains__(self, place_id: object) -> bool:
        return isinstance(place_id, str) and place(self.lib, place_id) is not None


def known() -> Known:
    """Return what an address may name."""
    lib = library()
    return Known(
        opening_day=opening_day(lib),
        groups=lib.active,
        countries=lib.countries,
        places=PlaceIds(lib),
        models=MODELS.keys(),
        layers=LAYERS,
        articles=lib.articles.keys(),
        publishers=lib.publishers.keys(),
        sources=lib.sources.keys(),
    )


def warm_up() -> None:
    """Load the store and work out the states, before the first visitor comes."""
    lib = library()
    timeline(View(on=opening_day(lib)))
    gazetteer(lib.url, lib.version)


def shows(view: View, lib: Library, place_id: str, *states: ControlState | None) -> bool:
    """Whether the view's filters let through a place in one of these states."""
    place = lib.places.get(place_id)
    if view.countries is not None and (place is None or place.country not in view.countries):
        return False
    kept = [state for state in states if state is not None]
    if view.groups is not None and not any({state.actor, state.contested_by} & set(view.groups) for state in kept):
        return False
    return view.statuses is None or any(state.status in view.statuses for state in kept)


def states_on(view: View, day: date) -> dict[PlaceId, ControlState]:
    """Return the states on a day that the view's filters let through."""
    lib = library()
    states = histories(view).as_of(day)
    return {place_id: state for place_id, state in states.items() if shows(view, lib, place_id, state)}


def changes_between(view: View, first: date, last: date) -> tuple[Change, ...]:
    """Return the changes from `first` to `last`, both included, that the view's filters let through."""
    lib = library()
    found = histories(view).changes(first, last + timedelta(days=1))
    return tuple(change for change in found if shows(view, lib, change.place_id, change.before, change.after))


def grounds(change: Change, lib: Library) -> Claim | None:
    """Return the claim that a change rests on: the newest behind the new state, best graded first."""
    claims = [lib.by_id[claim_id] for claim_id in change.after.claim_ids if claim_id in lib.by_id]
    dated = [claim for claim in claims if claim.valid_from <= change.day] or claims
    return max(dated, key=lambda c: (c.valid_from, -ord(c.source.reliability[0]), c.claim_id), default=None)


def claims_at(view: View, place_id: str) -> tuple[Claim, ...]:
    """Return a place's claims as known at the view's moment, newest first, without those left out."""
    claims = leave_out(view).keep(library().by_place.get(place_id, ()))
    return tuple(c for c in reversed(claims) if view.known_at is None or c.recorded_at <= view.known_at)


def neighbours(place_id: str, states: Iterable[str], *, limit: int = 5) -> tuple[str, ...]:
    """Return the nearest places to one that has no state, for pointing elsewhere."""
    lib = library()
    here = place(lib, place_id)
    if here is None:
        return ()
    there = (lib.places[other] for other in states if other in lib.places and other != place_id)
    near = sorted(there, key=lambda p: ((p.lat - here.lat) ** 2 + (p.lon - here.lon) ** 2, p.place_id))
    return tuple(place.place_id for place in near[:limit])


@st.cache_resource(max_entries=2, show_spinner="Loading the gazetteer…")
def gazetteer(url: str, version: int) -> Gazetteer:
    """Return the gazetteer with the store's own places on top."""
    return pipeline.load_gazetteer(_store(url))


@st.cache_data(max_entries=64, show_spinner="Searching…")
def search_gazetteer(url: str, version: int, query: str) -> tuple[Place, ...]:
    """Return the places of the gazetteer whose names are like `query`."""
    return tuple(hit.place for hit in gazetteer(url, version).search(query, limit=8))


def place(lib: Library, place_id: str) -> Place | None:
    """Return a place of the store or of the gazetteer, None if neither knows it."""
    if place_id in lib.places:
        return lib.places[place_id]
    try:
        return gazetteer(lib.url, lib.version).get(place_id)
    except UnknownPlaceError:
        return None


def place_label(lib: Library, place_id: str) -> str:
    """Return a place's name; its id if nobody knows it."""
    found = place(lib, place_id)
    return found.name if found else place_id


@st.cache_data(max_entries=16, show_spinner=False)
def mentions(url: str, version: int, article_id: ArticleId) -> tuple[Mention, ...]:
    """Return the toponyms of a stored article."""
    return _store(url).mentions(article_id)


def article_claims(lib: Library, article_id: str) -> tuple[Claim, ...]:
    """Return the claims of a stored article that stand, in order of the text."""
    found = (
        claim
        for claim in lib.claims
        if claim.article_id == article_id
        and claim.claim_id not in lib.superseded
        and claim.modality is not Modality.WITHDRAWN
    )
    return tuple(sorted(found, key=lambda claim: (claim.start or 0, claim.claim_id)))


def article_unplaced(lib: Library, article_id: str) -> tuple[UnplacedSentence, ...]:
    """Return the sentences of an article that could not be made claims."""
    return tuple(item for item in lib.unplaced if item.article_id == article_id)


def article_copies(lib: Library, article_id: str) -> tuple[tuple[str, ...], bool]:
    """Return the other articles that carry the same report, the first of them first, and whether this is the first."""
    link = lib.copies.get(ArticleId(article_id))
    first = link.copy_of if link else article_id
    family = [first, *(copy.article_id for copy in lib.copies.values() if copy.copy_of == first)]
    return tuple(other for other in family if other != article_id and other in lib.articles), link is None


def table(make: Callable[..., T], *args: Hashable) -> T:
    """Return what `make(*args)` gives for the store as it is now. Kept until the store or the arguments change."""
    lib = library()
    return _table(make.__qualname__, lib.url, lib.version, args, make)


@st.cache_data(max_entries=64, show_spinner=False)
def _table(name: str, url: str, version: int, given: tuple[Hashable, ...], _make: Callable[..., T]) -> T:
    return _make(*given)


@st.cache_resource(max_entries=8, show_spinner="Drawing areas…")
def _areas(basis: Basis, mode: AreaMode) -> AreaView:
    return build_areas(_histories(basis), _library(basis.url, basis.version).places, mode=mode)


@st.cache_resource(max_entries=12, show_spinner="Measuring areas…")
def _figures(basis: Basis, country: str) -> FigureMaker | None:
    lib = _library(basis.url, basis.version)
    everything = _histories(basis)
    here = {key: everything[key] for key in everything if key in lib.places and lib.places[key].country == country}
    histories = Histories(here)
    try:
        return build_figures(build_areas(histories, lib.places), histories, lib.places)
    except GeodataError:
        return None


def figures(view: View, country: str, days: Iterable[date]) -> Figures | None:
    """Return areas, places, districts and population of listed towns of a country; None without boundaries."""
    maker = _figures(basis_of(view), country)
    return maker.figures(days) if maker else None


def _area_layers(basis: Basis) -> list[AreaLayer]:
    """Cells and districts; none if the boundaries are missing: the places are shown all the same."""
    try:
        views = [_areas(basis, mode) for mode in (AreaMode.CELLS, AreaMode.DISTRICTS)]
    except GeodataError:
        return []
    return [area_layer(view.areas, view.histories) for view in views if len(view.areas)]


@st.cache_resource(max_entries=6, show_spinner="Preparing the timeline…")
def _timeline(basis: Basis) -> TimelineDocument:
    lib = _library(basis.url, basis.version)
    return TimelineDocument.build(
        _histories(basis),
        places=lib.places.values(),
        actors=lib.actors.values(),
        claims=lib.claims,
        areas=_area_layers(basis),
        known_at=basis.known_at,
        reach=_histories(replace(basis, known_at=None, leave_out=ClaimFilter())).span(),
    )


def timeline(view: View) -> TimelineDocument:
    """Return the document that the player scrubs through, and serve it under its address."""
    document = _timeline(basis_of(view))
    _published[document.path] = document
    _published.move_to_end(document.path)
    while len(_published) > PUBLISHED_DOCUMENTS:
        _published.popitem(last=False)
    return document


def published(path: str) -> ServedFile | None:
    """Return a timeline document that a page may still ask for."""
    document = _published.get(path)
    return timeline_file(document) if document else None


def address(path: str) -> str:
    """Return the address of one of our paths."""
    return f"{DEFAULT_BASE}/{path}"


def layer_order(names: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return names of layers in our order, so that the same choice is always written the same."""
    return None if names is None else tuple(name for name in LAYERS if name in set(names))
