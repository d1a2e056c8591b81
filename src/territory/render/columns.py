"""States, claims, sources and actors as columns of a timeline document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from territory.model import (
    Actor,
    ActorCode,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    EvidenceType,
    Interval,
    Modality,
    Origin,
    Source,
    TimePrecision,
)

K = TypeVar("K")

EPOCH = date(1970, 1, 1)
OPEN = 2**31 - 1
NO_DAY = -(2**31)
BESIEGED, CLAIMED_ONLY, SINGLE_SOURCE = 1, 2, 4

_STATUS = {status: index for index, status in enumerate(ControlStatus)}
_PRECISION = {precision: index for index, precision in enumerate(TimePrecision)}
_KIND = {kind: index for index, kind in enumerate(EventKind)}
_MODALITY = {modality: index for index, modality in enumerate(Modality)}
_TYPE = {kind: index for index, kind in enumerate(EvidenceType)}
_ORIGIN = {origin: index for index, origin in enumerate(Origin)}

Columns = dict[str, list[Any]]


class StateLike(Protocol):
    """What a place's and an area's state have in common."""

    @property
    def interval(self) -> Interval: ...
    @property
    def since(self) -> date: ...
    @property
    def actor(self) -> ActorCode | None: ...
    @property
    def status(self) -> ControlStatus: ...
    @property
    def contested_by(self) -> ActorCode | None: ...
    @property
    def besieged(self) -> bool: ...
    @property
    def probability(self) -> float: ...
    @property
    def since_precision(self) -> TimePrecision: ...
    @property
    def last_evidence(self) -> date | None: ...
    @property
    def claimed_only(self) -> bool: ...
    @property
    def single_source(self) -> bool: ...
    @property
    def claim_ids(self) -> tuple[ClaimId, ...]: ...


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to `day`."""
    return (day - EPOCH).days


class Numbers(Generic[K]):
    """Gives each new value the next number; iterates in that order."""

    def __init__(self) -> None:
        self._numbers: dict[K, int] = {}

    def __getitem__(self, value: K) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def __iter__(self) -> Any:
        return iter(self._numbers)

    def __contains__(self, value: object) -> bool:
        return value in self._numbers


class ClaimColumns:
    """Collects the claims that states refer to, each once."""

    def __init__(self, codes: Numbers[str], *, evidence: bool) -> None:
        self._codes = codes
        self._evidence = evidence
        self._ids: Numbers[ClaimId] = Numbers()
        self.sources: Numbers[Source] = Numbers()
        names = "id day until kind status actor opponent modality type origin precision source text by"
        self.columns: Columns = {name: [] for name in names.split()}

    def number(self, claim: Claim) -> int:
        """Return the claim's number, adding it if it is new."""
        if claim.claim_id not in self._ids:
            self._add(claim)
        return self._ids[claim.claim_id]

    def _add(self, claim: Claim) -> None:
        row = {
            "id": claim.claim_id,
            "day": day_number(claim.valid_from),
            "until": OPEN if claim.valid_to is None else day_number(claim.valid_to),
            "kind": _KIND[claim.event_kind],
            "status": _STATUS[claim.status],
            "actor": self._codes[claim.actor],
            "opponent": -1 if claim.opponent is None else self._codes[claim.opponent],
            "modality": _MODALITY[claim.modality],
            "type": _TYPE[claim.evidence_type],
            "origin": _ORIGIN[claim.origin],
            "precision": _PRECISION[claim.time_precision],
            "source": self.sources[claim.source],
            "text": claim.evidence if self._evidence else "",
            "by": claim.attributed_to or "",
        }
        for name, value in row.items():
            self.columns[name].append(value)
        self._ids[claim.claim_id]


def interval_columns(
    histories: Mapping[Any, Sequence[StateLike]],
    feature_ids: Sequence[str],
    codes: Numbers[str],
    claims: ClaimColumns,
    by_id: Mapping[ClaimId, Claim],
) -> Columns:
    """Return the states of the features, in their order; claim ids that are not in `by_id` are left out."""
    names = "feature start since end holder rival status flags probability precision evidence claimCount claimRefs"
    columns: Columns = {name: [] for name in names.split()}
    for number, feature_id in enumerate(feature_ids):
        for state in histories[feature_id]:
            if state.interval.is_empty:
                continue
            refs = [claims.number(by_id[claim_id]) for claim_id in state.claim_ids if claim_id in by_id]
            columns["feature"].append(number)
            for name, value in _interval(state, codes).items():
                columns[name].append(value)
            columns["claimCount"].append(len(refs))
            columns["claimRefs"].extend(refs)
    return columns


def _interval(state: StateLike, codes: Numbers[str]) -> dict[str, int]:
    return {
        "start": day_number(state.interval.start),
        "since": day_number(state.since),
        "end": OPEN if state.interval.end is None else day_number(state.interval.end),
        "holder": -1 if state.actor is None else codes[state.actor],
        "rival": -1 if state.contested_by is None else codes[state.contested_by],
        "status": _STATUS[state.status],
        "flags": BESIEGED * state.besieged + CLAIMED_ONLY * state.claimed_only + SINGLE_SOURCE * state.single_source,
        "probability": round(state.probability * 100),
        "precision": _PRECISION[state.since_precision],
        "evidence": NO_DAY if state.last_evidence is None else day_number(state.last_evidence),
    }


def source_columns(sources: Iterable[Source]) -> Columns:
    """Return the sources; an address that is not http(s) is left out."""
    listed = list(sources)
    return {
        "title": [source.title for source in listed],
        "publisher": [source.publisher for source in listed],
        "date": [source.date for source in listed],
        "url": [source.url if source.url.startswith(("https://", "http://")) else "" for source in listed],
        "grade": [source.grade for source in listed],
    }


def actor_columns(codes: Iterable[str], actors: Iterable[Actor]) -> Columns:
    """Return the actors in the order of their numbers; an unknown one appears under its code, in grey."""
    known = {actor.code: actor for actor in actors}
    listed = [known.get(ActorCode(code)) or Actor(ActorCode(code), code) for code in codes]
    return {
        "code": [actor.code for actor in listed],
        "name": [actor.name for actor in listed],
        "kind": [actor.kind for actor in listed],
        "color": [actor.color for actor in listed],
        "colorCvd": [actor.color_cvd for actor in listed],
    }
