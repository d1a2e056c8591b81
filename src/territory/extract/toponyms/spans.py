"""The spans of a text that may be place names: known names, names with a head noun, runs of capitalised words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from territory.extract.toponyms.lexicon import BIT, RARE, Lexicon, aliases
from territory.extract.toponyms.names import NameEntry, NameIndex
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.script_words import script_of_word

MAX_WORDS = 7
MAX_RUN = 5

_COMMONEST = 10
_LARGE = 5.0

_LINKS = frozenset(
    "of the and de del di da do dos la le les las los al el ul ad ar as ash at an az ez es er e i ye yi du "
    "sur on upon en am bin ibn der "
    "den das".split()
)
_ARABIC_ARTICLES = frozenset("al el ul ad ar as ash at an az ez es er".split())
_JOINERS = frozenset(["-", "‑", "–", "’s", "'s", "’", "'", ".", "/"])
_ABBREVIATED = frozenset("st ste mt ft n s e w ave rd blvd dr ln hwy pkwy rte pt co twp ste".split())
_HEADS = BIT["street"] | BIT["natural"] | BIT["admin"] | BIT["facility"]
_TAILS = frozenset(
    "airport air base airbase camp crossing dam refinery border mountains hills river valley desert oil field".split()
)
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}
_NUMBER = re.compile(r"\d{1,4}$")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)$")
_ROAD_WORDS = frozenset("route highway hwy interstate i fm us road county state ky".split())


@dataclass(slots=True)
class Span:
    """Tokens `first` to `last` (half-open) of a block that may be a place name, and where they stand in its text."""

    first: int
    last: int
    start: int
    end: int
    key: str
    entry: NameEntry | None
    run_first: int
    run_last: int
    headed: bool
    has_tail: bool = False


class SpanFinder:
    """Lists the spans of a block worth a closer look."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self._words = Lexicon.load().words
        self._aliases = aliases()

    def find(self, block: Block) -> list[Span]:
        """Return the candidate spans of `block`, in order of their start."""
        opens = [
            not ("a" <= word[0] <= "z" and word not in _ARABIC_ARTICLES) and self._opens(block, index)
            for index, word in enumerate(block.words)
        ]
        spans: list[Span] = []
        run_first = run_last = 0
        for index, is_open in enumerate(opens):
            if not is_open:
                continue
            if index >= run_last:
                run_first, run_last = index, self._run_end(block, opens, index)
            spans.extend(self._from(block, opens, index, run_first, run_last))
        return _without_parts(spans)

    def _opens(self, block: Block, index: int) -> bool:
        """Whether a name can begin at this token."""
        word = block.words[index]
        char = word[0]
        if char.isupper():
            return char < "\u0400" or not script_of_word(word)
        if char.isdigit():
            follows = index + 1 < len(block.words) and block.words[index + 1][0].isupper()
            return follows and _ORDINAL.match(word) is not None
        if word in _ARABIC_ARTICLES:
            return (
                index + 2 < len(block.words) and block.words[index + 1] == "-" and block.words[index + 2][0].isupper()
            )
        return False

    def _run_end(self, block: Block, opens: list[bool], index: int) -> int:
        """Return the end of the run of capitalised words that begins at `index`."""
        last = index + 1
        while last < len(opens) and last - index < 30:
            if opens[last] and _close(block, last):
                last += 1
            elif (
                block.words[last] in ("-", "‑")
                and last + 1 < len(opens)
                and opens[last + 1]
                and _tight(block, last)
                and _tight(block, last + 1)
            ):
                last += 2
            else:
                break
        return last

    def _from(self, block: Block, opens: list[bool], first: int, run_first: int, run_last: int) -> list[Span]:
        """Return the candidate spans that begin at token `first`."""
        spans: list[Span] = []
        keys: list[str] = []
        words, known = block.words, self._words
        ends = unlisted = False  # no known name goes on from here; a word is in no list
        limit = min(len(words), first + 2 * MAX_WORDS)
        last = first
        while last < limit and len(keys) < MAX_WORDS:
            word = words[last]
            if last > first and not _close(block, last):
                break
            if opens[last]:
                keys.append(block.keys[last])
                unlisted = unlisted or keys[-1] not in known
                ends = not unlisted and (ends or self._ends(keys))
                span = self._judge(block, first, last, keys, run_first, run_last, ends)
                if span:
                    spans.append(span)
            elif word in _JOINERS:
                if word == "." and block.keys[last - 1] not in _ABBREVIATED:
                    break
            elif word in _TAILS:
                keys.append(block.keys[last])
                unlisted = unlisted or keys[-1] not in known
                span = self._judge(block, first, last, keys, run_first, run_last)
                if span and span.entry and span.entry.via == "name":
                    span.has_tail = True
                    spans.append(span)
            elif word in _LINKS or _NUMBER.match(word):
                keys.append(block.keys[last])
                unlisted = unlisted or keys[-1] not in known
                if word not in _LINKS and self._names_road(block, keys, last):
                    span = self._judge(block, first, last, keys, run_first, run_last)
                    if span:
                        spans.append(span)
            else:
                break
            last += 1
        return spans

    def _names_road(self, block: Block, keys: list[str], number: int) -> bool:
        """Whether the token `number` is that of a road: `Highway 4`, `W.Va. 61`."""
        if keys[-2:-1] and keys[-2] in _ROAD_WORDS:
            return True
        return len(keys) == 2 and len(block.words[number]) < 4 and block.words[number - 1] in self._aliases

    def _ends(self, keys: list[str]) -> bool:
        """Whether no known name goes on from the words before the last one of `keys`."""
        return len(keys) > 2 and not self._names.may_continue(keys[:-1])

    def _judge(
        self, block: Block, first: int, last: int, keys: list[str], run_first: int, run_last: int, ends: bool = False
    ) -> Span | None:
        """Return the span of tokens `first` to `last` (included) if it may be a name; `ends`: no known one."""
        start, end = block.starts[first], block.ends[last]
        dotted = block.text[start : end + 1]
        if dotted in self._aliases or (block.keys[last] in _ABBREVIATED and dotted.endswith(".") and len(keys) > 1):
            end += 1
        surface = block.text[start:end]
        key = " ".join(keys)
        entry = None if ends and surface not in self._aliases else self._names.entry(key, surface)
        headed = self._is_headed(keys)
        if entry is None and len(keys) > 1 and keys[0] in _DIRECTIONS and block.words[first + 1] == ".":
            headed = True
            entry = self._names.entry(f"{_DIRECTIONS[keys[0]]} {' '.join(keys[1:])}")
        is_run = first >= run_first and last + 1 == run_last and len(keys) <= MAX_RUN
        if entry is None and not headed and not is_run and not self._names.is_demonym(key):
            return None
        if last == first and surface not in self._aliases and self._is_plain_word(key, entry):
            return None
        return Span(first, last + 1, start, end, key, entry, run_first, run_last, headed)

    def _is_plain_word(self, key: str, entry: NameEntry | None) -> bool:
        """Whether a word alone is so common that a capital does not make it a name, unless it names a large place."""
        word = self._words.get(key)
        if word is None or self._names.is_demonym(key):
            return False
        if entry is None:
            return word.rank < RARE
        return word.rank <= _COMMONEST and not entry.is_curated and entry.log_population < _LARGE

    def _is_headed(self, keys: list[str]) -> bool:
        """Whether a head noun says that this is a place: `Oak Street`, `Mount Sinjar`, `Highway 4`."""
        if len(keys) < 2:
            return False
        last = self._words.get(keys[-1])
        if last and last.classes & _HEADS:
            return True
        first = self._words.get(keys[0])
        return bool(first and first.classes & BIT["pre_head"])


def _without_parts(spans: list[Span]) -> list[Span]:
    """Drop the beginnings of names that the gazetteer knows in full with a small-letter noun: `Mosul airport`."""
    whole = [(span.first, span.last) for span in spans if span.has_tail]
    if not whole:
        return spans
    return [
        span
        for span in spans
        if span.has_tail or not any(first <= span.first and span.last <= last for first, last in whole)
    ]


def _close(block: Block, index: int) -> bool:
    """Whether a token stands in one line of words with the token before it."""
    gap = block.starts[index] - block.ends[index - 1]
    return gap <= 1 or (gap < 40 and block.text.count("\n", block.ends[index - 1], block.starts[index]) < 2)


def _tight(block: Block, index: int) -> bool:
    """Whether a token follows the one before it without a space."""
    return block.starts[index] == block.ends[index - 1]
