"""The timeline document says what the histories say, in the same bytes each time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from territory.control.areas import Area
from territory.control.histories import Histories
from territory.control.ledger import Ledger
from territory.control.posterior import PosteriorModel
from territory.gazetteer.tables import read_actors, read_places
from territory.model import Actor, ActorCode, Claim, ControlState, ControlStatus, Interval, Place, PlaceId, PlaceKind
from territory.render import AreaLayer, TimelineDocument
from territory.render.columns import EPOCH, NO_DAY, OPEN, day_number
from territory.render.geometry import SCALE, encode_areas
from territory.resources import seeds_path
from territory.store import Store


@pytest.fixture
def document(
    histories: Histories, places: Sequence[Place], actors: Sequence[Actor], claims: Sequence[Claim]
) -> TimelineDocument:
    """The small world, packed."""
    return TimelineDocument.build(histories, places=places, actors=actors, claims=claims)


def rows(columns: dict[str, list[Any]], *names: str) -> list[tuple[Any, ...]]:
    """Records of some columns."""
    return list(zip(*(columns[name] for name in names), strict=True))


def test_an_interval_keeps_holder_rival_status_flags_and_days(document: TimelineDocument) -> None:
    """Each state becomes one row, sorted by place and day; open ends and missing days have numbers of their own."""
    layer = document.payload["layers"][-1]
    codes = document.payload["actors"]["code"]
    red, blue = codes.index("RED"), codes.index("BLUE")
    fall = (date(2014, 6, 10) - EPOCH).days
    found = rows(layer["intervals"], "feature", "start", "end", "holder", "rival", "flags", "probability", "evidence")
    assert found[1:] == [
        (0, fall - 4, fall, red, blue, 1, 60, fall - 4),
        (0, fall, OPEN, blue, -1, 0, 90, fall),
        (1, (date(2013, 1, 1) - EPOCH).days, OPEN, blue, -1, 6, 100, NO_DAY),
    ]


def test_only_places_with_a_history_travel(document: TimelineDocument) -> None:
    """Gamma has none; the others come in order of their ids, with their own script."""
    features = document.payload["layers"][-1]["features"]
    assert rows(features, "id", "local", "country") == [("xx-alpha", "ألفا", "IQ"), ("xx-beta", "", "SY")]


def test_claims_that_are_not_given_are_left_out_of_the_references(document: TimelineDocument) -> None:
    """A state may name claims that were filtered away."""
    intervals = document.payload["layers"][-1]["intervals"]
    assert intervals["claimCount"] == [0, 0, 1, 0]
    assert intervals["claimRefs"] == [0]
    assert document.payload["claims"]["text"] == ["They took it."]


def test_without_evidence_no_sentence_travels(
    histories: Histories, places: Sequence[Place], actors: Sequence[Actor], claims: Sequence[Claim]
) -> None:
    """Sources stay, for the filters."""
    bare = TimelineDocument.build(histories, places=places, actors=actors, claims=claims, evidence=False)
    assert b"They took it." not in bare.data
    assert bare.payload["sources"]["publisher"] == ["A publisher"]


def test_an_address_that_is_not_http_is_dropped(
    histories: Histories, places: Sequence[Place], claims: Sequence[Claim]
) -> None:
    """`javascript:` never reaches the page; an unknown actor appears under its code."""
    hostile = Claim(**{f: getattr(claims[0], f) for f in Claim.__slots__} | {"source": _source("javascript:alert(1)")})
    document = TimelineDocument.build(histories, places=places, actors=(), claims=[hostile])
    assert document.payload["sources"]["url"] == [""]
    assert set(document.payload["actors"]["name"]) == {"RED", "BLUE"}


def _source(url: str) -> Any:
    from territory.model import Source

    return Source("t", "p", "2014", url)


def test_the_same_input_gives_the_same_bytes_whatever_its_order(
    histories: Histories, places: Sequence[Place], actors: Sequence[Actor], claims: Sequence[Claim]
) -> None:
    """Digest and compressed bytes do not depend on the order of places, actors or claims."""
    one = TimelineDocument.build(histories, places=places, actors=actors, claims=claims)
    two = TimelineDocument.build(histories, places=places[::-1], actors=actors[::-1], claims=claims)
    assert one.digest == two.digest
    assert one.compressed == two.compressed
    assert gzip.decompress(one.compressed) == one.data
    assert one.path == f"timeline/{one.digest}.json"


def test_no_states_is_a_document_too() -> None:
    """Its span is null."""
    empty = TimelineDocument.build(Histories({}), places=(), actors=())
    assert json.loads(empty.data)["span"] is None


def test_the_slider_reaches_past_what_was_known(make_claim: Callable[..., Claim]) -> None:
    """As known on a day, later days can still be looked at; of the years of fading none are drawn."""
    claims = [make_claim(valid_from=date(2014, 1, 1)), make_claim(valid_from=date(2016, 1, 1), actor="BLUE")]
    known_at = datetime(2014, 6, 1, tzinfo=UTC)
    for model in (Ledger(), PosteriorModel({})):
        everything = model.histories(claims)
        then = model.histories(claims, known_at=known_at)
        short = TimelineDocument.build(then, places=(), actors=(), known_at=known_at)
        wide = TimelineDocument.build(then, places=(), actors=(), known_at=known_at, reach=everything.span())
        assert short.payload["span"] == [day_number(date(2014, 1, 1))] * 2
        assert wide.payload["span"] == [day_number(date(2014, 1, 1)), day_number(date(2016, 1, 1))]


def test_the_bundled_document_is_small(seeded_store: Store) -> None:
    """At most 1.5 MB compressed, evidence included; every state of the seeds is in it."""
    places, _ = read_places(seeds_path("places.csv"))
    actors, _ = read_actors(seeds_path("actors.csv"))
    claims = seeded_store.claims()
    histories = Ledger().histories(claims)
    document = TimelineDocument.build(histories, places=places, actors=actors, claims=claims)
    assert len(document.compressed) < 1_500_000
    known = {place.place_id for place in places}
    states = sum(
        len([s for s in states if not s.interval.is_empty]) for key, states in histories.items() if key in known
    )
    assert len(document.payload["layers"][-1]["intervals"]["start"]) == states


def test_areas_share_actors_and_come_first(
    histories: Histories, places: Sequence[Place], actors: Sequence[Actor]
) -> None:
    """A district layer lies under the places; an area without a history is left out."""
    day = date(2014, 1, 1)
    state = ControlState(PlaceId("d1"), Interval(day), ActorCode("RED"), ControlStatus.CONTROLLED)
    layer = AreaLayer(
        "districts",
        "Districts",
        [_area("d2", "Two", 41), _area("d1", "One", 40)],
        Histories({PlaceId("d1"): [state]}),
    )
    document = TimelineDocument.build(histories, places=places, actors=actors, areas=[layer])
    first, last = document.payload["layers"]
    assert (first["kind"], first["features"]["id"], last["kind"]) == ("areas", ["d1"], "points")
    assert first["geometry"]["points"] == [4]


def _area(area_id: str, name: str, lon: float) -> Area:
    return Area(area_id, name, "IQ", box(lon, 33, lon + 1, 34), (), 1.0, 1.0, 1.0)


@given(
    st.lists(
        st.tuples(st.floats(-170, 170), st.floats(-80, 80), st.floats(0.01, 5), st.floats(0.01, 5)),
        min_size=1,
        max_size=5,
    )
)
def test_geometry_comes_back_to_a_unit(boxes: list[tuple[float, float, float, float]]) -> None:
    """Decoding the differences gives each ring back to within one ten-thousandth of a degree."""
    shapes = [box(x, y, x + w, y + h) for x, y, w, h in boxes]
    encoded = encode_areas(shapes)
    values = iter(encoded["xy"])
    x = y = 0
    for shape, count in zip(shapes, encoded["points"], strict=True):
        ring = []
        for _ in range(count):
            x, y = x + next(values), y + next(values)
            ring.append((x / SCALE, y / SCALE))
        assert Polygon(ring).hausdorff_distance(shape) <= 1.5 / SCALE


def test_holes_parts_and_what_is_no_polygon() -> None:
    """A part and its hole are rings of one feature; points, empty shapes and None have no rings."""
    ringed = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    shapes = [MultiPolygon([ringed, box(5, 5, 6, 6)]), Point(1, 1), Polygon(), None]
    assert encode_areas(shapes)["rings"] == [3, 0, 0, 0]  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=12, unique=True))
def test_the_player_would_find_the_same_state_as_the_histories(days: list[int]) -> None:
    """For any day, the interval of the document that holds it is the state of that day."""
    start = date(2013, 1, 1)
    edges = sorted(start + timedelta(days=day) for day in days)
    place = Place(PlaceId("p"), "P", PlaceKind.TOWN, "IQ", 33, 44)
    states = [
        ControlState(
            place.place_id,
            Interval(edge, edges[k + 1] if k + 1 < len(edges) else None),
            ActorCode(f"A{k}"),
            ControlStatus.CONTROLLED,
        )
        for k, edge in enumerate(edges)
    ]
    histories = Histories({place.place_id: states})
    payload = TimelineDocument.build(histories, places=[place], actors=()).payload
    intervals, codes = payload["layers"][0]["intervals"], payload["actors"]["code"]
    for offset in range(0, 3100, 97):
        day = start + timedelta(days=offset)
        number = (day - EPOCH).days
        holders = [codes[h] for s, e, h in rows(intervals, "start", "end", "holder") if s <= number < e]
        state = histories.at(place.place_id, day)
        assert holders == ([] if state is None else [state.actor])
