"""Russian and Ukrainian names in all their cases."""

from __future__ import annotations

import pytest

from territory.extract.toponyms import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId

RUSSIAN = {
    "Kharkiv": "Харькова Харькову Харьковом Харькове",
    "Odesa": "Одессы Одессе Одессу Одессой",
    "Melitopol": "Мелитополя Мелитополю Мелитополем Мелитополе",
    "Rubizhne": "Рубежного Рубежному Рубежном",
    "Aleppo": "Алеппо",
    "Raqqa": "Ракки Ракку Ракке Раккой",
    "Latakia": "Латакии Латакию Латакией",
    "Homs": "Хомса Хомсе Хомсом",
}
UKRAINIAN = {
    "Kharkiv": "Харкова Харкову Харковом Харкові",
    "Lviv": "Львова Львові Львовом",
    "Kyiv": "Києва Києву Києвом Києві",
    "Mykolayiv": "Миколаєва Миколаєві",
    "Ternopil": "Тернополя Тернополі",
    "Rivne": "Рівного Рівному",
    "Chernivtsi": "Чернівців Чернівцях",
    "Horlivka": "Горлівки Горлівці Горлівку Горлівкою",
}


@pytest.mark.parametrize(("frame", "cases"), [("Бои идут у {}.", RUSSIAN), ("Бої тривають біля {}.", UKRAINIAN)])
def test_cases_lead_to_the_nominative(
    geoparser: Geoparser, world: Gazetteer, frame: str, cases: dict[str, str]
) -> None:
    """A name is the same place in every case, with the vowels that change in it."""
    for name, forms in cases.items():
        expected = {place.geonameid for place in world.lookup(name)}
        for form in forms.split():
            (mention,) = geoparser.parse(Article(ArticleId("t"), frame.format(form)))
            assert mention.text == form
            assert mention.place_id is not None
            assert world.get(mention.place_id).geonameid in expected, form


def test_provinces_made_of_adjectives(geoparser: Geoparser, world: Gazetteer) -> None:
    """'Kharkiv oblast' is one name and the province, with its head noun or as a region in -щина."""
    for text, name in (
        ("Удары по Харьковской области.", "Харьковской области"),
        ("Обстріли на Харківщині тривають.", "Харківщині"),
        ("У Харківській області тихо.", "Харківській області"),
    ):
        (mention,) = geoparser.parse(Article(ArticleId("t"), text))
        assert mention.text == name
        assert world.get(mention.place_id or "").geonameid == 706482
