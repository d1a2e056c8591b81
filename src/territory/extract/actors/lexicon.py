"""Which actor a name means, by the place and the day it is said of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from territory.extract.actors.tables import ActorAlias, AliasUse, CountryNames, read_aliases, read_countries
from territory.extract.tokens import Token, tokenise, vocabulary
from territory.model import Actor, ActorCode

_QUALIFIER = re.compile(r"\s*\((?P<inside>[^)]*)\)\s*")
_YEARS = re.compile(r"(?P<word>before|from|until|since)?\s*(?P<when>(?:\w+ )?\d{4}(?:-\d\d)?)$")


@dataclass(frozen=True, slots=True)
class ActorSense:
    """One meaning of a name: an actor, or the government of a state (`state`), with where and when it holds."""

    use: AliasUse
    code: ActorCode | None = None
    state: str | None = None
    countries: tuple[str, ...] = ()
    active_from: str = ""
    active_to: str = ""
    strict: bool = False

    def fits(self, country: str, day: str) -> bool:
        """Whether it may be meant in a country (empty: not known) on a day."""
        elsewhere = self.countries and country and country not in self.countries
        if elsewhere and (self.strict or self.use is not AliasUse.NAME):
            return False
        return within(day, self.active_from, self.active_to)


def within(day: str, active_from: str, active_to: str) -> bool:
    """Whether an ISO day lies between two dates given as exactly as known; the last one counts in full."""
    return day[: len(active_from)] >= active_from and (not active_to or day[: len(active_to)] <= active_to)


_SHORT = 2
_FLAG_A = 0x1F1E6
"""The mark for the letter A in flags."""
_Entry = tuple[tuple[str, ...], str, ActorSense]
_RANK = {AliasUse.NAME: 2, AliasUse.NOUN: 1, AliasUse.SIDE: 0}
"""A name says more than a common noun, and that more than an adjective."""


class ActorLexicon:
    """Every name of every actor, and the kinship between actors.

    Parameters
    ----------
    actors : Iterable[Actor]
        The parties, in order of preference where a name fits several.
    aliases : Iterable[ActorAlias], optional
        Further names; those of unknown actors are left out.
    """

    def __init__(self, actors: Iterable[Actor], aliases: Iterable[ActorAlias] | None = None) -> None:
        self.actors: dict[ActorCode, Actor] = {actor.code: actor for actor in actors}
        self._by_word: dict[str, list[_Entry]] = {}
        self._states: dict[str, list[Actor]] = {}
        self._children: dict[ActorCode, list[Actor]] = {}
        self._governments: dict[str, tuple[ActorSense, ...]] = {}
        self._flags: dict[str, tuple[ActorSense, ...]] = {}
        for actor in self.actors.values():
            self._add_actor(actor)
        for alias in read_aliases() if aliases is None else aliases:
            if alias.code in self.actors:
                strict = bool(alias.countries)
                sense = ActorSense(
                    alias.use, alias.code, None, alias.countries, alias.active_from, alias.active_to, strict
                )
                self._add(alias.alias, sense)
        for country in read_countries():
            self._add_country(country)
        names = (entry for entries in self._by_word.values() for entry in entries)
        self.short_names = tuple(
            sorted({name for words, name, _ in names if all(len(w) <= _SHORT for w in vocabulary(" ".join(words)))})
        )
        self.first_words: Collection[str] = self._by_word.keys()
        self._by_pair: dict[tuple[str, str], list[_Entry]] = {}
        self._alone: dict[str, list[_Entry]] = {}
        for first, entries in self._by_word.items():
            for entry in sorted(entries, key=lambda entry: -len(entry[0])):
                if len(entry[0]) > 1:
                    self._by_pair.setdefault((first, entry[0][1]), []).append(entry)
                else:
                    self._alone.setdefault(first, []).append(entry)

    def _add(self, alias: str, sense: ActorSense) -> None:
        words = tuple(token.lower for token in tokenise(alias))
        if words:
            self._by_word.setdefault(words[0], []).append((words, alias, sense))

    def _add_actor(self, actor: Actor) -> None:
        if actor.parent:
            self._children.setdefault(actor.parent, []).append(actor)
        if actor.kind == "state" and actor.countries and (not actor.parent):
            self._states.setdefault(actor.countries[0], []).append(actor)
        names = [part.strip() for part in _QUALIFIER.sub(" ", actor.name).split(" / ")]
        for alias in (actor.code, *names, *actor.aliases):
            text, active_from, active_to = _qualified(alias)
            common = text[:1].islower() and text == text.lower()
            use = AliasUse.NOUN if common else AliasUse.NAME
            self._add(text, ActorSense(use, actor.code, None, actor.countries, active_from, active_to))

    def government(self, name: str) -> tuple[ActorSense, ...]:
        """Return the sides that a country's or capital's name may stand for ('Kyiv', 'Turkey')."""
        return self._governments.get(name.lower().removeprefix("the "), ())

    def flag(self, text: str) -> tuple[ActorSense, ...]:
        """Return the government whose flag a text is ('🇸🇾' is two letters of its country's code)."""
        code = "".join(chr(ord(mark) - _FLAG_A + ord("A")) for mark in text)
        return self._flags.get(code, ())

    def _add_country(self, names: CountryNames) -> None:
        own = ActorSense(AliasUse.SIDE, state=names.country)
        words = {adjective.lower() for adjective in names.adjectives}
        known = tuple(
            sense for word in sorted(words) for written, _, sense in self._by_word.get(word, ()) if written == (word,)
        )
        self._flags[names.country] = (ActorSense(AliasUse.NAME, state=names.country),)
        for name in (*names.names, *names.capitals):
            self._governments[name.lower()] = (*known, own)
        if names.country not in self._states:
            return
        for adjective in names.adjectives:
            self._add(adjective, own)

    def cues(self, rarity: Callable[[str], int], *, above: int = 0, adjectives: bool = True) -> frozenset[str]:
        """Return the rarest word of each name, as `vocabulary` reads it: a text without any of them names no side.

        Names whose rarest word is not rarer than `above` have none; without `adjectives`, neither have those that are
        only that ('Syrian'). Those in `short_names` have none either: in small letters 'IS' is a word like any other.
        """
        found = set()
        for entries in self._by_word.values():
            for words, _, sense in entries:
                long = [word for word in vocabulary(" ".join(words)) if len(word) > _SHORT]
                if long and (adjectives or sense.use is not AliasUse.SIDE):
                    found.add(max(long, key=lambda word: (rarity(word), len(word), word)))
        return frozenset(word for word in found if rarity(word) > above)

    def match(self, tokens: Sequence[Token], index: int) -> tuple[int, tuple[ActorSense, ...]] | None:
        """Return the end of the longest name that starts at a token, with all it may mean; None if there is none."""
        first = tokens[index].lower
        if first not in self._by_word:
            return None
        second = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        length, senses = 0, []
        for words, written, sense in (*self._by_pair.get((first, second), ()), *self._alone.get(first, ())):
            if len(words) < length:
                break
            end = index + len(words)
            if len(words) > 2 and (
                end > len(tokens) or any(tokens[index + k].lower != words[k] for k in range(2, len(words)))
            ):
                continue
            if _case_fits(tokens[index:end], written, sense.use):
                length = len(words)
                senses.append(sense)
        return (index + length, tuple(senses)) if senses else None

    def resolve(self, senses: Sequence[ActorSense], country: str, day: date) -> ActorCode | None:
        """Return the actor a name means in a country on a day."""
        iso = day.isoformat()
        best: tuple[tuple[int, int], ActorCode] | None = None
        for sense in senses:
            if not sense.fits(country, iso):
                continue
            code = sense.code or self.state_of(sense.state or "", day)
            if code is None:
                continue
            actor = self.actors[code]
            rank = 2 * (country in sense.countries) + (country in actor.countries) + 3 * (sense.code is not None)
            rank += within(iso, actor.active_from, actor.active_to)
            key = (_RANK[sense.use], rank)
            if best is None or key > best[0]:
                best = (key, code)
        return self.branch(best[1], country, day) if best else None

    def state_of(self, country: str, day: date) -> ActorCode | None:
        """Return the government's forces of a country on a day."""
        iso = day.isoformat()
        for actor in self._states.get(country, ()):
            if within(iso, actor.active_from, actor.active_to):
                return actor.code
        return None

    def home(self, code: ActorCode | None) -> tuple[str, ...]:
        """Return the countries in which an actor is found, the first one first."""
        return self.actors[code].countries if code in self.actors and code is not None else ()

    def branch(self, code: ActorCode, country: str, day: date) -> ActorCode:
        """Return the part of an actor that is at work in a country on a day: its local branch, or the coalition that
        it has become part of, or the part that came before the coalition."""
        actor, iso = self.actors[code], day.isoformat()
        children = [c for c in self._children.get(code, ()) if within(iso, c.active_from, c.active_to)]
        if country and country not in actor.countries:
            for child in children:
                if country in child.countries:
                    return child.code
        if actor.kind == "coalition" and iso[: len(actor.active_from)] < actor.active_from and children:
            return children[0].code
        parent = self.actors.get(actor.parent) if actor.parent else None
        if parent and parent.kind == "coalition" and within(iso, parent.active_from, parent.active_to):
            return parent.code
        return code

    def kin(self, code: ActorCode) -> frozenset[ActorCode]:
        """Return an actor with its parent and its branches."""
        actor = self.actors[code]
        family = {code, *(child.code for child in self._children.get(code, ()))}
        if actor.parent:
            family.add(actor.parent)
        return frozenset(family)

    def are_friends(self, one: ActorCode, other: ActorCode) -> bool:
        """Whether two actors are kin or allies."""
        return other in self.kin(one) or other in self.actors[one].allies or one in self.actors[other].allies


def _qualified(alias: str) -> tuple[str, str, str]:
    """Split 'ISI (before April 2013)' into the name and the years in which it is used."""
    match = _QUALIFIER.search(alias)
    text = _QUALIFIER.sub(" ", alias).strip()
    years = _YEARS.search(match["inside"]) if match else None
    if not years:
        return text, "", ""
    when = years["when"][-4:]
    if years["word"] in ("before", "until"):
        return text, "", when
    return text, when, "" if years["word"] else when


def _case_fits(tokens: Sequence[Token], written: str, use: AliasUse) -> bool:
    if len(tokens) > 1 and use is AliasUse.NAME:
        return any(token.is_capitalised for token in tokens)
    if written.isupper() and len(written) <= 5:
        return tokens[0].text.isupper()
    if use is AliasUse.NAME and written[:1].isupper():
        return tokens[0].is_capitalised
    return True
