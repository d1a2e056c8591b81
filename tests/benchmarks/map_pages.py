"""Pages for the browser benchmarks, and a server for them on this machine."""

from __future__ import annotations

import random
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from territory.render import OfflineMap, PlayerView, ServedFile, TimelineDocument, TimelinePlayer, served_files
from territory.render.columns import EPOCH, NO_DAY, OPEN
from territory.render.geometry import SCALE

Files = dict[str, ServedFile]


@contextmanager
def served(extra: Files) -> Iterator[str]:
    """Serve our files and some more; gives the server's address."""
    files = {f"/territory/{file.path}": file for file in served_files()} | extra

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = files.get(self.path.partition("?")[0])
            if file is None:
                self.send_error(404)
                return
            body, headers = file.answer(self.headers.get("Accept-Encoding", ""))
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def player_page(document: TimelineDocument, day: date) -> Files:
    """A page with the player, and its document."""
    board = OfflineMap(fill=True, theme="light")
    TimelinePlayer(document, view=PlayerView(date=day)).add_to(board)
    html = board.get_root().render().encode()
    return {
        "/page": ServedFile("page", html, "text/html; charset=utf-8"),
        f"/territory/{document.path}": ServedFile(document.path, document.data, "application/json"),
    }


def cells(columns: int, rows: int, days: int, changes_a_day: int) -> TimelineDocument:
    """A grid of square cells over Iraq and Syria; each day some change hands (a fixed seed)."""
    count = columns * rows
    step_x, step_y = int(14 * SCALE / columns), int(9 * SCALE / rows)
    xy: list[int] = []
    x0 = y0 = 0
    for cell in range(count):
        left, low = 35 * SCALE + (cell % columns) * step_x, 29 * SCALE + (cell // columns) * step_y
        for x, y in ((left, low), (left + step_x, low), (left + step_x, low + step_y), (left, low + step_y)):
            xy += (x - x0, y - y0)
            x0, y0 = x, y
    random_number = random.Random(4)
    first = (date(2014, 1, 1) - EPOCH).days
    holders = [[(first, random_number.randrange(5))] for _ in range(count)]
    for day in range(1, days):
        for cell in random_number.sample(range(count), changes_a_day):
            holders[cell].append((first + day, random_number.randrange(5)))
    return TimelineDocument(_payload(count, holders, xy, (first, first + days)))


def _payload(count: int, holders: list[list[tuple[int, int]]], xy: list[int], span: tuple[int, int]) -> dict[str, Any]:
    features = {
        "id": [f"c{k}" for k in range(count)],
        "name": [f"Cell {k}" for k in range(count)],
        **{name: [""] * count for name in ("local", "country", "admin1", "kind")},
        "population": [0] * count,
    }
    codes = [f"G{k}" for k in range(5)]
    colors = ["#c8372d", "#2f6db5", "#4caf50", "#f2c12e", "#1b1b1b"]
    place = TimelineDocument.build(_no_histories(), places=(), actors=()).payload
    geometry = {"scale": SCALE, "rings": [1] * count, "points": [4] * count, "xy": xy}
    cell_layer = {"id": "cells", "title": "Cells", "kind": "areas", "features": features, "geometry": geometry,
                  "intervals": _intervals(holders)}  # fmt: skip
    actors = {"code": codes, "name": codes, "kind": [""] * 5, "color": colors, "colorCvd": colors}
    return {**place, "span": list(span), "actors": actors, "layers": [cell_layer, *place["layers"]]}


def _intervals(holders: list[list[tuple[int, int]]]) -> dict[str, list[int]]:
    rows = []
    for cell, changes in enumerate(holders):
        for index, (start, holder) in enumerate(changes):
            end = changes[index + 1][0] if index + 1 < len(changes) else OPEN
            rows.append((cell, start, end, holder))
    feature, start, end, holder = (list(column) for column in zip(*rows, strict=True))
    zeros = [0] * len(rows)
    return {"feature": feature, "start": start, "since": start, "end": end, "holder": holder, "rival": [-1] * len(rows),
            "status": zeros, "flags": zeros, "probability": [100] * len(rows), "precision": zeros,
            "evidence": [NO_DAY] * len(rows), "claimCount": zeros, "claimRefs": []}  # fmt: skip


def _no_histories() -> Any:
    from territory.control.histories import Histories

    return Histories({})


#: What folium's plugins fetch: a part of the address, the npm package, the file in it.
NPM = {
    "leaflet@1.9.3/dist/leaflet.js": ("leaflet@1.9.3", "dist/leaflet.js"),
    "leaflet@1.9.3/dist/leaflet.css": ("leaflet@1.9.3", "dist/leaflet.css"),
    "jquery-3.7.1.min.js": ("jquery@3.7.1", "dist/jquery.min.js"),
    "jquery/3.7.1/jquery.min.js": ("jquery@3.7.1", "dist/jquery.min.js"),
    "jqueryui/1.10.2/jquery-ui.min.js": ("jquery-ui@1.13.3", "dist/jquery-ui.min.js"),
    "iso8601-js-period": ("iso8601-js-period@0.2.1", "iso8601.js"),
    "leaflet.timedimension.min.js": ("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.min.js"),
    "leaflet.timedimension.control.css": ("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.control.min.css"),
    "moment.min.js": ("moment@2.30.1", "min/moment.min.js"),
    "d3.v4.min.js": ("d3@4.13.0", "build/d3.min.js"),
}


def npm_scripts(folder: Path) -> dict[str, Path]:
    """Fetch the packages of `NPM`; empty if npm is missing or one cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        return {}
    found: dict[str, Path] = {}
    for part, (package, member) in NPM.items():
        name = package.rpartition("@")[0]
        if not (folder / name).exists():
            (folder / name).mkdir()
            command = [npm, "pack", "--silent", "--pack-destination", str(folder / name), package]
            if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode:
                return {}
            with tarfile.open(next((folder / name).glob("*.tgz"))) as archive:
                archive.extractall(folder / name, filter="data")
        found[part] = folder / name / "package" / member
    return found if all(path.is_file() for path in found.values()) else {}
