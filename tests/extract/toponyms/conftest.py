"""One gazetteer and one geoparser for all tests of this folder: both take a second to make and are never changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from territory.extract.toponyms import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId


@pytest.fixture(scope="session")
def world() -> Gazetteer:
    """The gazetteer that ships."""
    return Gazetteer.bundled()


@pytest.fixture(scope="session")
def geoparser(world: Gazetteer) -> Geoparser:
    """A geoparser over it."""
    return Geoparser(world, theatre=("IQ", "SY", "AF"))


@pytest.fixture
def places(world: Gazetteer, geoparser: Geoparser) -> Callable[[str], list[tuple[str, str]]]:
    """Return a function: text → (name as written, id of its place) of each toponym."""

    def find(text: str) -> list[tuple[str, str]]:
        return [(m.text, m.place_id or "") for m in geoparser.parse(Article(ArticleId("t"), text))]

    return find
