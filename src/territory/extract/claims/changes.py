"""Verbs of change → propositions: who takes, loses, leaves, hands over or declares which place."""

from __future__ import annotations

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Frame, Lexicon
from territory.extract.claims.phrase import Argument
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import PlaceRef
from territory.extract.claims.slots import (
    armed_in,
    is_other,
    leading_places,
    owner_in,
    places_in,
    side_in,
    subject_places,
)

_TAKEN_OTHERWISE = frozenset({"the field", "positions", "up positions"})
_TAKEN_HOLD = frozenset({"hold", "root", "shape", "effect", "heart", "aim", "place", "part"})
_MOSTLY = frozenset({"mostly", "largely", "partially", "partly"})
_CONTROL = frozenset({"control", "full control", "complete control", "total control"})
_NEARLY = frozenset({"almost", "nearly", "virtually", "practically"})
_FREE = frozenset({"free", "clear", "rid"})


class ChangeFrames:
    """The families of verbs that tell of a change of hands: a method `_on_` each."""

    _lexicon: Lexicon
    _sentence: str

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

    def _on_capture(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if "mop" in clause.lemmas:
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
