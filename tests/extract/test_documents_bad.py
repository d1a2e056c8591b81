"""Documents that cannot be used: a sentence that says what, where and what to do; nothing run, nothing fetched."""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from territory.errors import ArticleError
from territory.extract.documents import Source, find_sources, parse, read_bytes
from territory.extract.documents import limits as limits_module
from territory.extract.documents.language import check_language, names_only
from territory.extract.documents.limits import reading_time
from territory.model import Rejected
from tests.extract.document_files import SENTENCES, TEXT, make_docx, make_page, make_pdf, make_zip

MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a connection or looking up a name fails the test."""

    def refuse(*arguments: Any, **_: Any) -> None:
        pytest.fail(f"a request was sent: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def reasons(path: Path) -> list[str]:
    """Why the documents of a path are not used."""
    found = []
    for item in find_sources([path]):
        if isinstance(item, Rejected):
            found.append(item.reason)
            continue
        with pytest.raises(ArticleError) as caught:
            parse(item, read_bytes(item))
        found.append(str(caught.value))
    return found


def _write(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def _sparse(name: str, size: int, head: bytes = b"") -> Callable[[Path], Path]:
    """A file of `size` bytes that takes no room on the disk."""

    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as file:
            file.write(head)
            file.truncate(size)
        return folder / name

    return make


def _broken_pdf(folder: Path) -> Path:
    path = make_pdf(folder / "a.pdf", [TEXT])
    path.write_bytes(path.read_bytes()[:400])
    return path


def _aes_pdf(folder: Path) -> Path:
    writer = PdfWriter(make_pdf(folder / "plain.pdf", [TEXT]))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(folder / "a.pdf")
    return folder / "a.pdf"


def _nested_bomb(folder: Path) -> Path:
    """Each archive holds ten of the next: 10^5 MB at the bottom."""
    data = make_zip(folder / "b.zip", {"a.txt": b"0" * MEGABYTE}).read_bytes()
    for _ in range(4):
        data = make_zip(folder / "b.zip", {f"{number}.zip": data for number in range(10)}).read_bytes()
    return make_zip(folder / "a.zip", {"b.zip": data})


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (_write("a.txt", b" \n\t"), "a.txt is empty. Give a file that holds the text"),
    "binary": (_write("a.txt", b"PK\0\1"), "a.txt is a binary file (byte 2 is null). Give its text as UTF-8"),
    "wrong encoding": (_write("a.txt", "Mossoul est libérée".encode("latin-1")), "byte 15 is 0xe9. Save it as UTF-8"),
    "page named as text": (_write("a.txt", b"<!DOCTYPE html><script>alert(1)</script>"), "name the file .html"),
    "50 MB of text": (
        _sparse("a.txt", 50 * MEGABYTE, b"word "),
        "50,000,000 bytes; at most 20,000,000 are read.",
    ),
    "200 MB PDF": (_sparse("a.pdf", 200 * MEGABYTE, b"%PDF-1.7"), "200,000,000 bytes; at most 100,000,000"),
    "200 MB page": (_sparse("a.html", 200 * MEGABYTE, b"<html>"), "at most 20,000,000 are read. Save the article as"),
    "page of scripts": (_write("a.html", b"<html><script>" + b"a=1;" * 9999 + b"</script></html>"), "holds no article"),
    "not markup": (_write("a.html", b"http://127.0.0.1:9/page"), "a.html holds no article"),
    "deep markup": (_write("a.html", b"<div>" * 200_000), "a.html holds no article"),
    "unknown charset": (_write("a.html", b"<meta charset=nonsense><p>x</p>"), "encoding 'nonsense', which is unknown"),
    "charset that unpacks": (_write("a.html", b"<meta charset=bz2><p>x</p>"), "encoding 'bz2', which is unknown"),
    "lying charset": (_write("a.html", b"<meta charset=utf-8><p>\xe9</p>"), "is not UTF-8"),
    "no PDF": (_write("a.pdf", b"<html>"), "a.pdf is not a PDF (its first bytes are b'<html>')"),
    "broken PDF": (_broken_pdf, "a.pdf is a broken PDF"),
    "encrypted PDF": (lambda folder: make_pdf(folder / "a.pdf", [TEXT], password="secret"), "a.pdf is encrypted. Save"),
    "PDF encrypted with AES": (_aes_pdf, "a.pdf is encrypted. Save"),
    "scanned PDF": (lambda folder: make_pdf(folder / "a.pdf", ["", ""], picture=True), "a scan; nothing can be read"),
    "PDF without text": (lambda folder: make_pdf(folder / "a.pdf", [""]), "has 1 page and no text"),
    "no Word document": (_write("a.docx", b"Hello"), "a.docx is a broken archive"),
    "zip that is no Word document": (lambda f: make_zip(f / "a.docx", {"x.txt": b"x"}), "a broken Word document"),
    "old or encrypted Word": (
        _write("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"x"),
        "old .doc format. Save",
    ),
    "empty Word document": (lambda folder: make_docx(folder / "a.docx", [""]), "a.docx holds no text"),
    "bomb in a Word document": (lambda f: make_zip(f / "a.docx", {"word/document.xml": b" " * 50 * MEGABYTE}), "burst"),
    "no archive": (_write("a.zip", b"PK\3\4broken"), "a.zip is a broken archive"),
    "zip bomb": (
        lambda folder: make_zip(folder / "a.zip", {"a.txt": b"0" * 60 * MEGABYTE}),
        "made to burst. Nothing",
    ),
    "archive in an archive": (lambda f: make_zip(f / "a.zip", {"b.zip": b"PK"}), "an archive in an archive. Unpack"),
    "path out of the archive": (
        lambda f: make_zip(f / "a.zip", {"../../a.txt": b"x"}),
        "path leads out of the archive",
    ),
    "absolute path in an archive": (lambda f: make_zip(f / "a.zip", {"/etc/a.txt": b"x"}), "path leads out of the"),
    "archives in archives, made to burst": (_nested_bomb, "an archive in an archive. Unpack"),
    "JSON lines in an archive, made to burst": (
        lambda f: make_zip(f / "a.zip", {"d.jsonl": b'{"id":"a","text":"x"}\n' * 3_000_000}),
        "made to burst. Nothing",
    ),
    "no JSON in an archive": (lambda f: make_zip(f / "a.zip", {"d.jsonl": b"{broken"}), "Write one JSON object"),
    "other archive": (_write("a.tar.gz", b"\x1f\x8b"), ".gz archives are not read. Unpack it and give the folder"),
    "JSON of another shape": (_write("a.jsonl", b'{"id": "one"}'), "text: Field required. Write one JSON object"),
    "no JSON": (_write("a.jsonl", b"{broken"), "Write one JSON object with id and text"),
    "date as a number": (
        _write("a.jsonl", b'{"id":"a","text":"x","published":20170709}'),
        "write the date as YYYY",
    ),
    "impossible date": (_write("a.jsonl", b'{"id":"a","text":"x","published":"2017-02-30"}'), "published: "),
    "null character in JSON": (_write("a.jsonl", b'{"id":"a","text":"x\\u0000y"}'), "character 1 is null"),
    "half a character in JSON": (_write("a.jsonl", b'{"id":"a","text":"x\\ud800y"}'), "a"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_told_with_a_remedy(case: str, tmp_path: Path) -> None:
    """Whatever it is, one sentence says what is wrong and what to do."""
    make, expected = BAD[case]
    (reason,) = reasons(make(tmp_path))
    assert expected in reason
    assert len(reason) < 400
    assert "Traceback" not in reason


def test_a_member_larger_than_its_directory_says_is_not_read_on(tmp_path: Path) -> None:
    """An archive that lies about a size is damaged."""
    path = make_zip(tmp_path / "a.zip", {"a.txt": TEXT.encode() * 100})
    data = bytearray(path.read_bytes())
    size = (len(TEXT.encode()) * 100).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(bytes(data).replace(size, (5).to_bytes(4, "little")))
    assert "damaged" in reasons(path)[0]


def test_an_encrypted_file_of_an_archive_is_told(tmp_path: Path) -> None:
    """It cannot be read without its password."""
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"x"})
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + flags] |= 1
    path.write_bytes(data)
    assert "encrypted. Pack it again" in reasons(path)[0]


def test_too_many_files_in_an_archive_are_refused_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is read."""
    monkeypatch.setattr("territory.extract.documents.archive.MAX_ARCHIVE_FILES", 3)
    path = make_zip(tmp_path / "a.zip", {f"{number}.txt": b"x" for number in range(4)})
    assert reasons(path) == ["a.zip holds 4 files; at most 3 are read. Split it."]


