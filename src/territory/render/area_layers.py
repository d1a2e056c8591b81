"""Areas as a layer of the timeline document: geometry once, and each area's states as intervals."""

from __future__ import annotations

from collections.abc import Iterator

from territory.control.area_histories import AreaHistories, AreaState
from territory.control.areas import Area as Ground
from territory.control.areas import AreaSet
from territory.control.histories import Histories
from territory.model import ControlState, PlaceId
from territory.render.timeline import Area, AreaLayer


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
    known = [area for area in areas if area.area_id in histories]
    spans = {PlaceId(area.area_id): list(_states(histories[area.area_id])) for area in known}
    return AreaLayer(
        layer_id=areas.mode.value,
        title=title or areas.mode.value.title(),
        areas=[_ground(area) for area in known],
        histories=Histories(spans),
    )


def _ground(area: Ground) -> Area:
    return Area(area.area_id, area.name, area.geometry, country=area.country, admin1=area.parent)


def _states(states: tuple[AreaState, ...]) -> Iterator[ControlState]:
    """Yield an area's states as those of a place, which is what the player reads."""
    for state in states:
        yield ControlState(
            place_id=PlaceId(state.area_id),
            interval=state.interval,
            actor=state.actor,
            status=state.status,
            contested_by=state.contested_by,
            besieged=state.besieged,
            probability=state.probability,
            since_precision=state.since_precision,
            last_evidence=state.last_evidence,
            claimed_only=state.claimed_only,
            single_source=state.single_source,
            claim_ids=state.claim_ids,
        )
