"""The documentation says what is so."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from territory.cli import app

COMMANDS = {entry.name for entry in (*app.registered_commands, *app.registered_groups)}


def test_the_python_example_of_the_readme_runs(
    project_root: Path, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It prints what the README shows."""
    monkeypatch.setenv("TERRITORY_STORE", seeded_url)
    result = doctest.testfile(str(project_root / "README.md"), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0


def test_every_command_that_the_readme_shows_exists(project_root: Path) -> None:
    """No example of a command that is gone; no command that the README does not show."""
    shown = set(re.findall(r"^territory ([a-z]+)", (project_root / "README.md").read_text("utf-8"), re.MULTILINE))
    assert shown == COMMANDS
