"""`territory why`: what the state of a place on a day rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from territory.commands.options import EmptyOption, KnownAtOption, StoreOption, opened_store, parse_date, parse_moment
from territory.commands.show import ModelName, ModelOption, TableFormat, find_place
from territory.commands.why_ledger import ledger_lines, ledger_object

if TYPE_CHECKING:
    from territory.control.posterior import Distribution
    from territory.control.why import ClaimPull, Explanation, Flip

MOST_CLAIMS = 12


def why_command(
    name: Annotated[str, typer.Argument(metavar="PLACE", help="Name in any spelling, or place id.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day to explain.")],
    known_at: KnownAtOption = None,
    model: ModelOption = ModelName.POSTERIOR,
    every: Annotated[bool, typer.Option("--all", help="List every claim, also those without a pull.")] = False,
    form: Annotated[
        TableFormat | None, typer.Option("--format", help="json: one object; otherwise text to read.")
    ] = None,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Explain who holds a place on a day: each claim's pull, the claims that lost, and what would turn the answer.

    A claim's pull is how far the probability falls when that claim alone is left out. The ledger has no probabilities:
    it says which claim decided, and what the state would be without it.

    Example:  territory why Ramadi --on 2015-12-28
    """
    from territory.control.ledger_why import explain_ledger
    from territory.control.posterior import PosteriorModel
    from territory.control.why import explain
    from territory.pipeline import load_gazetteer

    day, moment = parse_date(on), parse_moment(known_at)
    with opened_store(store, empty=empty) as opened:
        claims = opened.claims()
        place = find_place(
            load_gazetteer(opened), name, prefer=dict.fromkeys(sorted({c.place_id for c in claims}), True)
        )
        if model is ModelName.LEDGER:
            ledger = explain_ledger(place.place_id, claims, day, known_at=moment, actors=opened.actors())
            lines, plain = ledger_lines(ledger, every=every), ledger_object(ledger)
        else:
            posterior = PosteriorModel(opened.places(), opened.actors()).posterior(claims, known_at=moment)
            explanation = explain(posterior, place, day)
            lines, plain = explanation_lines(explanation, every=every), as_object(explanation)
    if form is TableFormat.JSON:
        typer.echo(json.dumps(plain, ensure_ascii=False))
        return
    known = f", as known on {moment:%Y-%m-%d %H:%M} UTC" if moment else ", as known now"
    typer.echo(f"{place.name} ({place.place_id}) on {day}{known}\n")
    for line in lines:
        typer.echo(line)


def explanation_lines(explanation: Explanation, *, every: bool = False) -> Iterator[str]:
    """Yield an explanation as lines of text."""
    yield from _answer_lines(explanation)
    yield from _claim_lines(explanation, every=every)
    if explanation.lost:
        yield "\nClaims that speak against it, and lost:"
        yield from (f"  {_claim_text(pull)}" for pull in explanation.lost)
    if explanation.flips:
        yield "\nWhat would turn it:"
        yield from (f"  {flip_text(flip)}" for flip in explanation.flips)
    if explanation.unused:
        yield "\nNot used:"
        yield from (f"  {u.claim.claim_id}: {u.reason}" for u in explanation.unused)


def _answer_lines(explanation: Explanation) -> Iterator[str]:
    state = explanation.state
    if state is None:
        first = explanation.first_evidence
        yield f"Unknown: the first claim about it is of {first}." if first else "Unknown: no claim is about it."
    else:
        rival = f" by {state.contested_by}" if state.contested_by else ""
        how = "besieged" if state.besieged else state.status.value
        yield f"{state.actor or 'Nobody likely enough to name'}, {how}{rival}, since {state.since}"
        if state.disputed_by:
            yield f"Sources disagree: other claims of the time name {', '.join(state.disputed_by)}."
        if state.single_source:
            yield "It rests on one source alone."
    if explanation.now:
        yield f"Holder: {shares(explanation.now)}"
        yield f"Status: {statuses(explanation.now)}"
    if explanation.around:
        yield f"Its surroundings alone would say: {shares(explanation.around)}"


