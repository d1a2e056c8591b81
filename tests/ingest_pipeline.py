"""A pipeline of a few rules for the tests of ingesting, which can be sent to other processes."""

from __future__ import annotations

import os
import re
import signal
from datetime import UTC, date, datetime

from territory.extract.claims import Extraction, Unplaced
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import (
    ActorCode,
    Article,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    Mention,
    Origin,
    Place,
    PlaceId,
    PlaceKind,
    Source,
)

_TAKES = re.compile(r"(?P<actor>Red|Blue) forces (?:captured|took) (?P<place>\w+)[^.]*\.")
_LOST = re.compile(r"[^.]* fell\.")
PLACES = ("Alpha", "Beta", "Gamma", "Delta")


class RulePipeline:
    """'Red forces captured Alpha.' is a claim; '… fell.' cannot be completed; two words raise or end the process."""

    def __init__(self) -> None:
        places = (Place(PlaceId(f"xx-{n.lower()}"), n, PlaceKind.TOWN, "XX", 1.0, i) for i, n in enumerate(PLACES))
        self.gazetteer = Gazetteer(places)

    def read(self, article: Article) -> tuple[tuple[Mention, ...], Extraction]:
        """Find what the rules find."""
        if "CRASH" in article.text:
            raise RuntimeError("out of order")
        if "KILL" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        claims = tuple(_claim(article, match) for match in _TAKES.finditer(article.text))
        unplaced = (Unplaced(*m.span(), m[0], "no place") for m in _LOST.finditer(article.text))
        mentions = tuple(
            Mention(*match.span(), match[0], PlaceId(f"xx-{match[0].lower()}"), 1.0)
            for match in re.finditer("|".join(PLACES), article.text)
        )
        return mentions, Extraction(claims, tuple(unplaced))


def _claim(article: Article, match: re.Match[str]) -> Claim:
    day = article.published or date(1970, 1, 1)
    return Claim(
        claim_id=ClaimId(f"{article.article_id}/{match.start()}"),
        place_id=PlaceId(f"xx-{match['place'].lower()}"),
        event_kind=EventKind.CAPTURED,
        status=ControlStatus.CONTROLLED,
        actor=ActorCode(match["actor"].upper()),
        valid_from=day,
        recorded_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        origin=Origin.MACHINE,
        source=Source(publisher=article.publisher),
        evidence=match[0],
        article_id=article.article_id,
        start=match.start(),
        end=match.end(),
    )
