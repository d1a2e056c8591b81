"""Tokens → words with names merged: toponyms, sides, and names that nobody took for a toponym so far."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from territory.extract.actors import ActorLexicon, ActorSense, AliasUse
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.word import Word
from territory.extract.tokens import Token

Rescue = Callable[[int, int, str, bool], int | None]
"""Asks for a place by a name: (start, end, name, whether it stands where a place stands) → number of the mention."""
_MAX_NAME = 4
_FIRST_FLAG = "\U0001f1e6"
_ARTICLES = frozenset({"al-", "el-"})
_ASIDE = 16
"""Most words of an aside in brackets that is passed over."""
_SHORTEST_NAME = 4
_BEFORE_PLACES = frozenset({"of", "in", "from", "at", "near", "into", "around", "outside", "inside"})
_JOINING = frozenset({",", "and"})
_AFTER_PLACES = frozenset({"was", "were", "fell", "is", "has", "had", "remains", "remained"})


class NameMerger:
    """Merges the tokens of names into one word each.

    Parameters
    ----------
    lexicon : Lexicon
        Words that no name is made of.
    actors : ActorLexicon
        The names of the parties.
    small_words : Collection[str]
        Words of grammar, which no name is made of either.
    """

    def __init__(self, lexicon: Lexicon, actors: ActorLexicon, small_words: Collection[str]) -> None:
        self._lexicon = lexicon
        self._actors = actors
        self._small_words = small_words
        self._taking = frozenset(
            lemma
            for (lemma, _), frames in lexicon.frames.items()
            if any(
                frame.roles.get("object") == "place" and frame.event not in ("influence", "declared")
                for frame in frames
            )
        )

    def merge(
        self, text: str, tokens: list[Word], mentions: Sequence[tuple[int, int, int]], rescue: Rescue | None
    ) -> list[Word]:
        """Return the words of a sentence: its tokens, those of a name put together."""
        words: list[Word] = []
        index, pointer, total, tried = 0, 0, len(mentions), 0
        first_words = self._actors.first_words
        while index < len(tokens):
            token = tokens[index]
            while pointer < total and mentions[pointer][1] <= token.start:
                pointer += 1
            place = mentions[pointer] if pointer < total and mentions[pointer][0] < token.end else None
            ahead = mentions[pointer][0] if pointer < total else len(text)
            named = _looks_named(token)
            actor = self._actors.match(tokens, index) if token.lower in first_words else None
            if actor and not self.side_is_used(tokens, actor):
                actor = None
            if place is None and actor is None and not named:
                if token.text[0] >= _FIRST_FLAG:
                    self._raise_flag(tokens, index)
                words.append(token)
                index += 1
            elif actor and (place is None or self._actor_wins(tokens, index, actor, place)):
                stop, senses = actor
                words.append(_joined(text, token, tokens[stop - 1], "AC", senses))
                index = stop
            elif place:
                stop = index + 1
                while stop < len(tokens) and tokens[stop].start < place[1]:
                    stop += 1
                stop, number = self._facility(text, tokens, index, stop, rescue, place[2])
                words.append(self._place_word(text, token, tokens[stop - 1], number))
                index = stop
            else:
                if rescue and named and index >= tried:
                    tried, found = self._rescued(text, tokens, index, rescue, words, ahead)
                    if found is not None:
                        words.append(self._place_word(text, token, tokens[tried - 1], found))
                        index = tried
                        continue
                if token.is_capitalised:
                    token.senses = self._actors.government(token.text)
                words.append(token)
                index += 1
        return words

    def _raise_flag(self, tokens: list[Word], index: int) -> None:
        """Make a flag a side, unless a name follows ('🇷🇺 Russia: ...')."""
        flag = tokens[index]
        flag.senses = self._actors.flag(flag.text)
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if flag.senses and not (following is not None and following.is_capitalised):
            flag.tag = "AC"

    def _facility(
        self, text: str, tokens: list[Word], index: int, stop: int, rescue: Rescue | None, number: int
    ) -> tuple[int, int]:
        """'Tabqa' + 'air base' is a place of its own where the gazetteer has it."""
        if rescue is None:
            return stop, number
        for length in (2, 1):
            end = stop + length
            if end <= len(tokens) and self._lexicon.has(
                "facilities", " ".join(t.lower for t in tokens[stop:end]).replace(" ", "_")
            ):
                last = tokens[end - 1]
                found = rescue(tokens[index].start, last.end, text[tokens[index].start : last.end], False)
                if found is not None:
                    return end, found
        return stop, number

    def _rescued(
        self,
        text: str,
        tokens: list[Word],
        index: int,
        rescue: Rescue,
        words: Sequence[Word],
        ahead: int,
    ) -> tuple[int, int | None]:
        """Look up the name that begins at a token; return its end and the number of its mention, if it is a place.

        `words` stand before it, the next toponym begins at `ahead`. Of 'Basir Salangi' no part is looked up alone.
        """
        end = index
        while end < min(len(tokens), index + _MAX_NAME) and self._may_name(tokens[end]):
            end += 1
        while end > index and tokens[end - 1].end > ahead:
            end -= 1
        if index == 0 and end == 0 and self._opens_as_place(tokens):
            end = 1
        if end == index or (index == 0 and end == 1 and len(tokens) > 1 and tokens[1].lower in ("said", "says")):
            return end, None
        start, stop = tokens[index].start, tokens[end - 1].end
        number = rescue(start, stop, text[start:stop], False)
        listed = _goes_on(words) and _ends_item(tokens, end)
        if number is None and (listed or self._stands_for_place(tokens, index, end)):
            number = rescue(start, stop, text[start:stop], True)
        return end, number

    def _stands_for_place(self, tokens: list[Word], index: int, end: int) -> bool:
        """Whether a name stands where a place does: after 'in', 'of' or a verb of taking, or before 'fell'."""
        before = tokens[index - 1].lower if index else ""
        after = tokens[end].lower if end < len(tokens) else ""
        if len(tokens[index].text) < _SHORTEST_NAME or self._lexicon.has("armed", after):
            return False
        if before == "on" and index > 1 and self._lexicon.has("attack", tokens[index - 2].lower):
            return True
        if before in _BEFORE_PLACES or (not before and after in _AFTER_PLACES):
            return True
        return any(form.lemma in self._taking for form in self._lexicon.forms.get(before, ()))

    def _opens_as_place(self, tokens: Sequence[Word]) -> bool:
        """'Hit was retaken': a sentence begins with a name that is a verb otherwise."""
        lower = tokens[0].lower
        after = tokens[1].lower if len(tokens) > 1 else ""
        return after in _AFTER_PLACES and lower in self._lexicon.forms and lower not in self._small_words

    def _may_name(self, token: Word) -> bool:
        """Whether a token may be (part of) a name that is no small word, verb or word for armed men."""
        lower = token.lower
        if not token.is_word or not _looks_named(token):
            return False
        if token.text.isupper() and len(token.text) > 1:
            return False
        words = self._lexicon.words
        known = (
            lower in self._small_words
            or lower in self._lexicon.forms
            or lower in words["armed"]
            or lower in words["people"]
        )
        return not (known or lower in words["same"] or lower in words["group_heads"] or lower in words["titles"])

    def _place_word(self, text: str, first: Word, last: Word, number: int) -> Word:
        word = _joined(text, first, last, "PL", ())
        word.mention, word.senses = number, self._actors.government(word.text)
        return word

    def side_is_used(self, tokens: Sequence[Token], actor: tuple[int, tuple[ActorSense, ...]]) -> bool:
        """A lower-case adjective ('eastern', 'local') means a side only before a word for armed men or their hold."""
        stop, senses = actor
        if any(sense.use is not AliasUse.SIDE for sense in senses) or (
            tokens[stop - 1].is_capitalised and tokens[stop - 1].start
        ):
            return True
        words = self._lexicon.words
        nearby = [token.lower for token in tokens[stop : stop + 3]]
        return any(
            word in words["armed"]
            or word in words["hands"]
            or word in words["strong"]
            or word.startswith("-")
            or word == "'s"
            or (word in words["same"] and tokens[stop - 1].lower not in words["directions"])
            for word in nearby
        )

    def _actor_wins(
        self,
        tokens: list[Word],
        index: int,
        actor: tuple[int, tuple[ActorSense, ...]],
        place: tuple[int, int, int],
    ) -> bool:
        stop, senses = actor
        start, end = tokens[index].start, tokens[stop - 1].end
        if all(sense.use is AliasUse.SIDE for sense in senses):
            following = tokens[stop].lower if stop < len(tokens) else ""
            return start <= place[0] and end >= place[1] and self._lexicon.has("armed", following)
        return end - start >= place[1] - place[0]


def _joined(text: str, first: Word, last: Word, tag: str, senses: tuple[ActorSense, ...]) -> Word:
    name = text[first.start : last.end]
    return Word(first.start, last.end, name, name.lower(), tag, senses=senses)


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether the next word stands after a toponym and a comma or 'and'."""
    return len(words) > 1 and words[-2].tag == "PL" and words[-1].lower in _JOINING


def _ends_item(tokens: Sequence[Word], end: int) -> bool:
    """Whether a comma or 'and' and then another name follow: the name is one of a list."""
    last = end
    while last < len(tokens) and tokens[last].lower in _JOINING:
        last += 1
    return end < last < len(tokens) and _looks_named(tokens[last])


def _looks_named(token: Word) -> bool:
    return token.is_capitalised or token.lower[:3] in _ARTICLES


def without_asides(tokens: list[Word]) -> list[Word]:
    """Leave out what stands in brackets, if it is short: 'al-Tanf (Al Waleed) was seized'."""
    kept: list[Word] = []
    index = 0
    while index < len(tokens):
        if tokens[index].text in "([":
            close = next(
                (k for k in range(index + 1, min(len(tokens), index + _ASIDE)) if tokens[k].text in ")]"), None
            )
            if close is not None:
                index = close + 1
                continue
        kept.append(tokens[index])
        index += 1
    return kept
