"""`territory evaluate claims` and `territory evaluate text2map`: extraction against what readers marked."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from territory.commands.memory import loaded_stays
from territory.model import Claim, Place

GoldArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, metavar="GOLD", help="Documents with their claims, JSON lines.")
]


def claims(
    gold: GoldArgument,
    text: Annotated[
        Path | None, typer.Option("--text", exists=True, dir_okay=False, help="The article, if GOLD does not hold it.")
    ] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help="List the first N missed and wrong claims.")] = 0,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Write how often each rule was right to this CSV.")
    ] = None,
) -> None:
    """Compare extracted claims with those that readers marked.

    Example:  territory evaluate claims claims_dev.jsonl --errors 20
    """
    from territory.evaluate.claim_errors import error_classes, reliability
    from territory.evaluate.claims import read_gold, rule_counts, score_claims
    from territory.extract.actors import bundled_actors
    from territory.gazetteer.gazetteer import Gazetteer
    from territory.pipeline import TextPipeline

    documents = read_gold(gold, text.read_text(encoding="utf-8") if text else None)
    pipeline = TextPipeline(Gazetteer.bundled(), bundled_actors())
    found = {d.article.article_id: pipeline.read(d.article)[1] for d in documents}
    claims_of = {name: extraction.claims for name, extraction in found.items()}

    def place_of(claim: Claim) -> Place:
        return pipeline.gazetteer.get(claim.place_id)

    report = score_claims(documents, claims_of, place_of)
    for name, score in [*report.levels.items(), ("sentence bears a claim", report.sentences)]:
        _line(
            f"{name:<30} P {score.precision:6.3f}  R {score.recall:6.3f}  F1 {score.f1:6.3f}"
            f"   ({score.matched} matched, {score.given} found, {score.wanted} marked)"
        )
    for name, count in error_classes(documents, found, report, place_of):
        _line(f"{name:<44} {count:4}")
    if len(documents) > 1:
        for row in reliability(documents, found, place_of):
            _line(
                f"confidence {row.low:.2f} to {row.high:.2f}: {row.count:4} claims, mean {row.confidence:.3f},"
                f" right {row.right:.3f}"
            )
    if rules is not None:
        lines = [f"{rule},{right},{made}" for rule, right, made in rule_counts(report)]
        rules.write_text("\n".join(["rule,right,made", *lines]) + "\n", encoding="utf-8")
    for document, record in report.missed[:errors]:
        _line(
            f"missed  {document} {record['place'].get('name')} {record['status']} {record['actor']}"
            f" | {record['quote'][:90]}"
        )
    for document, claim in report.wrong[:errors]:
        _line(
            f"wrong   {document} {claim.mention_text} {claim.status} {claim.actor} {claim.rule} | {claim.evidence[:90]}"
        )


def text2map(
    documents: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="DOCS", help="Articles, JSON lines as for `extract`.")
    ],
    events: Annotated[
        Path | None, typer.Option("--events", exists=True, dir_okay=False, help="Events table. Default: the seeds.")
    ] = None,
    country: Annotated[list[str] | None, typer.Option("--country", help="Countries of the reference places.")] = None,
    theatre: Annotated[str | None, typer.Option("--theatre", help="Only documents of this `theatre`.")] = None,
) -> None:
    """Turn the claims of articles into a timeline and set it against dated changes of control.

    Example:  territory evaluate text2map articles.docs.jsonl --theatre syria_iraq --country IQ --country SY
    """
    from territory.evaluate.articles import read_theatre
    from territory.evaluate.linking import PlaceLinker
    from territory.evaluate.text2map import Reference, evaluate, gather
    from territory.event_table import read_events
    from territory.extract.actors import bundled_actors
    from territory.gazetteer.gazetteer import Gazetteer
    from territory.gazetteer.tables import read_places
    from territory.pipeline import TextPipeline
    from territory.resources import seeds_path

    actors = bundled_actors()
    places, _ = read_places(seeds_path("places.csv"))
    rows, _ = read_events(
        events or seeds_path("control_events.csv"), {p.place_id for p in places}, {a.code for a in actors}
    )
    wanted = [place for place in places if not country or place.country in country]
    articles = read_theatre(documents, theatre)
    pipeline = TextPipeline(Gazetteer.bundled(), actors)
    with loaded_stays():
        start = time.process_time()
        found = [claim for article in articles for claim in pipeline.read(article)[1].claims]
        seconds = time.process_time() - start
    reference = Reference(rows, wanted, articles)
    linker = PlaceLinker((p for p in wanted if p.place_id in reference.rows), pipeline.gazetteer)
    gathered = gather(found, linker.link)
    report, inferred = evaluate(reference, gathered), evaluate(reference, gathered, infer=True)
    size = sum(len(article.text.encode()) for article in articles) / 1e6
    _line(
        f"{len(articles)} articles, {size:.2f} MB, read in {seconds:.1f} s on one core, toponyms included:"
        f" {size / seconds:.2f} MB/s"
    )
    _line(f"reference places {report.places[0]}, fully dated {report.places[1]}; claims {len(found)}")
    for days, pair in report.changes.items():
        for scope, tally in zip(("all places", "fully dated", "dated changes"), pair, strict=True):
            _line(
                f"changes within {days:2} days, {scope:<13} P {tally.precision:.3f}  R {tally.recall:.3f}"
                f"   ({tally.right} right, {tally.given} found, {tally.wanted} to find)"
            )
    kappas = {**report.kappa, "and what gains imply": inferred.kappa["reading"]}
    for name, (every, full) in kappas.items():
        _line(f"weekly kappa, {name:<22} all places {every:6.3f}  fully dated {full:6.3f}")
    for scope, tally in zip(("all places", "fully dated", "dated changes"), inferred.changes[31], strict=True):
        _line(f"with what gains imply, 31 days, {scope:<13} P {tally.precision:.3f}  R {tally.recall:.3f}")


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
