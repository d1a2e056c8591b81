"""`territory dashboard` as a process: it says where it is, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from territory.resources import bundle_root


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(*options: str) -> list[str]:
    """Return the command line."""
    return [sys.executable, "-m", "territory", "dashboard", "--no-browser", *options]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "terminate"])
def test_prints_its_address_when_it_answers_and_ends_cleanly(told: signal.Signals, seeded: str, tmp_path: Path) -> None:
    """The address is the only line on standard output, it answers at once, and a signal ends it with status 0."""
    port = free_port()
    with subprocess.Popen(
        command("--port", str(port)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url == f"http://localhost:{port}"
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=10) as reply:
                assert reply.status == 200
            with urllib.request.urlopen(f"{url}/territory/assets/territory.js", timeout=10) as reply:
                assert reply.headers["content-type"].startswith("text/javascript")
        finally:
            process.send_signal(told)
        out, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert out == ""
        assert "Traceback" not in errors


BUSY = """
import sys, threading, numpy, shapely
sys.path.insert(0, sys.argv[1])
from dashboard import data, server
points = shapely.points(numpy.random.default_rng(0).random((20_000, 2)))
def work():
    while True:
        shapely.buffer(points, 0.1)
data.warm_up = work
server.serve("127.0.0.1", int(sys.argv[2]), None, lambda url: print(url, flush=True), open_browser=False)
"""


def test_ends_cleanly_while_native_code_is_at_work(seeded: str) -> None:
    """A thread inside a library of C is no reason to die of a segmentation fault: the status is 0 all the same."""
    for _ in range(2):
        arguments = [sys.executable, "-c", BUSY, str(bundle_root()), str(free_port())]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("http://")
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        assert process.returncode == 0


def test_a_taken_port_is_explained(seeded: str) -> None:
    """A port that is in use gives a sentence with a remedy and status 1, no traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(command("--port", port), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Choose another with --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_that_is_none_is_explained(tmp_path: Path) -> None:
    """A file that is no store ends the command before anything is served."""
    path = tmp_path / "no-store.db"
    path.write_text("no database" * 500)
    environment = {**os.environ, "TERRITORY_STORE": f"sqlite:///{path}"}
    done = subprocess.run(
        command("--port", str(free_port())), capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.returncode == 1
    assert "no-store.db" in done.stderr
    assert "Traceback" not in done.stderr
