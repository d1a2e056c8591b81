"""Corrections: a rule about a name, an article's head. Claims are superseded, and what was known before stays so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.control.evidence import known_claims
from territory.corrections import correct_head, reconciled, remember, revoke
from territory.errors import InputError, UnknownPlaceError
from territory.extract.claims import Extraction
from territory.extract.toponyms.rules import RuleBook, new_rule
from territory.ingest import ingest_articles
from territory.model import (
    Article,
    ArticleId,
    Candidate,
    Claim,
    ClaimId,
    Mention,
    Modality,
    PlaceId,
    PlaceRule,
    RuleAnswer,
    RuleId,
    RuleScope,
)
from territory.store import Store
from tests.ingest_pipeline import RulePipeline

T0 = datetime(2020, 1, 1, tzinfo=UTC)
ARTICLE = Article(ArticleId("a1"), "Red forces captured Alpha. Blue forces took Beta.", date(2015, 3, 1), "t", "Wire")
OTHER = Article(ArticleId("a2"), "Blue forces took Alpha on that day, they said.", date(2015, 3, 5), "u", "Gazette")


class Ruled(RulePipeline):
    """The small pipeline, whose claims follow the places of its mentions."""

    book = RuleBook()

    def with_rules(self, rules: Iterable[PlaceRule]) -> Ruled:
        """Return the same with other rules."""
        other = copy(self)
        other.book = RuleBook(rules)
        return other

    def read(self, article: Article) -> tuple[tuple[Mention, ...], Extraction]:
        """Find what the rules find, where the analyst's rules put it."""
        mentions, extraction = super().read(article)
        kept, _ = self.book.apply(article, mentions, self.gazetteer.__contains__)
        places = {m.text: m.place_id for m in kept}
        by_id = {f"xx-{m.text.lower()}": places.get(m.text) for m in mentions}
        claims = tuple(
            replace(c, place_id=by_id[c.place_id]) for c in extraction.claims if by_id.get(c.place_id) is not None
        )
        return kept, Extraction(claims, extraction.unplaced)


@pytest.fixture
def store() -> Iterator[Store]:
    """Two articles in memory."""
    with Store.open("sqlite://") as opened:
        ingest_articles(opened, [ARTICLE, OTHER], Ruled(), name="test")
        yield opened


def rule(
    scope: RuleScope = RuleScope.ARTICLE, within: str = "a1", place: str | None = "xx-delta", days: int = 0,
    answer: RuleAnswer = RuleAnswer.PLACE, name: str = "Alpha",
) -> PlaceRule:  # fmt: skip
    """A rule for Alpha."""
    return new_rule(name, scope, within, answer, PlaceId(place) if place else None, T0 + timedelta(days=days))


def says(store: Store, known_at: datetime | None = None) -> set[tuple[str, str, str, date]]:
    """What the standing claims say."""
    standing = known_claims(store.claims(), known_at)
    return {(c.article_id or "", c.actor, c.place_id, c.valid_from) for c in standing if c.modality.is_factual}


def test_a_choice_supersedes_the_claims_of_its_article_only(store: Store) -> None:
    """Alpha is Delta in the first article from now on; the second, and what was known before, stay."""
    before = says(store)
    done = remember(store, rule(), Ruled())
    assert done.articles == ("a1",)
    assert (done.superseded, done.withdrawn, done.added) == (1, 0, 0)
    assert ("a1", "RED", "xx-delta", date(2015, 3, 1)) in says(store)
    assert ("a2", "BLUE", "xx-alpha", date(2015, 3, 5)) in says(store)
    assert says(store, T0 - timedelta(seconds=1)) == before
    assert store.mentions(ARTICLE.article_id)[0].place_id == "xx-delta"
    assert "for this article" in store.mentions(ARTICLE.article_id)[0].reason


@pytest.mark.parametrize("answer", [RuleAnswer.NOT_A_PLACE, RuleAnswer.UNRESOLVED])
def test_no_place_withdraws_the_claim(answer: RuleAnswer, store: Store) -> None:
    """What rested on the name is withdrawn everywhere it holds; nothing is deleted."""
    count = len(store.claims())
    done = remember(store, rule(RuleScope.ALWAYS, "", None, answer=answer), Ruled())
    assert done.withdrawn == 2
    assert says(store) == {("a1", "BLUE", "xx-beta", date(2015, 3, 1))}
    assert len(store.claims()) == count + 2
    assert {c.modality for c in store.claims()} == {Modality.ASSERTED, Modality.WITHDRAWN}


