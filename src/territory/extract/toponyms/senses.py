"""The names of a document as one question each: which place is meant wherever it says so?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from territory.extract.toponyms.lexicon import Lexicon
from territory.extract.toponyms.names import NameEntry, NameIndex
from territory.extract.toponyms.recognise import Recognised
from territory.gazetteer.gazetteer import fold

_BESIDE = re.compile(
    r"\s*(?:[,(/]|,?\s(?:in|of)\b|,?\s+(?:and|or)\b)\s*(?:the\s|(?:[a-z]+ern|north|south|east|west|central)\s)*"
)
_OWNS = re.compile(r"['’]s?\s+(?:[a-z]+ern\s)?")
_IS_INSIDE = re.compile(
    r"\s*(?:[,(]|,?\s(?:in|of)\b)\s*(?:the\s|(?:[a-z]+ern|north|south|east|west|central)\s|(?:province|state) of\s)*"
)
_AFTER = re.compile(r"['’]?s?\s+(\w+)")
_LAST_WORD = re.compile(r"\w+\Z")
_UNIT_CUES = frozenset(
    "county counties province provinces governorate district districts parish state oblast region prefecture".split()
)
_TOWN_CUES = frozenset(
    "city town village suburb hamlet township borough mayor downtown airport capital municipality resident residents "
    "native".split()
)
_NATURE_CUES = frozenset(
    "river lake mountain mountains valley desert sea bay gulf island islands creek dam hills".split()
)
NEIGHBOUR_CHARS = 120
_LARGE = 4.5


@dataclass(frozen=True, slots=True)
class Named:
    """One place name in the text. `weight` is how sure it is that it is one; demonyms only give evidence."""

    start: int
    end: int
    entry: NameEntry | None
    weight: float
    is_demonym: bool = False
    is_given: bool = False


def named_by(names: NameIndex, found: Sequence[Recognised]) -> list[Named]:
    """Return what the recogniser found as names with their entries."""
    return [
        Named(
            item.span.start,
            item.span.end,
            _land(names, item) if item.is_demonym else item.span.entry,
            item.probability,
            item.is_demonym,
        )
        for item in found
    ]


def _word_before(text: str) -> str:
    """Return the word at the end of a text, or the one before 'the', 'of' or 'of the' there: 'city' of 'city of '."""
    if not text[-1:].isspace():
        return ""
    words = text.split()
    if words[-1:] == ["the"]:
        words.pop()
        if words[-1:] == ["of"] and _tail(words[-2:-1]):
            words.pop()
        return _tail(words[-1:]) or "the"
    if words[-1:] == ["of"]:
        return _tail(words[-2:-1]) or "of"
    return _tail(words[-1:])


def _tail(words: Sequence[str]) -> str:
    """Return the letters that a word ends with."""
    if not words or words[0].isalnum():
        return "".join(words)
    found = _LAST_WORD.search(words[0])
    return found.group() if found else ""


def _land(names: NameIndex, item: Recognised) -> NameEntry | None:
    """Return the land of a demonym: the one it was found with (other scripts), else the one of the word list."""
    entry = item.span.entry
    return entry if entry is not None and entry.via == "demonym" else names.demonym(item.span.key)


def given(names: NameIndex, text: str, start: int, end: int) -> Named:
    """Return a span that was said to be a name, with its entry, by all means: as a demonym, or by its last words."""
    name = text[start:end]
    key = fold(name)
    found = names.demonym(key) or names.entry(key, name)
    is_demonym = bool(found and found.via == "demonym")
    return Named(start, end, found or _by_part(names, key), 1.0, is_demonym, True)


def _by_part(names: NameIndex, key: str) -> NameEntry | None:
    """Return the entry of the longest known end of a name (`southern Lebanon`), else of the large place before it."""
    words = key.split()
    for first in range(1, len(words)):
        tail = " ".join(words[first:])
        if len(words) - first > 1 or not names.is_common(tail):
            found = names.entry(tail) or names.demonym(tail)
            if found:
                return found
    for last in range(len(words) - 1, 0, -1):
        found = names.entry(" ".join(words[:last]))
        if found and found.log_population >= _LARGE:
            return found
    return None


@dataclass(slots=True)
class Sense:
    """All mentions of one name that must mean the same place."""

    entry: NameEntry
    mentions: list[int] = field(default_factory=list)
    inside: tuple[int, ...] = ()
    weight: float = 0.0
    is_demonym: bool = False
    unit_cue: bool = False
    town_cue: bool = False
    nature_cue: bool = False
    beside: set[int] = field(default_factory=set)
    near: set[int] = field(default_factory=set)
    position: float = 0.0


@dataclass(frozen=True, slots=True)
class Senses:
    """The questions of a document, and which of them each mention asks (-1: none)."""

    senses: list[Sense]
    of_mention: list[int]


class SenseMaker:
    """Groups the mentions of a document into senses and notes what stands around them."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self._words = Lexicon.load().words

    def make(self, text: str, mentions: Sequence[Named]) -> Senses:
        """Return the senses of `mentions`, which stand in `text` in order of their start."""
        inside = self._containers(text, mentions)
        senses: list[Sense] = []
        by_key: dict[tuple[str, tuple[int, ...]], int] = {}
        explicit: dict[str, list[tuple[int, ...]]] = {}
        for number, mention in enumerate(mentions):
            if mention.entry and inside[number] and inside[number] not in explicit.setdefault(mention.entry.key, []):
                explicit[mention.entry.key].append(inside[number])
        of_mention: list[int] = []
        for number, mention in enumerate(mentions):
            if mention.entry is None:
                of_mention.append(-1)
                continue
            key = mention.entry.key
            known = explicit.get(key, [])
            where = inside[number] or (known[0] if len(known) == 1 else ())
            if (key, where) not in by_key:
                by_key[key, where] = len(senses)
                senses.append(
                    Sense(
                        mention.entry,
                        inside=where,
                        is_demonym=mention.is_demonym,
                        position=mention.start / max(1, len(text)),
                    )
                )
            sense = senses[by_key[key, where]]
            sense.mentions.append(number)
            sense.weight = max(sense.weight, mention.weight)
            self._note_cues(text, mention, sense)
            of_mention.append(by_key[key, where])
        self._note_neighbours(text, mentions, of_mention, senses)
        return Senses(senses, of_mention)

    def _containers(self, text: str, mentions: Sequence[Named]) -> list[tuple[int, ...]]:
        """Return, of each mention, the units that the words beside it put it in (`Paris, Texas`; `Iraq's Mosul`)."""
        found: list[tuple[int, ...]] = [()] * len(mentions)
        for number, (one, two) in enumerate(pairwise(mentions)):
            gap = text[one.end : two.start]
            if one.entry is None or two.entry is None or len(gap) > 30 or one.is_demonym or two.is_demonym:
                continue
            if _IS_INSIDE.fullmatch(gap):
                rows = self._names.holding(two.entry, one.entry)
                if rows:
                    found[number] = tuple(rows)
                elif number + 2 < len(mentions) and _IS_INSIDE.fullmatch(text[two.end : mentions[number + 2].start]):
                    third = mentions[number + 2].entry
                    found[number] = tuple(self._names.holding(third, one.entry)) if third else ()
            elif _OWNS.fullmatch(gap) and not found[number + 1]:
                found[number + 1] = tuple(self._names.holding(one.entry, two.entry))
        return found

    def _note_cues(self, text: str, mention: Named, sense: Sense) -> None:
        """Note what the name or the words beside it say about the sort of place."""
        after = _AFTER.match(text, mention.end, mention.end + 25)
        before = _word_before(text[max(0, mention.start - 25) : mention.start])
        last = sense.entry.key.rpartition(" ")[2]
        words = {last, after.group(1).lower() if after else "", before.lower()}
        sense.unit_cue |= bool(words & _UNIT_CUES)
        sense.town_cue |= bool(words & _TOWN_CUES)
        sense.nature_cue |= bool(words & _NATURE_CUES)

    @staticmethod
    def _note_neighbours(
        text: str, mentions: Sequence[Named], of_mention: Sequence[int], senses: Sequence[Sense]
    ) -> None:
        """Note which senses stand beside one another, in a list or within a sentence's reach."""
        previous = -1
        for number, mention in enumerate(mentions):
            this = of_mention[number]
            if this < 0 or mention.is_demonym:
                continue
            if previous >= 0 and of_mention[previous] != this:
                other = of_mention[previous]
                gap = (
                    text[mentions[previous].end : mention.start]
                    if mention.start - mentions[previous].end < 40
                    else None
                )
                if mention.start - mentions[previous].end < NEIGHBOUR_CHARS:
                    senses[this].near.add(other)
                    senses[other].near.add(this)
                if gap is not None and _BESIDE.fullmatch(gap):
                    senses[this].beside.add(other)
                    senses[other].beside.add(this)
            previous = number
