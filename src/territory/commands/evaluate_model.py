"""`territory evaluate model`: how good the control model is on what was hidden from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.commands.options import progress_bar, say


def evaluate_model_command(
    refit: Annotated[
        bool,
        typer.Option(
            "--refit/--bundled",
            help="Fit the parameters anew on what each hold-out leaves (minutes), or use the bundled ones (seconds).",
        ),
    ] = True,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the figures to this JSON file too.")
    ] = None,
) -> None:
    """Score the control model on the bundled data, beside simpler methods on the same hold-outs.

    Claims are hidden at random, by the last year, and by whole places; log loss, Brier score, accuracy and reliability
    of holder and status. Then the counts of Afghan districts it implies, beside those that others published.

    Example:  territory evaluate model --bundled --output model.json
    """
    from territory.evaluate.districts import compare_districts, districts_text
    from territory.evaluate.model import evaluate, render_text
    from territory.evaluate.model_report import report_document, report_text
    from territory.evaluate.seeds import bundled_claims

    if output is not None and (output.is_dir() or not output.parent.is_dir()):
        raise typer.BadParameter(
            f"{output} cannot be written. Name a file in a folder that exists.", param_hint="--output"
        )
    claims, places, actors = bundled_claims()
    with progress_bar() as progress:
        evaluation = evaluate(claims, places, refit=refit, progress=progress)
    counts = compare_districts(claims, places, actors)
    typer.echo(render_text(evaluation))
    typer.echo("\n" + districts_text(counts))
    if output is not None:
        output.write_text(report_text(report_document(evaluation, counts, refit=refit)), encoding="utf-8")
        say(f"Figures written to {output}.")
