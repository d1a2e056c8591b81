"""Two clocks on the map, and the pages of the control model on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.analyst import player
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

Watch = Callable[..., Watched]


def test_one_day_as_known_on_three_days(site: str, watch: Watch) -> None:
    """The date stays that of the link, past the moment too; the later it was, the more places were known."""
    page = watch().page
    counts = []
    for known in ("&known=2014-06-05", "&known=2014-06-12", ""):
        page.goto(f"{site}/?on=2014-06-15{known}")
        expect(player(page).locator(".tp-date")).to_have_value("15 June 2014")
        legend = player(page).locator(".tp-legend")
        expect(legend).to_contain_text(re.compile(r"\d+ places"))
        found = re.search(r"(\d+) places", legend.inner_text())
        assert found is not None
        counts.append(int(found[1]))
    assert counts == sorted(set(counts))


@pytest.mark.parametrize("path", ["whatif?on=2017-07-09&minusgrades=B", "evaluation"])
def test_tables_of_the_model_fit_a_phone(path: str, site: str, watch: Watch) -> None:
    """At 320 pixels neither the page nor a table that is drawn whole scrolls sideways."""
    page = watch(width=320, height=700).page
    page.goto(f"{site}/{path}")
    expect(page.locator(".t-whole").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wide = page.evaluate("[...document.querySelectorAll('.t-whole')].filter(e => e.scrollWidth > e.clientWidth).length")
    assert wide == 0
