"""The numbers of the control model, per theatre, and where they come from.

They are fitted by `scripts/fit_control_model.py` and kept with their provenance in `parameters.toml` beside this file.
No number belongs to a particular actor: swap two actors in all claims, and the answer is swapped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from territory.errors import GeodataError

_SHARES = frozenset({"lasting", "decisive", "hidden", "hidden_status", "error", "confusion", "rival", "own"})

OTHER = "other"
"""The theatre of places in a country for which nothing has been fitted."""


@dataclass(frozen=True, slots=True)
class TheatreParameters:
    """How control moves and how claims err in one theatre.

    Rates are per year and hold while nobody reports; while the theatre is reported on only `hidden` changes go unseen.

    Attributes
    ----------
    fall, fall_contested : float
        Rate at which a holder is drawn anew from those around, in a calm and in a contested place.
    flare, settle : float
        Rate at which a calm place becomes contested, and a contested one calm with the holder it had.
    lasting : float
        Share of contests that become a stand-off.
    decisive : float
        Chance that a place is calm once it has changed hands in a contest. Otherwise the contest goes on.
    hidden, hidden_status : float
        Share of changes of hands, and of status alone, without any report, from 0 to 1.
    error : float
        Chance that a report of grade B2 names the wrong holder. Not fitted: the bundled claims are hardly ever about
        the same change, so that they cannot contradict each other.
    confusion : float
        Chance that a report names the wrong status.
    rival : float
        Chance that a contested place, if it changes hands, goes to the rival the claims name.
    own : float
        Weight of those who ever held or fought for the place itself among those who may take it.
    reach_km : float
        Distance at which a neighbour's word has lost 63 % of its weight.
    background, background_status : float
        Weight of the theatre as a whole, where one neighbour next door has weight 1: when it comes to the holder,
        and to the status, which spreads less.
    contest : float
        Times the odds of contest that the chain leads to, whoever holds the place. Fitted last, one for all theatres:
        what the hold-outs say of its answers.
    """

    fall: float = 0.3
    fall_contested: float = 1.0
    flare: float = 0.08
    settle: float = 1.0
    lasting: float = 0.25
    decisive: float = 0.5
    hidden: float = 0.3
    hidden_status: float = 0.1
    error: float = 0.01
    confusion: float = 0.03
    rival: float = 0.25
    own: float = 0.2
    reach_km: float = 35.0
    background: float = 0.2
    background_status: float = 4.0
    contest: float = 1.0


@cache
def bundled_parameters() -> Mapping[str, TheatreParameters]:
    """Return the fitted parameters by theatre (ISO 3166 code of the country, or `other`)."""
    text = resources.files("territory.control").joinpath("parameters.toml").read_text(encoding="utf-8")
    try:
        return parse_parameters(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise GeodataError(f"parameters.toml is damaged: {error}. Install Territory again.") from error


def parse_parameters(document: Mapping[str, Any]) -> dict[str, TheatreParameters]:
    """Return the parameters of each `[theatre.CODE]` table.

    Raises
    ------
    ValueError
        If a number is negative, or a share is above 1.
    """
    known = {field.name for field in fields(TheatreParameters)}
    found = {
        code: TheatreParameters(**{key: float(value) for key, value in table.items() if key in known})
        for code, table in document["theatre"].items()
    }
    for code, parameters in found.items():
        for name in known:
            value = getattr(parameters, name)
            if value < 0 or (name in _SHARES and value > 1):
                raise ValueError(f"theatre {code}: {name} = {value} is out of range")
    return found
