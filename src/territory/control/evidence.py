"""Which claims count: known by then, not corrected since, and about what is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from territory.errors import NaiveDatetimeError
from territory.model import Claim, PlaceId


def known_claims(claims: Iterable[Claim], known_at: datetime | None) -> list[Claim]:
    """Return the claims recorded by `known_at` (all if None) that no known claim supersedes, sorted by claim id.

    A correction counts only against what was recorded no later than itself, so a cycle of corrections leaves its
    newest member.

    Raises
    ------
    NaiveDatetimeError
        If `known_at` has no time zone.
    """
    if known_at is not None and known_at.tzinfo is None:
        raise NaiveDatetimeError(f"known_at {known_at} has no time zone. Use UTC, for example {known_at}+00:00.")
    known = {c.claim_id: c for c in claims if known_at is None or c.recorded_at <= known_at}
    superseded = {
        claim.supersedes
        for claim in known.values()
        if claim.supersedes in known and _order(known[claim.supersedes]) < _order(claim)
    }
    return [known[claim_id] for claim_id in sorted(known.keys() - superseded)]


def _order(claim: Claim) -> tuple[datetime, str]:
    return claim.recorded_at, claim.claim_id


def evidence_by_place(claims: Iterable[Claim], known_at: datetime | None) -> dict[PlaceId, list[Claim]]:
    """Group the known claims about what is (asserted or claimed) by place, places sorted."""
    groups: defaultdict[PlaceId, list[Claim]] = defaultdict(list)
    for claim in known_claims(claims, known_at):
        if claim.modality.is_factual:
            groups[claim.place_id].append(claim)
    return {place_id: groups[place_id] for place_id in sorted(groups)}
