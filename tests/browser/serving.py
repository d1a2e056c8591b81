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
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


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
    """What went over the page's web sockets: sizes of the frames, and the runs of the app that they tell of.

    A run is counted where the server says that one begins (`new_session`), whoever asked for it.
    """

    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    runs: int = 0
    ended: int = 0

    def listen(self, page: Page) -> Wire:
        """Count the frames of every web socket of a page."""

        def watch(ws: WebSocket) -> None:
            ws.on("framesent", lambda data: self.sent.append(len(data)))
            ws.on("framereceived", self._receive)

        page.on("websocket", watch)
        return self

    def _receive(self, data: str | bytes) -> None:
        self.received.append(len(data))
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode("latin-1"))
        self.runs += message.HasField("new_session")
        self.ended += message.HasField("script_finished")

    def clear(self) -> None:
        """Count anew."""
        self.sent.clear()
        self.received.clear()
        self.runs = self.ended = 0

    def settled(self, page: Page, quiet_ms: int = 1200) -> int:
        """Wait until no run is under way and nothing has come for a while; return how many runs there were."""
        seen, still = -1, 0
        for _ in range(400):
            page.wait_for_timeout(100)
            now = len(self.sent) + len(self.received)
            still = still + 100 if now == seen and self.runs <= self.ended else 0
            seen = now
            if still >= quiet_ms:
                return self.runs
        raise AssertionError(f"{self.runs - self.ended} runs of the app did not end")
