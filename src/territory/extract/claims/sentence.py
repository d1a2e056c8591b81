"""One sentence → propositions, with those dropped that another makes redundant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from territory.extract.claims.clauses import Clause, ClauseReader
from territory.extract.claims.frames import FrameReader
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.modality import ModalityReader
from territory.extract.claims.nominals import NominalReader
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.unite import unite
from territory.extract.claims.word import Word


@dataclass
class SentenceReading:
    """What was understood of a sentence."""

    lexicon: Lexicon
    words: list[Word]
    clauses: list[Clause]
    propositions: list[Proposition]

    @cached_property
    def modality(self) -> ModalityReader:
        """Who reports what, and how certain it is; asked only of sentences with propositions."""
        arguments = [
            argument
            for clause in self.clauses
            for argument in (*clause.leading, *clause.arguments, *((clause.subject,) if clause.subject else ()))
        ]
        return ModalityReader(self.lexicon, self.words, self.clauses, arguments)


def read_sentence(lexicon: Lexicon, text: str, words: list[Word]) -> SentenceReading:
    """Parse one tagged sentence and return its propositions in order."""
    reader = ClauseReader(lexicon, text, words)
    clauses = reader.read()
    sentence = text[words[0].start : words[-1].end] if words else ""
    frames = FrameReader(lexicon, sentence, words)
    found = [p for clause in clauses for p in frames.read(clause)]
    found += NominalReader(lexicon, text, words, clauses).read()
    found.sort(key=lambda p: p.start)
    found = [p for p in found if not _is_air(lexicon, p)]
    return SentenceReading(lexicon, words, clauses, unite(found, clauses, sentence))


def _is_air(lexicon: Lexicon, proposition: Proposition) -> bool:
    """Whether the attackers are bombs or aircraft, which take no ground."""
    clause = proposition.clause
    if proposition.event not in ("contested", "entered") or clause is None or clause.subject is None:
        return False
    return any(word in lexicon.words["air_only"] for word in clause.subject.first.text.lower().split())
