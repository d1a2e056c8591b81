"""What the recogniser looks at: for each span a row of numbers that say nothing about any particular name.

All spans of a block are looked at together, a feature at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms import vocabulary as words
from territory.extract.toponyms.lexicon import BIT, CLASSES, WordInfo
from territory.extract.toponyms.names import NameIndex, Sort
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.spans import Span

Ints = NDArray[np.intp]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

SCALARS = (
    "words",
    "known",
    "log_population",
    "primary_population",
    "log_places",
    "country",
    "province",
    "district",
    "settlement",
    "nature",
    "continent",
    "via",
    "needs_place_before",
    "curated",
    "headed",
    "is_run",
    "run_before",
    "run_after",
    "sentence_start",
    "rank_first",
    "rank_last",
    "first_name_first",
    "first_name_last",
    "surname_last",
    "surname_first",
    "upper",
    "line_upper",
    "line_title",
    "comma_before",
    "comma_after",
    "possessive_after",
    "hyphen_after",
    "hyphen_before",
    "bracket_after",
    "bracket_before",
    "stop_after",
    "quote_before",
    "capital_before",
    "capital_after",
    "digit_before",
    "dateline",
    "inside_next",
    "holds_previous",
    "list_neighbour",
    "before_first_name",
    "before_known",
    "after_first_name",
    "after_surname",
    "after_known",
    "doc_alone",
    "doc_inside",
    "doc_surname",
    "doc_first_name",
    "doc_titled",
    "doc_located",
    "doc_contained",
    "cover_population",
    "part_population",
    "unit_named",
    "country_named",
    "unit_fraction",
    "has_digit",
    "length",
    "number_after",
    "doc_lower",
)
POSITIONS = ("before1", "before2", "before3", "after1", "after2", "first", "last", "run_end")
NAMES = (*SCALARS, *(f"{position}:{name}" for position in POSITIONS for name in CLASSES))
"""Names of the columns, in order."""

_ROW = {name: number for number, name in enumerate(NAMES)}
_KNOWN = _ROW["known"]
_NO_ENTRY = (0.0, -1.0, -1.0, *[0.0] * 7, -1.0, 0.0, 0.0)
_BEFORE = (
    (_ROW["comma_before"], words.COMMA),
    (_ROW["hyphen_before"], words.HYPHEN),
    (_ROW["bracket_before"], words.BRACKET),
    (_ROW["quote_before"], words.QUOTE),
    (_ROW["capital_before"], words.CAPITAL),
    (_ROW["digit_before"], words.DIGIT),
)
_AFTER = (
    (_ROW["comma_after"], words.COMMA),
    (_ROW["possessive_after"], words.POSSESSIVE),
    (_ROW["hyphen_after"], words.HYPHEN),
    (_ROW["bracket_after"], words.BRACKET),
    (_ROW["stop_after"], words.STOP),
    (_ROW["capital_after"], words.CAPITAL),
    (_ROW["number_after"], words.DIGIT),
)
_OPENERS = frozenset([",", "(", "-", "–"])
_TITLE, _LOCATING = CLASSES.index("title"), CLASSES.index("prep_in")
_IS_TITLE = BIT["title"]
_LINE_SAMPLE = 40
_LINE_END = re.compile("\n")
_FIRST_NAME_SHARE = 2.0
_TOLD = [_ROW[name] for name in ("doc_alone", "doc_inside", "doc_titled", "doc_located", "doc_contained")]
_TOLD_LINES = np.arange(len(_TOLD))[:, None]
_PAD = 3
"""Places before the first token, where no word stands."""


class FeatureMaker:
    """Makes the feature rows of the spans of a block."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    def rows(self, block: Block, spans: Sequence[Span]) -> NDArray[np.float32]:
        """Return one row of `NAMES` for each span."""
        if not spans:
            return np.zeros((0, len(NAMES)), dtype=np.float32)
        return _Surroundings(self._names, block, spans).rows()