def test_external_entities_of_a_word_document_are_not_read(tmp_path: Path) -> None:
    """A file of this machine that its XML points to does not come in."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    path = make_docx(tmp_path / "a.docx", SENTENCES)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    xml = files["word/document.xml"].decode()
    head, _, rest = xml.partition("?>")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y SYSTEM "http://127.0.0.1:9/y">]>'
    files["word/document.xml"] = f"{head}?>{entity}{rest}".replace("Government", "&x;&y;", 1).encode()
    make_zip(path, files)
    (source,) = find_sources([path])
    assert isinstance(source, Source)
    assert "SECRET" not in parse(source, read_bytes(source)).article.text


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    """A thousand million laughs in a web page stay unsaid."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{entities}]>'
    page = f"{head}<html><body><p>{TEXT} &l9;</p></body></html>"
    (tmp_path / "a.xhtml").write_text(page, encoding="utf-8")
    (source,) = find_sources([tmp_path / "a.xhtml"])
    assert isinstance(source, Source)
    assert len(parse(source, read_bytes(source)).article.text) < 1000


def test_hostile_markup_comes_out_as_words_only(tmp_path: Path) -> None:
    """Neither scripts nor handlers nor addresses that run are kept."""
    body = "".join(f"<p onclick='alert(1)'>{sentence}<script>alert(2)</script></p>" for sentence in SENTENCES)
    path = make_page(tmp_path / "a.html", body=body + "<iframe src='http://127.0.0.1:9'></iframe><svg onload=alert(3)>")
    page = path.read_text(encoding="utf-8").replace("https://news.example.org/tikrit", "javascript:alert(4)")
    path.write_text(page, encoding="utf-8")
    (source,) = find_sources([path])
    assert isinstance(source, Source)
    article = parse(source, read_bytes(source)).article
    assert "alert" not in article.text + article.url + article.title


