"""Areas as a layer of the timeline document: geometry once, and each area's states as intervals."""

from __future__ import annotations

from territory.control.area_histories import AreaHistories
from territory.control.areas import AreaSet
from territory.render.timeline import AreaLayer


def area_layer(areas: AreaSet, histories: AreaHistories, *, title: str = "") -> AreaLayer:
    """Return areas for `TimelineDocument.build(areas=…)`.

    Parameters
    ----------
    areas : AreaSet
        Cells or districts; those without evidence are left out.
    histories : AreaHistories
        Their states. An area whose places have different holders is contested between the first two.
    title : str
        Name of the layer; by default that of its mode.
    """
    return AreaLayer(areas.mode.value, title or areas.mode.value.title(), areas, histories)
