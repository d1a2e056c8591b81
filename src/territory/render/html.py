"""The map as one file: player, data, sources and base map inside, for a mail attachment or a stick.

The page allows itself no request at all (its content security policy says so), so it shows the same with and without
a network. Links to sources stay links.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from territory.render.inline import inline_basemap, inline_script, inline_style, inline_timeline
from territory.render.offline_map import DEFAULT_CENTER, DEFAULT_ZOOM, inline_addresses
from territory.render.player import ATTRIBUTION, PANELS
from territory.render.protocol import PlayerView, script_json
from territory.render.served import leaflet_script, leaflet_style, player_script, player_style
from territory.render.timeline import TimelineDocument

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Territory">
{metadata}
<title>{title}</title>
{styles}
<style>
html, body {{ margin: 0; height: 100%; }}
noscript {{ display: block; padding: 2em; font: 16px system-ui; }}
</style>
</head>
<body>
<main id="map" class="tp-fill"></main>
<noscript>This map needs JavaScript, which this reader has switched off. Open the file in a browser.</noscript>
{data}
{scripts}
<script>
window.TerritoryPlayer.mount(window.TerritoryPlayer.map("map", {setup}), {options});
</script>
</body>
</html>
"""


def export_html(
    document: TimelineDocument,
    *,
    view: PlayerView | None = None,
    theme: str = "auto",
    attribution: str = ATTRIBUTION,
    half_life_days: float = 730.0,
    query: Mapping[str, str] | None = None,
) -> str:
    """Return a page with the player that works from disk, with no network.

    Parameters
    ----------
    document : TimelineDocument
    view : PlayerView, optional
        Date, place and filters to open with.
    theme : str
        `light`, `dark` or `auto`.
    attribution : str
        Shown at the map's edge and on pictures made from it.
    half_life_days : float
        Certainty shown fades to half in this time since the last evidence.
    query : mapping of str to str, optional
        What the file was made from (store, date, known-at, filters), kept in its head.

    Notes
    -----
    The same arguments give the same text. Texts of the document are data in the page, never markup.
    """
    data, address = inline_timeline(document)
    title = str(document.payload["title"])
    shown = view.date if view and isinstance(view.date, date) else None
    setup = {
        "center": list(DEFAULT_CENTER),
        "zoom": DEFAULT_ZOOM,
        "theme": theme,
        "fill": True,
        "basemap": inline_addresses(),
    }
    options = {
        "timeline": address,
        "view": (view or PlayerView()).to_json(),
        "panels": list(PANELS),
        "shareUrl": True,
        "fit": True,
        "halfLife": half_life_days,
        "attribution": attribution,
    }
    return _PAGE.format(
        policy=_POLICY,
        metadata=_metadata({"timeline-sha256": document.digest, **(query or {})}),
        title=escape(f"{title}, {shown.isoformat()}" if shown else title),
        styles=inline_style(leaflet_style()) + "\n" + inline_style(player_style()),
        data=data + "\n" + inline_basemap(),
        scripts=inline_script(leaflet_script()) + "\n" + inline_script(player_script()),
        setup=script_json(setup),
        options=script_json(options),
    )


def _metadata(values: Mapping[str, str]) -> str:
    return "\n".join(
        f'<meta name="territory:{escape(name, quote=True)}" content="{escape(value, quote=True)}">'
        for name, value in values.items()
    )
