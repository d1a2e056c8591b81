"""The files of the page: complete, ours, and kept for ever under their own mark."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence

import folium
import pytest

from territory.control.histories import Histories
from territory.model import Actor, Place
from territory.render import OfflineMap, TimelineDocument, TimelinePlayer, served_files, timeline_file
from territory.render.inline import inline_script, inline_style
from territory.render.served import ASSETS, address_of, player_script

OUTSIDE = re.compile(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["'](?:https?:)?//""")


@pytest.fixture
def document(histories: Histories, places: Sequence[Place], actors: Sequence[Actor]) -> TimelineDocument:
    """The small world, packed."""
    return TimelineDocument.build(histories, places=places, actors=actors)


def test_an_address_changes_with_the_content() -> None:
    """So that a browser may keep the file for ever."""
    for file in served_files():
        assert file.address == f"{file.path}?v={hashlib.sha256(file.body).hexdigest()[:12]}"
        assert "immutable" in file.cache_control


def test_a_compressed_answer_says_so() -> None:
    """And is only given to a browser that asks for it."""
    script = next(file for file in served_files() if file.path == "assets/territory.js")
    plain, plain_headers = script.answer("")
    packed, packed_headers = script.answer("gzip, br")
    assert plain == script.body
    assert "Content-Encoding" not in plain_headers
    assert packed_headers["Content-Encoding"] == "gzip"
    assert len(packed) < len(plain) / 2


def test_modules_are_joined_without_imports() -> None:
    """The script is plain: no module word is left, and each name is declared once."""
    script = player_script()
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:class|function\*?|const|let) (\w+)", script, re.MULTILINE)
    assert sorted(names) == sorted(set(names))
    assert {"Player", "LayerClock", "Filters"} <= set(names)


def test_nothing_reads_markup() -> None:
    """Text from outside is only ever put in as text."""
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", player_script())


def test_a_served_map_asks_only_its_own_server(document: TimelineDocument) -> None:
    """Leaflet, player, base map and timeline lie below the base address."""
    page = OfflineMap(base_url="/app/territory/")
    TimelinePlayer(document).add_to(page)
    html = page.get_root().render()
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", html)
    assert addresses
    assert all(address.startswith("/app/territory/assets/") for address in addresses if address != "data:,")
    assert f'"/app/territory/{document.path}"' in html
    assert address_of("assets/leaflet.js", "/app/territory/") in addresses


def test_an_inline_map_asks_nobody(document: TimelineDocument) -> None:
    """Everything lies in the page, the data compressed."""
    page = OfflineMap(inline=True)
    TimelinePlayer(document).add_to(page)
    html = page.get_root().render()
    assert not OUTSIDE.search(html)
    assert f'id="territory-timeline-{document.digest[:12]}"' in html
    assert "window.TerritoryPlayer.mount(map_" in html


def test_a_map_stays_a_folium_map() -> None:
    """Other folium layers can be added."""
    page = OfflineMap()
    folium.CircleMarker((33.3, 44.4)).add_to(page)
    assert "circle_marker_" in page.get_root().render()


def test_an_unknown_panel_is_refused(document: TimelineDocument) -> None:
    """With the names there are."""
    with pytest.raises(ValueError, match="Choose from bar, legend, card, tools"):
        TimelinePlayer(document, panels=("bar", "sidebar"))


def test_a_timeline_is_served_under_its_hash(document: TimelineDocument) -> None:
    """For ever."""
    file = timeline_file(document)
    assert file.path == f"timeline/{hashlib.sha256(file.body).hexdigest()}.json"


def test_inline_text_cannot_end_its_element() -> None:
    """Nor fetch a picture."""
    assert inline_script("a='</script>'") == "<script>a='<\\/script>'</script>"
    assert "url(" not in inline_style("b { background: url(images/x.png) }")


def test_what_comes_from_elsewhere_is_recorded() -> None:
    """Each vendored file has its origin, licence and hash."""
    record = tomllib.loads((ASSETS / "vendor" / "SOURCES.toml").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry["sha256"] for entry in record["file"]}
    found = {
        str(path.relative_to(ASSETS / "vendor")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((ASSETS / "vendor").rglob("*"))
        if path.is_file() and path.name != "SOURCES.toml"
    }
    assert found == listed