def test_a_rule_can_be_taken_back(store: Store) -> None:
    """Then all reads as at first; the rule stays listed with both moments, and what was known between stays known."""
    before = says(store)
    made = rule(RuleScope.ALWAYS, "")
    remember(store, made, Ruled())
    between = says(store)
    done = revoke(store, made.rule_id, T0 + timedelta(days=1), Ruled())
    assert done.superseded == 2
    assert says(store) == before != between
    assert says(store, T0 + timedelta(hours=1)) == between
    (listed,) = store.rules()
    assert (listed.recorded_at, listed.revoked_at) == (T0, T0 + timedelta(days=1))
    with pytest.raises(InputError, match="before"):
        revoke(store, made.rule_id, T0 + timedelta(days=2), Ruled())


def test_a_withdrawn_claim_comes_back(store: Store) -> None:
    """'Not a place', taken back: the claim stands again under an id of its own."""
    before = says(store)
    made = rule(answer=RuleAnswer.NOT_A_PLACE, place=None)
    remember(store, made, Ruled())
    revoke(store, made.rule_id, T0 + timedelta(days=1), Ruled())
    assert says(store) == before


def test_a_later_reading_follows_the_rules(store: Store) -> None:
    """An article that comes in after the rule is read by it."""
    remember(store, rule(RuleScope.SOURCE, "wire"), Ruled())
    late = Article(ArticleId("a3"), "Red forces took Alpha. Weather was fair.", date(2015, 4, 1), "v", "Wire")
    ingest_articles(store, [late], Ruled().with_rules(store.rules()), name="late")
    assert ("a3", "RED", "xx-delta", date(2015, 4, 1)) in says(store)


def test_the_head_of_an_article_is_corrected(store: Store) -> None:
    """Date, publisher and title change from now on; before, the store says what it said; both heads are kept."""
    before, old = says(store), [c.source.publisher for c in store.claims_of([ARTICLE.article_id])]
    done = correct_head(
        store, ARTICLE.article_id, T0, Ruled(), published=date(2016, 3, 1), publisher="Herald", title="New"
    )
    assert done.superseded == 2
    assert {day for article, _, _, day in says(store) if article == "a1"} == {date(2016, 3, 1)}
    assert says(store, T0 - timedelta(days=1)) == before
    head = store.article(ARTICLE.article_id)
    assert head is not None
    assert (head.published, head.publisher, head.title, head.text) == (
        date(2016, 3, 1), "Herald", "New", ARTICLE.text,
    )  # fmt: skip
    assert [known.publisher for _, known in store.heads(ARTICLE.article_id)] == ["Wire", "Herald"]
    assert old == ["Wire", "Wire"]


def test_the_same_head_changes_nothing(store: Store) -> None:
    """Nothing is written."""
    version = store.version()
    assert correct_head(store, ARTICLE.article_id, T0, Ruled(), title="t").articles == ()
    assert store.version() == version


@pytest.mark.parametrize(
    ("made", "error"),
    [(rule(place="xx-nowhere"), UnknownPlaceError), (rule(within="nothing"), InputError)],
    ids=["unknown place", "unknown article"],
)
def test_a_rule_that_cannot_hold_is_refused(made: PlaceRule, error: type[Exception], store: Store) -> None:
    """Nothing is stored."""
    with pytest.raises(error):
        remember(store, made, Ruled())
    assert store.rules() == ()


@pytest.mark.parametrize(
    "parts",
    [
        (RuleScope.ALWAYS, "a1", RuleAnswer.UNRESOLVED, None),
        (RuleScope.SOURCE, "", RuleAnswer.UNRESOLVED, None),
        (RuleScope.ALWAYS, "", RuleAnswer.PLACE, None),
        (RuleScope.ALWAYS, "", RuleAnswer.NOT_A_PLACE, "xx-alpha"),
    ],
)
def test_a_rule_whose_parts_do_not_go_together_is_refused(
    parts: tuple[RuleScope, str, RuleAnswer, PlaceId | None],
) -> None:
    """A scope without its object, a place without need."""
    with pytest.raises(InputError):
        PlaceRule(RuleId("r"), "Alpha", *parts, recorded_at=T0)


