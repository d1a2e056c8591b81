"""Where the files that travel with the program lie: in the installed package, or at the top of the checkout."""

from __future__ import annotations

from pathlib import Path

from territory.errors import GeodataError

_PACKAGE = Path(__file__).resolve().parent


def bundle_root() -> Path:
    """Return the folder that holds `geodata/`, `seeds/` and `dashboard/`."""
    for root in (_PACKAGE / "_bundle", _PACKAGE.parent.parent):
        if (root / "seeds").is_dir():
            return root
    raise GeodataError(f"The files that Territory ships with are missing beside {_PACKAGE}. Install it again.")


def geodata_path(*parts: str) -> Path:
    """Return the path of a file of `geodata/`."""
    return bundle_root().joinpath("geodata", *parts)


def seeds_path(*parts: str) -> Path:
    """Return the path of a file of `seeds/`."""
    return bundle_root().joinpath("seeds", *parts)


def dashboard_path(*parts: str) -> Path:
    """Return the path of a file of `dashboard/`."""
    return bundle_root().joinpath("dashboard", *parts)
