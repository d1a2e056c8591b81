"""'Why this colour?' in words: what the answer rests on, what lost, and what would turn it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import words
from dashboard.cards import esc
from dashboard.library import Library
from territory.control.ledger_why import ClaimPart, LedgerWhy
from territory.control.usable import CORRECTED, Evidence, Unused
from territory.control.why import ClaimPull, Explanation, Flip, likeliest_status
from territory.model import Claim, ControlState, Modality

SHOWN = 4
NAMED = 4
_NOT_ABOUT_WHAT_IS = (Modality.PLANNED, Modality.HYPOTHETICAL, Modality.DENIED)


def paragraph(why: Explanation | LedgerWhy, lib: Library) -> str:
    """Return the explanation of a state as HTML, in the terms of the model that gave it."""
    if isinstance(why, LedgerWhy):
        return _ledger(why, lib)
    if why.now is None:
        return f'<p class="t-why">{esc(_unknown(why, lib))}</p>' + _unused(why.unused, lib)
    likeliest = why.now.likeliest
    text = (
        f"Most likely holder, all claims weighed: {_name(likeliest, lib)}, {words.percent(why.now.holders[likeliest])}"
    )
    others = [(code, share) for code, share in why.now.holders.items() if code != likeliest and share >= 0.03]
    if others:
        text += "; " + ", ".join(f"{_name(code, lib)} {words.percent(share)}" for code, share in others[:3])
    parts = [f'<p class="t-why">Posterior. {esc(text)}.</p>']
    if why.state:
        parts.append(_doubts(why.state, lib))
    status = likeliest_status(why.now).value
    parts += _pulls("It rests on (points of probability)", why.supporting, status, lib)
    parts += _pulls("What spoke against it, and lost", why.lost, status, lib)
    if idle := len(why.pulls) - len(why.supporting) - len(why.lost):
        parts.append(f'<p class="t-quiet">{words.counted(idle, "more claim")} without a pull on this day.</p>')
    if why.flips:
        turns = "".join(f"<li>{esc(_flip(flip, lib))}</li>" for flip in why.flips[:SHOWN])
        parts.append(f'<h3>What would turn it</h3><ul class="t-pulls">{turns}</ul>')
    parts.append(_unused(why.unused, lib))
    return "".join(parts)


def _doubts(state: ControlState, lib: Library) -> str:
    """Return as HTML that a state rests on one source, and that sources disagree."""
    found = [f'<p class="t-warn">{SINGLE}</p>'] if state.single_source else []
    if state.disputed_by:
        others = ", ".join(lib.actor_name(code) for code in state.disputed_by)
        found.append(f'<p class="t-warn">Sources disagree: other claims of the time name {esc(others)}.</p>')
    return "".join(found)


SINGLE = "It rests on a single source: no other publisher's own report is behind it."


def _ledger(why: LedgerWhy, lib: Library) -> str:
    if why.state is None:
        first = f" The first claim about it is of {words.day_text(why.later[0].valid_from)}." if why.later else ""
        return f'<p class="t-why">Ledger. Nothing says who held it on this day.{esc(first)}</p>' + _unused(
            why.unused, lib
        )
    deciding = why.deciding
    newest = f", last on {words.day_text(max(p.claim.valid_from for p in deciding))}" if deciding else ""
    text = (
        f"Ledger: the latest accepted claim decides. {words.state_text(why.state, lib)}, "
        f"by {words.counted(len(deciding), 'claim')}{newest}."
    )
    parts = [f'<p class="t-why">{esc(text)}</p>']
    parts.append(_doubts(why.state, lib))
    parts += _parts("It rests on", deciding, lib, why.state)
    parts += _parts("Claims for somebody else, which lost", why.lost, lib, why.state)
    parts.append(f'<h3>What would turn it</h3><ul class="t-pulls">{_turns(why, lib)}</ul>')
    parts.append(_unused(why.unused, lib))
    return "".join(parts)


def _turns(why: LedgerWhy, lib: Library) -> str:
    lines = []
    if (part := why.turning) is not None:
        lines.append(
            f"Without “{words.claim_text(part.claim, lib)}” ({part.claim.source.publisher or 'no source'}): "
            f"{words.state_text(part.without, lib)}."
        )
    else:
        lines.append("No single claim: leave out any one, and the state stays.")
    lines.append("One newer accepted claim that somebody else holds it, of any grade.")
    if why.later:
        when = words.day_text(why.later[0].valid_from)
        lines.append(f"The next claim is of {when}: {words.claim_text(why.later[0], lib)}.")
    return "".join(f"<li>{esc(line)}</li>" for line in lines)


def _parts(title: str, parts: tuple[ClaimPart, ...], lib: Library, state: ControlState) -> list[str]:
    if not parts:
        return []
    rows = "".join(f"<li>{_part(part, lib, state)}</li>" for part in parts[:SHOWN])
    more = f'<li class="t-quiet">and {len(parts) - SHOWN} more</li>' if len(parts) > SHOWN else ""
    return [f'<h3>{esc(title)}</h3><ul class="t-pulls">{rows}{more}</ul>']


def _part(part: ClaimPart, lib: Library, state: ControlState) -> str:
    claim = part.claim
    facts = [claim.source.grade, claim.source.publisher or "no source cited", aged(part.age_days)]
    if part.turns:
        facts.append(f"pull: without it, {words.state_text(part.without, lib)}")
    elif part.decides:
        facts.append("no pull alone: without it, the same")
    else:
        facts.append("a later claim stands in its place" if claim.valid_from < state.since else "outweighed that day")
    facts += counts_once(part.copies, part.disputed)
    return (
        f"{esc(words.claim_text(claim, lib))}, {esc(words.dated(claim.valid_from, claim.time_precision))} "
        f'<span class="t-quiet">{esc(" · ".join(facts))}</span>'
    )


def aged(days: int) -> str:
    """Return how old a claim is on the day."""
    return "of this day" if days == 0 else f"{words.counted(days, 'day')} old"


def counts_once(copies: int, disputed: bool) -> list[str]:
    """Return how a claim with copies, or against its own source, is counted."""
    found = [f"{copies:,} copies, counted once"] if copies > 1 else []
    return [*found, "its source says two things of this day: half weight each in the posterior"] if disputed else found


def _unused(unused: tuple[Unused, ...], lib: Library) -> str:
    """Say which claims are not about what is; what is odd about the others stands in the notes of the place."""
    reasons = Counter(_spelt(item, lib) for item in unused if item.claim.modality in _NOT_ABOUT_WHAT_IS)
    rows = "".join(f"<li>{count} × {esc(reason)}</li>" for reason, count in reasons.items())
    return f'<h3>Not used</h3><ul class="t-pulls">{rows}</ul>' if rows else ""


def evidence_notes(evidence: Evidence, lib: Library) -> str:
    """Return as HTML what is odd about a place's claims: copies, contradictions, and what cannot be used and why."""
    notes = []
    for claim_id, copies in evidence.copies.items():
        named = words.claim_text(lib.by_id[claim_id], lib) if claim_id in lib.by_id else claim_id
        rest = len(copies.publishers) - NAMED
        who = ", ".join(copies.publishers[:NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
        notes.append(f"“{named}” was found {copies.count:,} times and counts once, at its best grade ({who}).")
    if evidence.disputes:
        notes.append(
            f"{len(evidence.disputes)} claims contradict another of the same source and day: the posterior takes "
            "each at half weight; in the ledger the better graded has the last word, of equals the last by number."
        )
    corrected = [unused for unused in evidence.unused if unused.reason == CORRECTED]
    if corrected:
        notes.append(
            f"{words.counted(len(corrected), 'earlier version')} of a claim, corrected since: the newest counts."
        )
    odd = [u for u in evidence.unused if u not in corrected and u.claim.modality not in _NOT_ABOUT_WHAT_IS]
    notes += [f"Left aside, {words.claim_text(u.claim, lib)}: {_spelt(u, lib)}." for u in odd[:SHOWN]]
    if not notes:
        return ""
    return f'<ul class="t-notes">{"".join(f"<li>{esc(note)}</li>" for note in notes)}</ul>'


def _spelt(unused: Unused, lib: Library) -> str:
    """The reason with the actor's name in place of its code."""
    code = unused.claim.holder or unused.claim.actor
    return unused.reason.replace(f"{code} ", f"{lib.actor_name(code)} ", 1)


def listed(claims: Sequence[Claim], evidence: Evidence) -> tuple[list[Claim], list[Claim], dict[str, list[Claim]]]:
    """Return the reports, the versions that were corrected, and by report its further prints."""
    by_id = {claim.claim_id: claim for claim in claims}
    prints: dict[str, list[Claim]] = {
        leader: [by_id[copy] for copy in copies.claim_ids if copy in by_id]
        for leader, copies in evidence.copies.items()
    }
    old = {unused.claim.claim_id for unused in evidence.unused if unused.reason == CORRECTED}
    hidden = old | {claim.claim_id for copies in prints.values() for claim in copies}
    reports = [claim for claim in claims if claim.claim_id not in hidden]
    return reports, [claim for claim in claims if claim.claim_id in old], prints


def _name(code: str | None, lib: Library) -> str:
    return lib.actor_name(code) if code else "somebody nobody names"


def _unknown(why: Explanation, lib: Library) -> str:
    if why.around is not None:
        code = why.around.likeliest
        chance = words.percent(why.around.holders.get(code, 0.0))
        return f"No claim about this place yet. Its neighbourhood says {_name(code, lib)}, {chance}."
    return "No claim about this place, and none near enough to say anything."


def _pulls(title: str, pulls: tuple[ClaimPull, ...], status: str, lib: Library) -> list[str]:
    if not pulls:
        return []
    rows = "".join(f"<li>{_pull(pull, status, lib)}</li>" for pull in pulls[:SHOWN])
    more = f'<li class="t-quiet">and {len(pulls) - SHOWN} more</li>' if len(pulls) > SHOWN else ""
    return [f'<h3>{esc(title)}</h3><ul class="t-pulls">{rows}{more}</ul>']


def _pull(pull: ClaimPull, status: str, lib: Library) -> str:
    """A claim with its pull on the holder, or on the status where that is stronger; the other one after it."""
    claim = pull.claim
    by_strength = sorted(((pull.pull, "the holder"), (pull.status_pull, f"‘{status}’")), key=lambda p: -abs(p[0]))
    (first, on_what), (second, on_other) = by_strength
    facts = [f"on {on_what}" + (f", {_points(second)} on {on_other}" if abs(second) >= LEAST_SHOWN else "")]
    facts += [claim.source.grade, claim.source.publisher or "no source cited"]
    if pull.age_days >= 0:
        facts += [aged(pull.age_days), f"{pull.fresh:.0%} fresh"]
    else:
        facts.append("a later day, speaking back")
    facts += counts_once(pull.copies, pull.disputed)
    return (
        f'<b class="t-num">{esc(_points(first))}</b> '
        f"{esc(words.claim_text(claim, lib))}, {esc(words.dated(claim.valid_from, claim.time_precision))} "
        f'<span class="t-quiet">{esc(" · ".join(facts))}</span>'
    )


LEAST_SHOWN = 0.005
"""Half a point of probability."""


def _points(change: float) -> str:
    size = f"{abs(change) * 100:.0f}" if abs(change) >= LEAST_SHOWN else "<1"
    return f"{'+' if change >= 0 else '−'}{size}"


def _flip(flip: Flip, lib: Library) -> str:
    outcome = f"{_name(flip.actor, lib)} would be the likelier holder ({words.percent(flip.probability)})"
    if flip.added_grade:
        return f"With one report of grade {flip.added_grade} for it on this day, {outcome}."
    claims = [lib.by_id[claim_id] for claim_id in flip.without if claim_id in lib.by_id]
    named = " and ".join(
        f"“{words.claim_text(claim, lib)}” ({claim.source.publisher or 'no source'})" for claim in claims
    )
    return f"Without {named or 'these claims'}, {outcome}."
