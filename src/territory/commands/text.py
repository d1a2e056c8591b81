"""`territory geoparse` and `territory extract`: documents in, JSON lines out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from territory.commands.memory import loaded_stays
from territory.commands.options import EmptyOption, InputOption, StoreOption, leave, opened_store, report_rejected
from territory.extract.documents import read_documents, read_spans
from territory.extract.undated import REASON
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Candidate, Claim, Mention, Rejected

if TYPE_CHECKING:
    from territory.extract.toponyms.geoparser import Demonym

ALTERNATIVES = 4
"""Places told of each toponym: the chosen one and the next best."""


@contextmanager
def _lines(path: Path) -> Iterator[tuple[IO[str], str]]:
    if str(path) == "-":
        sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield sys.stdin, "standard input"
        return
    if not path.is_file():
        raise typer.BadParameter(f"{path} is not a file.", param_hint="--input")
    with path.open(encoding="utf-8") as file:
        yield file, path.name


def _write(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def geoparse_command(
    input_: InputOption,
    spans: Annotated[
        Path | None,
        typer.Option("--spans", exists=True, dir_okay=False, help="Resolve exactly these spans (JSON lines)."),
    ] = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Find the places that documents name: one JSON line for each document.

    Words for the people or things of a land (`Turkish`) are no place names; they are listed apart, as `demonyms`.

    Example:  territory geoparse --input docs.jsonl > places.jsonl
    """
    from territory.extract.toponyms.geoparser import Geoparser, Reading
    from territory.pipeline import load_gazetteer

    rejected: list[Rejected] = []
    with opened_store(store, empty=empty) as opened:
        gazetteer = load_gazetteer(opened)
        parser = Geoparser(gazetteer, rules=opened.rules())
    given = None
    if spans is not None:
        with spans.open(encoding="utf-8") as file:
            given = read_spans(file, spans.name)
    with _lines(input_) as (stream, name), loaded_stays():
        for item in read_documents(stream, name):
            if isinstance(item, Rejected):
                rejected.append(item)
                continue
            wanted = None if given is None else given.get(item.article_id, [])
            reading = parser.read(item) if wanted is None else Reading(parser.resolve(item, wanted), ())
            _write(
                {
                    "id": item.article_id,
                    "toponyms": [toponym_record(mention, gazetteer) for mention in reading.mentions],
                    "demonyms": [demonym_record(demonym, gazetteer) for demonym in reading.demonyms],
                }
            )
    report_rejected(rejected, None)
    leave(rejected)


def extract_command(input_: InputOption, store: StoreOption = None, empty: EmptyOption = False) -> None:
    """Find the control claims of documents: one JSON line for each claim.

    Of a document without `published` only the claims whose day the text tells by itself are given.

    Example:  territory extract --input docs.jsonl > claims.jsonl
    """
    from territory.pipeline import TextPipeline, load_gazetteer

    rejected: list[Rejected] = []
    with opened_store(store, empty=empty) as opened:
        pipeline = TextPipeline(load_gazetteer(opened), tuple(opened.actors().values()), opened.rules())
    with _lines(input_) as (stream, name), loaded_stays():
        for item in read_documents(stream, name):
            if isinstance(item, Rejected):
                rejected.append(item)
                continue
            extraction = pipeline.read(item)[1]
            for claim in extraction.claims:
                _write({"id": item.article_id, **claim_record(claim, pipeline.gazetteer)})
            dateless = sum(sentence.reason == REASON for sentence in extraction.unplaced)
            if dateless:
                reason = f"{dateless} sentences tell no day of their own. Give `published` as YYYY-MM-DD."
                rejected.append(Rejected(f"{name} document {item.article_id}", reason))
    report_rejected(rejected, None)
    leave(rejected)


def toponym_record(mention: Mention, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the contract's record of a toponym; the place's fields are null where it was not resolved."""
    place = gazetteer.get(mention.place_id) if mention.place_id else None
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "place_id": mention.place_id,
        "geonameid": place and place.geonameid,
        "name": place and place.name,
        "country": place and place.country,
        "admin1": place and place.admin1,
        "feature_code": place and place.feature_code,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "score": round(mention.score, 4),
        "candidates": len(mention.candidates),
        "ambiguous": mention.is_ambiguous,
        "reason": mention.reason,
        "alternatives": [_alternative(candidate, gazetteer) for candidate in mention.candidates[1:ALTERNATIVES]],
    }


def demonym_record(demonym: Demonym, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the record of a word for the people or things of a land; the land is null where it is not known."""
    land = gazetteer.get(demonym.place_id) if demonym.place_id else None
    return {"start": demonym.start, "end": demonym.end, "text": demonym.text, "country": land and land.country}


def _alternative(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return a place that a toponym may also mean, with its score and what speaks for it."""
    place = gazetteer.get(candidate.place_id)
    return {
        "place_id": place.place_id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "score": round(candidate.score, 4),
        "reason": candidate.reason,
    }


def claim_record(claim: Claim, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the contract's record of a claim."""
    place = gazetteer.get(claim.place_id)
    return {
        "claim_id": claim.claim_id,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.evidence,
        "place": {
            "place_id": place.place_id,
            "geonameid": place.geonameid,
            "name": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "country": place.country,
        },
        "event_kind": claim.event_kind.value,
        "status": claim.status.value,
        "actor": claim.actor,
        "opponent": claim.opponent,
        "valid_from": claim.valid_from.isoformat(),
        "valid_to": claim.valid_to and claim.valid_to.isoformat(),
        "time_precision": claim.time_precision.value,
        "modality": claim.modality.value,
        "attributed_to": claim.attributed_to,
        "partial": claim.partial,
        "confidence": round(claim.confidence, 4),
    }