SCOPES = st.sampled_from(
    [(RuleScope.ARTICLE, "a1"), (RuleScope.ARTICLE, "a2"), (RuleScope.SOURCE, "Wire"), (RuleScope.SOURCE, "Gazette"),
     (RuleScope.ALWAYS, "")]
)  # fmt: skip
ANSWERS = st.sampled_from(
    [(RuleAnswer.PLACE, "xx-beta"), (RuleAnswer.PLACE, "xx-delta"), (RuleAnswer.NOT_A_PLACE, None),
     (RuleAnswer.UNRESOLVED, None)]
)  # fmt: skip
RULES = st.lists(
    st.builds(
        lambda scope, answer, days, name: rule(*scope, answer[1], days, answer[0], name),
        SCOPES, ANSWERS, st.integers(0, 5), st.sampled_from(["Alpha", "ALPHA", "Beta"]),
    ),
    unique_by=lambda r: r.rule_id,
)  # fmt: skip


@given(RULES, st.randoms(use_true_random=False))
def test_the_narrowest_and_then_the_latest_rule_wins(rules: list[PlaceRule], random: object) -> None:
    """In whatever order the rules come: article before source before always, and within one scope the latest."""
    shuffled = list(rules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    won = RuleBook(shuffled).rule_for("alpha", ARTICLE)
    mine = [r for r in rules if r.name.casefold() == "alpha" and r.within in ("a1", "Wire", "")]
    for scope in RuleScope:
        of_scope = [r for r in mine if r.scope is scope]
        if of_scope:
            assert won is not None
            assert won.scope is scope
            assert won.recorded_at == max(r.recorded_at for r in of_scope)
            return
    assert won is None


@given(RULES)
@settings(max_examples=25, deadline=None)
def test_rules_survive_the_store(rules: list[PlaceRule]) -> None:
    """What goes in comes out, and a book of the stored rules decides as one of those that went in."""
    with Store.open("sqlite://") as store:
        ingest_articles(store, [ARTICLE, OTHER], Ruled(), name="test")
        for made in rules:
            remember(store, made, Ruled())
        assert sorted(store.rules(), key=lambda r: r.rule_id) == sorted(rules, key=lambda r: r.rule_id)
        fresh, _ = Ruled().with_rules(rules).read(ARTICLE)
        assert store.mentions(ARTICLE.article_id) == fresh


@given(st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=5))
def test_after_any_readings_exactly_the_last_stands(readings: list[set[int]]) -> None:
    """However often an article is read again, with whatever claims: the last reading's stand, and nothing is lost."""
    _, extraction = Ruled().read(ARTICLE)
    base = extraction.claims[0]
    stored: tuple[Claim, ...] = ()
    for number, found in enumerate(readings):
        claims = [replace(base, claim_id=ClaimId(f"m-{n}"), place_id=PlaceId(f"p{n}"), start=n // 2) for n in found]
        stored += reconciled(stored, claims, T0 + timedelta(days=number))
        assert len({claim.claim_id for claim in stored}) == len(stored)
        standing = [c for c in known_claims(stored, None) if c.modality is not Modality.WITHDRAWN]
        assert {c.place_id for c in standing} == {f"p{n}" for n in found}


def test_candidates_stay_after_a_choice() -> None:
    """So that another can be chosen later."""
    candidates = (Candidate(PlaceId("xx-alpha"), 0.6), Candidate(PlaceId("xx-beta"), 0.4))
    mention = Mention(20, 25, "Alpha", PlaceId("xx-alpha"), 0.6, candidates)
    ((chosen,), _) = RuleBook([rule(place="xx-beta")]).apply(ARTICLE, [mention], lambda _: True)
    assert (chosen.place_id, chosen.candidates, chosen.score) == ("xx-beta", candidates, 1.0)
