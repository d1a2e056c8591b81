"""One process that serves the Streamlit app and Territory's own routes: the player's assets and timelines."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, NoReturn

import streamlit as st
import streamlit.logger
import uvicorn.config

streamlit.logger.set_log_level("ERROR")  # caches made before the server runs would be warned about, one by one

from dashboard import data, routes  # noqa: E402
from territory.resources import dashboard_path  # noqa: E402

LIGHT = {
    "primaryColor": "#27526b",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f3f2ee",
    "textColor": "#1d2429",
    "linkColor": "#1f5c80",
    "borderColor": "#dcdad3",
}
DARK = {
    "primaryColor": "#8fbfd9",
    "backgroundColor": "#14181b",
    "secondaryBackgroundColor": "#1d2327",
    "textColor": "#e4e6e3",
    "linkColor": "#9ccbe6",
    "borderColor": "#353d42",
}
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', 'Liberation Sans', sans-serif"


def configuration(host: str, port: int) -> dict[str, Any]:
    """Return Streamlit's options. They are set by the command, so no file in the working folder is needed."""
    options: dict[str, Any] = {
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "client.showErrorLinks": False,
        "global.developmentMode": False,
        "global.minCachedMessageSize": 1500,  # what the browser has already is named, not sent again
        "logger.hideWelcomeMessage": True,
        "logger.level": "error",
        "runner.magicEnabled": False,
        "server.address": host,
        "server.enableWebsocketCompression": True,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxUploadSize": 50,
        "server.port": port,
        "theme.font": FONT,
        "theme.baseFontSize": 15,
        "theme.baseRadius": "6px",
        "theme.headingFontSizes": ["1.75rem", "1.125rem", "1.125rem", "1rem", "0.9375rem", "0.875rem"],
        "theme.headingFontWeights": [700, 650, 600, 600, 600, 600],
    }
    for mode, colors in (("light", LIGHT), ("dark", DARK)):
        options |= {f"theme.{mode}.{name}": value for name, value in colors.items()}
    return options


def address(host: str, port: int) -> str:
    """Return the address to type into a browser."""
    shown = "localhost" if host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::") else host
    return f"http://{shown}:{port}"


def _announce(host: str, port: int, say: Callable[[str], None], *, open_browser: bool) -> None:
    url = address(host, port)
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    say(url)
    if open_browser:
        webbrowser.open(url)


def serve(host: str, port: int, store: str | None, say: Callable[[str], None], *, open_browser: bool) -> None:
    """Serve the dashboard until the process is told to stop (SIGINT, SIGTERM).

    Parameters
    ----------
    store : str, optional
        URL of the store; None for the user's own.
    say : Callable
        Called with the address as soon as it answers.
    """
    if store:
        os.environ[data.STORE_VARIABLE] = store

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        threading.Thread(target=data.warm_up, daemon=True).start()
        threading.Thread(
            target=_announce, args=(host, port, say), kwargs={"open_browser": open_browser}, daemon=True
        ).start()
        yield

    for logger in uvicorn.config.LOGGING_CONFIG["loggers"].values():
        logger["level"] = "WARNING"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app = st.App(dashboard_path("app.py"), routes=routes.routes(), lifespan=lifespan)
    try:
        app.run(config=configuration(host, port))
    except KeyboardInterrupt:
        _end(0)
    except SystemExit as ending:
        _end(ending.code if isinstance(ending.code, int) else int(ending.code is not None))
    _end(0)


def _end(status: int) -> NoReturn:
    """End the process at once, its output written.

    A thread may still be at work (`warm_up`, a page of a visitor), inside a library of C or C++. While the interpreter
    takes itself down such a thread meets freed memory, and the process dies of a segmentation fault.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)
