"""Every page by its own address on a fresh server, light and dark, desk and phone: nothing asked from outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jointproc import settings
from jointproc.regions import regions
from jointproc.ui.map import _mercator, frame
from jointproc.ui.shell import PAGES
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

ADDRESSES = [entry[3] for entries in PAGES.values() for entry in entries if (settings.PROJECT / entry[0]).exists()]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_direct_link_opens_the_page_in_every_size(address: str, standing: str, watch: Watch) -> None:
    for theme, size in (("light", "1440"), ("light", "390"), ("dark", "1440")):
        watched = watch(theme, size)
        watched.open(f"{standing}/{address}")
        watched.check()
        watched.shot(f"{address}_{size}_{theme}")
        sideways = watched.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1")
        assert not sideways, f"{address} scrolls sideways at {size}"


def test_the_very_first_link_of_a_fresh_server_works(serve: Callable[..., str], watch: Watch) -> None:
    watched = watch()
    watched.open(f"{serve()}/peta?daerah=35.78")
    watched.check()
    expect(watched.page.get_by_role("heading", level=1)).to_have_text("Peta: Kota Surabaya")


def test_a_new_home_is_filled_with_the_sample(serve: Callable[..., str], watch: Watch, tmp_path: Path) -> None:
    watched = watch()
    page = watched.open(serve(tmp_path / "new"))
    expect(page.get_by_text("Data contoh (sintetis)").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("38 daerah")
    watched.check()


def test_a_click_on_the_map_chooses_the_region(standing: str, watch: Watch) -> None:
    watched = watch()
    page = watched.open(f"{standing}/peta")
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    assert box is not None
    known = regions()
    view = frame([(r.lon, r.lat) for code, r in known.items() if code.startswith("35.")], 560, 560)
    scale, surabaya = 512 * 2 ** round(view.zoom, 2), known["35.78"]
    x = box["x"] + box["width"] / 2 + (surabaya.lon - view.lon) / 360 * scale
    y = box["y"] + box["height"] / 2 - (_mercator(surabaya.lat) - _mercator(view.lat)) * scale
    # the map has to be drawn before it can be hit; the tooltip says that it is
    tooltip = page.locator(".deck-tooltip")
    for _attempt in range(20):
        page.mouse.move(x - 2, y)
        page.mouse.move(x, y)
        page.wait_for_timeout(500)
        if tooltip.count() and "Kota Surabaya" in tooltip.first.inner_text():
            break
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", level=1)).to_have_text("Peta: Kota Surabaya", timeout=30_000)
    expect(page).to_have_title("Kota Surabaya · Peta · Jointproc")
    page.wait_for_url("**daerah=35.78*")
    watched.settle()
    # a row of the neighbours' table chooses the partner, and the goods below follow
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert table is not None
    wanted = page.get_by_role("heading", name="Barang yang sama: Kota Surabaya – Kabupaten Gresik")
    # the table's rows are drawn on a canvas some time after its frame stands; a click before that hits nothing
    for _attempt in range(6):
        page.mouse.click(table["x"] + 17, table["y"] + 2 * 35 + 17)
        try:
            expect(wanted).to_be_visible(timeout=8_000)
            break
        except AssertionError:
            table = page.get_by_test_id("stDataFrame").first.bounding_box()
            assert table is not None
    expect(wanted).to_be_visible()
    watched.check()


def test_the_choice_follows_through_the_pages_and_the_link(standing: str, watch: Watch) -> None:
    watched = watch()
    page = watched.open(f"{standing}/peta?daerah=35.78&tahun=2025&lang=en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kota Surabaya")
    page.get_by_test_id("stSidebarNavLink").first.click()
    watched.settle()
    page.wait_for_url("**tahun=2025*")
    page.get_by_test_id("stSidebarNavLink").nth(1).click()
    watched.settle()
    page.wait_for_url("**daerah=35.78*")
    watched.check()


def test_figures_do_not_follow_the_browser(standing: str, watch: Watch) -> None:
    """The browser speaks American English; the page still writes 1.234,5."""
    page = watch().open(f"{standing}/beranda")
    expect(page.get_by_role("heading", level=1)).to_contain_text("miliar")
    assert page.get_by_text("billion").count() == 0
