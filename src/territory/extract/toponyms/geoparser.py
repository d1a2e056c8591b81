"""Finds the toponyms of an article and chooses a place for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, Candidate, Mention

_NAME = re.compile(r"[A-Z][\w'-]+(?: (?:al-|ar-|el-)?[A-Z][\w'-]+)*")


class Geoparser:
    """Recognises and resolves toponyms.

    Parameters
    ----------
    gazetteer : Gazetteer
        The places a name may mean.
    theatre : Collection[str], optional
        ISO country codes that are a little more likely than others.
    """

    def __init__(self, gazetteer: Gazetteer, *, theatre: Collection[str] = ()) -> None:
        self._gazetteer = gazetteer
        self._theatre = frozenset(theatre)

    def parse(self, article: Article) -> tuple[Mention, ...]:
        """Return the toponyms of `article.text` in order; those that could not be resolved have no place."""
        spans = [match.span() for match in _NAME.finditer(article.text)]
        return tuple(mention for mention in self.resolve(article, spans) if mention.place_id)

    def resolve(self, article: Article, spans: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
        """Return exactly the given spans, each resolved, in the order given."""
        return tuple(self._resolve(article.text[start:end], start, end) for start, end in spans)

    def _resolve(self, text: str, start: int, end: int) -> Mention:
        places = self._gazetteer.lookup(text)
        candidates = tuple(Candidate(place.place_id, 1 / len(places)) for place in places)
        best = candidates[0] if candidates else None
        place_id, score = (best.place_id, best.score) if best else (None, 0.0)
        return Mention(start, end, text, place_id, score, candidates)
