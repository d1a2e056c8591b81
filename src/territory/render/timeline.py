"""The timeline document: everything the map player needs to scrub, sent to the browser once.

Columns, not records: each field is one array, numbers where possible; texts are listed once and referred to by index.
Days are counted from 1970-01-01. The same input gives the same bytes, so the SHA-256 of the document can be part of
its address, and browsers may keep it for ever.

The document
------------
``format``     ``territory-timeline/1``; a player that does not know it says so.
``span``       first and last day of the slider, null if there are no states.
``statuses``, ``precisions``, ``kinds``, ``modalities``, ``types``, ``origins``
               the words behind the numbers.
``actors``     columns ``code, name, kind, color, colorCvd`` (index = actor number; -1 = none).
``sources``    columns ``title, publisher, date, url, grade``.
``claims``     columns ``id, day, until, kind, status, actor, opponent, modality, type, origin, precision, source,
               text, by`` (index = claim number).
``layers``     list of layers, drawn in this order. Each has ``id, title, kind`` (``points`` or ``areas``), ``features``
               (columns ``id, name, local, country, admin1, kind, population``, for points ``lat, lon``), for areas
               ``geometry`` (see :func:`territory.render.geometry.encode_areas`), and ``intervals``.
``intervals``  columns ``feature, start, since, end, holder, rival, status, flags, probability`` (per cent),
               ``precision, evidence`` (day of the last evidence), ``claimCount``, and ``claimRefs``: claim numbers,
               flattened. Sorted by feature and start. ``since``: first day of holder, status and rival together (an
               area's interval may begin later, when its evidence changes). ``end`` is excluded.
               2147483647 = open, -2147483648 = no day.

Flags of an interval: 1 besieged, 2 claimed only, 4 single source.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from territory.control.areas import Area
from territory.control.histories import Histories
from territory.model import Actor, Claim, ControlStatus, EventKind, EvidenceType, Modality, Origin, Place, TimePrecision
from territory.render.columns import (
    ClaimColumns,
    Columns,
    Numbers,
    StateLike,
    actor_columns,
    day_number,
    interval_columns,
    source_columns,
)
from territory.render.geometry import encode_areas

FORMAT = "territory-timeline/1"
_Intervals = Callable[[Mapping[Any, Sequence[StateLike]], Sequence[str]], Columns]
_WORDS: Mapping[str, type[StrEnum]] = {
    "statuses": ControlStatus,
    "precisions": TimePrecision,
    "kinds": EventKind,
    "modalities": Modality,
    "types": EvidenceType,
    "origins": Origin,
}


@dataclass(frozen=True, slots=True)
class AreaLayer:
    """Districts or cells with their histories; the keys of `histories` are the area ids."""

    layer_id: str
    title: str
    areas: Iterable[Area]
    histories: Mapping[str, Sequence[StateLike]]


@dataclass(frozen=True)
class TimelineDocument:
    """States over time, packed for the browser.

    Examples
    --------
    >>> document = TimelineDocument.build(Histories({}), places=(), actors=())
    >>> document.payload["span"] is None
    True
    """

    payload: Mapping[str, Any]

    @classmethod
    def build(
        cls,
        histories: Histories,
        *,
        places: Iterable[Place],
        actors: Iterable[Actor],
        claims: Iterable[Claim] = (),
        areas: Sequence[AreaLayer] = (),
        title: str = "Territory",
        known_at: datetime | None = None,
        evidence: bool = True,
        reach: tuple[date, date] | None = None,
    ) -> TimelineDocument:
        """Pack histories and what they rest on.

        Parameters
        ----------
        histories : Histories
            States of the places.
        places, actors : iterable
            Records of at least those that occur; a place without history is left out, an actor that is not given
            appears under its code.
        claims : iterable of Claim
            Those behind the states; the player filters by their sources and shows them.
        areas : sequence of AreaLayer
            Districts or cells, drawn under the places.
        title : str
            Shown in the page and in exported pictures.
        known_at : datetime, optional
            The transaction time that the histories were made for.
        evidence : bool
            Whether the claims' sentences and notes travel along.
        reach : tuple[date, date], optional
            First and last day that the slider reaches at least. What was known at a moment says something of the days
            after it too.
        """
        codes: Numbers[str] = Numbers()
        packed = ClaimColumns(codes, evidence=evidence)
        by_id = {claim.claim_id: claim for claim in claims}

        def intervals(states: Mapping[Any, Sequence[StateLike]], ids: Sequence[str]) -> Columns:
            return interval_columns(states, ids, codes, packed, by_id)

        layers = [_area_layer(layer, intervals) for layer in areas]
        layers.append(_place_layer(histories, places, intervals))
        return cls(
            {
                "format": FORMAT,
                "title": title,
                "knownAt": known_at.isoformat() if known_at else None,
                "span": _span(histories, [layer.histories for layer in areas], reach or ()),
                **{name: [word.value for word in words] for name, words in _WORDS.items()},
                "layers": layers,
                "claims": packed.columns,
                "sources": source_columns(packed.sources),
                "actors": actor_columns(codes, actors),
            }
        )

    @cached_property
    def data(self) -> bytes:
        """The document as UTF-8 JSON."""
        return json.dumps(self.payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    @cached_property
    def compressed(self) -> bytes:
        """The document with gzip, without a time stamp."""
        return gzip.compress(self.data, compresslevel=9, mtime=0)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the document, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def path(self) -> str:
        """Its address below the base address of the app."""
        return f"timeline/{self.digest}.json"


def _span(
    histories: Histories, areas: Sequence[Mapping[Any, Sequence[StateLike]]], reach: Iterable[date]
) -> list[int] | None:
    """First day of any state to the last on which something changes or is said, and as far as it shall reach.

    Where states fade, the years of fading after the last claim are no part of it.
    """
    days = [
        day_number(day)
        for layer in (histories, *areas)
        for states in layer.values()
        for state in states
        for day in (state.interval.start, state.interval.end, state.last_evidence)
        if day is not None
    ]
    if not days:
        return None
    told = histories.span()
    last = day_number(told[1]) if told and histories.fades else max(days)
    further = [day_number(day) for day in reach]
    return [min(days + further), max([last, *further])]


def _area_layer(layer: AreaLayer, intervals: _Intervals) -> dict[str, Any]:
    areas = _with_history(layer)
    return {
        "id": layer.layer_id,
        "title": layer.title,
        "kind": "areas",
        "features": _area_features(areas),
        "geometry": encode_areas(area.geometry for area in areas),
        "intervals": intervals(layer.histories, [area.area_id for area in areas]),
    }


def _place_layer(histories: Histories, places: Iterable[Place], intervals: _Intervals) -> dict[str, Any]:
    known = sorted((place for place in places if place.place_id in histories), key=lambda place: place.place_id)
    return {
        "id": "places",
        "title": "Places",
        "kind": "points",
        "features": _place_features(known),
        "intervals": intervals(histories, [place.place_id for place in known]),
    }


def _with_history(layer: AreaLayer) -> list[Area]:
    return sorted((area for area in layer.areas if layer.histories.get(area.area_id)), key=lambda area: area.area_id)


def _place_features(places: Sequence[Place]) -> dict[str, list[Any]]:
    return {
        "id": [place.place_id for place in places],
        "name": [place.name for place in places],
        "local": [place.local_name or "" for place in places],
        "country": [place.country for place in places],
        "admin1": [place.admin1 for place in places],
        "kind": [place.kind.value for place in places],
        "population": [place.population or 0 for place in places],
        "lat": [round(place.lat, 5) for place in places],
        "lon": [round(place.lon, 5) for place in places],
    }


def _area_features(areas: Sequence[Area]) -> dict[str, list[Any]]:
    return {
        "id": [area.area_id for area in areas],
        "name": [area.name for area in areas],
        "local": ["" for _ in areas],
        "country": [area.country for area in areas],
        "admin1": [area.parent for area in areas],
        "kind": ["" for _ in areas],
        "population": [0 for _ in areas],
    }
