"""Which claims the control model uses, and why it leaves out the others.

Bad input is never an error here: each claim that cannot be used comes back with the reason, for the screen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from territory.control.evidence import known_claims
from territory.control.syndication import Copies, count_once
from territory.model import Actor, ActorCode, Claim, ClaimId, ControlStatus, EvidenceType, Modality, Origin

CORRECTED = "a later correction stands in its place"
"""Why a claim that was corrected is not used."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A claim that has no part in the answer, and why."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is left of the claims after the first look.

    `copies` says which claims stand for several; `disputes` are claims of one source that contradict each other on
    one day: both stay, at half strength each.
    """

    used: tuple[Claim, ...]
    unused: tuple[Unused, ...] = ()
    copies: Mapping[ClaimId, Copies] = field(default_factory=dict)
    disputes: frozenset[ClaimId] = frozenset()


def gather(
    claims: Iterable[Claim],
    *,
    known_at: datetime | None = None,
    actors: Mapping[ActorCode, Actor] | None = None,
) -> Evidence:
    """Return the evidence that was known at a moment, sorted by claim id.

    Parameters
    ----------
    claims : Iterable[Claim]
        Any order.
    known_at : datetime, optional
        Claims recorded later are not looked at. Default: all.
    actors : Mapping[ActorCode, Actor], optional
        To know from when and until when an actor exists.

    Raises
    ------
    NaiveDatetimeError
        If `known_at` has no time zone.
    """
    everything = list(claims)
    known = known_claims(everything, known_at)
    objection = objections(actors)
    used: list[Claim] = []
    unused: list[Unused] = _superseded(everything, known, known_at)
    for claim in known:
        reason = objection(claim)
        if reason:
            unused.append(Unused(claim, reason))
        else:
            used.append(claim)
    kept, copies = count_once(used)
    return Evidence(tuple(kept), tuple(unused), copies, _self_contradictions(kept))


def _superseded(everything: list[Claim], known: list[Claim], known_at: datetime | None) -> list[Unused]:
    standing = {claim.claim_id for claim in known}
    seen = (c for c in everything if c.claim_id not in standing and (known_at is None or c.recorded_at <= known_at))
    return [Unused(c, CORRECTED) for c in sorted(seen, key=lambda c: c.claim_id)]


def objections(actors: Mapping[ActorCode, Actor] | None) -> Callable[[Claim], str]:
    """Return what tells of a claim why it says nothing about any day; empty text if it does.

    `actors` tell from when and until when an actor exists; without them that is not asked.
    """
    lives = {
        code: (_first_day(actor.active_from), _last_day(actor.active_to)) for code, actor in (actors or {}).items()
    }
    return lambda claim: _objection(claim, lives)


def _objection(claim: Claim, lives: Mapping[ActorCode, tuple[date | None, date | None]]) -> str:
    """Why a claim says nothing about any day; empty if it does."""
    if claim.modality is Modality.PLANNED:
        return "a plan says what shall be, not what is"
    if claim.modality is Modality.WITHDRAWN:
        return "it was withdrawn when the article was read again"
    if claim.modality is Modality.HYPOTHETICAL:
        return "a supposition says what may be, not what is"
    if claim.valid_to is not None and claim.valid_to <= claim.valid_from:
        return f"it ends on {claim.valid_to}, before it begins on {claim.valid_from}"
    if claim.status is ControlStatus.UNKNOWN:
        return "it says only that nothing is known"
    life = lives.get(claim.holder or claim.actor)
    if life is None:
        return ""
    born, gone = life
    last_possible = date.fromordinal(claim.valid_from.toordinal() + claim.time_precision.days - 1)
    if born is not None and last_possible < born:
        return f"{claim.holder or claim.actor} did not exist before {born}"
    if gone is not None and claim.valid_from > gone and claim.status is not ControlStatus.LOST:
        return f"{claim.holder or claim.actor} no longer existed after {gone}"
    return ""


def _first_day(text: str) -> date | None:
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def _last_day(text: str) -> date | None:
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


def _self_contradictions(claims: list[Claim]) -> frozenset[ClaimId]:
    """Claims with which a source contradicts itself about one place and day."""
    groups: defaultdict[tuple[str, str, date], list[Claim]] = defaultdict(list)
    for claim in claims:
        source = claim.article_id or claim.source.url or claim.source.publisher
        if source and not claim.partial:
            groups[str(source), claim.place_id, claim.valid_from].append(claim)
    found: set[ClaimId] = set()
    for group in groups.values():
        if len(group) > 1 and len({c.holder or c.actor for c in group if _names_holder(c)}) > 1:
            found.update(c.claim_id for c in group if _names_holder(c))
    return frozenset(found)


def _names_holder(claim: Claim) -> bool:
    return claim.status is ControlStatus.CONTROLLED and claim.evidence_type is not EvidenceType.BASELINE


def is_machine_read(claim: Claim) -> bool:
    """Whether nobody has looked at the claim since a program read it from a text."""
    return claim.origin is Origin.MACHINE
