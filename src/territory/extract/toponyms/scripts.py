"""Place names in Arabic and Cyrillic script: hands each sentence to the rules of its script.

There is no fitted model here. `arabic_finder.py` and `cyrillic_finder.py` weigh general evidence by points; the names
come from the gazetteer's spellings, which carry no language, so that the words of the sentence tell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from territory.extract.toponyms.arabic_finder import ArabicFinder, Found
from territory.extract.toponyms.cyrillic_finder import CyrillicFinder
from territory.extract.toponyms.names import NameEntry, NameIndex
from territory.extract.toponyms.scan import Block, tokenise
from territory.extract.toponyms.script_names import ScriptNames
from territory.extract.toponyms.script_words import SCRIPTS, script_of_word

_STOPS = frozenset(".!?؟۔…;؛")
_MAX_TOKENS = 400
"""A longer 'sentence' is a list or a table; it is cut."""
_WINDOW = 120
"""Characters read on either side of a span that was given."""


class ScriptFinder:
    """Finds names in texts of other scripts."""

    def __init__(self, names: NameIndex) -> None:
        own = ScriptNames(names)
        self._finders: dict[str, ArabicFinder | CyrillicFinder] = {
            "arabic": ArabicFinder(own),
            "cyrillic": CyrillicFinder(own),
        }

    def find(self, block: Block) -> list[Found]:
        """Return the names and demonyms in Arabic and Cyrillic script, in order, none overlapping another."""
        if not SCRIPTS.search(block.text):
            return []
        return [item for script, tokens in _sentences(block) for item in self._finders[script].find(block, tokens)]

    def given(self, text: str, start: int, end: int) -> NameEntry | None:
        """Return what a span that was said to be a name may mean, read in its place in the text."""
        if text[start:end].isascii():
            return None
        low = max(0, start - _WINDOW)
        block = tokenise(text[low : end + _WINDOW], low)
        best: NameEntry | None = None
        for item in self.find(block):
            first, last = item.span.start + low, item.span.end + low
            if first < end and start < last and item.span.entry is not None:
                if (first, last) == (start, end):
                    return item.span.entry
                best = best or item.span.entry
        return best


def _sentences(block: Block) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield the numbers of the words in one script of each sentence that has some."""
    found: dict[str, list[int]] = {"arabic": [], "cyrillic": []}
    for number, word in enumerate(block.words):
        is_line = number > 0 and "\n" in block.text[block.ends[number - 1] : block.starts[number]]
        if word in _STOPS or is_line or len(found["arabic"]) + len(found["cyrillic"]) >= _MAX_TOKENS:
            yield from ((name, tokens) for name, tokens in found.items() if tokens)
            found = {"arabic": [], "cyrillic": []}
        script = script_of_word(word)
        if script and block.keys[number]:
            found[script].append(number)
    yield from ((name, tokens) for name, tokens in found.items() if tokens)
