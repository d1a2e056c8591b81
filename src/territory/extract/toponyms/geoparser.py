"""Finds the toponyms of an article and chooses a place for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from territory.extract.toponyms.calibration import Calibration
from territory.extract.toponyms.lexicon import DATA
from territory.extract.toponyms.names import NameIndex
from territory.extract.toponyms.recognise import Recogniser
from territory.extract.toponyms.resolve import EARTH_KM, Choice, Resolver
from territory.extract.toponyms.rules import RuleBook
from territory.extract.toponyms.scan import Block, blocks
from territory.extract.toponyms.senses import Named, given, named_by
from territory.extract.toponyms.trees import Trees
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, Candidate, Mention, PlaceRule
from territory.model.claim import AMBIGUOUS

MAX_CANDIDATES = 12
"""Candidates told of each mention."""
RIVAL_KM = 25.0
"""A candidate nearer to the first than this is no other answer."""


_Told = dict[int, tuple[tuple[Candidate, ...], str]]


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for the people or things of a land: `text[start:end]`, and the land."""

    start: int
    end: int
    text: str
    place_id: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in an article: its toponyms, and apart from them its demonyms.

    `dropped` are toponyms that an analyst has said to be none.
    """

    mentions: tuple[Mention, ...]
    demonyms: tuple[Demonym, ...]
    dropped: tuple[Mention, ...] = ()


class Geoparser:
    """Recognises and resolves toponyms.

    Parameters
    ----------
    gazetteer : Gazetteer
        The places a name may mean.
    theatre : Collection[str], optional
        ISO country codes that are a little more likely than others.
    rules : Iterable[PlaceRule], optional
        What an analyst has decided that names mean; it wins over everything else.

    Notes
    -----
    Weights come from `territory.evaluate.fit_geoparse`; `data/*.json` tell how. Both models see general features only
    (shape, word classes, what the gazetteer knows, what else the document names), no names. Scores are calibrated on
    documents left out: see `docs/geoparser.md`.
    """

    def __init__(self, gazetteer: Gazetteer, *, theatre: Collection[str] = (), rules: Iterable[PlaceRule] = ()) -> None:
        self._rules = RuleBook(rules)
        self._gazetteer = gazetteer
        self._names = NameIndex(gazetteer)
        self._recogniser = Recogniser(self._names, _model("recognise.json"))
        self._calibration = Calibration.load()
        self._place_id = lru_cache(maxsize=65_536)(gazetteer.place_id)
        rounds = _model("resolve_1.json"), _model("resolve_2.json")
        self._resolver = Resolver(self._names, rounds, theatre, self._calibration)

    def with_rules(self, rules: Iterable[PlaceRule]) -> Geoparser:
        """Return a geoparser that shares everything with this one but the rules."""
        other = copy(self)
        other._rules = RuleBook(rules)
        return other

    def parse(self, article: Article) -> tuple[Mention, ...]:
        """Return the toponyms of `article.text` in order; those that could not be resolved have no place."""
        return self.read(article).mentions

    def read(self, article: Article) -> Reading:
        """Return the toponyms and the demonyms of `article.text`, each in order."""
        mentions: list[Mention] = []
        demonyms: list[Demonym] = []
        for block in blocks(article.text):
            named = self._named(block)
            told: _Told = {}
            for item, choices in zip(named, self._resolver.resolve(block, named), strict=True):
                if item.is_demonym:
                    place = self._place_id(choices[0].row) if choices else None
                    start, end = item.start + block.offset, item.end + block.offset
                    demonyms.append(Demonym(start, end, article.text[start:end], place))
                else:
                    mentions.append(self._mention(article.text, item, block.offset, choices, told))
        kept, dropped = self._rules.apply(article, mentions, self._gazetteer.__contains__)
        return Reading(kept, tuple(demonyms), dropped)

    def passed_over(self, article: Article) -> tuple[tuple[int, int], ...]:
        """Return the spans that look like place names and were not taken for ones, in order."""
        return tuple(
            (span.start + block.offset, span.end + block.offset)
            for block in blocks(article.text)
            for span in self._recogniser.passed_over(block)
        )

    def resolve(self, article: Article, spans: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
        """Return exactly the given spans, each resolved, in the order given.

        The other names of the article are found too: they tell which namesake is meant.
        """
        answers: dict[tuple[int, int], Mention] = {}
        for block in blocks(article.text):
            low, high = block.offset, block.offset + len(block.text)
            own = sorted({(start, end) for start, end in spans if low <= start < high})
            named = self._with_given(block, [(start - low, end - low) for start, end in own])
            for item, choices in zip(named, self._resolver.resolve(block, named), strict=True):
                span = (item.start + low, item.end + low)
                if span in own or item.is_given:
                    answers[span] = self._mention(article.text, item, low, choices, {})
        found = [answers.get((start, end)) or _unresolved(article.text, start, end) for start, end in spans]
        return tuple(self._ruled(article, mention) for mention in found)

    def _ruled(self, article: Article, mention: Mention) -> Mention:
        kept, dropped = self._rules.apply(article, [mention], self._gazetteer.__contains__)
        return (*kept, *dropped)[0]

    def _named(self, block: Block) -> list[Named]:
        return named_by(self._names, self._recogniser.find(block))

    def _with_given(self, block: Block, spans: Sequence[tuple[int, int]]) -> list[Named]:
        """Return the given spans of a block as certain names, and whatever else was found between them."""
        named = [self._given(block.text, start, end) for start, end in spans]
        named += [item for item in self._named(block) if not _overlaps(item, spans)]
        return sorted(named, key=lambda item: (item.start, item.end))

    def _given(self, text: str, start: int, end: int) -> Named:
        entry = self._recogniser.scripts.given(text, start, end)
        return Named(start, end, entry, 1.0, is_given=True) if entry else given(self._names, text, start, end)

    def _mention(self, text: str, item: Named, offset: int, choices: tuple[Choice, ...], told: _Told) -> Mention:
        """Return a name as a mention; `told` remembers what was said of the same choices before."""
        start, end = item.start + offset, item.end + offset
        is_name = 1.0 if item.is_given else self._calibration.name(item.weight)
        if not choices:
            return _unresolved(text, start, end, is_name)
        if id(choices) not in told:
            told[id(choices)] = self._tell(choices)
        candidates, reason = told[id(choices)]
        best = candidates[0]
        return Mention(start, end, text[start:end], best.place_id, is_name * best.score, candidates, reason)

    def _tell(self, choices: tuple[Choice, ...]) -> tuple[tuple[Candidate, ...], str]:
        """Return the choices as candidates, and why the first one was taken."""
        candidates = tuple(
            Candidate(self._place_id(choice.row), choice.probability, choice.reason)
            for choice in choices[:MAX_CANDIDATES]
        )
        reason = candidates[0].reason
        return candidates, f"{AMBIGUOUS}: {reason}" if self._is_open(choices) else reason

    def _is_open(self, choices: tuple[Choice, ...]) -> bool:
        """Whether the first choice is so unsure, with another elsewhere, that asking costs less than being wrong."""
        if len(choices) < 2 or choices[0].probability >= self._calibration.ask_below:
            return False
        vectors = self._names.table.vectors[[choice.row for choice in choices]]
        away_km = np.linalg.norm(vectors[1:] - vectors[0], axis=1) * EARTH_KM
        return bool((away_km > RIVAL_KM).any())


def _overlaps(item: Named, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < item.end and item.start < end for start, end in spans)


def _unresolved(text: str, start: int, end: int, score: float = 0.0) -> Mention:
    return Mention(start, end, text[start:end], None, score, (), "no place of that name in the gazetteer")


@cache
def _model(name: str) -> Trees:
    return Trees.load(DATA / name)
