"""Reading tables of control events: every bad row is named, nothing is half stored."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from territory.errors import TableError
from territory.event_table import last_day, read_events
from territory.model import EventKind, EvidenceType
from territory.pipeline import import_tables
from territory.resources import seeds_path
from territory.store import Store

GOOD = {
    "event_id": "xx-alpha-2015-01-01-red-captured",
    "place_id": "xx-alpha",
    "event_date": "2015-01-01",
    "date_precision": "day",
    "event_kind": "captured",
    "actor_from": "BLUE",
    "actor_to": "RED",
    "status_after": "controlled",
    "contested_by": "",
    "evidence_type": "reported",
    "source_title": "A title",
    "source_publisher": "A paper",
    "source_date": "2015-01-02",
    "source_url": "https://example.org/1",
    "source_reliability": "B",
    "information_credibility": "2",
    "note": "Taken at dawn.",
}
PLACES, ACTORS = {"xx-alpha"}, {"RED", "BLUE"}
SEEDS = {"places": seeds_path("places.csv"), "actors": seeds_path("actors.csv")}


def write(path: Path, rows: list[Mapping[str, str]]) -> Path:
    """Write rows as a table of events."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_is_a_claim_with_its_source_grade_and_both_clocks(tmp_path: Path) -> None:
    """Nothing that the row says is lost."""
    (claim,), rejected = read_events(write(tmp_path / "e.csv", [GOOD]), PLACES, ACTORS)
    assert rejected == ()
    assert (claim.actor, claim.previous, claim.holder, claim.source.grade) == ("RED", "BLUE", "RED", "B2")
    assert (claim.valid_from, claim.recorded_at) == (date(2015, 1, 1), datetime(2015, 1, 2, tzinfo=UTC))
    assert (claim.event_kind, claim.evidence_type) == (EventKind.CAPTURED, EvidenceType.REPORTED)
    assert claim.evidence == "Taken at dawn."


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        ({"place_id": "xx-nowhere"}, "place_id", "--places"),
        ({"actor_to": "NOBODY"}, "actor_to", "--actors"),
        ({"actor_to": ""}, "actor_to", "Name the holder"),
        ({"contested_by": "NOBODY"}, "contested_by", "--actors"),
        ({"event_date": "2015-02-30"}, "event_date", "YYYY-MM-DD"),
        ({"event_date": "1 June 2015"}, "event_date", "YYYY-MM-DD"),
        ({"event_kind": "conquered"}, "event_kind", "captured"),
        ({"status_after": "held"}, "status_after", "controlled"),
        ({"date_precision": "decade"}, "date_precision", "month"),
        ({"source_reliability": "G"}, "source_reliability", "A to F"),
        ({"information_credibility": "9"}, "information_credibility", "1 to 6"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "https://"),
        ({"source_date": "2015-13"}, "source_date", "YYYY-MM"),
        ({"note": "x" * 4001}, "note", "Shorten"),
        ({"event_id": ""}, "event_id", "its own"),
    ],
)
def test_a_bad_row_is_rejected_with_line_field_and_remedy(
    tmp_path: Path, change: dict[str, str], field: str, remedy: str
) -> None:
    """The message says where, what and what to do, and the good row beside it is read."""
    other = {**GOOD, "event_id": "other", "event_date": "2016-01-01"}
    claims, (rejected,) = read_events(write(tmp_path / "e.csv", [other, {**GOOD, **change}]), PLACES, ACTORS)
    assert [claim.claim_id for claim in claims] == ["other"]
    assert rejected.where == "e.csv line 3"
    assert f"field {field}" in rejected.reason
    assert remedy in rejected.reason


def test_an_id_that_stands_twice_is_rejected_the_second_time(tmp_path: Path) -> None:
    """The message names the line of the first."""
    _, (rejected,) = read_events(write(tmp_path / "e.csv", [GOOD, GOOD]), PLACES, ACTORS)
    assert "line 2" in rejected.reason


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "column event_id"),
        (b"event_id,place_id\n1,2\n", "column event_date, event_kind"),
        (b"\xff\xfe\x00bad", "not UTF-8"),
        (b"event_id\0", "binary"),
        (b"event_id;place_id;event_date\n", "column event_id"),
    ],
    ids=["empty", "columns missing", "encoding", "binary", "semicolons"],
)
def test_a_file_that_is_no_such_table_is_refused_as_a_whole(tmp_path: Path, data: bytes, message: str) -> None:
    """The error names the file and what is wrong."""
    path = tmp_path / "bad.csv"
    path.write_bytes(data)
    with pytest.raises(TableError, match=rf"bad\.csv.*{message}"):
        read_events(path, PLACES, ACTORS)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2014", date(2014, 12, 31)), ("2016-02", date(2016, 2, 29)), ("2014-06-10", date(2014, 6, 10))],
)
def test_a_coarse_source_date_counts_from_its_last_day(text: str, day: date) -> None:
    """A source of 'June 2014' is not known before June is over."""
    assert last_day(text) == day


def test_ten_bad_rows_among_a_thousand_leave_the_good_ones(empty_store: Store, tmp_path: Path) -> None:
    """990 rows are stored in one import, ten are kept as rejected with their lines."""
    import_tables(
        empty_store, seeds_path("control_events.csv"), places=seeds_path("places.csv"), actors=seeds_path("actors.csv")
    )
    before = len(empty_store.claims())
    day = {"place_id": "iq-mosul", "actor_from": "IQ-GOV", "actor_to": "IS"}
    rows = [
        {**GOOD, **day, "event_id": f"e{n}", "event_date": "2015-99-01" if n % 100 == 7 else "2015-01-01"}
        for n in range(1000)
    ]
    outcome = import_tables(empty_store, write(tmp_path / "many.csv", rows))
    assert outcome.added_claims == 990
    assert [r.where for r in outcome.rejected] == [f"many.csv line {n + 2}" for n in range(7, 1000, 100)]
    assert len(empty_store.claims()) == before + 990
    assert empty_store.rejected() == outcome.rejected


def test_the_same_file_again_changes_nothing(empty_store: Store) -> None:
    """A second import of the seeds adds no claim, place, actor or import."""
    first = import_tables(empty_store, seeds_path("control_events.csv"), **SEEDS)
    version = empty_store.version()
    second = import_tables(empty_store, seeds_path("control_events.csv"), **SEEDS)
    assert (first.added_claims, first.added_places) == (1236, 375)
    assert (second.added, second.unchanged, empty_store.version()) == (0, first.added, version)


def test_a_changed_row_supersedes_what_it_corrects(empty_store: Store, tmp_path: Path) -> None:
    """The old claim stays; the new one names it. Changed back, a third supersedes the second."""
    row = {**GOOD, "place_id": "iq-mosul", "actor_from": "", "actor_to": "IS"}
    import_tables(empty_store, write(tmp_path / "a.csv", [row]), **SEEDS)
    changed = {**row, "event_date": "2015-01-05"}
    assert import_tables(empty_store, write(tmp_path / "a.csv", [changed])).corrected == 1
    assert import_tables(empty_store, write(tmp_path / "a.csv", [changed])).added == 0
    assert import_tables(empty_store, write(tmp_path / "a.csv", [row])).corrected == 1
    chain = {claim.claim_id: claim.supersedes for claim in empty_store.claims()}
    base = row["event_id"]
    assert chain == {base: None, f"{base}~2": base, f"{base}~3": f"{base}~2"}
