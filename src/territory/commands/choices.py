"""`territory choices` and `territory correct`: what an analyst decides about names and articles in the store."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from territory.commands.options import EmptyOption, StoreOption, opened_store, parse_date, say
from territory.model import ArticleId, PlaceId, RuleAnswer, RuleId, RuleScope

if TYPE_CHECKING:
    from territory.corrections import Corrected

app = typer.Typer(help="What names mean, as decided by an analyst.", no_args_is_help=True)

_COLUMNS = ("rule_id", "name", "scope", "within", "answer", "place_id", "recorded_at", "revoked_at")


def _now() -> datetime:
    return datetime.now(UTC)


@app.command("list")
def list_command(store: StoreOption = None, empty: EmptyOption = False) -> None:
    """List every decision as CSV, those taken back too.

    Example:  territory choices list > choices.csv
    """
    with opened_store(store, empty=empty) as opened:
        rules = opened.rules()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for rule in rules:
        ends = rule.revoked_at.isoformat() if rule.revoked_at else ""
        writer.writerow(
            (rule.rule_id, rule.name, rule.scope.value, rule.within, rule.answer.value, rule.place_id or "",
             rule.recorded_at.isoformat(), ends)
        )  # fmt: skip


@app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(help="The name as texts write it.")],
    means: Annotated[str, typer.Argument(help="A place id such as iq-mosul or gn:99072, not-a-place, or unresolved.")],
    article: Annotated[str | None, typer.Option("--article", metavar="ID", help="Only in this article.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="Only of this publisher.")] = None,
    always: Annotated[bool, typer.Option("--always", help="In every article.")] = False,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Decide what a name means; stored articles that it concerns are read again.

    Example:  territory choices add Karma gn:95214 --source Reuters
    """
    from territory.corrections import remember
    from territory.extract.toponyms.rules import new_rule
    from territory.pipeline import load_pipeline

    scopes = [(RuleScope.ARTICLE, article), (RuleScope.SOURCE, source), (RuleScope.ALWAYS, "" if always else None)]
    given = [(scope, within) for scope, within in scopes if within is not None]
    if len(given) != 1:
        raise typer.BadParameter("Give one of --article, --source and --always.")
    scope, within = given[0]
    others = (RuleAnswer.NOT_A_PLACE, RuleAnswer.UNRESOLVED)
    answer = next((other for other in others if other.value == means), RuleAnswer.PLACE)
    place = PlaceId(means) if answer is RuleAnswer.PLACE else None
    rule = new_rule(name, scope, within, answer, place, _now())
    with opened_store(store, empty=empty) as opened:
        done = remember(opened, rule, load_pipeline(opened))
    say(f"{rule.rule_id}: {_effect(done)}")


@app.command("undo")
def undo_command(
    rule_id: Annotated[str, typer.Argument(help="The id that `territory choices list` shows.")],
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Take a decision back; it stays listed.

    Example:  territory choices undo r-0123456789ab
    """
    from territory.corrections import revoke
    from territory.pipeline import load_pipeline

    with opened_store(store, empty=empty) as opened:
        done = revoke(opened, RuleId(rule_id), _now(), load_pipeline(opened))
    say(f"{rule_id} taken back: {_effect(done)}")


def correct_command(
    article: Annotated[str, typer.Argument(help="Id of the stored article.")],
    published: Annotated[str | None, typer.Option("--published", metavar="DATE", help="Its date.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Its publisher.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title.")] = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Correct date, publisher or title of a stored article, which is then read again.

    Its claims are superseded; with `--known-at` before the correction everything is as it was.

    Example:  territory correct isis-taliban-infighting-2017-07 --published 2017-07-10
    """
    from territory.corrections import correct_head
    from territory.pipeline import load_pipeline

    day = parse_date(published) if published else None
    if day is None and publisher is None and title is None:
        raise typer.BadParameter("Give --published, --publisher or --title.")
    with opened_store(store, empty=empty) as opened:
        done = correct_head(
            opened, ArticleId(article), _now(), load_pipeline(opened), published=day, title=title, publisher=publisher
        )
    say(f"{article}: {_effect(done)}")


def _effect(done: Corrected) -> str:
    if not done.articles:
        return "nothing changed."
    return (
        f"{len(done.articles)} article(s) read again; {done.superseded} claim(s) superseded, "
        f"{done.withdrawn} withdrawn, {done.added} added."
    )
