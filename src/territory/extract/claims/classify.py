"""What a noun phrase stands for, by its words: a place, a part of one, a side, a hold, a siege, a flag."""

from __future__ import annotations

from collections.abc import Sequence

from territory.extract.actors import AliasUse
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.phrase import Phrase
from territory.extract.claims.refs import UNKNOWN, ActorRef, PlaceRef
from territory.extract.claims.word import Word

_UNSPOKEN = frozenset("next other another most important new nearby neighbouring neighboring adjacent same ".split())
"""Words that bring in a place not spoken of before: 'the next village' points back to nothing."""

_WHOLES = frozenset("city town village capital hub settlement province governorate stronghold bastion".split())
_ADJECTIVES = ("ian", "ish", "ite", "Sunni", "Shia", "Druze", "Alawi", "Kurdish", "Arab", "ern", "ese")

_STATE_WORDS = frozenset(
    "government regime pro-government federal loyalist government-backed security army military police".split()
)
"""Words before armed men that make them the government's."""

_GOVERNMENT = frozenset("government army regime federal state loyalist pro-government pro-regime".split())
"""Words that say whose men or towns are meant."""

_TOWNS = frozenset({"towns", "cities"})
_UNITS = frozenset({"districts", "provinces", "villages"})
_HELD = frozenset({"-held", "-controlled", "-ruled", "-occupied", "-run", "-dominated"})
_FRACTIONS = ("-fifths", "-quarters", "-thirds", "-tenths", "-eighths", "-fifth", "-quarter", "-third")

_NUMERALS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "several",
        "some",
        "many",
        "most",
        "all",
        "half",
        "both",
        "each",
        "none",
    ]
)


