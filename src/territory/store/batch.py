"""What goes into a store at once, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from territory.model import Actor, Article, ArticleId, Claim, Mention, Place, Rejected

ProgressFn = Callable[[str, int, int], None]
"""Called with (what is being done, steps done, steps in all)."""

ARTICLE = "article"
"""The kind of a batch that holds articles and what was found in them."""


@dataclass(frozen=True, slots=True)
class UnplacedSentence:
    """A sentence of an article that speaks of control but could not be made a claim, and why."""

    article_id: ArticleId
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleCopy:
    """An article repeats another (0–1 how nearly): syndication by another publisher, or a later edition."""

    article_id: ArticleId
    copy_of: ArticleId
    similarity: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What one import brings in. `mentions` and `bands` belong to `articles`; `sha256` is the input's.

    `bands` are the keys by which a later copy of an article finds it (`territory.extract.shingles`).
    """

    kind: str
    name: str
    sha256: str = ""
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    articles: tuple[Article, ...] = ()
    mentions: Mapping[ArticleId, tuple[Mention, ...]] = field(default_factory=dict)
    copies: tuple[ArticleCopy, ...] = ()
    bands: Mapping[ArticleId, tuple[int, ...]] = field(default_factory=dict)
    unplaced: tuple[UnplacedSentence, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did to the store."""

    added_claims: int = 0
    added_articles: int = 0
    added_places: int = 0
    added_actors: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()

    @property
    def added(self) -> int:
        """How many records are new."""
        return self.added_claims + self.added_articles + self.added_places + self.added_actors

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(getattr(self, name) + getattr(other, name) for name in Outcome.__slots__))


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import, as the store remembers it."""

    import_id: int
    kind: str
    name: str
    sha256: str
    added: int
    unchanged: int
    rejected: int
