"""The page around the app, as Streamlit serves it, told where its server is and what it is called.

Opened below the root (`/changes`), Streamlit's page looks for its server below that address first, gets two errors, and
only then looks where it is. Here it is told. The font that Streamlit
would load ahead is not used, so it is not asked for.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOLD = "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', window.location.href).href };</script>"
_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')


def told(page: str) -> str:
    """Return the page with what it needs to know; a page that is not Streamlit's stays as it is."""
    if "window.prerenderReady" not in page:
        return page
    page = _FONT.sub("", page).replace("<title>Streamlit</title>", "<title>Territory</title>")
    return page.replace("<head>", f"<head>{_TOLD}", 1)


class Shell:
    """Changes the page on its way out, and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in (b"accept-encoding", b"range")]
        started: list[Message] = []
        body = bytearray()

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await _finish(started[0], bytes(body), send)

        await self.app({**scope, "headers": plain}, receive, hold)


def _asks_for_a_page(scope: Scope) -> bool:
    accepted = dict(scope["headers"]).get(b"accept", b"")
    return scope["method"] == "GET" and b"text/html" in accepted and "." not in scope["path"].rsplit("/", 1)[-1]


async def _finish(start: Message, body: bytes, send: Send) -> None:
    headers = dict(start["headers"])
    if headers.get(b"content-type", b"").startswith(b"text/html"):
        body = told(body.decode()).encode()
        kept = [(name, value) for name, value in start["headers"] if name not in (b"content-length", b"etag")]
        start = {**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]}
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
