"""How a sentence puts what it says: as fact, plan, condition or denial, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from territory.extract.claims.clauses import JUDGING, Clause
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.phrase import Argument
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.word import Word
from territory.model import Modality

_CONDITIONAL = frozenset({"if", "unless", "whether"})
_POSSIBLE = frozenset({"could", "may", "might", "should", "can"})
_FUTURE = frozenset({"will", "would", "shall"})
_THREATS = frozenset({"threaten", "vow", "plan", "intend", "pledge", "promise", "swear"})
_UNDERTAKINGS = frozenset({"operation", "campaign", "effort", "efforts", "bid", "drive", "mission", "fight", "plan"})
_REPORTS = frozenset({"report", "reports", "claim", "claims", "information", "rumour", "rumours", "news", "statements"})
_NEGATED = ("no_longer", "never_left")
"""Ends of the rules that a negation belongs to."""
_PROOF = frozenset({"evidence", "sign", "signs", "indication", "proof", "confirmation"})
_STOPPING = ("prevent", "stop", "keep", "deter", "bar", "stopping", "keeping", "kept", "barring")


@dataclass(frozen=True, slots=True)
class Saying:
    """A report: who says it, whether it is denied, and the words (numbers) it covers."""

    speaker: Argument | None
    denied: bool
    start: int
    end: int


class ModalityReader:
    """Judges the propositions of one sentence."""

    def __init__(
        self, lexicon: Lexicon, words: Sequence[Word], clauses: Sequence[Clause], arguments: Sequence[Argument]
    ) -> None:
        self._lexicon = lexicon
        self._words = words
        self._looks_ahead = any(clause.modal in _FUTURE for clause in clauses)
        self._threats = [clause.start for clause in clauses if set(clause.lemmas) & _THREATS]
        self.sayings = self._find_sayings(clauses, arguments)

    def judge(self, proposition: Proposition) -> tuple[Modality, Saying | None]:
        """Return the modality (never CLAIMED, which needs the sides) and the report that covers it."""
        saying = next((s for s in self.sayings if s.start <= proposition.start < s.end), None)
        modality = self._of_clause(proposition)
        if saying and saying.denied:
            modality = Modality.DENIED
        return modality, saying

    def _of_clause(self, proposition: Proposition) -> Modality:
        clause = proposition.clause
        if clause is None:
            return Modality.ASSERTED
        if proposition.rule.startswith("noun"):
            near = self._words[max(0, proposition.start - 4) : proposition.start]
            if any(self._lexicon.has("planned_nouns", w.lower) for w in near):
                return Modality.PLANNED
            if proposition.start > clause.start and set(clause.lemmas) & self._lexicon.reporting["plan"]:
                return Modality.PLANNED
        if proposition.rule.startswith("attribute"):
            return Modality.ASSERTED
        return self._chain(clause, proposition)

    def _chain(self, clause: Clause, proposition: Proposition) -> Modality:
        if (clause.negated or self._no_one(clause)) and not proposition.rule.endswith(_NEGATED):
            return Modality.DENIED
        if self._is_untrue(proposition.start):
            return Modality.HYPOTHETICAL
        if self._is_conditional(clause):
            return Modality.HYPOTHETICAL
        current: Clause | None = clause
        for _ in range(6):
            if current is None:
                break
            found = self._one(current)
            if found is not None:
                return found
            if current is not clause and current.infinitive and self._words[max(0, current.start - 1)].lower == "yet":
                return Modality.HYPOTHETICAL  # 'has yet to confirm that ...'
            if current.governor is current:
                break
            if current is not clause and (current.negated or self._without_proof(current)):
                return Modality.DENIED
            current = current.governor
        return Modality.ASSERTED

    def _no_one(self, clause: Clause) -> bool:
        """'with neither Russia nor Ukraine having ...'"""
        before = self._words[clause.subject.start - 1].lower if clause.subject and clause.subject.start else ""
        return before in ("neither", "nor")

    def _is_untrue(self, start: int) -> bool:
        """'false reports that ...', 'rumours of ...'"""
        before = [word.lower for word in self._words[:start]]
        false = any(one == "false" and two in _REPORTS for one, two in pairwise(before))
        return false or not {"rumours", "rumors"}.isdisjoint(before)

    def _without_proof(self, clause: Clause) -> bool:
        """'there is no evidence that ...'"""
        words = self._words[clause.end : clause.end + 3]
        return len(words) > 1 and words[0].lower == "no" and any(word.lower in _PROOF for word in words[1:])

    def _is_conditional(self, clause: Clause) -> bool:
        current: Clause | None = clause
        for _ in range(6):
            if current is None:
                return False
            if current.link in _CONDITIONAL:
                return True
            current = current.governor
        return False

    def _one(self, clause: Clause) -> Modality | None:
        if clause.link in _CONDITIONAL or (clause.modal == "should" and self._inverted(clause)):
            return Modality.HYPOTHETICAL
        if clause.link in ("once", "until", "when") and self._looks_ahead and clause.tense == "present":
            return Modality.PLANNED
        if clause.link == "once" and any(start < clause.start for start in self._threats):
            return Modality.PLANNED
        if clause.modal in _POSSIBLE:
            return Modality.HYPOTHETICAL
        if clause.modal in _FUTURE:
            return Modality.PLANNED
        if clause.infinitive:
            return self._infinitive(clause)
        if clause.ing and self._not_yet(clause):
            return Modality.HYPOTHETICAL
        if clause.ing and clause.governor and set(clause.governor.lemmas) & {"plan", "consider", "threaten"}:
            return Modality.PLANNED
        return None

    def _not_yet(self, clause: Clause) -> bool:
        """'on the verge of taking', 'close to capturing', 'prevented from entering'."""
        near = [w.lower for w in self._words[max(0, clause.start - 3) : clause.start]]
        if not near or near[-1] not in ("of", "to", "from", "without", "at", "towards", "toward"):
            return False
        if any(self._lexicon.has("aims", word) for word in near):
            return True
        before = [w.lower for w in self._words[max(0, clause.start - 8) : clause.start]]
        if near[-1] == "of" and any(word.startswith("accus") for word in before):
            return True
        if any(word.startswith("aim") for word in near):
            return True
        stopped = near[-1] == "from" and any(word.startswith("prevent") or word in _STOPPING for word in before)
        return near[-1] == "without" or stopped or bool(set(near) & {"verge", "brink", "point", "close", "chance"})

    def _inverted(self, clause: Clause) -> bool:
        return clause.subject is None or clause.subject.start > clause.start

    def _infinitive(self, clause: Clause) -> Modality | None:
        kinds = self._lexicon.reporting
        lemmas = set(clause.governor.lemmas) if clause.governor else set()
        if clause.perfect or any(w.tag in ("HAVE",) for w in self._words[clause.start : clause.end]):
            return None
        if clause.governor and clause.governor.negated:
            return Modality.DENIED  # 'not able to hold'
        if [word.lower for word in self._words[max(0, clause.start - 2) : clause.start]] == [",", "only"]:
            return None  # '..., only to lose it again'
        if self._is_purpose(clause):
            return Modality.PLANNED
        if clause.copula and lemmas & JUDGING and clause.governor and clause.governor.subject is not clause.subject:
            return None  # 'analysts considered Popasna to be under Russian control'
        if lemmas & {"become", "be"} and clause.governor and self._ranked(clause.governor):
            return None
        if lemmas & kinds["fail"]:
            return Modality.DENIED
        if clause.governor and clause.governor.passive and lemmas & kinds["say"] and not lemmas & kinds["plan"]:
            return None  # 'was said to be essential in the capture of ...'
        if lemmas & kinds["able"] and not lemmas & kinds["plan"]:
            return None
        return Modality.PLANNED

    def _is_purpose(self, clause: Clause) -> bool:
        """'began the battle to retake Mosul': what the fight is for, not what came of it."""
        before = self._words[clause.start - 1] if clause.start else None
        if before is None or before.tag != "N":
            return False
        nominal = self._lexicon.nominals.get(before.lower)
        fight = nominal is not None and nominal.event == "contested"
        return fight or self._lexicon.has("attack", before.lower) or before.lower in _UNDERTAKINGS

    def _ranked(self, clause: Clause) -> bool:
        """'the first capital to fall': the infinitive tells what happened."""
        return any(
            word.lower in ("first", "second", "third", "last", "latest", "only", "final")
            for argument in clause.arguments
            for phrase in argument.phrases
            for word in self._words[phrase.start : phrase.end]
        )

    def _find_sayings(self, clauses: Sequence[Clause], arguments: Sequence[Argument]) -> list[Saying]:
        kinds = self._lexicon.reporting
        found: list[Saying] = []
        for number, clause in enumerate(clauses):
            lemmas = set(clause.lemmas)
            denies = bool(lemmas & kinds["deny"])
            if not denies and lemmas.isdisjoint(kinds["say"]):
                continue
            if clause.passive:
                by = clause.argument("by")
                if by is not None and lemmas & {"announce", "confirm", "declare", "report", "claim"}:
                    found.append(Saying(by, False, 0, clause.start))
                continue
            if clause.negated and not denies:
                denies = False
            nominal = any(
                (a.prep in (None, "of") and a.places()) or a.first.head in self._lexicon.nominals
                for a in clause.arguments
            )
            if nominal or any(later.governor is clause for later in clauses[number + 1 :]) or number == 0:
                found.append(Saying(clause.subject, denies, clause.start, self._until(clauses, number)))
            elif clause.link not in ("and", "but") or clause.subject is not clauses[number - 1].subject:
                found.append(Saying(clause.subject, denies, 0, clause.start))
        found += [
            Saying(argument, False, 0, len(self._words))
            for argument in arguments
            if argument.prep == "to" and argument.start >= 2 and self._words[argument.start - 2].lower == "according"
        ]
        return found

    def _until(self, clauses: Sequence[Clause], number: int) -> int:
        """A report reaches to the next semicolon, or to the next report in the same sentence."""
        begin = clauses[number].start
        end = len(self._words)
        for later in clauses[number + 1 :]:
            if later.subject is clauses[number].subject and set(later.lemmas) & self._lexicon.reporting["say"]:
                end = later.start
                break
        for index in range(begin, end):
            if self._words[index].tag == ";":
                return index
        return end
