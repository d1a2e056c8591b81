"""Which words of a sentence are verbs: forms that nouns and adjectives share, by what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from territory.extract.claims.lexicon import Lexicon, VerbForm
from territory.extract.claims.word import Word

_BEFORE_DOING = frozenset({",", "before", "after", "while"})
_AMOUNTS = frozenset({"more", "less", "large", "vast", "huge", "wide"})
_RELATIVE = frozenset({"which", "that", "whom"})


class VerbFinder:
    """Tells verbs from nouns.

    Parameters
    ----------
    lexicon : Lexicon
        The forms of verbs, and the words that are mostly nouns.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def decide(self, words: list[Word], index: int) -> None:
        """Make a word a verb, with its forms, if it stands as one."""
        word = words[index]
        forms = self._lexicon.forms.get(word.lower, ())
        if not forms:
            forms = self._unknown_verb(words, index)
        if forms and self._is_verb(words, index, {form.tense for form in forms}):
            word.tag, word.forms = "V", forms

    def _unknown_verb(self, words: list[Word], index: int) -> tuple[VerbForm, ...]:
        """Take an unknown word in -ed for a verb where a verb may stand."""
        lower = words[index].lower
        if Lexicon.has(self._lexicon, "adjectives_ed", lower):
            return ()
        if len(lower) > 4 and lower.endswith("ed") and words[index].text.islower():
            return (VerbForm(lower[:-2], "past"), VerbForm(lower[:-2], "participle"))
        after = index > 0 and words[index - 1].lower in _BEFORE_DOING
        if after and len(lower) > 5 and lower.endswith("ing") and words[index].text.islower():
            return (VerbForm(lower[:-3], "ing"),)
        return ()

    def _is_verb(self, words: list[Word], index: int, tenses: set[str]) -> bool:
        word = words[index]
        before = _neighbour(words, index, -1)
        after = _neighbour(words, index, 1)
        tag = before.tag if before else ""
        if word.text[:1].isupper() and index and not word.text.isupper():
            return False
        if tag in ("TO", "MOD", "DO") or (tag in ("BE", "HAVE") and tenses & {"ing", "participle", "past"}):
            return True
        if tag == "NEG":
            return True
        if tenses & {"past", "participle"} and not (tenses & {"base"} and self._lexicon.has("nounish", word.lower)):
            return self._past_is_verb(words, index, tag, after)
        if "ing" in tenses:
            return self._ing_is_verb(words, index, before, after)
        return self._present_is_verb(words, index, tenses, before, after)

    def _past_is_verb(self, words: list[Word], index: int, tag: str, after: Word | None) -> bool:
        if tag in ("DET", "POSS"):
            return False
        adjacent = words[index - 1].tag if index else ""
        if tag in ("P", "TO") or (adjacent == "ADV" and tag in ("P", "DET")):
            return False
        if not tag:
            return after is not None and after.tag in ("P", "PRT")
        if tag == "C" and after is not None and after.tag in ("N", "PL", "AC"):
            earlier = words[index - 2].tag if index > 1 else ""
            return earlier != "DET"
        if words[index - 1].tag == "N" and after is not None and after.tag in ("N", "AC"):
            return not self._looks_adjective(words, index)
        return True

    def _looks_adjective(self, words: list[Word], index: int) -> bool:
        """'its last besieged enclave': an -ed word after an adjective that follows a determiner."""
        return (
            index > 1
            and words[index - 2].tag in ("DET", "POSS")
            and not self._lexicon.has("armed", words[index - 1].lower)
            and (
                words[index - 1].lower
                in ("last", "first", "newly", "main", "only", "remaining", "largest", "other", "so")
            )
        )

    def _ing_is_verb(self, words: list[Word], index: int, before: Word | None, after: Word | None) -> bool:
        if words[index].lower in self._lexicon.nominals or words[index].lower in ("building", "crossing", "clearing"):
            subject = before is not None and (before.tag == "AC" or self._lexicon.has("armed", before.lower))
            direct = after is not None and (
                after.tag in ("DET", "PL", "AC", "PRO")
                or self._territorial(after)
                or after.lower in ("full", "complete")
            )
            return bool((subject or (before is not None and before.tag in (",", "SUB", "P", "C"))) and direct) or (
                subject and after is not None and after.tag == "P" and words[index].lower != "building"
            )
        if before is None:
            return True
        if before.lower == "without" and (after is None or not after.text[0].isalnum()):
            return False  # 'without warning'
        if (
            self._lexicon.has("adjectives_ing", words[index].lower)
            and after is not None
            and after.tag in ("N", "AC", "PL")
        ):
            return False
        return before.tag not in ("DET", "POSS")

    @staticmethod
    def _governed(words: list[Word], index: int) -> bool:
        """Whether the phrase before a word hangs on a preposition ('in Taliban hands')."""
        position = index - 1
        while position >= 0 and words[position].tag in ("N", "AC", "DET", "ADV", "PL", "POSS"):
            if words[position].tag == "DET" and position and words[position - 1].tag == "PL":
                return False  # 'In Mosul the jihadists hold ...'
            position -= 1
        return position >= 0 and words[position].tag == "P" and words[position].lower != "of"

    def _present_is_verb(
        self, words: list[Word], index: int, tenses: set[str], before: Word | None, after: Word | None
    ) -> bool:
        word = words[index]
        if before is None or after is None:
            return False
        if word.lower in ("forces", "force", "posts", "troops"):
            return False
        subject = (
            before.tag in ("AC", "PRO", "PL", "C", "V") or before.tag == "N" or before.lower in ("who", "which", "that")
        )
        if before.tag == "SUB" and before.lower not in ("who", "which", "that"):
            return False
        nounish = self._lexicon.has("nounish", word.lower)
        if before.tag == "," and "s" in tenses and not nounish:
            return True  # 'Tal Afar, halfway to the city, belongs to ...'
        if before.tag == "," and after.tag in ("DET", "PL") and ("s" in tenses or not nounish):
            return True  # 'Peshmerga, backed by jets, retake Mosul Dam'
        if before.tag == "PL" and after.lower == "to" and "s" in tenses and self._gives_away(word):
            return True  # 'Mosul falls to Islamic State'
        if not subject:
            return False
        if nounish and self._governed(words, index):
            return False
        if nounish and "base" in tenses and not after.text[0].isalnum() and _relates(words, index):
            return True  # 'Baaj, which they still control'
        if before.tag == "C" and nounish and self._lexicon.has("part", after.lower):
            return True
        if before.tag in ("C", "V") and nounish:
            return after.tag in ("DET", "PL", "PRO") and before.tag == "C"
        if nounish:
            return after.tag in ("DET", "PL", "PRO") or (
                after.tag in ("N", "AC")
                and (before.tag in ("AC", "PRO") or self._lexicon.has("armed", before.lower))
                and (self._territorial(after) or after.lower[:1].isdigit() or after.lower in _AMOUNTS)
            )
        if (
            "base" in tenses
            and before.tag == "N"
            and not (before.lower.endswith("s") or before.lower in ("police", "people", "men"))
        ):
            return False
        return after.tag not in ("of",)

    def _gives_away(self, word: Word) -> bool:
        """Whether a verb of this form tells to whom a place goes."""
        lemmas = {form.lemma for form in self._lexicon.forms.get(word.lower, ())}
        frames = (frame for lemma in lemmas for frame in self._lexicon.frames.get((lemma, ""), ()))
        return any(frame.roles.get("to") == "winner" and frame.roles.get("subject") == "place" for frame in frames)

    def _territorial(self, word: Word) -> bool:
        return any(self._lexicon.has(name, word.lower) for name in ("part", "same", "whole")) or word.tag == "AC"


def _relates(words: Sequence[Word], index: int) -> bool:
    """Whether 'which' or 'that' and a subject stand before a word: 'which government forces hold'."""
    position = index - 1
    while position >= 0 and words[position].tag in ("N", "AC", "DET", "ADV", "PRO"):
        position -= 1
    before = words[position] if position >= 0 else None
    return before is not None and position < index - 1 and before.tag == "SUB" and before.lower in _RELATIVE


def _neighbour(words: list[Word], index: int, step: int) -> Word | None:
    position = index + step
    while 0 <= position < len(words) and words[position].tag == "ADV":
        position += step
    return words[position] if 0 <= position < len(words) else None
