"""The ledger's side of `territory why`: text and plain objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from territory.control.ledger_why import ClaimPart, LedgerWhy
from territory.model import Claim, ControlState

MOST_CLAIMS = 6


def ledger_lines(why: LedgerWhy, *, every: bool = False) -> Iterator[str]:
    """Yield the ledger's explanation as lines of text."""
    if why.state is None:
        first = why.next_state
        yield f"Unknown: the first state is of {first.since}." if first else "Unknown: no claim says who holds it."
    else:
        yield state_text(why.state) + f", since {why.state.since}"
        yield "The latest accepted claim decides; older ones do not count, however good."
        if why.state.disputed_by:
            yield f"Sources disagree: others of that day name {', '.join(why.state.disputed_by)}."
        if why.state.single_source:
            yield "It rests on one source alone."
        age = (why.day - (why.state.last_evidence or why.state.since)).days
        if age > 0:
            yield f"The newest word on it is {age} days old; the ledger does not fade."
    yield from _claims("Claims it rests on:", _claims_of(why.deciding[::-1]), every=True, copies=_copies(why))
    yield from _claims("Claims of the time that had not the last word:", _claims_of(why.overruled[::-1]), every=every)
    yield from _claims("Claims before it, which it replaced:", _claims_of(why.earlier), every=every)
    yield from _claims("Claims of later days, which the ledger does not look at:", why.later, every=every)
    if turns := _turns(why):
        yield "\nWhat would turn it:"
        yield from (f"  Without {part.claim.claim_id}: {state_text(part.without)}." for part in turns)
    if why.unused:
        yield "\nNot used:"
        yield from (f"  {unused.claim.claim_id}: {unused.reason}" for unused in why.unused)


def state_text(state: ControlState | None) -> str:
    """Return a state in words."""
    if state is None:
        return "nothing is known"
    rival = f" by {state.contested_by}" if state.contested_by else ""
    how = "besieged" if state.besieged else state.status.value
    return f"{state.actor or 'Nobody named'}, {how}{rival}"


def _copies(why: LedgerWhy) -> dict[str, int]:
    return {part.claim.claim_id: part.copies for part in why.parts if part.copies > 1}


def _claims(
    title: str, claims: Sequence[Claim], *, every: bool, copies: Mapping[str, int] | None = None
) -> Iterator[str]:
    if not claims:
        return
    yield f"\n{title}"
    shown = claims if every else claims[:MOST_CLAIMS]
    for claim in shown:
        count = (copies or {}).get(claim.claim_id, 1)
        again = f"; {count} copies counted once" if count > 1 else ""
        yield (
            f"  {claim.valid_from}  {claim.source.grade}  {claim.event_kind.value}, {claim.status.value}: {claim.actor}"
            f"  ({claim.source.publisher or 'no source'}{again})"
        )
        if claim.evidence:
            yield f"      “{claim.evidence}”"
    if len(claims) > len(shown):
        yield f"  {len(claims) - len(shown)} more; list them with --all."


def _turns(why: LedgerWhy) -> list[ClaimPart]:
    return [part for part in why.deciding[::-1] if part.turns]


def _claims_of(parts: Sequence[ClaimPart]) -> list[Claim]:
    return [part.claim for part in parts]


def ledger_object(why: LedgerWhy) -> dict[str, Any]:
    """Return the ledger's explanation as plain objects."""
    state = why.state
    return {
        "place_id": why.place_id,
        "on": why.day.isoformat(),
        "model": "ledger",
        "actor": state.actor if state else None,
        "status": state.status.value if state else "unknown",
        "contested_by": state.contested_by if state else None,
        "since": state.since.isoformat() if state else None,
        "single_source": state.single_source if state else None,
        "disputed_by": list(state.disputed_by) if state else [],
        "claims": [part.claim.claim_id for part in why.deciding[::-1]],
        "overruled": [part.claim.claim_id for part in why.overruled[::-1]],
        "earlier": [part.claim.claim_id for part in why.earlier[::-1]],
        "later": [claim.claim_id for claim in why.later],
        "turns": [{"without": p.claim.claim_id, "then": state_text(p.without)} for p in _turns(why)],
        "unused": [{"claim_id": unused.claim.claim_id, "reason": unused.reason} for unused in why.unused],
    }
