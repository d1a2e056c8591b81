"""Fixtures that several test files share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from territory.model import ActorCode, Claim, ClaimId, ControlStatus, EventKind, PlaceId, Source
from territory.pipeline import open_store
from territory.store import Store

settings.register_profile("territory", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("territory")


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the store of the person who runs it."""
    monkeypatch.setenv("TERRITORY_STORE", f"sqlite:///{tmp_path / 'own.db'}")
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    """Make a claim: by default RED captures alpha on 2015-01-01, known the same day."""
    count = 0

    def make(**fields: Any) -> Claim:
        nonlocal count
        count += 1
        day = fields.get("valid_from", date(2015, 1, 1))
        defaults: dict[str, Any] = {
            "claim_id": ClaimId(f"claim-{count}"),
            "place_id": PlaceId("xx-alpha"),
            "event_kind": EventKind.CAPTURED,
            "status": ControlStatus.CONTROLLED,
            "actor": ActorCode("RED"),
            "valid_from": day,
            "recorded_at": datetime(day.year, day.month, day.day, tzinfo=UTC),
            "source": Source("A title", "A publisher", day.isoformat(), "https://example.org/a", "B", 2),
            "evidence": "They took it.",
        }
        return Claim(**{**defaults, **fields})

    return make


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    with Store.open(f"sqlite:///{tmp_path / 'empty.db'}") as store:
        yield store


@pytest.fixture(scope="session")
def seeded_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store filled from the seeds, built once; tests only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeded') / 'territory.db'}"
    open_store(url).close()
    return url


@pytest.fixture
def seeded_store(seeded_url: str) -> Iterator[Store]:
    """A store filled from the seeds; tests only read it."""
    with Store.open(seeded_url) as store:
        yield store


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parent.parent


os.environ.setdefault("NO_COLOR", "1")
