"""Which words make a sentence worth a closer look, alone or with another: most of a newspaper tells of no control."""

from __future__ import annotations

from collections.abc import Collection

from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.proposition import LAUNCH
from territory.extract.tokens import vocabulary

_COPULAR = frozenset(
    "present active theirs ours free rid clear palace centre center inside among front line under".split()
)
"""Words that tell a state after 'is' or 'remains' alone."""
_STAYING = frozenset({"remain", "stay", "leave", "keep"})


class Triggers:
    """Words without which no sentence tells of control.

    Most tell something by themselves (`captured`). Others do with one more word alone: a verb with its particle ('sign
    … over'), a verb of a family with a word of its `with` in the lexicon ('drove … from'), a word for a hold or a state
    with a verb of being or becoming.

    Parameters
    ----------
    lexicon : Lexicon
        The families of verbs and the words for states.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        words = lexicon.words
        being = words["be"] | words["have"]
        becoming = being | self._forms_of(lexicon.families["become"])
        staying = words["be"] | self._forms_of(_STAYING)
        self.launching = self._forms_of(LAUNCH)
        alone = set(lexicon.nominals) | words["strong"] | words["siege"] | words["flags"]
        alone |= words["state_cues"] - _COPULAR
        self._nouns: dict[str, frozenset[str] | None] = dict.fromkeys(alone)
        for listed, partners in (
            (words["hands"], becoming),
            (_COPULAR, staying),
            (words["attack"], self.launching),
        ):
            for word in listed - alone:
                self._nouns[word] = (self._nouns.get(word) or frozenset()) | partners
        forms = lexicon.forms.keys() - being - words["do"]
        self._verbs = {form: needed for form in forms if (needed := self._needed(form)) != frozenset()}
        self._alone: set[str] = set()
        self._weak: dict[str, frozenset[str]] = {}
        self._settle()

    def _settle(self) -> None:
        """Take words with hyphens apart: the longest part counts, with the others beside it."""
        partners: dict[str, set[str]] = {}
        for word, needed in (*self._nouns.items(), *self._verbs.items()):
            parts = sorted(vocabulary(word), key=lambda part: (len(part), part))
            if len(parts) > 1:
                partners.setdefault(parts[-1], set()).update(parts[:-1])
            elif needed is None:
                self._alone.add(parts[0])
            else:
                partners.setdefault(word, set()).update(needed)
        self._weak = {word: frozenset(needed) for word, needed in partners.items() if word not in self._alone}

    def _forms_of(self, lemmas: Collection[str]) -> frozenset[str]:
        forms = self._lexicon.forms.items()
        return frozenset(form for form, senses in forms if any(sense.lemma in lemmas for sense in senses))

    def _needed(self, form: str) -> frozenset[str] | None:
        """Return the words of which a verb form needs one to tell anything: None if it needs no other."""
        needed: set[str] = set()
        for lemma in {sense.lemma for sense in self._lexicon.forms[form]}:
            for particle in ("", *self._lexicon.particles.get(lemma, ())):
                for frame in self._lexicon.frames.get((lemma, particle), ()):
                    if particle:
                        needed.add(particle)
                    elif not frame.beside or lemma in frame.alone:
                        return None
                    else:
                        needed |= frame.beside
        return frozenset(needed)

    def verb_tells(self, form: str, seen: Collection[str]) -> bool:
        """Whether a verb may tell of control in a sentence of these words."""
        needed = self._verbs.get(form, frozenset())
        return needed is None or not needed.isdisjoint(seen)

    def noun_tells(self, noun: str, seen: Collection[str]) -> bool:
        """Whether a noun or a small word that tells of a state may tell of control in a sentence of these words."""
        needed = self._nouns.get(noun, frozenset())
        return needed is None or not needed.isdisjoint(seen)

    def in_words(self, seen: Collection[str]) -> bool:
        """Whether a sentence of these words may tell of control."""
        if not self._alone.isdisjoint(seen):
            return True
        return any(word in self._weak and not self._weak[word].isdisjoint(seen) for word in seen)
