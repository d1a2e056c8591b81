"""Published counts beside ours: which side a district is on."""

from __future__ import annotations

from datetime import date

import pytest

from territory.control.area_histories import AreaHistories
from territory.control.assessments import Assessment, compare_counts, government_side
from territory.control.districts import district_areas
from territory.model import Actor, ActorCode, ControlState
from tests.control.area_examples import histories, place, state, zone

ACTORS = {
    ActorCode(code): Actor(ActorCode(code), code, kind=kind, allies=allies, countries=("XX",))
    for code, kind, allies in (
        ("GOV", "state", ("FOREIGN",)),
        ("FOREIGN", "coalition", ()),
        ("MILITIA", "non-state", ("GOV",)),
        ("REBEL", "non-state", ()),
    )
}
DAY = date(2015, 6, 1)


def test_the_government_side_is_the_state_and_its_allies() -> None:
    """Named by the state as ally, or naming the state: on its side; the rest is not."""
    assert government_side(ACTORS, "XX") == {"GOV", "FOREIGN", "MILITIA"}
    assert government_side(ACTORS, "YY") == frozenset()


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], (0, 0, 0, 1)),
        ([state("a", "GOV")], (1, 0, 0, 0)),
        ([state("a", "REBEL", status="influence")], (0, 0, 1, 0)),
        ([state("a", "GOV", status="contested", rival="REBEL")], (0, 1, 0, 0)),
        ([state("a", "GOV", status="contested")], (0, 1, 0, 0)),
        ([state("a", "GOV", status="contested", rival="MILITIA")], (1, 0, 0, 0)),
        ([state("a", "GOV"), state("b", "FOREIGN")], (1, 0, 0, 0)),
        ([state("a", "GOV"), state("b", "REBEL")], (0, 1, 0, 0)),
        ([state("a", None, status="lost")], (0, 0, 0, 1)),
    ],
)
def test_each_district_is_in_one_class(states: list[ControlState], expected: tuple[int, int, int, int]) -> None:
    """Government, contested, insurgent or unknown; a quarrel within one side is no contest between the two."""
    areas = district_areas([place("a", 42.2, 32.2), place("b", 42.4, 32.4)], [zone("west", 42, 32, 43, 33)])
    over_time = AreaHistories(areas, histories(*states))
    published = Assessment(DAY, "A", 1, 1, None, None)
    (found,) = compare_counts([published], areas, over_time, ACTORS, "XX")
    assert (found.government, found.contested, found.insurgent, found.unknown) == expected
    assert found.known == sum(expected[:3])
