"""Claims of a text that bears no date: those alone whose day the text itself tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from territory.extract.claims import ClaimExtractor
from territory.extract.claims.extraction import Extraction, Unplaced
from territory.model import Article, Claim, Mention

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
REASON = "its day cannot be told: the document bears no date"


def extract_undated(extractor: ClaimExtractor, article: Article, mentions: Sequence[Mention]) -> Extraction:
    """Return the claims that are the same whenever the text was written; the others are kept as unplaced.

    The text is read as if written on two days after the last year it names. 'On Monday' means another day on each, and
    is left out; 'on 10 June 2014' means the same.
    """
    years = [int(year) for year in _YEAR.findall(f"{article.title} {article.text}")]
    last = max(years, default=1999)
    first, second = (
        extractor.extract(replace(article, published=day), mentions)
        for day in (date(last + 1, 1, 15), date(last + 2, 7, 4))
    )
    same = {_told(claim) for claim in second.claims}
    kept = tuple(claim for claim in first.claims if _told(claim) in same) if years else ()
    lost = [claim for claim in first.claims if claim not in kept]
    spans = dict.fromkeys((claim.start or 0, claim.end or 0, claim.evidence) for claim in lost)
    unplaced = (*first.unplaced, *(Unplaced(start, end, quote, REASON) for start, end, quote in spans))
    return Extraction(kept, tuple(sorted(unplaced, key=lambda item: item.start)))


def _told(claim: Claim) -> tuple[object, ...]:
    return (
        claim.start, claim.end, claim.place_id, claim.actor, claim.status, claim.modality,
        claim.valid_from, claim.valid_to, claim.time_precision,
    )  # fmt: skip