def _loop_twice() -> None:
    """Never end; swallow the first attempt to stop."""
    for _ in range(2):
        try:
            while True:
                pass
        except ArticleError as error:
            last = error
    raise last


def test_a_document_that_never_ends_is_stopped() -> None:
    """Also where a parser swallows the first signal."""
    with pytest.raises(ArticleError, match=r"a\.pdf was not read within"), reading_time("a.pdf", 0.05):
        _loop_twice()


def test_a_file_that_vanished_is_told(tmp_path: Path) -> None:
    """It was there when the folder was searched."""
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    (source,) = find_sources([path])
    path.unlink()
    assert isinstance(source, Source)
    with pytest.raises(ArticleError, match=r"a\.txt cannot be read: No such file"):
        read_bytes(source)


def test_too_many_lines_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those before are read, in an archive as in a file."""
    monkeypatch.setattr("territory.extract.documents.sources.MAX_LINES", 2)
    lines = b'{"id":"a","text":"x"}\n' * 3
    (tmp_path / "a.jsonl").write_bytes(lines)
    make_zip(tmp_path / "a.zip", {"a.jsonl": lines})
    for name in ("a.jsonl", "a.zip"):
        first, second, third = find_sources([tmp_path / name])
        assert isinstance(first, Source)
        assert isinstance(second, Source)
        assert "it has more than 2 lines; those after are not read" in str(third)


def test_json_lines_of_a_damaged_archive_are_told(tmp_path: Path) -> None:
    """With the file that is damaged."""
    path = make_zip(tmp_path / "a.zip", {"d.jsonl": b'{"id":"a","text":"x"}\n' * 9, "b.txt": TEXT.encode()})
    data = bytearray(path.read_bytes())
    data[45:60] = b"?" * 15
    path.write_bytes(data)
    found = list(find_sources([path]))
    (rejected,) = [item for item in found if isinstance(item, Rejected)]
    assert rejected.where.endswith("a.zip/d.jsonl")
    assert "d.jsonl is damaged" in rejected.reason
    assert found[-1].name == "a.zip/b.txt"  # type: ignore[union-attr]


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines before it are read."""
    monkeypatch.setattr("territory.extract.documents.sources.MAX_TEXT_BYTES", 10)
    (tmp_path / "a.jsonl").write_bytes(b'{"id":"a","text":"x"}\n' + b"x" * 200)
    first, second = find_sources([tmp_path / "a.jsonl"])
    assert isinstance(first, Source)
    assert "line 2: it has more than" in str(second)


@pytest.mark.parametrize(
    "text",
    [
        "Les forces irakiennes ont repris la ville de Mossoul dimanche, a déclaré le premier ministre à la presse.",
        "Die irakischen Truppen haben die Stadt Mossul am Sonntag zurückerobert, wie der Ministerpräsident erklärte.",
    ],
    ids=["French", "German"],
)
def test_another_language_is_told(text: str) -> None:
    """Rules for English would find nothing, or nonsense."""
    with pytest.raises(ArticleError, match="in another language than English"):
        check_language("a.txt", text)


@pytest.mark.parametrize(
    "text",
    ["Tikrit fell.", "Mosul, Raqqa, Aleppo", "Kurdish-led SDF captured Hajin, Susa, Shaafa.", "1 2 3", TEXT],
)
def test_english_is_not_taken_for_another_language(text: str) -> None:
    """Not even where it is short or full of names."""
    assert not names_only(text)
    check_language("a.txt", text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("استعادت القوات العراقية مدينة الموصل من تنظيم داعش يوم الأحد كما قال رئيس الوزراء", "Arabic"),
        ("دخل الجيش الموصل", "Arabic"),
        ("نیروهای دولتی تالقان مرکز ولایت تخار را ترک کردند و به سوی کابل رفتند.", "Persian"),
        ("د هلمند په لښکرګاه کې جګړه روانه ده او طالبان ښار ته نږدې شوي دي.", "Pashto"),
        ("Боевики отступили из Алеппо в провинцию Идлиб, сообщили военные.", "Russian"),
        (
            "Українські війська звільнили Балаклію в четвер, повідомив президент країни у вечірньому зверненні.",
            "Ukrainian",
        ),
    ],
    ids=["Arabic", "short", "Persian", "Pashto", "Russian", "Ukrainian"],
)
def test_texts_whose_place_names_are_read_are_told_apart(text: str, language: str) -> None:
    """Place names are read from them, claims are not."""
    check_language("a.txt", text)
    assert names_only(text) == language


def test_limits_can_be_relied_on() -> None:
    """What a text may have at most is no more than what a file of text may have."""
    assert limits_module.MAX_TEXT_CHARS <= limits_module.MAX_TEXT_BYTES < 50 * MEGABYTE
