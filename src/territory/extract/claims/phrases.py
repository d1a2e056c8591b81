"""Noun phrases: which place, part of a place, or armed side they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from territory.extract.actors import AliasUse
from territory.extract.claims.classify import PhraseClassifier
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.phrase import Argument, Phrase
from territory.extract.claims.refs import UNKNOWN, ActorRef, PlaceRef
from territory.extract.claims.word import Word

_STOPS = frozenset(
    {
        "P",
        "SUB",
        "C",
        "V",
        "BE",
        "HAVE",
        "DO",
        "MOD",
        "NEG",
        "TO",
        ",",
        ";",
        ":",
        "(",
        ")",
        "—",
        "–",
        "-",
        ".",
        "!",
        "?",
        "[",
        "]",
        "/",
        "…",
        "RED",
        "PRED",
    }
)
_LINKED = frozenset(
    {
        "of",
        "in",
        "around",
        "near",
        "outside",
        "at",
        "inside",
        "from",
        "on",
        "across",
        "throughout",
        "within",
        "surrounding",
        "to",
        "between",
        "over",
        "north",
        "south",
        "east",
        "west",
        "under",
        "behind",
        "beyond",
    }
)


class PhraseReader:
    """Reads the phrases of a stretch of tagged words."""

    def __init__(self, lexicon: Lexicon, text: str, words: Sequence[Word]) -> None:
        self._lexicon = lexicon
        self._text = text
        self._words = words
        self._classifier = PhraseClassifier(lexicon, text)

    def arguments(self, start: int, end: int) -> list[Argument]:
        """Return the phrases between two words, each with its preposition; parts joined to their wholes."""
        found: list[Argument] = []
        prep: str | None = None
        joined, negated = "", False
        index = start
        while index < end:
            word = self._words[index]
            if word.tag in ("P", "TO", "PRT"):
                prep, index = self._preposition(index, end, prep)
                continue
            also = index + 1 < end and self._words[index + 1].lower == "also"
            if (word.tag in (",", "C") and (word.lower != "but" or also)) or (
                word.tag == ":" and found and found[-1].prep is None and found[-1].first.open
            ):
                joined, prep = word.tag, None
                index += 1
                continue
            negated = negated or word.tag == "NEG"
            if word.tag in _STOPS or word.tag in ("ADV", "POSS", "SUF"):
                if word.tag not in ("ADV", "POSS", "SUF"):
                    joined, prep = "", None
                    if found:
                        found.append(Argument("|", [Phrase("other", "", index, index, "")], index))
                index += 1
                continue
            phrase, index = self.phrase(index, end)
            phrase.negated = negated
            self._place(found, prep, phrase, joined)
            prep, joined, negated = None, "", False
        return [argument for argument in found if argument.prep != "|"]

    def _preposition(self, index: int, end: int, prep: str | None) -> tuple[str | None, int]:
        lower = self._words[index].lower
        following = self._words[index + 1].lower if index + 1 < end else ""
        if lower == "out" and following == "of":
            return "from", index + 2
        if lower == "out" or self._words[index].tag == "PRT":
            return prep, index + 1
        if lower in ("north", "south", "east", "west") or lower[:5] in ("north", "south"):
            return lower.replace("-", "")[:5].rstrip("-"), index + (2 if following in ("of", "from") else 1)
        return ("with" if lower == "with" else lower), index + 1

    def _place(self, found: list[Argument], prep: str | None, phrase: Phrase, joined: str) -> None:
        last = found[-1] if found and found[-1].prep != "|" else None
        described = last.phrases[-1].apposition if last and not joined and prep else None
        if described and prep and self._into_apposition(described, prep, phrase):
            return
        if (
            last
            and prep == "including"
            and (phrase.places or (phrase.open and phrase.definite and phrase.head in _PLURALS))
            and last.phrases[-1].kind in ("part", "weak", "other", "place")
        ):
            self._name_some(last, phrase)
            return
        if last and joined == ":" and prep is None and phrase.places and last.first.open:
            last.phrases[0].places, last.phrases[0].open = [], False
            last.phrases[0].fallback = None
            last.phrases.append(phrase)
            return
        if last and joined == "," and prep is None and self._is_apposition(last.phrases[-1], phrase):
            last.phrases[-1].apposition = phrase
            return
        if last and joined == "," and last.phrases[-1].kind == "actor" and self._names_side(last.phrases[-1], phrase):
            last.phrases[-1].actor = phrase.actor
            return
        if last and joined in ("and", "C") and prep and self._again(last, prep, phrase):
            return
        if last and joined == "," and prep is None and phrase.kind == "actor":
            found.append(Argument(prep, [phrase], phrase.start))
            return
        if last and not joined and prep == "of" and last.prep in _WHOSE and _is_seat(last.phrases[-1], phrase):
            return
        if last and not joined and prep and self._attach(last.phrases[-1], prep, phrase):
            return
        if last and joined == "," and prep is None and self._is_address(last.phrases[-1], phrase):
            return
        if last and joined and prep is None and _alike(last.phrases[-1], phrase):
            whole = last.phrases[-1]
            if whole.kind in ("part", "whole") and phrase.kind == "place" and self._shares_part(whole):
                phrase.places = [ref._replace(partial=True) for ref in phrase.places]
            elif whole.kind == "part" and phrase.kind == "place" and whole.head in _PLURALS and whole.definite:
                whole.places = [ref._replace(partial=False) for ref in whole.places]  # 'the towns of A and B'
            elif whole.kind == "place" and phrase.head == "districts" and len(phrase.text.split()) == 2:
                phrase.places = [ref._replace(partial=False) for ref in phrase.places]  # 'Achin and Kot districts'
            last.phrases.append(phrase)
            return
        if last and joined and prep is None and phrase.kind == "pronoun" and last.prep is None:
            return
        if last and joined and prep is None and phrase.places and phrase.kind in ("place", "part"):
            whole = last.phrases[-1]
            if whole.kind in ("flag", "attack", "siege", "weak") and whole.places:
                whole.places = [*whole.places, *phrase.places]
                return
        found.append(Argument(prep, [phrase], phrase.start))

    @staticmethod
    def _is_address(last: Phrase, phrase: Phrase) -> bool:
        """'Verbivka, Balakliia Raion, Kharkiv Oblast': what comes after a town says where it lies."""
        wide = phrase.kind == "place" and phrase.text.rsplit(" ", 1)[-1] in _UNITS
        return wide and last.kind == "place" and last.text.rsplit(" ", 1)[-1] not in _UNITS

    def _shares_part(self, whole: Phrase) -> bool:
        """'Large parts of Fallujah and Ramadi' are parts of both."""
        parted = all(ref.mention is not None and ref.partial for ref in whole.places)
        several = whole.head.endswith("s") and not (whole.head in _PLURALS and whole.definite)
        some = several or self._lexicon.has("measures", whole.head) or (whole.kind == "whole" and whole.unknown)
        return bool(whole.places) and parted and some

    @staticmethod
    def _name_some(last: Argument, phrase: Phrase) -> None:
        """'seven villages, including al-Rai': the names say which, a number that points back to nothing is dropped."""
        whole = last.phrases[-1]
        if not whole.places:
            whole.fallback, whole.open = None, False
            if len(last.phrases) == 1:
                last.phrases[-1] = phrase
                return
        last.phrases.append(phrase)

    def _names_side(self, last: Phrase, phrase: Phrase) -> bool:
        """'the Khalid ibn al-Walid Army, an Islamic State affiliate': the description says whose it is."""
        named = last.actor is not None and bool(last.actor.senses)
        return (
            not named
            and phrase.actor is not None
            and bool(phrase.actor.senses)
            and self._words[phrase.start].tag == "DET"
        )

    @staticmethod
    def _again(last: Argument, prep: str, phrase: Phrase) -> bool:
        """'the liberation of Tal Afar and of Nineveh': the second 'of' joins the first."""
        if not phrase.places and phrase.kind not in ("whole", "part"):
            return False
        if last.prep == prep:
            last.phrases.append(phrase)
            return True
        whole = last.phrases[-1]
        if prep == "of" and whole.kind in ("whole", "part", "siege") and whole.places:
            whole.places = [*whole.places, *phrase.places]
            return True
        return False

    def _is_apposition(self, last: Phrase, phrase: Phrase) -> bool:
        """'Rawa, the last town ...': a description in the wake of a name."""
        if last.kind not in ("place", "part", "whole") or not last.places:
            return False
        words = self._words[phrase.start : phrase.end]
        if all(word.tag == "DET" for word in words):
            return True
        if phrase.places and words[0].lower not in ("a", "an"):
            return False
        opener = self._words[phrase.start]
        return (
            (phrase.kind in ("part", "other", "weak", "place") or phrase.strong)
            and opener.tag == "DET"
            and opener.lower in ("the", "a", "an", "its", "their", "another")
        )

    def _into_apposition(self, described: Phrase, prep: str, phrase: Phrase) -> bool:
        """Take what hangs on a description ('... in Idlib province', '... under Islamic State') out of the clause."""
        if prep not in _DESCRIBING:
            return False
        if any(word.tag == "NEG" for word in self._words[max(0, phrase.start - 2) : phrase.start]):
            return True  # 'cities not under Russian control'
        if (phrase.kind == "actor" and prep == "of" and described.actor is None) or (
            phrase.kind in ("actor", "hands") and phrase.actor is not None and prep == "under"
        ):
            described.actor = phrase.actor
        return True

    def _attach(self, whole: Phrase, prep: str, phrase: Phrase) -> bool:
        """Join 'parts' + of + 'Mosul', 'fighters' + of + 'Islamic State', 'hands' + of + 'the army'."""
        amount = self._lexicon.has("measures", whole.head) or self._lexicon.has("determiners", whole.head)
        counted = amount and whole.kind == "part" and whole.open and prep == "of" and not phrase.refs()
        if counted and phrase.kind in ("other", "weak", "actor"):
            many = phrase.kind == "actor" and not self._lexicon.has("measures", whole.head)
            whole.kind, whole.fallback, whole.open = "actor" if many else "other", None, False
            whole.actor = phrase.actor if many else whole.actor
            return True  # 'hundreds of fighters' are a side, 'hundreds of prisoners' and 'parts of the army' are none
        if whole.kind == "weak" and whole.open and prep in _AROUND and phrase.places:
            whole.places = [ref._replace(partial=True) for ref in phrase.places]
            whole.open = False
            if prep == "of" and whole.head in _SIDES:
                whole.kind = "part"  # 'the northwest of Mosul'
            return True
        if whole.kind in ("part", "whole") and prep == "of" and whole.fallback and phrase.kind in ("other", "weak"):
            named = self._words[phrase.start]
            if named.tag == "N" and named.text[:1].isupper() and named.text[-1:].isalpha():
                whole.fallback = whole.fallback._replace(anaphor=UNKNOWN)  # 'the town of' a name that nobody knows
                return True
        if whole.kind in ("part", "whole", "siege", "attack", "flag", "event", "cells") and prep in _LINKED:
            if whole.open and (phrase.places or phrase.kind == "pronoun"):
                return self._fill(whole, prep, phrase)
            if prep == "from" and phrase.head in ("sides", "side"):
                return False  # 'entered the city from two sides'
            if whole.open and phrase.kind in ("part", "whole", "place") and phrase.open:
                entire = self._lexicon.has("same", phrase.head) or (phrase.definite and phrase.head in _PLURALS)
                some = phrase.unknown or (phrase.kind == "part" and not entire)
                whole.edge, whole.unknown = whole.edge or phrase.edge, whole.unknown or some
                if phrase.fallback is not None:
                    partial = whole.kind == "part" and not (self._lexicon.has("same", whole.head) and prep == "of")
                    whole.fallback = phrase.fallback._replace(
                        partial=partial or phrase.fallback.partial, edge=whole.edge
                    )
                return True
        if (
            whole.kind in ("hands", "whole", "part", "siege", "flag", "attack", "event")
            and prep in ("of", "by", "to")
            and phrase.kind == "actor"
        ):
            if whole.actor is None and (prep != "to"):
                whole.actor = phrase.actor
                if whole.kind == "whole":
                    whole.kind = "hands"
                return prep == "of" or whole.kind in ("siege", "attack")
            return False
        if (
            whole.kind == "actor"
            and prep in ("of", "from")
            and phrase.actor
            and (phrase.kind == "actor" or _named(phrase.actor))
        ):
            if whole.actor is None or not _named(whole.actor):
                whole.actor = phrase.actor._replace(start=whole.actor.start if whole.actor else phrase.actor.start)
            return True
        return (
            whole.kind == "place"
            and prep in ("in", "of", "near", "north", "south", "east", "west")
            and bool(phrase.places)
            and prep != "of"
        )

    def _fill(self, whole: Phrase, prep: str, phrase: Phrase) -> bool:
        same = self._lexicon.has("same", whole.head)
        if whole.kind == "part" and same and prep != "of" and (not whole.definite or prep not in ("in",)):
            return True
        refs = phrase.places or [_back(phrase)]
        whole.fallback = None
        if whole.kind in ("whole", "siege", "attack", "flag", "event"):
            whole.places = [
                ref._replace(partial=ref.partial or whole.unknown, edge=ref.edge or whole.edge) for ref in refs
            ]
        elif (
            whole.head in self._lexicon.words["same"]
            and prep == "of"
            and not whole.edge
            and not whole.unknown
            and not whole.text.lower().startswith(("half", "most", "part"))
        ):
            whole.places = list(refs)
        elif whole.text.lower().startswith("all ") and whole.head in _ALL_OVER:
            whole.places = list(refs)  # 'all rebel positions in East Aleppo'
        else:
            whole.places = [ref._replace(partial=True, edge=whole.edge or ref.edge) for ref in refs]
        whole.open = False
        return True

    def phrase(self, start: int, end: int) -> tuple[Phrase, int]:
        """Read the noun phrase that starts at a word; returns it with the word after it."""
        stop = self._extent(start, end)
        words = self._words[start:stop]
        after = stop
        text = self._text[words[0].start : words[-1].end]
        core = [w for w in words if w.tag != "ADV"]
        head = core[-1] if core else words[-1]
        phrase = Phrase("other", head.lower, start, stop, text)
        opened = words[0].tag == "DET" and words[0].lower in self._lexicon.words["definite"]
        phrase.definite = opened or any(word.tag == "POSS" for word in words)
        self._classifier.classify(phrase, core or list(words), head)
        after = self._skip_modifier(after, end, phrase)
        return phrase, after

    def _extent(self, start: int, end: int) -> int:
        """Find where the phrase ends: before a stop, or where a second name begins ('In Mosul | Islamic State ...')."""
        index = start
        while index < end:
            word = self._words[index]
            if word.tag in _STOPS or word.tag == "PRT":
                break
            if index > start:
                previous = self._words[index - 1]
                if word.tag == "ADV" and previous.tag in ("N", "AC", "PL", "PRO"):
                    break
                if previous.tag == "PL" and (word.lower in _TRAILING or word.lower.endswith("ly")):
                    break
                if word.tag in ("AC", "DET") and previous.tag == "PL" and not self._describes(start, index):
                    break
                if word.tag == "DET" and previous.tag in ("N", "AC") and not _counts(previous, word):
                    break
                if word.tag == "PL" and previous.tag == "PL":
                    break
                if (
                    word.tag == "N"
                    and self._lexicon.has("armed", word.lower)
                    and any(w.tag == "PL" for w in self._words[start:index])
                    and self._lexicon.has("same", previous.lower)
                ):
                    break
                if (word.tag == "PRO" and previous.tag != "DET") or previous.tag == "PRO":
                    break
            index += 1
        return max(index, start + 1)

    def _describes(self, start: int, index: int) -> bool:
        """Whether a place only says whose men a word means: 'Myanmar junta troops', not 'in Mosul rebels'."""
        common = self._words[index].tag == "AC" and self._words[index].text.islower()
        return common and index == start + 1 and (start == 0 or self._words[start - 1].tag in (",", "C", "SUB", "DET"))

    def _skip_modifier(self, index: int, end: int, phrase: Phrase) -> int:
        """Step over 'backed by ...' after a side; take the side of 'loyal to ...', 'led by ...'."""
        if index >= end:
            return index
        word = self._words[index]
        if word.tag == "RED":
            link = index + 1
            if link < end and self._words[link].lower in ("by", "to", "with") and link + 1 < end:
                inner, after = self.phrase(link + 1, end)
                if (
                    word.lower not in ("backed", "supported", "accompanied", "helped", "aided")
                    and inner.kind == "actor"
                    and inner.actor
                    and phrase.kind == "actor"
                    and not (phrase.actor and "rebel" in phrase.actor.text.lower())
                ):
                    phrase.actor = inner.actor
                return after
        return index


_UNITS = frozenset({"Raion", "Oblast", "Province", "Governorate", "District", "County", "State", "Region"})
_PLURALS = frozenset({"capitals", "towns", "cities", "villages", "districts", "settlements", "ports", "crossings"})
_SIDES = frozenset("north south east west northwest northeast southwest southeast".split())
_ALL_OVER = frozenset("positions areas districts neighbourhoods neighborhoods quarters parts territory".split())
"""Who has all of these in a place has the place."""
_AROUND = frozenset(
    {"of", "around", "near", "outside", "in", "between", "along", "surrounding", "north", "south", "east", "west"}
)
_DESCRIBING = frozenset(
    {
        "of",
        "under",
        "in",
        "on",
        "near",
        "across",
        "along",
        "at",
        "between",
        "with",
        "for",
        "north",
        "south",
        "east",
        "west",
    }
)
_WHOSE = frozenset({"under", "to", "into", "from", "outside", "within"})
_TRAILING = frozenset(
    {"next", "further", "farther", "alike", "too", "first", "deeper", "hours", "days", "intact", "alone"}
)


def _counts(number: Word, word: Word) -> bool:
    """'17 other villages' is one phrase."""
    return number.lower[:1].isdigit() and word.lower in ("other", "more")


def _back(phrase: Phrase) -> PlaceRef:
    return PlaceRef(None, phrase.start, phrase.end, anaphor=phrase.head)


def _named(actor: ActorRef) -> bool:
    return any(sense.use is AliasUse.NAME for sense in actor.senses)


def _is_seat(whole: Phrase, phrase: Phrase) -> bool:
    """'Under the control of Baghdad': the seat of a government stands for whose control it is; note that."""
    if whole.kind not in ("whole", "hands") or whole.places or whole.actor or phrase.metonym is None:
        return False
    whole.kind, whole.actor, whole.open, whole.fallback = "hands", phrase.metonym, False, None
    return True


def _alike(one: Phrase, other: Phrase) -> bool:
    territorial = {"place", "part", "whole"}
    if one.kind in territorial and other.kind in territorial:
        return True
    return one.kind == other.kind == "actor"
