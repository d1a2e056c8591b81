"""Reads corpora of marked place names: `NAME.docs.jsonl` beside `NAME.gold.jsonl`, as described in the contract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from territory.errors import InputError
from territory.model import Article, ArticleId


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A place name that an annotator marked; without a point where the annotator gave none."""

    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None
    geonameid: int | None
    kind: str

    @property
    def is_land(self) -> bool:
        """Whether it is a country or a continent."""
        return self.kind in ("country", "continent")


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article and the place names marked in it, in order."""

    article: Article
    toponyms: tuple[GoldToponym, ...]


def read_corpus(folder: Path, name: str) -> tuple[MarkedArticle, ...]:
    """Return the marked articles of one corpus.

    Raises
    ------
    InputError
        If a file is missing, a line is not what it should be, or a span does not cut its own text.
    """
    docs = {str(row["id"]): row for row in _lines(folder / f"{name}.docs.jsonl")}
    marked: list[MarkedArticle] = []
    for row in _lines(folder / f"{name}.gold.jsonl"):
        doc = docs.get(str(row["id"]))
        if doc is None:
            raise InputError(f"{name}.gold.jsonl: no document has the id {row['id']!r} in {name}.docs.jsonl.")
        article = _article(doc)
        gold = tuple(sorted((_toponym(item) for item in _items(row)), key=lambda item: (item.start, item.end)))
        for item in gold:
            if article.text[item.start : item.end] != item.text:
                raise InputError(f"{name}.gold.jsonl: {row['id']}: {item.start}–{item.end} does not cut {item.text!r}.")
        marked.append(MarkedArticle(article, gold))
    return tuple(marked)


def _lines(path: Path) -> list[dict[str, object]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path.name} cannot be read as JSON lines: {error}. Give the folder of the corpora."
        ) from error


def _items(row: dict[str, object]) -> list[dict[str, object]]:
    items = row.get("toponyms")
    return items if isinstance(items, list) else []


def _article(row: dict[str, object]) -> Article:
    published = row.get("published")
    return Article(
        ArticleId(str(row["id"])),
        str(row["text"]),
        published=date.fromisoformat(str(published)[:10]) if published else None,
        title=str(row.get("title") or ""),
        publisher=str(row.get("publisher") or ""),
    )


def _toponym(item: dict[str, object]) -> GoldToponym:
    return GoldToponym(
        int(str(item["start"])),
        int(str(item["end"])),
        str(item["text"]),
        _number(item.get("lat")),
        _number(item.get("lon")),
        int(str(item["geonameid"])) if item.get("geonameid") is not None else None,
        str(item.get("kind") or ""),
    )


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
