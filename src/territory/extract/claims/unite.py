"""What the clauses of one sentence say together: who came when another left, who took what only 'fell'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from territory.extract.claims.clauses import Clause
from territory.extract.claims.phrase import Argument
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import ActorRef

_MOVES_IN = frozenset(
    {"move", "take", "step", "enter", "march", "deploy", "arrive", "come", "advance", "push", "storm", "approach"}
)
_LEAVES = frozenset(
    {
        "withdraw",
        "leave",
        "flee",
        "abandon",
        "retreat",
        "pull",
        "step",
        "evacuate",
        "surrender",
        "give",
        "melt",
        "slip",
        "go",
    }
)
_BESIDES = frozenset({"while", "whereas"})
_GAINS = frozenset({"captured", "recaptured", "cleared", "ceded"})


def unite(found: list[Proposition], clauses: Sequence[Clause], sentence: str) -> list[Proposition]:
    """Return the propositions of a sentence with what other clauses add to them."""
    for proposition in found:
        _taken_over(proposition, clauses)
        _given_to(proposition, clauses)
        _gives_to(proposition, clauses)
        _unopposed(proposition, clauses, sentence)
        _winner_elsewhere(proposition, found)
        _theirs(proposition, clauses)
    for proposition in found:
        _left_to(proposition, found)
    left = [p for p in found if not (_repeats_leaving(p, found) or _leaves_posts(p, found))]
    return left + [extra for p in left if (extra := _attempt(p)) is not None]


def _taken_over(proposition: Proposition, clauses: Sequence[Clause]) -> None:
    """'A left Kirkuk as B moved in': the place is B's."""
    if proposition.event != "withdrew" or proposition.clause is None:
        return
    for clause in clauses:
        mover = _bare_mover(clause, proposition.clause)
        if mover is not None and mover.actor() is not None:
            proposition.event, proposition.opponent = "captured", proposition.actor
            proposition.actor = mover.actor()
            return


def _bare_mover(clause: Clause, other: Clause) -> Argument | None:
    """The subject of 'moved in', 'took over' and the like, if the clause names no place of its own."""
    if clause is other or not set(clause.lemmas) & _MOVES_IN or clause.modal or clause.infinitive or clause.negated:
        return None
    inward = {"in", "over", "into"} & clause.particles
    places = [ref for a in clause.arguments for ref in a.places() if ref.mention is not None]
    if not inward or places or clause.subject is None or clause.subject is other.subject:
        return None
    return clause.subject


def _given_to(proposition: Proposition, clauses: Sequence[Clause]) -> None:
    """'Rebels in Daraa surrendered and handed their weapons to the army': the army has the place."""
    if "to_whom" not in proposition.notes or proposition.clause is None:
        return
    for clause in clauses:
        receiver = clause.argument("to")
        if clause.subject is proposition.clause.subject and receiver and receiver.actor():
            proposition.event, proposition.opponent = "ceded", proposition.actor
            proposition.actor = receiver.actor()
            return


def _gives_to(proposition: Proposition, clauses: Sequence[Clause]) -> None:
    """'The base was taken, giving the army a launch pad': the army took it."""
    if not proposition.agentless or proposition.actor is not None:
        return
    for clause in clauses:
        receiver = clause.argument(None)
        if clause.ing and set(clause.lemmas) & {"give", "hand", "allow", "grant"} and receiver and receiver.actor():
            proposition.actor = receiver.actor()
            return


def _unopposed(proposition: Proposition, clauses: Sequence[Clause], sentence: str) -> None:
    """'They entered Manbij as the others stepped aside': taken, not fought for."""
    if proposition.event != "entered" or proposition.clause is None:
        return
    for clause in clauses:
        if clause is proposition.clause or not set(clause.lemmas) & (_LEAVES | {"end"}) or clause.subject is None:
            continue
        leaver = _side(clause.subject)
        if clause.subject.first.kind == "hands" and "end" in clause.lemmas:
            leaver = clause.subject.first.actor
        if leaver is None or clause.subject is proposition.clause.subject or clause.modal or clause.negated:
            continue
        agreed = any(cue in sentence.lower() for cue in (" deal ", " agreement ", " accord "))
        proposition.event = "ceded" if agreed or "give" in clause.lemmas else "captured"
        proposition.opponent = proposition.opponent or leaver
        proposition.partial = False
        return


def _side(argument: Argument) -> ActorRef | None:
    phrase = argument.first
    if phrase.kind == "pronoun":
        return ActorRef((), "pronoun", phrase.start, phrase.end, phrase.text)
    return phrase.actor if phrase.kind in ("actor", "other") else None


