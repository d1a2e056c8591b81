"""Fits the control model's parameters on the bundled data and writes them with their provenance.

    python scripts/fit_control_model.py src/territory/control/parameters.toml

Takes some minutes a theatre; the result is the same on every machine.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path

from territory.control.parameters import TheatreParameters
from territory.evaluate.fitting import STEPS, Fit, fit
from territory.evaluate.seeds import bundled_claims
from territory.resources import seeds_path

THEATRES = ("AF", "IQ", "SY")

HEAD = """\
# Parameters of the control model (meaning and units: `parameters.py`), by country; `other` are the defaults.
# Made by scripts/fit_control_model.py: pattern search with factors {steps} from the defaults, on the mean log loss
# of holder and status in seven hold-outs (see `territory.evaluate.fitting`).
# Data: seeds/control_events.csv, sha256 {digest}.

[theatre.other]
"""


def main(target: Path) -> None:
    """Fit each theatre and write the file."""
    claims, places, _ = bundled_claims()
    digest = hashlib.sha256(seeds_path("control_events.csv").read_bytes()).hexdigest()
    parts = [HEAD.format(steps=", ".join(map(str, STEPS)), digest=digest)]
    for code in THEATRES:
        here = [claim for claim in claims if places[claim.place_id].country == code]
        found = fit(here, places, TheatreParameters(), progress=_tell)
        parts.append(_table(code, found))
        _tell(f"{code} done", found.loss)
    target.write_text("\n".join(parts), encoding="utf-8")


def _table(code: str, found: Fit) -> str:
    head = f"# {found.evaluations} evaluations; loss {found.loss:.4f}, with the defaults {found.start_loss:.4f}.\n"
    lines = [f"{name} = {value:.4g}" for name, value in asdict(found.parameters).items()]
    return f"{head}[theatre.{code}]\n" + "\n".join(lines) + "\n"


def _tell(what: str, loss: float) -> None:
    sys.stderr.write(f"{what}: {loss:.5f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
