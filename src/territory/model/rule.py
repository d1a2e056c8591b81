"""What an analyst has decided that a name means, and how far the decision reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from territory.errors import InputError, NaiveDatetimeError
from territory.model.place import PlaceId

RuleId = NewType("RuleId", str)

BY_ANALYST = "an analyst"
"""How the reason of a mention begins that a rule has decided."""


class RuleScope(StrEnum):
    """Where a rule holds. A narrower one wins over a wider one."""

    ARTICLE = "article"
    SOURCE = "source"
    ALWAYS = "always"


class RuleAnswer(StrEnum):
    """What a rule says of a name."""

    PLACE = "place"
    NOT_A_PLACE = "not-a-place"
    UNRESOLVED = "unresolved"


_REACH = {RuleScope.ARTICLE: "for this article", RuleScope.SOURCE: "for this source", RuleScope.ALWAYS: "for good"}
_SAYS = {
    RuleAnswer.PLACE: "chose this place",
    RuleAnswer.NOT_A_PLACE: "said that this is no place",
    RuleAnswer.UNRESOLVED: "left this open",
}


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A name means a place (or none) in an article, in all of a source, or always.

    `within` is the article's id or the publisher's name; empty where the rule holds always. `recorded_at` is when it
    was made, `revoked_at` when it was taken back: nothing is deleted.

    Raises
    ------
    InputError
        If the place is missing where the answer is one, given where it is none, or the scope does not say of what.
    NaiveDatetimeError
        If a moment has no time zone.
    """

    rule_id: RuleId
    name: str
    scope: RuleScope
    within: str
    answer: RuleAnswer
    place_id: PlaceId | None
    recorded_at: datetime
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("A rule needs the name that it is about.")
        if (self.place_id is None) == (self.answer is RuleAnswer.PLACE):
            raise InputError(
                f"The answer {self.answer.value!r} {'needs a' if self.place_id is None else 'has no'} place."
            )
        if bool(self.within) == (self.scope is RuleScope.ALWAYS):
            raise InputError(
                f"A rule with the scope {self.scope.value!r} and {self.within[:60]!r} does not go together."
            )
        if any(moment and moment.tzinfo is None for moment in (self.recorded_at, self.revoked_at)):
            raise NaiveDatetimeError(f"The rule for {self.name!r} has a moment without a time zone. Use UTC.")

    @property
    def is_active(self) -> bool:
        """Whether it was not taken back."""
        return self.revoked_at is None

    @property
    def reason(self) -> str:
        """Why a name is read as it is, in words."""
        return f"{BY_ANALYST} {_SAYS[self.answer]}, {_REACH[self.scope]}"
