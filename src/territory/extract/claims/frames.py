"""Clause → proposition: what happened, to which place, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Frame, Lexicon
from territory.extract.claims.phrase import Argument
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import UNKNOWN, ActorRef, PlaceRef
from territory.extract.claims.roles import frames_of, roles_of
from territory.extract.claims.slots import (
    armed_in,
    goes_back,
    is_other,
    leading_places,
    near_in,
    owner_in,
    places_in,
    side_in,
    subject_places,
)
from territory.extract.claims.states import StateReader
from territory.extract.claims.word import Word

_GAINS = frozenset({"captured", "recaptured", "cleared", "ceded"})
_NO_FIGHT = (
    "invited in",
    "invitation",
    "without a fight",
    "without fight",
    "unopposed",
    "without resistance",
    "without a shot",
    "without firing",
    "bloodlessly",
)


_TAKEN_OTHERWISE = frozenset({"the field", "positions", "up positions"})
_TAKEN_HOLD = frozenset({"hold", "root", "shape", "effect", "heart", "aim", "place", "part"})
_MOSTLY = frozenset({"mostly", "largely", "partially", "partly"})
_CONTROL = frozenset({"control", "full control", "complete control", "total control"})
_NEARLY = frozenset({"almost", "nearly", "virtually", "practically"})
_FREE = frozenset({"free", "clear", "rid"})
_INNER = frozenset({"centre", "center", "heart", "middle", "downtown", "square", "market"})


class FrameReader:
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

    def _gain(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places = places_in(roles.get("place")) or self._spoken_of(frame, roles)
        winner, loser = side_in(roles.get("winner")), side_in(roles.get("loser"))
        if not places or self._is_idiom(clause, roles["place"]):
            return None
        if winner is None and clause.bare_participle and clause.subject is None and clause.argument(None) is not None:
            return None  # 'the ruins, occupied Popasna, ...': an adjective
        owner = next((p.actor for p in roles["place"].phrases if p.actor and p.kind in ("part", "place")), None)
        loser = loser or owner
        event = frame.event
        partial = bool(clause.adverbs & _MOSTLY)
        if event == "captured" and clause.adverbs & self._lexicon.words["again"] and clause.lemmas != ("lose",):
            event = "recaptured"
        agentless = winner is None and frame.name in ("capture", "recapture", "clear", "expel", "fall")
        return Proposition(
            event,
            places,
            winner,
            loser,
            partial=partial,
            rule=f"verb.{frame.name}",
            agentless=agentless,
            fallback_speaker=agentless,
            default_state=agentless and event == "recaptured",
        )

    @staticmethod
    def _spoken_of(frame: Frame, roles: dict[str, Argument]) -> list[PlaceRef]:
        """'The rebels took full control on Friday': of the place spoken of."""
        target = roles.get("place")
        if target is None or frame.name not in ("capture", "recapture") or side_in(roles.get("winner")) is None:
            return []
        first = target.first
        bare = first.kind == "whole" and first.open and first.head == "control" and first.text.lower() in _CONTROL
        return [PlaceRef(None, first.start, first.end, anaphor="it")] if bare else []

    @staticmethod
    def _is_idiom(clause: Clause, target: Argument) -> bool:
        """'took part in the battle of ...', 'restored the clip'"""
        lemmas = set(clause.lemmas)
        if "gain" in lemmas and target.first.head == "ground":
            return True
        if lemmas & {"restore", "reassert", "re-establish", "reestablish", "assume", "assert"}:
            return target.first.kind != "whole"
        if "take" not in lemmas:
            return False
        away = target.first.kind == "pronoun" and "out" in clause.particles and clause.argument("from") is not None
        if target.first.text.lower() in _TAKEN_HOLD and clause.argument("of") is None:
            return True  # 'cholera has taken hold in ...'
        otherwise = target.first.text.lower() in _TAKEN_OTHERWISE and "over" not in clause.particles
        return away or target.first.head in ("part", "place") or otherwise

    def _on_expel(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        loser = side_in(roles.get("loser"))
        if loser is None:
            return None
        if places_in(roles.get("place")):
            return self._gain(frame, clause, roles)
        governor = clause.governor or clause
        led = leading_places(governor) if "where" in (clause.link, governor.link) else []
        if led:
            led = [ref._replace(partial=True) for ref in led]
            return Proposition("cleared", led, side_in(roles.get("winner")), loser, rule="verb.expel")
        if not {"out", "back"} & clause.particles and not set(clause.lemmas) & {"expel", "evict", "oust"}:
            return None
        topic = [PlaceRef(None, clause.head, clause.head, anaphor="@topic")]
        return Proposition(
            "cleared", topic, side_in(roles.get("winner")), loser, rule="verb.expel", fallback_speaker=True
        )

    def _on_clear(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if not places_in(roles.get("place")) or ("loser" not in roles and "sweep" in clause.lemmas):
            return None
        return self._gain(frame, clause, roles)

    def _on_lose(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        found = self._gain(frame, clause, roles)
        if found and found.opponent is None and found.actor is None and clause.passive:
            found.event, found.fallback_speaker = "lost", True
        return found

    def _on_fall(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if clause.subject is None or ("fall" in clause.lemmas and clause.argument("on")):
            return None
        found = self._gain(frame, clause, roles)
        if found and found.actor is None and set(clause.lemmas) & {"go", "pass", "switch", "revert"}:
            return None
        if found and found.actor is None and "to" in {a.prep for a in clause.arguments}:
            return None
        return found

    def _on_withdraw(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        target = clause.argument(None)
        if target is not None and armed_in(target) is None:
            return None  # they take their things away, not themselves
        goer = side_in(roles.get("goer")) or side_in(target)
        source, gone = roles.get("place"), subject_places(clause)
        if source is not None and source.first.metonym is not None and gone and target is None:
            return Proposition(
                "lost", gone, source.first.metonym, rule="verb.slip"
            )  # 'Idlib slipped away from Damascus'
        places = places_in(source)
        if not goer or not places:
            return None
        partial = bool(clause.adverbs & (_MOSTLY | _NEARLY))
        return Proposition("withdrew", places, goer, rule=f"verb.{frame.name}", partial=partial)

    def _on_abandon(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        goer, winner, places = side_in(roles.get("goer")), side_in(roles.get("winner")), places_in(roles.get("place"))
        if not places:
            return None
        if winner:
            return Proposition("captured", places, winner, goer, rule="verb.abandon")
        partial = bool(clause.adverbs & (_MOSTLY | _NEARLY))
        return Proposition("withdrew", places, goer, rule="verb.abandon", partial=partial) if goer else None

    def _on_cede(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if "themselves" in clause.particles | clause.adverbs:
            return None
        places = places_in(roles.get("place"))
        winner, loser = side_in(roles.get("winner")), side_in(roles.get("loser"))
        if winner is None:
            objects = [a for a in clause.arguments if a.prep is None]
            if len(objects) > 1 and side_in(objects[0]) and places_in(objects[1]):
                winner, places = side_in(objects[0]), places_in(objects[1])
        thing = clause.argument(None)
        given = thing is not None and is_other(thing)  # 'surrendered their weapons'
        if not places and not given and "surrender" in clause.lemmas:
            named = clause.subject is not None and clause.subject.first.kind != "pronoun"
            places = (
                (subject_places(clause) if named else []) or places_in(clause.argument("in")) or leading_places(clause)
            )
            loser = loser or side_in(clause.subject)
        if not places and not given:
            places = leading_places(clause)
        if not places:
            return None
        if winner is None and loser is None:
            surrendered = "surrender" in clause.lemmas
            return Proposition("ceded", places, None, rule="verb.cede", agentless=True) if surrendered else None
        if winner is None:
            return Proposition("lost", places, loser, rule="verb.cede", notes=frozenset({"to_whom"}))
        return Proposition("ceded", places, winner, loser, rule="verb.cede")

    def _on_give(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'..., giving the group most of Anbar'."""
        objects = [a for a in clause.arguments if a.prep is None]
        if len(objects) < 2 or not side_in(objects[0]) or objects[0].places():
            return None
        places = [ref for ref in places_in(objects[1]) if ref.mention is not None]
        return Proposition("captured", places, side_in(objects[0]), rule="verb.give") if places else None

    def _on_establish(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'established full control over Palmyra', 'imposed their rule on the town'"""
        kept, winner = roles.get("hold"), side_in(roles.get("winner"))
        told = winner is not None or clause.passive  # 'control has been established in Al-Bab,' the minister said
        if kept is None or not told or kept.first.kind not in ("whole", "hands"):
            return None
        places = kept.places() or places_in(roles.get("place")) or places_in(clause.argument("in"))
        return Proposition("captured", places, winner, rule="verb.establish", fallback_speaker=True) if places else None

    def _on_hold(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, holder = places_in(roles.get("place")), side_in(roles.get("holder"))
        onto = "on" in clause.particles and clause.argument(None) is None  # 'held on to', not 'held talks on ... in'
        if onto and clause.argument("to") is not None and not places_in(clause.argument("to")):
            return None  # 'held on to the presidency'
        if not places and ("cling" in clause.lemmas or onto):
            places = (
                places_in(clause.argument("to"))
                or places_in(clause.argument("within"))
                or places_in(clause.argument("in"))
            )
        kept = clause.argument(None)
        if not places and kept is not None and kept.first.kind == "hands" and kept.first.actor is None:
            places = kept.places() or places_in(clause.argument("over"))  # 'hold sway over'
        if holder and kept and kept.first.head in ("presence", "foothold", "cells", "cell", "influence", "sleeper"):
            near = next(
                (
                    a
                    for a in clause.arguments
                    if a.prep in ("in", "around", "on", "over", "across", "near") and near_in(a)
                ),
                None,
            )
            where = kept.first.places or near_in(near)
            if where:
                return Proposition("influence", where, holder, rule="verb.presence", partial=True, current=True)
        if not places or not holder:
            return None
        if clause.negated or "longer" in clause.adverbs:
            return (
                Proposition("lost", places, holder, rule="verb.hold.no_longer") if "longer" in self._sentence else None
            )
        return Proposition("holds", places, holder, rule=f"verb.{frame.name}", current=True)

    def _on_belong(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'Tal Afar also belongs to Islamic State'"""
        places, holder = places_in(roles.get("place")), armed_in(roles.get("holder"))
        if not places or holder is None or clause.ing:
            return None  # 'sites belonging to the army'
        return Proposition("holds", places, holder, rule="verb.belong", current=True)

    def _on_follow(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'They took Kunduz. Ghazni followed in August': the same befell the next place, if a claim was told before."""
        named = [ref for ref in subject_places(clause) if ref.mention is not None]
        told = not (clause.modal or clause.ing or clause.infinitive or clause.passive)
        if not named or not told or clause.argument(None) is not None or clause.argument("by") is not None:
            return None
        return Proposition("captured", named, None, rule="verb.follow", agentless=True)

    def _on_change(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'Bashiqa changed hands': to the side that the text tells of."""
        places, kept = places_in(roles.get("place")), roles.get("hold")
        if not places or kept is None or kept.first.head != "hands":
            return None
        return Proposition("captured", places, None, rule="verb.change", agentless=True)

    def _on_confine(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'The insurgents were squeezed into a few streets around Salaheddin.'"""
        holder, places = side_in(roles.get("holder")), near_in(roles.get("place"))
        if holder is None or not places:
            return None
        return Proposition("holds", places, holder, rule="verb.confine", partial=True, current=True)

    def _on_defend(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        return None

    def _on_besiege(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, attacker = places_in(roles.get("place")), side_in(roles.get("attacker"))
        if not places and clause.subject is not None and clause.passive and clause.subject.first.kind == "actor":
            places = leading_places(clause)
        if not places:
            return None
        partial = bool(clause.adverbs & self._lexicon.words["partly"])
        return Proposition(
            "besieged",
            places,
            attacker,
            rule="verb.besiege",
            partial=partial,
            current=clause.tense == "present",
            agentless=attacker is None,
        )

    def _on_unblock(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        siege = roles.get("siege")
        if siege is None:
            return None
        phrase = next((p for p in siege.phrases if p.kind == "siege"), None)
        if phrase is None or not phrase.refs():
            return None
        winner = side_in(roles.get("winner"))
        if phrase.actor and phrase.actor.generic == "pronoun":
            defender = next((ref.owner for ref in phrase.refs() if ref.owner), None)
            return Proposition(
                "holds", phrase.refs(), defender, winner, rule="siege.lifted", notes=frozenset({"defender"})
            )
        return Proposition("holds", phrase.refs(), winner, rule="siege.broken") if winner else None

    def _on_contest(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        target, attacker = roles.get("place"), side_in(roles.get("attacker"))
        places = places_in(target)
        if target is None or not places or not attacker or self._lexicon.has("public_buildings", target.first.head):
            return None
        return Proposition("contested", places, attacker, side_in(roles.get("defender")), rule="verb.contest")

    def _on_fight(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        attacker = side_in(roles.get("attacker"))
        target = clause.argument(None)
        if target is not None and target.first.head == "way":
            entered = places_in(clause.argument("into")) or places_in(clause.argument("inside"))
            return self._entry(entered, attacker, clause) if entered and attacker else None
        if clause.passive and subject_places(clause):
            sides = [p.actor for a in clause.arguments if a.prep in ("by", "between") for p in a.phrases if p.actor]
            if not sides:
                return None
            second = sides[1] if len(sides) > 1 else None
            return Proposition("contested", subject_places(clause), sides[0], second, rule="verb.fight")
        places = near_in(roles.get("place")) or leading_places(clause)
        if not places or not attacker:
            return None
        both = [p.actor for p in clause.subject.phrases if p.actor] if clause.subject else []
        defender = side_in(roles.get("defender")) or (both[1] if len(both) > 1 else None)
        return Proposition("contested", places, attacker, defender, rule="verb.fight")

    def _on_enter(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, mover = places_in(roles.get("place")), side_in(roles.get("mover"))
        if not places or not mover:
            return None
        through = clause.argument("through")
        if through is not None and roles.get("place") is through and not all(ref.partial for ref in places):
            return None
        return self._entry(places, mover, clause)

    _on_intrude = _on_enter

    def _entry(self, places: list[PlaceRef], mover: ActorRef, clause: Clause) -> Proposition | None:
        if any(ref.edge for ref in places):
            return Proposition("contested", places, mover, rule="verb.approach", partial=True)
        calm = any(cue in self._sentence for cue in _NO_FIGHT)
        return Proposition("captured" if calm else "entered", places, mover, rule="verb.enter", partial=not calm)

    def _on_approach(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        goal = roles.get("edge")
        inner = goal is not None and goal.first.head in _INNER
        places = [ref for ref in places_in(goal) if ref.edge or inner]
        mover = side_in(roles.get("mover"))
        if not places or not mover:
            return None
        return Proposition("contested", places, mover, rule="verb.approach", partial=True)

    def _on_repel(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        attack, winner = roles.get("attack"), side_in(roles.get("winner"))
        if attack is None:
            return None
        phrase = next((p for p in attack.phrases if p.kind in ("attack", "actor")), None)
        if phrase is None:
            return None
        goal = clause.argument("to")
        if phrase.kind != "attack" and not any(ref.edge for ref in places_in(goal)):
            goal = None  # 'pushed them back to X' leaves X to them, 'to the edge of X' does not
        places = (
            phrase.refs()
            or places_in(roles.get("place"))
            or places_in(goal)
            or places_in(clause.argument("on"))
            or places_in(clause.argument("at"))
            or places_in(clause.argument("in"))
        )
        if not places and goes_back(clause) and clause.argument("to") is None:
            places = [PlaceRef(None, clause.head, clause.head, anaphor="there")]
        if not places:
            return None
        places = [ref._replace(edge=False, partial=False) if ref.edge else ref for ref in places]
        return Proposition(
            "repelled",
            places,
            winner,
            phrase.actor,
            rule="verb.repel",
            fallback_speaker=winner is None,
            default_state=True,
        )

    def _on_capture(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if "mop" in clause.lemmas:
            return None
        return self._gain(frame, clause, roles)

    def _on_influence(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        near = next((a for a in (*clause.arguments, *clause.leading) if a.prep is not None and near_in(a)), None)
        places, holder = places_in(roles.get("place")) or near_in(near), armed_in(roles.get("holder"))
        if not places or not holder or clause.passive:
            return None
        if "move" in clause.lemmas and "freely" not in self._sentence:
            return None
        target = clause.argument(None)
        if set(clause.lemmas) & {"collect", "levy"} and (
            target is None
            or target.first.head not in ("tax", "taxes", "tolls", "tithes", "money", "zakat", "fees", "duties")
        ):
            return None
        works = set(clause.lemmas) & {"tax", "collect", "levy", "extort", "infest", "haunt"}
        if target is not None and not works and not target.places():
            return None
        return Proposition("influence", places, holder, rule="verb.influence", partial=True, current=True)

    def _on_linger(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, holder = near_in(roles.get("place")), armed_in(roles.get("holder"))
        if not places or not holder or clause.subject is None:
            return None
        return Proposition(
            "influence", places, holder, rule="verb.linger", partial=True, current=True, notes=frozenset({"pockets"})
        )

    def _on_flag(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        flag = next((a for a in clause.arguments if any(p.kind == "flag" for p in a.phrases)), None) or (
            clause.subject if clause.subject and clause.subject.first.kind == "flag" else None
        )
        if flag is None or not any(p.kind == "flag" for p in flag.phrases):
            return None
        if flag is clause.subject and clause.perfect and clause.tense == "past":
            return None  # 'the flags that had been flying there'
        phrase = next(p for p in flag.phrases if p.kind == "flag")
        raiser = None if flag is clause.subject else side_in(roles.get("winner"))
        owned = phrase.actor is not None and phrase.actor.generic != "pronoun"
        winner = phrase.actor if owned else raiser or phrase.actor  # 'raised its flag'
        places = places_in(roles.get("place")) or phrase.refs()
        if not places and any(cue in self._sentence for cue in (" there",)):
            places = [PlaceRef(None, clause.head, clause.head, anaphor="there")]
        return Proposition("captured", places, winner, rule="verb.flag") if places and winner else None

    def _on_declare(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        winner = side_in(roles.get("winner")) or owner_in(roles.get("winner"))
        target = clause.argument(None)
        if clause.passive:
            return self._declared_free(clause, target)
        if target is None:
            return None
        inside = clause.argument("in")
        victory = next((p for a in clause.arguments for p in a.phrases if p.head == "victory"), None)
        where = (victory.places if victory else []) or (inside.places() if inside else [])
        where = [ref._replace(partial=False) for ref in where]
        if victory is not None and where:
            return Proposition(
                "recaptured", where, winner, rule="declare.victory", fallback_speaker=True, default_state=True
            )
        places = target.places()
        loser = side_in(clause.argument("of"))
        places = places or places_in(target)
        free = "free of" in self._sentence or "liberated" in self._sentence or "cleared of" in self._sentence
        if places and free and target.first.kind in ("place", "part", "pronoun"):
            return Proposition(
                "recaptured", places, winner, loser, rule="declare.free", fallback_speaker=True, default_state=True
            )
        if target.first.kind == "whole" and target.first.head in ("control", "command") and places:
            return Proposition("captured", places, winner, rule="declare.control", fallback_speaker=True)
        return None

    @staticmethod
    def _declared_free(clause: Clause, target: Argument | None) -> Proposition | None:
        """'Mosul was declared free of Islamic State', 'full control of Mosul was announced by the army'"""
        places, by, loser = subject_places(clause), clause.argument("by"), side_in(clause.argument("of"))
        if places and clause.subject is not None and clause.subject.first.kind == "whole":
            return Proposition("captured", places, side_in(by), rule="declare.control", fallback_speaker=True)
        if target is None or not places or target.first.head not in _FREE:
            return None
        return Proposition(
            "recaptured", places, side_in(by), loser, rule="declare.free", fallback_speaker=True, default_state=True
        )

    def _on_become(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        return None


def _of_whole(clause: Clause) -> list[PlaceRef]:
    """'In Mosul they hold the airport': parts without a name are parts of the place that the clause opens with."""
    opening = next((a for a in clause.leading if a.prep in ("in", "inside", "at")), None)
    return [ref._replace(partial=True) for ref in places_in(opening) if not ref.partial]
