"""Fits the control model's parameters on the bundled data and writes them with their provenance.

    python scripts/fit_control_model.py src/territory/control/parameters.toml

Takes some minutes; the result is the same on every machine. The procedure is that of `territory.evaluate.fitting`,
which `territory evaluate model --refit` follows too.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from territory.control.parameters import OTHER
from territory.evaluate.fitting import CONTEST, PRIOR, STEPS, Fit, fit_theatres
from territory.evaluate.seeds import bundled_claims
from territory.resources import seeds_path

HEAD = """\
# Parameters of the control model (meaning and units: `parameters.py`), by country; `other` are those of all together.
# Made by scripts/fit_control_model.py: pattern search with factors {steps} until nothing improves, on the mean log loss
# of holder and status in seven hold-outs (see `territory.evaluate.fitting`): first all theatres together, from the
# defaults; then each from the common parameters, with a penalty of {prior} times the squared logarithm of the change.
# Last, one `contest` for all, of {contest}, by the log loss of the status alone.
# Data: {files}
"""
DATA = ("control_events.csv", "places.csv")


def main(target: Path) -> None:
    """Fit all theatres and write the file."""
    claims, places, _ = bundled_claims()
    fits = fit_theatres(claims, places, progress=_tell)
    files = "\n#       ".join(f"seeds/{name}, sha256 {_digest(name)}" for name in DATA)
    parts = [HEAD.format(steps=", ".join(map(str, STEPS)), prior=PRIOR, contest=_range(CONTEST), files=files)]
    parts.append(_table(OTHER, fits.common, "the defaults"))
    parts += [_table(code, one, "the common parameters") for code, one in fits.theatres.items()]
    target.write_text("\n".join(parts), encoding="utf-8")


def _table(code: str, found: Fit, start: str) -> str:
    head = f"# {found.evaluations} evaluations; loss {found.loss:.4f}, with {start} {found.start_loss:.4f}.\n"
    lines = [f"{name} = {value:.4g}" for name, value in asdict(found.parameters).items()]
    return f"{head}[theatre.{code}]\n" + "\n".join(lines) + "\n"


def _range(tried: Sequence[float]) -> str:
    return f"{len(tried)} factors from {tried[0]} to {tried[-1]}"


def _digest(name: str) -> str:
    return hashlib.sha256(seeds_path(name).read_bytes()).hexdigest()


def _tell(what: str, loss: float) -> None:
    sys.stderr.write(f"{what}: {loss:.5f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
