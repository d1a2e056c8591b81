"""`territory dashboard`: the app in a browser."""

from __future__ import annotations

import importlib
import socket
import sys
from typing import Annotated

import typer

from territory.commands.options import EmptyOption, StoreOption, opened_store, say
from territory.errors import TerritoryError
from territory.resources import bundle_root


def dashboard_command(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8501,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    store: StoreOption = None,
    empty: EmptyOption = False,
) -> None:
    """Open the map and its panels in a browser.

    One process serves everything; nothing is fetched from the network. The address is printed as soon as it answers.
    Stop with Ctrl+C.

    Example:  territory dashboard --port 8600 --no-browser
    """
    _check_free(host, port)
    with opened_store(store, empty=empty):
        pass  # made and filled on first use, with progress, before anybody waits in a browser
    root = str(bundle_root())
    if root not in sys.path:
        sys.path.insert(0, root)
    server = importlib.import_module("dashboard.server")
    server.serve(host, port, store, lambda url: _print_address(url), open_browser=not no_browser)


def _print_address(url: str) -> None:
    typer.echo(url)
    say("Territory is open there. Stop it with Ctrl+C.")


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise TerritoryError(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port."
            ) from error
