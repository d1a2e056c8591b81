"""Verbs of state and fight → propositions: who holds, besieges, fights for, enters or haunts which place."""

from __future__ import annotations

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Frame, Lexicon
from territory.extract.claims.phrase import Argument
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import ActorRef, PlaceRef
from territory.extract.claims.slots import (
    armed_in,
    goes_back,
    leading_places,
    near_in,
    places_in,
    side_in,
    subject_places,
)

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
_INNER = frozenset({"centre", "center", "heart", "middle", "downtown", "square", "market"})


class HoldFrames:
    """The families of verbs that tell of a hold, a siege, a fight or a presence: a method `_on_` each."""

    _lexicon: Lexicon
    _sentence: str

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

    def _on_become(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        return None
