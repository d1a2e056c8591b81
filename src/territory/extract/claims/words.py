"""Sentence → tagged words: names merged, dates and quotation marks taken out, verbs told from nouns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from territory.extract.actors import ActorLexicon
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.naming import NameMerger, Rescue, without_asides
from territory.extract.claims.refs import ActorRef
from territory.extract.claims.triggers import Triggers
from territory.extract.claims.verbs import VerbFinder
from territory.extract.claims.word import Word
from territory.extract.tokens import tokenise, tokens_as, vocabulary
from territory.extract.toponyms.lexicon import rarity

_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "shortly", "immediately"})
_QUOTES = frozenset("\"“”„«»'‘’`*_")


_TEMPORAL = frozenset({"after", "before", "since", "until", "while", "as"})
_DASHES = frozenset({"-", "–", "—"})
_ROADS = frozenset({"road", "highway", "line", "axis", "route", "motorway", "railway", "corridor"})
_ADJUSTED = frozenset(
    "once so no about around over nearly since following held controlled occupied side"
    " this these those all both".split()
)
"""Words, beside prepositions and places, that mean something else where they stand."""
_COMMON = 20
"""Words up to this rarity are found in any newspaper ('council', 'front'): they tell of no war."""
_TWO_FACED = frozenset({"to", "former", "latter", "may", "beginning", "starting"})
"""Small words whose tag depends on their neighbours."""
_OPENERS = frozenset({"beginning", "starting"})
"""Words that open a sentence with a date: 'Beginning on 6 September, ...'."""
_POINTING = frozenset({"this", "these", "those"})
_SHORT_ADVERB = 4
"""Letters that a word in -ly has at most if it is none ('only', 'ally')."""


class Tagger:
    """Tags the words of sentences.

    Parameters
    ----------
    lexicon : Lexicon
        The words that tell of control.
    actors : ActorLexicon
        The names of the parties.
    """

    def __init__(self, lexicon: Lexicon, actors: ActorLexicon) -> None:
        self._lexicon = lexicon
        self._actors = actors
        self._fixed: dict[str, str] = {}
        self._no_adverbs = lexicon.words["no_adverbs"]
        sets = lexicon.words
        self._triggers = Triggers(lexicon)
        self._verbs = VerbFinder(lexicon)
        self._war = _longest(sets["armed"] - sets["civil"]) | sets["war_cues"]
        self._war |= actors.cues(rarity, above=_COMMON, adjectives=False)
        self._sides = actors.cues(rarity)
        for name, tag in (
            ("adverbs", "ADV"),
            ("prepositions", "P"),
            ("subordinators", "SUB"),
            ("conjunctions", "C"),
            ("determiners", "DET"),
            ("pronouns", "PRO"),
            ("modals", "MOD"),
            ("be", "BE"),
            ("have", "HAVE"),
            ("do", "DO"),
            ("negations", "NEG"),
        ):
            self._fixed |= dict.fromkeys(lexicon.words[name], tag)
        self._fixed |= {
            "that": "SUB",
            "who": "SUB",
            "which": "SUB",
            "'s": "POSS",
            "her": "DET",
            "to": "P",
            "there": "PRO",
        }
        self._fixed |= {"back": "ADV", "out": "PRT", "yet": "ADV", "nor": "C"}
        self._adjusted = sets["reduced"] | sets["predicates"] | _TIMES | _ADJUSTED
        self._sure = {
            word: tag
            for word, tag in self._fixed.items()
            if word.isalpha() and word not in _TWO_FACED and word[-2:] != "ly"
        }
        self._names = NameMerger(lexicon, actors, self._fixed)

    def tag(
        self,
        text: str,
        start: int,
        end: int,
        mentions: Sequence[tuple[int, int, int]],
        dates: Sequence[tuple[int, int]],
        rescue: Rescue | None = None,
    ) -> list[Word]:
        """Return the words of `text[start:end]`.

        `mentions` are (start, end, number) of the toponyms in it, `dates` the spans of its date expressions. `rescue`
        is asked for the place of capitalised words that are no toponym so far.
        """
        tokens = [token for token in tokens_as(Word, text, start, end) if token.text not in _QUOTES]
        for a, b in dates:
            tokens = [token for token in tokens if token.end <= a or token.start >= b]
        if text.find("(", start, end) >= 0 or text.find("[", start, end) >= 0:
            tokens = without_asides(tokens)
        words = self._names.merge(text, tokens, mentions, rescue)
        sure = self._sure
        for index, word in enumerate(words):
            if word.tag == "N":
                lower = word.lower
                if lower in sure:
                    word.tag = sure[lower]
                elif lower[-2:] == "ly" or lower in _TWO_FACED or not lower.isalpha():
                    word.tag = self._small(words, index)
        self._adjust(words)
        forms = self._lexicon.forms
        for index, word in enumerate(words):
            if word.tag == "N" and (word.lower in forms or word.lower[-2:] == "ed" or word.lower[-3:] == "ing"):
                self._verbs.decide(words, index)
        words = self._without_asides_of_saying(words)
        self._mark_particles(words)
        return words

    def _without_asides_of_saying(self, words: list[Word]) -> list[Word]:
        """'Who he believes is dug in' tells what 'who is dug in' does: the saying comes between a word and its verb."""
        if not any(word.lower in ("who", "which") for word in words):
            return words
        saying = self._lexicon.reporting["say"]
        kept: list[Word] = []
        index = 0
        while index < len(words):
            kept.append(words[index])
            aside = words[index + 1 : index + 4]
            index += 1
            if (
                kept[-1].lower in ("who", "which")
                and [word.tag for word in aside[:2]] == ["PRO", "V"]
                and aside[-1].tag in ("V", "BE", "HAVE", "MOD")
                and len(aside) == 3
                and any(form.lemma in saying for form in aside[1].forms)
            ):
                index += 2
        return kept

    def may_tell(self, seen: Collection[str]) -> bool:
        """Whether a sentence of these words may tell of control; most of a newspaper does not."""
        return self._triggers.in_words(seen)

    def may_launch(self, seen: Collection[str]) -> bool:
        """Whether a sentence of these words may tell of an attack that begins."""
        return not self._triggers.launching.isdisjoint(seen)

    def is_of_war(self, text: str, seen: Collection[str]) -> bool:
        """Whether a text of these words speaks of armed sides at all."""
        return not self._war.isdisjoint(seen) or any(name in text for name in self._actors.short_names)

    def is_worth_reading(self, words: Sequence[Word]) -> bool:
        """Whether tagged words have both something that may happen to a place and a place, named or pointed back to."""
        lexicon = self._lexicon.words
        seen = {part for word in words for part in word.lower.split("-")}
        event = place = False
        for word in words:
            if word.tag == "V":
                event = event or self._triggers.verb_tells(word.lower, seen)
            elif word.lower == "under":
                event = event or self._triggers.noun_tells(word.lower, seen)
            elif word.tag in ("PL", "SUF"):
                place, event = True, event or word.tag == "SUF"
            elif word.tag == "PRO":
                event = event or self._triggers.noun_tells(word.lower, seen)
                place = place or word.lower in ("it", "there", "them", "which", "former", "latter", "theirs")
            elif word.tag == "N":
                lower = word.lower
                event = event or self._triggers.noun_tells(lower, seen)
                place = place or lower in lexicon["same"] or lower in lexicon["part"]
            elif word.tag == "ADV":
                event = event or self._triggers.noun_tells(word.lower, seen)
            if event and place:
                return True
        return False

    def may_name_side(self, sentence: str, seen: Collection[str]) -> bool:
        """Whether a sentence of these words may name a side."""
        return not self._sides.isdisjoint(seen) or any(name in sentence for name in self._actors.short_names)

    def sides(self, text: str, start: int, end: int) -> list[ActorRef]:
        """Return the names of sides in `text[start:end]`, in order."""
        tokens = tokenise(text, start, end)
        found, index = [], 0
        while index < len(tokens):
            match = self._actors.match(tokens, index) if tokens[index].is_word else None
            if match and self._names.side_is_used(tokens, match):
                stop, senses = match
                name = text[tokens[index].start : tokens[stop - 1].end]
                found.append(ActorRef(senses, "", tokens[index].start, tokens[stop - 1].end, name))
                index = stop
            else:
                index += 1
        return found

    def holders(self, text: str, start: int, end: int) -> list[ActorRef]:
        """Return the sides that a cell of a table names: by name, by flag or by their country."""
        words = self._names.merge(text, without_asides(tokens_as(Word, text, start, end)), (), None)
        return [ActorRef(word.senses, "", word.start, word.end, word.text) for word in words if word.senses]

    def _adjust(self, words: list[Word]) -> None:
        """Set right the small words that mean something else where they stand."""
        for index, word in enumerate(words):
            if word.tag not in ("P", "PL", "NEG") and word.lower not in self._adjusted:
                continue
            before = words[index - 1] if index else None
            following = words[index + 1] if index + 1 < len(words) else None
            after = following.lower if following else ""
            if (word.lower == "once" and after in ("more", "again") and following) or (
                word.lower == "so" and after == "far" and following
            ):
                word.tag = following.tag = "ADV"
            elif word.lower == "no" and after == "longer" and following:
                word.tag = following.tag = "NEG"
            elif (word.tag == "NEG" and after in ("just", "only", "merely") and following) or (
                word.lower == "at" and after in ("least", "most") and following
            ):
                word.tag = following.tag = "ADV"
            elif word.lower == "side" and [w.lower for w in words[index + 1 : index + 3]] == ["by", "side"]:
                word.tag = words[index + 1].tag = words[index + 2].tag = "ADV"
            elif word.lower in ("all", "both") and before and following and self._follows_all(before, following):
                word.tag = "ADV"  # 'Herat and Kandahar all fell'
            elif word.lower in _POINTING and following and self._is_noun(following):
                word.tag = "DET"
            elif (
                (
                    word.lower in ("about", "around", "over", "nearly")
                    and following
                    and (after in ("a", "an", "half", "one", "two", "three") or after[:1].isdigit())
                    and word.tag == "P"
                    and not (before and before.tag == "V")
                )
                or (word.lower == "about" and (after in ("a", "half", "one", "two", "three") or after[:1].isdigit()))
                or (word.lower == "since" and before and before.tag == "HAVE")
            ):
                word.tag = "ADV"
            elif (
                word.tag == "P"
                and before
                and before.tag == "DET"
                and word.lower[:4] in ("nort", "sout", "east", "west")
            ):
                word.tag = "N"
            elif word.lower in _TIMES and after in ("after", "before", "later", "earlier"):
                word.tag = "ADV"
            elif (
                self._lexicon.has("reduced", word.lower)
                and after in ("by", "to", "with")
                and before
                and before.tag in ("N", "AC")
            ):
                word.tag = "RED"
            elif self._lexicon.has("predicates", word.lower) and before and before.tag == "PL":
                word.tag = "PRED"
            elif word.lower == "following" and before and before.tag == "DET":
                word.tag = "N"
            elif word.lower in ("held", "controlled", "occupied") and before and before.tag == "AC":
                governor = words[index - 2] if index > 1 else None
                place = following is not None and following.tag == "PL"
                if place and governor is not None and governor.tag == "P" and governor.lower not in _TEMPORAL:
                    word.tag, word.lower = "SUF", f"-{word.lower}"  # 'over rebel held Douma'
            elif word.tag == "PL" and after in _DASHES:
                self._unname_road(words, index)

    def _follows_all(self, before: Word, following: Word) -> bool:
        """Whether 'all' or 'both' stands between a subject and its verb."""
        past = any(form.tense == "past" for form in self._lexicon.forms.get(following.lower, ()))
        return before.tag in ("PL", "AC") or (before.tag == "N" and past)

    def _is_noun(self, word: Word) -> bool:
        """Whether a word not yet told from a verb can only be a noun or an adjective."""
        return (
            word.tag == "N"
            and word.lower.isalpha()
            and not word.lower.endswith("ed")
            and (word.lower not in self._lexicon.forms)
        )

    @staticmethod
    def _unname_road(words: list[Word], index: int) -> None:
        """'The Palmyra–Homs highway' is a road, not one of the towns at its ends."""
        road = words[index + 2 : index + 5]
        if any(word.lower.split()[-1] in _ROADS for word in road if word.tag in ("N", "PL")):
            for word in (words[index], *road[:1]):
                word.tag, word.mention = "N", None

    def _mark_particles(self, words: list[Word]) -> None:
        particles = self._lexicon.particles
        for word, following in pairwise(words):
            if word.tag != "V" or following.lower == "back":
                continue
            if any(following.lower in particles.get(form.lemma, ()) for form in word.forms):
                following.tag = "PRT"

    def _small(self, words: list[Word], index: int) -> str:
        word = words[index]
        lower = word.lower
        if not lower[:1].isalnum():
            if lower.startswith("-") and len(lower) > 1:
                return "SUF"
            return "POSS" if lower == "'s" else ("ADV" if lower == "'" else lower[:1])
        if lower.endswith(("n't", "n’t")):
            return "NEG"
        following = words[index + 1] if index + 1 < len(words) else None
        if lower == "to" and following is not None and following.tag == "N" and self._is_base(following.lower):
            return "TO"
        if lower in ("former", "latter"):
            small = following is None or following.tag != "N" or not following.lower[:1].isalnum()
            return "PRO" if small or (following and following.lower in self._fixed) else "N"
        if lower == "may" and word.text == "May" and index:
            return "N"
        opens = index == 0 and following is not None and following.text == ","
        if opens and lower in _OPENERS:
            return "ADV"
        if (
            lower.endswith("ly")
            and len(lower) > _SHORT_ADVERB
            and (word.text.islower() or opens)
            and lower not in self._no_adverbs
        ):
            return "ADV"
        return self._fixed.get(lower, "N")

    def _is_base(self, lower: str) -> bool:
        return any(form.tense == "base" for form in self._lexicon.forms.get(lower, ()))


def _longest(words: Collection[str]) -> frozenset[str]:
    """Of each word the part that `vocabulary` gives, the longest one of 're-establish'."""
    return frozenset(max(vocabulary(word), key=lambda part: (len(part), part)) for word in words)
