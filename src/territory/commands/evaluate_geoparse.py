"""`territory evaluate geoparse`: how good the geoparser is on marked corpora."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from territory.commands.memory import loaded_stays
from territory.commands.options import say


def evaluate_geoparse_command(
    corpora: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Folder with NAME.docs.jsonl and NAME.gold.jsonl.")
    ],
    names: Annotated[
        list[str] | None, typer.Option("--corpus", metavar="NAME", help="Only this corpus; may be repeated.")
    ] = None,
    theatre: Annotated[str, typer.Option("--theatre", help="Country codes that are likelier, with commas.")] = "",
    brief: Annotated[bool, typer.Option("--brief", help="One line a corpus.")] = False,
    plot_file: Annotated[
        Path | None,
        typer.Option("--plot", dir_okay=False, help="Plot of the scores' reliability: .html, .json, .svg or .png."),
    ] = None,
) -> None:
    """Score recognition, resolution and both together, beside the largest place of each name and spaCy if installed.

    The weights were fitted on development documents: on those the figures flatter. `python -m
    territory.evaluate.fit_geoparse` prints what models that had not seen a document make of it.

    Example:  territory evaluate geoparse ../corpora --corpus lgl
    """
    from territory.evaluate.corpora import read_corpus
    from territory.evaluate.geoparse import evaluate_corpus
    from territory.evaluate.geoparse_report import render, render_brief
    from territory.evaluate.reliability import plot
    from territory.evaluate.spacy_row import load_spacy
    from territory.extract.toponyms import Geoparser
    from territory.gazetteer.gazetteer import Gazetteer

    found = names or sorted(path.name.removesuffix(".gold.jsonl") for path in corpora.glob("*.gold.jsonl"))
    if not found:
        raise typer.BadParameter(f"{corpora} holds no NAME.gold.jsonl.", param_hint="CORPORA")
    gazetteer = Gazetteer.bundled()
    reader = Geoparser(gazetteer, theatre=tuple(code.strip().upper() for code in theatre.split(",") if code.strip()))
    spacy = load_spacy()
    scores = []
    for name in found:
        say(f"Reading {name} …")
        marked = read_corpus(corpora, name)
        with loaded_stays():
            scores.append(evaluate_corpus(name, marked, reader, gazetteer, spacy=spacy))
    typer.echo(render_brief(scores) if brief else render(scores))
    if plot_file is not None:
        series = {
            "names found": [pair for item in scores for pair in item.scored_spans],
            "places of given spans": [pair for item in scores for pair in item.scored],
        }
        plot(series, plot_file)
        say(f"Plot written to {plot_file.name}.")
