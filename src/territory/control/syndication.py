"""A report that many outlets print is one source, not many.

Two claims count once when they say the same of the same place and day, and either quote the same words (letters and
digits compared, so that punctuation and capitals do not matter), or come from the same publisher or page. The best
graded of them stands for all; the others are listed with it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from territory.model import Claim, ClaimId, Modality

_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Copies:
    """The claims that one claim stands for, itself not among them, and their publishers, itself included."""

    claim_ids: tuple[ClaimId, ...]
    publishers: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many copies of the report there are, the one that counts included."""
        return len(self.claim_ids) + 1


def count_once(claims: Iterable[Claim]) -> tuple[list[Claim], dict[ClaimId, Copies]]:
    """Return the claims that count, sorted by id, and the copies that each of them stands for."""
    ordered = sorted(claims, key=_rank)
    leader: dict[Hashable, int] = {}
    groups: dict[int, list[Claim]] = {}
    roots = list(range(len(ordered)))
    for index, claim in enumerate(ordered):
        for key in _fingerprints(claim):
            first = _root(roots, leader.setdefault(key, index))
            mine = _root(roots, index)
            low, high = sorted((first, mine))
            roots[high] = low
    for index, claim in enumerate(ordered):
        groups.setdefault(_root(roots, index), []).append(claim)
    kept = [group[0] for group in groups.values()]
    copies = {
        group[0].claim_id: Copies(
            tuple(sorted(c.claim_id for c in group[1:])),
            tuple(sorted({c.source.publisher or str(c.article_id or "unnamed") for c in group})),
        )
        for group in groups.values()
        if len(group) > 1
    }
    return sorted(kept, key=lambda claim: claim.claim_id), copies


def _root(roots: list[int], index: int) -> int:
    while roots[index] != index:
        roots[index] = roots[roots[index]]
        index = roots[index]
    return index


def _fingerprints(claim: Claim) -> Iterable[Hashable]:
    content = (
        claim.place_id, claim.valid_from, claim.valid_to, claim.status, claim.actor, claim.holder, claim.opponent,
        claim.partial, claim.modality is Modality.DENIED,
    )  # fmt: skip
    words = _NOISE.sub("", claim.evidence).casefold()
    if words:
        yield ("words", words, content)
    for name, origin in (
        ("publisher", claim.source.publisher),
        ("page", claim.source.url),
        ("article", claim.article_id),
    ):
        if origin:
            yield (name, origin, content)


def _rank(claim: Claim) -> tuple[object, ...]:
    """Best first: asserted before claimed, then by grade, confidence, and first known."""
    source = claim.source
    return (
        claim.modality.value != "asserted", source.reliability, source.credibility, -claim.confidence,
        claim.recorded_at, claim.claim_id,
    )  # fmt: skip
