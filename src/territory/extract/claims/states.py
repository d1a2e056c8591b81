"""States told without a verb of a family: 'is in the hands of', 'has full control of', 'under siege', 'still with'."""

from __future__ import annotations

from collections.abc import Sequence

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.phrase import Argument, Phrase
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import ActorRef, PlaceRef
from territory.extract.claims.slots import (
    arguments_of,
    leading_places,
    near_in,
    object_places,
    places_in,
    side_in,
    subject_places,
)

_ROADS = frozenset({"road", "roads", "route", "routes", "highway", "highways", "line", "lines", "corridor"})
_MOVING = frozenset({"put", "bring", "place", "leave", "keep", "return"})
_LASTING = frozenset({"last", "only", "final", "remaining"})
_CUTS = frozenset({"cut", "sever", "block", "close"})


class StateReader:
    """Reads states from clauses.

    Parameters
    ----------
    lexicon : Lexicon
        The words for hold, siege and strong places.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, clause: Clause) -> Proposition | None:
        """Return what a clause says of the state of places, if it does."""
        return self._state(clause) or self._cut_roads(clause)

    def _state(self, clause: Clause) -> Proposition | None:
        pairs = list(arguments_of(clause))
        for prep, argument in pairs:
            for phrase in argument.phrases:
                found = (
                    _left_hands(clause, prep, phrase)
                    or self._hands(clause, prep, phrase)
                    or self._control(clause, prep, phrase)
                    or self._under_siege(clause, prep, phrase)
                )
                if found:
                    return found
        if clause.copula and "have" in clause.lemmas:
            return self._has_control(clause)
        if clause.copula or set(clause.lemmas) & {"remain", "stay", "leave", "keep"}:
            return self._copular(clause)
        return self._became(clause) if "become" in clause.lemmas else None

    @staticmethod
    def _became(clause: Clause) -> Proposition | None:
        """'Mayadin became a rebel stronghold'"""
        places, complement = subject_places(clause), clause.argument(None)
        phrase = complement.first if complement is not None else None
        if not places or phrase is None or clause.negated:
            return None
        under = clause.argument("under")
        holder = under.first.actor if under is not None and under.first.kind == "hands" else None
        if phrase.kind == "part" and holder is not None:
            return Proposition("holds", places, holder, rule="copula.under")  # 'became the last city under its control'
        return (
            Proposition("holds", places, phrase.actor, rule="copula.strong") if phrase.strong and phrase.actor else None
        )

    def _hands(self, clause: Clause, prep: str | None, phrase: Phrase) -> Proposition | None:
        if phrase.negated or not _in_hands(prep, phrase):
            return None  # 'the two largest cities not under Russian control'
        if not set(clause.lemmas) & self._lexicon.lemmas("become") and not clause.copula:
            return None
        moved = set(clause.lemmas) & _MOVING and not clause.passive and clause.argument(None) is not None
        places = object_places(clause) if moved else subject_places(clause) or object_places(clause)
        if not places:
            return None
        if "longer" in clause.adverbs and clause.negated and prep in ("in", "under", "within"):
            return Proposition("lost", places, phrase.actor, rule="hands.no_longer")
        still = {"be", "lie", "have", "appear", "seem", "rest"}
        if prep in ("to", "into") and (clause.copula or set(clause.lemmas) <= still):
            return None
        share = clause.argument(None)
        if clause.copula and share is not None and share.first.head in ("percent", "%"):
            places = [ref._replace(partial=True) for ref in places]  # '80 percent under their control'
        if prep == "from":
            return Proposition("captured", places, None, phrase.actor, rule="hands.from", fallback_speaker=True)
        if set(clause.lemmas) & {
            "be",
            "remain",
            "stay",
            "lie",
            "leave",
            "keep",
            "continue",
            "rest",
            "have",
            "appear",
            "seem",
        }:
            back = clause.adverbs & self._lexicon.words["again"]
            return Proposition(
                "recaptured" if back else "holds", places, phrase.actor, rule="hands.state", current=True
            )
        return Proposition(
            "recaptured" if "return" in clause.lemmas or "restore" in clause.lemmas else "captured",
            places,
            phrase.actor,
            rule="hands.change",
        )

    def _control(self, clause: Clause, prep: str | None, phrase: Phrase) -> Proposition | None:
        """'The army was in control of Homs', 'had Homs under control'; 'Homs was under the army'."""
        if phrase.negated or _in_hands(prep, phrase):
            return None
        if prep == "under" and "have" in clause.lemmas and phrase.kind == "whole" and not phrase.places:
            held, holder = object_places(clause), side_in(clause.subject)  # 'had Palmyra under full control'
            return Proposition("holds", held, holder, rule="hands.has") if held and holder else None
        if prep == "under" and phrase.kind == "actor" and clause.copula and "be" in clause.lemmas:
            held = subject_places(clause)  # 'Musa Qala has been under the Taliban since February'
            return Proposition("holds", held, phrase.actor, rule="copula.under", current=True) if held else None
        controls = phrase.kind == "whole" and prep == "in" and side_in(clause.subject) is not None
        where = phrase.refs() or (leading_places(clause) if clause.link == "where" or controls else [])
        if (
            phrase.kind == "whole"
            and where
            and prep == "in"
            and phrase.head in ("control", "charge", "command", "possession", "hold")
        ):
            actor = side_in(clause.subject)
            if actor and (clause.copula or set(clause.lemmas) & {"remain", "stay"}):
                back = clause.adverbs & self._lexicon.words["again"]
                return Proposition(
                    "recaptured" if back else "holds", where, actor, rule="hands.in_control", current=True
                )
        return None

    def _has_control(self, clause: Clause) -> Proposition | None:
        """'The government has full control of Tripoli', '... a foothold in Sirte'."""
        kept = clause.argument(None)
        holder = side_in(clause.subject)
        if kept is not None and holder is not None and kept.first.head in ("foothold", "presence", "cells"):
            near = near_in(clause.argument("in")) or near_in(clause.argument("on")) or kept.places()
            event = "contested" if kept.first.head == "foothold" else "influence"
            return (
                Proposition(event, near, holder, rule="copula.presence", partial=True, current=True) if near else None
            )
        if kept is None or holder is None or kept.first.kind != "whole" or not kept.places() or clause.negated:
            return None
        return Proposition("holds", kept.places(), holder, rule="copula.has_control", current=clause.tense == "present")

    def _under_siege(self, clause: Clause, prep: str | None, phrase: Phrase) -> Proposition | None:
        if phrase.kind != "siege" or prep != "under":
            return None
        places = subject_places(clause) or object_places(clause)
        by = clause.argument("by")
        besieger = side_in(clause.subject) if clause.lemmas and not clause.copula and not clause.passive else None
        actor = phrase.actor or (by.actor() if by else besieger)
        return Proposition("besieged", places, actor, rule="siege.under", current=True) if places else None

    def _copular(self, clause: Clause) -> Proposition | None:
        subject = clause.subject
        if subject is None:
            return None
        actor = side_in(subject)
        places = subject_places(clause)
        held = clause.argument("with")
        if places and held and held.actor() and clause.arguments[0].prep is not None:
            return Proposition("holds", places, held.actor(), rule="copula.with", current=True)
        complement = clause.argument(None)
        left = places_in(clause.argument("from")) if "out" in clause.particles else []
        if actor and left and complement is None and subject.first.kind == "actor":
            return Proposition("cleared", left, None, actor, rule="copula.out", fallback_speaker=True)
        if places and complement:
            phrase = complement.first
            if phrase.kind == "held" and phrase.actor and not clause.negated:
                return Proposition("holds", places, phrase.actor, rule="copula.held", current=True)
            if (
                phrase.kind == "part"
                and phrase.actor
                and not phrase.former
                and (
                    phrase.strong
                    or self._lexicon.has("same", phrase.head)
                    or phrase.head == "territory"
                    or phrase.head == "towns"
                )
                and (clause.tense == "present" or (_is_named(places) and _is_lasting(phrase)))
            ):
                return Proposition("holds", places, phrase.actor, rule="copula.strong", current=True)
        rest = clause.argument("of")
        loser = rest.actor() if rest else None
        if places and loser and complement and complement.first.head in ("free", "clear", "rid", "empty"):
            return Proposition(
                "cleared", places, None, loser, rule="copula.free", fallback_speaker=True, default_state=True
            )
        freed = complement is not None and complement.first.head == "free" and rest is None
        if places and freed and clause.argument("from") is None and _is_named(places):
            return Proposition("recaptured", places, None, rule="copula.free", fallback_speaker=True)
        back = clause.adverbs & self._lexicon.words["again"]
        if places and complement and complement.first.kind == "actor" and complement.first.actor and back:
            return Proposition("recaptured", places, complement.first.actor, rule="copula.again", current=True)
        if actor and complement and complement.first.head in ("masters", "master", "rulers", "lords"):
            mastered = [ref._replace(partial=False) for ref in complement.first.places] or places_in(rest)
            return Proposition("holds", mastered, actor, rule="copula.masters", current=True) if mastered else None
        if actor and complement and complement.first.head == "there" and "still" in clause.adverbs:
            return Proposition("holds", places_in(complement), actor, rule="copula.there", current=True)
        if places and complement and complement.first.head in ("theirs", "ours"):
            back = clause.adverbs & self._lexicon.words["again"]
            pronoun = ActorRef((), "pronoun", complement.start, complement.start, complement.first.text)
            return Proposition("recaptured" if back else "holds", places, pronoun, rule="copula.theirs", current=True)
        return self._is_there(clause, subject, actor) if actor else None

    @staticmethod
    def _is_there(clause: Clause, subject: Argument, actor: ActorRef) -> Proposition | None:
        """'Insurgents are active around Kirkuk', 'the army is inside the city'"""
        complement = clause.argument(None)
        around = next(
            (
                a
                for a in clause.arguments
                if a.prep in ("in", "inside", "around", "across", "near", "within") and near_in(a)
            ),
            None,
        )
        where = near_in(around) or (complement.first.places if complement else [])
        if where and complement and complement.first.head in ("active", "present", "entrenched"):
            return Proposition("influence", where, actor, rule="copula.present", partial=True, current=True)
        inside = clause.argument("in") or clause.argument("inside")
        armed = subject.first.kind in ("actor", "pronoun") and (complement is None or complement.first.head == "there")
        if armed and inside and inside.places() and (clause.copula and "be" in clause.lemmas):
            if subject.first.cells or any(p.cells for p in subject.phrases):
                return Proposition("influence", inside.places(), actor, rule="copula.present", current=True)
            refs = inside.places()
            if any(p.kind == "part" for p in inside.phrases) and not any(r.edge for r in refs):
                return Proposition("holds", refs, actor, rule="copula.inside", current=True)
        return None

    def _cut_roads(self, clause: Clause) -> Proposition | None:
        """'They have cut the last road into Tikrit': the town is surrounded."""
        road = clause.argument(None)
        attacker = side_in(clause.subject)
        if road is None or attacker is None or road.first.head not in _ROADS or not set(clause.lemmas) & _CUTS:
            return None
        into = clause.argument("into") or clause.argument("to")
        places = [ref._replace(partial=False) for ref in (road.first.places or places_in(into))]
        if not places or not any(word in road.first.text.lower().split() for word in ("last", "only", "all", "every")):
            return None
        return Proposition("besieged", places, attacker, rule="verb.cut_roads")


def _in_hands(prep: str | None, phrase: Phrase) -> bool:
    """Whether a phrase says in whose hands something is, comes or no longer is."""
    led = prep in ("in", "under", "into", "to", "with", "from", "within")
    return phrase.kind == "hands" and phrase.actor is not None and led


def _left_hands(clause: Clause, prep: str | None, phrase: Phrase) -> Proposition | None:
    """'Samarra, which never left government hands': it is theirs; without 'never' they lost it."""
    held = subject_places(clause)
    if phrase.kind != "hands" or prep is not None or "leave" not in clause.lemmas or not phrase.actor or not held:
        return None
    if clause.negated:
        return Proposition("holds", held, phrase.actor, rule="hands.never_left")
    return Proposition("lost", held, phrase.actor, rule="hands.left")


def _is_named(places: Sequence[PlaceRef]) -> bool:
    return any(ref.mention is not None for ref in places)


def _is_lasting(phrase: Phrase) -> bool:
    """Whether a past stronghold is one still: 'Mazar-i-Sharif was the last stronghold', not 'was a stronghold'."""
    return not _LASTING.isdisjoint(phrase.text.lower().split())
