"""A folium map that asks nobody outside for anything.

`folium.Map` takes Leaflet, jQuery, Bootstrap and icon fonts from public servers, and its tiles too. `OfflineMap` takes
Leaflet from the app itself, drops the rest, and draws its base map from vector data. `st_folium` reads the addresses
of scripts and styles from `default_js` and `default_css`, so this is all it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import folium
from branca.element import Figure
from folium.template import Template

from territory.render.inline import inline_basemap, inline_script, inline_style, verbatim
from territory.render.protocol import script_json
from territory.render.served import (
    DEFAULT_BASE,
    address_of,
    basemap_files,
    leaflet_script,
    leaflet_style,
    player_script,
    player_style,
)

#: Iraq, Syria and Afghanistan in one view.
DEFAULT_CENTER = (34.2, 53.0)
DEFAULT_ZOOM = 5


class OfflineMap(folium.Map):
    """A map whose scripts, styles and base map come from the app, or lie in the page itself.

    Parameters
    ----------
    location : (lat, lon)
    zoom_start : int
    base_url : str
        Where the routes of :func:`territory.render.served.served_files` are mounted.
    inline : bool
        Put everything into the page: for notebooks and files. Larger, but needs no server.
    theme : str
        `light`, `dark` or `auto` (as the system).
    basemap : bool
        Draw land, borders, rivers and towns.
    fill : bool
        Let the map fill the frame it stands in.
    **kwargs
        As for `folium.Map`.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <style>
                html, body { margin: 0; height: 100%; }
                #{{ this.get_name() }} {
                    position: {{ this.position }};
                    width: {{ this.width[0] }}{{ this.width[1] }};
                    height: {{ this.height[0] }}{{ this.height[1] }};
                    left: {{ this.left[0] }}{{ this.left[1] }};
                    top: {{ this.top[0] }}{{ this.top[1] }};
                }
            </style>
        {% endmacro %}

        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = window.TerritoryPlayer.map({{ this.get_name()|tojson }}, {{ this.setup }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        location: Sequence[float] = DEFAULT_CENTER,
        zoom_start: int = DEFAULT_ZOOM,
        *,
        base_url: str = DEFAULT_BASE,
        inline: bool = False,
        theme: str = "auto",
        basemap: bool = True,
        fill: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("tiles", None)
        super().__init__(location=location, zoom_start=zoom_start, **kwargs)
        self.inline = inline
        self.base_url = base_url
        self.default_js = []
        self.default_css = []
        if not inline:
            self.default_js = _links("js", base_url)
            self.default_css = _links("css", base_url)
        self.setup = script_json(
            {
                "center": list(self.location),
                "zoom": zoom_start,
                "theme": theme,
                "fill": fill,
                "basemap": self._basemap() if basemap else None,
            }
        )

    def _basemap(self) -> dict[str, str]:
        """Addresses of the base map's files by name (without suffix); inline: ids of elements in the page."""
        if self.inline:
            return inline_addresses()
        return {path.stem: address_of(f"basemap/{path.name}", self.base_url) for path in basemap_files()}

    def render(self, **kwargs: Any) -> str:
        """Render the map; inline, its scripts and data go into the page's head first."""
        root = self.get_root()
        if self.inline and isinstance(root, Figure):
            texts = {
                "territory_leaflet_css": inline_style(leaflet_style()),
                "territory_css": inline_style(player_style()),
                "territory_basemap": inline_basemap(),
                "territory_leaflet_js": inline_script(leaflet_script()),
                "territory_js": inline_script(player_script()),
            }
            for name, text in texts.items():
                root.header.add_child(verbatim(text), name=name)
        return str(super().render(**kwargs) or "")  # type: ignore[no-untyped-call]


def inline_addresses() -> dict[str, str]:
    """Ids of the elements that carry the base map's files in a page of its own, by name."""
    return {path.stem: f"#territory-basemap-{path.stem}" for path in basemap_files()}


def _links(suffix: str, base_url: str) -> list[tuple[str, str]]:
    """Names and addresses of our scripts or styles; a name may stand for one element of a page only."""
    return [(f"{name}_{suffix}", address_of(f"assets/{name}.{suffix}", base_url)) for name in ("leaflet", "territory")]
