"""Reads articles for measuring: documents as `extract` takes them, with a `theatre` each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from territory.errors import InputError
from territory.model import Article, ArticleId


def read_theatre(path: Path, theatre: str | None = None) -> tuple[Article, ...]:
    """Return the articles of a theatre (all of them if it is None).

    Raises
    ------
    InputError
        If a line is not a JSON object with `id`, `text` and `published`.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if theatre is not None and record.get("theatre") != theatre:
                continue
            published = date.fromisoformat(record["published"])
            article = Article(ArticleId(record["id"]), record["text"], published, title=record.get("title", ""))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path.name} line {number}: {error}. Give id, text and published (YYYY-MM-DD)."
            ) from error
        found.append(article)
    return tuple(found)
