"""Which words tell that a text names an armed side: the rarest of each name."""

from __future__ import annotations

from territory.extract.actors import ActorLexicon, bundled_actors
from territory.extract.claims.lexicon import load_lexicon
from territory.extract.claims.words import Tagger
from territory.extract.tokens import vocabulary
from territory.model import Actor, ActorCode

ACTORS = bundled_actors()
TAGGER = Tagger(load_lexicon(), ActorLexicon(ACTORS))


def test_every_name_has_its_cue() -> None:
    """A sentence with any name or alias of any actor is looked at for sides, also 'IS-K' and names in other scripts."""
    for actor in ACTORS:
        for name in (actor.name.partition(" (")[0], *actor.aliases):
            written = name.partition(" (")[0]
            for text in (written, f"It was said that {written} had left."):
                if TAGGER.sides(text, 0, len(text)):
                    assert TAGGER.may_name_side(text, vocabulary(text)), text


def test_common_words_of_names_tell_of_no_war() -> None:
    """'Council', 'front', 'support', 'march' and 'is' are found in any newspaper."""
    text = "The council is to support a march on the seafront; based on news of the union."
    assert not TAGGER.is_of_war(text, vocabulary(text))
    assert TAGGER.is_of_war(text + " Militants left.", vocabulary(text + " Militants left."))
    assert TAGGER.is_of_war("Members of Islamic State left.", vocabulary("Members of Islamic State left."))
    assert TAGGER.is_of_war("Members of IS left.", vocabulary("Members of IS left."))


def test_a_new_actor_brings_its_own_cue() -> None:
    """Without a word in code."""
    tagger = Tagger(load_lexicon(), ActorLexicon([Actor(ActorCode("ZC"), "Zamorra Council")], ()))
    assert tagger.is_of_war("The Zamorra Council met.", vocabulary("The Zamorra Council met."))
    assert not tagger.is_of_war("The town council met.", vocabulary("The town council met."))
