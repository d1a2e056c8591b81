"""The exported file: whole, alone, the same each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from territory.control.histories import Histories
from territory.model import Actor, Place
from territory.render import PlayerView, TimelineDocument, export_html


def test_the_file_asks_nobody(histories: Histories, places: Sequence[Place], actors: Sequence[Actor]) -> None:
    """No element loads anything, and the page's own policy forbids it."""
    text = export_html(TimelineDocument.build(histories, places=places, actors=actors))
    assert not re.search(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=""", text)
    assert "default-src 'none'" in text


def test_the_same_input_gives_the_same_text(
    histories: Histories, places: Sequence[Place], actors: Sequence[Actor]
) -> None:
    """No clock, no random ids."""
    document = TimelineDocument.build(histories, places=places, actors=actors)
    view = PlayerView(date=date(2014, 6, 10))
    assert export_html(document, view=view) == export_html(document, view=view)
    assert "<title>Territory, 2014-06-10</title>" in export_html(document, view=view)


def test_hostile_text_stays_text(histories: Histories, places: Sequence[Place], actors: Sequence[Actor]) -> None:
    """A title, a place or a query with a tag in it adds no element."""
    bad = "</script><img src=x onerror=alert(1)>"
    document = TimelineDocument.build(
        histories,
        places=[replace(place, name=bad) for place in places],
        actors=[replace(actor, name=bad) for actor in actors],
        title=bad,
    )
    text = export_html(document, query={"source": bad}, attribution=bad)
    assert "<img" not in text


def test_what_it_was_made_from_is_kept(histories: Histories, places: Sequence[Place], actors: Sequence[Actor]) -> None:
    """Query and digest stand in the head."""
    document = TimelineDocument.build(histories, places=places, actors=actors)
    text = export_html(document, query={"known-at": "2017-07-09"})
    assert '<meta name="territory:known-at" content="2017-07-09">' in text
    assert document.digest in text