def shares(distribution: Distribution) -> str:
    """Return the probabilities of the holders as text, those below half a percent left out."""
    parts = [f"{code or 'somebody else'} {p:.1%}" for code, p in distribution.holders.items() if p >= 0.005]
    return ", ".join(parts)


def statuses(distribution: Distribution) -> str:
    """Return the probabilities of the statuses as text."""
    found: dict[str, float] = {}
    for footing, p in distribution.footings.items():
        found[footing.status.value] = found.get(footing.status.value, 0) + p
    return ", ".join(f"{name} {p:.0%}" for name, p in sorted(found.items(), key=lambda item: -item[1]) if p >= 0.005)


def _claim_lines(explanation: Explanation, *, every: bool) -> Iterator[str]:
    pulls = explanation.pulls if every else explanation.supporting[:MOST_CLAIMS]
    if not pulls:
        return
    yield "\nClaims it rests on (pull on the holder, on the status; how far they have aged):"
    for pull in pulls:
        yield f"  {_claim_text(pull)}"
        if pull.claim.evidence:
            yield f"      “{pull.claim.evidence}”"
    idle = len(explanation.pulls) - len(explanation.supporting) - len(explanation.lost)
    if not every and (left := len(explanation.supporting) - len(pulls)):
        yield f"  {left} weaker ones; list them with --all."
    if idle and not every:
        yield f"  {idle} more without a pull on this day; list them with --all."


def _claim_text(pull: ClaimPull) -> str:
    claim = pull.claim
    age = f"{pull.age_days} days old" if pull.age_days >= 0 else f"of {-pull.age_days} days later"
    copies = f", {pull.copies} copies counted once" if pull.copies > 1 else ""
    disputed = ", contradicted by its own source" if pull.disputed else ""
    publisher = claim.source.publisher or "no source"
    return (
        f"{100 * pull.pull:+6.1f} {100 * pull.status_pull:+6.1f}  {claim.valid_from}  {claim.source.grade}  "
        f"{claim.event_kind.value}, {claim.status.value}: {claim.actor}  ({publisher}; {age}, "
        f"{pull.fresh:.0%} still good{copies}{disputed})"
    )


def flip_text(flip: Flip) -> str:
    """Return a flip as a sentence."""
    then = f"{flip.actor} would be the likelier holder ({flip.probability:.0%})" if flip.actor else "nothing is known"
    if flip.added_grade:
        return f"With one more report of grade {flip.added_grade} on that day: {then}."
    return f"Without {' and '.join(flip.without)}: {then}."


def as_object(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain objects."""
    state, now, around = explanation.state, explanation.now, explanation.around
    return {
        "place_id": explanation.place.place_id,
        "on": explanation.day.isoformat(),
        "model": "posterior",
        "actor": state.actor if state else None,
        "status": state.status.value if state else "unknown",
        "contested_by": state.contested_by if state else None,
        "since": state.since.isoformat() if state else None,
        "single_source": state.single_source if state else None,
        "disputed_by": list(state.disputed_by) if state else [],
        "holders": _rounded(now),
        "surroundings": _rounded(around),
        "claims": [
            {
                "claim_id": pull.claim.claim_id,
                "pull": round(pull.pull, 4),
                "status_pull": round(pull.status_pull, 4),
                "age_days": pull.age_days,
                "still_good": round(pull.fresh, 4),
                "copies": pull.copies,
            }
            for pull in explanation.pulls
        ],
        "turns": [
            {"actor": f.actor, "probability": round(f.probability, 4), "without": f.without, "added": f.added_grade}
            for f in explanation.flips
        ],
        "unused": [{"claim_id": u.claim.claim_id, "reason": u.reason} for u in explanation.unused],
    }


def _rounded(distribution: Distribution | None) -> dict[str, float]:
    if distribution is None:
        return {}
    return {str(code or "somebody else"): round(p, 4) for code, p in distribution.holders.items()}
