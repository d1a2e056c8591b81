"""What a Russian or Ukrainian word of a text may be in the nominative, as folded keys (й is и, ї is і, ё is е)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_LEAST_STEM = 2
_VOWELS = frozenset("аеєиіоуыэюя")
_UKRAINIAN = frozenset("іїєґІЇЄҐ'’")
_RUSSIAN = frozenset("ыэъёЫЭЪЁ")

# Endings of a case, folded, and what stands for them in the nominative; the longest that fit are tried first.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ового", ("ів",)),
    ("овому", ("ів",)),
    ("ого", ("ое", "ыи", "ии", "е", "о")),
    ("его", ("ее", "ии")),
    ("ому", ("ое", "ыи", "ии", "е", "о")),
    ("ами", ("ы", "и", "а")),
    ("ями", ("и", "я", "ья")),
    ("ові", ("", "ів")),
    ("еві", ("", "ь", "и")),
    ("иеи", ("ия",)),
    ("ією", ("ія",)),
    ("єю", ("я",)),
    ("єм", ("и", "я")),
    ("ов", ("ы", "и")),
    ("ом", ("", "о", "ое", "ыи")),
    ("ем", ("ь", "и", "е", "ее")),
    ("ым", ("ое", "ыи", "о", "")),
    ("им", ("е", "ии", "ое", "и", "")),
    ("ои", ("а", "ая", "ыи")),
    ("еи", ("я", "ая", "и", "а")),
    ("ою", ("а", "ая")),
    ("ею", ("я", "а")),
    ("ую", ("ая",)),
    ("юю", ("яя",)),
    ("оі", ("а",)),
    ("іи", ("а", "ь", "я", "ія")),
    ("ах", ("ы", "и", "а")),
    ("ях", ("и", "я", "і")),
    ("ам", ("ы", "и", "а")),
    ("ям", ("и", "я")),
    ("ів", ("и", "і")),
    ("ых", ("ые",)),
    ("их", ("ие", "і", "и")),
    ("ью", ("ь",)),
    ("а", ("", "о")),
    ("у", ("", "а", "о")),
    ("я", ("ь", "е", "и", "")),
    ("ю", ("я", "ь", "и", "е")),
    ("е", ("", "а", "о", "я", "ь")),
    ("зі", ("г", "га")),
    ("ці", ("к", "ка")),
    ("сі", ("х", "ха")),
    ("ы", ("а", "")),
    ("и", ("а", "я", "ь", "")),
    ("і", ("", "а", "о", "ь", "я", "и")),
    ("є", ("и",)),
    ("", ("ы", "и", "а")),
)
_ADJECTIVE = re.compile(r"(.+[сц]ь?к)(?:ая|ои|ую|ою|ие|их|им|ими|ии|а|оі|іи|у|і|ого|ому|ом|ым)")
_REGION = re.compile(r"(.+?)(ч?)чин(?:а|и|і|у|ою)|(.+?)щин(?:а|ы|и|е|і|у|ои|ою)")


_LATIN = str.maketrans(
    dict(zip("абвгдеєзиіклмнопрстуфыэґ", "abvgdeeziiklmnoprstufyeg", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)


def latin(key: str) -> str:
    """Return a folded word in Latin letters."""
    return key.translate(_LATIN)


def language_of(text: str) -> str:
    """Return ru or uk, whichever has more of its own letters in a text (ru where there are none)."""
    ukrainian = sum(text.count(letter) for letter in _UKRAINIAN)
    return "uk" if ukrainian > sum(text.count(letter) for letter in _RUSSIAN) else "ru"


@lru_cache(maxsize=32_768)
def nominatives(key: str) -> tuple[tuple[str, float], ...]:
    """Return the keys under which a folded word may be listed and their costs: as it stands, then changed."""
    found: dict[str, float] = {key: 0.0}
    for ending, replacements in _ENDINGS:
        stem = key.removesuffix(ending)
        if (ending and stem == key) or len(stem) < _LEAST_STEM:
            continue
        cost = 0.3 if ending else 0.7
        for nominative in replacements:
            found.setdefault(stem + nominative, cost)
            if nominative in ("", "ь"):
                for other in _alternations(stem):
                    found.setdefault(other + nominative, cost + 0.05)
            elif nominative in ("г", "к", "х"):
                for other in _alternations(stem + nominative):
                    found.setdefault(other, cost + 0.05)
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def _alternations(stem: str) -> Iterator[str]:
    """Yield a stem with the vowel that its nominative has: харков → харків, орл → орел, камянц → камянець."""
    if stem[-1] in _VOWELS:
        return
    at = next((index for index in range(len(stem) - 1, -1, -1) if stem[index] in _VOWELS), -1)
    if at >= 0 and stem[at] in "оеє":
        yield stem[:at] + "і" + stem[at + 1 :]
    if len(stem) > 2 and stem[-2] not in _VOWELS:
        head, last = (stem[:-2], stem[-1]) if stem[-2] == "ь" else (stem[:-1], stem[-1])
        yield from (head + "е" + last, head + "о" + last)
        if last == "ц":
            yield head + "ець"


def adjective_stem(key: str) -> str | None:
    """Return the stem of an adjective in -ск-, -ськ-, -цк-, -цьк- (харковскои → харковск), None if it is none."""
    match = _ADJECTIVE.fullmatch(key)
    return match[1] if match else None


def seats_of_adjective(stem: str) -> Iterator[str]:
    """Yield the names of the towns from which an adjective stem may be made: харковск → харков, донецк → донецк."""
    yield stem
    if stem.endswith(("цк", "цьк")):
        yield stem.removesuffix("к").removesuffix("ь").removesuffix("ц") + "к"
    base = stem.removesuffix("к").removesuffix("ь").removesuffix("с")
    for ending in ("", "ь", "а", "ы", "и", "о", "е", "я"):
        yield base + ending
    yield from (other for other in _alternations(base)) if base else ()


def region_seats(key: str) -> Iterator[str]:
    """Yield the towns after which a Ukrainian region in -щина, -ччина may be called: харківщина → харків."""
    match = _REGION.fullmatch(key)
    if not match:
        return
    if match[3]:
        base = match[3]
        yield from (base + ending for ending in ("", "ськ", "ск", "а", "и", "ы", "ь", "о"))
    elif match[2]:
        yield match[1] + "цьк"
        yield match[1] + "цк"
