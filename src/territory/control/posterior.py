"""The probability model behind the interface of `histories.py`, and what it can be asked.

`PosteriorModel` turns claims into a `Posterior`: for each place a distribution over holders and footings on any day,
seen from all evidence (smoothed, 'as we know now') or from the past alone (filtered). `known_at` cuts by recorded time
before anything else, so an earlier `known_at` gives the same answer whatever is recorded later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from scipy import sparse

from territory.control.arrays import Floats
from territory.control.columns import ClaimColumns, to_columns
from territory.control.estimate import estimate
from territory.control.field import neighbour_field
from territory.control.filtering import Chain, Dynamics, rounds_of
from territory.control.hazards import HORIZON_DAYS, tabulate
from territory.control.neighbours import Sites, sites_of, weights
from territory.control.parameters import OTHER, TheatreParameters, bundled_parameters
from territory.control.posterior_histories import PosteriorHistories
from territory.control.states import Footing, advised
from territory.control.theatre import Theatre, lay_out
from territory.control.usable import Evidence, gather
from territory.model import Actor, ActorCode, Claim, Place, PlaceId


@dataclass(frozen=True, slots=True)
class Distribution:
    """What is known of one place on one day.

    `holders` and `footings` sum to 1; holders are sorted, the likeliest first. The holder None is somebody whom no
    claim names.
    """

    place_id: PlaceId
    day: date
    holders: Mapping[ActorCode | None, float]
    footings: Mapping[Footing, float]

    @property
    def likeliest(self) -> ActorCode | None:
        """The holder with the highest probability."""
        return next(iter(self.holders))


@dataclass(frozen=True, slots=True)
class TheatreAnswer:
    """One theatre, filtered: its events, the chain, how its places hear of each other, and its own state by window."""

    theatre: Theatre
    chain: Chain
    sites: Sites
    matrix: sparse.csr_matrix
    background: Floats


class Posterior:
    """Distributions over holders and footings, of every place with evidence, on any day.

    Made by `PosteriorModel.posterior`.
    """

    def __init__(self, evidence: Evidence, columns: ClaimColumns, theatres: Sequence[TheatreAnswer]) -> None:
        self.evidence, self.columns, self.theatres = evidence, columns, tuple(theatres)
        self.claims = {claim.claim_id: claim for claim in evidence.used}
        self._where = {
            columns.place_ids[number]: (answer, index)
            for answer in self.theatres
            for index, number in enumerate(answer.theatre.place_numbers)
        }

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._where

    def find(self, place_id: str) -> tuple[TheatreAnswer, int] | None:
        """Return the theatre of a place and the place's number in it; None if there is no evidence on it."""
        return self._where.get(place_id)

    def actors_of(self, theatre: Theatre) -> tuple[ActorCode | None, ...]:
        """Return the codes of a theatre's actors in the order of the arrays; the last is somebody nobody names."""
        return (*(ActorCode(self.columns.actors[number]) for number in theatre.actors), None)

    def at(self, place_id: str, day: date) -> Distribution | None:
        """Return the distribution at a place on a day, None before its first evidence."""
        found = self._where.get(place_id)
        if found is None:
            return None
        answer, index = found
        known, states = answer.chain.at(np.array([index]), np.array([day.toordinal()]))
        state = advised(states[0], answer.theatre.parameters.contest)
        return distribution(place_id, day, self.actors_of(answer.theatre), state) if known[0] else None

    def estimate(self, places: Sequence[Place], days: Sequence[date]) -> list[Distribution | None]:
        """Return the distribution at each place on each day, also where it has no claims, or not yet.

        Without evidence of its own a place is as its neighbourhood is (see `neighbours.py`), in the light of its first
        later claim if there is one. None: nothing is known within reach.

        Parameters
        ----------
        places : Sequence[Place]
            Any places; one with an id that has claims is answered from them.
        days : Sequence[date]
            As many.
        """
        return estimate(self, places, days)

    def histories(self) -> PosteriorHistories:
        """Return the likeliest state of each place over time."""
        return PosteriorHistories(self.columns, [(a.theatre, a.chain) for a in self.theatres], self.claims)


