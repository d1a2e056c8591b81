"""Finds place names in Russian and Ukrainian text, whatever case they stand in.

A capitalised word is a candidate if it, or what it may be in the nominative, begins a known name. Points decide: what
the name may mean, how far it was changed, head nouns and prepositions before it, and against it persons (title, first
name or patronymic before), quotation marks, and at the start of a sentence how common the word is otherwise. The
weights were set by hand on the first halves of `tests/data/languages`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from territory.extract.toponyms.arabic_finder import Found, covered_words, probability_of
from territory.extract.toponyms.cyrillic_words import (
    adjective_stem,
    language_of,
    latin,
    nominatives,
    region_seats,
    seats_of_adjective,
)
from territory.extract.toponyms.names import NameEntry, Sort
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.script_names import ScriptNames
from territory.extract.toponyms.script_words import classes, script_demonyms
from territory.extract.toponyms.spans import Span

_MAX_WORDS = 4
_THRESHOLD = 1.0
_CAPITAL = 1.5
_RESPELT_FORMS = 6
_LONGEST_ENDING = 4
_HYPHENS = frozenset("-‑–")
_LINKS = frozenset("на над эз ез эль ель аль ал ар ас аш эн ен ан де ла".split())
_ARTICLES = ("эль", "аль", "ель", "ар", "ас", "аш", "эр", "эш", "эн", "ат", "аз")
_AND = frozenset("и та і и или або".split())
_PREPOSITIONS = frozenset(
    "в во у из з зі із под пiд під на над при возле біля около до от від к ко за через між между мiж против проти близ "
    "вблизи поблизу навколо вокруг южнее севернее восточнее западнее південніше північніше".split()
)
_PATRONYMIC = ("ович", "евич", "івич", "овича", "евича", "овичем", "овна", "евна", "івна", "овны", "івни")
_UNIT_ENDINGS = ("ая", "а")
_AREA_HEADS = ("область", "провинция", "провінція", "край", "губерния", "район", "республика")


class CyrillicFinder:
    """Finds names in Russian and Ukrainian."""

    def __init__(self, names: ScriptNames) -> None:
        self._names = names
        self._classes = classes("cyrillic")
        self._starts = lru_cache(maxsize=32_768)(self._known_starts)
        self._demonyms = dict(script_demonyms())

    def find(self, block: Block, tokens: Sequence[int]) -> list[Found]:
        """Return the names among the words (by token number) of one sentence, in order."""
        language = language_of(block.text[block.starts[tokens[0]] : block.ends[tokens[-1]]])
        decoys = covered_words([block.keys[token] for token in tokens])
        found: list[Found] = []
        at = 0
        while at < len(tokens):
            item = None if at in decoys else self._at(block, tokens, at, language, found)
            if item is None:
                at += 1
                continue
            found.append(item)
            while at < len(tokens) and tokens[at] < item.span.last:
                at += 1
        return found

    def _at(self, block: Block, tokens: Sequence[int], at: int, language: str, before: Sequence[Found]) -> Found | None:
        """Return the best name that begins at a word of the sentence, or what is left to say of it."""
        if not block.words[tokens[at]][0].isupper():
            return self._demonym(block, tokens[at])
        unit = self._unit(block, tokens, at, language)
        if unit is not None:
            return unit
        context = self._context(block, tokens, at, before)
        best: tuple[float, int, str, NameEntry] | None = None
        for last, key, entry, cost in self._entries(block, tokens, at):
            points = self._names.judge(entry, language).standing - 2.0 * cost + context + (_CAPITAL if at else 0.0)
            if last - at == 1:
                common = max(
                    self._names.commonness(block.keys[tokens[at]], entry, language),
                    self._names.commonness(key, entry, language),
                )
                points -= (2.5 if at == 0 else 0.7) * common
            else:
                points += 1.5 * (last - at)
            if best is None or points > best[0]:
                best = (points, last, key, entry)
        if best is not None and best[0] > _THRESHOLD:
            points, last, key, entry = best
            sorts = self._head(block, tokens, at)
            entry = self._names.only(entry, sorts) if sorts else self._names.judge(entry, language).likely
            return Found(_span(block, tokens, at, last, key, entry, bool(sorts)), probability_of(points))
        return (
            self._region(block, tokens, at, language)
            or self._demonym(block, tokens[at])
            or (self._respelt(block, tokens, at, context) if at and context > 0.5 else None)
            or self._headed(block, tokens, at)
        )

    def _entries(self, block: Block, tokens: Sequence[int], at: int) -> Iterator[tuple[int, str, NameEntry, float]]:
        """Yield the end, key, entry and cost of each known name that begins at a word, in any case."""
        level = self._starts(block.keys[tokens[at]])
        last = at + 1
        while level:
            longer: list[tuple[str, float]] = []
            for key, cost, entry in level:
                if entry is not None:
                    yield last, key, entry, cost
                if self._names.begins(key):
                    longer.append((key, cost))
            if not longer or last >= len(tokens) or last - at >= _MAX_WORDS or not _follows(block, tokens, last):
                return
            word = block.words[tokens[last]]
            if not (word[0].isupper() or block.keys[tokens[last]] in _LINKS):
                return
            level = tuple(
                (name, cost + other, self._names.entry(name))
                for key, cost in longer
                for form, other in nominatives(block.keys[tokens[last]])
                for name in (f"{key} {form}",)
            )
            last += 1

    def _known_starts(self, key: str) -> tuple[tuple[str, float, NameEntry | None], ...]:
        """Return the forms of a word that are names or begin one, with their costs and entries."""
        found: list[tuple[str, float, NameEntry | None]] = []
        for form, cost in nominatives(key):
            entry = self._names.entry(form) if len(form) > 2 else None
            if entry is not None or self._names.begins(form):
                found.append((form, cost, entry))
            if entry is None and len(form) > 4 and (entry := self._with_article(form)) is not None:
                found.append((entry.key, cost + 0.2, entry))
        return tuple(found)

    def _with_article(self, key: str) -> NameEntry | None:
        """Return the curated place of a name that is listed with an Arabic article only: Эль-Камышлы."""
        entry = self._names.entry(self._articled[key]) if key in self._articled else None
        return entry if entry is not None and entry.is_curated else None

    @cached_property
    def _articled(self) -> dict[str, str]:
        """The names that begin with an Arabic article, by what stands behind it."""
        found: dict[str, str] = {}
        for article in _ARTICLES:
            for name in self._names.names.gazetteer.names_beginning(article + " "):
                found.setdefault(name.removeprefix(article + " "), name)
        return found

    def _is(self, key: str, name: str) -> bool:
        """Return whether a folded word is a stem of a class with an ending behind it."""
        stems = self._classes[name]
        shortest = max(3, len(key) - _LONGEST_ENDING)
        return key in stems or any(key[:size] in stems for size in range(len(key), shortest - 1, -1))

    def _context(self, block: Block, tokens: Sequence[int], at: int, before: Sequence[Found]) -> float:
        """Return points for what stands before and around a word."""
        token = tokens[at]
        points = 0.0
        if token and block.words[token - 1] in '«“„"' and token + 1 < len(block.words):
            points -= 4.5 if block.words[token + 1] in '»”“"' else 0.0
        if self._is(block.keys[token], "first") and _has_capital_behind(block, tokens, at):
            points -= 3.0
        if not at:
            return points
        previous, word = block.keys[tokens[at - 1]], block.words[tokens[at - 1]]
        if not _follows(block, tokens, at):
            return points + (0.6 if before and before[-1].span.last == token - 1 else 0.0)
        if word[0].isupper() and (self._is(previous, "first") or previous.endswith(_PATRONYMIC)):
            return points - 4.0
        for name, weight in (("title", -2.5), ("media", -3.0), ("town", 2.0), ("unit", 2.0), ("district", 1.5)):
            if self._is(previous, name):
                return points + weight
        if previous in _PREPOSITIONS or self._is(previous, "facility") or self._is(previous, "nature"):
            return points + 1.0
        if previous in _AND and before and before[-1].span.last == tokens[at - 1]:
            return points + 0.8
        is_place = bool(before) and before[-1].span.last == token
        if word[0].isupper() and at > 1 and not is_place:
            points -= 3.0
        return points

    def _head(self, block: Block, tokens: Sequence[int], at: int) -> frozenset[Sort] | None:
        """Return the sorts of place that a head noun before or behind the name leaves, None without one."""
        if at and _follows(block, tokens, at):
            previous = block.keys[tokens[at - 1]]
            if self._is(previous, "unit"):
                return frozenset({Sort.PROVINCE})
            if self._is(previous, "town"):
                return frozenset({Sort.SETTLEMENT})
        return None

    def _unit(self, block: Block, tokens: Sequence[int], at: int, language: str) -> Found | None:
        """Return 'Харьковской области' as one name; of 'Донецкой и Луганской областей' also the first adjective."""
        stem = adjective_stem(block.keys[tokens[at]])
        if stem is None:
            return None
        keys = [block.keys[token] for token in tokens[at + 1 : at + 4]]
        last = at + 1
        if keys and self._is(keys[0], "unit"):
            last = at + 2
        elif not (len(keys) == 3 and keys[0] in _AND and adjective_stem(keys[1]) and self._is(keys[2], "unit")):
            return None
        for ending in _UNIT_ENDINGS:
            for head in _AREA_HEADS:
                entry = self._names.entry(f"{stem}{ending} {head}")
                if entry is not None:
                    return Found(_span(block, tokens, at, last, entry.key, entry, True), probability_of(5.0))
        return self._seat_unit(block, tokens, at, last, seats_of_adjective(stem), language)

    def _region(self, block: Block, tokens: Sequence[int], at: int, language: str) -> Found | None:
        """Return 'Харківщина' as the unit of Kharkiv."""
        return self._seat_unit(block, tokens, at, at + 1, region_seats(block.keys[tokens[at]]), language)

    def _seat_unit(
        self, block: Block, tokens: Sequence[int], at: int, last: int, seats: Iterator[str], language: str
    ) -> Found | None:
        for seat in seats:
            entry = self._names.entry(seat)
            if entry is not None and self._names.is_home(entry, language):
                unit = self._names.unit_of(entry, " ".join(block.keys[token] for token in tokens[at:last]), language)
                if unit is not None:
                    return Found(_span(block, tokens, at, last, unit.key, unit, True), probability_of(3.0))
        return None

    def _demonym(self, block: Block, token: int) -> Found | None:
        """Return a word as the adjective or people of a land."""
        key = block.keys[token]
        for size in range(len(key), max(4, len(key) - _LONGEST_ENDING) - 1, -1):
            code = self._demonyms.get(key[:size])
            if code is not None:
                land = self._names.names.demonym_of(code, f"{code} {key[:size]}")
                if land is None:
                    return None
                span = Span(
                    token, token + 1, block.starts[token], block.ends[token], key, land, token, token + 1, False
                )
                return Found(span, 1.0, True)
        return None

    def _respelt(self, block: Block, tokens: Sequence[int], at: int, context: float) -> Found | None:
        """Return a name that the gazetteer knows in Latin letters only, in a curated country: Хан-Шейхун."""
        last = at + 1
        while last < len(tokens) and last - at < 3 and _follows(block, tokens, last):
            if not block.words[tokens[last]][0].isupper():
                break
            last += 1
        head = " ".join(latin(block.keys[token]) for token in tokens[at : last - 1])
        for form, cost in nominatives(block.keys[tokens[last - 1]])[:_RESPELT_FORMS]:
            key = f"{head} {latin(form)}".strip()
            entry = self._names.names.entry(key) if len(key) > 4 else None
            if entry is not None and (entry.is_curated or entry.via == "spelling"):
                return Found(
                    _span(block, tokens, at, last, key, entry, False), probability_of(context + 1.5 - 2 * cost)
                )
        return None

    def _headed(self, block: Block, tokens: Sequence[int], at: int) -> Found | None:
        """Return an unknown capitalised word behind 'village' or 'town' as a name that the gazetteer lacks."""
        if (
            not at
            or not _follows(block, tokens, at)
            or not any(self._is(block.keys[tokens[at - 1]], name) for name in ("town", "base"))
        ):
            return None
        last = at + 1
        while last < len(tokens) and last - at < _MAX_WORDS and _follows(block, tokens, last):
            if not block.words[tokens[last]][0].isupper():
                break
            last += 1
        key = " ".join(block.keys[token] for token in tokens[at:last])
        return Found(_span(block, tokens, at, last, key, None, True), probability_of(1.5))


def _span(
    block: Block, tokens: Sequence[int], at: int, last: int, key: str, entry: NameEntry | None, headed: bool
) -> Span:
    first, end = tokens[at], tokens[last - 1]
    return Span(first, end + 1, block.starts[first], block.ends[end], key, entry, first, end + 1, headed)


def _follows(block: Block, tokens: Sequence[int], at: int) -> bool:
    """Return whether a word of the sentence stands directly behind the one before it, a hyphen between them at most."""
    gap = tokens[at] - tokens[at - 1]
    return gap == 1 or (gap == 2 and block.words[tokens[at] - 1] in _HYPHENS)


def _has_capital_behind(block: Block, tokens: Sequence[int], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1] == tokens[at] + 1 and block.words[tokens[at + 1]][0].isupper()
