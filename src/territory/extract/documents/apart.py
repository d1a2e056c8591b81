"""Reads a document in a process of its own, for callers that must not wait for ever or fall with it.

The process is this module run by itself; it answers with one line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from territory.errors import ArticleError, TerritoryError
from territory.extract.documents.content import parse_published
from territory.extract.documents.read import Document, read_article
from territory.model import Article

READING_SECONDS = 60.0


def read_apart(path: Path, *, published: date | None = None, seconds: float = READING_SECONDS) -> Document:
    """Return the article of a file that holds one document, as `read_article` does, within a time.

    Raises
    ------
    ArticleError
        If it cannot be read as one article, takes longer, or ends the process that reads it.
    """
    command = [sys.executable, "-P", "-m", __name__, str(path.absolute()), published.isoformat() if published else ""]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ArticleError(
            f"{path.name} was not read within {seconds:g} seconds; it may be made to waste time. Save its text as .txt."
        ) from None
    except ValueError:
        raise ArticleError(
            f"{path.name} ended the process that read it, most likely for want of memory. Split it, or save its text."
        ) from None
    if "error" in answer:
        raise ArticleError(answer["error"])
    article = Article(**answer["article"])
    article = replace(article, published=parse_published(answer["article"]["published"]))
    return Document(article, answer["sha256"], tuple(answer["notes"]))


def _answer(path: Path, published: date | None) -> dict[str, object]:
    try:
        return asdict(read_article(path, published=published))
    except TerritoryError as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - the caller hears of it as of any other document
        fault = f"{path.name}: reading it failed ({type(error).__name__}). This is a fault of the program; report it."
        return {"error": fault}


if __name__ == "__main__":
    answer = _answer(Path(sys.argv[1]), parse_published(sys.argv[2]))
    sys.stdout.write(json.dumps(answer, default=str))
