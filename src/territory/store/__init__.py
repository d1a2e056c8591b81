"""Claims, articles and imports: append-only, in one database."""

from territory.store.batch import ARTICLE, ArticleCopy, Batch, ImportRecord, Outcome, ProgressFn, UnplacedSentence
from territory.store.repository import Store

__all__ = ["ARTICLE", "ArticleCopy", "Batch", "ImportRecord", "Outcome", "ProgressFn", "Store", "UnplacedSentence"]
