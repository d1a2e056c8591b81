"""Small steps from a proposition to a claim."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from territory.extract.claims.dating import ClaimTime
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.modality import Saying
from territory.extract.claims.proposition import LAUNCH, Proposition
from territory.extract.claims.refs import ActorRef
from territory.extract.claims.sentence import SentenceReading
from territory.extract.claims.word import Word
from territory.model import ActorCode, ClaimId, ControlStatus, Modality

_UNDERTAKINGS = frozenset({"operation", "campaign", "battle"})


@dataclass(slots=True)
class Draft:
    """A proposition on its way to a claim."""

    proposition: Proposition
    modality: Modality
    saying: Saying | None
    when: ClaimTime
    lost_only: bool = False
    guessed: bool = False
    """Whether the opponent is no more than the only rival that the text has named so far."""


def sides_of(reading: SentenceReading) -> list[tuple[int, ActorRef]]:
    """Return the sides that a sentence names, each with the number of its first word, in order."""
    found: dict[int, ActorRef] = {}
    for clause in reading.clauses:
        arguments = [*clause.leading, *clause.arguments, *([clause.subject] if clause.subject else [])]
        for phrase in (p for argument in arguments for p in argument.phrases):
            if phrase.actor is not None and phrase.actor.generic in ("", "state", "group"):
                found.setdefault(phrase.start, phrase.actor)
    for number, word in enumerate(reading.words):
        if word.tag == "AC" and all(abs(number - start) > 4 for start in found):
            found[number] = ActorRef(word.senses, "", word.start, word.end, word.text)
    return sorted(found.items())


def speaks_on(reading: SentenceReading) -> bool:
    """Whether a sentence goes on about the side of the one before: 'They captured ...'."""
    subject = reading.clauses[0].subject if reading.clauses else None
    return subject is not None and subject.first.head in ("they", "it")


def sides_in(words: Sequence[Word], lexicon: Lexicon) -> list[ActorRef]:
    """Return the sides among the words of a sentence that is not read further, in order."""
    found = []
    for word in words:
        if word.tag == "AC":
            found.append(ActorRef(word.senses, "", word.start, word.end, word.text))
        elif word.tag == "N" and lexicon.has("armed_state", word.lower):
            found.append(ActorRef((), "state", word.start, word.end, word.text))
    return found


def main_side(reading: SentenceReading) -> ActorRef | None:
    """Return the side that a sentence is about: the subject of its first clause that has one."""
    for clause in reading.clauses:
        if clause.subject is not None and clause.link not in ("who", "reduced", "inf"):
            phrase = clause.subject.first
            if phrase.actor is not None and phrase.actor.generic != "pronoun":
                return phrase.actor
    return None


def attacker_in(words: Sequence[Word], lexicon: Lexicon) -> ActorRef | None:
    """Return the side that a sentence says has launched an attack ('The SDF began an offensive against ...')."""
    side: ActorRef | None = None
    for index, word in enumerate(words):
        if word.tag == "AC":
            side = side or ActorRef(word.senses, "", word.start, word.end, word.text)
        elif word.tag == "N" and lexicon.has("armed_state", word.lower):
            side = side or ActorRef((), "state", word.start, word.end, word.text)
        elif word.tag in ("MOD", "NEG", "TO"):
            return None
        elif word.tag == "V" and any(form.lemma in LAUNCH for form in word.forms):
            passive = bool(index) and words[index - 1].tag == "BE"
            aims = words[:index] if passive else words[index + 1 : index + 7]
            if not any(lexicon.has("attack", w.lower) or w.lower in _UNDERTAKINGS for w in aims):
                return None
            return _doer(words[index + 1 : index + 6]) if passive else side
    return None


def _doer(words: Sequence[Word]) -> ActorRef | None:
    """The side of 'by the army'."""
    named = next((word for word in words if word.tag == "AC"), None)
    if not words or words[0].lower != "by" or named is None:
        return None
    return ActorRef(named.senses, "", named.start, named.end, named.text)


def governments_speaking(reading: SentenceReading) -> frozenset[int]:
    """The toponyms that stand for a government ('Moscow announced ...')."""
    spoken = {saying.speaker.start for saying in reading.modality.sayings if saying.speaker}
    return frozenset(
        word.mention
        for number, word in enumerate(reading.words)
        if number in spoken and word.senses and word.mention is not None
    )


def is_heading(sentence: str) -> bool:
    """Whether a line of a history is a heading: it has no date of its own and does not end like a sentence."""
    return not sentence.rstrip("\"'”’)]").endswith((".", "!", "?", ":", ";"))


def claim_hash(*said: object) -> ClaimId:
    """Return the id of a machine-read claim: a hash of what it says and where."""
    digest = hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()
    return ClaimId(f"m-{digest[:16]}")


def kind_of(proposition: Proposition) -> str:
    """Return the event kind of the contract that a proposition has."""
    return "contested" if proposition.event == "entered" else proposition.event


def holder_of(
    status: ControlStatus, actor: ActorCode, opponent: ActorCode | None, *, partial: bool
) -> ActorCode | None:
    """Return who is in charge of the whole place by a claim, where it says so: a claim on a part of it does not."""
    if partial:
        return None
    if status in (ControlStatus.CONTROLLED, ControlStatus.INFLUENCE):
        return actor
    return opponent if status is ControlStatus.CONTESTED else None
