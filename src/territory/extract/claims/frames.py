"""Clause → proposition: what happened, to which place, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from territory.extract.claims.changes import ChangeFrames
from territory.extract.claims.clauses import Clause
from territory.extract.claims.holds import HoldFrames
from territory.extract.claims.lexicon import Frame, Lexicon
from territory.extract.claims.phrase import Argument
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import UNKNOWN, PlaceRef
from territory.extract.claims.roles import frames_of, roles_of
from territory.extract.claims.slots import leading_places, places_in
from territory.extract.claims.states import StateReader
from territory.extract.claims.word import Word

_GAINS = frozenset({"captured", "recaptured", "cleared", "ceded"})


class FrameReader(ChangeFrames, HoldFrames):
    """Fills the frames of the lexicon from clauses.

    Parameters
    ----------
    lexicon : Lexicon
        Verb families with their roles.
    sentence : str
        The sentence, for cues such as 'without a fight'.
    words : Sequence[Word]
        Its words.
    """

    def __init__(self, lexicon: Lexicon, sentence: str, words: Sequence[Word]) -> None:
        self._lexicon = lexicon
        self._words = words
        self._sentence = sentence.lower()
        self._states = StateReader(lexicon)

    def read(self, clause: Clause) -> Iterator[Proposition]:
        """Yield what a clause says of places; mostly one proposition."""
        found = self._states.read(clause)
        if found is None:
            for frame in frames_of(self._lexicon, clause):
                found = self._fill(frame, clause)
                if found:
                    break
        if found:
            if all(ref.anaphor == "@topic" for ref in found.places):
                led = leading_places(clause)
                found.places = [ref._replace(partial=True) for ref in led] or found.places
            elif all(ref.mention is None and ref.partial and ref.anaphor != UNKNOWN for ref in found.places):
                found.places = _of_whole(clause) or found.places
            found.clause, found.start = clause, clause.head
            found.places += self._gapped(found, clause)
            yield found
            yield from self._still_held(found, clause)

    def _gapped(self, found: Proposition, clause: Clause) -> list[PlaceRef]:
        """'Dessie fell on 30 October and Kombolcha the day after': the second place has the verb of the first."""
        by_subject = clause.subject is not None and found.places == places_in(clause.subject)
        if not by_subject or found.event not in (*_GAINS, "lost", "withdrew"):
            return []
        further = [
            argument
            for argument in clause.arguments
            if argument.prep is None and argument.first.kind == "place" and self._is_joined(argument)
        ]
        return [ref for argument in further for ref in argument.places() if ref.mention is not None]

    def _is_joined(self, argument: Argument) -> bool:
        return bool(argument.start) and self._words[argument.start - 1].tag in (",", "C")

    def _still_held(self, found: Proposition, clause: Clause) -> Iterator[Proposition]:
        """'Kunduz is encircled but still with the government': two claims in one clause."""
        held = clause.argument("with")
        if found.event == "besieged" and clause.passive and held and held.actor():
            yield Proposition(
                "holds", found.places, held.actor(), clause=clause, start=clause.end, rule="copula.with", current=True
            )

    def _fill(self, frame: Frame, clause: Clause) -> Proposition | None:
        roles = roles_of(frame, clause)
        handler = getattr(self, f"_on_{frame.name}", None)
        if handler:
            result: Proposition | None = handler(frame, clause, roles)
            return result
        return self._gain(frame, clause, roles)


def _of_whole(clause: Clause) -> list[PlaceRef]:
    """'In Mosul they hold the airport': parts without a name are parts of the place that the clause opens with."""
    opening = next((a for a in clause.leading if a.prep in ("in", "inside", "at")), None)
    return [ref._replace(partial=True) for ref in places_in(opening) if not ref.partial]
