"""How fast place names are read in Arabic and Cyrillic script, beside English reports of the same length."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from territory.extract.toponyms.geoparser import Geoparser
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Compare

pytestmark = pytest.mark.benchmark_suite

SIZE = 1_000_000
REPORTS = {
    "English": (
        "Latn",
        "Government forces entered {0} on Monday after days of shelling, residents said. The road from {1} to {2} was "
        "closed, and families fled towards {0}. Hospitals in {2} were full, the Red Crescent said.\n\n",
    ),
    "Arabic": (
        "Arab",
        "دخلت قوات الحكومة مدينة {0} يوم الاثنين بعد أيام من القصف، بحسب السكان. وأغلق الطريق من {1} إلى {2} "
        "ونزحت عائلات باتجاه {0}. وقال الهلال الأحمر إن المستشفيات في {2} ممتلئة وإن المساعدات تأخرت.\n\n",
    ),
    "Russian": (
        "Cyrl",
        "Правительственные войска вошли в {0} в понедельник после нескольких дней обстрелов, говорят жители. Дорога из "
        "{1} в {2} закрыта, семьи бежали к {0}. Больницы в {2} переполнены, сообщил Красный Полумесяц.\n\n",
    ),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that ships."""
    return Gazetteer.bundled()


@pytest.mark.parametrize("language", REPORTS)
def test_megabyte_of_another_script(language: str, gazetteer: Gazetteer, compare: Compare) -> None:
    """A megabyte takes no more than twice as long as one of English reports; each report names other places."""
    script, report = REPORTS[language]
    names: list[str] = []
    for row in range(0, len(gazetteer.columns), 3):
        place = gazetteer.place(row)
        names += [place.name] if script == "Latn" else [name.text for name in place.names if name.script == script][:1]
    texts: list[str] = []
    size = number = 0
    while size < SIZE:
        texts.append(report.format(*(names[(number + step) % len(names)] for step in range(3))))
        size += len(texts[-1].encode())
        number += 3
    geoparser = Geoparser(gazetteer)
    geoparser.parse(Article(ArticleId("first"), texts[0]))
    started = time.process_time()
    mentions = geoparser.parse(Article(ArticleId("benchmark"), "".join(texts)))
    milliseconds = 1000 * (time.process_time() - started)
    compare.record(f"read places, 1 MB of {language} reports", milliseconds, note=f"{len(mentions):,} names")
    assert mentions
