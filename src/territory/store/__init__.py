"""Claims, articles and imports: append-only, in one database."""

from territory.store.repository import Batch, ImportRecord, Outcome, ProgressFn, Store, UnplacedSentence

__all__ = ["Batch", "ImportRecord", "Outcome", "ProgressFn", "Store", "UnplacedSentence"]
