"""Imports point one way."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CHECK = """
import importlib, sys
importlib.import_module(sys.argv[1])
print([name for name in sys.argv[2:] if name in sys.modules])
"""


@pytest.mark.parametrize(
    ("module", "barred"),
    [
        ("territory.model", ["territory.gazetteer", "territory.store", "folium", "streamlit", "pandas", "sqlalchemy"]),
        ("territory.control.ledger", ["territory.store", "territory.extract", "folium", "streamlit", "sqlalchemy"]),
        ("territory.store", ["territory.control", "territory.extract", "territory.gazetteer", "folium", "streamlit"]),
        ("territory.gazetteer.gazetteer", ["territory.control", "territory.store", "territory.extract", "folium"]),
        ("territory.cli", ["folium", "streamlit", "geopandas", "pandas"]),
    ],
)
def test_a_layer_loads_nothing_above_it(module: str, barred: list[str]) -> None:
    """Importing a module loads none of the layers that build on it, nor their heavy libraries."""
    command = [sys.executable, "-c", _CHECK, module, *barred]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"
