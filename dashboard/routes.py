"""The routes that Territory adds to Streamlit's."""

from __future__ import annotations

from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """Return the routes of the player's assets and timelines."""
    return []
