"""Claims as columns: one array for each field, so that a million of them are weighed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from territory.control.arrays import Bools, Floats, Ints
from territory.control.likelihood import change_chance, doubt, error_factor, strength
from territory.control.states import Footing
from territory.control.usable import Evidence
from territory.model import Claim, ControlStatus, EventKind, Modality, Origin, PlaceId, TimePrecision

NOBODY = -1
_LONGEST_SPAN = 366


class Shape(IntEnum):
    """What sort of thing a claim says about the holder."""

    HOLDS = 0
    """`actor` is the holder, `other` the rival."""
    ATTACKED = 1
    """`other` fights for the place; `actor` defends it, if known."""
    LOST = 2
    """`other` no longer holds it; `actor` does, if known."""


@dataclass(frozen=True, slots=True)
class ClaimColumns:
    """Rows of evidence, in any order. A claim that ends makes two rows.

    `place`, `actor`, `other`, `previous` index `place_ids` and `actors` (-1: nobody named); days are proleptic ordinals
    (`date.toordinal`). The change lies in `first_day` … `last_day` (both included) and is booked on `day`. `error`
    multiplies the theatre's error rate, `doubt` is the chance that it is baseless, `strength` scales the evidence
    (1: a whole independent report), `change` is the chance that the place has just changed hands when
    there is a report of this kind.
    """

    place_ids: tuple[str, ...]
    actors: tuple[str, ...]
    claim_ids: npt.NDArray[np.object_]
    place: Ints
    day: Ints
    first_day: Ints
    last_day: Ints
    shape: Ints
    actor: Ints
    other: Ints
    previous: Ints
    footing: Ints
    error: Floats
    doubt: Floats
    strength: Floats
    change: Floats
    precision: Ints
    """Position in `TimePrecision`."""

    def __len__(self) -> int:
        return len(self.place)

    def take(self, rows: Ints | Bools) -> ClaimColumns:
        """Return some of the rows."""
        arrays = {name: getattr(self, name)[rows] for name in self.__slots__ if name not in ("place_ids", "actors")}
        return ClaimColumns(place_ids=self.place_ids, actors=self.actors, **arrays)


_PRECISIONS = {precision: index for index, precision in enumerate(TimePrecision)}
_FOOTING = {
    ControlStatus.CONTROLLED: Footing.CONTROLLED,
    ControlStatus.INFLUENCE: Footing.INFLUENCE,
    ControlStatus.CONTESTED: Footing.CONTESTED,
    ControlStatus.LOST: Footing.CONTROLLED,
}


def to_columns(evidence: Evidence) -> ClaimColumns:
    """Return the used claims as columns."""
    claims = evidence.used
    place_ids = tuple(sorted({claim.place_id for claim in claims}))
    named = {code for c in claims for code in (c.actor, c.holder, c.opponent, c.previous) if code is not None}
    actors = tuple(sorted(named))
    places = {place_id: index for index, place_id in enumerate(place_ids)}
    codes: dict[str | None, int] = {None: NOBODY, **{code: index for index, code in enumerate(actors)}}
    rows = [_row(claim, places, codes, claim.claim_id in evidence.disputes) for claim in claims]
    rows += [_end_row(claim, places, codes) for claim in claims if claim.valid_to is not None]
    return _align(_assemble(rows, place_ids, actors))


def _assemble(rows: Sequence[tuple[object, ...]], place_ids: tuple[str, ...], actors: tuple[str, ...]) -> ClaimColumns:
    kinds = (np.object_, *[np.int32] * 10, *[np.float32] * 4)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    arrays: list[Any] = [np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)]
    (ids, place, day, first, last, precision, shape, actor, other, previous, footing, error, doubt, power, change) = (
        arrays
    )
    return ClaimColumns(
        place_ids, actors, ids, place, day, first, last, shape, actor, other, previous, footing, error, doubt, power,
        change, precision,
    )  # fmt: skip


def _row(
    claim: Claim, places: Mapping[PlaceId, int], codes: Mapping[str | None, int], disputed: bool
) -> tuple[object, ...]:
    day, first, last = _days(claim)
    shape, actor, other = _sides(claim)
    footing = Footing.STANDOFF if claim.event_kind is EventKind.BESIEGED else _FOOTING[claim.status]
    if claim.partial and shape is Shape.HOLDS:
        footing = Footing.CONTESTED
    return (
        claim.claim_id, places[claim.place_id], day, first, last, _PRECISIONS[claim.time_precision], shape,
        codes[actor], codes[other], codes[claim.previous], footing, error_factor(claim),
        doubt(claim), strength(claim) * (0.5 if disputed else 1.0), change_chance(claim),
    )  # fmt: skip


def _end_row(claim: Claim, places: Mapping[PlaceId, int], codes: Mapping[str | None, int]) -> tuple[object, ...]:
    """A claim that is over: from then on its actor is no longer known to be there."""
    assert claim.valid_to is not None
    day = claim.valid_to.toordinal()
    return (
        claim.claim_id, places[claim.place_id], day, day, day, _PRECISIONS[claim.time_precision], Shape.LOST,
        NOBODY, codes[claim.holder or claim.actor], NOBODY, Footing.CONTROLLED, error_factor(claim),
        doubt(claim), strength(claim) * 0.5, 0.8,
    )  # fmt: skip


def _sides(claim: Claim) -> tuple[Shape, str | None, str | None]:
    """Return the shape of a claim, the side that holds by it, and the other side."""
    if claim.modality is Modality.DENIED:
        return Shape.LOST, None, claim.holder or claim.actor
    if claim.status is ControlStatus.LOST:
        return Shape.LOST, claim.opponent if claim.holder is None else claim.holder, claim.actor
    holder = claim.holder
    if claim.status is ControlStatus.CONTESTED and holder is None:
        return Shape.ATTACKED, claim.opponent, claim.actor
    holder = holder or claim.actor
    rival = claim.opponent if claim.opponent != holder else claim.actor
    return Shape.HOLDS, holder, rival if rival != holder else None


def _days(claim: Claim) -> tuple[int, int, int]:
    """Return the day a claim is booked on, and the first and last day it may mean.

    A compiled row of precision month or year stands on a nominal day inside the month or year; a machine-read claim
    stands on the first day of its span (and is booked on the middle).
    """
    start = claim.valid_from.toordinal()
    width = claim.time_precision.days
    if width == 1:
        return start, start, start
    if claim.origin is Origin.MACHINE:
        return start + width // 2, start, start + width - 1
    first = start
    if claim.time_precision is TimePrecision.MONTH:
        first = claim.valid_from.replace(day=1).toordinal()
    elif claim.time_precision is TimePrecision.YEAR:
        first = claim.valid_from.replace(month=1, day=1).toordinal()
    return start, first, first + width - 1


def _align(columns: ClaimColumns) -> ClaimColumns:
    """Book a coarse claim on the day of the first finer claim within its span that says the same of the place."""
    wide = np.flatnonzero(columns.last_day > columns.first_day)
    if not len(wide) or len(columns) < 2:
        return columns
    content = (
        (columns.place.astype(np.int64) * (len(columns.actors) + 1) + columns.actor + 1) * 4 + columns.footing
    ) * 3
    key = (content + columns.shape) * 4_000_000 + columns.day
    fine = np.sort(key[columns.last_day == columns.first_day])
    base = key[wide] - columns.day[wide]
    at = np.searchsorted(fine, base + columns.first_day[wide])
    found = np.append(fine, np.iinfo(np.int64).max)[at]
    hit = found <= base + columns.last_day[wide]
    for name in ("day", "first_day", "last_day"):
        getattr(columns, name)[wide[hit]] = (found - base)[hit].astype(np.int32)
    return columns


def join(rows: ClaimColumns, more: ClaimColumns) -> ClaimColumns:
    """Return the rows of both; they number places and actors alike."""
    names = [name for name in ClaimColumns.__slots__ if name not in ("place_ids", "actors")]
    arrays = {name: np.concatenate([getattr(rows, name), getattr(more, name)]) for name in names}
    return ClaimColumns(place_ids=rows.place_ids, actors=rows.actors, **arrays)


def recode(
    rows: ClaimColumns, like: ClaimColumns, places: Mapping[PlaceId, int], actors: Mapping[str, int]
) -> ClaimColumns:
    """Return rows with the numbers that other columns give to the same places and actors.

    Raises
    ------
    KeyError
        If a place or actor is not known there.
    """
    arrays = {name: getattr(rows, name) for name in ClaimColumns.__slots__ if name not in ("place_ids", "actors")}
    arrays["place"] = np.array([places[PlaceId(rows.place_ids[number])] for number in rows.place.tolist()], np.int32)
    for name in ("actor", "other", "previous"):
        numbers = [NOBODY if n == NOBODY else actors[rows.actors[n]] for n in arrays[name].tolist()]
        arrays[name] = np.array(numbers, np.int32)
    return ClaimColumns(place_ids=like.place_ids, actors=like.actors, **arrays)
