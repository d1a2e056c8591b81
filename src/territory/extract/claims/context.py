"""What a document has spoken of so far: resolves 'the town', 'there', 'it', 'the group', 'they'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from territory.extract.actors import ActorLexicon, AliasUse
from territory.extract.claims.finder import PlaceFinder
from territory.extract.claims.lexicon import Lexicon
from territory.extract.claims.refs import PLACE_PRONOUNS, UNKNOWN, ActorRef, PlaceRef
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import ActorCode, Mention, Place, PlaceKind

_TOWNS = frozenset({PlaceKind.CITY, PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.NEIGHBOURHOOD, PlaceKind.DISTRICT})
_SINCE = 40
"""Toponyms since a heading that are looked at."""
_LARGE = frozenset({PlaceKind.CITY, PlaceKind.TOWN})
_KIND_WORDS = {
    "city": _TOWNS,
    "town": _TOWNS,
    "village": _TOWNS - {PlaceKind.CITY, PlaceKind.TOWN},
    "capital": _TOWNS,
    "hub": _TOWNS,
    "settlement": _TOWNS,
    "hamlet": _TOWNS - {PlaceKind.CITY},
    "district": _TOWNS | {PlaceKind.PROVINCE},
    "towns": _TOWNS,
    "cities": _TOWNS,
    "villages": _TOWNS,
    "districts": _TOWNS,
    "province": frozenset({PlaceKind.PROVINCE}),
    "governorate": frozenset({PlaceKind.PROVINCE}),
    "region": frozenset({PlaceKind.PROVINCE, PlaceKind.REGION, PlaceKind.AREA}),
    "base": frozenset({PlaceKind.BASE, PlaceKind.AIRPORT}),
    "airport": frozenset({PlaceKind.AIRPORT}),
    "airbase": frozenset({PlaceKind.BASE, PlaceKind.AIRPORT}),
    "dam": frozenset({PlaceKind.DAM}),
    "crossing": frozenset({PlaceKind.BORDER_CROSSING}),
    "camp": _TOWNS | {PlaceKind.FACILITY},
    "quarter": frozenset({PlaceKind.NEIGHBOURHOOD}),
    "island": frozenset({PlaceKind.ISLAND}),
}
_MEMORY = 12
"""Toponyms back that 'the town' may stand for."""
_POINTING = frozenset({"village", "town", "settlement", "it", "there", "base", "district"})
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.SEA, PlaceKind.RIVER, PlaceKind.LAKE})


@dataclass(slots=True)
class ResolvedPlace:
    """A place of a claim with the mention that names it."""

    place: Place
    mention: Mention
    partial: bool


@dataclass(slots=True)
class DocumentContext:
    """The memory of one document, filled sentence by sentence."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    actors: ActorLexicon
    mentions: list[Mention]
    finder: PlaceFinder
    theatre: list[str] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    focus: list[int] = field(default_factory=list)
    topic: list[tuple[int, bool]] = field(default_factory=list)
    leader: ActorRef | None = None
    astray: bool = False
    """Whether the sentence has just spoken of a place that nobody knows, so that 'it' is that place."""
    lost: bool = False
    """Whether the last place told of is one that nobody knows, so that 'the village' is that place."""
    sides: list[ActorRef] = field(default_factory=list)
    country: str = ""
    headed: list[int] = field(default_factory=list)
    """The toponym that the heading of the section names, until something is told."""
    read_before: int = 0
    """Toponyms read before the section."""
    titled: list[int] = field(default_factory=list)
    """Toponyms that the title names."""

    def place_of(self, number: int) -> Place | None:
        """Return the place of a mention."""
        if number not in self.places:
            found = self._place_of(self.mentions[number])
            if found is None:
                return None
            self.places[number] = found
        return self.places[number]

    def _place_of(self, mention: Mention) -> Place | None:
        if mention.place_id is None:
            exact = self.finder.exact(mention.text, self.theatre) or self.finder.water(mention.text)
            return exact or self.finder.similar(mention.text, self.theatre)
        place = self.finder.get(mention.place_id)
        return self.finder.namesake_town(mention, place) or place

    def see(self, number: int) -> None:
        """Note that a toponym has been read; what it is is asked only when a sentence points back."""
        if self.mentions[number].place_id is not None or number in self.places:
            self.seen.append(number)

    def _recent(self) -> list[int]:
        """The last toponyms read that a sentence may point back to, in order."""
        found: list[int] = []
        for number in reversed(self.seen):
            place = self.place_of(number)
            if place is not None and place.kind not in _WIDE:
                found.append(number)
                if len(found) == _MEMORY:
                    break
        return found[::-1]

    def begin_section(self, numbers: Sequence[int]) -> None:
        """Note the toponyms of a heading: 'the city' is the one that it names until a claim or another town comes."""
        self.headed, self.read_before = list(numbers[:1]), len(self.seen)

    def attend(self, number: int) -> None:
        """Note that a claim was about a toponym."""
        self.headed = []
        self._focus_on(number)

    def turn_to(self, number: int) -> None:
        """Note that a sentence is about a toponym, of which it tells no claim."""
        if self.mentions[number].place_id is not None:
            self._focus_on(number)

    def _focus_on(self, number: int) -> None:
        self.focus.append(number)
        del self.focus[:-40]

    def locate(self, ref: PlaceRef, here: Sequence[int]) -> list[ResolvedPlace]:
        """Return the places a reference means; `here` are the toponyms earlier in the same sentence."""
        if ref.mention is not None:
            place = self.place_of(ref.mention)
            self.astray = self.astray or place is None
            return [ResolvedPlace(place, self.mentions[ref.mention], ref.partial)] if place else []
        if ref.anaphor == UNKNOWN:
            self.astray = True
            return []
        words = ref.anaphor.split()
        if ref.anaphor in ("@topic", "them") and not self.topic:
            self.astray = True
            return []
        if self.astray and ref.anaphor in ("it", "there", "@topic") and not self.topic:
            return []
        if ref.anaphor in ("there", "them", "@topic") and self.topic:
            found = [(self.place_of(n), n, partial) for n, partial in self.topic]
            return [
                ResolvedPlace(place, self.mentions[n], ref.partial or partial)
                for place, n, partial in found
                if place is not None
            ]
        count = 2 if "both" in words or "two" in words or ref.anaphor in ("them", "both") else 1
        head = words[-1] if words else ""
        if self.lost and not self.topic and not here and head in _POINTING:
            self.astray = True
            return []
        chosen = self._antecedents(head, here, count, ref.anaphor)
        exact = head in _KIND_WORDS or head in PLACE_PRONOUNS
        return [
            ResolvedPlace(
                place,
                self.mentions[number],
                (ref.partial and not self._names_part(place, head)) or (not exact and not self._is_named(place, head)),
            )
            for number in chosen
            if (place := self.place_of(number)) is not None
        ]

    def _of_heading(self) -> list[int]:
        """The town of the section's heading, if no other has been named since."""
        towns = [n for n in self.headed if (p := self.place_of(n)) is not None and p.kind in _LARGE]
        since = (
            self.place_of(n)
            for n in self.seen[max(self.read_before, len(self.seen) - _SINCE) :]
            if n not in self.headed
        )
        if towns and any(p is not None and p.kind in _TOWNS and p is not self.place_of(towns[0]) for p in since):
            return []
        return towns

    def _of_title(self, fitting: list[int]) -> list[int]:
        """'The city' is rather the town that the article is about than a village or district told of last."""
        first = self.place_of(fitting[0])
        if first is None or not (first.kind is PlaceKind.VILLAGE or self._is_district(fitting[0])):
            return fitting
        about = [n for n in self.titled if (p := self.place_of(n)) is not None and p.kind in _TOWNS and p is not first]
        return [*about[:1], *fitting]

    def _is_district(self, number: int) -> bool:
        """Whether a toponym says itself that it is a district ('Chardara District')."""
        return self.mentions[number].text.lower().endswith(" district")

    def _names_part(self, place: Place, head: str) -> bool:
        """'The camp' is all of Yarmouk Camp, but 'parts of the city' are not all of Marawi City."""
        return self._is_named(place, head) and not self.lexicon.has("same", head)

    def _is_named(self, place: Place, head: str) -> bool:
        return head in place.name.lower().replace("-", " ").split()

    def _antecedents(self, head: str, here: Sequence[int], count: int, anaphor: str) -> list[int]:
        kinds = _KIND_WORDS.get(head)
        seen = self._recent()
        pool = [*reversed(self.focus[-6:]), *reversed(seen)]
        named = [*seen, *here]
        if anaphor == "former" and named:
            return [named[-2] if len(named) > 1 else named[-1]]
        if anaphor == "latter" and named:
            return [named[-1]]
        pool = (
            [*(n for n, _ in reversed(self.topic)), *here, *pool]
            if count == 1
            else [*(n for n, _ in reversed(self.topic)), *pool, *reversed(here)]
        )
        if count == 2 and len(fitting := [n for n in here if self._fits(n, kinds, head)]) == 2 and not self.topic:
            return fitting  # 'In Khanaqin and Jalawla they handed over both towns'
        fitting = [n for n in pool if self._fits(n, kinds, head)]
        named_so = [n for n in fitting if (p := self.place_of(n)) is not None and self._is_named(p, head)]
        if named_so and head not in ("city", "town", "village"):
            fitting = named_so
        if head in ("city", "town") and fitting and not self.topic and not here:
            fitting = self._of_heading() or self._of_title(fitting)
        if head in ("city", "town", "capital"):
            towns = [n for n in fitting if not self._is_district(n)]
            whole = [n for n in towns if (p := self.place_of(n)) and p.kind is not PlaceKind.NEIGHBOURHOOD]
            fitting = whole or fitting
        if not fitting and kinds and not kinds & _TOWNS:
            fitting = [n for n in pool if self._fits(n, _TOWNS, "")]
        result: list[int] = []
        for number in fitting:
            if all(self.place_of(number) is not self.place_of(other) for other in result):
                result.append(number)
            if len(result) == count:
                break
        return result[::-1]

    def _fits(self, number: int, kinds: frozenset[PlaceKind] | None, head: str) -> bool:
        place = self.place_of(number)
        if place is None or place.kind in _WIDE:
            return False
        return kinds is None or place.kind in kinds or head in place.name.lower().split()

    def hear(self, ref: ActorRef) -> None:
        """Note that a side has been named."""
        if ref.generic != "pronoun" and (ref.senses or ref.generic == "state"):
            self.sides.append(ref)
            del self.sides[:-12]

    def rival(self, actor: ActorCode, country: str, day: date, sides: Sequence[ActorRef]) -> ActorCode | None:
        """Return the one side among `sides` that is no friend of an actor there and then; None if there are several."""
        codes = {
            self.actors.resolve(ref.senses, country, day) if ref.senses else self.actors.state_of(country, day)
            for ref in sides
        }
        rivals = {code for code in codes if code is not None and not self.actors.are_friends(code, actor)}
        return rivals.pop() if len(rivals) == 1 else None

    def latest_rival(self, actor: ActorCode, country: str, day: date) -> ActorCode | None:
        """Return the side named last that is no friend of an actor there and then."""
        for ref in reversed(self.sides):
            code = self.rival(actor, country, day, [ref])
            if code is not None:
                return code
        return None

    def lead(self, ref: ActorRef | None) -> None:
        """Note the side that the sentence just read was about."""
        self.leader = ref

    def actor(
        self, ref: ActorRef | None, country: str, day: date, *, other: ActorCode | None = None
    ) -> ActorCode | None:
        """Return the actor a reference means at a place of `country` on `day`; `other` is who it cannot be."""
        if ref is None or ref.text.lower().startswith("our "):
            return None
        if ref.senses:
            code = self.actors.resolve(ref.senses, country, day)
            if code is not None:
                return self._same_group(ref, code, country, day, other)
        if ref.generic == "state":
            home = self.theatre[0] if self.theatre else country
            return (
                self.actors.state_of(country, day)
                or self.actors.state_of(home, day)
                or self._heard(country, day, other, state=True)
            )
        if ref.generic in ("group", "pronoun", ""):
            common = ref.text.islower()
            if ref.senses and not ref.generic and any(sense.use is not AliasUse.NOUN for sense in ref.senses):
                return self._heard(country, day, other, state=False) if common else None
            return self._heard(country, day, other, state=None if ref.generic == "pronoun" else False)
        return None

    def _same_group(
        self, ref: ActorRef, code: ActorCode, country: str, day: date, other: ActorCode | None
    ) -> ActorCode:
        """'The insurgents' are the group spoken of, unless the text has named those that the word means by itself."""
        if not ref.text.lower().startswith("the ") or any(sense.use is not AliasUse.NOUN for sense in ref.senses):
            return code
        heard = [self.actors.resolve(side.senses, country, day) for side in self.sides if side.senses]
        if code in heard or not heard:
            return code
        return self._heard(country, day, other, state=False) or code

    def _heard(self, country: str, day: date, other: ActorCode | None, *, state: bool | None) -> ActorCode | None:
        order = list(reversed(self.sides))
        if state is None and self.leader is not None:
            order.insert(0, self.leader)
        for ref in order:
            if not ref.senses and ref.generic == "group":
                state = False  # 'the group ... its fighters': not the government's
                continue
            code = self.actors.resolve(ref.senses, country, day) if ref.senses else self.actors.state_of(country, day)
            if code is None or code == other:
                continue
            if state is None or (self.actors.actors[code].kind == "state") is state:
                return code
        return None
