"""One more claim without starting again: only the place and those who hear of it are filtered anew.

Everything that belongs to the theatre as a whole (time windows, silences, shares of the actors, its own state) stays as
it is until the next full run, so a corrected timeline may differ from a full run by what one claim in the theatre moves
in these; the place itself and its neighbourhood are exact.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from territory.control.arrays import Ints
from territory.control.columns import ClaimColumns, join, recode, to_columns
from territory.control.neighbours import Sites
from territory.control.posterior import Posterior, TheatreAnswer, solve
from territory.control.posterior_histories import PosteriorHistories
from territory.control.theatre import Theatre, lay_out
from territory.control.usable import gather
from territory.model import Actor, ActorCode, Claim, ClaimId


def add_claim(
    posterior: Posterior, histories: PosteriorHistories, claim: Claim, actors: dict[ActorCode, Actor] | None = None
) -> PosteriorHistories | None:
    """Return the histories with one more claim, None where only a full run will do (a new place or actor).

    Parameters
    ----------
    posterior, histories
        Before the claim; they are left as they are.
    claim : Claim
        The claim; a copy of a known one counts as such, a correction takes the other's place.
    actors : dict[ActorCode, Actor], optional
        As the model was given.
    """
    found = posterior.find(claim.place_id)
    if found is None:
        return None
    answer, index = found
    ids = {str(claim_id) for claim_id in _place_rows(answer, index).claim_ids}
    known = [posterior.claims[ClaimId(claim_id)] for claim_id in sorted(ids)]
    evidence = gather([*known, claim], actors=actors)
    places = {claim.place_id: int(answer.theatre.place_numbers[index])}
    numbers = {posterior.columns.actors[n]: int(n) for n in answer.theatre.actors}
    try:
        rows = recode(to_columns(evidence), posterior.columns, places, numbers)
    except KeyError:
        return None
    part, hearing = with_rows(answer, index, rows)
    claims = {**{c.claim_id: c for c in evidence.used}, **_claims_of(posterior, part)}
    return histories.updated(part.theatre, part.chain, hearing, claims)


def _claims_of(posterior: Posterior, part: TheatreAnswer) -> dict[ClaimId, Claim]:
    ids = (ClaimId(claim_id) for claim_id in part.theatre.rows.claim_ids)
    return {claim_id: posterior.claims[claim_id] for claim_id in ids if claim_id in posterior.claims}


def _place_rows(answer: TheatreAnswer, index: int) -> ClaimColumns:
    rows, number = answer.theatre.rows, answer.theatre.place_numbers[index]
    low, high = np.searchsorted(rows.place, [number, number + 1])
    return rows.take(np.arange(low, high))


def with_rows(answer: TheatreAnswer, index: int, rows: ClaimColumns) -> tuple[TheatreAnswer, Ints]:
    """Return the surroundings of a place filtered anew with other rows for it.

    Returns
    -------
    part : TheatreAnswer
        The place, those who hear of it, and those who are heard by these.
    hearing : array of int
        Numbers, in the part, of the place and those who hear of it: their answer is whole.
    """
    theatre = answer.theatre
    hearing = np.unique(np.append(answer.matrix[:, [index]].nonzero()[0], index))
    heard = np.unique(np.append(answer.matrix[hearing].nonzero()[1], hearing))
    numbers = theatre.place_numbers[heard[heard != index]]
    bounds = np.searchsorted(theatre.rows.place, [numbers, numbers + 1]).T
    around = [np.arange(low, high) for low, high in bounds.tolist()]
    merged = join(theatre.rows.take(np.concatenate(around)), rows) if around else rows
    part = lay_out(theatre.code, merged, theatre.parameters, like=_reported_until(theatre, int(rows.day.max())))
    matrix: sparse.csr_matrix = answer.matrix[heard][:, heard]
    smooth = answer.chain.smooth
    solved = solve(part, _some(answer.sites, heard), matrix, smooth=smooth, background=answer.background)
    return solved, np.searchsorted(heard, hearing)


def _reported_until(theatre: Theatre, day: int) -> Theatre:
    """The theatre with its reporting not over before a day."""
    silences = theatre.layout.silences.copy()
    silences[-1, 0] = max(int(silences[-1, 0]), day + 1)
    return replace(theatre, layout=replace(theatre.layout, silences=silences))


def _some(sites: Sites, rows: Ints) -> Sites:
    picked = rows.tolist()
    return Sites(
        tuple(sites.ids[row] for row in picked),
        sites.vectors[rows],
        sites.province[rows],
        sites.kind[rows],
        tuple(sites.parents[row] for row in picked),
        sites.wide[rows],
    )
