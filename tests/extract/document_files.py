"""Makes small documents of every format, good and bad, for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import docx
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

SENTENCES = (
    "Government forces retook Tikrit on Tuesday, the prime minister said.",
    "Islamic State had held the city since June of last year, and mined many of its streets.",
    "Fighting went on in the north of the city, where snipers remained on the roofs of the university.",
)
TEXT = "\n\n".join(SENTENCES)


def make_pdf(
    path: Path,
    pages: Sequence[str],
    *,
    made: datetime = datetime(2015, 4, 1, tzinfo=UTC),
    title: str = "",
    header: str = "",
    password: str | None = None,
    picture: bool = False,
) -> Path:
    """Write a PDF with one page for each text."""
    pdf = FPDF()
    pdf.set_creation_date(made)
    if title:
        pdf.set_title(title)
    if password is not None:
        pdf.set_encryption(
            owner_password="owner",
            user_password=password,
            permissions=AccessPermission.all(),
            encryption_method=EncryptionMethod.RC4,
        )
    for number, text in enumerate(pages, 1):
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        if header:
            pdf.cell(text=f"{header} {number}", new_x="LMARGIN", new_y="NEXT")
        if text:
            pdf.multi_cell(90, 6, text, new_x="LMARGIN", new_y="NEXT")
        if picture:
            pdf.image(_picture(), w=100)
    pdf.output(str(path))
    return path


def _picture() -> io.BytesIO:
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (8, 8), 128).save(file, "PNG")
    file.seek(0)
    return file


def make_docx(path: Path, paragraphs: Sequence[str], **properties: object) -> Path:
    """Write a Word document."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    document.save(str(path))
    return path


def make_page(path: Path, *, published: str = "2015-03-31T10:00:00Z", body: str = "", language: str = "en") -> Path:
    """Write a web page as a news site would."""
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    paragraphs = body or "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    path.write_text(
        f'<!doctype html><html lang="{language}"><head><title>Tikrit retaken - Example News</title>{date}'
        '<meta property="og:title" content="Tikrit retaken"><meta property="og:site_name" content="Example News">'
        '<link rel="canonical" href="https://news.example.org/tikrit"><script src="https://cdn.example.org/a.js"></script>'
        "<script>document.write('<p>Scripted words.</p>')</script></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Tikrit retaken</h1>{paragraphs}<img src='https://img.example.org/x.png' onerror='alert(1)'>"
        "</article><footer>All rights reserved by Example News</footer></body></html>",
        encoding="utf-8",
    )
    return path


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
