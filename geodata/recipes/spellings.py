"""Which spellings of a place are kept, and in what order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from territory.gazetteer.normalise import fold, skeleton
from territory.gazetteer.tables import script_of
from territory.model import Place

_LANGUAGE_SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ps", "ur", "ug", "ku", "ckb", "sd", "dv"), "Arab"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn"), "Cyrl"),
    **{"el": "Grek", "he": "Hebr", "zh": "Hani", "ja": "Hani"},
}
# Letters that a language does not use: of two Arabic-script spellings the local one is shown.
_FOREIGN_LETTERS = {
    "ar": frozenset("کیگپچژڤڵۆێەڕېۍټډړښګڼہھےںۀئێ") - {"ئ"},
    "fa": frozenset("كيةىہۆێەڕڵټډړښګڼےںېۍ"),
    "ps": frozenset("كةىۆێەڕڵےں"),
}
# Letters that the language of a country does not use, more strictly: for choosing the one name that the map shows.
_STRANGE_LETTERS = {
    "ar": _FOREIGN_LETTERS["ar"] | frozenset("ڪگۇېپ"),
    "fa": _FOREIGN_LETTERS["fa"] | frozenset("ؤٱڪۇ"),
    "ur": frozenset("ىةإأټډړښګڼېۍۆێەڕڵڪ"),
    "ru": frozenset("іїєґўәғқңөұүһјљњћђџӀӏ"),
}
_LOOK_ALIKES = {
    "ar": str.maketrans("یک", "يك"),
    "fa": str.maketrans("يىكأإة", "ییکااه"),
    "ur": str.maketrans("يك", "یک"),
}
_INNER_FINAL = re.compile(r"[ةى]\w")
"""Letters that only end words in Arabic: inside one, the spelling is a foreign one."""
_HAMZA = frozenset("'’ʼ")
_CYRILLIC = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэіїқғңөұүһә", "abvgdeeziiklmnoprstufyeiikgnouuha", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
)
_HEBREW = str.maketrans(dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "abgdhuzhtikklmmnnsaffzzkrst", strict=True)))
_GREEK = str.maketrans(dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdeziticlmnxoprsstyfhpo", strict=True)))


def is_machine_transliteration(text: str) -> bool:
    """Return whether a Latin spelling has no capital: GeoNames' letter-by-letter renderings such as 'mwsl'."""
    return script_of(text) == "Latn" and not any(char.isupper() for char in text)


def is_code(text: str, others: Iterable[str]) -> bool:
    """Return whether a spelling is an airport or other code: short capitals that are nobody's initials ('SDF')."""
    if not (text.isascii() and text.isupper() and 2 <= len(text) <= 4 and text.isalpha()):
        return False
    return all(text != "".join(word[0] for word in other.replace("-", " ").split()).upper() for other in others)


def local_script(language: str) -> str:
    """Return the script of a language, 'Latn' unless it is known to be another."""
    return _LANGUAGE_SCRIPTS.get(language, "Latn")


def main_language(languages: str) -> str:
    """Return the first of GeoNames' languages of a country, such as 'ar' of 'ar-IQ,ku,hy'."""
    return languages.split(",")[0].split("-")[0]


def arrange(name: str, others: Sequence[str], language: str) -> list[str]:
    """Return the other spellings of a place: without codes and doubles, those in the local script first."""
    local = local_script(language)
    foreign = _FOREIGN_LETTERS.get(language, frozenset())
    kept, seen = [], {fold(name)}
    for text in (unicodedata.normalize("NFC", other).strip() for other in others):
        folded = fold(text)
        if not folded or folded in seen or "\t" in text or "\n" in text:
            continue
        if is_machine_transliteration(text) or is_code(text, (name, *others)):
            continue
        seen.add(folded)
        kept.append(text)

    def order(text: str) -> tuple[bool, bool, int]:
        script = script_of(text)
        odd = len(foreign.intersection(text)) + text.startswith("ئ")  # no Arabic or Persian word begins so
        return (script != local, script != "Latn", odd)

    return sorted(kept, key=order)


def local_name(place: Place, language: str) -> str | None:
    """Return the name of a place in the script of its country's language, None if that is Latin or none is known.

    Of several, that is chosen which is spelt with the letters of the language and is most like the Latin name. Curated
    places keep the order in which their names were written down.
    """
    script = local_script(language)
    found = [name.text for name in place.names if name.script == script != "Latn"]
    if not found or not place.place_id.startswith("gn:"):
        return found[0] if found else None
    return min((in_own_letters(text, language) for text in found), key=lambda text: _order(text, place.name, language))


def in_own_letters(text: str, language: str) -> str:
    """Return a name without vowel marks, and with the letters of the language for their look-alikes."""
    if local_script(language) in ("Arab", "Hebr"):
        text = "".join(char for char in text if not unicodedata.combining(char))
    return text.translate(_LOOK_ALIKES.get(language, {}))


def _order(text: str, latin: str, language: str) -> tuple[bool, float, bool, bool, bool, int]:
    """Return a key by which the best of several local names comes first.

    Foreign spellings of Arabic names leave out the article and the ʿayn, but seldom add them; Hebrew without vowel
    marks is written with more letters.
    """
    script, folded, shown = local_script(language), fold(text), fold(latin)
    if script in ("Arab", "Hebr"):
        likeness = fuzz.ratio(skeleton(shown), skeleton(folded.translate(_HEBREW))) // 10
    else:
        likeness = fuzz.ratio(shown, folded.translate(_CYRILLIC | _GREEK))
    arabic = language == "ar"
    return (
        is_strange(text, language) or (arabic and "ئ" in text and not _HAMZA.intersection(latin)),
        -likeness,
        arabic and not text.startswith("ال"),
        arabic and "ع" not in text,
        text.endswith("ى") and latin.endswith(("i", "y")),
        {"Hebr": -len(text), "Arab": 0}.get(script, len(text)),
    )


def is_strange(text: str, language: str) -> bool:
    """Return whether a spelling has letters or marks that the language does not use in names."""
    if any(char in "()،," for char in text):
        return True
    if language == "ar" and (text.endswith("ه") or _INNER_FINAL.search(text)):
        return True
    return not _STRANGE_LETTERS.get(language, frozenset()).isdisjoint(text)
