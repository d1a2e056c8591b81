"""A process that is really killed (SIGKILL) loses nothing committed and leaves a store that opens."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from territory.model import Rejected
from territory.pipeline import open_store
from territory.store import Batch, Store

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc and sends SIGKILL")

PATIENCE_S = 120
ROWS = 2500
PLACES = "place_id,name,place_kind,country,lat,lon\nxx-a,Alpha,town,XX,1,1\nxx-b,Beta,town,XX,2,2\n"
ACTORS = "code,name\nRED,Red\nBLUE,Blue\n"
HEADER = "event_id,place_id,event_date,event_kind,actor_to,status_after,note\n"

# The command line, and a SIGKILL to itself at one moment of its work on the database.
SUICIDE = textwrap.dedent("""
    import os, signal, sys
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from territory.cli import main

    moment, steps = sys.argv.pop(1), 0

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    def statement(_connection, _cursor, sql, *_):
        if moment.startswith("INSERT") and sql.startswith(moment):
            die()

    def connect(connection, _record):
        global steps
        if moment.startswith("steps "):
            def count():
                global steps
                steps += 1
                return die() if steps == int(moment.split()[1]) else 0
            connection.set_progress_handler(count, 100)

    def before_commit(_connection):
        if moment == "before commit":
            die()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "connect", connect)
    event.listen(Engine, "commit", before_commit)
    main()
""")


def contents(path: Path) -> dict[str, list[str]]:
    """Every row of every table; the file must be whole."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
    finally:
        connection.close()


