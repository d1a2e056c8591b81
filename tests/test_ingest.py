"""Many documents into a store: each whole or not at all, each report once, one bad document stops no other."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from territory.cli import app
from territory.extract.documents import find_sources
from territory.ingest import Ingested, ingest_documents
from territory.reading import Reader
from territory.store import Store
from tests.extract.document_files import make_docx, make_page, make_pdf
from tests.ingest_pipeline import RulePipeline

FILLER = (
    "Residents said the shelling began before dawn and went on until the evening.",
    "Several shops in the old market burned down, and the road to the south was closed.",
    "Aid workers counted two hundred families who had left their homes since Monday.",
    "The governor asked for calm and promised that the water supply would be restored.",
)
REPORT = f"Red forces captured Alpha. {' '.join(FILLER)} Blue forces took Beta."


def write_documents(path: Path, documents: Iterable[dict[str, Any]]) -> Path:
    """Write JSON lines; a document is dated 2015-01-01 unless it says otherwise."""
    lines = ({"published": "2015-01-01", **document} for document in documents)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def ingest(store: Store, *paths: Path, processes: int = 1) -> list[Ingested]:
    """Ingest with the pipeline of the tests."""
    return list(ingest_documents(store, find_sources(paths), Reader(RulePipeline), processes=processes))


def dump(store: Store) -> dict[str, list[Any]]:
    """Every row of every table."""
    connection = sqlite3.connect(str(store._engine.url.database))
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
    finally:
        connection.close()


def new_store(folder: Path, name: str) -> Store:
    """An empty store in a file."""
    return Store.open(f"sqlite:///{folder / name}.db")


def test_a_document_is_stored_with_all_that_was_found_in_it(empty_store: Store, tmp_path: Path) -> None:
    """Text, toponyms, claims, the places of the claims, and sentences that could not be completed."""
    write_documents(tmp_path / "d.jsonl", [{"id": "a", "text": "Red forces captured Alpha. Beta fell."}])
    (done,) = ingest(empty_store, tmp_path / "d.jsonl")
    (claim,) = empty_store.claims()
    article = empty_store.article(done.article_id or pytest.fail("nothing was stored"))
    assert article is not None
    assert article.text[claim.start : claim.end] == claim.evidence == "Red forces captured Alpha."
    assert [mention.text for mention in empty_store.mentions(article.article_id)] == ["Alpha", "Beta"]
    assert list(empty_store.places()) == ["xx-alpha"]
    assert [sentence.reason for sentence in empty_store.unplaced()] == ["no place"]


def test_the_same_documents_again_change_nothing(empty_store: Store, tmp_path: Path) -> None:
    """Not even what was rejected is noted twice."""
    documents = [{"id": "a", "text": "Red forces captured Alpha."}, {"id": "b", "text": "x", "published": None}]
    write_documents(tmp_path / "d.jsonl", documents)
    ingest(empty_store, tmp_path / "d.jsonl")
    before = dump(empty_store)
    again = ingest(empty_store, tmp_path / "d.jsonl")
    assert dump(empty_store) == before
    assert [len(item.outcome.rejected) for item in again] == [0, 1]


@pytest.mark.parametrize("processes", [1, 2])
def test_one_bad_document_stops_no_other(processes: int, empty_store: Store, tmp_path: Path) -> None:
    """Whether it has no date, is broken, or upsets the program: it is noted with its place and reason."""
    texts = ["Red forces captured Alpha.", "CRASH", "Blue forces took Beta.", "No date."]
    write_documents(
        tmp_path / "d.jsonl",
        [{"id": str(n), "text": text, "published": "2015-01-01" if n < 3 else None} for n, text in enumerate(texts)],
    )
    (tmp_path / "e.pdf").write_bytes(b"%PDF-1.7 broken")
    done = ingest(empty_store, tmp_path / "d.jsonl", tmp_path / "e.pdf", processes=processes)
    assert [item.where.rpartition("/")[2] for item in done] == [*(f"d.jsonl line {n}" for n in range(1, 5)), "e.pdf"]
    reasons = [str(rejected.reason) for item in done for rejected in item.outcome.rejected]
    assert [
        any(word in reason for word in ("RuntimeError: out of order", "--published", "broken")) for reason in reasons
    ]
    assert len(reasons) == 3
    assert [rejected.reason for rejected in empty_store.rejected()] == reasons
    assert {claim.place_id for claim in empty_store.claims()} == {"xx-alpha", "xx-beta"}


def test_a_document_that_ends_its_process_stops_no_other(empty_store: Store, tmp_path: Path) -> None:
    """Those that were being read beside it are read again."""
    texts = [f"Red forces captured Alpha. Number {n}." for n in range(8)]
    texts[2] = "KILL"
    write_documents(tmp_path / "d.jsonl", [{"id": str(n), "text": text} for n, text in enumerate(texts)])
    done = ingest(empty_store, tmp_path / "d.jsonl", processes=2)
    assert [bool(item.outcome.rejected) for item in done] == [n == 2 for n in range(8)]
    assert "want of memory" in done[2].outcome.rejected[0].reason
    assert len(empty_store.articles()) == 7


def test_several_processes_give_the_same_store_as_one(tmp_path: Path) -> None:
    """Order of reading does not show."""
    write_documents(
        tmp_path / "d.jsonl",
        [{"id": f"{n}", "text": f"{REPORT} Day {n % 5}.", "publisher": f"P{n % 3}"} for n in range(20)],
    )
    with new_store(tmp_path, "one") as one, new_store(tmp_path, "two") as two:
        ingest(one, tmp_path / "d.jsonl")
        ingest(two, tmp_path / "d.jsonl", processes=2)
        assert dump(one) == dump(two)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """And ends with the same store as an unbroken one."""
    write_documents(
        tmp_path / "d.jsonl",
        [{"id": f"{n}", "text": f"{REPORT} Day {n % 5}. CRASH"[: None if n == 3 else -6]} for n in range(12)],
    )
    with new_store(tmp_path, "unbroken") as unbroken, new_store(tmp_path, "broken") as broken:
        ingest(unbroken, tmp_path / "d.jsonl")
        for count, _ in enumerate(ingest_documents(broken, find_sources([tmp_path / "d.jsonl"]), Reader(RulePipeline))):
            if count == 6:
                break
        rest = ingest(broken, tmp_path / "d.jsonl")
        assert sum(item.outcome.added_articles for item in rest) < len(rest)
        assert dump(broken) == dump(unbroken)


def test_a_syndicated_report_is_counted_once(empty_store: Store, tmp_path: Path) -> None:
    """It is kept as another publisher's copy, linked to the first; its claims are not added again."""
    write_documents(
        tmp_path / "d.jsonl",
        [
            {"id": "wire", "text": REPORT, "publisher": "Wire"},
            {"id": "daily", "text": REPORT.replace(" Aid workers", "\n\nAid workers"), "publisher": "Daily"},
            {"id": "post", "text": f"By our staff. {REPORT}", "publisher": "Post", "published": "2015-01-02"},
        ],
    )
    _, daily, post = ingest(empty_store, tmp_path / "d.jsonl")
    assert len(empty_store.articles()) == 3
    assert {claim.article_id for claim in empty_store.claims()} == {"wire"}
    assert daily.copy is not None
    assert (daily.copy.copy_of, daily.copy.similarity) == ("wire", 1.0)
    assert post.copy is not None
    assert post.copy.copy_of == "wire"
    assert empty_store.copies() == {"daily": daily.copy, "post": post.copy}
    assert len(empty_store.mentions(post.article_id or pytest.fail("nothing was stored"))) == 2


