"""What is told again: 'after the liberation of the city' has the date that the liberation was told with."""

from __future__ import annotations

from collections.abc import Sequence

from territory.extract.claims.dating import ClaimTime
from territory.extract.claims.draft import Draft
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.reduce import GAINS
from territory.model import ActorCode, Claim, PlaceId, TimePrecision


def told_before(claims: Sequence[Claim], draft: Draft, place_id: PlaceId, actor: ActorCode) -> ClaimTime | None:
    """Return when the gain was that a draft without a date of its own looks back to; None if none was told."""
    if not draft.when.carried or not _looks_back(draft.proposition):
        return None
    for claim in reversed(claims):
        same = claim.place_id == place_id and claim.actor == actor and not claim.partial
        exact = claim.time_precision.days <= TimePrecision.MONTH.days
        if same and exact and claim.event_kind in GAINS and claim.modality.is_factual:
            days = (draft.when.valid_from - claim.valid_from).days
            finer = 0 <= days < claim.time_precision.days
            return None if finer else ClaimTime(claim.valid_from, claim.time_precision)
    return None


def _looks_back(proposition: Proposition) -> bool:
    """Whether a gain is spoken of as known: by a noun, a gerund, or in the past perfect."""
    if proposition.event not in GAINS:
        return False
    clause = proposition.clause
    past_perfect = clause is not None and clause.perfect and clause.tense == "past"
    gerund = clause is not None and clause.ing and clause.link in ("ing", "reduced")
    return proposition.rule.startswith("noun.") or past_perfect or gerund
