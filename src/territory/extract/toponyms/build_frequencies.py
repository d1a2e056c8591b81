"""Rebuilds the lists of frequent words in Arabic and Cyrillic script from the package `wordfreq` (PyPI).

Its data may be shared under CC BY-SA 4.0 (Robyn Speer, https://doi.org/10.5281/zenodo.7199437, drawn from Wikipedia,
OpenSubtitles, news and others); so are the lists made here. With `wordfreq` 3.1.1 installed::

    python -m territory.extract.toponyms.build_frequencies
"""

from __future__ import annotations

import gzip
import importlib
import io
import math
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
LANGUAGES = ("ar", "fa", "ru", "uk")
LEAST_ZIPF = 4.0
"""Words from ten in a million on: log10 of the occurrences in a thousand million words."""


def _lines(wordfreq: Any, language: str) -> list[str]:
    frequencies: dict[str, float] = wordfreq.get_frequency_dict(language)
    zipf = {word: 9 + math.log10(share) for word, share in frequencies.items()}
    return [f"{word}\t{round(10 * zipf[word])}" for word in sorted(zipf) if zipf[word] >= LEAST_ZIPF]


def main() -> None:
    """Write one list a language: word, tab, ten times its Zipf frequency."""
    wordfreq = importlib.import_module("wordfreq")
    for language in LANGUAGES:
        head = ["# wordfreq 3.1.1, CC BY-SA 4.0, see build_frequencies.py"]
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:
            packed.write(("\n".join([*head, *_lines(wordfreq, language)]) + "\n").encode())
        (DATA / f"frequent_{language}.txt.gz").write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()