def _winner_elsewhere(proposition: Proposition, found: Sequence[Proposition]) -> None:
    """'The town fell when rebels stormed it': the winner stands in the other clause."""
    if proposition.actor is not None or proposition.event not in (*_GAINS, "lost"):
        return
    taken = _taken_before(proposition, found)
    if taken:
        proposition.opponent = proposition.opponent or taken[-1].actor
    for other in found:
        if other.rule == "verb.lose" and proposition.rule != "verb.lose":
            continue  # 'was captured, and lost to B': B did not capture it before
        if other is proposition or other.actor is None or other.event not in (*_GAINS, "entered", "contested"):
            continue
        if other.actor is proposition.opponent or _shared_subject(proposition, other):
            named = other.opponent is not None and other.opponent.generic != "pronoun"
            if named and _same_place(proposition, other):
                proposition.actor = other.opponent
                return
            continue
        if (
            proposition.opponent is not None
            and proposition.opponent.generic == "pronoun"
            and other.start < proposition.start
        ):
            continue  # 'A entered the town, but they were driven out': they are A
        if any(other is earlier for earlier in taken):
            continue
        if other.clause is not None and other.clause.link in _BESIDES and not _same_place(proposition, other):
            continue  # 'A was retaken while the peshmerga took B'
        if other.actor.generic == "pronoun":
            continue  # who 'they' are in another clause is for that clause to say
        if other.event in _GAINS or _same_place(proposition, other):
            proposition.actor = other.actor
            return


def _taken_before(proposition: Proposition, found: Sequence[Proposition]) -> list[Proposition]:
    """'It fell to A in May and was retaken in June': from A, not by A."""
    if proposition.event != "recaptured":
        return []
    before = (p for p in found if p.start < proposition.start and p.event in _GAINS and p.actor is not None)
    return [other for other in before if _same_place(proposition, other)]


def _theirs(proposition: Proposition, clauses: Sequence[Clause]) -> None:
    """'Peshmerga fighters walked in, and by midday the town was theirs': those of the clause before."""
    if proposition.rule != "copula.theirs" or proposition.clause is None or proposition.clause.governor is not None:
        return
    before = [c.subject.actor() for c in clauses if c.subject is not None and c.start < proposition.clause.start]
    proposition.actor = next((side for side in reversed(before) if side is not None), proposition.actor)


def _shared_subject(one: Proposition, other: Proposition) -> bool:
    if one.clause is None or other.clause is None or one.rule != "verb.lose":
        return False
    return one.clause.subject is other.clause.subject


def _same_place(one: Proposition, other: Proposition) -> bool:
    named = {ref.mention for ref in one.places}
    return any(ref.mention in named or ref.mention is None for ref in other.places)


def _left_to(proposition: Proposition, found: Sequence[Proposition]) -> None:
    """'A left Darayya, handing the town over to B': B has the place that A left."""
    whole = all(ref.mention is None and not ref.partial for ref in proposition.places)
    if not whole or not _repeats_leaving(proposition, found):
        return
    leaving = next(p for p in found if p.event == "withdrew" and p.clause is not proposition.clause)
    if proposition.actor is not None:
        leaving.event, leaving.opponent = proposition.event, leaving.actor
        leaving.actor = proposition.actor


def _repeats_leaving(proposition: Proposition, found: Sequence[Proposition]) -> bool:
    """'A left Musa Qala, handing B two districts': the districts are the places that A left."""
    clause = proposition.clause
    if clause is None or not clause.ing or proposition.event not in ("ceded", "captured") or proposition.rule == "noun":
        return False
    return clause.link == "," and any(p.event == "withdrew" and p.clause is not clause for p in found)


def _leaves_posts(proposition: Proposition, found: Sequence[Proposition]) -> bool:
    """'A took Qaraqosh after B abandoned its posts': the posts are those of Qaraqosh, which is told already."""
    own = all(ref.mention is None and ref.partial and ref.owner is not None for ref in proposition.places)
    return proposition.event == "withdrew" and own and any(p.event in _GAINS for p in found)


def _attempt(proposition: Proposition) -> Proposition | None:
    """'Troops tried to win the city back': they fight for it."""
    clause = proposition.clause
    governor = clause.governor if clause and clause.infinitive else None
    if governor is None or proposition.event not in ("captured", "recaptured", "cleared") or governor.infinitive:
        return None
    if (
        not set(governor.lemmas) & {"try", "attempt", "battle", "fight", "struggle", "push"}
        or governor.modal
        or governor.negated
    ):
        return None
    return replace(proposition, event="contested", rule="verb.attempt", clause=governor, partial=False)
