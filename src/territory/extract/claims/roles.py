"""Which arguments of a clause fill the roles of a family of verbs."""

from __future__ import annotations

from territory.extract.claims.clauses import Clause
from territory.extract.claims.lexicon import Frame, Lexicon
from territory.extract.claims.phrase import Argument
from territory.extract.claims.slots import arguments_of, side_in, subject_places


def frames_of(lexicon: Lexicon, clause: Clause) -> list[Frame]:
    """Return the families that the verb of a clause may belong to, those with its particle first."""
    frames: list[Frame] = []
    for lemma in clause.lemmas:
        for particle in lexicon.particles.get(lemma, ()):
            if particle in clause.particles:
                frames += lexicon.frames.get((lemma, particle), ())
    for lemma in clause.lemmas:
        frames += lexicon.frames.get((lemma, ""), ())
    return frames


def roles_of(frame: Frame, clause: Clause) -> dict[str, Argument]:
    """Return which argument of a clause has which role of a family."""
    roles: dict[str, Argument] = {}
    passive = _is_passive(frame, clause)
    leading = [(a.prep, a) for a in clause.leading if a.prep in ("in", "inside", "at", "around", "near")]
    for prep, argument in [*arguments_of(clause), *leading]:
        key = "object" if prep is None else prep
        role = frame.roles.get(key)
        if key == "by" and not passive:
            continue
        if key == "object" and passive:
            continue
        if role and role not in roles:
            roles[role] = argument
    wanted = frame.roles.get("object")
    gap = clause.gap if clause.link != "where" and not passive and clause.argument(None) is None else None
    if gap is not None and wanted and wanted not in roles:
        roles[wanted] = gap
    if clause.subject is not None:
        role = frame.roles.get("object" if passive else "subject")
        if role and role not in roles:
            roles[role] = clause.subject
    return roles


def _is_passive(frame: Frame, clause: Clause) -> bool:
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
        and bool(subject_places(clause))
        and (clause.link in ("reduced", ",", "", "and") or _stays(clause))
        and side_in(clause.subject) is None
    )


def _stays(clause: Clause) -> bool:
    """'Mariupol remains encircled', 'Ramadi was declared liberated'"""
    governor = clause.governor
    if clause.link != "ing" or governor is None:
        return False
    lemmas = set(governor.lemmas)
    announced = governor.passive and bool(lemmas & {"declare", "announce", "report", "confirm", "proclaim"})
    return announced or bool(lemmas & {"remain", "stay", "become", "get"})