def test_what_a_later_edition_adds_is_added(empty_store: Store, tmp_path: Path) -> None:
    """New sentences give new claims; an old claim in other words does not."""
    later = REPORT.replace("Red forces captured Alpha.", "Red forces took Alpha at dawn. Red forces captured Gamma.")
    write_documents(
        tmp_path / "d.jsonl", [{"id": "one", "text": REPORT}, {"id": "two", "text": later + " Delta fell."}]
    )
    ingest(empty_store, tmp_path / "d.jsonl")
    added = [(claim.place_id, claim.article_id) for claim in empty_store.claims()]
    assert sorted(added) == [("xx-alpha", "one"), ("xx-beta", "one"), ("xx-gamma", "two")]
    assert [sentence.article_id for sentence in empty_store.unplaced()] == ["two"]


def test_the_same_file_under_another_name_is_nothing_new(empty_store: Store, tmp_path: Path) -> None:
    """The user is told which article it is."""
    documents = [{"id": "one", "text": REPORT, "publisher": "P"}, {"id": "two", "text": REPORT, "publisher": "P"}]
    write_documents(tmp_path / "d.jsonl", documents)
    _, second = ingest(empty_store, tmp_path / "d.jsonl")
    assert [article.article_id for article in empty_store.articles()] == ["one"]
    assert "the same text as 'one'" in second.notes[0]


def test_an_id_that_is_taken_is_rejected(empty_store: Store, tmp_path: Path) -> None:
    """Nothing is overwritten."""
    documents = [{"id": "one", "text": "Red forces captured Alpha."}, {"id": "one", "text": "Blue forces took Beta."}]
    write_documents(tmp_path / "d.jsonl", documents)
    _, second = ingest(empty_store, tmp_path / "d.jsonl")
    assert "another text under this id" in second.outcome.rejected[0].reason
    assert len(empty_store.claims()) == 1


