"""What the model infers from claims: who holds a place, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from territory.model.actor import ActorCode
from territory.model.interval import Interval, TimePrecision
from territory.model.place import PlaceId

if TYPE_CHECKING:
    from territory.model.claim import ClaimId


class ControlStatus(StrEnum):
    """What an actor has at a place. A place without a state is unknown, never 'uncontrolled'."""

    CONTROLLED = "controlled"
    CONTESTED = "contested"
    INFLUENCE = "influence"
    LOST = "lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ControlState:
    """Who holds one place during one interval, inferred from claims.

    `actor` is the holder; None when only its loss is known (status unknown). `contested_by` is the main rival of a
    contested place; `besieged` says that the rival surrounds it. `probability` is that `actor` holds the place.
    `since` is the first day of the state, good to `since_precision`; `interval` is a part of it in which the same
    claims are behind it. `last_evidence` is the day of the newest claim that bears on it. `claim_ids` are the claims
    behind it, sorted; `claimed_only` says that each is a party's word about itself, `single_source` that all come from
    one publisher. `disputed_by` are the actors that other claims of the time name as holders instead, unless a later
    claim for `actor` has answered them: sources disagree.
    """

    place_id: PlaceId
    interval: Interval
    actor: ActorCode | None
    status: ControlStatus
    contested_by: ActorCode | None = None
    besieged: bool = False
    probability: float = 1.0
    since_precision: TimePrecision = TimePrecision.DAY
    last_evidence: date | None = None
    claimed_only: bool = False
    single_source: bool = False
    claim_ids: tuple[ClaimId, ...] = field(default=())
    began: date | None = None
    disputed_by: tuple[ActorCode, ...] = ()

    @property
    def since(self) -> date:
        """First day of holder, status and rival together; `interval` may begin later, when the evidence grew."""
        return self.began or self.interval.start

    @property
    def face(self) -> tuple[ActorCode | None, ControlStatus, ActorCode | None, bool]:
        """Holder, status, rival, and whether besieged: what makes it another state."""
        return self.actor, self.status, self.contested_by, self.besieged
