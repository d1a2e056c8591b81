"""Why a place has the colour it has on a day: each claim's pull, the claims that lost, and what would turn it.

The pull of a claim is how far the probability of the holder falls when that claim alone is left out and all else stays
(leave-one-out influence, Cook 1977, 'Detection of influential observation in linear regression'). It is computed
exactly, by filtering the place again without the claim.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np

from territory.control.arrays import Floats
from territory.control.columns import ClaimColumns, join, recode, to_columns
from territory.control.estimate import from_neighbours
from territory.control.posterior import Distribution, Posterior, TheatreAnswer, distribution
from territory.control.states import Footing, advised
from territory.control.usable import Evidence, Unused
from territory.control.variants import rows_of, run_variants
from territory.model import (
    ActorCode,
    Claim,
    ClaimId,
    ControlState,
    ControlStatus,
    EventKind,
    Place,
    PlaceId,
    Source,
)

FELT = 0.0005
"""A smaller pull than this is none."""

MOST_PAIRS = 60
"""Pairs of claims are tried only at places with few enough claims."""

ADDED_GRADES = ("F6", "D4", "C4", "C3", "B3", "B2", "A1")
"""Grades of one further report that are tried, the weakest first."""


@dataclass(frozen=True, slots=True)
class ClaimPull:
    """A claim that was used, and what it does to the answer.

    `pull` is the probability of the holder with the claim minus without it: positive for, negative against;
    `status_pull` the same of the status (whether it is contested).
    `fresh` is the chance that nothing has changed unseen since (1: just made); `age_days` is negative for a claim about
    a later day, which speaks back. `copies` is how many prints of the report were found and counted as one.
    """

    claim: Claim
    pull: float
    status_pull: float
    age_days: int
    fresh: float
    copies: int = 1
    disputed: bool = False

    @property
    def strongest(self) -> float:
        """The pull on the holder, or that on the status where it is larger: for the answer, or against it."""
        return max((self.pull, self.status_pull), key=abs)

    @property
    def size(self) -> float:
        """How much the claim matters, for or against."""
        return round(abs(self.strongest), 6)


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change found that makes somebody else the likelier holder.

    Either `without` these claims, or `added_grade`: one report of that grade and day that `actor` holds the place.
    """

    actor: ActorCode | None
    probability: float
    without: tuple[ClaimId, ...] = ()
    added_grade: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind the state of one place on one day.

    `state` and `now` are None where nothing is known of the place by that day. `around` is what the neighbourhood alone
    says. `pulls` are sorted, the strongest first, claims of later days included.
    """

    place: Place
    day: date
    state: ControlState | None
    now: Distribution | None
    around: Distribution | None
    pulls: tuple[ClaimPull, ...] = ()
    unused: tuple[Unused, ...] = ()
    flips: tuple[Flip, ...] = ()
    first_evidence: date | None = None

    @property
    def lost(self) -> tuple[ClaimPull, ...]:
        """The claims that speak against it, more on the holder or more on the status, and did not win."""
        return tuple(pull for pull in self.pulls if pull.size > FELT and pull.strongest < 0)

    @property
    def supporting(self) -> tuple[ClaimPull, ...]:
        """The claims that the answer rests on."""
        return tuple(pull for pull in self.pulls if pull.size > FELT and pull.strongest > 0)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published the supporting claims."""
        return tuple(sorted({pull.claim.source.publisher or "unnamed source" for pull in self.supporting}))


def explain(posterior: Posterior, place: Place, day: date, *, with_flips: bool = True) -> Explanation:
    """Return the explanation of a place's state on a day.

    Parameters
    ----------
    posterior : Posterior
        The answer to explain, with the `known_at` that it was asked with.
    place : Place
        Any place; one without claims is explained by its neighbourhood.
    day : date
        The day.
    with_flips : bool
        Whether to look for what would flip the answer (costs some milliseconds).
    """
    unused = tuple(u for u in posterior.evidence.unused if u.claim.place_id == place.place_id)
    around = _around(posterior, place, day)
    found = posterior.find(place.place_id)
    if found is None:
        return Explanation(place, day, None, None, around, unused=unused)
    answer, index = found
    rows = rows_of(answer, index)
    first = date.fromordinal(int(rows.first_day.min()))
    now = posterior.at(place.place_id, day)
    if now is None:
        return Explanation(place, day, None, None, around, unused=unused, first_evidence=first)
    state = posterior.histories().at(PlaceId(place.place_id), day)
    pulls = _pulls(posterior, answer, index, rows, day, now)
    flips = _flips(posterior, answer, index, rows, day, now) if with_flips else ()
    return Explanation(place, day, state, now, around, pulls, unused, flips, first)


def _around(posterior: Posterior, place: Place, day: date) -> Distribution | None:
    found = posterior.find(place.place_id)
    if found is None:
        return posterior.estimate([place], [day])[0]
    answer, _ = found
    known, states = from_neighbours(answer, [place], np.array([day.toordinal()]))
    state = advised(states[0], answer.theatre.parameters.contest)
    return distribution(place.place_id, day, posterior.actors_of(answer.theatre), state) if known[0] else None


