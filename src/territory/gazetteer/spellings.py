"""Names by their transliteration keys, held in memory: for looking up every unknown word of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from territory.gazetteer.normalise import may_grow, skeleton


class Spellings:
    """The names of some places, to be found in whatever spelling.

    Parameters
    ----------
    layers : Iterable[Mapping[str, Sequence[str]]]
        Folded names by transliteration key; those of the first layer come first.
    """

    def __init__(self, layers: Iterable[Mapping[str, Sequence[str]]]) -> None:
        self._names: dict[str, list[str]] = {}
        for layer in layers:
            for key, names in layer.items():
                self._names.setdefault(key, []).extend(names)
        self._names.pop("", None)
        self._keys = sorted(self._names)

    def like(self, folded: str) -> Sequence[str]:
        """Return the names that share the transliteration key of `folded`: 'tell abiad' finds 'tal abyad'."""
        return self._names.get(skeleton(folded), ())

    def may_begin(self, folded: str) -> bool:
        """Return whether some name of these, in its own spelling, may begin with the words of `folded`."""
        key = skeleton(folded)
        at = bisect_left(self._keys, key)
        return (at < len(self._keys) and self._keys[at].startswith(key)) or may_grow(folded)
