"""How much a claim weighs.

Grades
------
NATO's AJP-2.1 grades the source A-F and the information 1-6 and gives no numbers. Here each letter and digit
multiplies the chance that a B2 report names the wrong holder (see `parameters.py`). The steps keep the order of
the scale and roughly the spacing that analysts give it (Irwin & Mandel 2019, 'Improving information evaluation for
intelligence production', Intelligence and National Security 34). F and 6 mean 'cannot be judged', not 'worst': they lie
between the neighbours of the middle. What a report says of the status (contested or not) depends on its grade less than
what it says of the holder.

Other marks
-----------
A party's word about itself errs three times as often. A baseline, which is mostly inferred from a later report, and
implied and closing rows err more than a report. A claim about a part of the place counts a fifth of one about the
whole (its likelihood is raised to that power).

Baseless reports
----------------
A machine-read claim may be misread (its `confidence`), and a report may be a rumour: F6 says that neither the source
nor the information can be judged, 5 that it is improbable, E that the source is unreliable. What is baseless names
either side as soon as the other, whoever holds the place, and no change of hands lies behind it. So a single rumour
never outweighs fresh evidence of a good grade, two independent ones may, and all of them show in the probability.
"""

from __future__ import annotations

import numpy as np

from territory.control.arrays import Bools, Floats
from territory.model import Claim, ControlStatus, EventKind, EvidenceType, Modality

_LETTER = {"A": 0.7, "B": 1.0, "C": 1.5, "D": 2.0, "E": 8.0, "F": 3.0}
_DIGIT = {1: 0.5, 2: 1.0, 3: 1.7, 4: 3.5, 5: 15.0, 6: 2.5}
_EVIDENCE = {
    EvidenceType.REPORTED: 1.0,
    EvidenceType.BASELINE: 1.5,
    EvidenceType.IMPLIED: 2.0,
    EvidenceType.CLOSING: 2.0,
}
_OF_ITSELF = 3.0
_PART = 0.2
_PRESENCE = 0.3
_DENIAL = 0.5

_RUMOUR = 0.36
"""Chance that there is something in a report of grade F6."""
_IMPROBABLE = 0.3
_UNRELIABLE = 0.5
_EITHER_SIDE = 0.5

WORST_ERROR = 0.75
"""No claim is taken to be wrong more often than this: a bad source is weak evidence, not evidence of the contrary."""

_CHANGE = {
    EventKind.BASELINE: 0.1,
    EventKind.HOLDS: 0.05,
    EventKind.REPELLED: 0.1,
    EventKind.INFLUENCE: 0.4,
    EventKind.CONTESTED: 0.15,
    EventKind.BESIEGED: 0.15,
    EventKind.CLEARED: 0.5,
}
_USUAL_CHANGE = 0.97


def error_factor(claim: Claim) -> float:
    """How much oftener than a B2 report a claim of this grade and kind is wrong."""
    factor = _LETTER.get(claim.source.reliability, 4.0) * _DIGIT.get(claim.source.credibility, 3.0)
    factor *= _EVIDENCE[claim.evidence_type]
    return factor * _OF_ITSELF if claim.modality is Modality.CLAIMED else factor


def doubt(claim: Claim) -> float:
    """Chance that a claim is baseless: misread, or a rumour. What a compiler inferred is neither."""
    believed = 1.0
    if claim.evidence_type is EvidenceType.REPORTED:
        grade = claim.source.reliability, claim.source.credibility
        if grade == ("F", 6):
            believed = _RUMOUR
        elif grade[1] == 5:
            believed = _IMPROBABLE
        elif grade[0] == "E" and grade[1] != 1:
            believed = _UNRELIABLE
    return 1 - believed * min(1.0, max(0.0, claim.confidence))


def strength(claim: Claim) -> float:
    """The power to which the likelihood of a claim is raised."""
    power = _PART if claim.partial else 1.0
    if claim.modality is Modality.DENIED:
        power *= _DENIAL
    if claim.status is ControlStatus.INFLUENCE and claim.holder is None:
        power *= _PRESENCE
    return power


def change_chance(claim: Claim) -> float:
    """Chance that the place has changed hands when a claim of this kind is made."""
    if claim.modality is Modality.DENIED:
        return 0.0
    if claim.partial:
        return _CHANGE[EventKind.CONTESTED]
    return _CHANGE.get(claim.event_kind, _USUAL_CHANGE)


def or_baseless(likelihood: Floats, doubt: Floats, actors: int) -> Floats:
    """Mix in the chance that a claim is baseless, which does not depend on the holder: (rows, actors)."""
    mixed: Floats = (1 - doubt[:, None]) * likelihood + doubt[:, None] * np.float32(_EITHER_SIDE / max(actors, 1))
    return mixed


def holder_likelihood(match: Bools, error: Floats, actors: int) -> Floats:
    """Chance of naming this holder, for each true holder: (rows, actors).

    Parameters
    ----------
    match : array of bool, shape (rows, actors)
        Whether the actor is the one named.
    error : array, shape (rows,)
        Chance of naming a wrong one; the wrong ones share it evenly.
    actors : int
        How many there are in the theatre.
    """
    wrong = error / max(actors - 1, 1)
    return np.where(match, (1 - error)[:, None], wrong[:, None]).astype(np.float32)
