"""Territory: who controls what, where, and since when, read from text."""

__version__ = "0.1.0"