class _Surroundings:
    """A block seen from its spans; `lines` has a line for each feature."""

    def __init__(self, names: NameIndex, block: Block, spans: Sequence[Span]) -> None:
        self._names, self._block, self._spans = names, block, spans
        self._size = len(block.words)
        own, self._classes = block.vocabulary.tables()
        self._at: Ints = np.array([*[0] * _PAD, *block.numbers, 0, 0], dtype=np.intp)
        self._own = own.take(self._at, axis=0)
        places = [(s.first, s.last, s.run_first, s.run_last, s.end - s.start, s.headed) for s in spans]
        self._first, self._last, self._run_first, self._run_last, self._length, self._headed = np.array(
            places, dtype=np.intp
        ).T
        self._known = [number for number, span in enumerate(spans) if span.entry is not None]
        self._run_before: Ints = np.maximum(0, self._first - self._run_first)
        self._run_after: Ints = np.maximum(0, self._run_last - self._last)
        self._is_run: Flags = (self._first == self._run_first) & (self._last == self._run_last)
        self._lines = np.zeros((len(NAMES), len(spans)), dtype=np.float32)

    def rows(self) -> NDArray[np.float32]:
        """Return the rows of all spans."""
        self._put_span()
        self._put_words()
        self._put_line()
        self._put_known_neighbours()
        self._put_containers()
        self._put_document()
        self._put_cover()
        self._put_units()
        self._put_classes()
        return self._lines.T

    def _put(self, name: str, values: NDArray[np.generic] | Sequence[float]) -> None:
        self._lines[_ROW[name]] = values

    def _put_span(self) -> None:
        """What the span itself is: its words, its entry, its place in its run of capitalised words."""
        block, spans = self._block, self._spans
        marks = block.vocabulary.marks
        numbers = [span.entry.numbers if span.entry is not None else _NO_ENTRY for span in spans]
        self._lines[_KNOWN : _KNOWN + len(_NO_ENTRY)] = np.array(numbers, dtype=np.float32).T
        small = {block.vocabulary.keys[number] for number in set(block.numbers) if marks[number] & words.SMALL}
        self._put("doc_lower", [span.key in small for span in spans])
        surfaces = [block.text[span.start : span.end] for span in spans]
        self._put("upper", [surface.isupper() and len(surface) > 3 for surface in surfaces])
        self._put("length", self._length)
        self._put("words", self._last - self._first)
        self._put("headed", self._headed)
        self._put("is_run", (self._first <= self._run_first) & (self._last == self._run_last))
        self._put("run_before", self._run_before)
        self._put("run_after", self._run_after)

    def _put_words(self) -> None:
        """What is known of the words of the span and of those beside it."""
        lines = self._lines
        before, after, first, last = (
            self._own.take(places + _PAD, axis=0).T
            for places in (self._first - 1, self._last, self._first, self._last - 1)
        )
        self._put("rank_first", first[words.RANK])
        self._put("first_name_first", first[words.FIRST_NAME])
        self._put("surname_first", first[words.SURNAME])
        self._put("rank_last", last[words.RANK])
        self._put("first_name_last", last[words.FIRST_NAME])
        self._put("surname_last", last[words.SURNAME])
        for row, column in _BEFORE:
            lines[row] = before[column]
        for row, column in _AFTER:
            lines[row] = after[column]
        self._put("before_first_name", np.where(self._run_before > 0, before[words.FIRST_NAME], 0.0))
        self._put("after_first_name", np.where(self._run_after > 0, after[words.FIRST_NAME], 0.0))
        self._put("after_surname", np.where(self._run_after > 0, after[words.SURNAME], 0.0))
        self._put("sentence_start", np.maximum(before[words.STOP], before[words.QUOTE]))
        self._put("dateline", after[words.DASH])

    def _put_line(self) -> None:
        """Whether the line is written in capitals or in title case (shares), and whether the span begins it."""
        begins = self._line_begins()
        until = np.minimum([*begins[1:], self._size], begins + _LINE_SAMPLE)
        sums = np.cumsum(self._own[:, words.LONG : words.HAS_DIGIT + 1], axis=0)
        long, upper, title, _ = (sums[until + _PAD - 1] - sums[begins + _PAD - 1]).T.astype(np.float64)
        share = np.where(long > 2, 1.0 / np.maximum(long, 1.0), 0.0)
        line = np.searchsorted(begins, self._first, side="right") - 1
        begin = begins[line]
        self._put("line_upper", (upper * share)[line])
        self._put("line_title", (title * share)[line])
        self._lines[_ROW["sentence_start"], self._first == begin] = 1.0
        self._lines[_ROW["dateline"], self._first > begin + 1] = 0.0
        digits = sums[:, -1]
        self._put("has_digit", digits[self._last + _PAD - 1] > digits[self._first + _PAD - 1])

    def _line_begins(self) -> Ints:
        """Return the first token of each line."""
        starts, ends = self._block.starts, self._block.ends
        begins = [0]
        for match in _LINE_END.finditer(self._block.text):
            at = match.start()
            token = bisect_left(starts, at, begins[-1])
            if begins[-1] < token < self._size and ends[token - 1] <= at:  # not within a token
                begins.append(token)
        return np.array(begins, dtype=np.intp)

    def _put_known_neighbours(self) -> None:
        """The known names that end before the span or begin behind it, at once or as its neighbours in a list."""
        size = self._size
        begins = np.full(size + 2, -1.0, dtype=np.float32)
        ends = np.full(size + 2, -1.0, dtype=np.float32)
        np.maximum.at(begins, self._first, self._lines[_ROW["log_population"]])
        np.maximum.at(ends, self._last, self._lines[_ROW["log_population"]])
        first, last = self._first, self._last
        self._put("before_known", np.where(self._run_before > 0, ends[first], -1.0))
        self._put("after_known", np.where(self._run_after > 0, begins[last], -1.0))
        lists = self._own[:, words.LISTER] > 0
        before = (first > 1) & lists[first - 1 + _PAD] & (ends[first - 1] >= 0)
        after = (last + 1 < size) & lists[last + _PAD] & (begins[np.minimum(last + 1, size)] >= 0)
        self._put("list_neighbour", before.astype(np.float32) + after)

    def _put_containers(self) -> None:
        """Pairs like `Paris, Texas` and `Texas's Paris`: who is inside whom."""
        tokens = self._block.words
        inside, holding = self._lines[_ROW["inside_next"]], self._lines[_ROW["holds_previous"]]
        by_end: dict[int, list[int]] = {}
        for number in self._known:
            by_end.setdefault(self._spans[number].last, []).append(number)
        for number in self._known:
            span = self._spans[number]
            before = span.first - 1
            if before < 1 or span.entry is None or not span.entry.is_unit or tokens[before] not in _OPENERS:
                continue
            for other in by_end.get(before, ()):
                inner = self._spans[other].entry
                if inner is not None and self._names.holding(span.entry, inner):
                    inside[other] = holding[number] = 1.0

    def _put_document(self) -> None:
        """How often the words of the span stand in the block, and how: alone, within others, as a person's name."""
        numbers: dict[str, int] = {}
        key = np.array([numbers.setdefault(span.key, len(numbers)) for span in self._spans], dtype=np.intp)
        before = self._at.take(self._first - 1 + _PAD)
        stop = self._block.vocabulary.number["."]
        is_titled = self._classes[before, _TITLE] > 0
        is_titled |= (before == stop) & (self._classes[self._at.take(self._first - 2 + _PAD), _TITLE] > 0)
        is_located = self._is_run & (self._classes[before, _LOCATING] > 0)
        surnames, first_names = self._persons()
        is_contained = self._lines[_ROW["inside_next"]] > 0
        told = np.stack([self._is_run, ~self._is_run, is_titled, is_located, is_contained])
        cells = key + len(numbers) * _TOLD_LINES
        counts = np.bincount(cells.ravel(), told.ravel(), minlength=len(numbers) * len(told)).reshape(len(told), -1)
        self._lines[_TOLD] = np.log1p(counts).take(key, axis=1)
        for name, found in (("doc_surname", surnames), ("doc_first_name", first_names)):
            if found:
                self._put(name, np.log1p([found.get(span.key, 0) for span in self._spans]))

    def _persons(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return how often a word ends, and begins, a run that looks like a person's name."""
        keys, numbers, infos = self._block.keys, self._block.numbers, self._block.vocabulary.infos
        surnames: dict[str, int] = {}
        first_names: dict[str, int] = {}
        for first, last in {(span.run_first, span.run_last) for span in self._spans}:
            while last - first > 1 and infos[numbers[first]].classes & _IS_TITLE:
                first += 1
            if 2 <= last - first <= 4 and _is_person(infos[numbers[first]], keys, first, last):
                surnames[keys[last - 1]] = surnames.get(keys[last - 1], 0) + 1
                first_names[keys[first]] = first_names.get(keys[first], 0) + 1
        return surnames, first_names

    def _put_cover(self) -> None:
        """Of each span the population of a longer known name around it, and of the largest known one in it."""
        around, within = self._lines[_ROW["cover_population"]], self._lines[_ROW["part_population"]]
        around[:] = within[:] = -1.0
        by_token: dict[int, list[tuple[int, int, float]]] = {}
        for number in self._known:
            span = self._spans[number]
            own = (span.first, span.last, span.entry.log_population if span.entry is not None else 0.0)
            for token in range(span.first, span.last):
                by_token.setdefault(token, []).append(own)
        if not by_token:
            return
        for number, span in enumerate(self._spans):
            first, last = span.first, span.last
            for token in {first, last - 1}:
                for low, high, population in by_token.get(token, ()):
                    if low <= first and high >= last:
                        if high - low > last - first:
                            around[number] = max(around[number], population)
                    elif low >= first and high <= last:
                        within[number] = max(within[number], population)

    def _put_units(self) -> None:
        """Whether the block names a country or a province that a place of the name lies in."""
        entries = [(number, span.entry) for number in self._known if (span := self._spans[number]).entry is not None]
        told = [
            entry.rows[:3] for number, entry in entries if entry is not None and entry.is_unit and self._is_run[number]
        ]
        if not told:
            return
        table = self._names.table
        rows = np.concatenate(told)
        sort = table.sort[rows]
        countries = np.zeros(self._names.country_count, dtype=bool)
        countries[table.country[rows[sort == _COUNTRY]]] = True
        provinces = np.zeros(self._names.unit_count, dtype=bool)
        provinces[table.admin1[rows[sort == _PROVINCE]]] = True
        places = [entry.rows for _, entry in entries if entry is not None]
        sizes = [len(own) for own in places]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        rows = np.concatenate(places)
        in_country = np.logical_or.reduceat(countries[table.country[rows]], starts)
        in_unit = np.add.reduceat(provinces[table.admin1[rows]].astype(np.intp), starts)
        known = self._known
        self._lines[_ROW["unit_named"], known] = in_unit > 0
        self._lines[_ROW["country_named"], known] = in_country
        self._lines[_ROW["unit_fraction"], known] = in_unit / np.array(sizes)

    def _put_classes(self) -> None:
        """The word classes around and in the span, at each of `POSITIONS`."""
        first, last = self._first + _PAD, self._last + _PAD
        run_end = np.where(self._run_last > self._last, self._run_last - 1 + _PAD, 0)
        places = np.stack([first - 1, first - 2, first - 3, last, last + 1, first, last - 1, run_end])
        found = self._classes.take(self._at.take(places), axis=0)
        target = self._lines[len(SCALARS) :].reshape(len(POSITIONS), len(CLASSES), -1)
        target[...] = found.transpose(0, 2, 1)


def _is_person(info: WordInfo, keys: Sequence[str], first: int, last: int) -> bool:
    return info.first_name > _FIRST_NAME_SHARE or (last - first == 3 and len(keys[first + 1]) == 1)


_COUNTRY, _PROVINCE = int(Sort.COUNTRY), int(Sort.PROVINCE)
