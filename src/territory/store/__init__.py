"""Claims, articles and imports: append-only, in one database."""

from territory.store.batch import ARTICLE, ArticleCopy, Batch, ImportRecord, Outcome, ProgressFn, UnplacedSentence
from territory.store.repository import Store
from territory.store.revision import Rereading, Revision

__all__ = [
    "ARTICLE",
    "ArticleCopy",
    "Batch",
    "ImportRecord",
    "Outcome",
    "ProgressFn",
    "Rereading",
    "Revision",
    "Store",
    "UnplacedSentence",
]
