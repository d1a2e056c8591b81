"""A document is read in a process of its own: the same answer, and none that lets the caller wait or fall."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from territory.errors import ArticleError
from territory.extract.documents import read_article
from territory.extract.documents.apart import read_apart
from tests.extract.document_files import TEXT, make_docx, make_page


def test_it_answers_as_reading_here_does(tmp_path: Path) -> None:
    """Article, checksum and notes are the same; a given date is used."""
    page, word = make_page(tmp_path / "a.html"), make_docx(tmp_path / "b.docx", [TEXT])
    assert read_apart(page) == read_article(page)
    assert read_apart(page).article.published == date(2015, 3, 31)
    given = date(2016, 1, 1)
    assert read_apart(word, published=given) == read_article(word, published=given)


def test_what_is_wrong_with_a_document_is_told(tmp_path: Path) -> None:
    """In the words of the reader."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(ArticleError, match=r"a\.pdf is a broken PDF"):
        read_apart(tmp_path / "a.pdf")


def test_it_is_not_waited_for_without_end(tmp_path: Path) -> None:
    """After the time the process is ended."""
    with pytest.raises(ArticleError, match=r"a\.html was not read within 0\.01 seconds"):
        read_apart(make_page(tmp_path / "a.html"), seconds=0.01)


def test_a_process_that_falls_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caller stands."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ArticleError, match=r"a\.html ended the process that read it"):
        read_apart(make_page(tmp_path / "a.html"))
