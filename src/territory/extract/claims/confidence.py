"""How far a machine-read claim may be trusted, by the rule that made it."""

from __future__ import annotations

_BY_RULE = {
    "verb.capture": 0.9,
    "verb.recapture": 0.92,
    "verb.fall": 0.9,
    "verb.lose": 0.88,
    "verb.expel": 0.9,
    "verb.clear": 0.9,
    "verb.hold": 0.88,
    "verb.besiege": 0.9,
}
_DEFAULT = 0.8


def confidence_of(rule: str, *, dated: bool, place_score: float, exact_place: bool) -> float:
    """Return the share of claims of this kind that were right on the development texts.

    Parameters
    ----------
    rule : str
        The rule that fired, for example `verb.capture`.
    dated : bool
        Whether the text gives a date.
    place_score : float
        Score of the resolved toponym, 0 to 1.
    exact_place : bool
        Whether the sentence itself names the place.
    """
    value = _BY_RULE.get(rule, _DEFAULT)
    value *= 1.0 if exact_place else 0.9
    value *= 1.0 if dated else 0.95
    return round(value * (0.6 + 0.4 * min(1.0, max(0.0, place_score))), 4)