def territory(*arguments: object, script: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    program = ["-c", script] if script else ["-m", "territory"]
    command = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def events(path: Path, count: int) -> Path:
    """Write a table of changes, large enough to spill out of the cache of the database."""
    rows = (
        f"e{n},xx-{'ab'[n % 2]},2015-01-01,captured,{'RED' if n % 3 else 'BLUE'},controlled,{'n' * 900}"
        for n in range(count)
    )
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables, and the store that an unbroken import of them gives."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    events(folder / "few.csv", 3)
    events(folder / "many.csv", ROWS)
    for name in ("few", "many"):
        assert territory(*import_of(folder, name, folder / "unbroken.db")).returncode == 0
        if name == "few":
            (folder / "before.db").write_bytes((folder / "unbroken.db").read_bytes())
    return folder


def import_of(folder: Path, name: str, store: Path) -> tuple[object, ...]:
    """The import command of a table."""
    beside = ("--places", folder / "places.csv", "--actors", folder / "actors.csv")
    return ("import", folder / f"{name}.csv", *beside, "--store", f"sqlite:///{store}", "--empty")


@pytest.mark.parametrize("moment", ["INSERT INTO claims", "steps 1500", "before commit"])
def test_an_import_that_is_killed_leaves_the_store_as_it_was(moment: str, tables: Path, tmp_path: Path) -> None:
    """What was committed before is there, nothing of the killed import is, and the same command completes it."""
    store = tmp_path / "s.db"
    store.write_bytes((tables / "before.db").read_bytes())
    killed = territory(moment, *import_of(tables, "many", store), script=SUICIDE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Store.open(f"sqlite:///{store}") as opened:
        assert len(opened.claims()) == 3
    assert contents(store) == contents(tables / "before.db")
    done = territory(*import_of(tables, "many", store))
    assert done.returncode == 0, done.stderr
    assert contents(store) == contents(tables / "unbroken.db")


@pytest.mark.parametrize("moment", ["steps 10", "INSERT INTO territory"])
def test_a_store_that_is_killed_while_it_is_made_can_be_opened(moment: str, tables: Path, tmp_path: Path) -> None:
    """Making its tables is one transaction."""
    store = tmp_path / "s.db"
    killed = territory(moment, *import_of(tables, "few", store), script=SUICIDE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    done = territory(*import_of(tables, "few", store))
    assert done.returncode == 0, done.stderr
    assert contents(store) == contents(tables / "before.db")


def test_a_first_start_that_is_killed_leaves_no_half_store(tmp_path: Path) -> None:
    """The store appears when it is whole; what the killed process left is cleared by the next one."""
    store = tmp_path / "s.db"
    command = ("place", "Mosul", "--store", f"sqlite:///{store}")
    assert territory("INSERT INTO claims", *command, script=SUICIDE).returncode == -signal.SIGKILL
    assert not store.exists()
    assert list(tmp_path.iterdir())
    assert territory(*command).returncode == 0
    assert list(tmp_path.iterdir()) == [store]


def test_a_store_that_another_process_made_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two first starts at once do not take anything from each other."""
    path = tmp_path / "s.db"

    def meanwhile(*_: object) -> None:
        with Store.open(f"sqlite:///{path}") as other:
            other.add(Batch(kind="table", name="other", rejected=(Rejected("here", "first"),)))

    monkeypatch.setattr("territory.pipeline.fill_from_seeds", meanwhile)
    with open_store(f"sqlite:///{path}") as store:
        assert [record.name for record in store.imports()] == ["other"]


def test_ingesting_that_is_killed_goes_on_with_the_same_result(tmp_path: Path) -> None:
    """Whole documents only are in the store, the reading processes end too, and the same command completes it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(24):
        place = ("Mosul", "Tikrit", "Ramadi", "Raqqa")[number % 4]
        text = f"The army retook {place} on {1 + number % 28} March 2015. It was report {number} of {number * 7}. "
        (folder / f"{number:02}.txt").write_text(text * 12 + "Soldiers held the town." * number, encoding="utf-8")
    (folder / "05b.txt").write_bytes((folder / "05.txt").read_bytes() + b" A later edition.")
    (folder / "07.txt").write_bytes(b"\0 broken")
    command = ("ingest", folder, "--published", "2015-04-01", "--empty", "--store")
    unbroken, broken = tmp_path / "unbroken.db", tmp_path / "broken.db"
    assert territory(*command, f"sqlite:///{unbroken}").returncode == 1  # 07.txt is rejected

    process = subprocess.Popen(
        [sys.executable, "-m", "territory", *map(str, (*command, f"sqlite:///{broken}", "--jobs", 2))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait(lambda: _count(broken, "articles") >= 3)
    readers = _children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE_S)
    assert readers
    _wait(lambda: not any(Path(f"/proc/{reader}").exists() for reader in readers))

    some, all_ = contents(broken), contents(unbroken)
    assert 3 <= len(some["articles"]) < len(all_["articles"])
    for table in ("articles", "mentions", "claims", "article_bands", "imports", "rejected"):
        assert set(some[table]) <= set(all_[table])
    with Store.open(f"sqlite:///{broken}") as opened:
        assert all(opened.mentions(article.article_id) for article in opened.articles())
    assert territory(*command, f"sqlite:///{broken}").returncode == 1
    assert contents(broken) == all_


def test_ingesting_that_is_interrupted_stops_without_a_traceback(tmp_path: Path) -> None:
    """Also while the reading processes are starting; an interrupt from the keyboard reaches them all."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(30):
        text = f"The army retook Mosul on {1 + number % 28} March 2015. It was report {number * 7}. " * 20
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    store = tmp_path / "s.db"
    command = ("ingest", folder, "--published", "2015-04-01", "--jobs", "2", "--empty", "--store", f"sqlite:///{store}")
    process = subprocess.Popen(
        [sys.executable, "-m", "territory", *map(str, command)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    _wait(lambda: _children(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "Traceback" not in told


def _count(path: Path, table: str) -> int:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def _children(pid: int) -> list[int]:
    """The reading processes of a process (not the one that keeps account of shared resources)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    found = []
    for child in map(int, children):
        arguments = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"resource_tracker" not in arguments:
            found.append(child)
    return found


def _wait(happened: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        os.sched_yield()
        time.sleep(0.005)
