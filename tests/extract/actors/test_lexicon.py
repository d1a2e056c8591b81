"""A name means the actor that bears it at the place and on the day."""

from __future__ import annotations

from datetime import date

import pytest

from territory.extract.actors import ActorAlias, ActorLexicon, AliasUse, bundled_actors, read_aliases
from territory.extract.tokens import tokenise
from territory.model import Actor, ActorCode


def means(name: str, country: str, day: date) -> str | None:
    """The code that the bundled lexicon gives a name."""
    lexicon = ActorLexicon(bundled_actors())
    match = lexicon.match(tokenise(name), 0)
    return lexicon.resolve(match[1], country, day) if match else None


@pytest.mark.parametrize(
    ("name", "country", "day", "code"),
    [
        ("Islamic State", "IQ", date(2016, 1, 1), "IS"),
        ("Islamic State", "AF", date(2016, 1, 1), "ISK"),
        ("YPG", "SY", date(2015, 10, 9), "YPG"),
        ("YPG", "SY", date(2015, 10, 10), "SDF"),
        ("Syrian Democratic Forces", "SY", date(2015, 6, 1), "YPG"),
        ("Kurdish", "IQ", date(2014, 6, 1), "KRG"),
        ("rebels", "SY", date(2014, 6, 1), "SY-OPP"),
        ("rebels", "UA", date(2014, 6, 1), "RU-SEP"),
        ("rebels", "YE", date(2016, 6, 1), "HOUTHI"),
        ("Libyan", "LY", date(2020, 6, 1), "GNA"),
        ("Russian", "UA", date(2022, 6, 1), "RU"),
    ],
)
def test_a_name_is_read_by_place_and_day(name: str, country: str, day: date, code: str) -> None:
    """Branches, coalitions, common nouns and adjectives are told apart by where and when."""
    assert means(name, country, day) == code


def test_every_alias_belongs_to_a_known_actor_and_country_codes_are_plain() -> None:
    """The tables agree with each other."""
    codes = {actor.code for actor in bundled_actors()}
    assert {alias.code for alias in read_aliases()} <= codes
    assert all(len(c) == 2 and c.isupper() for alias in read_aliases() for c in alias.countries)


def test_actors_have_colours_for_the_map() -> None:
    """Every actor of the further theatres can be drawn."""
    assert all(actor.color.startswith("#") and actor.color_cvd.startswith("#") for actor in bundled_actors())


def test_a_new_theatre_is_rows_of_data() -> None:
    """An actor and an alias given as records are understood without any code."""
    actor = Actor(ActorCode("X-REB"), "Freedonia Front", countries=("XX",))
    alias = ActorAlias(ActorCode("X-REB"), "highlanders", AliasUse.NOUN, ("XX",))
    lexicon = ActorLexicon([actor], [alias])
    for name in ("Freedonia Front", "highlanders"):
        match = lexicon.match(tokenise(name), 0)
        assert match is not None
        assert lexicon.resolve(match[1], "XX", date(2020, 1, 1)) == "X-REB"