class PhraseClassifier:
    """Sorts noun phrases by their words.

    Parameters
    ----------
    lexicon : Lexicon
        Words for parts of places, armed men, holds.
    text : str
        The article.
    """

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self._lexicon = lexicon
        self._text = text

    def classify(self, phrase: Phrase, words: Sequence[Word], head: Word) -> None:
        """Set the kind of a phrase, its places and its side."""
        has = self._lexicon.has
        actors = [w for w in words if w.tag == "AC"]
        refs = [PlaceRef(w.mention, w.start, w.end) for w in words if w.tag == "PL"]
        former = self._lexicon.words["territory_adjectives"]
        suffixed, metonym = False, None
        for word in words:
            if word.lower in former:
                phrase.former = True
            elif word.tag == "SUF" and word.lower in _HELD:
                suffixed = True
            elif word.senses and metonym is None and word.tag in ("PL", "N"):
                metonym = ActorRef(word.senses, "", word.start, word.end, word.text)
        owner = self._owner(words, actors)
        if head.tag == "PL":
            partial = self._directed(words)
            phrase.kind, phrase.places = "place", [refs[-1]._replace(partial=True)] if partial else refs[-1:]
            phrase.actor, phrase.owner_held = owner, suffixed
            phrase.metonym = metonym
        elif head.tag == "PRO":
            phrase.kind = "pronoun"
        elif head.tag == "SUF" and suffixed:
            phrase.kind, phrase.actor = "held", owner
        elif head.tag != "AC" and head.lower not in self._lexicon.heads and not head.lower.endswith(_FRACTIONS):
            self._plain(phrase, words, head, owner, metonym)
        elif has("people", head.lower) and not has("armed", head.lower):
            phrase.actor = owner or self._official(words, metonym)
        elif head.tag == "AC" or has("armed", head.lower):
            phrase.kind, phrase.actor = "actor", self._side(words, actors, head)
            phrase.strong = has("strong", head.lower)
            phrase.cells = any(w.lower in self._lexicon.words["cells"] for w in words)
        elif has("flags", head.lower):
            phrase.kind, phrase.actor, phrase.open = "flag", owner, True
        elif has("siege", head.lower):
            phrase.kind, phrase.actor, phrase.open, phrase.places = "siege", owner, not refs, refs
        elif has("attack", head.lower):
            phrase.kind, phrase.actor, phrase.open, phrase.places = "attack", owner, not refs, refs
        elif has("whole", head.lower) or has("hands", head.lower):
            if owner is None and metonym is not None and any(word.tag == "POSS" for word in words):
                owner, refs = metonym, []  # 'Baghdad's control'
            phrase.kind = "hands" if owner or not has("whole", head.lower) else "whole"
            phrase.actor, phrase.open, phrase.places = owner, not refs, refs
        else:
            self._territory(phrase, words, head, refs, owner, suffixed)

    @staticmethod
    def _plain(
        phrase: Phrase, words: Sequence[Word], head: Word, owner: ActorRef | None, metonym: ActorRef | None
    ) -> None:
        if all(w.tag == "DET" or w.lower in _NUMERALS for w in words):
            phrase.kind, phrase.open = "part", True
            phrase.fallback = PlaceRef(None, words[0].start, head.end, True, anaphor="@topic")
            return
        phrase.actor = owner
        phrase.metonym = metonym if head.senses else None
        if head.tag == "N" and head.text.islower() and not phrase.metonym:
            phrase.kind, phrase.open = "weak", True

    def _territory(
        self,
        phrase: Phrase,
        words: Sequence[Word],
        head: Word,
        refs: list[PlaceRef],
        owner: ActorRef | None,
        suffixed: bool,
    ) -> None:
        has = self._lexicon.has
        if owner is not None and not suffixed and _is_nationality(owner):
            owner = None
        phrase.actor, phrase.owner_held = owner, suffixed
        phrase.edge = has("edge", head.lower)
        phrase.strong = has("strong", head.lower)
        same = has("same", head.lower)
        unknown = _has_unknown_name(words)
        words_lower = " ".join(w.lower for w in words)
        described = head.tag == "N" and places_before_poss(words)
        if described and (same or any(w.senses for w in words if w.tag == "PL")):
            refs = []
        if refs:
            directed = self._directed(words)
            directed = directed or (head.lower == "suburb" and len(words) > 1)  # 'the Damascus suburb' is not Damascus
            same = same or (len(words) > 1 and words[-2].tag == "PL" and has("lands", head.lower))
            phrase.kind = "place" if same else "part"
            name = self._text[words[0].start : head.end]
            named = not same and head.text[:1].isupper() and bool(name)
            phrase.places = [
                r._replace(partial=(not same and not named) or directed, edge=phrase.edge) for r in refs[-1:]
            ]
            return
        phrase.kind, phrase.open, phrase.unknown = "part", True, unknown
        if unknown and phrase.definite:
            phrase.fallback = PlaceRef(None, words[0].start, head.end, True, anaphor=UNKNOWN)
            return
        if any(w.lower in _UNSPOKEN for w in words[:-1]) and same:
            return
        if same and (phrase.definite or words[0].lower in ("both", "that", "this")):
            partial = any(
                w.lower in self._lexicon.words["directions"] or w.lower in ("rest", "half", "part") for w in words
            )
            phrase.fallback = PlaceRef(None, words[0].start, head.end, partial, anaphor=words_lower, owner=owner)
        elif any(w.lower in _UNSPOKEN for w in words) and not has("measures", head.lower):
            return
        elif any(w.tag == "N" and (w.text[:1].isupper() or w.text[-1:].isdigit()) for w in words[1:]):
            return  # a name that nobody knows is not a way of pointing back
        elif phrase.definite or has("measures", head.lower):
            both = any(word.lower == "two" for word in words) and head.lower in _UNITS
            partial = (head.lower not in _TOWNS or words[0].lower not in ("both", "the", "these")) and not both
            phrase.fallback = PlaceRef(None, words[0].start, head.end, partial, phrase.edge, words_lower, owner)
        else:
            phrase.fallback = PlaceRef(None, words[0].start, head.end, True, phrase.edge, "@topic", owner)

    def _directed(self, words: Sequence[Word]) -> bool:
        """Whether a phrase names only a side of a place: 'eastern Aleppo'."""
        directions = self._lexicon.words["directions"]
        return any(word.tag == "N" and word.lower in directions for word in words)

    def _official(self, words: Sequence[Word], metonym: ActorRef | None) -> ActorRef | None:
        """The side of 'Russia's president', 'the interior ministry', 'the governor'."""
        if metonym:
            return metonym
        if any(
            self._lexicon.has("state_heads", w.lower)
            or w.lower in ("minister", "president", "state", "prime", "provincial")
            for w in words
        ):
            return ActorRef((), "state", words[0].start, words[-1].end, words[-1].text)
        return None

    def _owner(self, words: Sequence[Word], actors: Sequence[Word]) -> ActorRef | None:
        if actors:
            return self._named_side(actors)
        if words[-1].lower in ("its", "their"):
            return ActorRef((), "pronoun", words[0].start, words[0].end, words[0].text)
        for word in words:
            if word.lower in _GOVERNMENT and word.tag == "N":
                return ActorRef((), "state", word.start, word.end, word.text)
        if any(w.lower in ("its", "their", "his") for w in words[:1]):
            return ActorRef((), "pronoun", words[0].start, words[0].end, words[0].text)
        return None

    def _named_side(self, actors: Sequence[Word]) -> ActorRef:
        def rank(word: Word) -> int:
            uses = {sense.use for sense in word.senses}
            return 2 if AliasUse.NAME in uses else 1 if AliasUse.NOUN in uses else 0

        ranked = sorted(actors, key=rank, reverse=True)
        senses = tuple(sense for word in ranked for sense in word.senses)
        generic = "state" if ranked[0].lower in _STATE_WORDS else ""
        return ActorRef(senses, generic, ranked[0].start, ranked[0].end, ranked[0].text)

    def _side(self, words: Sequence[Word], actors: Sequence[Word], head: Word) -> ActorRef:
        generic = "group"
        if words[0].lower in ("its", "their", "his", "our") and not actors:
            return ActorRef((), "pronoun", words[0].start, words[-1].end, self._text[words[0].start : words[-1].end])
        if any(w.lower in _STATE_WORDS for w in words) or self._lexicon.has("armed_state", head.lower):
            generic = "state"
        if head.tag == "AC" and head.lower not in _STATE_WORDS:
            generic = ""
        start, end = words[0].start, words[-1].end
        text = self._text[start:end]
        capital = next((w for w in words if w.senses and w.tag in ("PL", "N")), None)
        if capital is not None and not actors and any(w.tag == "POSS" for w in words):
            return ActorRef(capital.senses, generic, start, end, text)
        if (
            not actors
            and head.text[:1].isupper()
            and len(words) > 1
            and words[-2].text[:1].isupper()
            and generic == "state"
        ):
            generic = "group"
        if actors:
            named = self._named_side(actors)
            return ActorRef(named.senses, generic, start, end, text)
        return ActorRef((), generic, start, end, text)


