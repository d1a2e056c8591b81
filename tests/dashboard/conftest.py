"""Fixtures of the dashboard's tests: a seeded store, a store full of hostile text, and the app over them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from territory.model import (
    Actor,
    ActorCode,
    Article,
    ArticleId,
    Claim,
    ClaimId,
    ControlStatus,
    EventKind,
    Mention,
    Origin,
    Place,
    PlaceId,
    PlaceKind,
    PlaceName,
    Source,
)
from territory.pipeline import open_store
from territory.resources import bundle_root
from territory.store import Batch, Store

if (root := str(bundle_root())) not in sys.path:
    sys.path.insert(0, root)

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> [x](javascript:alert(3)) :red[**b**] $y$'

OpenApp = Callable[..., AppTest]


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made from the seeds, to copy."""
    path = tmp_path_factory.mktemp("seeded") / "seeded.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def seeded(seeded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a seeded store of this test's own."""
    path = tmp_path / "store.db"
    shutil.copy(seeded_file, path)
    monkeypatch.setenv("TERRITORY_STORE", f"sqlite:///{path}")
    return f"sqlite:///{path}"


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store in which every text from outside is an attack."""
    url = f"sqlite:///{tmp_path / 'hostile.db'}"
    monkeypatch.setenv("TERRITORY_STORE", url)
    place = Place(
        PlaceId("xx-evil"), HOSTILE, PlaceKind.TOWN, "IQ", 36.0, 43.0, admin1=HOSTILE, admin2=HOSTILE,
        names=(PlaceName(HOSTILE + "2"), PlaceName("الموصل" + HOSTILE, "Arab")),
    )  # fmt: skip
    actors = tuple(Actor(ActorCode(code), HOSTILE + code, aliases=(HOSTILE,)) for code in ("EV", "IL"))
    article = Article(
        ArticleId("evil"), f"{HOSTILE} took {HOSTILE}.", date(2015, 1, 5), HOSTILE, HOSTILE, "javascript:1"
    )
    source = Source(HOSTILE, HOSTILE, "2015-01-05", "javascript:alert(4)", "B", 2)
    claims = [
        Claim(
            ClaimId(f"c{day}"), place.place_id, EventKind.CAPTURED, ControlStatus.CONTROLLED, ActorCode(code),
            date(2015, 1, day), datetime(2015, 1, 6, tzinfo=UTC), source=source, evidence=HOSTILE,
            attributed_to=HOSTILE, origin=origin, article_id=article_id, start=start, end=end,
        )
        for day, code, origin, article_id, start, end in (
            (4, "EV", Origin.COMPILED, None, None, None),
            (5, "IL", Origin.MACHINE, article.article_id, 0, 20),
        )
    ]  # fmt: skip
    with Store.open(url) as store:
        store.add(
            Batch(
                "table", HOSTILE, places=(place,), actors=actors, articles=(article,), claims=tuple(claims),
                mentions={article.article_id: (Mention(0, 8, HOSTILE[:8], place.place_id),)},
            )
        )  # fmt: skip
    return url


@pytest.fixture
def open_app() -> OpenApp:
    """Open the app on a page, with parameters in its address, and run it."""

    def open_(page: str = "", **params: str) -> AppTest:
        app = AppTest.from_file(str(bundle_root() / "dashboard" / "app.py"), default_timeout=30)
        for name, value in params.items():
            app.query_params[name] = value
        if page:
            app.switch_page(f"views/{page}.py")
        return app.run()

    return open_


def page_text(app: AppTest) -> str:
    """All the HTML and the labels of a page, as sent to the browser."""
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*html, *(button.label for button in app.button)])
