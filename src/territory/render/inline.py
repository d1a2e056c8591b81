"""Scripts, styles and data as elements of a page that has no server behind it."""

from __future__ import annotations

import base64
import gzip
import re

from branca.element import Element

from territory.render.served import basemap_files
from territory.render.timeline import TimelineDocument

_END_OF_SCRIPT = re.compile(r"</(?=script)", re.IGNORECASE)
_PICTURE = re.compile(r"url\((?!#|data:)[^)]*\)")


def inline_script(text: str) -> str:
    """Return a script element; nothing in `text` can end it early."""
    return "<script>" + _END_OF_SCRIPT.sub(r"<\\/", text) + "</script>"


def inline_style(text: str) -> str:
    """Return a style element, without references to pictures, which a page on its own cannot fetch."""
    return "<style>" + _PICTURE.sub("none", text) + "</style>"


def inline_data(element_id: str, body: bytes) -> str:
    """Return an element that carries compressed JSON, which the player unpacks."""
    packed = base64.b64encode(gzip.compress(body, compresslevel=9, mtime=0)).decode("ascii")
    return f'<script type="application/gzip" id="{element_id}">{packed}</script>'


def inline_basemap() -> str:
    """Return the base map's files as elements `territory-basemap-NAME`."""
    return "\n".join(inline_data(f"territory-basemap-{path.stem}", path.read_bytes()) for path in basemap_files())


def inline_timeline(document: TimelineDocument) -> tuple[str, str]:
    """Return a timeline document's element, and the address under which the player finds it."""
    element_id = f"territory-timeline-{document.digest[:12]}"
    return inline_data(element_id, document.data), f"#{element_id}"


def verbatim(text: str) -> Element:
    """Return an element that folium does not read as a template."""
    return Element("{% raw %}" + text + "{% endraw %}")
