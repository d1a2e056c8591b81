"""Claims become a timeline, and are set against dated changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from territory.evaluate.text2map import Reference, Step, evaluate, gather, read_timeline, usable
from territory.model import (
    ActorCode,
    Article,
    ArticleId,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    EvidenceType,
    Modality,
    Place,
    PlaceId,
    PlaceKind,
    TimePrecision,
)

PALMYRA = Place(PlaceId("palmyra"), "Palmyra", PlaceKind.CITY, "SY", 34.55, 38.27)
TEXT = "On 20 May 2015 Islamic State took Palmyra.\nThe army retook Palmyra on 27 March 2016."


def claim(day: date, actor: str, **changes: Any) -> Claim:
    """Return a claim that an actor has Palmyra from a day on."""
    fields: dict[str, Any] = {
        "claim_id": ClaimId(f"{day}-{actor}"), "place_id": PALMYRA.place_id, "event_kind": EventKind.CAPTURED,
        "status": ControlStatus.CONTROLLED, "actor": ActorCode(actor), "valid_from": day,
        "recorded_at": datetime(2023, 1, 1, tzinfo=UTC), **changes,
    }  # fmt: skip
    return Claim(**fields)


EVENTS = [
    claim(date(2013, 1, 1), "SY-GOV", event_kind=EventKind.BASELINE),
    claim(date(2015, 5, 20), "IS"),
    claim(date(2016, 3, 27), "SY-GOV"),
]


def reference() -> Reference:
    """Return the events of Palmyra with an article that dates both changes."""
    return Reference(EVENTS, [PALMYRA], [Article(ArticleId("a"), TEXT, date(2023, 1, 1))])


def test_a_perfect_reading_finds_every_change() -> None:
    """Two changes read on their days: all found, holder right in every week."""
    found = gather([claim(date(2015, 5, 20), "IS"), claim(date(2016, 3, 27), "SY-GOV")], lambda place_id: place_id)
    report = evaluate(reference(), found)
    every, full, dated = report.changes[7]
    assert (every.right, every.given, every.wanted) == (2, 2, 2) == (full.right, full.given, full.wanted)
    assert every == dated
    assert report.kappa["reading"] == (1.0, 1.0)
    assert report.kappa["nothing ever changes"][0] < 0.5


def test_a_change_read_late_counts_within_a_month_only() -> None:
    """Twenty days off is a miss within a week and a hit within a month."""
    report = evaluate(reference(), {PALMYRA.place_id: [claim(date(2015, 6, 9), "IS")]})
    assert (report.changes[7][0].right, report.changes[31][0].right) == (0, 1)


def test_an_implied_change_counts_neither_way() -> None:
    """A placeholder row of the table is neither wanted nor an error when read."""
    events = [EVENTS[0], claim(date(2015, 5, 20), "IS", evidence_type=EvidenceType.IMPLIED)]
    known = Reference(events, [PALMYRA], [Article(ArticleId("a"), TEXT, date(2023, 1, 1))])
    tally = evaluate(known, {PALMYRA.place_id: [claim(date(2015, 5, 20), "IS")]}).changes[7][0]
    assert (tally.right, tally.given, tally.wanted) == (0, 0, 0)


def test_a_place_is_fully_dated_if_its_implied_changes_are_too() -> None:
    """A reader of every date is right about a fully dated place in every week."""
    events = [EVENTS[0], claim(date(2014, 3, 1), "IS", evidence_type=EvidenceType.IMPLIED), EVENTS[2]]
    article = Article(ArticleId("a"), TEXT, date(2023, 1, 1))
    assert reference().fully_dated == {PALMYRA.place_id}
    assert Reference(events, [PALMYRA], [article]).fully_dated == frozenset()


def test_dated_changes_are_counted_by_themselves() -> None:
    """A change that no text dates is not wanted there, and no error when found; a wrong one stays wrong."""
    text = "On 20 May 2015 Islamic State took Palmyra. The army is back in Palmyra."
    known = Reference(EVENTS, [PALMYRA], [Article(ArticleId("a"), text, date(2023, 1, 1))])
    read = [
        claim(date(2015, 5, 20), "IS"),
        claim(date(2016, 3, 27), "SY-GOV"),
        claim(date(2018, 1, 1), "SDF"),
    ]
    every, full, dated = evaluate(known, {PALMYRA.place_id: read}).changes[31]
    assert (every.right, every.given, every.wanted) == (2, 3, 2)
    assert (dated.right, dated.given, dated.wanted) == (1, 2, 1)
    assert (full.given, full.wanted) == (0, 0)


def test_a_side_that_leaves_leaves_the_place_open() -> None:
    """A loss to nobody named ends the hold of the loser and of nobody else."""
    lost = claim(date(2017, 1, 1), "IS", status=ControlStatus.LOST)
    assert read_timeline([claim(date(2015, 5, 20), "IS"), lost], "SY-GOV")[-1] == Step(date(2017, 1, 1), None)
    assert read_timeline([lost], "SY-GOV") == []


def test_parts_and_undated_claims_are_left_out() -> None:
    """A part of a place, and a claim dated only by its publication, tell no change."""
    assert usable(claim(date(2015, 5, 20), "IS"))
    assert not usable(claim(date(2015, 5, 20), "IS", partial=True))
    assert not usable(claim(date(2023, 1, 1), "IS"))
    own_word = claim(date(2015, 5, 20), "IS", modality=Modality.CLAIMED)
    assert (usable(own_word), usable(own_word, infer=True)) == (False, True)


def test_a_gain_from_a_side_shows_that_it_held_the_place() -> None:
    """The side it was taken from is put half way back, as no change that a text tells; told twice it is one gain."""
    retaken = claim(date(2016, 3, 27), "SY-GOV", previous=ActorCode("IS"))
    again = claim(date(2016, 4, 2), "SY-GOV", claim_id=ClaimId("b"), previous=ActorCode("IS"))
    assert read_timeline([retaken, again], "SY-GOV", date(2014, 1, 1)) == []
    steps = read_timeline([retaken, again], "SY-GOV", date(2014, 1, 1), infer=True)
    assert steps == [Step(date(2015, 2, 13), "IS", told=False), Step(date(2016, 3, 27), "SY-GOV")]
    tally = evaluate(reference(), {PALMYRA.place_id: [retaken]}, infer=True).changes[7][0]
    assert (tally.right, tally.given, tally.wanted) == (1, 1, 2)


def test_the_finer_date_of_a_change_is_taken() -> None:
    """'In March' beside 'on 27 March' says nothing more, and what lies before the first row is not asked."""
    coarse = claim(date(2016, 3, 1), "IS", time_precision=TimePrecision.MONTH)
    old = claim(date(2012, 3, 1), "SDF")
    assert read_timeline([old, coarse, claim(date(2016, 3, 27), "IS")], "SY-GOV", date(2013, 1, 1)) == [
        Step(date(2016, 3, 27), "IS")
    ]
