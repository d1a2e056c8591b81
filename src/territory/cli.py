"""`territory`: the commands of the contract, put together."""

from __future__ import annotations

import os
import sys

import typer

from territory.commands import (
    choices,
    dashboard,
    evaluate_claims,
    evaluate_dates,
    evaluate_geoparse,
    evaluate_model,
    export,
    gazetteer,
    load,
    show,
    stats,
    text,
    why,
)
from territory.commands.options import say
from territory.errors import TerritoryError

app = typer.Typer(
    name="territory",
    help="Who controls what, where, and since when, read from text.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

app.command("geoparse")(text.geoparse_command)
app.command("extract")(text.extract_command)
app.command("import")(load.import_command)
app.command("ingest")(load.ingest_command)
app.command("correct")(choices.correct_command)
app.command("states")(show.states_command)
app.command("changes")(show.changes_command)
app.command("place")(show.place_command)
app.command("export")(export.export_command)
app.command("stats")(stats.stats_command)
app.command("assessments")(stats.assessments_command)
app.command("why")(why.why_command)
app.command("dashboard")(dashboard.dashboard_command)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(choices.app, name="choices")

evaluation = typer.Typer(help="Measure what the program says against what is known.", no_args_is_help=True)
evaluation.command("geoparse")(evaluate_geoparse.evaluate_geoparse_command)
evaluation.command("model")(evaluate_model.evaluate_model_command)
evaluation.command("claims")(evaluate_claims.claims)
evaluation.command("dates")(evaluate_dates.evaluate_dates_command)
evaluation.command("text2map")(evaluate_claims.text2map)
app.add_typer(evaluation, name="evaluate")


def main() -> None:
    """Run the command line; a user's mistake ends with a sentence and a status, never with a traceback."""
    try:
        app()
    except TerritoryError as error:
        say(f"Error: {error}")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(130)
