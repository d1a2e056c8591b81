"""The spans of a text that may be place names: known names, names with a head noun, runs of capitalised words."""

from __future__ import annotations

from dataclasses import dataclass

from territory.extract.toponyms.lexicon import BIT, RARE, Lexicon, aliases
from territory.extract.toponyms.names import LONG_FORMS, NameEntry, NameIndex
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.vocabulary import (
    ABBREVIATED,
    ABBREVIATIONS,
    ARTICLE,
    HEAD,
    JOINER,
    LINK,
    NUMBER,
    OPENS,
    ORDINAL,
    PRE_HEAD,
    TAIL,
)
from territory.gazetteer.layer import FURTHER, NOT

MAX_WORDS = 7
MAX_RUN = 5

_COMMONEST = 10
_LARGE = 5.0

_HEADS = BIT["street"] | BIT["natural"] | BIT["admin"] | BIT["facility"]
_MAYBE = ORDINAL | ARTICLE
_BEGINS = OPENS | _MAYBE
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}
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


@dataclass(slots=True)
class _View:
    """A block, what is known of its words, where names may begin, and the run of capitalised words that is read."""

    block: Block
    marks: list[int]
    opens: list[int]
    run_first: int = 0
    run_last: int = 0


class SpanFinder:
    """Lists the spans of a block worth a closer look."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self._words = Lexicon.load().words
        self._aliases = aliases()

    def find(self, block: Block) -> list[Span]:
        """Return the candidate spans of `block`, in order of their start."""
        marks = list(map(block.vocabulary.marks.__getitem__, block.numbers))
        opens = [mark & _BEGINS for mark in marks]
        for index, mark in enumerate(opens):
            if mark & _MAYBE and not _opens(block, index):
                opens[index] = 0
        spans: list[Span] = []
        view = _View(block, marks, opens)
        for index, mark in enumerate(opens):
            if mark:
                if index >= view.run_last:
                    view.run_first, view.run_last = index, self._run_end(block, opens, index)
                self._from(view, index, spans)
        return _without_parts(spans)

    def _run_end(self, block: Block, opens: list[int], index: int) -> int:
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

    def _from(self, view: _View, first: int, spans: list[Span]) -> None:
        """Add the candidate spans that begin at token `first`."""
        block, marks, opens = view.block, view.marks, view.opens
        keys: list[str] = []
        is_led = bool(marks[first] & PRE_HEAD) or _is_direction(block, first)
        ends = False  # no known name goes on from here
        for last in range(first, min(len(marks), first + 2 * MAX_WORDS)):
            if last > first and not _close(block, last):
                return
            mark = marks[last]
            if opens[last] or mark & TAIL:
                keys.append(block.keys[last])
                ends = ends or (last > first and self._ends(keys, mark))
                if not ends or is_led or mark & HEAD or last + 1 == view.run_last:
                    span = self._judge(view, first, last, keys, ends)
                    if span is not None and not opens[last]:
                        span.has_tail = span.entry is not None and span.entry.via == "name"
                    if span is not None and (opens[last] or span.has_tail):
                        spans.append(span)
            elif mark & JOINER:
                if block.words[last] == "." and not marks[last - 1] & ABBREVIATED:
                    return
            elif mark & (LINK | NUMBER):
                keys.append(block.keys[last])
                if not mark & LINK and self._names_road(block, keys, last):
                    span = self._judge(view, first, last, keys)
                    if span is not None:
                        spans.append(span)
            else:
                return
            if len(keys) == MAX_WORDS:
                return

    def _names_road(self, block: Block, keys: list[str], number: int) -> bool:
        """Whether the token `number` is that of a road: `Highway 4`, `W.Va. 61`."""
        if keys[-2:-1] and keys[-2] in _ROAD_WORDS:
            return True
        return len(keys) == 2 and len(block.words[number]) < 4 and block.words[number - 1] in self._aliases

    def _ends(self, keys: list[str], mark: int) -> bool:
        """Whether no known name goes on from the words before the last one of `keys`, which has this mark."""
        if len(keys) == 2 and keys[1] == "of":
            return False
        reach = self._names.reach(keys[:-1])
        return reach != FURTHER and (reach == NOT or not _may_end(keys[-1], mark))

    def _judge(self, view: _View, first: int, last: int, keys: list[str], ends: bool = False) -> Span | None:
        """Return the span of tokens `first` to `last` (included) if it may be a name; `ends`: no known one."""
        block = view.block
        start, end = block.starts[first], block.ends[last]
        surface = block.text[start:end]
        if block.text[end : end + 1] == ".":
            dotted = surface + "."
            if dotted in self._aliases or (last > first and keys[-1] in ABBREVIATIONS):
                surface, end = dotted, end + 1
        if last == first:
            key, headed = keys[0], False
            entry = self._names.entry(key, surface)
            if self._is_plain_word(key, entry) and surface not in self._aliases:
                return None
        else:
            key = " ".join(keys)
            headed = self._is_headed(keys)
            unknown = ends or (self._names.reach(keys) == NOT and not _may_end(keys[-1], view.marks[last]))
            entry = None if unknown else self._names.entry(key, surface)
            if entry is None and _is_direction(block, first):
                headed = True
                entry = self._names.entry(f"{_DIRECTIONS[keys[0]]} {' '.join(keys[1:])}")
        if entry is None and not headed:
            is_run = first >= view.run_first and last + 1 == view.run_last and len(keys) <= MAX_RUN
            if not is_run and not self._names.is_demonym(key):
                return None
        return Span(first, last + 1, start, end, key, entry, view.run_first, view.run_last, headed)

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


def _may_end(key: str, mark: int) -> bool:
    """Whether a word may stand behind a name and make another of it: a head noun, or one cut short."""
    return bool(mark & HEAD) or key in LONG_FORMS


def _is_direction(block: Block, index: int) -> bool:
    """Whether a token is a point of the compass cut short, such as `N.`."""
    return block.keys[index] in _DIRECTIONS and block.words[index + 1 : index + 2] == ["."]


def _opens(block: Block, index: int) -> bool:
    """Whether a name begins at an ordinal number or at an Arabic article in small letters."""
    words = block.words
    if words[index][0].isdigit():
        return index + 1 < len(words) and words[index + 1][0].isupper()
    return index + 2 < len(words) and words[index + 1] == "-" and words[index + 2][0].isupper()


def _close(block: Block, index: int) -> bool:
    """Whether a token stands in one line of words with the token before it."""
    gap = block.starts[index] - block.ends[index - 1]
    return gap <= 1 or (gap < 40 and block.text.count("\n", block.ends[index - 1], block.starts[index]) < 2)


def _tight(block: Block, index: int) -> bool:
    """Whether a token follows the one before it without a space."""
    return block.starts[index] == block.ends[index - 1]
