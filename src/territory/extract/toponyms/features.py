"""What the recogniser looks at: for each span a row of numbers that say nothing about any particular name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from territory.extract.toponyms.lexicon import BIT, CLASSES, Lexicon, WordInfo
from territory.extract.toponyms.names import NameEntry, NameIndex, Sort
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.spans import Span

_NOTHING = WordInfo()
_DIGIT = re.compile(r"\d")
_STOPS = frozenset('.!?:;"”“…•|')
_QUOTES = frozenset("\"“”'‘’«»")

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

_LOCATING = BIT["prep_in"]
_LINE_SAMPLE = 40
_UNITS = frozenset({Sort.COUNTRY, Sort.PROVINCE})
_NO_ENTRY = (0.0, -1.0, -1.0, *[0.0] * 7, -1.0, 0.0, 0.0)


@dataclass(slots=True)
class BlockStats:
    """What the whole block tells about its names."""

    alone: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    surnames: Counter[str] = field(default_factory=Counter)
    first_names: Counter[str] = field(default_factory=Counter)
    titled: Counter[str] = field(default_factory=Counter)
    located: Counter[str] = field(default_factory=Counter)
    contained: Counter[str] = field(default_factory=Counter)
    units: set[int] = field(default_factory=set)
    countries: set[int] = field(default_factory=set)


class FeatureMaker:
    """Makes the feature rows of the spans of a block."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self._words = Lexicon.load().words
        self._shifts = np.arange(len(CLASSES), dtype=np.int64)

    def rows(self, block: Block, spans: Sequence[Span]) -> NDArray[np.float32]:
        """Return one row of `NAMES` for each span."""
        if not spans:
            return np.zeros((0, len(NAMES)), dtype=np.float32)
        infos = [self._words.get(key, _NOTHING) for key in block.keys]
        around = _Surroundings(self._names, block, spans, infos)
        scalars: list[list[float]] = []
        masks: list[list[int]] = []
        for index, span in enumerate(spans):
            scalars.append(around.scalars(index, span))
            masks.append(around.masks(span))
        bits = (np.array(masks, dtype=np.int64)[:, :, None] >> self._shifts) & 1
        table = np.array(scalars, dtype=np.float32)
        return np.hstack([table, bits.reshape(len(spans), -1).astype(np.float32)])


