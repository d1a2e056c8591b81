"""Who says it, and whether that is a party to the fight speaking of itself."""

from __future__ import annotations

from datetime import date

from territory.extract.claims.context import DocumentContext
from territory.extract.claims.modality import Saying
from territory.extract.claims.refs import ActorRef
from territory.model import ActorCode


def speaker_text(saying: Saying) -> str | None:
    """Return the words of the text that name the speaker."""
    if saying.speaker is None:
        return None
    text = saying.speaker.first.text.strip()
    return text or None


def is_own_word(saying: Saying, actor: ActorCode, country: str, day: date, context: DocumentContext) -> bool:
    """Whether the speaker belongs to the side that the claim is about."""
    if saying.speaker is None:
        return False
    phrase = saying.speaker.first
    words = set(phrase.text.lower().replace("-", " ").split())
    known = context.lexicon.words
    side = context.actor(phrase.actor, country, day) if phrase.actor else None
    if side is None and words & known["official"] and not words & known["neutral"]:
        side = context.actor(ActorRef((), "state", phrase.start, phrase.end, phrase.text), country, day)
    if side is None:
        return False
    return side in context.actors.kin(actor) or context.actors.are_friends(side, actor)
