"""The page around the app: told where its server is; everything else passes as it was."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.shell import Shell, told

PAGE = (
    '<html><head><link\n rel="preload"\n href="./x.woff2"\n as="font"\n type="font/woff2" crossorigin />'
    f"<title>Streamlit</title><script>window.prerenderReady = false</script></head><body>{'é' * 900}</body></html>"
)


async def _page(_request: Request) -> Response:
    return HTMLResponse(PAGE)


async def _data(_request: Request) -> Response:
    return JSONResponse({"head": "<head>"})


def get(path: str, accept: str) -> tuple[dict[str, str], bytes]:
    """Ask an app that compresses, through the shell, as a browser would."""
    app = Starlette(
        routes=[Route("/changes", _page), Route("/data.json", _data)],
        middleware=[Middleware(Shell), Middleware(GZipMiddleware)],
    )
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip"), (b"accept", accept.encode())], "scheme": "http",
        "server": ("localhost", 80), "client": ("localhost", 1), "http_version": "1.1",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as elsewhere:  # a browser test before this one leaves its loop running here
        elsewhere.submit(asyncio.run, app(scope, receive, send)).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_a_page_is_told_where_its_server_is() -> None:
    """The page names its server, has our title, and asks for no font ahead; its length is right."""
    headers, body = get("/changes", "text/html,*/*")
    page = body.decode()
    assert "BACKEND_BASE_URL" in page
    assert "<title>Territory</title>" in page
    assert "woff2" not in page
    assert int(headers["content-length"]) == len(body)
    assert "content-encoding" not in headers


@pytest.mark.parametrize("path", ["/changes", "/data.json"])
def test_what_no_browser_shows_as_a_page_passes(path: str) -> None:
    """Scripts, data and what is fetched by scripts pass untouched, compressed as they were."""
    headers, body = get(path, "*/*")
    text = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    assert b"BACKEND_BASE_URL" not in text


def test_a_page_of_another_kind_stays() -> None:
    """A page that is not Streamlit's is left as it is."""
    assert told("<html><head></head></html>") == "<html><head></head></html>"
