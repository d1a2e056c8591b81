"""The forms under which a name in Arabic, Persian or Pashto may be listed: without clitics, endings, local letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from territory.extract.toponyms.lexicon import fold_word

LEAST_LETTERS = 2
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_OUTER_CLITICS, _INNER_CLITICS = ("و", "ف"), ("ب", "ل", "ك")
_PASHTO = frozenset("ټډړږښګڼځڅۍېۀ")
_PERSIAN = frozenset("پچژگکی")
_ARABIC = frozenset("ةىأإيكؤ")
_PASHTO_WORDS = frozenset("د په کې ته له څخه او چې".split())
_PERSIAN_WORDS = frozenset("در از به را که این است".split())
_TO_PERSIAN = str.maketrans("ټډړږښګڼځڅ", "تدرژشگنزس")
_TO_ARABIC = str.maketrans({"گ": "ك", "پ": "ب", "چ": "ج", "ژ": "ز"})
_NISBAS = ("يتين", "يين", "يون", "يات", "يان", "يه", "ها", "هاي", "ي")
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Form:
    """A key to look up: `cut` letters were taken off the front, `cost` tells how far it is from the text."""

    cut: int
    key: str
    cost: float


def language_of(words: Sequence[str]) -> str:
    """Return ar, fa or ps: the language whose own letters and small words prevail among some words."""
    votes = {"ar": 0.0, "fa": 0.0, "ps": 0.0}
    for word in words:
        letters = set(word)
        votes["ps"] += bool(letters & _PASHTO) + (word in _PASHTO_WORDS)
        votes["fa"] += 0.6 * bool(letters & _PERSIAN) + (word in _PERSIAN_WORDS)
        votes["ar"] += 0.8 * bool(letters & _ARABIC) + word.startswith((_ARTICLE, "وال", "بال", "لل"))
    return max(votes, key=lambda name: (votes[name], name == "ar"))


def forms(word: str, language: str) -> Iterator[Form]:
    """Yield the keys of a word that may begin a name, the nearest first."""
    key = fold_word(word)
    for form, cost in _spellings(key, language):
        yield Form(0, form, cost)
    if language != "ar":
        return
    for cut in (1, 2):
        if len(word) - cut < 2 or fold_word(word[cut - 1]) not in (_CLITICS if cut == 1 else _INNER_CLITICS):
            return
        if cut == 2 and word[0] not in _OUTER_CLITICS:
            return
        rest = fold_word(word[cut:])
        if word[cut - 1] == "ل" and rest.startswith("ل"):
            yield Form(cut, "ا" + rest, 0.1)
        for form, cost in _spellings(rest, language):
            yield Form(cut, form, cost + 0.1)


def _spellings(key: str, language: str) -> Iterator[tuple[str, float]]:
    """Yield a folded word and its spellings: article, final hamza and h, Pashto letters and oblique endings."""
    yield key, 0.0
    has_article = key.startswith(_ARTICLE) and len(key) > 4
    if has_article:
        yield key.removeprefix(_ARTICLE), 0.3
    elif len(key) > 2:
        yield _ARTICLE + key, 0.3
    if len(key) < 3:
        return
    if key.endswith("ء"):
        yield key.removesuffix("ء"), 0.2
    elif key.endswith("ا"):
        yield key + "ء", 0.2
        yield key[:-1] + "ه", 0.5
    elif key.endswith("ه"):
        yield key[:-1] + "ا", 0.5
    if language != "ar" and key.endswith("ا"):
        yield key[:-1] + "ي", 0.4  # نینوا, نينوى
    local = key.translate(_TO_PERSIAN)
    if local != key:
        yield local, 0.1
    arabic = local.translate(_TO_ARABIC)
    if arabic != local:
        yield arabic, 0.3
    if language == "ps":
        yield from _oblique(local)
    elif language == "fa" and key.endswith(("اي", "وي")):
        yield key[:-1], 0.3


def as_persian(key: str) -> str:
    """Return a folded Pashto word of a longer name as the Persian lists spell it (ښار, town, is شهر there)."""
    return "شهر" if key == "ښار" else key.translate(_TO_PERSIAN)


def _oblique(key: str) -> Iterator[tuple[str, float]]:
    """Yield what a Pashto word in the oblique case may be in the direct one."""
    stem = key[:-1]
    if key.endswith("ي"):
        yield stem + "ه", 0.3
        yield stem + "ا", 0.4
        yield stem, 0.6
    elif key.endswith("و"):
        yield stem, 0.4
        yield stem.translate(_TO_ARABIC), 0.5
        yield stem + "ه", 0.5
    elif key.endswith("ه"):
        yield stem, 0.5


def nisba_stems(key: str) -> Iterator[str]:
    """Yield the names of which a folded word may be the adjective: العراقيه → العراق, سوري → سوريا."""
    for start in {0, 1} if key[:1] in "وبل" and len(key) > 5 else {0}:
        word = key[start:]
        for ending in _NISBAS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 2:
                bare = stem.removeprefix(_ARTICLE)
                for form in (stem, bare, _ARTICLE + bare):
                    yield from (form, form + "ا", form + "يا", form + "يه", form + "ه", form + "ان")
                break
