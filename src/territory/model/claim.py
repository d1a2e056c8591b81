"""Articles, mentions and claims: what sources say, before anything is inferred."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from territory.errors import NaiveDatetimeError
from territory.model.actor import ActorCode
from territory.model.control import ControlStatus
from territory.model.interval import TimePrecision
from territory.model.place import PlaceId

ArticleId = NewType("ArticleId", str)
ClaimId = NewType("ClaimId", str)


class EventKind(StrEnum):
    """What a claim says has happened or is so."""

    BASELINE = "baseline"
    HOLDS = "holds"
    CAPTURED = "captured"
    RECAPTURED = "recaptured"
    CLEARED = "cleared"
    CEDED = "ceded"
    WITHDREW = "withdrew"
    LOST = "lost"
    CONTESTED = "contested"
    BESIEGED = "besieged"
    REPELLED = "repelled"
    INFLUENCE = "influence"


class Modality(StrEnum):
    """How the source puts it. Only asserted and claimed are about what is.

    A withdrawn claim stands in the place of one that was read from a text and does not hold after a correction.
    """

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    PLANNED = "planned"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    WITHDRAWN = "withdrawn"

    @property
    def is_factual(self) -> bool:
        """Whether the source says that it is so, be it of itself."""
        return self in (Modality.ASSERTED, Modality.CLAIMED)


class EvidenceType(StrEnum):
    """How the evidence bears on the place and the date (see `seeds/README.md`)."""

    REPORTED = "reported"
    BASELINE = "baseline"
    IMPLIED = "implied"
    CLOSING = "closing"


class Origin(StrEnum):
    """Who made the claim record: a compiled table, the extractor, or an analyst by hand."""

    COMPILED = "compiled"
    MACHINE = "machine"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from, with its Admiralty grade.

    `date` is as exact as the source gives it (`2014`, `2014-06`, `2014-06-10`). `reliability` is A–F,
    `credibility` 1–6.
    """

    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    reliability: str = "F"
    credibility: int = 6

    @property
    def grade(self) -> str:
        """The Admiralty grade, for example `B2`."""
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True, slots=True)
class Article:
    """A document as it came in. `text` is never changed; every span counts its characters."""

    article_id: ArticleId
    text: str
    published: date | None = None
    title: str = ""
    publisher: str = ""
    url: str = ""
    language: str = "en"
    published_inferred: bool = False


AMBIGUOUS = "two good readings"
"""How the reason of a mention begins of which two places fit nearly alike."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean, with its score and why."""

    place_id: PlaceId
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym in a text: `text[start:end]`, and the place it was resolved to (None: unresolved).

    `candidates` are all places considered, best first, the chosen one included. `score` is the probability that the
    text names a place here and that it is this one.
    """

    start: int
    end: int
    text: str
    place_id: PlaceId | None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def is_ambiguous(self) -> bool:
        """Whether two places fit so nearly alike that someone should choose; `place_id` is then only the first."""
        return self.reason.startswith(AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Claim:
    """A source says that an actor holds, takes, loses or contests a place.

    Valid time is `valid_from` (first day of the interval in which the change lies, as wide as `time_precision`) to
    `valid_to` (first day on which it is said to be over; None: not said). Transaction time is `recorded_at`.

    `status` is what `actor` has there. `holder` is who is in charge of the whole place by this claim, where it says
    so: the actor of `controlled` and `influence`; in a contested place the defender, if the source tells who defends.
    A `partial` claim that is read from a text says nothing of the whole and has none.
    `previous` is the holder before, where the source tells.

    `evidence` is the quoted sentence (`article.text[start:end]`) or, for a compiled row, its note.

    Raises
    ------
    NaiveDatetimeError
        If `recorded_at` has no time zone.
    """

    claim_id: ClaimId
    place_id: PlaceId
    event_kind: EventKind
    status: ControlStatus
    actor: ActorCode
    valid_from: date
    recorded_at: datetime
    opponent: ActorCode | None = None
    holder: ActorCode | None = None
    previous: ActorCode | None = None
    valid_to: date | None = None
    time_precision: TimePrecision = TimePrecision.DAY
    modality: Modality = Modality.ASSERTED
    attributed_to: str | None = None
    partial: bool = False
    confidence: float = 1.0
    evidence_type: EvidenceType = EvidenceType.REPORTED
    origin: Origin = Origin.COMPILED
    source: Source = Source()
    evidence: str = ""
    article_id: ArticleId | None = None
    start: int | None = None
    end: int | None = None
    mention_text: str = ""
    rule: str = ""
    supersedes: ClaimId | None = None

    def __post_init__(self) -> None:
        if self.recorded_at.tzinfo is None:
            raise NaiveDatetimeError(
                f"Claim {self.claim_id}: recorded_at {self.recorded_at} has no time zone. Use UTC."
            )


@dataclass(frozen=True, slots=True)
class Rejected:
    """Input that could not be used, and why. `where` names file and row or character."""

    where: str
    reason: str
    record: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"