def distribution(place_id: str, day: date, actors: Sequence[ActorCode | None], states: Floats) -> Distribution:
    """Return the record of one array of states, shape (actors, 4)."""
    holders = states.sum(axis=1)
    order = sorted(range(len(actors)), key=lambda index: (-round(float(holders[index]), 6), actors[index] or "~"))
    footings = states.sum(axis=0)
    return Distribution(
        PlaceId(place_id),
        day,
        {actors[index]: float(holders[index]) for index in order},
        {footing: float(footings[footing]) for footing in Footing},
    )


class PosteriorModel:
    """Exact inference in a continuous-time Markov chain for each place, with its neighbourhood as the prior.

    Parameters
    ----------
    places : Mapping[PlaceId, Place]
        To know where places lie, in which country and province, and of what they are a part.
    actors : Mapping[ActorCode, Actor], optional
        To leave out claims about an actor at a time when it did not exist.
    parameters : Mapping[str, TheatreParameters], optional
        By country code, with `other` for the rest. Default: those fitted on the bundled data.
    smooth : bool
        Whether later evidence may speak about earlier days.
    """

    name = "posterior"

    def __init__(
        self,
        places: Mapping[PlaceId, Place],
        actors: Mapping[ActorCode, Actor] | None = None,
        *,
        parameters: Mapping[str, TheatreParameters] | None = None,
        smooth: bool = True,
    ) -> None:
        self.places, self.actors, self.smooth = places, actors or {}, smooth
        self.parameters = parameters or bundled_parameters()

    def histories(self, claims: Iterable[Claim], *, known_at: datetime | None = None) -> PosteriorHistories:
        """Return each place's states over time (see `ControlModel.histories`)."""
        return self.posterior(claims, known_at=known_at).histories()

    def posterior(self, claims: Iterable[Claim], *, known_at: datetime | None = None) -> Posterior:
        """Return the distributions that the claims known by `known_at` (default: all) lead to.

        Raises
        ------
        NaiveDatetimeError
            If `known_at` has no time zone.
        """
        evidence = gather(claims, known_at=known_at, actors=self.actors)
        columns = to_columns(evidence)
        return Posterior(evidence, columns, self.answers(columns))

    def answers(self, columns: ClaimColumns) -> list[TheatreAnswer]:
        """Return the filtered theatres of some columns of claims, sorted by code."""
        found = [self.places.get(PlaceId(place_id)) for place_id in columns.place_ids]
        codes = np.array([(place.country or OTHER) if place else OTHER for place in found], dtype=object)
        theatre_of = codes[columns.place] if len(columns) else codes
        return [self._answer(code, columns.take(theatre_of == code)) for code in sorted(set(theatre_of))]

    def _answer(self, code: str, columns: ClaimColumns) -> TheatreAnswer:
        parameters = self.parameters.get(code) or self.parameters[OTHER]
        theatre = lay_out(code, columns, parameters)
        sites = sites_of([columns.place_ids[number] for number in theatre.place_numbers], self.places)
        return solve(theatre, sites, weights(sites, parameters.reach_km), smooth=self.smooth)


def solve(
    theatre: Theatre,
    sites: Sites,
    matrix: sparse.csr_matrix,
    *,
    smooth: bool,
    background: Floats | None = None,
) -> TheatreAnswer:
    """Filter a theatre: first each place by itself, then in the field of its neighbours."""
    parameters = theatre.parameters
    steps = (
        tabulate(parameters, reported_on=True, days=HORIZON_DAYS),
        tabulate(parameters, reported_on=False, days=HORIZON_DAYS),
    )
    rounds = rounds_of(theatre)
    field, whole = neighbour_field(theatre, matrix, steps, smooth=smooth, rounds=rounds, background=background)
    chain = Chain(theatre, Dynamics(*steps, field), smooth=smooth, rounds=rounds)
    return TheatreAnswer(theatre, chain, sites, matrix, whole)
