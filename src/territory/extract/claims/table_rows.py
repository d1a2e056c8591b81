"""Tables of who holds what, written out line by line: 'Horodnia; 11,710; Chernihiv; 🇺🇦; 2 Apr 2022; Captured by …'."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from territory.extract.claims.proposition import Proposition
from territory.extract.claims.refs import ActorRef, PlaceRef
from territory.extract.claims.word import Word
from territory.extract.sentences import Span, split_sentences

_LINE = re.compile(r"[^\n]*\n?")
_BAR = re.compile(r"\s*\|")
_CELL = re.compile(r"[^;|\t]+|(?<=[;|\t])(?=[;|\t])")
_FEWEST_CELLS = 3
_LONGEST_LINE = 2_000
_MOST_NOTES = 30
"""Sentences of notes in a row, beyond which the table is taken to have ended."""
_PLACE = re.compile(r"(?:name|place|locality|localities|city|cities|town|village|settlement|location|area)\b", re.I)
_HOLDER = re.compile(r"(?:held|controlled|ruled) by|(?:under )?control(?: of)?|controller|holder|in control", re.I)
_DATE = re.compile(r"as (?:of|at)|date|since|(?:last )?updated?", re.I)
_NOTES = re.compile(r"(?:more )?information|notes?|comments?|remarks?|details|history|more", re.I)
_RUN_ON = re.compile(r"(?<=[^\s.;:(]) (?=[A-Z][a-z]+(?:ed|en|eld) by )")
"""Where a sentence of the notes begins without a full stop before: 'See Battle of Ivankiv Captured by …'."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table: the spans of its place, holder, date (None: no such cell) and of the sentences on it."""

    line: Span
    place: Span
    holder: Span
    date: Span | None
    notes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Header:
    place: int
    holder: int
    date: int | None
    notes: int


class TableRows:
    """The rows of a text's tables of control, found by their headers ('Name; Held by; As of; More information')."""

    def __init__(self, text: str) -> None:
        self._rows = list(_rows(text)) if _HOLDER.search(text) else []
        self._starts = [row.line[0] for row in self._rows]

    def at(self, position: int) -> TableRow | None:
        """Return the row that a position of the text lies in."""
        index = bisect_right(self._starts, position) - 1
        return self._rows[index] if index >= 0 and position < self._rows[index].line[1] else None


def _rows(text: str) -> Iterator[TableRow]:
    header: _Header | None = None
    row: TableRow | None = None
    for line in _LINE.finditer(text):
        cells = _cells(line) if _is_ruled(line[0]) else []
        if len(cells) < _FEWEST_CELLS:
            if row is not None and line[0].strip() and len(row.notes) < _MOST_NOTES:
                more = tuple(_notes(text, line.span()))  # the notes of a row go on in a line of their own
                row = replace(row, line=(row.line[0], more[-1][1]), notes=(*row.notes, *more))
                continue
            if row is not None:
                yield row
            header = row = None
            continue
        found = _header(text, cells)
        if row is not None:
            yield row
            row = None
        if found is not None:
            header = found
        elif header is not None:
            row = _row(text, (cells[0][0], max(end for _, end in cells)), cells, header)
    if row is not None:
        yield row


def _is_ruled(line: str) -> bool:
    return len(line) < _LONGEST_LINE and line.count(";") + line.count("|") + line.count("\t") >= _FEWEST_CELLS - 1


def _cells(line: re.Match[str]) -> list[Span]:
    """The spans of a line's cells, without the space around them; an empty one has no length."""
    text, (start, end) = line.string, line.span()
    bar = _BAR.match(text, start, end)
    found: list[Span] = []
    for cell in _CELL.finditer(text, bar.end() if bar else start, end):
        begin = cell.start() + len(cell[0]) - len(cell[0].lstrip())
        found.append((begin, begin + len(cell[0].strip())))
    return found[:-1] if found and found[-1][0] == found[-1][1] else found


def _header(text: str, cells: Sequence[Span]) -> _Header | None:
    names = [text[start:end] for start, end in cells]

    def column(pattern: re.Pattern[str]) -> int | None:
        return next((number for number, name in enumerate(names) if pattern.fullmatch(name)), None)

    place = next((number for number, name in enumerate(names) if _PLACE.match(name)), None)
    holder = column(_HOLDER)
    if place is None or holder is None:
        return None
    notes = column(_NOTES)
    return _Header(place, holder, column(_DATE), len(names) - 1 if notes is None else notes)


def _row(text: str, line: Span, cells: Sequence[Span], header: _Header) -> TableRow | None:
    if len(cells) <= max(header.place, header.holder) or cells[header.place][0] == cells[header.place][1]:
        return None
    date = cells[header.date] if header.date is not None and header.date < len(cells) else None
    after = [cell for number, cell in enumerate(cells) if number >= header.notes and number != header.date]
    if len(cells) <= header.notes and date is not None and " by " in text[slice(*date)]:
        after, date = [date], None  # a cell left out: the notes have moved up
    notes = [span for cell in after for span in _notes(text, cell)]
    return TableRow(line, cells[header.place], cells[header.holder], date, tuple(notes))


def _notes(text: str, cell: Span) -> Iterator[Span]:
    for start, end in split_sentences(text[slice(*cell)]):
        begin = cell[0] + start
        for cut in _RUN_ON.finditer(text, begin, cell[0] + end):
            yield begin, cut.start()
            begin = cut.end()
        yield begin, cell[0] + end


def holding(row: TableRow, text: str, sides: Sequence[ActorRef], place: PlaceRef) -> Proposition | None:
    """Return what the cell of the holder says, by the sides that it names: one holds the place, or two contest it."""
    if not sides:
        return None
    if "contested" in text[slice(*row.holder)].lower():
        rival = sides[1] if len(sides) > 1 else None
        return Proposition("contested", [place], sides[0], rival, rule="table.contested", current=True)
    return Proposition("holds", [place], sides[0], rule="table.held", current=True)


def with_subject(words: list[Word], subject: Word) -> list[Word]:
    """Return the words of a note with the place of its row where it leaves it out.

    'Captured by ISIL' is about the place of the row, and so is 'Rebels captured'.
    """
    first = next((index for index, word in enumerate(words) if word.tag not in ("ADV", ",", ".")), len(words))
    if first < len(words) and words[first].tag == "V":
        tenses = {form.tense for form in words[first].forms}
        by = any(word.lower == "by" for word in words[first + 1 : first + 4])
        was = [Word(subject.end, subject.end, "was", "was", "BE")] if by and "participle" in tenses else []
        return [subject, *was, *words]
    for index, word in enumerate(words[1:], 1):
        alone = index + 1 == len(words) or words[index + 1].tag in (".", ",", ";")
        if word.tag == "V" and words[index - 1].tag == "AC" and alone:
            return [*words[: index + 1], subject, *words[index + 1 :]]
    return words
