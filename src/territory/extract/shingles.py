"""Recognises a report that was carried before: the same text, or nearly.

A text is taken as the set of its runs of three words (shingles); two texts are alike by how much of their shingles
they share (Jaccard). So that a text need not be compared with every other, the set is reduced to a few keys (bands of
its MinHash signature): texts that are alike share at least one. With `BANDS` bands of `ROWS` values, texts that are
60 % alike share a key in 99.7 % of cases, those that are 5 % alike in 0.3 %. Everything is computed with fixed
numbers, so the same text has the same keys everywhere; keys are kept in the store, and comparing needs only the
texts that share one. (`datasketch` does the same with an index of its own beside the store, and needs SciPy.)

Notes
-----
Broder, A. Z., *On the resemblance and containment of documents* (1997).
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS = 24
ROWS = 3
SHINGLE_WORDS = 3
ALIKE = 0.6
"""From here on two texts are the same report."""
ALIKE_SHORT = 0.9
SHORT_SHINGLES = 40
"""Texts with fewer shingles are the same only if they are alike to `ALIKE_SHORT`: in them one word is much."""

_WORD = re.compile(r"\w+")
_ODD, _ODD_2, _ODD_3 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_MASK = (1 << 64) - 1


def bands(text: str) -> tuple[int, ...]:
    """Return the keys that texts like this one share, as signed 64-bit numbers.

    Examples
    --------
    >>> one = bands("Government forces retook the town on Sunday after a month of siege, officials said.")
    >>> two = bands("GOVERNMENT forces retook the town, on Sunday, after a month of siege - officials said")
    >>> one == two
    True
    """
    import numpy as np

    hashes = np.fromiter(_hashes(text), dtype=np.uint64)
    if not hashes.size:
        return ()
    multipliers, increments = _permutations()
    lowest = np.array([(hashes * a + b).min() for a, b in zip(multipliers, increments, strict=True)], dtype=np.uint64)
    rows = lowest.reshape(BANDS, ROWS)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)
    for column in rows.T:
        keys = _mix(keys ^ column)
    return tuple(int(key) for key in keys.view(np.int64))


def likeness(one: str, other: str) -> float:
    """Return how much of their shingles two texts share, from 0 to 1."""
    mine, theirs = _hashes(one), _hashes(other)
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 1.0


def is_same_report(one: str, other: str, alike: float) -> bool:
    """Return whether two texts that are `alike` so much are one report."""
    short = min(len(_hashes(one)), len(_hashes(other))) < SHORT_SHINGLES
    return alike >= (ALIKE_SHORT if short else ALIKE)


def fold_sentence(sentence: str) -> str:
    """Return a sentence as it is compared: its words only."""
    return " ".join(_WORD.findall(sentence.casefold()))


def _hashes(text: str) -> set[int]:
    """The shingles of a text, each as a 64-bit number."""
    words = [zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.casefold())]
    words += [0] * (SHINGLE_WORDS - len(words)) if words else []
    runs = zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)
    return {_mix_one((one * _ODD + two * _ODD_2 + three * _ODD_3) & _MASK) for one, two, three in runs}


def _mix_one(value: int) -> int:
    value ^= value >> 30
    value = (value * 0xBF58476D1CE4E5B9) & _MASK
    value ^= value >> 27
    return (value * 0x94D049BB133111EB) & _MASK


def _mix(values: NDArray[np.uint64]) -> Any:
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _permutations() -> tuple[Any, Any]:
    import numpy as np

    numbers = _mix(np.arange(1, 2 * BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(_ODD))
    return numbers[: BANDS * ROWS] | np.uint64(1), numbers[BANDS * ROWS :]
