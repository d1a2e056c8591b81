"""Sentence → verb groups, each with its subject and its arguments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.phrase import Argument, Phrase
from territory.extract.claims.phrases import PhraseReader
from territory.extract.claims.word import Word

_HARD = frozenset({"SUB", ";", ":", "(", ")", "—", "–", "-"})
_ABSOLUTE = frozenset({"with", "following", "despite"})
_RELATIVE = frozenset({"who", "which", "whom", "whose", "that"})
_BY_DOING = frozenset({"by", "through", "after", "before", "while", "upon", "without"})
"""Before a participle: who does it is the subject of the main verb."""
_CAUSATIVE = frozenset(
    {
        "force",
        "order",
        "allow",
        "urge",
        "ask",
        "enable",
        "let",
        "tell",
        "want",
        "expect",
        "compel",
        "oblige",
        "help",
        "leave",
    }
)

JUDGING = frozenset({"consider", "believe", "deem", "think", "judge", "assess", "presume", "report", "declare", "say"})
"""'They consider Popasna to be under control': the object is what is so."""


@dataclass(slots=True)
class Clause:
    """A verb group with its subject and arguments.

    `link` is the word that opens the clause (`that`, `when`, `if`, `who`, `and`, `inf`, `ing`, …); `governor` the
    clause that an infinitive, a participle or a `that`-clause depends on.
    """

    start: int
    end: int
    head: int
    lemmas: tuple[str, ...]
    passive: bool = False
    negated: bool = False
    modal: str = ""
    tense: str = "past"
    infinitive: bool = False
    ing: bool = False
    copula: bool = False
    bare_participle: bool = False
    perfect: bool = False
    link: str = ""
    governor: Clause | None = None
    subject: Argument | None = None
    leading: list[Argument] = field(default_factory=list)
    appositives: list[Phrase] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)
    particles: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    region: tuple[int, int] = (0, 0)
    gap: Argument | None = None

    def argument(self, prep: str | None) -> Argument | None:
        """The first argument after a preposition (None: the object)."""
        return next((argument for argument in self.arguments if argument.prep == prep), None)


class ClauseReader:
    """Cuts one tagged sentence into clauses."""

    def __init__(self, lexicon: Lexicon, text: str, words: Sequence[Word]) -> None:
        self._lexicon = lexicon
        self._words = words
        self._phrases = PhraseReader(lexicon, text, words)

    def read(self) -> list[Clause]:
        """Return the clauses in order."""
        clauses = self._verb_groups()
        for number, clause in enumerate(clauses):
            previous = clauses[number - 1] if number else None
            self._connect(clause, previous, clauses[:number])
        self._share_ahead(clauses)
        for number, clause in enumerate(clauses):
            following = clauses[number + 1] if number + 1 < len(clauses) else None
            end = following.region[0] if following else len(self._words)
            self._fill(clause, end)
        return clauses

    def _share_ahead(self, clauses: Sequence[Clause]) -> None:
        """'After losing Kunduz, the army ...': who does it is told behind the comma."""
        if len(clauses) < 2 or clauses[0].subject is not None or clauses[0].passive or clauses[1].link != ",":
            return
        begin = clauses[0].start
        if begin == 0 and clauses[0].bare_participle:
            clauses[0].subject = clauses[1].subject  # 'Besieged by the army, Darayya surrendered'
        if self._words[max(0, begin - 1)].lower == "without":
            return  # 'Without admitting defeat, they withdrew'
        if clauses[0].ing or self._words[begin].lower == "having":
            clauses[0].subject = clauses[1].subject

    def _verb_groups(self) -> list[Clause]:
        groups: list[Clause] = []
        index, words = 0, self._words
        while index < len(words):
            if words[index].tag not in ("V", "BE", "HAVE", "DO", "MOD", "TO") and not (
                words[index].tag == "NEG" and words[index].lower != "neither"
            ):
                index += 1
                continue
            end = index
            head = -1
            while end < len(words) and words[end].tag in ("V", "BE", "HAVE", "DO", "MOD", "TO", "NEG", "ADV"):
                if words[end].tag == "TO" and end > index:
                    break
                if words[end].tag == "V":
                    if head >= 0:
                        break
                    head = end
                    end += 1
                    break
                end += 1
            while end > index + 1 and words[end - 1].tag == "ADV" and head < end - 1:
                end -= 1
            if words[index].tag != "NEG" or head >= 0:
                groups.append(self._group(index, end, head))
            index = max(end, index + 1)
        return groups

    def _group(self, start: int, end: int, head: int) -> Clause:
        words = self._words[start:end]
        tags = {w.tag for w in words}
        lowers = {w.lower for w in words}
        forms = self._words[head].forms if head >= 0 else ()
        tenses = {form.tense for form in forms}
        copula = head < 0
        clause = Clause(start, end, head if head >= 0 else end - 1, tuple(dict.fromkeys(f.lemma for f in forms)))
        if copula:
            clause.lemmas = ("be",) if "BE" in tags else ("have",) if "HAVE" in tags else ("do",)
        clause.copula = copula
        clause.negated = "NEG" in tags
        clause.infinitive = words[0].tag == "TO"
        clause.modal = next((w.lower for w in words if w.tag == "MOD"), "")
        clause.ing = tenses == {"ing"} and "BE" not in tags
        being = "BE" in tags and bool(tenses & {"participle"})
        clause.passive = being and not copula
        clause.perfect = "HAVE" in tags
        bare = len([w for w in words if w.tag != "ADV"]) == 1
        clause.bare_participle = bare and "participle" in tenses
        if clause.modal or clause.infinitive:
            clause.tense = "future"
        elif lowers & {"is", "are", "am", "has", "have"} or (bare and tenses & {"s", "base"}):
            clause.tense = "present"
        around = self._words[max(0, start - 2) : end + 3]
        clause.adverbs = frozenset([w.lower for w in around if w.tag in ("ADV", "DET") or w.lower == "longer"])
        return clause

    def _connect(self, clause: Clause, previous: Clause | None, earlier: Sequence[Clause]) -> None:
        """Split the words before a verb group into arguments of the verb before and the subject of this one."""
        begin = previous.end if previous else 0
        end = clause.start
        words = self._words
        hard = self._last(_HARD, begin, end)
        if hard is not None:
            clause.region = (hard, end)
            clause.link = words[hard].lower
            self._after_hard(clause, hard + 1, end, previous, earlier)
            return
        with_at = self._absolute(clause, begin, end)
        if with_at is not None:
            clause.region, clause.link = (with_at, end), "with"
            self._subject(clause, with_at, end)
            return
        if previous is None:
            clause.region = (0, end)
            self._subject(clause, 0, end)
            self._nearest(clause)
            return
        last_and, last_comma = self._last(("C",), begin, end), self._last((",",), begin, end)
        opening = self._before_list(last_and, begin, end)
        if opening != last_and:
            last_and, last_comma = opening, None
        if last_comma is not None and last_and is not None and last_comma > last_and:
            last_and = None
        if clause.infinitive and (last_and is None or last_and + 1 < end):
            self._infinitive(clause, previous, begin, end)
            return
        if last_and is not None:
            clause.region, clause.link = (last_and, end), words[last_and].lower
            if last_and + 1 >= end or not self._has_phrase(last_and + 1, end):
                self._share(clause, self._coordinated(clause, earlier) or self._resumed(clause, previous, earlier))
            else:
                self._subject(clause, last_and + 1, end)
            return
        if last_comma is not None:
            clause.region, clause.link = (last_comma, end), ","
            if not self._has_phrase(last_comma + 1, end):
                source = previous
                if (not clause.ing and not clause.bare_participle) or previous.link in _RELATIVE:
                    source = self._main(earlier) or previous
                self._share(clause, source)
                opens = previous.gap is not None and (self._main(earlier[:-1]) is None or self._opens(previous.gap))
                if opens and not clause.ing:
                    clause.subject = previous.gap  # 'Zinjibar, which the rebels had held, was retaken'
            else:
                self._subject(clause, last_comma + 1, end)
            return
        self._adjacent(clause, previous, begin, end)

    def _before_list(self, last_and: int | None, begin: int, end: int) -> int | None:
        """'..., and Kunduz, Sar-e Pul and Taloqan were lost': the 'and' before the list, not the one in it."""
        around = [word.tag for word in self._words[last_and - 1 : end]] if last_and else []
        if last_and is None or last_and <= begin or around != ["PL", "C", "PL"]:
            return last_and
        index = last_and - 1
        while index > begin and self._words[index].tag in ("PL", ","):
            index -= 1
        return index if self._words[index].tag == "C" else last_and

    def _nearest(self, clause: Clause) -> None:
        """'The road from Saqlawiyah, retaken on 4 June, ...': what was retaken is the place told last."""
        around = [word.tag for word in self._words[max(0, clause.start - 1) : clause.end + 1]]
        aside = clause.bare_participle and around[0] == "," and around[-1] in (",", "P")
        nearest = clause.leading[-1] if clause.leading else None
        if not aside or nearest is None or clause.subject is None or nearest.start < clause.subject.start:
            return
        if nearest.places() and not clause.subject.places():
            clause.subject, clause.link = Argument(None, nearest.phrases[-1:], nearest.start), "reduced"

    def _last(self, tags: Collection[str], begin: int, end: int) -> int | None:
        """Return the last of some words that has one of some tags."""
        for index in range(end - 1, begin - 1, -1):
            if self._words[index].tag in tags:
                return index
        return None

    def _after_hard(
        self, clause: Clause, begin: int, end: int, previous: Clause | None, earlier: Sequence[Clause]
    ) -> None:
        if clause.link in _RELATIVE and not self._has_phrase(begin, end):
            antecedent = self._phrases.arguments(previous.end if previous else 0, begin - 1)
            if antecedent:
                chosen = _antecedent(antecedent)
                clause.subject = Argument(None, _meant(chosen), chosen.start)
                if previous is not None and self._describes(previous, antecedent):
                    clause.subject = previous.subject
                clause.link = "who"
            elif previous is not None:
                self._share(clause, previous)
            return
        if clause.link == "where":
            self._where(clause, previous, begin)
        if clause.link in ("which", "that", "whom") and not (
            clause.link == "that" and previous and self._reports(previous)
        ):
            antecedent = self._phrases.arguments(previous.end if previous else 0, begin - 1)
            clause.gap = _antecedent(antecedent) if antecedent else None
        if clause.link == "that" or (
            previous and self._reports(previous) and clause.link not in ("as", "after", "before", "when", ";")
        ):
            clause.governor = previous
        if not self._has_phrase(begin, end):
            source = previous if clause.ing else self._main(earlier) or previous
            if source:
                self._share(clause, source)
            return
        comma = self._last((",",), begin, end)
        if (
            clause.link in ("after", "before", "since", "until", "as", "while", "once", "with", ")")
            and comma is not None
            and self._has_phrase(comma + 1, end)
        ):
            begin = comma + 1
            clause.link = ","
            clause.region = (begin, end)
        self._subject(clause, begin, end)

    def _coordinated(self, clause: Clause, earlier: Sequence[Clause]) -> Clause | None:
        """'to cut the line coming from the north and surround Aleppo': the plain form goes on with the infinitive."""
        plain = clause.tense == "present" and all(w.text.islower() for w in self._words[clause.start : clause.end])
        if not plain or not (earlier[-1].ing or earlier[-1].bare_participle or earlier[-1].link in _RELATIVE | {"who"}):
            return None
        forms = {form.tense for form in self._words[clause.head].forms}
        if "base" not in forms:
            return None
        return next((c for c in reversed(earlier[-4:]) if c.infinitive or c.modal), None)

    def _absolute(self, clause: Clause, begin: int, end: int) -> int | None:
        """Find the 'with' of ', with the army and its allies retaking it': who does it stands after it."""
        if not clause.ing:
            return None
        for index in range(end - 1, begin - 1, -1):
            word = self._words[index]
            if word.lower == "with" and (index == begin or self._words[index - 1].tag == ","):
                return index if self._has_phrase(index + 1, end) else None
            if word.tag not in ("N", "AC", "PL", "DET", "ADV", "POSS", "SUF", "C", "P"):
                return None
        return None

    def _opens(self, argument: Argument) -> bool:
        """Whether a clause begins with an argument: 'while Daraa, where the revolt began, is ...'."""
        return argument.prep is None and argument.start > 0 and self._words[argument.start - 1].tag in ("SUB", ";")

    def _resumed(self, clause: Clause, previous: Clause, earlier: Sequence[Clause]) -> Clause:
        """'Rebels reached the post located near Hish and captured it': the main clause goes on, not what lies in it."""
        follows = self._words[clause.end].tag if clause.end < len(self._words) else ""
        active = not clause.passive and not clause.ing and follows in ("PRO", "DET", "PL")
        aside = previous.link in ("reduced", "who") and previous.subject is not None
        if active and aside and previous.subject is not None and previous.subject.actor() is None:
            return self._main(earlier) or previous
        return previous

    def _where(self, clause: Clause, previous: Clause | None, begin: int) -> None:
        """'Khogyani, a district where the Taliban move': the place is what stands before."""
        antecedent = self._phrases.arguments(previous.end if previous else 0, begin - 1)
        if antecedent and antecedent[-1].places():
            clause.leading = [Argument("in", antecedent[-1].phrases, antecedent[-1].start)]
            clause.gap = antecedent[-1]

    def _infinitive(self, clause: Clause, previous: Clause, begin: int, end: int) -> None:
        clause.region, clause.link, clause.governor = (end, end), "inf", previous
        own = self._phrases.arguments(begin, end)
        target = next((a for a in own if a.prep is None), None)
        judged = clause.copula and set(previous.lemmas) & JUDGING
        if target and (judged or set(previous.lemmas) & _CAUSATIVE):
            clause.subject = target
        else:
            self._share(clause, previous)
        clause.governor = previous

    def _adjacent(self, clause: Clause, previous: Clause, begin: int, end: int) -> None:
        following = self._words[clause.end].lower if clause.end < len(self._words) else ""
        if not self._has_phrase(begin, end):
            clause.region, clause.link, clause.governor = (end, end), "ing", previous
            self._share(clause, previous)
            return
        governed = self._words[begin].tag == "P"
        if self._reports(previous) and not clause.ing and not (governed and clause.bare_participle):
            clause.region, clause.link, clause.governor = (begin, end), "that", previous
            self._subject(clause, begin, end)
            return
        told_who = previous.link in ("ing", "reduced", "") or (governed and previous.subject is not None)
        if previous.ing and not clause.ing and told_who and (not clause.bare_participle or self._takes(clause)):
            clause.region, clause.link = (end, end), previous.link
            self._share(clause, previous)  # 'gunmen waving flags took over ...'
            return
        if clause.ing and self._words[end - 1].lower in _BY_DOING:
            own = self._phrases.arguments(begin, end - 1)
            clause.region, clause.link, clause.governor = (end, end), "ing", previous
            self._share(clause, previous)
            if previous.passive and own and own[-1].prep == "by":
                clause.subject = own[-1]
            return
        reduced = clause.ing or (
            clause.bare_participle and following in ("by", "from", "in", "since", "near", "at", "with", "to")
        )
        if reduced:
            own = self._phrases.arguments(begin, end)
            clause.region, clause.link = (end, end), "reduced"
            clause.subject = Argument(None, own[-1].phrases[-1:], own[-1].start) if own else previous.subject
            if own and self._describes(previous, own):
                clause.subject = previous.subject
            return
        clause.region, clause.link = (begin, end), ""
        self._subject(clause, begin, end)

    def _takes(self, clause: Clause) -> bool:
        """Whether an object follows a verb: 'won back Sinuni' is no participle."""
        after = (word for word in self._words[clause.end : clause.end + 3] if word.tag not in ("ADV", "PRT"))
        following = next(after, None)
        return following is not None and following.tag in ("PL", "DET", "AC", "PRO")

    @staticmethod
    def _describes(previous: Clause, arguments: Sequence[Argument]) -> bool:
        """Whether a verb only says what its subject is: 'Haditha remained the last town in Anbar held by'."""
        says_what = previous.copula or bool(set(previous.lemmas) & {"remain", "stay", "become"})
        first = arguments[0].first
        named = any(ref.mention is not None and not ref.partial for ref in first.places)
        further = all(argument.prep in ("in", "on", "near", "of") for argument in arguments[1:])
        place = previous.subject is not None and previous.subject.first.kind in ("place", "part")
        return says_what and place and arguments[0].prep is None and first.kind == "part" and not named and further

    def _share(self, clause: Clause, source: Clause) -> None:
        clause.subject = source.subject
        clause.leading = source.leading
        if clause.link in ("and", "but", "or", ","):
            clause.governor = source.governor
            if source.infinitive or source.modal:
                clause.modal = clause.modal or (source.modal if not clause.bare_participle else "")
            if source.infinitive and self._is_base(clause):
                clause.infinitive, clause.governor = True, source.governor  # 'hopes to enter Idlib and control it'
        elif clause.link not in ("inf", "ing"):
            clause.governor = source.governor

    def _is_base(self, clause: Clause) -> bool:
        """Whether a verb group is no more than a verb in its plain form."""
        bare = len([w for w in self._words[clause.start : clause.end] if w.tag != "ADV"]) == 1
        return bare and {form.tense for form in self._words[clause.head].forms} == {"base"}

    def _subject(self, clause: Clause, begin: int, end: int) -> None:
        arguments = self._phrases.arguments(begin, end)
        bare = [a for a in arguments if a.prep is None]
        clause.leading += [a for a in arguments if a.prep is not None]
        being = clause.passive and self._words[clause.start].lower == "being"
        if not bare and being and arguments and arguments[-1].prep == "of":
            clause.subject = arguments[-1]  # 'reports of Mylove being captured'
        elif not bare and arguments and self._gives_reason(arguments[-1]):
            clause.subject = arguments[-1]  # ', for the villages around Kobani are still occupied'
        elif bare:
            clause.subject = bare[0]
            clause.appositives = [p for a in bare[1:] for p in a.phrases]
        elif (
            clause.ing and arguments and arguments[0].prep in ("with", "following", "despite") and arguments[0].actor()
        ):
            clause.subject = clause.leading.pop(0)  # 'with the army taking ...'
        clause.adverbs |= frozenset(w.lower for w in self._words[begin:end] if w.tag == "ADV")

    def _gives_reason(self, argument: Argument) -> bool:
        """Whether an argument of 'for' opens a clause of its own behind a comma."""
        before = self._words[max(0, argument.start - 2)]
        return argument.prep == "for" and before.tag == ","

    def _has_phrase(self, begin: int, end: int) -> bool:
        return self._last(("N", "PL", "AC", "PRO", "DET"), begin, end) is not None

    def _reports(self, clause: Clause) -> bool:
        kinds = self._lexicon.reporting
        return any(
            lemma in kinds["say"] or lemma in kinds["deny"] or lemma in kinds["doubt"] for lemma in clause.lemmas
        )

    @staticmethod
    def _main(earlier: Sequence[Clause]) -> Clause | None:
        return next((c for c in reversed(earlier) if c.link not in ("who", "reduced", "inf")), None)

    def _fill(self, clause: Clause, end: int) -> None:
        clause.arguments = self._phrases.arguments(clause.end, max(end, clause.end))
        after = self._words[clause.end : max(end, clause.end)]
        clause.particles = frozenset([word.lower for word in after if word.tag in ("PRT", "ADV", "P")])


def _meant(antecedent: Argument) -> list[Phrase]:
    """The phrases that 'which' is about: all of 'the towns of A and B', else the last."""
    plural = antecedent.first.kind == "part" and antecedent.first.head.endswith("s") and antecedent.first.places
    return antecedent.phrases if plural else antecedent.phrases[-1:]


def _antecedent(arguments: Sequence[Argument]) -> Argument:
    """What 'which' points back to: the last phrase, or the one before it that it only says the whereabouts of."""
    position = len(arguments) - 1
    while position and arguments[position].prep in ("in", "on", "near") and arguments[position - 1].places():
        position -= 1
    return arguments[position]
