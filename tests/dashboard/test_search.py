"""The search finds places in any spelling, groups, publishers and articles, and its route answers in JSON."""

from __future__ import annotations

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from dashboard import data, routes
from dashboard.search.find import LIMIT, find
from dashboard.view import View


@dataclass
class Reply:
    """An answer of one of our routes."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(path: str, **query: str) -> Reply:
    """Ask our routes as a browser that accepts gzip would."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": urlencode(query).encode(), "headers": [(b"accept-encoding", b"gzip")], "scheme": "http",
        "server": ("localhost", 80), "client": ("localhost", 1), "http_version": "1.1",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as elsewhere:  # a browser test before this one leaves its loop running here
        elsewhere.submit(asyncio.run, Starlette(routes=routes.routes())(scope, receive, send)).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Tora Bora", "place:af-tora-bora"),
        ("tora b", "place:af-tora-bora"),
        ("الموصل", "place:iq-mosul"),
        ("mosul", "place:iq-mosul"),
        ("Daesh", "group:IS"),
        ("taliban", "group:TALIBAN"),
        ("reuters", "source:Reuters"),
        ("isis fighters attack", "article:isis-taliban-infighting-2017-07"),
    ],
)
def test_finds_first_what_is_meant(query: str, key: str, seeded: str) -> None:
    """The thing that is meant stands first, whatever its kind or spelling."""
    assert find(query, data.library())[0].key == key


def test_finds_places_that_only_the_gazetteer_knows(seeded: str) -> None:
    """A place without claims is found in the gazetteer, and says that it has none."""
    hits = find("Timbuktu", data.library())
    assert any("no claims" in hit.detail for hit in hits)


@pytest.mark.parametrize("query", ["", "   ", "'\"<>&;--", "\x00", "ا" * 5000])
def test_odd_queries_answer(query: str, seeded: str) -> None:
    """Empty, hostile or endless queries get a list, perhaps an empty one."""
    reply = get("/territory/search", q=query)
    assert reply.status == 200
    assert len(json.loads(reply.body)) <= LIMIT


def test_the_timeline_is_served_under_its_hash_for_ever(seeded: str) -> None:
    """The document of the shown view can be fetched, compressed, and kept; another name is not found."""
    document = data.timeline(View(on=data.opening_day(data.library())))
    reply = get(data.address(document.path))
    assert reply.status == 200
    assert reply.headers["content-encoding"] == "gzip"
    assert gzip.decompress(reply.body) == document.data
    assert "immutable" in reply.headers["cache-control"]
    assert get(data.address("timeline/none.json")).status == 404


def test_a_model_and_a_moment_have_documents_of_their_own(seeded: str) -> None:
    """Switching model or knowledge changes what the player is given."""
    day = data.opening_day(data.library())
    paths = {data.timeline(View(on=day, model=model)).path for model in data.MODELS}
    assert len(paths) == len(data.MODELS)


def test_only_a_few_documents_are_kept(seeded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at many moments does not fill the memory."""
    from datetime import date

    from dashboard.view import end_of

    monkeypatch.setattr(data, "PUBLISHED_DOCUMENTS", 2)
    paths = [
        data.timeline(View(on=date(2015, 1, 1), known_at=end_of(date(year, 1, 1)))).path for year in (2014, 2015, 2016)
    ]
    assert data.published(paths[0]) is None
    assert data.published(paths[2]) is not None


def test_places_are_told_by_the_name_of_their_country(seeded: str) -> None:
    """Hits in any country name it; a country does not lie in itself."""
    assert find("Kharkiv", data.library())[0].detail.endswith("Ukraine · no claims")
    assert "Country · no claims" in [hit.detail for hit in find("Norway", data.library())]
