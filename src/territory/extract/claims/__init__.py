"""Claims from sentences: article + mentions → claims, and the sentences that could not be completed."""

from territory.extract.claims.extraction import Extraction, Unplaced
from territory.extract.claims.extractor import ClaimExtractor

__all__ = ["ClaimExtractor", "Extraction", "Unplaced"]