class _Surroundings:
    """A block seen from its spans."""

    def __init__(self, names: NameIndex, block: Block, spans: Sequence[Span], infos: list[WordInfo]) -> None:
        self.names = names
        self.block, self.spans, self.infos = block, spans, infos
        self.size = len(block.words)
        self.by_start: dict[int, list[Span]] = {}
        self.by_end: dict[int, list[Span]] = {}
        for span in spans:
            self.by_start.setdefault(span.first, []).append(span)
            self.by_end.setdefault(span.last, []).append(span)
        self.lines = _line_shapes(block)
        self.in_small = {key for word, key in zip(block.words, block.keys, strict=True) if word.islower()}
        self.inside: set[tuple[int, int]] = set()
        self.holding: set[tuple[int, int]] = set()
        self._contain()
        self.cover = self._cover()
        self.stats = self._gather()

    def _contain(self) -> None:
        """Mark pairs like `Paris, Texas` and `Texas's Paris`: who is inside whom."""
        for span in self.spans:
            if span.entry is None or not span.entry.sorts & _UNITS:
                continue
            before = span.first - 1
            if before < 1 or self.block.words[before] not in (",", "(", "-", "–"):
                continue
            for inner in self.by_end.get(before, ()):
                if inner.entry and self.names.holding(span.entry, inner.entry):
                    self.inside.add((inner.first, inner.last))
                    self.holding.add((span.first, span.last))

    def _cover(self) -> dict[tuple[int, int], tuple[float, float]]:
        """Return, of each span, the population of the longest known span around it and of the largest in it."""
        found: dict[tuple[int, int], tuple[float, float]] = {}
        known = [span for span in self.spans if span.entry is not None]
        by_token: dict[int, list[Span]] = {}
        for span in known:
            for token in range(span.first, span.last):
                by_token.setdefault(token, []).append(span)
        for span in self.spans:
            cover = part = -1.0
            width = span.last - span.first
            for other in {id(o): o for token in (span.first, span.last - 1) for o in by_token.get(token, ())}.values():
                if other.first <= span.first and other.last >= span.last and other.last - other.first > width:
                    cover = max(cover, other.entry.log_population if other.entry else 0.0)
                elif other.first >= span.first and other.last <= span.last and other.last - other.first < width:
                    part = max(part, other.entry.log_population if other.entry else 0.0)
            found[(span.first, span.last)] = (cover, part)
        return found

    def _gather(self) -> BlockStats:
        stats = BlockStats()
        block, infos = self.block, self.infos
        runs: set[tuple[int, int]] = set()
        for span in self.spans:
            runs.add((span.run_first, span.run_last))
            before = infos[span.first - 1].classes if span.first else 0
            is_run = span.first == span.run_first and span.last == span.run_last
            if is_run:
                stats.alone[span.key] += 1
                if before & _LOCATING:
                    stats.located[span.key] += 1
            else:
                stats.inside[span.key] += 1
            if (before & BIT["title"]) or (
                span.first > 1 and block.words[span.first - 1] == "." and infos[span.first - 2].classes & BIT["title"]
            ):
                stats.titled[span.key] += 1
            if (span.first, span.last) in self.inside:
                stats.contained[span.key] += 1
            entry = span.entry
            if entry and is_run and entry.sorts & _UNITS:
                for row, country, unit in zip(entry.rows[:3].tolist(), entry.countries, entry.units, strict=False):
                    if self.names.table.sort[row] == Sort.COUNTRY:
                        stats.countries.add(country)
                    elif self.names.table.sort[row] == Sort.PROVINCE:
                        stats.units.add(unit)
        for first, last in runs:
            self._note_person(stats, first, last)
        return stats

    def _note_person(self, stats: BlockStats, first: int, last: int) -> None:
        """Remember a run that looks like a person's name."""
        keys = self.block.keys
        while last - first > 1 and self.infos[first].classes & BIT["title"]:
            first += 1
        if last - first < 2 or last - first > 4:
            return
        if self.infos[first].first_name > 2.0 or (last - first == 3 and len(keys[first + 1]) == 1):
            stats.surnames[keys[last - 1]] += 1
            stats.first_names[keys[first]] += 1

    def scalars(self, index: int, span: Span) -> list[float]:
        """Return the numbers of one span, in the order of `SCALARS`."""
        block, infos, stats, entry = self.block, self.infos, self.stats, span.entry
        first, last = span.first, span.last
        before = block.words[first - 1] if first else ""
        after = block.words[last] if last < self.size else ""
        info_first, info_last = infos[first], infos[last - 1]
        info_before = infos[first - 1] if first else _NOTHING
        info_after = infos[last] if last < self.size else _NOTHING
        run_before, run_after = max(0, first - span.run_first), max(0, span.run_last - last)
        line_upper, line_title, line_start = self.lines[first]
        cover, part = self.cover[(first, last)]
        key = span.key
        surface = block.text[span.start : span.end]
        starts = first == 0 or before in _STOPS or first == line_start or (before in _QUOTES)
        unit_named, country_named, fraction = self._named(entry)
        return [
            float(last - first),
            *(entry.numbers if entry else _NO_ENTRY),
            span.headed,
            first <= span.run_first and last == span.run_last,
            float(run_before),
            float(run_after),
            starts,
            float(info_first.rank),
            float(info_last.rank),
            info_first.first_name,
            info_last.first_name,
            info_last.surname,
            info_first.surname,
            surface.isupper() and len(surface) > 3,
            line_upper,
            line_title,
            before == ",",
            after == ",",
            after in ("'s", "’s", "'", "’"),
            after == "-",
            before == "-",
            after in ("(", ")"),
            before in ("(", ")"),
            after in _STOPS or not after,
            before in _QUOTES,
            bool(before and before[0].isupper()),
            bool(after and after[0].isupper()),
            bool(before and before[0].isdigit()),
            first <= line_start + 1 and (after in ("-", "—", "–", "(", ",")),
            (first, last) in self.inside,
            (first, last) in self.holding,
            self._list_neighbours(span),
            info_before.first_name if run_before else 0.0,
            _population_at(self.by_end.get(first)) if run_before else -1.0,
            info_after.first_name if run_after else 0.0,
            info_after.surname if run_after else 0.0,
            _population_at(self.by_start.get(last)) if run_after else -1.0,
            math.log1p(stats.alone.get(key, 0)),
            math.log1p(stats.inside.get(key, 0)),
            math.log1p(stats.surnames.get(key, 0)),
            math.log1p(stats.first_names.get(key, 0)),
            math.log1p(stats.titled.get(key, 0)),
            math.log1p(stats.located.get(key, 0)),
            math.log1p(stats.contained.get(key, 0)),
            cover,
            part,
            unit_named,
            country_named,
            fraction,
            not surface.isalpha() and _DIGIT.search(surface) is not None,
            float(len(surface)),
            bool(after and after[0].isdigit()),
            key in self.in_small,
        ]

    def _named(self, entry: NameEntry | None) -> tuple[float, float, float]:
        """Return whether the block names a unit or a country that one of the places lies in."""
        if entry is None or not (self.stats.units or self.stats.countries):
            return 0.0, 0.0, 0.0
        units, countries = self.stats.units, self.stats.countries
        inside = sum(unit in units for unit in entry.units) if units else 0
        country = any(code in countries for code in entry.countries)
        return float(inside > 0), float(country), inside / len(entry.units)

    def _list_neighbours(self, span: Span) -> float:
        """Return how many known names stand beside this one in a list."""
        count = 0.0
        words = self.block.words
        if (
            span.first > 1
            and words[span.first - 1] in (",", "and", "or")
            and self._known(self.by_end.get(span.first - 1))
        ):
            count += 1
        if (
            span.last + 1 < self.size
            and words[span.last] in (",", "and", "or")
            and self._known(self.by_start.get(span.last + 1))
        ):
            count += 1
        return count

    @staticmethod
    def _known(spans: list[Span] | None) -> bool:
        return any(span.entry is not None for span in spans or ())

    def masks(self, span: Span) -> list[int]:
        """Return the word classes around and in one span, one mask for each of `POSITIONS`."""
        infos, size, first, last = self.infos, self.size, span.first, span.last
        return [
            infos[first - 1].classes if first > 0 else 0,
            infos[first - 2].classes if first > 1 else 0,
            infos[first - 3].classes if first > 2 else 0,
            infos[last].classes if last < size else 0,
            infos[last + 1].classes if last + 1 < size else 0,
            infos[first].classes,
            infos[last - 1].classes,
            infos[span.run_last - 1].classes if span.run_last > last else 0,
        ]


def _population_at(spans: list[Span] | None) -> float:
    return max((span.entry.log_population for span in spans or () if span.entry), default=-1.0)


def _line_shapes(block: Block) -> list[tuple[float, float, int]]:
    """Return for each token: is its line in capitals, is it in title case (shares), and the line's first token."""
    shapes: list[tuple[float, float, int]] = []
    first = 0
    text, starts, ends = block.text, block.starts, block.ends
    size = len(starts)
    for index in range(1, size + 1):
        if index < size and text.find("\n", ends[index - 1], starts[index]) < 0:
            continue
        words = [word for word in block.words[first : min(index, first + _LINE_SAMPLE)] if len(word) > 2]
        words = [word for word in words if word[0].isalpha()]
        count = len(words)
        upper = sum(map(str.isupper, words)) / count if count > 2 else 0.0
        title = sum([word[0].isupper() for word in words]) / count if count > 2 else 0.0
        shapes.extend([(upper, title, first)] * (index - first))
        first = index
    return shapes
