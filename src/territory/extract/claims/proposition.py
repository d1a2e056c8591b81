"""What one clause says, before names are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from territory.extract.claims.clauses import Clause
from territory.extract.claims.refs import ActorRef, PlaceRef

LAUNCH = frozenset({"launch", "begin", "start", "mount", "open", "stage", "resume", "press", "renew"})
"""What one does to an attack that begins."""


@dataclass(slots=True)
class Proposition:
    """What one clause says, before names are resolved.

    `event` is an event kind of the contract, or `entered`. `gain`: the status is told from the winner's side.
    """

    event: str
    places: list[PlaceRef]
    actor: ActorRef | None
    opponent: ActorRef | None = None
    clause: Clause | None = None
    rule: str = ""
    partial: bool = False
    start: int = 0
    current: bool = False
    status: str = ""
    fallback_speaker: bool = False
    default_state: bool = False
    agentless: bool = False
    notes: frozenset[str] = field(default_factory=frozenset)


def stance(event: str) -> str:
    """Return the status that an event gives its actor."""
    return {
        "holds": "controlled",
        "captured": "controlled",
        "recaptured": "controlled",
        "cleared": "controlled",
        "ceded": "controlled",
        "repelled": "controlled",
        "withdrew": "lost",
        "lost": "lost",
        "contested": "contested",
        "besieged": "contested",
        "influence": "influence",
    }[event]
