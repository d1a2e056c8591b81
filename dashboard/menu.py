"""The pages of the app, in the order of the menu, and how a link to one of them opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from streamlit import file_util

_SCRIPT = '<script type="module"'
_BASE = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href };</script>\n    '


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in the address, its view, and how the menu shows it."""

    name: str
    view: str
    title: str
    icon: str


PAGES = (
    Page("map", "map.py", "Map", "map"),
    Page("changes", "changes.py", "Changes", "swap_horiz"),
    Page("groups", "groups.py", "Groups", "stacked_line_chart"),
    Page("compare", "compare.py", "Compare", "compare"),
    Page("whatif", "whatif.py", "What if", "rule"),
    Page("articles", "articles.py", "Articles", "article"),
    Page("data", "sources.py", "Data", "database"),
    Page("evaluation", "evaluation.py", "Evaluation", "verified"),
)
"""The first one opens at the bare address."""


def routes() -> list[Route]:
    """Return a route for the address of each page but the first.

    Streamlit's own document looks for its server below the page's address first, and the browser writes two failures
    (404) to the console for each link that is opened. Told where the server is, it asks there at once.
    """
    return [Route(f"/{page.name}", _answer, methods=["GET", "HEAD"]) for page in PAGES[1:]]


async def _answer(_request: Request) -> Response:
    return HTMLResponse(_document(), headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=1)
def _document() -> str:
    text = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    return text.replace(_SCRIPT, _BASE + _SCRIPT, 1)
