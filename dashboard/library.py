"""What a store holds, indexed for the views."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from territory.model import Actor, ActorCode, Article, ArticleId, Claim, Place, PlaceId, Rejected
from territory.store import ArticleCopy, ImportRecord, UnplacedSentence


@dataclass(frozen=True)
class Library:
    """One version of what a store holds, indexed for the views."""

    url: str
    version: int
    claims: tuple[Claim, ...]
    places: Mapping[PlaceId, Place]
    actors: Mapping[ActorCode, Actor]
    articles: Mapping[str, Article]
    rejected: tuple[Rejected, ...]
    unplaced: tuple[UnplacedSentence, ...]
    imports: tuple[ImportRecord, ...]
    copies: Mapping[ArticleId, ArticleCopy]

    @cached_property
    def superseded(self) -> frozenset[str]:
        """Ids of the claims that a correction has replaced."""
        return frozenset(claim.supersedes for claim in self.claims if claim.supersedes)

    @cached_property
    def by_place(self) -> dict[str, tuple[Claim, ...]]:
        """Claims of each place, oldest first."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.place_id].append(claim)
        return {
            place: tuple(sorted(claims, key=lambda c: (c.valid_from, c.claim_id))) for place, claims in found.items()
        }

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Claims by their id."""
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def publishers(self) -> dict[str, int]:
        """How many claims rest on each publisher, most first."""
        return dict(Counter(claim.source.publisher for claim in self.claims if claim.source.publisher).most_common())

    @cached_property
    def sources(self) -> dict[str, str]:
        """Titles of the sources by their address (or article id), most claims first."""
        counted = Counter(claim.source.url or str(claim.article_id or "") for claim in self.claims)
        titles = {claim.source.url or str(claim.article_id or ""): claim.source.title for claim in self.claims}
        return {key: titles[key] or key for key, _ in counted.most_common() if key and not re.search(r"\s", key)}

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries with claims. A river or a region may lie in none."""
        codes = {self.places[place].country for place in self.by_place if place in self.places}
        return tuple(sorted(codes - {""}))

    @cached_property
    def active(self) -> tuple[str, ...]:
        """Codes of the groups that some claim names, most claims first."""
        return tuple(code for code, _ in Counter(claim.actor for claim in self.claims).most_common())

    def actor_name(self, code: str | None) -> str:
        """Return a group's name; its code if the store does not know it."""
        if code is None:
            return "nobody known"
        return self.actors[code].name if code in self.actors else code

    def color(self, code: str | None, palette: str = "default") -> str:
        """Return a group's colour in a palette, grey if there is none."""
        actor = self.actors.get(code or "")
        return "#8a8f94" if actor is None else actor.color_cvd if palette == "cvd" else actor.color

    def place_name(self, place_id: str) -> str:
        """Return a place's name; its id if the store does not know it."""
        return self.places[place_id].name if place_id in self.places else place_id
