"""'Why this colour?' in words: what the answer rests on, what lost, and what would turn it."""

from __future__ import annotations

from dashboard import words
from dashboard.cards import esc
from dashboard.data import Library
from territory.control.ledger_why import ClaimPart, LedgerWhy
from territory.control.usable import Evidence, Unused
from territory.control.why import FELT, ClaimPull, Explanation, Flip
from territory.model import ControlState, Modality

SHOWN = 4


def paragraph(why: Explanation | LedgerWhy, lib: Library) -> str:
    """Return the explanation of a state as HTML, in the terms of the model that gave it."""
    if isinstance(why, LedgerWhy):
        return _ledger(why, lib)
    if why.now is None:
        return f'<p class="t-why">{esc(_unknown(why, lib))}</p>' + _unused(why.unused)
    likeliest = why.now.likeliest
    text = (
        f"Most likely holder, all claims weighed: {_name(likeliest, lib)}, {words.percent(why.now.holders[likeliest])}"
    )
    others = [(code, share) for code, share in why.now.holders.items() if code != likeliest and share >= 0.03]
    if others:
        text += "; " + ", ".join(f"{_name(code, lib)} {words.percent(share)}" for code, share in others[:3])
    parts = [f'<p class="t-why">Posterior. {esc(text)}.</p>']
    if why.state and why.state.single_source:
        parts.append(SINGLE)
    parts += _pulls("It rests on (points of probability)", why.supporting, lib)
    parts += _pulls("What spoke against it, and lost", why.lost, lib)
    if why.flips:
        turns = "".join(f"<li>{esc(_flip(flip, lib))}</li>" for flip in why.flips[:SHOWN])
        parts.append(f'<h4>What would turn it</h4><ul class="t-pulls">{turns}</ul>')
    parts.append(_unused(why.unused))
    return "".join(parts)


SINGLE = '<p class="t-warn">It rests on a single publisher: nobody else in the store says so.</p>'


def _ledger(why: LedgerWhy, lib: Library) -> str:
    if why.state is None:
        first = f" The first claim about it is of {words.day_text(why.later[0].valid_from)}." if why.later else ""
        return f'<p class="t-why">Ledger. Nothing says who held it on this day.{esc(first)}</p>'
    deciding = why.deciding
    newest = f", last on {words.day_text(max(p.claim.valid_from for p in deciding))}" if deciding else ""
    text = (
        f"Ledger: the latest accepted claim decides. {words.state_text(why.state, lib)}, "
        f"by {words.counted(len(deciding), 'claim')}{newest}."
    )
    parts = [f'<p class="t-why">{esc(text)}</p>']
    if why.state.single_source:
        parts.append(SINGLE)
    parts += _parts("It rests on", deciding, lib, why.state)
    parts += _parts("Claims for somebody else, which lost", why.lost, lib, why.state)
    parts.append(f'<h4>What would turn it</h4><ul class="t-pulls">{_turns(why, lib)}</ul>')
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
    return [f'<h4>{esc(title)}</h4><ul class="t-pulls">{rows}{more}</ul>']


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
    found = [f"{copies} copies, counted once"] if copies > 1 else []
    return [*found, "its source says two things of this day: half weight each in the posterior"] if disputed else found


def _unused(unused: tuple[Unused, ...]) -> str:
    if not unused:
        return ""
    reasons: dict[str, int] = {}
    for item in unused:
        reasons[item.reason] = reasons.get(item.reason, 0) + 1
    rows = "".join(f"<li>{count} × {esc(reason)}</li>" for reason, count in reasons.items())
    return f'<h4>Not used by the posterior</h4><ul class="t-pulls">{rows}</ul>'


def evidence_notes(evidence: Evidence, lib: Library) -> str:
    """Return as HTML what is odd about a place's claims: copies, contradictions, and what cannot be used and why."""
    notes = []
    for claim_id, copies in evidence.copies.items():
        named = words.claim_text(lib.by_id[claim_id], lib) if claim_id in lib.by_id else claim_id
        who = ", ".join(copies.publishers[:4])
        notes.append(f"{copies.count} copies, counted once: “{named}” ({who}).")
    if evidence.disputes:
        notes.append(
            f"{len(evidence.disputes)} claims contradict another of the same source and day: the posterior takes "
            "each at half weight, the ledger the better graded."
        )
    odd = [u for u in evidence.unused if u.claim.modality not in (Modality.PLANNED, Modality.HYPOTHETICAL)]
    notes += [f"Left aside, {words.claim_text(u.claim, lib)}: {u.reason}." for u in odd[:SHOWN]]
    if not notes:
        return ""
    return f'<ul class="t-notes">{"".join(f"<li>{esc(note)}</li>" for note in notes)}</ul>'


def _name(code: str | None, lib: Library) -> str:
    return lib.actor_name(code) if code else "somebody nobody names"


def _unknown(why: Explanation, lib: Library) -> str:
    if why.around is not None:
        code = why.around.likeliest
        chance = words.percent(why.around.holders.get(code, 0.0))
        return f"No claim about this place yet. Its neighbourhood says {_name(code, lib)}, {chance}."
    return "No claim about this place, and none near enough to say anything."


def _pulls(title: str, pulls: tuple[ClaimPull, ...], lib: Library) -> list[str]:
    if not pulls:
        return []
    ordered = sorted(pulls, key=lambda pull: -abs(_strength(pull)))
    rows = "".join(f"<li>{_pull(pull, lib)}</li>" for pull in ordered[:SHOWN])
    more = f'<li class="t-quiet">and {len(pulls) - SHOWN} more</li>' if len(pulls) > SHOWN else ""
    return [f'<h4>{esc(title)}</h4><ul class="t-pulls">{rows}{more}</ul>']


def _strength(pull: ClaimPull) -> float:
    """What the claim does to the holder, or else to the status: the one by which it is listed."""
    supports = pull.pull >= -FELT or pull.status_pull > FELT
    return max(pull.pull, pull.status_pull) if supports else pull.pull


def _pull(pull: ClaimPull, lib: Library) -> str:
    claim = pull.claim
    strength = _strength(pull)
    facts = [claim.source.grade, claim.source.publisher or "no source cited"]
    if pull.age_days >= 0:
        facts += [aged(pull.age_days), f"{pull.fresh:.0%} fresh"]
    else:
        facts.append("a later day, speaking back")
    facts += counts_once(pull.copies, pull.disputed)
    points = f"{abs(strength) * 100:.0f}" if abs(strength) >= 0.005 else "<1"
    return (
        f'<b class="t-num">{"+" if strength >= 0 else "−"}{esc(points)}</b> '
        f"{esc(words.claim_text(claim, lib))}, {esc(words.dated(claim.valid_from, claim.time_precision))} "
        f'<span class="t-quiet">{esc(" · ".join(facts))}</span>'
    )


def _flip(flip: Flip, lib: Library) -> str:
    outcome = f"{_name(flip.actor, lib)} would be the likelier holder ({words.percent(flip.probability)})"
    if flip.added_grade:
        return f"With one report of grade {flip.added_grade} for it on this day, {outcome}."
    claims = [lib.by_id[claim_id] for claim_id in flip.without if claim_id in lib.by_id]
    named = " and ".join(
        f"“{words.claim_text(claim, lib)}” ({claim.source.publisher or 'no source'})" for claim in claims
    )
    return f"Without {named or 'these claims'}, {outcome}."
