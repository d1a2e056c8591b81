"""'Why this colour?' in words: what the answer rests on, what lost, and what would turn it."""

from __future__ import annotations

from dashboard import words
from dashboard.cards import esc
from dashboard.data import Library
from territory.control.why import FELT, ClaimPull, Explanation, Flip

SHOWN = 4


def paragraph(why: Explanation, lib: Library) -> str:
    """Return the explanation of a state as HTML."""
    if why.now is None:
        return f'<p class="t-why">{esc(_unknown(why, lib))}</p>'
    likeliest = why.now.likeliest
    text = (
        f"Most likely holder, all claims weighed: {_name(likeliest, lib)}, {words.percent(why.now.holders[likeliest])}"
    )
    others = [(code, share) for code, share in why.now.holders.items() if code != likeliest and share >= 0.03]
    if others:
        text += "; " + ", ".join(f"{_name(code, lib)} {words.percent(share)}" for code, share in others[:3])
    parts = [f'<p class="t-why">{esc(text)}.</p>']
    parts += _pulls("It rests on (points of probability)", why.supporting, lib)
    parts += _pulls("What spoke against it, and lost", why.lost, lib)
    if why.flips:
        turns = "".join(f"<li>{esc(_flip(flip, lib))}</li>" for flip in why.flips[:SHOWN])
        parts.append(f'<h4>What would turn it</h4><ul class="t-pulls">{turns}</ul>')
    if why.unused:
        parts.append(
            f'<p class="t-quiet">{len(why.unused)} claims were not used: plans, denials or corrected ones.</p>'
        )
    return "".join(parts)


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
    facts.append(f"{pull.fresh:.0%} fresh" if pull.age_days >= 0 else "a later day, speaking back")
    if pull.copies > 1:
        facts.append(f"{pull.copies} prints counted as one")
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
