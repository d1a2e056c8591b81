"""Documents of any format → articles: text, Markdown, web pages, PDF, Word, JSON lines, folders and zip archives.

Everything from outside is bounded in size and time, nothing in it is run, and nothing it points to is fetched.
"""

from territory.extract.documents.jsonl import read_document, read_documents, read_spans
from territory.extract.documents.metadata import Given
from territory.extract.documents.read import Document, parse, read_article, read_bytes
from territory.extract.documents.sources import Format, Source, find_sources, format_of
from territory.extract.documents.text import looks_like_page

__all__ = [
    "Document",
    "Format",
    "Given",
    "Source",
    "find_sources",
    "format_of",
    "looks_like_page",
    "parse",
    "read_article",
    "read_bytes",
    "read_document",
    "read_documents",
    "read_spans",
]
