"""The wheel works on its own, in an empty folder outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """Build the wheel and unpack it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(folder)]
    name = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=True).stdout.split()[-1]
    with zipfile.ZipFile(folder / name) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_seeds_geodata_and_dashboard_travel_inside(unpacked: Path) -> None:
    """What the program ships with is in the package."""
    bundle = unpacked / "territory" / "_bundle"
    assert (bundle / "seeds" / "control_events.csv").is_file()
    assert (bundle / "geodata" / "SOURCES.toml").is_file()
    assert (bundle / "dashboard" / "app.py").is_file()


def test_states_works_from_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    """In an empty folder, the first command builds the store from the seeds and answers."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "TERRITORY_STORE": f"sqlite:///{tmp_path / 'new.db'}"}
    code = "import territory; print(territory.__file__); from territory.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "states", "--on", "2017-07-09"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert str(unpacked) in result.stdout.splitlines()[0]
    assert "iq-mosul,99072,Mosul" in result.stdout