def test_bulletins_that_differ_in_a_word_are_reports_of_their_own(empty_store: Store, tmp_path: Path) -> None:
    """In a short text one word is much."""
    sentence = "On Monday evening Red forces captured {} after a short fight with the other side there."
    documents = [{"id": name, "text": sentence.format(name)} for name in ("Alpha", "Beta", "Gamma")]
    write_documents(tmp_path / "d.jsonl", documents)
    assert all(item.copy is None for item in ingest(empty_store, tmp_path / "d.jsonl"))
    assert len(empty_store.claims()) == 3


# ---------------------------------------------------------------- the command


def run(*arguments: object) -> tuple[int, str]:
    """Exit status and standard error of a command."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents of every format that say when they were published, or nearly."""
    folder = tmp_path / "folder"
    folder.mkdir()
    make_page(folder / "page.html")
    make_pdf(folder / "report.pdf", ["Islamic State captured Mosul on 10 June 2014, and the army withdrew."])
    make_docx(folder / "brief.docx", ["Iraqi forces recaptured Tikrit on 31 March 2015, the prime minister said."])
    (folder / "note.md").write_text(
        "---\ndate: 2014-06-11\n---\n# Note\n\nIslamic State seized Tikrit.", encoding="utf-8"
    )
    (folder / "plain.txt").write_text("The army retook Ramadi on 28 December 2015.", encoding="utf-8")
    return folder


def test_the_command_takes_a_folder_of_every_format(folder: Path, tmp_path: Path) -> None:
    """Status 0, and all is said to be stored; again, and nothing is new."""
    command = ("ingest", folder, "--published", "2016-01-01", "--store", f"sqlite:///{tmp_path / 's.db'}", "--empty")
    status, told = run(*command)
    assert status == 0
    assert "5 documents: 5 stored" in told
    status, told = run(*command)
    assert status == 0
    assert "5 documents: 0 stored with 0 claims (0 repeat another), 5 stored before, 0 rejected." in told


def test_the_command_lists_what_it_rejects(folder: Path, tmp_path: Path) -> None:
    """Status 1; file and reason on standard error and in the table; the rest is stored."""
    (folder / "zebra.pdf").write_bytes(b"broken")
    rejects = tmp_path / "rejects.csv"
    status, told = run("ingest", folder, "--rejects", rejects, "--store", f"sqlite:///{tmp_path / 's.db'}", "--empty")
    assert status == 1
    assert "7 documents" not in told
    assert "3 rejected" in told
    table = rejects.read_text(encoding="utf-8")
    assert f"{folder}/plain.txt,plain.txt bears no date. Give it with --published YYYY-MM-DD." in table
    assert f"Rejected {folder}/zebra.pdf: zebra.pdf is not a PDF" in told
    assert "brief.docx bears no date" in table


def test_a_folder_without_documents_is_used_wrongly(tmp_path: Path) -> None:
    """Status 2, and a sentence."""
    status, told = run("ingest", tmp_path, "--store", f"sqlite:///{tmp_path / 's.db'}", "--empty")
    assert status == 2
    assert "No documents in" in told.replace("\n", " ")


def test_a_long_document_is_read(tmp_path: Path) -> None:
    """Ten thousand sentences are no fault."""
    path = tmp_path / "long.txt"
    path.write_text("The army retook Ramadi on 28 December 2015. " * 10_000, encoding="utf-8")
    status, told = run(
        "ingest", path, "--published", "2016-01-01", "--store", f"sqlite:///{tmp_path / 's.db'}", "--empty"
    )
    assert status == 0, told


def test_quick_commands_do_not_load_what_reads_documents() -> None:
    """Opening a store and asking for states needs no PDF, Word or page reader."""
    script = (
        "import sys, territory.cli, territory.pipeline;"
        "slow = {'trafilatura', 'pypdf', 'docx', 'py3langid', 'markdown_it', 'lxml'};"
        "print(sorted(slow & sys.modules.keys()))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("دخل الجيش مدينة الموصل وانسحب المسلحون إلى الرقة.", "Arabic", ["الموصل", "الرقة"]),
        ("Боевики отступили из Мосула в Ракку, сообщили военные.", "Russian", ["Мосула", "Ракку"]),
    ],
    ids=["Arabic", "Russian"],
)
def test_of_other_languages_the_place_names_are_kept_and_it_is_said_so(
    tmp_path: Path, text: str, language: str, names: list[str]
) -> None:
    """The article is stored with its place names; a note says that no claims were read."""
    path, url = tmp_path / "report.txt", f"sqlite:///{tmp_path / 's.db'}"
    path.write_text(text, encoding="utf-8")
    command = ["ingest", str(path), "--published", "2017-07-09", "--store", url, "--empty"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0
    assert f"is in {language}: 2 place names found, no claims read" in " ".join(result.stderr.split())
    store = Store.open(url)
    (article,) = store.articles()
    assert [mention.text for mention in store.mentions(article.article_id)] == names
    assert all(mention.place_id for mention in store.mentions(article.article_id))
    assert not list(store.claims())
