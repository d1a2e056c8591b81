"""The words that tell of control, from `lexicon.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_VOWELS = "aeiou"
_DOUBLING = frozenset(
    [
        "repel",
        "expel",
        "dispel",
        "compel",
        "admit",
        "commit",
        "permit",
        "submit",
        "control",
        "patrol",
        "occur",
        "refer",
        "transfer",
        "rebel",
        "equip",
        "propel",
    ]
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A family of verbs: the event they tell of, and the role of subject, object and each preposition.

    `beside`: the words of which a sentence needs one beside the verb to tell anything (empty: none), but for `alone`.
    """

    name: str
    event: str
    roles: dict[str, str]
    beside: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One reading of a verb form. `tense` is base, s, past, participle or ing."""

    lemma: str
    tense: str


@dataclass(frozen=True, slots=True)
class Nominal:
    """A family of nouns that tell of an event."""

    name: str
    event: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words: sets by name, verb forms, frames by lemma and particle, and event nouns."""

    words: dict[str, frozenset[str]]
    forms: dict[str, tuple[VerbForm, ...]]
    frames: dict[tuple[str, str], tuple[Frame, ...]]
    particles: dict[str, tuple[str, ...]]
    nominals: dict[str, Nominal]
    reporting: dict[str, frozenset[str]]
    families: dict[str, frozenset[str]]

    heads: frozenset[str]
    """The words that tell what a noun phrase is which they are the head of."""

    def has(self, name: str, word: str) -> bool:
        """Whether `word` belongs to a set of words."""
        return word in self.words[name]

    def lemmas(self, frame: str) -> frozenset[str]:
        """Return the verbs of a family."""
        return self.families.get(frame, frozenset())


def inflect(lemma: str, past: str = "", participle: str = "") -> dict[str, str]:
    """Return the forms of a regular verb, with the irregular ones given."""
    stem = lemma
    doubled = (
        len(lemma) > 2
        and lemma[-1] in "bdglmnprt"
        and lemma[-2] in _VOWELS
        and lemma[-3] not in _VOWELS
        and (len(lemma) <= 4 or lemma in _DOUBLING)
    )
    if lemma.endswith("e"):
        regular, ing = f"{lemma}d", f"{lemma[:-1] if not lemma.endswith('ee') else lemma}ing"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        regular, ing = f"{lemma[:-1]}ied", f"{lemma}ing"
    else:
        stem = lemma + lemma[-1] if doubled else lemma
        regular, ing = f"{stem}ed", f"{stem}ing"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        third = f"{lemma[:-1]}ies"
    else:
        third = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{lemma}s"
    return {
        "base": lemma,
        "s": third,
        "past": past or regular,
        "participle": participle or past or regular,
        "ing": "lying" if lemma == "lie" else ing,
    }


_NO_ROLES = frozenset({"event", "verbs", "beside", "alone"})
_HEAD_SETS = ("people", "armed", "flags", "siege", "attack", "whole", "hands", "same", "part")


class _Builder:
    def __init__(self) -> None:
        self.forms: dict[str, dict[tuple[str, str], None]] = {}
        self.frames: dict[tuple[str, str], list[Frame]] = {}
        self.particles: dict[str, set[str]] = {}
        self.families: dict[str, set[str]] = {}
        self._irregular: dict[str, tuple[str, str]] = {}

    def add_verbs(self, listing: str, frame: Frame | None = None) -> frozenset[str]:
        lemmas = set()
        for entry in listing.split():
            written, *irregular = entry.split(":")
            lemma, _, particle = written.partition("_")
            lemmas.add(lemma)
            if irregular:
                self._irregular[lemma] = (irregular[0], irregular[-1])
            past, participle = self._irregular.get(lemma, ("", ""))
            for tense, form in inflect(lemma, past, participle).items():
                self.forms.setdefault(form, {})[(lemma, tense)] = None
            if particle:
                self.particles.setdefault(lemma, set()).add(particle)
            if frame:
                self.frames.setdefault((lemma, particle), []).append(frame)
                self.families.setdefault(frame.name, set()).add(lemma)
        return frozenset(lemmas)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the lexicon that ships with Territory."""
    data = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
    builder = _Builder()
    _learn_irregulars(builder, data)
    for name, table in data["frame"].items():
        roles = {key: role for key, role in table.items() if key not in _NO_ROLES}
        beside = _named_words(table.get("beside", ""), data["words"])
        frame = Frame(name, table["event"], roles, beside, frozenset(table.get("alone", "").split()))
        builder.add_verbs(table["verbs"], frame)
    reporting = {name: builder.add_verbs(listing) for name, listing in data["reporting"].items()}
    builder.add_verbs(data["verbs"]["other"])
    nominals = {
        noun: Nominal(name, table["event"])
        for name, table in data["nominal"].items()
        for noun in table["nouns"].split()
    }
    words = {name: frozenset(listing.split()) for name, listing in data["words"].items()}
    return Lexicon(
        words=words,
        heads=frozenset().union(*(words[name] for name in _HEAD_SETS)),
        forms={form: tuple(VerbForm(*key) for key in keys) for form, keys in builder.forms.items()},
        frames={key: tuple(frames) for key, frames in builder.frames.items()},
        particles={lemma: tuple(sorted(found)) for lemma, found in builder.particles.items()},
        nominals=nominals,
        reporting=reporting,
        families={name: frozenset(lemmas) for name, lemmas in builder.families.items()},
    )


def _named_words(listing: str, sets: dict[str, str]) -> frozenset[str]:
    """Return the words of a listing; '@edge' stands for those of a set."""
    found: set[str] = set()
    for word in listing.split():
        found.update(sets[word[1:]].split() if word.startswith("@") else [word])
    return frozenset(found)


def _learn_irregulars(builder: _Builder, data: dict[str, dict[str, object]]) -> None:
    listings = [str(table["verbs"]) for table in data["frame"].values() if isinstance(table, dict)]
    listings += [str(listing) for listing in (*data["reporting"].values(), *data["verbs"].values())]
    for listing in listings:
        for entry in listing.split():
            written, *irregular = entry.split(":")
            if irregular:
                builder._irregular[written.partition("_")[0]] = (irregular[0], irregular[-1])
