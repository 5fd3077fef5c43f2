"""A paper made and downloaded, and the presentation opened from its link alone and moved by keys, in Chromium."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from jointproc.agreements import Scenario
from jointproc.pipeline import load
from jointproc.warehouse import close_warehouses, warehouse
from jointproc.workspace import Workspace, papers_built
from tests.browser.conftest import Watch
from tests.pages.conftest import UPLOADED

pytestmark = pytest.mark.browser
SCENARIO = Scenario.model_validate(
    {"id": "kertas", "title": "Kertas bersama", "members": [{"code": "61.02"}, {"code": "61.72"}, {"code": "61.07"}]}
)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A home with a small file and one saved scenario on it."""
    home, path = tmp_path / "kecil", tmp_path / "belanja.csv"
    path.write_text(UPLOADED, encoding="utf-8")
    load(path, home=home)
    warehouse(home).is_new = False
    close_warehouses()
    ws = Workspace(f"sqlite:///{home / 'workspace.sqlite'}")
    ws.save_scenario(SCENARIO.id, SCENARIO.title, SCENARIO.to_toml(), expected_version=0)
    ws.close()
    return home


def test_a_paper_is_downloaded_and_the_link_presents_it(kept: Path, serve: Callable[..., str], watch: Watch) -> None:
    here = serve(kept)
    watched = watch()
    page = watched.open(f"{here}/dokumen")
    card = page.locator(".st-key-naskah_deck")
    card.get_by_role("button", name="Buat naskah").click()
    expect(card).to_contain_text("masih berlaku")
    with page.expect_download() as waiting:
        card.get_by_role("button", name="Unduh PPTX").click()
    file = Path(waiting.value.path())
    assert waiting.value.suggested_filename.startswith("jointproc_deck_Kertas-bersama-v1-id_")
    ws = Workspace(f"sqlite:///{kept / 'workspace.sqlite'}")
    assert [b.sha256 for b in papers_built(ws)] == [hashlib.sha256(file.read_bytes()).hexdigest()]
    ws.close()
    titles = [s.shapes.title.text_frame.text for s in Presentation(str(file)).slides]
    link = page.get_by_role("link", name="Tayangkan").get_attribute("href")
    assert link is not None
    watched.check()

    other = watch()
    other.page.set_viewport_size({"width": 1280, "height": 720})
    stage = other.open(f"{here}/{link.rsplit('/', 1)[-1]}")
    at, head = stage.locator(".nomor"), stage.get_by_role("heading", level=1)
    total = len(titles)
    expect(at).to_have_text(f"1 / {total}")
    expect(stage.get_by_test_id("stSidebar")).to_be_hidden()
    for number, title in enumerate(titles, 1):
        expect(at).to_have_text(f"{number} / {total}")
        expect(head).to_have_text(title)
        over = stage.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight - innerHeight")
        assert over <= 1, f"slide {number} is {over} px taller than the projector"
        stage.keyboard.press("ArrowRight")
    expect(at).to_have_text(f"{total} / {total}")
    stage.keyboard.press("Home")
    stage.keyboard.press("ArrowLeft")
    expect(at).to_have_text(f"1 / {total}")
    stage.keyboard.press("End")
    expect(head).to_have_text(titles[-1])
    assert f"halaman={total}" in stage.url
    other.check()

    phone = watch(size="390")
    stage = phone.open(f"{here}/{link.rsplit('/', 1)[-1]}".replace("halaman=1", "halaman=4").replace("=id", "=en"))
    expect(stage.locator(".nomor")).to_have_text(f"4 / {total}")
    assert stage.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 1")
    stage.keyboard.press("Escape")
    stage.wait_for_url("**/dokumen?*lang=en*")
    expect(stage.get_by_role("heading", level=1)).to_contain_text("Documents & presentation: Kertas bersama")
    phone.check()
