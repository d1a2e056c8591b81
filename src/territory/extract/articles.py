"""JSON lines of documents, under the name by which the commands know them (see `territory.extract.documents`)."""

from territory.extract.documents import read_article, read_documents, read_spans

__all__ = ["read_article", "read_documents", "read_spans"]
