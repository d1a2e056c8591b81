"""Who acts and who opposes: the sides of a draft, by its own words, by who speaks, or by what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from territory.extract.actors import ActorLexicon
from territory.extract.claims.context import DocumentContext, ResolvedPlace
from territory.extract.claims.draft import Draft, kind_of, sides_of
from territory.extract.claims.proposition import stance
from territory.extract.claims.reduce import GAINS
from territory.extract.claims.refs import ActorRef
from territory.extract.claims.sentence import SentenceReading
from territory.model import ActorCode, Claim, ControlStatus, EventKind, PlaceId

_FREED = frozenset({EventKind.RECAPTURED, EventKind.CLEARED})
_FALLING = frozenset({"verb.fall", "verb.follow", "verb.change"})
_DECLARING = frozenset({"declare", "proclaim", "announce"})
_SOON = 31
"""Days within which a place is declared free by the side that has just taken it."""
_LOOK_BACK = 15
"""Claims among which the last gain of a kind is looked for."""
_HOLDERS = 60
"""Changes of holder that are remembered."""


class SideResolver:
    """Finds actor and opponent of drafts; remembers who came to hold what, and who attacks.

    Parameters
    ----------
    context : DocumentContext
        What the document has spoken of.
    actors : ActorLexicon
        The parties.
    claims : Sequence[Claim]
        The claims of the document so far; grows while it is read.
    """

    def __init__(self, context: DocumentContext, actors: ActorLexicon, claims: Sequence[Claim]) -> None:
        self._context = context
        self._actors = actors
        self.claims = claims
        self._holders: list[tuple[PlaceId, ActorCode]] = []
        self._gainers: set[ActorCode] = set()
        self._looked_at = 0
        self.attacker: ActorRef | None = None
        self._attacks_now = False
        self.recent_claim = False
        """Whether the sentence before made a claim."""

    def attack(self, attacker: ActorRef | None, *, forget: bool) -> None:
        """Note who launches an attack in the sentence that is read next; a heading ends what was told before."""
        self._attacks_now = attacker is not None and not forget
        self.attacker = None if forget else attacker or self.attacker

    def hold(self, found: Sequence[tuple[Draft, ResolvedPlace, ActorCode, ActorCode | None]]) -> None:
        """Note who has come to hold which place, each change once."""
        for draft, place, actor, _ in found:
            controls = not draft.lost_only and stance(kind_of(draft.proposition)) == "controlled"
            held = (place.place.place_id, actor)
            last = next((other for other in reversed(self._holders) if other[0] == held[0]), None)
            if controls and draft.modality.is_factual and not place.partial and held != last:
                self._holders.append(held)
                del self._holders[:-_HOLDERS]

    def sides(
        self, draft: Draft, place: ResolvedPlace, reading: SentenceReading
    ) -> tuple[ActorCode, ActorCode | None] | None:
        """Return actor and opponent of a draft at a place; the draft's event changes where only the loser is known."""
        context = self._context
        proposition, day = draft.proposition, draft.when.valid_from
        country = place.place.country or next(iter(context.theatre), "")
        opponent = self._speaking_loser(draft, country) or context.actor(proposition.opponent, country, day)
        actor = self._speaking_side(draft, country, opponent) or context.actor(
            proposition.actor, country, day, other=opponent
        )
        if actor is None and proposition.fallback_speaker:
            actor = self._speaker(draft, country, opponent)
            if actor is not None and draft.saying is not None and draft.saying.denied:
                draft.lost_only = True  # who denies that a place has fallen denies a loss
                return actor, None
        if actor is None and proposition.event == "recaptured" and proposition.agentless:
            actor = self._former_holder(place, opponent)
        if actor is None and proposition.event == "lost":
            actor = self._holder(place)
        if actor is None and proposition.event == "recaptured" and proposition.agentless and opponent is None:
            actor = self._advancing(place, country, day)
        if actor is None and proposition.default_state:
            actor = self._declaring(draft, place)
        if actor is None and proposition.default_state:
            actor = self._actors.state_of(country, day)
        if actor is None and proposition.agentless and opponent is None:
            actor = context.actor(self.attacker, country, day) if self._attacks_now else self._last_side(draft, place)
            if proposition.rule == "verb.fall" and actor is not None:
                actor = self._taker(actor, place, reading) or actor
            taken = proposition.clause is not None and proposition.clause.passive and proposition.event == "captured"
            if actor is None and taken and not place.partial:
                actor = context.actor(self.attacker, country, day)  # whose attack the text told of last
            if actor is None and (taken or proposition.rule in _FALLING) and not sides_of(reading):
                actor = self._on_the_march(country, day) or self._only_gainer()
        if actor is not None and opponent == actor:
            opponent = None
        if actor is None and opponent is not None and stance(kind_of(proposition)) == "controlled":
            draft.lost_only = True
            return opponent, None
        if actor is None:
            return None
        return actor, opponent

    def opponent(
        self,
        named: Sequence[ActorRef],
        draft: Draft,
        place: ResolvedPlace,
        actor: ActorCode,
        opponent: ActorCode | None,
    ) -> ActorCode | None:
        """The opponent told, or else the only rival that the sentence or the text so far names."""
        if opponent is not None or draft.lost_only or stance(kind_of(draft.proposition)) == "lost":
            return opponent  # who comes after the loser is not to be guessed
        country, day = place.place.country, draft.when.valid_from
        here = self._context.rival(actor, country, day, named)
        draft.guessed = here is None
        return here or self._context.rival(actor, country, day, self._context.sides)

    def _speaking_side(self, draft: Draft, country: str, opponent: ActorCode | None) -> ActorCode | None:
        """'The army said it ...', 'its forces': the pronoun is the speaker."""
        actor = draft.proposition.actor
        if actor is None or actor.senses or actor.generic not in ("pronoun", "group"):
            return None
        if actor.generic == "group" and not actor.text.lower().startswith(
            ("the group", "the movement", "its ", "their ")
        ):
            return None
        return self._speaker(draft, country, opponent)

    def _speaking_loser(self, draft: Draft, country: str) -> ActorCode | None:
        """'The army confirmed it had lost the town': 'it' is the army."""
        loser = draft.proposition.opponent
        if draft.proposition.actor is not None or loser is None or loser.generic != "pronoun":
            return None
        return self._speaker(draft, country, None)

    def _speaker(self, draft: Draft, country: str, opponent: ActorCode | None) -> ActorCode | None:
        if draft.saying is None or draft.saying.speaker is None:
            return None
        actor = draft.proposition.actor
        if actor is not None and draft.saying.start == 0 and actor.text.lower() not in ("we", "our", "us", "ours"):
            return None  # the speaker comes after the pronoun
        phrase = draft.saying.speaker.first
        side = phrase.actor or phrase.metonym
        code = self._context.actor(side, country, draft.when.valid_from, other=opponent) if side else None
        return code if code != opponent else None

    def _former_holder(self, place: ResolvedPlace, opponent: ActorCode | None) -> ActorCode | None:
        """'Taken by A, lost to B and recaptured': by A, the side that held it before the last that took it."""
        held = [actor for place_id, actor in self._holders if place_id == place.place.place_id]
        if len(held) < 2 or (opponent is not None and held[-1] != opponent):
            return None
        return held[-2]

    def _holder(self, place: ResolvedPlace) -> ActorCode | None:
        """'The city was lost again': by the side that the text said last to hold it."""
        held = (actor for place_id, actor in reversed(self._holders) if place_id == place.place.place_id)
        return next(held, None)

    def _last_at(self, place: ResolvedPlace) -> Claim | None:
        """The last of the recent claims that is about a place."""
        recent = reversed(self.claims[-_LOOK_BACK:])
        return next((claim for claim in recent if claim.place_id == place.place.place_id), None)

    def _declaring(self, draft: Draft, place: ResolvedPlace) -> ActorCode | None:
        """'The city was declared liberated' after one side took it: by that side."""
        clause = draft.proposition.clause
        governor = clause.governor if clause is not None else None
        if governor is None or set(governor.lemmas).isdisjoint(_DECLARING):
            return None
        last = self._last_at(place)
        days = (draft.when.valid_from - last.valid_from).days if last is not None else -1
        return last.actor if last is not None and last.event_kind in GAINS and 0 <= days <= _SOON else None

    def _advancing(self, place: ResolvedPlace, country: str, day: date) -> ActorCode | None:
        """'The YPG forced the others to withdraw. The city was retaken': by the side that the sentence before is about,
        if its rival was the last to be told of there."""
        last = self._last_at(place)
        leader = self._context.actor(self._context.leader, country, day)
        rival = last is not None and leader is not None and not self._actors.are_friends(leader, last.actor)
        return leader if rival and last is not None and last.status is not ControlStatus.LOST else None

    def _only_gainer(self) -> ActorCode | None:
        """'Kunduz fell on Friday too': to the one side that has gained anything in the text so far."""
        new = self.claims[self._looked_at :]
        self._looked_at = len(self.claims)
        self._gainers |= {claim.actor for claim in new if claim.event_kind in GAINS and claim.modality.is_factual}
        return next(iter(self._gainers)) if len(self._gainers) == 1 else None

    def _on_the_march(self, country: str, day: date) -> ActorCode | None:
        """'Islamic State fighters swept across the north. Tikrit was overrun ...': by them, if they are no state's and
        the last claim was not another's."""
        leader = self._context.actor(self._context.leader, country, day)
        other = bool(self.claims) and self.claims[-1].actor != leader
        return None if other or leader == self._actors.state_of(country, day) else leader

    def _taker(self, freer: ActorCode, place: ResolvedPlace, reading: SentenceReading) -> ActorCode | None:
        """After a town was freed by one side, the next that 'fell' fell to the other, if the sentence names neither."""
        if self.claims[-1].event_kind not in _FREED or sides_of(reading):
            return None
        gains = (c for c in reversed(self.claims[-_LOOK_BACK:]) if c.event_kind in GAINS - _FREED and not c.partial)
        taker = next((c.actor for c in gains), None)
        return taker or self._context.latest_rival(freer, place.place.country, self.claims[-1].valid_from)

    def _last_side(self, draft: Draft, place: ResolvedPlace) -> ActorCode | None:
        """The side whose gain was told just before, for 'the base had been seized a day earlier'."""
        if not self.claims or not self.recent_claim:
            return None
        last = self.claims[-1]
        if last.place_id != place.place.place_id or last.status is not ControlStatus.CONTROLLED:
            return last.actor
        taken = draft.proposition.event == "captured" and not place.partial
        if taken and draft.when.dated and draft.when.valid_from <= last.valid_from:
            return last.actor  # 'Balakliia itself was captured on 3 March': the same told more exactly
        country, day = place.place.country, last.valid_from
        return last.opponent or self._context.latest_rival(last.actor, country, day)
