"""The routes that Territory adds to Streamlit's: the player's files and the timeline documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard import data, ear, menu
from dashboard.rows import rows
from dashboard.scripts import Script
from dashboard.search import find as find_places
from dashboard.sharing import share
from territory.render import ServedFile, served_files
from territory.render.served import DEFAULT_BASE

SCRIPTS = (ear.SCRIPT, rows.SCRIPT, share.SCRIPT)


def routes() -> list[BaseRoute]:
    """Return the routes, to be served in one process with the app."""
    return [
        *menu.routes(),
        *(Route(script.path, _sender(script), methods=["GET", "HEAD"]) for script in SCRIPTS),
        Route(f"{DEFAULT_BASE}/search", _search, methods=["GET"]),
        Route(f"{DEFAULT_BASE}/{{path:path}}", _answer, methods=["GET", "HEAD"]),
    ]


def _sender(script: Script) -> Callable[[Request], Awaitable[Response]]:
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}

    async def send(_request: Request) -> Response:
        return Response(script.text, media_type="text/javascript", headers=headers)

    return send


async def _search(request: Request) -> Response:
    hits = await run_in_threadpool(find_places.answer, request.query_params.get("q", ""))
    return JSONResponse(hits, headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


async def _answer(request: Request) -> Response:
    file = find(request.path_params["path"])
    if file is None:
        return PlainTextResponse("This file is not served any more. Reload the page.", status_code=404)
    body, headers = file.answer(request.headers.get("accept-encoding", ""))
    return Response(body, headers=headers)


def find(path: str) -> ServedFile | None:
    """Return the file or document of a path below our base, None if there is none."""
    return data.published(path) or next((file for file in served_files() if file.path == path), None)
