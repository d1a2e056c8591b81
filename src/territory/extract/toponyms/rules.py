"""An analyst's rules about names, applied to the toponyms of an article."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from territory.gazetteer.normalise import fold
from territory.model import Article, Candidate, Mention, PlaceId, PlaceRule, RuleAnswer, RuleId, RuleScope

_NARROWNESS = {RuleScope.ARTICLE: 2, RuleScope.SOURCE: 1, RuleScope.ALWAYS: 0}


def new_rule(
    name: str, scope: RuleScope, within: str, answer: RuleAnswer, place_id: PlaceId | None, recorded_at: datetime
) -> PlaceRule:
    """Return a rule with an id made of what it says and when.

    Raises
    ------
    InputError
        If its parts do not go together (see `PlaceRule`).
    """
    parts = (name, scope.value, within, answer.value, place_id, recorded_at.isoformat())
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return PlaceRule(RuleId(f"r-{digest[:12]}"), name, scope, within, answer, place_id, recorded_at)


def holds_in(rule: PlaceRule, article: Article) -> bool:
    """Whether an article lies in the scope of a rule."""
    match rule.scope:
        case RuleScope.ARTICLE:
            return rule.within == article.article_id
        case RuleScope.SOURCE:
            return rule.within.strip().casefold() == article.publisher.strip().casefold()
    return True


class RuleBook:
    """The rules that stand. For one name the narrowest scope wins, and within it the latest rule."""

    def __init__(self, rules: Iterable[PlaceRule] = ()) -> None:
        self._rules: defaultdict[str, list[PlaceRule]] = defaultdict(list)
        for rule in rules:
            if rule.is_active:
                self._rules[fold(rule.name)].append(rule)

    def rule_for(self, name: str, article: Article) -> PlaceRule | None:
        """Return the rule that decides a name in an article, None if there is none."""
        fitting = [rule for rule in self._rules.get(fold(name), ()) if holds_in(rule, article)]
        return max(fitting, key=lambda r: (_NARROWNESS[r.scope], r.recorded_at, r.rule_id), default=None)

    def apply(
        self, article: Article, mentions: Sequence[Mention], is_known: Callable[[str], bool]
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return the mentions as the rules have them, and apart from them those that are said to be no places.

        Candidates stay as they were found, so that another may be chosen later. A place that the gazetteer does not
        know any more (`is_known`) leaves the name open.
        """
        if not self._rules:
            return tuple(mentions), ()
        kept: list[Mention] = []
        dropped: list[Mention] = []
        for mention in mentions:
            rule = self.rule_for(mention.text, article)
            if rule is None:
                kept.append(mention)
            else:
                decided = _decided(mention, rule, is_known)
                (dropped if rule.answer is RuleAnswer.NOT_A_PLACE else kept).append(decided)
        return tuple(kept), tuple(dropped)


def _decided(mention: Mention, rule: PlaceRule, is_known: Callable[[str], bool]) -> Mention:
    place_id = rule.place_id
    if place_id is not None and not is_known(place_id):
        reason = f"{rule.reason}, but the gazetteer has no place {place_id} any more"
        return replace(mention, place_id=None, score=0.0, reason=reason)
    if place_id is None:
        return replace(mention, place_id=None, score=0.0, reason=rule.reason)
    listed = mention.candidates
    if all(candidate.place_id != place_id for candidate in listed):
        listed = (*listed, Candidate(place_id, 0.0, rule.reason))
    return replace(mention, place_id=place_id, score=1.0, candidates=listed, reason=rule.reason)
