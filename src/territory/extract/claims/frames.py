"""Clause → proposition: what happened, to which place, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Frame, Lexicon
from territory.extract.claims.phrases import Argument, Phrase
from territory.extract.claims.refs import ActorRef, PlaceRef

_GAINS = frozenset({"captured", "recaptured", "cleared", "ceded"})
_NO_FIGHT = (
    "without a fight",
    "without fight",
    "unopposed",
    "without resistance",
    "without a shot",
    "without firing",
    "bloodlessly",
)


@dataclass(slots=True)
class Proposition:
    """What one clause says, before names are resolved.

    `event` is an event kind of the contract, or `entered`. `gain`: the status is told from the winner's side.
    """

    event: str
    places: list[PlaceRef]
    actor: ActorRef | None
    opponent: ActorRef | None = None
    clause: Clause | None = None
    rule: str = ""
    partial: bool = False
    start: int = 0
    current: bool = False
    status: str = ""
    fallback_speaker: bool = False
    default_state: bool = False
    agentless: bool = False
    notes: frozenset[str] = field(default_factory=frozenset)


_ROADS = frozenset({"road", "roads", "route", "routes", "highway", "highways", "line", "lines", "corridor"})
_CUTS = frozenset({"cut", "sever", "block", "close"})
_INNER = frozenset({"centre", "center", "heart", "middle", "downtown", "square", "market"})


def stance(event: str) -> str:
    """Return the status that an event gives its actor."""
    return {
        "holds": "controlled",
        "captured": "controlled",
        "recaptured": "controlled",
        "cleared": "controlled",
        "ceded": "controlled",
        "repelled": "controlled",
        "withdrew": "lost",
        "lost": "lost",
        "contested": "contested",
        "besieged": "contested",
        "influence": "influence",
    }[event]


class FrameReader:
    """Fills the frames of the lexicon from clauses.

    Parameters
    ----------
    lexicon : Lexicon
        Verb families with their roles.
    sentence : str
        The sentence, for cues such as 'without a fight'.
    """

    def __init__(self, lexicon: Lexicon, sentence: str) -> None:
        self._lexicon = lexicon
        self._sentence = sentence.lower()

    def read(self, clause: Clause) -> Iterator[Proposition]:
        """Yield what a clause says of places; mostly one proposition."""
        found = self._state(clause) or self._cut_roads(clause)
        if found is None:
            for frame in self._frames(clause):
                found = self._fill(frame, clause)
                if found:
                    break
        if found:
            if all(ref.anaphor == "@topic" for ref in found.places):
                led = _leading_places(clause)
                found.places = [replace(ref, partial=True) for ref in led] or found.places
            found.clause, found.start = clause, clause.head
            yield found
            yield from self._still_held(found, clause)

    def _cut_roads(self, clause: Clause) -> Proposition | None:
        """'They have cut the last road into Tikrit': the town is surrounded."""
        road = clause.argument(None)
        attacker = _actor(clause.subject)
        if road is None or attacker is None or road.first.head not in _ROADS or not set(clause.lemmas) & _CUTS:
            return None
        into = clause.argument("into") or clause.argument("to")
        places = [replace(ref, partial=False) for ref in (road.first.places or _places(into))]
        if not places or not any(word in road.first.text.lower().split() for word in ("last", "only", "all", "every")):
            return None
        return Proposition("besieged", places, attacker, rule="verb.cut_roads")

    def _still_held(self, found: Proposition, clause: Clause) -> Iterator[Proposition]:
        """'Kunduz is encircled but still with the government': two claims in one clause."""
        held = clause.argument("with")
        if found.event == "besieged" and clause.passive and held and held.actor():
            yield Proposition(
                "holds", found.places, held.actor(), clause=clause, start=clause.end, rule="copula.with", current=True
            )

    def _frames(self, clause: Clause) -> list[Frame]:
        frames: list[Frame] = []
        for lemma in clause.lemmas:
            for particle in self._lexicon.particles.get(lemma, frozenset()):
                if particle in clause.particles:
                    frames += self._lexicon.frames.get((lemma, particle), ())
        for lemma in clause.lemmas:
            frames += self._lexicon.frames.get((lemma, ""), ())
        return frames

    # States: 'is under the control of', 'in government hands', 'in full control of', 'under siege'.

    def _state(self, clause: Clause) -> Proposition | None:
        pairs = list(_arguments(clause))
        for prep, argument in pairs:
            for phrase in argument.phrases:
                found = self._hands(clause, prep, phrase) or self._under_siege(clause, prep, phrase)
                if found:
                    return found
        if clause.copula and "have" in clause.lemmas:
            return self._has_control(clause)
        if clause.copula or set(clause.lemmas) & {"remain", "stay", "leave", "keep"}:
            return self._copular(clause)
        return None

    def _hands(self, clause: Clause, prep: str | None, phrase: Phrase) -> Proposition | None:
        if phrase.kind == "hands" and phrase.actor and prep in ("in", "under", "into", "to", "with", "from", "within"):
            if not set(clause.lemmas) & self._lemmas("become") and not clause.copula:
                return None
            places = _subject_places(clause) or _object_places(clause)
            if not places:
                return None
            still = {"be", "lie", "have", "appear", "seem", "rest"}
            if prep in ("to", "into") and (clause.copula or set(clause.lemmas) <= still):
                return None
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
        where = phrase.refs() or (_leading_places(clause) if clause.link == "where" else [])
        if (
            phrase.kind == "whole"
            and where
            and prep == "in"
            and phrase.head in ("control", "charge", "command", "possession", "hold")
        ):
            actor = _actor(clause.subject)
            if actor and (clause.copula or set(clause.lemmas) & {"remain", "stay"}):
                back = clause.adverbs & self._lexicon.words["again"]
                return Proposition(
                    "recaptured" if back else "holds", where, actor, rule="hands.in_control", current=True
                )
        return None

    def _has_control(self, clause: Clause) -> Proposition | None:
        """'The government has full control of Tripoli.'"""
        kept = clause.argument(None)
        holder = _actor(clause.subject)
        if kept is None or holder is None or kept.first.kind != "whole" or not kept.places() or clause.negated:
            return None
        return Proposition("holds", kept.places(), holder, rule="copula.has_control", current=clause.tense == "present")

    def _under_siege(self, clause: Clause, prep: str | None, phrase: Phrase) -> Proposition | None:
        if phrase.kind != "siege" or prep != "under":
            return None
        places = _subject_places(clause) or _object_places(clause)
        by = clause.argument("by")
        actor = phrase.actor or (by.actor() if by else None)
        return Proposition("besieged", places, actor, rule="siege.under", current=True) if places else None

    def _copular(self, clause: Clause) -> Proposition | None:
        subject = clause.subject
        if subject is None:
            return None
        actor = _actor(subject)
        places = _subject_places(clause)
        held = clause.argument("with")
        if places and held and held.actor() and clause.arguments[0].prep is not None:
            return Proposition("holds", places, held.actor(), rule="copula.with", current=True)
        complement = clause.argument(None)
        if places and complement:
            phrase = complement.first
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
                and clause.tense == "present"
            ):
                return Proposition("holds", places, phrase.actor, rule="copula.strong", current=True)
        if actor and complement and complement.first.head == "there" and "still" in clause.adverbs:
            return Proposition("holds", _places(complement), actor, rule="copula.there", current=True)
        if places and complement and complement.first.head in ("theirs", "ours"):
            back = clause.adverbs & self._lexicon.words["again"]
            pronoun = ActorRef((), "pronoun", complement.start, complement.start, complement.first.text)
            return Proposition("recaptured" if back else "holds", places, pronoun, rule="copula.theirs", current=True)
        around = next(
            (
                a
                for a in clause.arguments
                if a.prep in ("in", "inside", "around", "across", "near", "within") and _near(a)
            ),
            None,
        )
        where = _near(around) or (complement.first.places if complement else [])
        if actor and where and complement and complement.first.head in ("active", "present", "entrenched"):
            return Proposition("influence", where, actor, rule="copula.present", partial=True, current=True)
        inside = clause.argument("in") or clause.argument("inside")
        armed = subject.first.kind in ("actor", "pronoun") and complement is None
        if actor and armed and inside and inside.places() and (clause.copula and "be" in clause.lemmas):
            if subject.first.cells or any(p.cells for p in subject.phrases):
                return Proposition("influence", inside.places(), actor, rule="copula.present", current=True)
            refs = inside.places()
            if any(p.kind == "part" for p in inside.phrases) and not any(r.edge for r in refs):
                return Proposition("holds", refs, actor, rule="copula.inside", current=True)
        return None

    def _lemmas(self, name: str) -> frozenset[str]:
        return frozenset(
            lemma for (lemma, _), frames in self._lexicon.frames.items() if any(f.name == name for f in frames)
        )

    # Verb frames.

    def _fill(self, frame: Frame, clause: Clause) -> Proposition | None:
        roles = self._roles(frame, clause)
        if roles is None:
            return None
        handler = getattr(self, f"_on_{frame.name}", None)
        if handler:
            result: Proposition | None = handler(frame, clause, roles)
            return result
        return self._gain(frame, clause, roles)

    def _roles(self, frame: Frame, clause: Clause) -> dict[str, Argument]:
        roles: dict[str, Argument] = {}
        passive = self._is_passive(frame, clause)
        leading = [(a.prep, a) for a in clause.leading if a.prep in ("in", "inside", "at", "around", "near")]
        for prep, argument in [*_arguments(clause), *leading]:
            key = "object" if prep is None else prep
            role = frame.roles.get(key)
            if key == "by" and not passive:
                continue
            if key == "object" and passive:
                continue
            if role and role not in roles:
                roles[role] = argument
        wanted = frame.roles.get("object")
        if clause.gap is not None and wanted and wanted not in roles and not passive and clause.argument(None) is None:
            roles[wanted] = clause.gap
        if clause.subject is not None:
            role = frame.roles.get("object" if passive else "subject")
            if role and role not in roles:
                roles[role] = clause.subject
        return roles

    def _is_passive(self, frame: Frame, clause: Clause) -> bool:
        if "object" not in frame.roles:
            return False
        if clause.passive:
            return True
        if not clause.bare_participle or clause.ing:
            return False
        if clause.argument("by") and clause.argument(None) is None:
            return True
        return (
            clause.argument(None) is None
            and frame.roles["object"] in ("place",)
            and bool(_subject_places(clause))
            and clause.link in ("reduced", ",", "", "and")
            and _actor(clause.subject) is None
        )

    def _gain(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places = _places(roles.get("place"))
        winner, loser = _actor(roles.get("winner")), _actor(roles.get("loser"))
        if not places or self._is_idiom(clause, roles["place"]):
            return None
        owner = next((p.actor for p in roles["place"].phrases if p.actor and p.kind in ("part", "place")), None)
        loser = loser or owner
        event = frame.event
        if event == "captured" and clause.adverbs & self._lexicon.words["again"] and clause.lemmas != ("lose",):
            event = "recaptured"
        agentless = winner is None and frame.name in ("capture", "recapture", "clear", "expel", "fall")
        return Proposition(
            event,
            places,
            winner,
            loser,
            rule=f"verb.{frame.name}",
            agentless=agentless,
            fallback_speaker=agentless,
            default_state=agentless and event == "recaptured",
        )

    @staticmethod
    def _is_idiom(clause: Clause, target: Argument) -> bool:
        """'took part in the battle of ...', 'restored the clip'"""
        lemmas = set(clause.lemmas)
        if lemmas & {"restore", "reassert", "re-establish", "reestablish", "assume", "assert"}:
            return target.first.kind != "whole"
        return "take" in lemmas and target.first.text.lower() in (
            "part",
            "place",
            "the field",
            "positions",
            "up positions",
        )

    def _on_expel(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        loser = _actor(roles.get("loser"))
        if loser is None:
            return None
        if _places(roles.get("place")):
            return self._gain(frame, clause, roles)
        governor = clause.governor or clause
        led = _leading_places(governor) if "where" in (clause.link, governor.link) else []
        if led:
            led = [replace(ref, partial=True) for ref in led]
            return Proposition("cleared", led, _actor(roles.get("winner")), loser, rule="verb.expel")
        if not {"out", "back"} & clause.particles and not set(clause.lemmas) & {"expel", "evict", "oust"}:
            return None
        topic = [PlaceRef(None, clause.head, clause.head, anaphor="@topic")]
        return Proposition(
            "cleared", topic, _actor(roles.get("winner")), loser, rule="verb.expel", fallback_speaker=True
        )

    def _on_clear(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if not _places(roles.get("place")) or ("loser" not in roles and "sweep" in clause.lemmas):
            return None
        return self._gain(frame, clause, roles)

    def _on_lose(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        found = self._gain(frame, clause, roles)
        if found and found.opponent is None and clause.passive:
            found.event, found.fallback_speaker = "lost", True
        return found

    def _on_fall(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if clause.subject is None or ("fall" in clause.lemmas and clause.argument("on")):
            return None
        found = self._gain(frame, clause, roles)
        if found and found.actor is None and "to" in {a.prep for a in clause.arguments}:
            return None
        return found

    def _on_withdraw(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        goer = _actor(roles.get("goer")) or _actor(clause.argument(None))
        places = _places(roles.get("place"))
        if not goer or not places:
            return None
        return Proposition("withdrew", places, goer, rule=f"verb.{frame.name}")

    def _on_abandon(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        goer, winner, places = _actor(roles.get("goer")), _actor(roles.get("winner")), _places(roles.get("place"))
        if not places:
            return None
        if winner:
            return Proposition("captured", places, winner, goer, rule="verb.abandon")
        return Proposition("withdrew", places, goer, rule="verb.abandon") if goer else None

    def _on_cede(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        if "themselves" in clause.particles | clause.adverbs:
            return None
        places = _places(roles.get("place"))
        winner, loser = _actor(roles.get("winner")), _actor(roles.get("loser"))
        if winner is None:
            objects = [a for a in clause.arguments if a.prep is None]
            if len(objects) > 1 and _actor(objects[0]) and _places(objects[1]):
                winner, places = _actor(objects[0]), _places(objects[1])
        if not places and "surrender" in clause.lemmas:
            places = _subject_places(clause) or _places(clause.argument("in")) or _leading_places(clause)
            loser = loser or _actor(clause.subject)
        if not places:
            places = [] if clause.argument(None) and _other(clause.argument(None)) else _leading_places(clause)
        if not places or (winner is None and loser is None):
            return None
        if winner is None:
            return Proposition("lost", places, loser, rule="verb.cede", notes=frozenset({"to_whom"}))
        return Proposition("ceded", places, winner, loser, rule="verb.cede")

    def _on_give(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'..., giving the group most of Anbar'."""
        objects = [a for a in clause.arguments if a.prep is None]
        if len(objects) < 2 or not _actor(objects[0]) or objects[0].places():
            return None
        places = [ref for ref in _places(objects[1]) if ref.mention is not None]
        return Proposition("captured", places, _actor(objects[0]), rule="verb.give") if places else None

    def _on_hold(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, holder = _places(roles.get("place")), _actor(roles.get("holder"))
        if not places and "cling" in clause.lemmas:
            places = (
                _places(clause.argument("to")) or _places(clause.argument("within")) or _places(clause.argument("in"))
            )
        kept = clause.argument(None)
        if holder and kept and kept.first.head in ("presence", "foothold", "cells", "cell", "influence", "sleeper"):
            near = next(
                (a for a in clause.arguments if a.prep in ("in", "around", "on", "across", "near") and _near(a)), None
            )
            where = kept.first.places or _near(near)
            if where:
                return Proposition("influence", where, holder, rule="verb.presence", partial=True, current=True)
        if not places or not holder:
            return None
        if clause.negated or "longer" in clause.adverbs:
            return (
                Proposition("lost", places, holder, rule="verb.hold.no_longer") if "longer" in self._sentence else None
            )
        return Proposition("holds", places, holder, rule=f"verb.{frame.name}", current=True)

    def _on_confine(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        """'The insurgents were squeezed into a few streets around Salaheddin.'"""
        holder, places = _actor(roles.get("holder")), _near(roles.get("place"))
        if holder is None or not places:
            return None
        return Proposition("holds", places, holder, rule="verb.confine", partial=True, current=True)

    def _on_defend(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        return None

    def _on_besiege(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, attacker = _places(roles.get("place")), _actor(roles.get("attacker"))
        if not places and clause.subject is not None and clause.passive and clause.subject.first.kind == "actor":
            places = _leading_places(clause)
        if not places:
            return None
        partial = bool(clause.adverbs & self._lexicon.words["partly"])
        return Proposition(
            "besieged", places, attacker, rule="verb.besiege", partial=partial, current=clause.tense == "present"
        )

    def _on_unblock(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        siege = roles.get("siege")
        if siege is None:
            return None
        phrase = next((p for p in siege.phrases if p.kind == "siege"), None)
        if phrase is None or not phrase.refs():
            return None
        winner = _actor(roles.get("winner"))
        if phrase.actor and phrase.actor.generic == "pronoun":
            defender = next((ref.owner for ref in phrase.refs() if ref.owner), None)
            return Proposition(
                "holds", phrase.refs(), defender, winner, rule="siege.lifted", notes=frozenset({"defender"})
            )
        return Proposition("holds", phrase.refs(), winner, rule="siege.broken") if winner else None

    def _on_contest(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, attacker = _places(roles.get("place")), _actor(roles.get("attacker"))
        if not places or not attacker:
            return None
        return Proposition("contested", places, attacker, _actor(roles.get("defender")), rule="verb.contest")

    def _on_fight(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        attacker = _actor(roles.get("attacker"))
        target = clause.argument(None)
        if target is not None and target.first.head == "way":
            entered = _places(clause.argument("into")) or _places(clause.argument("inside"))
            return self._entry(entered, attacker, clause) if entered and attacker else None
        if clause.passive and _subject_places(clause):
            sides = [p.actor for a in clause.arguments if a.prep in ("by", "between") for p in a.phrases if p.actor]
            if not sides:
                return None
            second = sides[1] if len(sides) > 1 else None
            return Proposition("contested", _subject_places(clause), sides[0], second, rule="verb.fight")
        places = _near(roles.get("place")) or _leading_places(clause)
        if not places or not attacker:
            return None
        both = [p.actor for p in clause.subject.phrases if p.actor] if clause.subject else []
        defender = _actor(roles.get("defender")) or (both[1] if len(both) > 1 else None)
        return Proposition("contested", places, attacker, defender, rule="verb.fight")

    def _on_enter(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        places, mover = _places(roles.get("place")), _actor(roles.get("mover"))
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
        places = [ref for ref in _places(goal) if ref.edge or inner]
        mover = _actor(roles.get("mover"))
        if not places or not mover:
            return None
        return Proposition("contested", places, mover, rule="verb.approach", partial=True)

    def _on_repel(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        attack, winner = roles.get("attack"), _actor(roles.get("winner"))
        if attack is None:
            return None
        phrase = next((p for p in attack.phrases if p.kind in ("attack", "actor")), None)
        if phrase is None:
            return None
        places = (
            phrase.refs()
            or _places(roles.get("place"))
            or _places(clause.argument("to"))
            or _places(clause.argument("on"))
            or _places(clause.argument("at"))
            or _places(clause.argument("in"))
        )
        if not places and _back_in(clause):
            places = [PlaceRef(None, clause.head, clause.head, anaphor="there")]
        if not places:
            return None
        places = [replace(ref, edge=False, partial=False) if ref.edge else ref for ref in places]
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
        near = next((a for a in (*clause.arguments, *clause.leading) if a.prep is not None and _near(a)), None)
        places, holder = _places(roles.get("place")) or _near(near), _armed(roles.get("holder"))
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
        places, holder = _near(roles.get("place")), _armed(roles.get("holder"))
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
        phrase = next(p for p in flag.phrases if p.kind == "flag")
        winner = phrase.actor or (None if flag is clause.subject else _actor(roles.get("winner")))
        places = _places(roles.get("place")) or phrase.refs()
        if not places and any(cue in self._sentence for cue in (" there",)):
            places = [PlaceRef(None, clause.head, clause.head, anaphor="there")]
        return Proposition("captured", places, winner, rule="verb.flag") if places and winner else None

    def _on_declare(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        winner = _actor(roles.get("winner")) or _owner(roles.get("winner"))
        target = clause.argument(None)
        if target is None:
            return None
        inside = clause.argument("in")
        victory = next((p for a in clause.arguments for p in a.phrases if p.head == "victory"), None)
        where = (victory.places if victory else []) or (inside.places() if inside else [])
        where = [replace(ref, partial=False) for ref in where]
        if victory is not None and where:
            return Proposition("recaptured", where, winner, rule="declare.victory", fallback_speaker=True)
        places = target.places()
        loser = _actor(clause.argument("of"))
        places = places or _places(target)
        free = "free of" in self._sentence or "liberated" in self._sentence or "cleared of" in self._sentence
        if places and free and target.first.kind in ("place", "part", "pronoun"):
            return Proposition("recaptured", places, winner, loser, rule="declare.free", fallback_speaker=True)
        if target.first.kind == "whole" and target.first.head in ("control", "command") and places:
            return Proposition("captured", places, winner, rule="declare.control", fallback_speaker=True)
        return None

    def _on_become(self, frame: Frame, clause: Clause, roles: dict[str, Argument]) -> Proposition | None:
        return None


def _arguments(clause: Clause) -> Iterator[tuple[str | None, Argument]]:
    for argument in clause.arguments:
        yield argument.prep, argument


def _actor(argument: Argument | None) -> ActorRef | None:
    """The side an argument names; a government's seat or official stands for it."""
    if argument is None:
        return None
    for phrase in argument.phrases:
        if phrase.kind == "actor" and phrase.actor:
            return phrase.actor
        if phrase.kind == "pronoun" and phrase.head not in ("there", "this", "that"):
            return ActorRef((), "pronoun", phrase.start, phrase.end, phrase.text)
    return argument.first.metonym or (argument.first.actor if argument.first.kind in ("other", "weak") else None)


def _armed(argument: Argument | None) -> ActorRef | None:
    """The side an argument names as armed men, not only as whose people or things."""
    if argument is None or argument.first.kind not in ("actor", "pronoun"):
        return None
    return _actor(argument)


def _owner(argument: Argument | None) -> ActorRef | None:
    return argument.first.actor if argument else None


def _places(argument: Argument | None) -> list[PlaceRef]:
    if argument is None:
        return []
    if argument.first.kind == "pronoun" and argument.first.head in (
        "it",
        "there",
        "them",
        "former",
        "latter",
        "both",
        "this",
        "which",
        "that",
    ):
        return [PlaceRef(None, argument.first.start, argument.first.end, anaphor=argument.first.head)]
    if argument.first.kind not in ("place", "part", "whole"):
        return []
    if argument.first.kind == "place" and argument.first.metonym and not argument.first.places:
        return []
    return argument.places()


def _near(argument: Argument | None) -> list[PlaceRef]:
    """The places of an argument, loosely named places ('the orchards around Khanaqin') included."""
    if argument is None:
        return []
    return _places(argument) or [ref for phrase in argument.phrases if phrase.kind == "weak" for ref in phrase.places]


def _subject_places(clause: Clause) -> list[PlaceRef]:
    return _places(clause.subject)


def _object_places(clause: Clause) -> list[PlaceRef]:
    return _places(clause.argument(None))


def _leading_places(clause: Clause) -> list[PlaceRef]:
    for argument in (*clause.leading, *clause.arguments):
        if argument.prep in ("in", "at", "inside", "near", "around") and argument.places():
            return _places(argument)
    return []


def _other(argument: Argument | None) -> bool:
    return argument is not None and argument.first.kind in ("other", "weak", "actor")


def _back_in(clause: Clause) -> bool:
    return "back" in clause.particles


def merge(propositions: Sequence[Proposition]) -> list[Proposition]:
    """Return the propositions without those that another of the sentence makes redundant."""
    return list(propositions)