def _pulls(
    posterior: Posterior, answer: TheatreAnswer, index: int, rows: ClaimColumns, day: date, now: Distribution
) -> tuple[ClaimPull, ...]:
    ids = list(dict.fromkeys(rows.claim_ids.tolist()))
    variants = [rows.take(rows.claim_ids != claim_id) for claim_id in ids]
    states = run_variants(answer, index, variants, day.toordinal())
    side = posterior.actors_of(answer.theatre).index(now.likeliest)
    status = likeliest_status(now)
    footings = [footing for footing in Footing if footing.status is status]
    pulls = []
    for claim_id, without in zip(ids, states, strict=True):
        claim = posterior.claims[ClaimId(claim_id)]
        left = 0.0 if without is None else float(without[side].sum())
        left_so = 0.0 if without is None else float(without[:, footings].sum())
        copies = posterior.evidence.copies.get(claim.claim_id)
        pulls.append(
            ClaimPull(
                claim,
                now.holders[now.likeliest] - left,
                sum(now.footings[footing] for footing in footings) - left_so,
                (day - claim.valid_from).days,
                still_fresh(answer, claim, day),
                copies.count if copies else 1,
                claim.claim_id in posterior.evidence.disputes,
            )
        )
    return tuple(sorted(pulls, key=lambda p: (-p.size, -p.claim.valid_from.toordinal(), p.claim.claim_id)))


def likeliest_status(distribution: Distribution) -> ControlStatus:
    """Return the status that is most probable."""
    chances: dict[ControlStatus, float] = {}
    for footing, chance in distribution.footings.items():
        chances[footing.status] = chances.get(footing.status, 0) + chance
    return max(chances, key=lambda status: chances[status])


def still_fresh(answer: TheatreAnswer, claim: Claim, day: date) -> float:
    """Return the chance that a place like the claim says has not changed unseen between the claim and the day."""
    low, high = sorted((claim.valid_from.toordinal(), day.toordinal()))
    quiet = sum(
        max(0, min(int(end), high) - max(int(start), low)) for start, end in answer.theatre.layout.silences.tolist()
    )
    dynamics = answer.chain.dynamics
    at = Footing.CONTESTED if claim.status is ControlStatus.CONTESTED else Footing.CONTROLLED
    covered = dynamics.covered.keep[:, :, int(dynamics.covered.clip(np.array([high - low - quiet]))[0])]
    silent = dynamics.silent.keep[:, :, int(dynamics.silent.clip(np.array([quiet]))[0])]
    return float((covered @ silent)[at].sum())


def _flips(
    posterior: Posterior, answer: TheatreAnswer, index: int, rows: ClaimColumns, day: date, now: Distribution
) -> tuple[Flip, ...]:
    """Fewest claims to leave out, and the weakest report to add; either may not exist."""
    actors = posterior.actors_of(answer.theatre)
    found = []
    ids = list(dict.fromkeys(rows.claim_ids.tolist()))
    for size in (1, 2):
        groups = list(combinations(ids, size))
        if size == 2 and len(groups) > MOST_PAIRS:
            break
        variants = [rows.take(~np.isin(rows.claim_ids, group)) for group in groups]
        states = run_variants(answer, index, variants, day.toordinal())
        turned = [
            Flip(*_best(state, actors), without=tuple(sorted(ClaimId(claim_id) for claim_id in group)))
            for group, state in zip(groups, states, strict=True)
            if _best(state, actors)[0] != now.likeliest
        ]
        if turned:
            found.append(max(turned, key=lambda flip: (flip.probability, flip.without)))
            break
    added = _added_report(answer, index, rows, day, now, actors)
    return (*found, *([added] if added else []))


def _best(state: Floats | None, actors: tuple[ActorCode | None, ...]) -> tuple[ActorCode | None, float]:
    if state is None:
        return None, 0.0
    holders = state.sum(axis=1)
    best = int(holders.argmax())
    return actors[best], float(holders[best])


def _added_report(
    answer: TheatreAnswer,
    index: int,
    rows: ClaimColumns,
    day: date,
    now: Distribution,
    actors: tuple[ActorCode | None, ...],
) -> Flip | None:
    rival = next((code for code in now.holders if code not in (None, now.likeliest)), None)
    if rival is None:
        return None
    added = [_hypothetical(rival, grade, day, rows) for grade in ADDED_GRADES]
    variants = [join(rows, row) for row in added]
    states = run_variants(answer, index, variants, day.toordinal())
    for grade, state in zip(ADDED_GRADES, states, strict=True):
        actor, probability = _best(state, actors)
        if actor != now.likeliest:
            return Flip(actor, probability, added_grade=grade)
    return None


def _hypothetical(rival: ActorCode, grade: str, day: date, rows: ClaimColumns) -> ClaimColumns:
    claim = Claim(
        claim_id=ClaimId("what-if"),
        place_id=PlaceId("what-if"),
        event_kind=EventKind.CAPTURED,
        status=ControlStatus.CONTROLLED,
        actor=rival,
        holder=rival,
        valid_from=day,
        recorded_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        source=Source(reliability=grade[0], credibility=int(grade[1])),
    )
    place = rows.place_ids[int(rows.place[0])]
    columns = to_columns(Evidence((replace(claim, place_id=PlaceId(place)),)))
    actors = {code: number for number, code in enumerate(rows.actors)}
    return recode(columns, rows, {PlaceId(place): int(rows.place[0])}, actors)
