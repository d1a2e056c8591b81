"""The player as a folium plugin.

Usage, in a notebook::

    from territory.render import OfflineMap, TimelinePlayer
    m = OfflineMap(inline=True)
    TimelinePlayer(document).add_to(m)
    m

in Streamlit (see :mod:`territory.render.protocol` for what comes back and how to steer it)::

    m = OfflineMap(fill=True)
    TimelinePlayer(document.path).add_to(m)
    value = st_folium(m, key="map", returned_objects=[], feature_group_to_add=player_command(view, after=seq), …)
    report = parse_report(value)

On a plain ``folium.Map`` the player, and a document passed as such, go into the page; the map keeps its tiles and asks
for what folium asks for.

The player's options go into the map's script, and a changed script is another map to `st_folium`: keep them the same
from run to run, and say what changes (date, place, filters, even another document) by `player_command`.
"""

from __future__ import annotations

from typing import Any

from branca.element import Element, Figure, MacroElement
from folium.template import Template

from territory.render.inline import inline_script, inline_style, inline_timeline, verbatim
from territory.render.offline_map import OfflineMap
from territory.render.protocol import PlayerView, script_json
from territory.render.served import player_script, player_style
from territory.render.timeline import TimelineDocument

PANELS = ("bar", "legend", "card", "tools", "theme")
ATTRIBUTION = "Territory; base map: Natural Earth; places: GeoNames, CC BY 4.0"
PLAIN_ATTRIBUTION = "Territory; places: GeoNames, CC BY 4.0"


class TimelinePlayer(MacroElement):
    """Adds time bar, legend, layers and selection to an :class:`OfflineMap`.

    Parameters
    ----------
    timeline : TimelineDocument or str
        The document (its bytes go into the page if the map is inline), or its address below the map's base address
        (`TimelineDocument.path`), or a full address.
    view : PlayerView, optional
        What to show first. Without a date: the last day.
    panels : sequence of str
        Which of `bar`, `legend`, `card`, `tools` to show on the map, and `theme` for the button of light and dark among
        the tools. An app with panels of its own leaves some out.
    share_url : bool
        Keep the view in the page's address, and offer to copy it.
    fit : bool
        Open on all places, unless the view or the page's address names a centre.
    half_life_days : float
        Certainty shown fades to half in this time since the last evidence; 0: no fading.
    attribution : str, optional
        Shown at the map's edge and on exported pictures. Default: what the map and its places are made from.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.TerritoryPlayer.mount({{ this._parent.get_name() }}, {{ this.json }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        timeline: TimelineDocument | str,
        *,
        view: PlayerView | None = None,
        panels: tuple[str, ...] = PANELS,
        share_url: bool = True,
        fit: bool = True,
        half_life_days: float = 730.0,
        attribution: str | None = None,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "TimelinePlayer"
        unknown = sorted(set(panels) - set(PANELS))
        if unknown:
            raise ValueError(f"Panels {', '.join(unknown)} do not exist. Choose from {', '.join(PANELS)}.")
        self.timeline = timeline
        self.options: dict[str, Any] = {
            "view": (view or PlayerView()).to_json(),
            "panels": list(panels),
            "shareUrl": share_url,
            "fit": fit,
            "halfLife": half_life_days,
            "attribution": attribution,
        }

    @property
    def json(self) -> str:
        """Options as the player reads them."""
        made_from = ATTRIBUTION if isinstance(self._parent, OfflineMap) else PLAIN_ATTRIBUTION
        attribution = self.options["attribution"] or made_from
        return script_json({**self.options, "attribution": attribution, "timeline": self._address()})

    def _address(self) -> str:
        parent = self._parent
        inline = _holds_everything(parent)
        if isinstance(self.timeline, TimelineDocument):
            if inline:
                return inline_timeline(self.timeline)[1]
            path = self.timeline.path
        else:
            path = self.timeline
        if inline or path.startswith(("/", "#", "http:", "https:")) or not isinstance(parent, OfflineMap):
            return path
        return f"{parent.base_url.rstrip('/')}/{path}"

    def render(self, **kwargs: Any) -> str:
        """Render the player; on a page of its own its document goes into the head first, and the player if need be."""
        root = self.get_root()
        if isinstance(root, Figure):
            if not isinstance(self._parent, OfflineMap):
                root.header.add_child(verbatim(inline_style(player_style())), name="territory_css")
                root.header.add_child(verbatim(inline_script(player_script())), name="territory_js")
            if _holds_everything(self._parent) and isinstance(self.timeline, TimelineDocument):
                element, _ = inline_timeline(self.timeline)
                root.header.add_child(Element(element), name="territory_timeline")
        return str(super().render(**kwargs) or "")  # type: ignore[no-untyped-call]


def _holds_everything(parent: object) -> bool:
    """Whether the page carries the document itself: an inline map, or one that is not ours."""
    return parent.inline if isinstance(parent, OfflineMap) else True
