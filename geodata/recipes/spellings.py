"""Which spellings of a place are kept, and in what order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from territory.gazetteer.normalise import fold
from territory.gazetteer.tables import script_of

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
