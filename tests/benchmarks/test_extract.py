"""How fast texts become claims, toponyms included, and whether the time grows with the text alone."""

from __future__ import annotations

import time
from datetime import date

import pytest

from territory.extract.actors import bundled_actors
from territory.gazetteer.gazetteer import Gazetteer
from territory.model import Article, ArticleId
from territory.pipeline import TextPipeline
from territory.resources import seeds_path
from tests.benchmarks.conftest import Compare

pytestmark = pytest.mark.benchmark_suite

SIZES_MB = (0.1, 0.4, 1.6)


@pytest.fixture(scope="module")
def pipeline() -> TextPipeline:
    """The pipeline over the bundled gazetteer and actors."""
    return TextPipeline(Gazetteer.bundled(), bundled_actors())


def seed_text() -> str:
    """The seed articles in a row."""
    return "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(seeds_path().glob("*.txt")))


def test_speed_by_size(compare: Compare, pipeline: TextPipeline) -> None:
    """One long article of 0.1, 0.4 and 1.6 MB: the speed must not fall as the text grows."""
    text = seed_text()
    pipeline.read(Article(ArticleId("warm"), text, date(2017, 7, 9)))
    for size in SIZES_MB:
        times = int(size * 1e6 / len(text.encode())) + 1
        article = Article(ArticleId(f"a{size}"), "\n\n".join([text] * times), date(2017, 7, 9))
        megabytes = len(article.text.encode()) / 1e6
        start = time.perf_counter()
        mentions = pipeline.geoparser.parse(article)
        middle = time.perf_counter()
        claims = pipeline.extractor.extract(article, mentions).claims
        end = time.perf_counter()
        name = f"read {size} MB of text"
        compare.record(f"{name}: toponyms", (middle - start) * 1000, note=f"{megabytes / (middle - start):.2f} MB/s")
        compare.record(f"{name}: claims", (end - middle) * 1000, note=f"{megabytes / (end - middle):.2f} MB/s")
        compare.record(f"{name}: both", (end - start) * 1000, note=f"{megabytes / (end - start):.2f} MB/s")
        assert claims