def _has_unknown_name(words: Sequence[Word]) -> bool:
    """Whether a name that nobody knows stands before a word for a part of a town: 'the al-Layramoun district'."""
    if words[-1].lower in _WHOLES:
        return False
    return any(w.tag == "N" and w.text[-1:].isalpha() and _is_name(w.text) for w in words[:-1])


def _is_name(text: str) -> bool:
    bare = text.split("-", 1)[1] if text[:3].lower() in ("al-", "el-", "ar-", "as-") else text
    return bare[:1].isupper() and not bare.isupper() and not bare.endswith(_ADJECTIVES)


def places_before_poss(words: Sequence[Word]) -> bool:
    """Whether the only names stand before a possessive: 'Iraq's second largest city' is not Iraq."""
    last = max((i for i, w in enumerate(words) if w.tag == "POSS"), default=-1)
    return last > 0 and words[last - 1].tag == "PL" and not any(w.tag == "PL" for w in words[last:])


def _is_nationality(owner: ActorRef) -> bool:
    """Whether a side is named only by its people: a 'Syrian city' or 'Kurdish town' is not thereby held by them."""
    sides = [sense for sense in owner.senses if sense.use is AliasUse.SIDE]
    return bool(owner.senses) and len(sides) == len(owner.senses) and owner.text[:1].isupper()
