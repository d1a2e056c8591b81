"""Sentences to claims."""

from __future__ import annotations

from collections.abc import Sequence

from territory.extract.claims.extraction import Extraction
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Actor, Article, Mention


class ClaimExtractor:
    """Finds what an article says about who holds, takes, loses or contests a place."""

    def __init__(self, gazetteer: Gazetteer, actors: Sequence[Actor]) -> None:
        self._gazetteer = gazetteer
        self._actors = tuple(actors)

    def extract(self, article: Article, mentions: Sequence[Mention]) -> Extraction:
        """Return the claims of an article."""
        return Extraction(())
