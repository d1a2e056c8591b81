"""Drops claims of a sentence that another of its claims says better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from territory.extract.claims.proposition import Proposition
from territory.model import Claim, ClaimId, ControlStatus, EventKind, TimePrecision

GAINS = frozenset({EventKind.CAPTURED, EventKind.RECAPTURED, EventKind.CLEARED, EventKind.CEDED})


_CAUSES = frozenset({"after", "as", "when", "because", "since", "once", "following"})
"""What opens a clause on why a place could be taken: who left there is not who took it."""


def reduce_claims(claims: Sequence[Claim], origins: Mapping[ClaimId, Proposition]) -> list[Claim]:
    """Return the claims of one sentence, each said once, in order."""
    kept = _distinct(claims)
    kept = _entered_and_held(kept, origins)
    return [claim for claim in kept if not any(_outdone(claim, other, origins) for other in kept if other is not claim)]


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        twin = next((i for i, other in enumerate(kept) if _key(other) == _key(claim)), None)
        if twin is None:
            kept.append(claim)
        elif kept[twin].partial and not claim.partial:
            kept[twin] = claim  # 'the oil fields and then the city itself'
        elif kept[twin].opponent is None and claim.opponent is not None and claim.partial <= kept[twin].partial:
            kept[twin] = claim
    return kept


def _key(claim: Claim) -> tuple[object, ...]:
    return (claim.place_id, claim.status, claim.actor, claim.modality.is_factual, claim.valid_from, claim.valid_to)


def _entered_and_held(claims: Sequence[Claim], origins: Mapping[ClaimId, Proposition]) -> list[Claim]:
    """'They entered Baiji and now hold its centre' is one gain."""
    kept = list(claims)
    for claim in claims:
        stormed = origins[claim.claim_id].rule == "verb.contest"
        if origins[claim.claim_id].event != "entered" and not stormed:
            continue
        held = next(
            (
                c
                for c in claims
                if c.place_id == claim.place_id and c.actor == claim.actor and c.event_kind is EventKind.HOLDS
            ),
            None,
        )
        if held is not None:
            gained = replace(
                held,
                event_kind=EventKind.CAPTURED,
                valid_from=claim.valid_from,
                time_precision=claim.time_precision,
            )
            kept[kept.index(held)] = gained
            kept.remove(claim)
    return kept


def _outdone(claim: Claim, other: Claim, origins: Mapping[ClaimId, Proposition]) -> bool:
    if claim.place_id != other.place_id or not other.modality.is_factual or not claim.modality.is_factual:
        return False
    if claim.event_kind is EventKind.INFLUENCE and other.event_kind is EventKind.CONTESTED:
        return claim.actor in (other.actor, other.opponent)
    if claim.event_kind is EventKind.CONTESTED and other.event_kind is EventKind.REPELLED:
        one, two = origins[claim.claim_id].clause, origins[other.claim_id].clause
        return one is not None and two is not None and one.subject is two.subject
    if other.event_kind in GAINS:
        if claim.event_kind is EventKind.CONTESTED and claim.valid_from == other.valid_from:
            apart = origins[claim.claim_id].rule == "verb.approach" and other.partial
            return claim.actor in (other.actor, other.opponent) and not apart
        if claim.event_kind is EventKind.HOLDS and claim.valid_to is None and claim.actor != other.actor:
            origin = origins[claim.claim_id]
            apart = other.partial and not claim.partial and origin.rule == "attribute.held"
            later = origin.rule == "copula.strong" and claim.valid_from > other.valid_from
            since = claim.valid_from < other.valid_from  # 'Jalawla, held by A since August, was retaken in November'
            return _is_former_hold(origin) and not apart and not later and not since
        if claim.event_kind is EventKind.HOLDS and claim.actor == other.actor and claim.valid_from >= other.valid_from:
            return True
        if claim.status is ControlStatus.LOST and claim.actor == other.actor:
            clause = origins[claim.claim_id].clause
            return clause is not None and clause.link in _CAUSES and claim.valid_from == other.valid_from
        if claim.status is ControlStatus.LOST and claim.actor != other.actor:
            return origins[claim.claim_id].clause is origins[other.claim_id].clause
    return False


def _is_former_hold(proposition: Proposition) -> bool:
    """A hold told in passing ('retook the last district held by ...') ends with the gain it is told with."""
    clause = proposition.clause
    by_whom = clause is not None and clause.bare_participle and clause.argument("by") is not None
    reduced = by_whom or (clause is not None and clause.link == "reduced")
    return reduced or proposition.rule.startswith("attribute") or proposition.rule == "copula.strong"


def without_coarse(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of a history without those dated to a year or season that another dates more exactly."""
    fine: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.time_precision.days <= TimePrecision.MONTH.days:
            fine.setdefault((claim.place_id, claim.actor, claim.status), []).append(claim)
    return [
        claim
        for claim in claims
        if claim.time_precision.days <= TimePrecision.MONTH.days
        or not any(
            0 <= (other.valid_from - claim.valid_from).days <= claim.time_precision.days
            for other in fine.get((claim.place_id, claim.actor, claim.status), ())
        )
    ]
