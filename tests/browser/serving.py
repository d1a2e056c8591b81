"""A dashboard in a process of its own, and what goes over a page's web socket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, WebSocket


@contextmanager
def serving(store: Path, *options: str) -> Iterator[str]:
    """Run `territory dashboard` on a free port; give the address that it prints. It ends cleanly when told to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "territory", "dashboard", "--no-browser", "--port", str(port), *options]
    environment = {**os.environ, "TERRITORY_STORE": f"sqlite:///{store}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=store.parent, env=environment) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@dataclass
class Wire:
    """What went over the page's web socket."""

    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    def listen(self, page: Page) -> Wire:
        """Count the frames of every web socket of a page."""

        def watch(ws: WebSocket) -> None:
            ws.on("framesent", lambda data: self.sent.append(len(data)))
            ws.on("framereceived", lambda data: self.received.append(len(data)))

        page.on("websocket", watch)
        return self

    def clear(self) -> None:
        """Count anew."""
        self.sent.clear()
        self.received.clear()
