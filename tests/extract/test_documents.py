"""Documents of each format become articles, with what they say of themselves."""

from __future__ import annotations

import codecs
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfWriter

from territory.errors import ArticleError
from territory.extract.documents import Document, Given, Source, find_sources, parse, read_article, read_bytes
from territory.model import Rejected
from tests.extract.document_files import SENTENCES, TEXT, make_docx, make_page, make_pdf, make_zip

GIVEN = Given(date(2020, 1, 2), "Given Press")


def read_all(*paths: Path, given: Given = GIVEN) -> list[Document]:
    """Every document of some files."""
    sources = [source for source in find_sources(paths) if isinstance(source, Source)]
    return [parse(source, read_bytes(source), given) for source in sources]


def test_plain_text_is_kept_character_by_character(tmp_path: Path) -> None:
    """Offsets count the characters of the file, whatever its line ends and blanks."""
    text = "  A title\r\n\r\nTikrit fell.\t\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (document,) = read_all(tmp_path / "a.txt")
    assert document.article.text == text
    assert document.article.title == "A title"
    assert document.article.published == GIVEN.published
    assert document.article.publisher == GIVEN.publisher


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
    ids=["utf-8", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_names_the_encoding(mark: bytes, encoding: str, tmp_path: Path) -> None:
    """Such a file is read, and the mark is no part of its text."""
    (tmp_path / "a.txt").write_bytes(mark + "Тікріт fell".encode(encoding))
    assert read_all(tmp_path / "a.txt")[0].article.text == "Тікріт fell"


def test_a_web_page_gives_its_article_and_metadata(tmp_path: Path) -> None:
    """Menus, scripts and footer are left out; title, publisher, date, address and language come from the head."""
    (document,) = read_all(make_page(tmp_path / "a.html"))
    article = document.article
    assert all(sentence in article.text for sentence in SENTENCES)
    assert not any(word in article.text for word in ("Scripted", "Home", "rights reserved", "<", "alert"))
    assert (article.title, article.publisher) == ("Tikrit retaken", "Example News")
    assert (article.published, article.language) == (date(2015, 3, 31), "en")
    assert article.url == "https://news.example.org/tikrit"
    assert "2020-01-02 was not used" in document.notes[0]


def test_linked_data_of_a_web_page_are_read(tmp_path: Path) -> None:
    """Headline, day and publisher of JSON-LD, where the head says nothing else; the day is the publisher's own."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Tikrit is retaken",
        "datePublished": "2015-03-31T23:10:00+03:00",
        "publisher": {"@type": "Organization", "name": "Linked News"},
    }
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page = (
        f'<html><head><title>x</title><script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><article>{body}</article></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    article = read_article(tmp_path / "a.html").article
    assert (article.title, article.publisher) == ("Tikrit is retaken", "Linked News")
    assert (article.published, article.published_inferred) == (date(2015, 3, 31), False)


def test_a_date_that_only_stands_in_the_text_does_not_date_a_page(tmp_path: Path) -> None:
    """What a report tells of is not when it was published."""
    body = "<p>The town fell to the rebels on 3 May 2016, after they had besieged it for two years.</p>" * 3
    article = read_article(make_page(tmp_path / "a.html", published="", body=body)).article
    assert article.published is None


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1"])
def test_a_web_page_is_read_in_the_encoding_it_declares(label: str, tmp_path: Path) -> None:
    """Accents come out right."""
    page = f"<html><head><meta charset={label}></head><body><p>{SENTENCES[0]} Écoles fermées.</p></body></html>"
    (tmp_path / "a.htm").write_bytes(page.encode("cp1252"))
    assert "Écoles fermées" in read_all(tmp_path / "a.htm")[0].article.text


def test_markdown_loses_its_marks_and_gives_its_front_matter(tmp_path: Path) -> None:
    """Links and emphasis leave their words; a list item is a paragraph, a table row a line."""
    (tmp_path / "a.md").write_text(
        '---\ntitle: "Tikrit retaken"\ndate: 2015-03-31\npublisher: Example News\nurl: https://news.example.org/t\n---\n'
        "# Tikrit **retaken**\n\nForces retook [Tikrit](https://example.org) on\nTuesday.<script>alert(1)</script>\n\n"
        "* one\n* two\n\n| Place | Holder |\n|---|---|\n| Tikrit | Army |\n",
        encoding="utf-8",
    )
    article = read_all(tmp_path / "a.md")[0].article
    assert article.text.startswith("Tikrit retaken\n\nForces retook Tikrit on Tuesday.")
    assert article.text.endswith("one\n\ntwo\n\nPlace | Holder\n\nTikrit | Army")
    assert (article.title, article.publisher, article.published) == (
        "Tikrit retaken",
        "Example News",
        date(2015, 3, 31),
    )
    assert article.url == "https://news.example.org/t"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Tikrit is retaken", "Tikrit is retaken"),
        ("The army retook Tikrit on Tuesday. " * 20, "The army retook Tikrit on Tuesday."),
        ("word " * 100, "word " * 31 + "word …"),
    ],
    ids=["short", "sentences", "no end"],
)
def test_a_long_first_line_is_cut_to_a_title(line: str, title: str, tmp_path: Path) -> None:
    """At the end of its first sentence, or at a word."""
    (tmp_path / "a.txt").write_text(f"\n{line}\nMore.", encoding="utf-8")
    assert read_article(tmp_path / "a.txt").article.title == title


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2015-04-01 # the day", date(2015, 4, 1)),
        ("'2015-04-01T10:00:00Z'", date(2015, 4, 1)),
        ("1 April 2015", date(2015, 4, 1)),
        ("April 1, 2015", date(2015, 4, 1)),
        ("Wed, 01 Apr 2015 10:00:00 GMT", date(2015, 4, 1)),
        ("2015/04/01", date(2015, 4, 1)),
        ("01/04/2015", None),
        ("last spring", None),
    ],
)
def test_the_date_of_front_matter_may_be_written_out(written: str, day: date | None, tmp_path: Path) -> None:
    """But day and month are never guessed apart."""
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: 'It''s over'\ndate: {written}\n---\n{TEXT}", encoding="utf-8")
    article = read_article(path).article
    assert (article.title, article.published) == ("It's over", day)


def test_toml_front_matter_is_read_too(tmp_path: Path) -> None:
    """Between lines of plus signs."""
    (tmp_path / "a.md").write_text(
        '+++\ntitle = "T"\ndate = 2015-03-31T10:00:00Z\n+++\nTikrit fell.\n', encoding="utf-8"
    )
    article = read_all(tmp_path / "a.md")[0].article
    assert (article.text, article.title, article.published) == ("Tikrit fell.", "T", date(2015, 3, 31))


def test_broken_lines_of_a_pdf_become_sentences_again(tmp_path: Path) -> None:
    """Lines are joined, paragraphs stay apart, running headers and page numbers are left out."""
    ends = ("It rained.", "Nobody was hurt, they said.", "A curfew began.", "Shops stayed closed.")
    pages = [f"{SENTENCES[0]} {SENTENCES[1]}\n\n{SENTENCES[2]} {end}" for end in ends]
    (document,) = read_all(make_pdf(tmp_path / "a.pdf", pages, title="A report", header="Example News, page"))
    text = document.article.text
    assert all(text.count(sentence) == len(pages) for sentence in SENTENCES)
    assert all(end in text for end in ends)
    assert "Example News" not in text
    assert "\n\n" in text
    assert document.article.title == "A report"


def test_the_day_a_pdf_was_made_dates_it_only_where_nobody_knows_better(tmp_path: Path) -> None:
    """It is marked as inferred, and gives way to a given date."""
    path = make_pdf(tmp_path / "a.pdf", [TEXT])
    inferred = parse(*_source(path))
    assert (inferred.article.published, inferred.article.published_inferred) == (date(2015, 4, 1), True)
    assert "--published" in inferred.notes[0]
    given = parse(*_source(path), GIVEN)
    assert (given.article.published, given.article.published_inferred) == (GIVEN.published, False)


def test_a_pdf_gives_what_its_metadata_state(tmp_path: Path) -> None:
    """Publisher, language and day of publication of its XMP; the title of its document information."""
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        "<dc:publisher><rdf:Bag><rdf:li>Example Institute</rdf:li></rdf:Bag></dc:publisher>"
        "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>"
        "<prism:publicationDate>2015-03-31</prism:publicationDate></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    writer = PdfWriter(make_pdf(tmp_path / "plain.pdf", [TEXT], title="The battle for Tikrit"))
    writer.xmp_metadata = xmp.encode()
    writer.write(tmp_path / "a.pdf")
    article = read_article(tmp_path / "a.pdf").article
    assert (article.title, article.publisher) == ("The battle for Tikrit", "Example Institute")
    assert (article.published, article.published_inferred, article.language) == (date(2015, 3, 31), False, "en-GB")


def _source(path: Path) -> tuple[Source, bytes]:
    (source,) = find_sources([path])
    assert isinstance(source, Source)
    return source, read_bytes(source)


def test_a_page_of_a_pdf_that_is_a_picture_is_told(tmp_path: Path) -> None:
    """The other pages are read."""
    (document,) = read_all(make_pdf(tmp_path / "a.pdf", [TEXT, ""], picture=True))
    assert "page 2 is a picture" in document.notes[0]
    assert SENTENCES[0] in document.article.text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_pdf_that_opens_without_a_password_is_read(algorithm: str, tmp_path: Path) -> None:
    """Many publishers only lock printing."""
    writer = PdfWriter(make_pdf(tmp_path / "plain.pdf", [TEXT]))
    writer.encrypt("", "owner", algorithm=algorithm)
    writer.write(tmp_path / "a.pdf")
    (document,) = read_all(tmp_path / "a.pdf")
    assert SENTENCES[0] in document.article.text


def test_a_word_document_gives_paragraphs_tables_and_properties(tmp_path: Path) -> None:
    """In the order of the document."""
    path = make_docx(tmp_path / "a.docx", SENTENCES, title="A report", created=datetime(2015, 4, 2), language="en-GB")  # noqa: DTZ001
    document = docx.Document(str(path))
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Tikrit", "Army"
    document.add_paragraph("The end.")
    document.save(str(path))
    article = read_article(path).article
    assert article.text == TEXT + "\n\nTikrit | Army\n\nThe end."
    assert (article.title, article.published, article.language) == ("A report", date(2015, 4, 2), "en-GB")
    assert article.published_inferred


def test_a_word_document_names_the_house_it_comes_from(tmp_path: Path) -> None:
    """The company of its properties is its publisher."""
    path = make_docx(tmp_path / "a.docx", SENTENCES)
    assert read_article(path).article.publisher == ""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["docProps/app.xml"] = files["docProps/app.xml"].replace(
        b"<Company/>", b"<Company>Example Institute</Company>"
    )
    assert b"Example Institute" in files["docProps/app.xml"]
    make_zip(path, files)
    assert read_article(path).article.publisher == "Example Institute"


def test_a_word_document_reads_as_its_changes_stand(tmp_path: Path) -> None:
    """Inserted words are in, deleted words are out."""
    document = docx.Document()
    paragraph = document.add_paragraph("The army ")
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}>{run.format('retook')}</w:ins>"))
    deleted = "<w:r><w:delText xml:space='preserve'>lost</w:delText></w:r>"
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}>{deleted}</w:del>"))
    paragraph.add_run(" Tikrit.")
    document.save(str(tmp_path / "a.docx"))
    assert read_article(tmp_path / "a.docx").article.text == "The army retook Tikrit."


def test_the_stamp_of_a_template_dates_nothing(tmp_path: Path) -> None:
    """A document made by a program carries its template's date; it is no date of the document."""
    assert read_article(make_docx(tmp_path / "a.docx", SENTENCES)).article.published is None


def test_a_folder_is_read_in_order_with_what_lies_beside(tmp_path: Path) -> None:
    """All formats, to the bottom, by name; hidden files and the listing are passed over, other kinds are rejected."""
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_text("Tikrit fell.", encoding="utf-8")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    make_pdf(folder / "a.pdf", [TEXT])
    make_docx(folder / "sub" / "c.docx", SENTENCES)
    (folder / "articles.toml").write_text(
        '[[article]]\nid = "bee"\nfile = "b.txt"\ntitle = "Bee"\npublisher = "P"\npublished = 2015-01-01\n',
        encoding="utf-8",
    )
    found = list(find_sources([folder]))
    assert [item.name for item in found if isinstance(item, Source)] == ["a.pdf", "b.txt", "sub/c.docx"]
    (rejected,) = [item for item in found if isinstance(item, Rejected)]
    assert rejected.where.endswith("picture.png")
    assert ".png files are not read" in rejected.reason
    bee = read_all(folder / "b.txt")[0].article
    assert (bee.article_id, bee.title, bee.publisher, bee.published) == ("bee", "Bee", "P", date(2015, 1, 1))


def test_an_archive_is_read_without_being_unpacked(tmp_path: Path) -> None:
    """Its files, and the listing in it."""
    page = make_page(tmp_path / "p.html").read_bytes()
    listing = b'[[article]]\nid = "bee"\nfile = "b.txt"\npublished = 2015-01-01\n'
    path = make_zip(tmp_path / "z.zip", {"in/b.txt": b"Tikrit fell.", "in/articles.toml": listing, "p.html": page})
    documents = read_all(path)
    assert documents[0].article.article_id == "bee"
    assert documents[1].article.publisher == "Example News"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["p.html", "z.zip"]


def test_json_lines_are_read_out_of_an_archive(tmp_path: Path) -> None:
    """Each line is a document of its own, beside the other files; a line is told with its place."""
    lines = b'{"id": "one", "text": "Tikrit fell."}\n\n{"id": "two", "text": "Mosul held."}'
    path = make_zip(tmp_path / "z.zip", {"in/d.jsonl": lines, "b.txt": b"Raqqa fell.", "e.ndjson": lines})
    sources = [item for item in find_sources([path]) if isinstance(item, Source)]
    assert [source.name for source in sources] == [
        "z.zip/in/d.jsonl:1", "z.zip/in/d.jsonl:3", "z.zip/b.txt", "z.zip/e.ndjson:1", "z.zip/e.ndjson:3",
    ]  # fmt: skip
    assert sources[1].where == f"{path}/in/d.jsonl line 3"
    texts = [document.article.text for document in read_all(path)]
    assert texts == ["Tikrit fell.", "Mosul held.", "Raqqa fell.", "Tikrit fell.", "Mosul held."]
    backwards = [parse(source, read_bytes(source), GIVEN).article.text for source in reversed(sources)]
    assert backwards == texts[::-1]


def test_one_document_may_come_packed(tmp_path: Path) -> None:
    """An archive or a JSON lines file with one document is that document; with more it is told how to take all in."""
    line = b'{"id": "one", "text": "Tikrit fell."}\n'
    assert read_article(make_zip(tmp_path / "a.zip", {"d.jsonl": line})).article.text == "Tikrit fell."
    assert read_article(make_zip(tmp_path / "b.zip", {"b.txt": b"Mosul held."})).article.text == "Mosul held."
    (tmp_path / "two.jsonl").write_bytes(line * 2)
    with pytest.raises(ArticleError, match=r"two\.jsonl holds more than one document.*: territory ingest two\.jsonl"):
        read_article(tmp_path / "two.jsonl")
    with pytest.raises(ArticleError, match=r"c\.zip/x\.png: \.png files are not read"):
        read_article(make_zip(tmp_path / "c.zip", {"x.png": b"x"}))


def test_links_of_a_folder_are_followed_only_within_it(tmp_path: Path) -> None:
    """What lies elsewhere on the machine does not come in with a folder from outside; each such link is told."""
    (tmp_path / "secret.txt").write_text("Secret.", encoding="utf-8")
    (tmp_path / "other").mkdir()
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "own.txt").write_text("Tikrit fell.", encoding="utf-8")
    (folder / "a.txt").symlink_to(folder / "sub" / "own.txt")
    (folder / "b.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "c").symlink_to(tmp_path / "other")
    (folder / "d.txt").symlink_to(folder / "d.txt")
    found = list(find_sources([folder]))
    assert [item.name for item in found if isinstance(item, Source)] == ["a.txt", "sub/own.txt"]
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert [Path(item.where).name for item in rejected] == ["b.txt", "c", "d.txt"]
    assert all("a link that leads" in item.reason for item in rejected)


def test_json_lines_are_documents_of_their_own(tmp_path: Path) -> None:
    """Each line is found by its place in the file; a moment of publication is a day."""
    lines = [
        {
            "id": "one",
            "text": "Tikrit «fell».",
            "published": "2015-03-31T10:00:00Z",
            "publisher": "P",
            "url": "javascript:x",
        },
        {"id": "two", "text": "Mosul held.\r\n"},
    ]
    path = tmp_path / "d.jsonl"
    path.write_text("\n\n".join(json.dumps(line, ensure_ascii=line["id"] == "two") for line in lines), encoding="utf-8")
    one, two = (document.article for document in read_all(path))
    assert (one.article_id, one.text, one.published, one.publisher) == ("one", "Tikrit «fell».", date(2015, 3, 31), "P")
    assert one.url == ""
    assert (two.text, two.published, two.publisher) == ("Mosul held.\r\n", GIVEN.published, GIVEN.publisher)


def test_the_language_of_a_line_is_told_from_its_text(tmp_path: Path) -> None:
    """Unless the line states it."""
    path = tmp_path / "d.jsonl"
    arabic = "دخل الجيش مدينة الموصل وانسحب المسلحون إلى الرقة."
    lines = [
        {"id": "a", "text": arabic},
        {"id": "b", "text": "Tikrit fell."},
        {"id": "c", "text": arabic, "language": "ar-IQ"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [document.article.language for document in read_all(path)] == ["ar", "en", "ar-IQ"]


def test_what_a_file_is_counts_more_than_its_name(tmp_path: Path) -> None:
    """A PDF under a name that says nothing is read as a PDF, other unknown names as text."""
    make_pdf(tmp_path / "report.download", [TEXT])
    (tmp_path / "note.log").write_text("Tikrit fell.", encoding="utf-8")
    pdf, note = read_all(tmp_path / "report.download", tmp_path / "note.log")
    assert SENTENCES[0] in pdf.article.text
    assert note.article.text == "Tikrit fell."
