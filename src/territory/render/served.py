"""The files that a page with our map needs, and how they are served.

The app mounts a route for each (see :func:`served_files`); the same bytes are put into the page itself where there is
no server (notebooks, the exported HTML file). The player is written as ES modules (`assets/player/*.js`); they are
joined into one plain script here, because `st_folium` and a page opened from disk cannot load modules.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from territory.render.timeline import TimelineDocument
from territory.resources import geodata_path

ASSETS = Path(__file__).resolve().parent / "assets"

#: Prefix of every address of ours; the app may lie below another base.
DEFAULT_BASE = "/territory"

IMMUTABLE = "public, max-age=31536000, immutable"

_MEDIA = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".geojson": "application/json; charset=utf-8",
    ".png": "image/png",
}
_IMPORT = re.compile(r"^import\s+\{[^}]*\}\s+from\s+\"\./([\w-]+\.js)\";\n?", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:class|function|const|let)\b)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ServedFile:
    """One file: where it lies below the base address (`/territory` unless told otherwise), and its bytes.

    Pages ask for it under :attr:`address`, which changes with the content; :attr:`path` is what a route is made for.
    """

    path: str
    body: bytes
    media_type: str
    cache_control: str = IMMUTABLE
    compressed: bytes | None = None

    def answer(self, accept_encoding: str = "") -> tuple[bytes, dict[str, str]]:
        """Return body and headers for a browser that accepts these encodings."""
        gzipped = self.compressed is not None and "gzip" in accept_encoding
        headers = {
            "Content-Type": self.media_type,
            "Cache-Control": self.cache_control,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if not gzipped or self.compressed is None:
            return self.body, headers
        return self.compressed, {**headers, "Content-Encoding": "gzip"}

    @property
    def address(self) -> str:
        """Its path with a mark of its content, so that it may be kept for ever."""
        return f"{self.path}?v={hashlib.sha256(self.body).hexdigest()[:12]}"


@lru_cache(maxsize=1)
def player_script() -> str:
    """Return the player's modules joined into one plain script, each after those it imports."""
    modules = {path.name: path.read_text(encoding="utf-8") for path in sorted((ASSETS / "player").glob("*.js"))}
    ordered: list[str] = []

    def visit(name: str, above: tuple[str, ...] = ()) -> None:
        if name in ordered:
            return
        if name in above:
            raise ImportError(f"assets/player/{name} imports itself by way of {', '.join(above)}.")
        for wanted in _IMPORT.findall(modules[name]):
            visit(wanted, (*above, name))
        ordered.append(name)

    visit("main.js")
    bodies = (f"// {name}\n{_EXPORT.sub('', _IMPORT.sub('', modules[name]))}" for name in ordered)
    return '(() => {\n"use strict";\n' + "\n".join(bodies) + "\n})();\n"


@lru_cache(maxsize=1)
def player_style() -> str:
    """Return the player's style sheet."""
    return (ASSETS / "player" / "player.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def leaflet_script() -> str:
    """Return Leaflet, without the address of its source map."""
    text = (ASSETS / "vendor" / "leaflet" / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=.*", "\n", text)


@lru_cache(maxsize=1)
def leaflet_style() -> str:
    """Return Leaflet's style sheet."""
    return (ASSETS / "vendor" / "leaflet" / "leaflet.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def served_files() -> tuple[ServedFile, ...]:
    """Return every fixed file: scripts, styles, pictures, base map. `path` has no leading slash."""
    texts = {
        "assets/leaflet.js": leaflet_script(),
        "assets/leaflet.css": leaflet_style(),
        "assets/territory.js": player_script(),
        "assets/territory.css": player_style(),
    }
    files = [_file(path, text.encode()) for path, text in texts.items()]
    pictures = sorted((ASSETS / "vendor" / "leaflet" / "images").glob("*.png"))
    files += [_file(f"assets/images/{picture.name}", picture.read_bytes()) for picture in pictures]
    files += [_file(f"basemap/{data.name}", data.read_bytes()) for data in basemap_files()]
    return tuple(files)


def address_of(path: str, base_url: str = DEFAULT_BASE) -> str:
    """Return the full address of a fixed file, with the mark of its content."""
    found = next(file for file in served_files() if file.path == path)
    return f"{base_url.rstrip('/')}/{found.address}"


def timeline_file(document: TimelineDocument) -> ServedFile:
    """Return a timeline document as it is served: for ever under its own hash."""
    return ServedFile(document.path, document.data, _MEDIA[".json"], IMMUTABLE, document.compressed)


def basemap_files() -> tuple[Path, ...]:
    """Return the files of the base map, in order of name."""
    folder = geodata_path("basemap")
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path for path in found if path.suffix in (".json", ".geojson")))


def _file(path: str, body: bytes) -> ServedFile:
    suffix = Path(path).suffix
    compressed = None if suffix == ".png" else gzip.compress(body, compresslevel=6, mtime=0)
    return ServedFile(path, body, _MEDIA[suffix], IMMUTABLE, compressed)
