"""Finds place names in Arabic, Persian and Pashto text, where no capital shows them.

A word is a candidate if it, or what is left of it without clitics and endings, begins a known name. Points decide: what
the name may mean, how common the word is otherwise, head nouns ('city of'), prepositions, lists, and against it titles
and first names of persons. The weights were set by hand on the first halves of `tests/data/languages`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from territory.extract.toponyms.arabic_words import Form, as_persian, forms, language_of, nisba_stems
from territory.extract.toponyms.names import NameEntry, Sort
from territory.extract.toponyms.scan import Block
from territory.extract.toponyms.script_names import ScriptNames
from territory.extract.toponyms.script_words import classes, script_decoys
from territory.extract.toponyms.spans import Span

_MAX_WORDS = 4
_THRESHOLD = 1.0
_HEAD_POINTS = 1.5
_SURNAME_POINTS = 3.0
_NO_TOWN_POINTS = 3.0
_RARE_POINTS = 0.8
_SETTLED = frozenset({Sort.SETTLEMENT})
_NO_ENTRY_POINTS = 1.5


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the block: its span, a probability, and whether it speaks of a people instead."""

    span: Span
    probability: float
    is_demonym: bool = False


class ArabicFinder:
    """Finds names in the languages of Arabic script."""

    def __init__(self, names: ScriptNames) -> None:
        self._names = names
        self._classes = classes("arabic")
        self._known_forms = lru_cache(maxsize=32_768)(self._forms_in_gazetteer)
        self._land = lru_cache(maxsize=32_768)(self._land_of_adjective)

    def find(self, block: Block, tokens: Sequence[int]) -> list[Found]:
        """Return the names among the tokens (by number) of one sentence, in order."""
        language = language_of([block.words[token] for token in tokens])
        found: list[Found] = []
        decoys = _covered(block, tokens)
        at = 0
        while at < len(tokens):
            item = None
            if at not in decoys:
                item = self._at(block, tokens, at, language, found)
            if item is None:
                at += 1
                continue
            found.append(item)
            while at < len(tokens) and tokens[at] < item.span.last:
                at += 1
        return found

    def _at(self, block: Block, tokens: Sequence[int], at: int, language: str, before: Sequence[Found]) -> Found | None:
        """Return the best name that begins at a word of the sentence, if there is one."""
        best: tuple[float, int, Form, str, NameEntry] | None = None
        word = block.words[tokens[at]]
        context = self._context(block, tokens, at, before)
        if language == "ar" and context < 1.0 and block.keys[tokens[at]].endswith(("يه", "ي")):
            adjective = self._demonym(block, tokens[at], context)
            if adjective is not None:
                return adjective
        for form in self._known_forms(word, language):
            for last, key, entry in self._entries(block, tokens, at, form):
                points = self._names.judge(entry, language).standing + context - 2.0 * form.cost
                if last - at == 1:
                    points -= self._doubt(block, tokens, at, form, entry, language, context)
                else:
                    points += 1.5 * (last - at)
                points += self._after(block, tokens, last, language)
                if self._head(block, tokens, at, last, language) == _SETTLED and _SETTLED.isdisjoint(entry.sorts):
                    points -= _NO_TOWN_POINTS
                if best is None or points > best[0]:
                    best = (points, last, form, key, entry)
        if best is not None and best[0] > _THRESHOLD:
            points, last, form, key, entry = best
            return Found(self._span(block, tokens, at, last, form, key, entry, language), probability_of(points))
        return (
            self._demonym(block, tokens[at], context)
            or (self._respelt(block, tokens, at, language) if context >= 1.0 and language != "ar" else None)
            or self._headed(block, tokens, at, language)
        )

    def _forms_in_gazetteer(self, word: str, language: str) -> tuple[Form, ...]:
        """Return the forms of a word that are names or begin one."""
        return tuple(
            form
            for form in forms(word, language)
            if self._names.entry(form.key) is not None or self._names.begins(form.key)
        )

    def _doubt(
        self,
        block: Block,
        tokens: Sequence[int],
        at: int,
        form: Form,
        entry: NameEntry,
        language: str,
        context: float,
    ) -> float:
        """Return points against a single word: it is a common one, a class word, or somebody's first name."""
        token = tokens[at]
        plain = block.keys[token]
        spoken = {form.key, plain} if not form.cut else {form.key}
        common = max(self._names.commonness(word, entry, language) for word in spoken)
        doubt = 2.5 * common + (1.0 if common and context < 1.0 else 0.0)
        if form.cut and form.cost < 0.3:
            doubt -= 0.8
        if len(form.key) > 4 and not common and not self._names.is_frequent(plain, language):
            doubt -= _RARE_POINTS if entry.is_curated or self._names.is_home(entry, language) else 0.0
        bare = {plain, form.key, form.key.removeprefix("ال")}
        if bare & self._classes["first"]:
            doubt += 2.5 if at + 1 < len(tokens) and tokens[at + 1] == token + 1 else 1.0
        if context >= _HEAD_POINTS:
            doubt *= 0.5
        doubt += _SURNAME_POINTS if self._may_be_surname(block, tokens, at) else 0.0
        if any(bare & words for name, words in self._classes.items() if name != "first"):
            doubt += 4.0
        return doubt

    def _may_be_surname(self, block: Block, tokens: Sequence[int], at: int) -> bool:
        """Return whether a word in ال…ي ends a person's name: أبو عزام الكردي."""
        key = block.keys[tokens[at]]
        if at < 2 or tokens[at] != tokens[at - 2] + 2 or not (key.startswith("ال") and key.endswith("ي")):
            return False
        return any(block.keys[tokens[at - 2]] in self._classes[name] for name in ("bound", "first", "title"))

    def _entries(self, block: Block, tokens: Sequence[int], at: int, form: Form) -> list[tuple[int, str, NameEntry]]:
        """Return the ends, keys and entries of the known names that begin with a form of the word."""
        found: list[tuple[int, str, NameEntry]] = []
        key = form.key
        for last in range(at + 1, min(at + _MAX_WORDS, len(tokens)) + 1):
            if last > at + 1:
                if tokens[last - 1] != tokens[last - 2] + 1:
                    break
                key = f"{key} {as_persian(block.keys[tokens[last - 1]])}"
            entry = self._names.entry(key)
            if entry is not None and len(key) > 2 and not self._is_headed(block, tokens, at, last, entry):
                found.append((last, key, entry))
            if not self._names.begins(key):
                break
        return found

    def _is_headed(self, block: Block, tokens: Sequence[int], at: int, last: int, entry: NameEntry) -> bool:
        """Return whether a listed name is a head noun and a name that the same place bears alone ('province of X')."""
        keys = [block.keys[token] for token in tokens[at:last]]
        if len(keys) < 2:
            return False
        small = keys[0] == "د" or self._is_head(keys[0])
        rest = keys[1:] if small else keys
        rest = rest[:-1] if len(rest) > 1 and self._is_head(rest[-1]) else rest
        if len(rest) == len(keys):
            return False
        return any(
            other is not None and bool(np.isin(other.rows, entry.rows).any())
            for other in (self._names.entry(form.key) for form in forms(" ".join(rest), "fa"))
        )

    def _is_head(self, key: str) -> bool:
        bare = key[1:] if key[:1] in "وبلف" and len(key) > 3 else key
        return any({key, bare} & self._classes[name] for name in ("unit", "district", "town", "nature"))

    def _context(self, block: Block, tokens: Sequence[int], at: int, before: Sequence[Found]) -> float:
        """Return points for what stands before a word."""
        if not at:
            return 0.0
        points = 0.0
        is_close = tokens[at] == tokens[at - 1] + 1
        previous = block.keys[tokens[at - 1]]
        if not is_close:
            return 0.8 if before and before[-1].span.last == tokens[at - 1] + 1 and not before[-1].is_demonym else 0.0
        if before and not before[-1].is_demonym and before[-1].span.last == tokens[at]:
            points += 0.8 if block.words[tokens[at]].startswith("و") else 0.0
        bare = previous[1:] if previous[:1] in "وبلف" and len(previous) > 3 else previous
        words = {previous, bare, "ال" + bare}
        for name, weight in (
            ("unit", 2.5), ("district", 2.0), ("town", 2.5), ("nature", 1.5), ("facility", 1.5), ("prep", 1.2),
            ("state", 1.2), ("title", -2.5), ("first", -4.0), ("bound", -4.0), ("media", -3.0),
        ):  # fmt: skip
            if words & self._classes[name]:
                points += weight
                break
        else:
            if previous in self._classes["and"] and before and before[-1].span.last == tokens[at - 1]:
                points += 1.2
        return points

    def _after(self, block: Block, tokens: Sequence[int], last: int, language: str) -> float:
        """Return points for what stands behind a name: the head nouns of Pashto, surnames elsewhere."""
        if last >= len(tokens) or tokens[last] != tokens[last - 1] + 1:
            return 0.0
        following = block.keys[tokens[last]]
        if following in self._classes["bound"]:
            return -3.0
        if language == "ps":
            if any(following in self._classes[name] for name in ("unit", "district", "town")):
                return 2.0
            if following in ("كي", "څخه", "ته"):
                return 1.0
        return 0.0

    def _span(
        self,
        block: Block,
        tokens: Sequence[int],
        at: int,
        last: int,
        form: Form,
        key: str,
        entry: NameEntry,
        language: str,
    ) -> Span:
        first, end = tokens[at], tokens[last - 1]
        head = self._head(block, tokens, at, last, language)
        entry = self._names.judge(entry, language).likely if head is None else self._names.only(entry, head)
        start = block.starts[first] + form.cut
        return Span(first, end + 1, start, block.ends[end], key, entry, first, end + 1, head is not None)

    def _head(self, block: Block, tokens: Sequence[int], at: int, last: int, language: str) -> frozenset[Sort] | None:
        """Return the sorts of place that the head noun beside a name leaves, None without one."""
        heads = [block.keys[tokens[at - 1]]] if at and tokens[at] == tokens[at - 1] + 1 else []
        if language == "ps" and last < len(tokens) and tokens[last] == tokens[last - 1] + 1:
            heads = [block.keys[tokens[last]], *heads]
        for head in heads:
            bare = head[1:] if head[:1] in "وبلف" and len(head) > 3 else head
            for word in (head, bare):
                if word in self._classes["unit"]:
                    return frozenset({Sort.PROVINCE})
                if word in self._classes["district"]:
                    return frozenset({Sort.DISTRICT, Sort.SETTLEMENT})
                if word in self._classes["town"]:
                    return _SETTLED
        return None

    def _demonym(self, block: Block, token: int, context: float) -> Found | None:
        """Return a word as the adjective of a land, unless a person bears it."""
        if context <= -2.5:
            return None
        land = self._land(block.keys[token])
        if land is None:
            return None
        span = Span(token, token + 1, block.starts[token], block.ends[token], land.key, land, token, token + 1, False)
        return Found(span, 1.0, True)

    def _land_of_adjective(self, key: str) -> NameEntry | None:
        for stem in nisba_stems(key):
            entry = self._names.entry(stem)
            if stem != key and entry is not None and Sort.COUNTRY in entry.sorts:
                return self._names.land_of(entry)
        return None

    def _respelt(self, block: Block, tokens: Sequence[int], at: int, language: str) -> Found | None:
        """Return a rare Persian or Pashto word that is a known name but for its vowels: کونړ for کنر."""
        key = as_persian(block.keys[tokens[at]])
        entry = None if self._names.is_frequent(key, language) else self._names.respelt(key, language)
        if entry is None:
            return None
        span = self._span(block, tokens, at, at + 1, Form(0, key, 0.5), key, entry, language)
        return Found(span, probability_of(_NO_ENTRY_POINTS))

    def _headed(self, block: Block, tokens: Sequence[int], at: int, language: str) -> Found | None:
        """Return a rare word behind 'village' or 'town' as the name of a place that the gazetteer lacks."""
        if language == "ps" or not at or tokens[at] != tokens[at - 1] + 1:
            return None
        head, key = block.keys[tokens[at - 1]], block.keys[tokens[at]]
        bare = head[1:] if head[:1] in "وبلف" and len(head) > 3 else head
        if not {head, bare} & self._classes["town"] or len(key) < 4:
            return None
        kin = [name for name in self._classes.values() if key in name]
        stems = (key, key[1:], key.removeprefix("ال"), key[:-1])
        if kin or any(self._names.is_frequent(stem, name) for stem in stems for name in ("ar", "fa")):
            return None
        token = tokens[at]
        span = Span(token, token + 1, block.starts[token], block.ends[token], key, None, token, token + 1, True)
        return Found(span, probability_of(_NO_ENTRY_POINTS))


def _covered(block: Block, tokens: Sequence[int]) -> set[int]:
    """Return which words of a sentence belong to the name of an organisation."""
    return covered_words([block.keys[token] for token in tokens])


def covered_words(keys: Sequence[str]) -> set[int]:
    """Return the numbers of the words that belong to the name of a side or body, clitics before its first allowed."""
    known = script_decoys()
    taken: set[int] = set()
    for at, key in enumerate(keys):
        for first in (key, key[1:]):
            for phrase in known.get(first, ()):
                if tuple(keys[at + 1 : at + len(phrase)]) == phrase[1:]:
                    taken.update(range(at, at + len(phrase)))
    return taken


def probability_of(points: float) -> float:
    """Return a probability of points: even where a name is just kept."""
    return 1.0 / (1.0 + math.exp(-(points - _THRESHOLD + 0.3)))
