"""A country dump of GeoNames can be added, bad lines and all."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.errors import TableError
from territory.gazetteer.dumps import add_dump, dump_files, is_dump, read_dump
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.layer import LayerFile


def line(number: object = 10, name: str = "Kala", lat: object = 34.5, lon: object = 69.2, people: str = "12") -> str:
    """Return a line of a dump."""
    fields = [number, name, name, "قلعه,Qala", lat, lon, "P", "PPL", "XA", "", "1", "101", "", "", people, "", "1800"]
    return "\t".join(map(str, [*fields, "Asia/Kabul", "2020-01-01"]))


def write(path: Path, *lines: str) -> Path:
    """Write the lines of a dump."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_added_dump_is_searched_with_the_world(tmp_path: Path, world_file: Path) -> None:
    """Its villages are found by all their spellings, in the units that the world knows."""
    add_dump(write(tmp_path / "XA.txt", line()), tmp_path / "added")
    layers = [LayerFile(path) for path in (world_file, *dump_files(tmp_path / "added"))]
    (place,) = Gazetteer(layers=layers).lookup("قلعه")
    assert (place.place_id, place.name, place.admin1, place.population) == ("gn:10", "Kala", "North", 12)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line(number="x1"), "geonameid"),
        (line(number=0), "geonameid"),
        (line(number=2**40), "geonameid"),
        (line(name=""), "name"),
        (line(lat="north"), "latitude"),
        (line(lat="91"), "latitude"),
        (line(lat="nan"), "latitude"),
        (line(lon="-180.5"), "longitude"),
        (line(people="many"), "population"),
        (line()[:40], "columns"),
        (line(number=11), "earlier line"),
    ],
)
def test_a_bad_line_is_rejected_with_line_and_field_and_the_rest_kept(tmp_path: Path, bad: str, reason: str) -> None:
    """The file's other places come in."""
    records, rejected, _ = read_dump(write(tmp_path / "XA.txt", line(number=11), bad, line(number=12)))
    assert [record.geonameid for record in records] == [11, 12]
    assert [item.where for item in rejected] == ["XA.txt line 2"]
    assert reason in rejected[0].reason


def test_the_same_dump_twice_changes_nothing(tmp_path: Path) -> None:
    """And says so."""
    dump = write(tmp_path / "XA.txt", line(), line(number=11))
    first, second = (add_dump(dump, tmp_path / "added") for _ in range(2))
    assert (first.changed, second.changed) == (True, False)
    assert len(dump_files(tmp_path / "added")) == 1


def test_a_new_version_of_a_dump_replaces_the_old(tmp_path: Path) -> None:
    """A place that is gone is gone."""
    add_dump(write(tmp_path / "XA.txt", line(), line(number=11)), tmp_path / "added")
    assert add_dump(write(tmp_path / "XA.txt", line(number=11)), tmp_path / "added").changed
    (path,) = dump_files(tmp_path / "added")
    assert len(LayerFile(path)) == 1


def test_points_at_the_poles_and_the_date_line_are_kept(tmp_path: Path) -> None:
    """They are places too."""
    lines = [line(11, "Pole", 90, 0), line(12, "South Pole", -90, 180), line(13, "Line", 0, -180)]
    records, rejected, _ = read_dump(write(tmp_path / "XA.txt", *lines))
    assert (len(records), rejected) == (3, ())


@pytest.mark.parametrize("content", [b"", b"hello\nworld\n", b"a\tb\tc\n" * 100, b"\x89PNG\r\n\x1a\n\xff\xfe\x00"])
def test_a_file_of_another_format_is_refused_as_a_whole(tmp_path: Path, content: bytes) -> None:
    """It is not taken for a dump, and reading it as one is an error that says what to give."""
    path = tmp_path / "XA.txt"
    path.write_bytes(content)
    assert not is_dump(path)
    with pytest.raises(TableError, match=r"XA\.txt"):
        add_dump(path, tmp_path / "added")
    assert dump_files(tmp_path / "added") == ()
