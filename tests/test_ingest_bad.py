"""Bad documents on the command line: each is told with its place and a remedy, and leaves nothing in the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from territory.cli import app
from territory.store import Store
from tests.extract.document_files import make_zip
from tests.extract.test_documents_bad import BAD


def _ingest(path: Path, store: str) -> tuple[int, str]:
    command = ["ingest", str(path), "--published", "2017-07-09", "--store", store, "--empty"]
    result = CliRunner().invoke(app, command)
    return result.exit_code, " ".join(result.stderr.split())


@pytest.mark.parametrize("case", BAD)
def test_the_command_tells_what_where_and_what_to_do(case: str, tmp_path: Path) -> None:
    """Status 1, one sentence with the file's path, and no article, toponym or claim is stored."""
    make, expected = BAD[case]
    path, url = make(tmp_path), f"sqlite:///{tmp_path / 's.db'}"
    status, said = _ingest(path, url)
    assert status == 1
    assert f"Rejected {path}" in said
    assert expected in said
    with Store.open(url) as store:
        assert (store.articles(), list(store.claims()), store.places()) == ((), [], {})


def test_what_is_good_in_a_bad_archive_is_stored(tmp_path: Path) -> None:
    """One bad document does not stop the others; each is whole."""
    files = {
        "../../out.txt": b"x",
        "bomb.zip": b"PK",
        "bad.jsonl": b'{"id":"a","text":"Mosul."}\n{broken\n{"id":"b","text":"Tikrit."}',
        "good.txt": b"The army retook Ramadi on 28 December 2015.",
    }
    path, url = make_zip(tmp_path / "a.zip", files), f"sqlite:///{tmp_path / 's.db'}"
    status, said = _ingest(path, url)
    assert status == 1
    assert "6 documents: 3 stored" in said
    assert "3 rejected" in said
    assert f"Rejected {path}/bad.jsonl line 2: the line: Invalid JSON" in said
    assert not (tmp_path.parent / "out.txt").exists()
    with Store.open(url) as store:
        assert sorted(article.article_id for article in store.articles())[:2] == ["a", "b"]
