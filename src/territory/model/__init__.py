"""The words of the field as frozen records. Imports nothing else of Territory but its errors."""

from territory.model.actor import Actor, ActorCode
from territory.model.claim import (
    Article,
    ArticleId,
    Candidate,
    Claim,
    ClaimId,
    EventKind,
    EvidenceType,
    Mention,
    Modality,
    Origin,
    Rejected,
    Source,
)
from territory.model.control import ControlState, ControlStatus
from territory.model.interval import Interval, TimePrecision
from territory.model.place import Place, PlaceId, PlaceKind, PlaceName
from territory.model.rule import PlaceRule, RuleAnswer, RuleId, RuleScope

__all__ = [
    "Actor",
    "ActorCode",
    "Article",
    "ArticleId",
    "Candidate",
    "Claim",
    "ClaimId",
    "ControlState",
    "ControlStatus",
    "EventKind",
    "EvidenceType",
    "Interval",
    "Mention",
    "Modality",
    "Origin",
    "Place",
    "PlaceId",
    "PlaceKind",
    "PlaceName",
    "PlaceRule",
    "Rejected",
    "RuleAnswer",
    "RuleId",
    "RuleScope",
    "Source",
    "TimePrecision",
]
