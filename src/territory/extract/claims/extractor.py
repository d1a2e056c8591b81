"""Article + mentions → claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from territory.extract.actors import ActorLexicon
from territory.extract.claims.context import DocumentContext, ResolvedPlace
from territory.extract.claims.dating import date_proposition, has_year, not_until, own_date
from territory.extract.claims.draft import (
    Draft,
    attacker_in,
    governments_speaking,
    is_heading,
    kind_of,
    main_side,
    sides_in,
    sides_of,
    speaks_on,
)
from territory.extract.claims.extraction import Extraction, Unplaced
from territory.extract.claims.finder import PlaceFinder, found_mention
from territory.extract.claims.history import beginning, tells_history, year_of_heading
from territory.extract.claims.lands import listed_lands
from territory.extract.claims.lexicon import load_lexicon
from territory.extract.claims.proposition import Proposition
from territory.extract.claims.record import TOO_WIDE, ClaimRecorder
from territory.extract.claims.reduce import reduce_claims, without_coarse
from territory.extract.claims.refs import PlaceRef
from territory.extract.claims.sentence import SentenceReading, read_sentence
from territory.extract.claims.sides import SideResolver
from territory.extract.claims.table_rows import TableRow, TableRows, holding, with_subject
from territory.extract.claims.word import Word
from territory.extract.claims.words import Tagger
from territory.extract.dates import DateContext, DateExpression, DateSpan, find_dates
from territory.extract.dates.span import DateRole
from territory.extract.sentences import Span, split_sentences
from territory.extract.tokens import spaced, tokenise
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import (
    Actor,
    ActorCode,
    Article,
    Claim,
    Mention,
    Modality,
    PlaceId,
    PlaceKind,
    TimePrecision,
)

_SURE = 0.9
"""Score from which a toponym is believed to lie where no side of the article fights."""
_RARE = 12
"""How many times less than the first country another may be named that an article is about as well."""
_SHORT_TEXT = 600
"""Characters of a note that may say who holds a place without a word of war ('Taiz is held by the government')."""
_BEING = frozenset({"is", "was", "remains", "remained", "has", "had", "lies", "lay", "became"})
_OTHER_TIME = re.compile(
    r"\b(?:early|earliest|first|initial|opening|final|last) (?:days|weeks|months|hours|stages?|phases?)"
    r" of the (?:[\w-]+ ){0,3}(?:war|invasion|conflict|uprising|revolution|insurgency)\b"
)
"""'In the early days of the war': not when the sentence before was."""


class ClaimExtractor:
    """Finds the control claims of articles by general rules over sentences.

    Parameters
    ----------
    gazetteer : Gazetteer
        The places that mentions refer to.
    actors : Sequence[Actor]
        The parties, with their names, countries and years.

    Examples
    --------
    >>> extraction = ClaimExtractor(gazetteer, actors).extract(article, mentions)  # doctest: +SKIP
    """

    def __init__(self, gazetteer: Gazetteer, actors: Sequence[Actor]) -> None:
        self._gazetteer = gazetteer
        self._actors = ActorLexicon(actors)
        self._lexicon = load_lexicon()
        self._tagger = Tagger(self._lexicon, self._actors)
        self._finder = PlaceFinder(gazetteer)

    def extract(self, article: Article, mentions: Sequence[Mention]) -> Extraction:
        """Return the claims of an article in order of their evidence, and the sentences kept back with the reason."""
        words = spaced(article.text)
        if len(article.text) > _SHORT_TEXT and not self._tagger.is_of_war(article.text, words.split()):
            return Extraction(())
        return _Reading(self, article, mentions, words).run()


class _Reading:
    """The extraction of one article."""

    def __init__(self, owner: ClaimExtractor, article: Article, mentions: Sequence[Mention], words: str) -> None:
        self._words = words
        self._article = article
        self._owner = owner
        self._mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._parsed = len(self._mentions)
        self._numbers: dict[tuple[int, int], int] = {}
        self._first_named: dict[tuple[PlaceId | None, str], int] = {}
        for number, mention in enumerate(self._mentions):
            self._index(number, mention)
        self._context = DocumentContext(
            owner._gazetteer, owner._lexicon, owner._actors, self._mentions, owner._finder, self._theatre()
        )
        self._context.titled = self._titled()
        self._context.places.update(listed_lands(article.text, self._mentions, owner._finder, self._context.theatre))
        self._published = article.published or date(1970, 1, 1)
        self._claims: list[Claim] = []
        self._unplaced: list[Unplaced] = []
        self._carried: DateSpan | None = None
        self._narrative = False
        self._sides = SideResolver(self._context, owner._actors, self._claims)
        self._recorder = ClaimRecorder(article, self._published, self._context, self._claims)
        self._pending: list[Span] = []

    def run(self) -> Extraction:
        """Read sentence by sentence."""
        sentences = split_sentences(self._article.text)
        self._narrative = tells_history(self._article, sentences, self._published)
        if self._narrative:
            self._carried = beginning(self._article, sentences, self._published)
        pointer, total = 0, len(self._mentions)
        rows = TableRows(self._article.text)
        for start, end in sentences:
            row = rows.at(start)
            if row is not None:
                if start < row.place[1]:  # its first sentence; the row is read as one
                    self._row(row)
                continue
            while pointer < total and self._mentions[pointer].start < start:
                pointer += 1
            stop = pointer
            while stop < total and self._mentions[stop].start < end:
                stop += 1
            self._sentence(start, end, range(pointer, stop))
            pointer = stop
        claims = without_coarse(self._claims) if self._narrative else self._claims
        return Extraction(tuple(claims), tuple(self._unplaced))

    def _titled(self) -> list[int]:
        """The first mention of each toponym that the title names."""
        title, early = self._article.title, enumerate(self._mentions[:40])
        return [n for n, mention in early if len(mention.text) > 3 and mention.text in title][:3]

    def _theatre(self) -> list[str]:
        """The countries that the article is about, most frequent first: those of its toponyms, then of its sides."""
        counts: Counter[str] = Counter()
        for place_id, times in Counter(mention.place_id for mention in self._mentions[:400]).items():
            if place_id:
                counts[self._owner._gazetteer.country(place_id)] += times
        start = self._article.text[:1500]
        tokens = tokenise(start)
        for index in range(len(tokens)):
            match = self._owner._actors.match(tokens, index) if tokens[index].is_word else None
            for sense in match[1] if match else ():
                home = (sense.state,) if sense.state else self._owner._actors.home(sense.code)
                counts.update(home[:2])
        common = counts.most_common(3)
        return [country for country, times in common if country and times * _RARE >= common[0][1]]

    def _find(self, start: int, end: int, name: str, in_place: bool) -> int | None:
        """Add a mention that a sentence names: one that the theatre has, or (`in_place`) one to be looked up later."""
        if in_place:
            return self._add(Mention(start, end, name, None, reason="stands where a place stands"))
        place = self._owner._finder.exact(name, self._context.theatre)
        if place is None:
            return None
        return self._add(found_mention(start, end, name, place))

    def _sentence(self, start: int, end: int, numbers: Sequence[int]) -> None:
        text = self._article.text
        seen = self._words[start:end].split()
        if not self._owner._tagger.may_tell(seen):
            self._pass_over(start, end, numbers, seen)
            return
        claimed, self._context.astray = len(self._claims), False
        dates = self._dates(start, end)
        known = len(self._mentions)
        words = self._tagged(start, end, numbers, dates)
        found = range(known, len(self._mentions))
        if found:
            numbers = sorted({*numbers, *found}, key=lambda n: self._mentions[n].start)
        heading = self._begins_section(start, end, numbers)
        attacker = attacker_in(words, self._owner._lexicon) if self._owner._tagger.may_launch(seen) else None
        self._sides.attack(attacker, forget=heading)
        if not heading and self._owner._tagger.is_worth_reading(words):
            reading = read_sentence(self._owner._lexicon, text, words)
            before = len(self._claims)
            self._propositions(reading, dates, (start, end), numbers)
            self._sides.recent_claim = len(self._claims) > before
        else:
            sides = sides_in(words, self._owner._lexicon)
            for side in sides:
                self._context.hear(side)
            if not heading:
                self._context.lead(sides[0] if sides else None)
            self._sides.recent_claim = False
        self._remember(dates, numbers)
        told = len(self._claims) > claimed
        self._context.lost = not told and (self._context.astray or (self._context.lost and not numbers))
        self._set_year(dates, (start, end))

    def _row(self, row: TableRow) -> None:
        """Read a row of a table: who holds the place, then what its notes tell of it."""
        lexicon, text = self._owner._lexicon, self._article.text
        name, number = text[slice(*row.place)], self._numbers.get(row.place)
        if number is None:
            number = self._add(Mention(*row.place, name, None, reason="names a row of a table"))
        subject = Word(*row.place, name, name.lower(), "PL", mention=number)
        held = holding(row, text, self._owner._tagger.holders(text, *row.holder), PlaceRef(number, *row.place))
        dates = find_dates(text, self._date_context(), *row.date) if row.date is not None else ()
        if held is not None and dates:
            self._propositions(SentenceReading(lexicon, [subject], [], [held]), dates, row.line, [])
        self._context.see(number)
        self._context.attend(number)
        for start, end in row.notes:
            dates = find_dates(text, self._date_context(), start, end)
            words = with_subject(self._tagged(start, end, self._numbers_in(start, end), dates), subject)
            if self._owner._tagger.is_worth_reading(words):
                self._propositions(read_sentence(lexicon, text, words), dates, row.line, [number])

    def _begins_section(self, start: int, end: int, numbers: Sequence[int]) -> bool:
        """Whether a line is a heading of a history; 'the city' of its section is the one that it names."""
        heading = self._narrative and is_heading(self._article.text[start:end])
        if heading:
            self._context.begin_section(numbers)
        return heading

    def _tagged(self, start: int, end: int, numbers: Sequence[int], dates: Sequence[DateExpression]) -> list[Word]:
        spans = [(self._mentions[n].start, self._mentions[n].end, n) for n in numbers]
        taken = [(e.start, e.end) for e in dates]
        return self._owner._tagger.tag(self._article.text, start, end, spans, taken, self._find)

    def _numbers_in(self, start: int, end: int) -> list[int]:
        first, last = (bisect_left(self._mentions, at, hi=self._parsed, key=lambda m: m.start) for at in (start, end))
        return list(range(first, last))

    def _set_year(self, dates: Sequence[DateExpression], span: Span) -> None:
        """Let the year of a heading, or one that opens a sentence ('In 2014, ...'), be that of the days told next."""
        if not self._narrative:
            return
        text = self._article.text[span[0] : span[1]]
        told = self._carried
        if is_heading(text):
            told = year_of_heading(text, [e for e in dates if has_year(e.text)], self._published) or told
        elif dates and dates[0].start == span[0] and dates[0].span.role is DateRole.POINT:
            coarse = dates[0].span.precision is TimePrecision.YEAR and len(dates) == 1
            told = dates[0].span if coarse and has_year(dates[0].text) else told
        self._carried = told

    def _dates(self, start: int, end: int) -> tuple[DateExpression, ...]:
        """The dates of a sentence; those of sentences passed over before it are read now, as it may count on them."""
        for span in self._pending:
            found = find_dates(self._article.text, self._date_context(), *span)
            self._remember(found, ())
            self._set_year(found, span)
        self._pending.clear()
        return find_dates(self._article.text, self._date_context(), start, end)

    def _date_context(self) -> DateContext:
        return DateContext(self._published, previous=self._carried, narrative=self._narrative)

    def _pass_over(self, start: int, end: int, numbers: Sequence[int], seen: Collection[str]) -> None:
        """Remember the places, sides and dates of a sentence that tells nothing of control."""
        self._begins_section(start, end, numbers)
        leader = None
        if self._owner._tagger.may_name_side(self._article.text[start:end], seen):
            for side in self._owner._tagger.sides(self._article.text, start, end):
                self._context.hear(side)
                leader = leader or side
        self._context.lead(leader)
        if not self._narrative:
            self._pending.clear()
        self._pending.append((start, end))
        self._see(numbers)
        if numbers and self._mentions[numbers[0]].start == start:
            after = self._article.text[self._mentions[numbers[0]].end : end].split(None, 1)
            if after and after[0] in _BEING:
                self._context.turn_to(numbers[0])  # 'Fallujah is the harder problem.'
        self._sides.recent_claim = False

    def _remember(self, dates: Sequence[DateExpression], numbers: Sequence[int]) -> None:
        points = [e for e in dates if e.span.role is not DateRole.UNTIL]
        if not self._narrative:
            self._carried = points[0].span if points else self._carried
            return self._see(numbers)
        for expression in points:
            if expression.span.role is DateRole.SINCE and self._carried is not None:
                continue  # tells since when something has been so, not when the next thing happens
            if expression.span.precision.days <= TimePrecision.MONTH.days or self._carried is None:
                self._carried = expression.span
        return self._see(numbers)

    def _see(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._context.see(number)

    def _propositions(
        self, reading: SentenceReading, dates: Sequence[DateExpression], span: Span, numbers: Sequence[int]
    ) -> None:
        drafted: list[tuple[Draft, ResolvedPlace, ActorCode, ActorCode | None]] = []
        self._context.topic, self._context.astray = [], False
        named, main = sides_of(reading), main_side(reading)
        sides = list(named)
        if reading.propositions:
            speaking = governments_speaking(reading)
            numbers = [n for n in numbers if n not in speaking]
        for proposition in reading.propositions:
            at = proposition.start
            while sides and sides[0][0] < at:
                self._context.hear(sides.pop(0)[1])
            if main is not None and main.end <= reading.words[min(at, len(reading.words) - 1)].start:
                self._context.lead(main)
            found = self._resolve(proposition, reading, dates, span, numbers)
            if found:
                self._context.topic = [(self._number_of(place.mention), place.partial) for _, place, *_ in found]
            drafted += found
            self._sides.hold(found)
            if found and (main is not None or not speaks_on(reading)):
                self._context.lead(main)
        for _, side in sides:
            self._context.hear(side)
        if main is not None or not speaks_on(reading):
            self._context.lead(main)
        if not drafted:
            return
        known = [side for _, side in named if side.senses or side.generic == "state"]
        drafted = [(*found[:3], self._sides.opponent(known, *found)) for found in drafted]
        claims = [
            self._recorder.claim(draft, place, actor, opponent, span) for draft, place, actor, opponent in drafted
        ]
        rules = {claim.claim_id: draft.proposition for claim, (draft, *_) in zip(claims, drafted, strict=True)}
        told: list[int] = []
        for claim in reduce_claims(claims, rules):
            if all(claim.claim_id != other.claim_id for other in self._claims[-20:]):
                self._claims.append(claim)
                number = self._first_named.get((claim.place_id, claim.mention_text))
                if number is not None:
                    told.append(number)
        for number in reversed(told):  # 'it' is rather the first place of a sentence than the last
            self._context.attend(number)

    def _add(self, mention: Mention) -> int:
        self._mentions.append(mention)
        self._index(len(self._mentions) - 1, mention)
        return len(self._mentions) - 1

    def _index(self, number: int, mention: Mention) -> None:
        self._numbers.setdefault((mention.start, mention.end), number)
        self._first_named.setdefault((mention.place_id, mention.text), number)

    def _number_of(self, mention: Mention) -> int:
        return self._numbers[mention.start, mention.end]

    def _resolve(
        self,
        proposition: Proposition,
        reading: SentenceReading,
        dates: Sequence[DateExpression],
        span: Span,
        numbers: Sequence[int],
    ) -> list[tuple[Draft, ResolvedPlace, ActorCode, ActorCode | None]]:
        modality, saying = reading.modality.judge(proposition)
        carried = self._carried if self._narrative else None
        if _OTHER_TIME.search(self._article.text, *span) is not None:
            carried = None
        told = partial(
            date_proposition, proposition, reading.clauses, reading.words, dates, published=self._published,
            carried=carried,
        )  # fmt: skip
        turning = not_until(proposition, reading.clauses, reading.words, dates)
        if turning is not None and modality is Modality.DENIED and not (saying and saying.denied):
            modality = Modality.ASSERTED
        when = told(own=turning)
        if when is None:
            return []
        draft = Draft(proposition, modality, saying, when)
        named = sorted((ref.start, ref.end) for ref in proposition.places if ref.mention is not None)
        found = []
        at = reading.words[min(proposition.start, len(reading.words) - 1)].start
        for ref in proposition.places:
            before = [
                n
                for n in numbers
                if self._mentions[n].end
                <= (ref.start if ref.start > span[0] and ref.mention is None and ref.end - ref.start > 2 else at)
            ]
            located = self._context.locate(ref, before)
            if not located and ref.mention is None:
                self._keep(span, "the text names no place that is known")
            for place in located:
                own = own_date((ref.start, ref.end), named, dates) if named and ref.mention is not None else None
                draft = replace(draft, when=(told(own=own) if own else None) or when)
                if place.place.kind in TOO_WIDE and not self._is_presence_in_part(draft, place):
                    self._keep(span, f"{place.mention.text} is too wide to be held or lost at one point")
                    continue
                sides = self._sides.sides(draft, place, reading)
                if sides is not None and self._is_foreign(sides[0], place):
                    name, countries = place.mention.text, self._owner._actors.home(sides[0])
                    home = self._owner._finder.exact(name, countries) or self._owner._finder.similar(name, countries)
                    if home is None:
                        self._keep(span, f"{name} lies where {sides[0]} does not fight")
                        continue
                    place = replace(place, place=home)
                if sides is None:
                    self._keep(span, f"no side is named for {place.mention.text}")
                    continue
                found.append((draft, place, *sides))
            if ref.mention is not None and not self._context.place_of(ref.mention):
                self._keep(span, f"{self._mentions[ref.mention].text} could not be placed")
        if not proposition.places:
            self._keep(span, "no place is named")
        return found

    def _is_foreign(self, actor: ActorCode, place: ResolvedPlace) -> bool:
        """Whether a doubtful toponym lies in a country that neither the side nor the article has to do with."""
        home, country = self._owner._actors.home(actor), place.place.country
        if place.mention.score >= _SURE or not home or not country:
            return False
        return country not in home and country not in self._context.theatre[:1]

    def _is_presence_in_part(self, draft: Draft, place: ResolvedPlace) -> bool:
        """Whether fighters are about in a named part of a country: 'pockets remain in northern Iraq'."""
        wide = place.place.kind is PlaceKind.COUNTRY and kind_of(draft.proposition) == "influence"
        return wide and place.partial and bool(self._recorder.direction(place.mention))

    def _keep(self, span: Span, reason: str) -> None:
        quote = self._article.text[span[0] : span[1]]
        record = Unplaced(span[0], span[1], quote, reason)
        if record not in self._unplaced[-3:]:
            self._unplaced.append(record)
