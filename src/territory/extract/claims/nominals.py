"""Event nouns and attributes: 'the fall of Mosul', 'the Taliban's capture of Kandahar', 'rebel-held Marea'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.phrase import Argument, Phrase
from territory.extract.claims.phrases import PhraseReader
from territory.extract.claims.proposition import LAUNCH, Proposition
from territory.extract.claims.refs import ActorRef, PlaceRef
from territory.extract.claims.word import Word

_STOP = frozenset({"V", "SUB", ";", ":", "(", ")", "BE", "HAVE", "DO", "MOD", "—", "–"})
_LOOSE = frozenset({"base", "bases", "hub", "outpost", "pocket", "holdout", "garrison"})
"""Strong places that may lie anywhere near the town they are told with."""
_SET_BACK = frozenset({"defeat", "blow", "setback", "loss"})


_ENDS = frozenset({"end", "collapse", "ended", "ending"})
_WITHDRAWING = frozenset("make stage conduct order announce complete begin start finish confirm".split())
_ONWARD = frozenset(
    "advance continue proceed push move begin start declare proclaim control hold seize capture take".split()
)
"""What a side does next that has just taken a place."""
_DURING = frozenset({"during", "after", "before", "since", "throughout", "under", "despite", "following", "until"})


class NominalReader:
    """Finds propositions that nouns make in one tagged sentence."""

    def __init__(self, lexicon: Lexicon, text: str, words: Sequence[Word], clauses: Sequence[Clause]) -> None:
        self._lexicon = lexicon
        self._words = words
        self._clauses = clauses
        self._phrases = PhraseReader(lexicon, text, words)

    def read(self) -> Iterator[Proposition]:
        """Yield what the event nouns and attributes of the sentence say."""
        for index, word in enumerate(self._words):
            nominal = self._lexicon.nominals.get(word.lower) if word.tag == "N" else None
            if nominal:
                found = self._event(index, nominal.event)
                if found:
                    found.start, found.clause = index, found.clause or self.clause_at(index)
                    yield found
        yield from self._attributes()
        yield from self._launched()
        yield from self._left_as()
        yield from self._in_hands()

    def _in_hands(self) -> Iterator[Proposition]:
        """'Habbaniyah, in government hands, shelters the displaced'"""
        for clause in self._clauses:
            named = [ref for ref in clause.subject.places() if ref.mention is not None] if clause.subject else []
            for argument in clause.leading:
                held = argument.prep in ("in", "under") and argument.first.kind == "hands"
                if named and held and argument.first.actor and clause.subject and argument.start > clause.subject.start:
                    yield Proposition(
                        "holds",
                        named,
                        argument.first.actor,
                        clause=clause,
                        start=argument.start,
                        rule="attribute.hands",
                        current=True,
                    )

    def _left_as(self) -> Iterator[Proposition]:
        """'... has left Raqqa as the last stronghold of the caliphate'"""
        for clause in self._clauses:
            target = clause.argument(None)
            if not set(clause.lemmas) & {"leave", "make", "keep"} or target is None or not target.places():
                continue
            strong = next(
                (
                    p
                    for a in clause.arguments
                    for p in a.phrases
                    if (p.strong or p.head == "capital") and p.actor and not p.places
                ),
                None,
            )
            if strong is not None:
                yield Proposition(
                    "holds",
                    target.places(),
                    strong.actor,
                    clause=clause,
                    start=clause.head,
                    rule="attribute.left",
                    current=True,
                )

    def clause_at(self, index: int) -> Clause | None:
        """Return the clause whose subject or arguments hold a word."""
        holding = None
        for clause in self._clauses:
            if clause.region[0] <= index and (holding is None or clause.region[0] >= holding.region[0]):
                holding = clause
        return holding

    def _event(self, index: int, event: str) -> Proposition | None:
        begin = index + 1
        if [word.tag for word in self._words[begin : begin + 2]] == [",", ","]:
            begin += 2  # 'the capture, on 24 January, of ...': the date between the commas is no word
        stop = begin
        while stop < len(self._words) and self._words[stop].tag not in _STOP and not self._breaks(stop):
            stop += 1
        arguments = self._phrases.arguments(begin, stop)
        if event == "contested":
            return self._battle(index, arguments)
        if event == "expelled":
            return self._expelled(arguments)
        if event == "holds":
            return self._grip(index, arguments)
        return self._change(index, event, arguments)

    def _breaks(self, index: int) -> bool:
        """Whether a comma ends the phrase and does not go on with a list of names."""
        if self._words[index].tag != ",":
            return False
        if any(clause.subject is not None and clause.subject.start == index + 1 for clause in self._clauses):
            return True  # 'After the fall of Sievierodonetsk, Lysychansk became ...'
        return index + 1 >= len(self._words) or self._words[index + 1].tag not in ("PL", "C")

    def _change(self, index: int, event: str, arguments: list[Argument]) -> Proposition | None:
        if event == "withdrew":
            return self._withdrawal(index, arguments)
        named = self._of_place(index)
        if named is not None:
            arguments = [Argument("of", [named], named.start), *arguments]
        if not arguments or arguments[0].prep not in ("of", "from", "over"):
            return None
        places = arguments[0].places() if arguments[0].first.kind in ("place", "part", "whole") else []
        back = arguments[0].first.kind == "pronoun"
        if not places or back:
            return None
        owner = self._owner(index)
        by = next((a.actor() for a in arguments if a.prep == "by"), None)
        to = next((a.actor() for a in arguments if a.prep in ("to",)), None)
        loser = next((a.actor() for a in arguments[1:] if a.prep == "from"), None)
        rule = f"noun.{event}"
        if event == "besieged":
            return self._siege(index, places, owner or by)
        if event == "fall":
            winner = to
            return Proposition("captured", places, winner, loser or self._set_back(), rule=rule, fallback_speaker=True)
        if event == "return":
            hands = next((a.first for a in arguments[1:] if a.prep == "to" and a.first.kind == "hands"), None)
            return Proposition("recaptured", places, hands.actor, rule=rule) if hands else None
        if event == "ceded":
            return Proposition("ceded", places, to, loser or by or owner, rule=rule, fallback_speaker=to is None)
        winner = by or owner or (None if loser else self._goes_on(index))
        return Proposition(
            event, places, winner, loser, rule=rule, fallback_speaker=True, default_state=event == "recaptured"
        )

    def _goes_on(self, index: int) -> ActorRef | None:
        """'Following the capture of Mosul, Islamic State advanced ...': who goes on is who took it."""
        if self._of_place(index) is not None:
            index -= 2  # 'With Palmyra's capture'
        before = {word.lower for word in self._words[max(0, index - 2) : index]}
        clause = self.clause_at(index)
        if not before & {"following", "after", "with"} or clause is None or index > clause.start:
            return None
        opening = max(0, index - 2) == 0 or self._words[index - 3].tag in (",", ";")
        onward = set(clause.lemmas) & _ONWARD and not clause.passive and not clause.negated
        return clause.subject.actor() if opening and onward and clause.subject is not None else None

    def _of_place(self, index: int) -> Phrase | None:
        """The place of 'Ramadi's fall'."""
        if index < 2 or self._words[index - 1].tag != "POSS" or self._words[index - 2].tag != "PL":
            return None
        return self._phrases.phrase(index - 2, index - 1)[0]

    def _withdrawal(self, index: int, arguments: list[Argument]) -> Proposition | None:
        """'the retreat of the eastern army from the airport', 'its withdrawal from the city'"""
        place = next((a for a in arguments if a.prep == "from" and a.places()), None)
        goer = self._owner(index) or next((a.actor() for a in arguments if a.prep in ("of", "by")), None)
        clause = self.clause_at(index)
        if goer is None and clause is not None and set(clause.lemmas) & _WITHDRAWING and clause.subject is not None:
            goer = clause.subject.actor()  # 'announced their withdrawal from the city'
        if place is None or goer is None:
            return None
        return Proposition("withdrew", place.places(), goer, rule="noun.withdrew")

    def _expelled(self, arguments: list[Argument]) -> Proposition | None:
        """'the expulsion of Islamic State from Tikrit by ...'"""
        loser = next((a.actor() for a in arguments if a.prep == "of"), None)
        place = next((a for a in arguments if a.prep in ("from", "in", "at") and a.places()), None)
        winner = next((a.actor() for a in arguments if a.prep == "by"), None)
        if loser is None or place is None:
            return None
        return Proposition("cleared", place.places(), winner, loser, rule="noun.expelled", fallback_speaker=True)

    def _grip(self, index: int, arguments: list[Argument]) -> Proposition | None:
        """'its grip on Raqqa'"""
        owner = self._owner(index)
        if owner is None or not arguments or arguments[0].prep not in ("on", "over", "of") or not arguments[0].places():
            return None
        owner_begin = self._owner_begin(index)
        before = self._words[owner_begin - 1].lower if owner_begin else ""
        if before in _DURING:
            return None  # 'during its rule of the town': told of another time than now
        if any(word.lower in _ENDS for word in self._words[max(0, owner_begin - 3) : owner_begin]):
            return Proposition("lost", arguments[0].places(), owner, rule="noun.grip.end")  # 'an end to its rule over'
        clause = self.clause_at(index)
        if clause is not None and set(clause.lemmas) & {"lose", "end", "break", "loosen", "weaken"}:
            return None
        return Proposition("holds", arguments[0].places(), owner, rule="noun.grip", current=True)

    def _siege(self, index: int, places: list[PlaceRef], attacker: ActorRef | None) -> Proposition | None:
        clause = self.clause_at(index)
        if clause is None or set(clause.lemmas) & {"break", "lift", "end", "relieve", "breach"}:
            return None
        return Proposition("besieged", places, attacker, rule="noun.siege") if attacker else None

    def _battle(self, index: int, arguments: list[Argument]) -> Proposition | None:
        places: list[PlaceRef] = []
        actors: list[ActorRef] = []
        if not arguments:
            arguments = []
        clause = self.clause_at(index)
        after = list(arguments)
        if clause is not None and clause.subject is not None and clause.start > index:
            after += clause.arguments
        for argument in after:
            if (
                argument.prep
                in (
                    "in",
                    "for",
                    "at",
                    "around",
                    "near",
                    "inside",
                    "over",
                    "of",
                    "across",
                    "within",
                    "to",
                    "on",
                    "outside",
                )
                and not places
            ):
                places = argument.places() if argument.first.kind in ("place", "part", "whole") else []
            if argument.prep in ("between", "with", "against", "by", "involving"):
                actors += [p.actor for p in argument.phrases if p.kind == "actor" and p.actor]
        if self._words[index].lower in ("assault", "offensive", "attack", "storming"):
            beaten = clause is not None and set(clause.lemmas) & self._lexicon.lemmas("repel")
            if beaten or not self._owner(index):
                return None
        if not places:
            return None
        owner = self._owner(index)
        if owner:
            actors.insert(0, owner)
        if not actors:
            actors = list(self._all_actors())
        if not actors:
            return None
        opponent = actors[1] if len(actors) > 1 else None
        return Proposition("contested", places, actors[0], opponent, rule="noun.battle")

    def _all_actors(self) -> list[ActorRef]:
        found = []
        for clause in self._clauses:
            arguments = ([clause.subject] if clause.subject else []) + clause.arguments
            found += [p.actor for a in arguments for p in a.phrases if p.kind == "actor" and p.actor]
        return found

    def _owner(self, index: int) -> ActorRef | None:
        """The side before the noun: 'Taliban's capture', 'the army assault', 'Iraqi forces' recapture'."""
        begin = self._owner_begin(index)
        if begin == index:
            return None
        if self._words[begin].lower in ("its", "their", "his") and begin + 1 == index:
            word = self._words[begin]
            subject = self._subject_before(begin)
            return subject or ActorRef((), "pronoun", word.start, word.end, word.text)
        possessive = next((i for i in range(index - 1, begin, -1) if self._words[i].tag == "POSS"), None)
        phrase, _ = self._phrases.phrase(begin, possessive or index)
        return phrase.actor if phrase.kind in ("actor", "other", "hands") else None

    def _owner_begin(self, index: int) -> int:
        """Return where the words before a noun that may say whose it is begin."""
        begin = index
        while begin and index - begin < 8 and self._words[begin - 1].tag in ("N", "AC", "POSS", "DET", "ADV", "SUF"):
            begin -= 1
        return begin

    def _subject_before(self, index: int) -> ActorRef | None:
        """The side that 'its' and 'their' point back to within their own clause ('the army ended its siege')."""
        clause = self.clause_at(index)
        subject = clause.subject if clause is not None else None
        return subject.actor() if subject is not None and subject.start < index else None

    def _set_back(self) -> ActorRef | None:
        """The side of 'a defeat for the group'."""
        for clause in self._clauses:
            for position, argument in enumerate(clause.arguments):
                if argument.first.head in _SET_BACK and position + 1 < len(clause.arguments):
                    following = clause.arguments[position + 1]
                    if following.prep in ("to", "for", "of"):
                        return following.actor()
        return None

    def _launched(self) -> Iterator[Proposition]:
        for clause in self._clauses:
            if not set(clause.lemmas) & LAUNCH or clause.passive or clause.subject is None:
                continue
            target = clause.argument(None)
            attacker = clause.subject.actor()
            if target and attacker and target.first.kind == "attack":
                places = target.first.places or next(
                    (a.places() for a in clause.arguments if a.prep in ("on", "against") and a.places()), []
                )
                if places:
                    yield Proposition(
                        "contested", places, attacker, rule="noun.attack", clause=clause, start=clause.head
                    )

    def _attributes(self) -> Iterator[Proposition]:
        """'rebel-held Marea', 'the group's stronghold of Raqqa', 'Baghouz, the last village under Islamic State'."""
        for argument, clause in self._arguments():
            for position, phrase in enumerate(argument.phrases):
                found = self._attribute(argument.phrases, position, phrase)
                if found:
                    found.start, found.clause = phrase.start, clause
                    yield found

    def _arguments(self) -> Iterator[tuple[Argument, Clause | None]]:
        if not self._clauses:
            for argument in self._phrases.arguments(0, len(self._words)):
                yield argument, None
        seen: set[int] = set()
        for clause in self._clauses:
            own = [clause.subject] if clause.subject else []
            own += [*clause.leading, *clause.arguments]
            own += [Argument(None, [phrase], phrase.start) for phrase in clause.appositives]
            for argument in own:
                if argument.start not in seen:
                    seen.add(argument.start)
                    yield argument, clause

    def _attribute(self, phrases: Sequence[Phrase], position: int, phrase: Phrase) -> Proposition | None:
        named = [ref for ref in phrase.places if ref.mention is not None]
        described = phrase.apposition
        if described and named and described.actor and not described.former:
            hers = described.actor.generic == "pronoun" and described.head not in ("capital", "hub")
            apt = described.strong or (
                described.kind == "part" and self._lexicon.has("same", described.head) and not hers
            )
            if apt or (described.kind == "part" and described.actor.generic != "state"):
                whole = [PlaceRef(ref.mention, ref.start, ref.end) for ref in named]
                return Proposition("holds", whole, described.actor, rule="attribute.apposition", current=True)
        if phrase.actor is None or phrase.former:
            return None
        if phrase.owner_held and named:
            return Proposition("holds", named, phrase.actor, rule="attribute.held", current=True)
        if phrase.kind != "part":
            return None
        if phrase.strong and named and phrase.head not in _LOOSE:
            whole = [PlaceRef(ref.mention, ref.start, ref.end) for ref in named]
            return Proposition("holds", whole, phrase.actor, rule="attribute.stronghold", current=True)
        following = phrases[position + 1] if position + 1 < len(phrases) else None
        seat = phrase.strong or phrase.head == "capital"
        if seat and not named and following is not None and following.kind == "place" and following.places:
            return Proposition("holds", following.places, phrase.actor, rule="attribute.stronghold", current=True)
        hers = phrase.actor.generic == "pronoun" and phrase.head not in ("capital", "hub")
        apt = phrase.strong or (self._lexicon.has("same", phrase.head) and not hers)
        before = phrases[position - 1] if position else None
        if apt and before is not None and before.kind in ("place", "part") and before.places and phrase.head != "base":
            return Proposition("holds", before.places, phrase.actor, rule="attribute.apposition", current=True)
        return None
