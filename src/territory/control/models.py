"""The control models by name, behind one interface."""

from __future__ import annotations

from collections.abc import Mapping

from territory.control.histories import ControlModel
from territory.control.ledger import Ledger
from territory.control.posterior import PosteriorModel
from territory.errors import InputError
from territory.model import Actor, ActorCode, Place, PlaceId

MODEL_NAMES = (PosteriorModel.name, Ledger.name)


def make_model(
    name: str, places: Mapping[PlaceId, Place], actors: Mapping[ActorCode, Actor] | None = None
) -> ControlModel:
    """Return the model of a name: `posterior` (probabilities) or `ledger` (the latest accepted claim).

    Raises
    ------
    InputError
        If there is no such model.
    """
    if name == PosteriorModel.name:
        return PosteriorModel(places, actors)
    if name == Ledger.name:
        return Ledger(actors)
    raise InputError(f"No control model is called {name!r}. Use one of: {', '.join(MODEL_NAMES)}.")
