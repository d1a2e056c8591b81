"""Claims from sentences: article + mentions → claims, and the sentences that could not be completed."""

from territory.extract.claims.extraction import Extraction, Unplaced

__all__ = ["Extraction", "Unplaced"]
