"""From a saving to a simulation on the real file, in Chromium: the figures on screen are those of ``simulate``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jointproc import savings
from jointproc.agreements import Scenario, Simulation, simulate
from jointproc.regions import DEFAULT_WITHIN_KM
from jointproc.text import format_idr
from jointproc.ui import geography
from jointproc.warehouse import close_warehouses, warehouse
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser
REGION = "61.02"


def _figures(found: Simulation) -> str:
    """The first half of the line that stays in sight."""
    net = "Hemat bersih" if found.saving_idr.p10 >= 0 else "Hasil bersih"
    return (
        f"{net} sekurang-kurangnya {format_idr(found.saving_idr.p10)}, kemungkinan {format_idr(found.saving_idr.p50)}"
    )


def test_from_saving_to_agreement_on_the_real_file(
    kalbar_home: Path, tmp_path: Path, serve: Callable[..., str], watch: Watch
) -> None:
    home = tmp_path / "kalbar"
    shutil.copytree(kalbar_home, home)
    wh = warehouse(home)
    dataset = str(wh.datasets()["dataset_id"].iloc[0])
    best = savings.opportunities(wh, region=REGION, within_km=DEFAULT_WITHIN_KM)[0]
    terms = {"title": "x", "goods": [best.good_id], "datasets": [dataset]}
    members = [{"code": m.code} for m in best.members]
    spend = simulate(wh, Scenario.model_validate({**terms, "members": members}))
    shapley = simulate(wh, Scenario.model_validate({**terms, "members": members, "split": "shapley"}))
    close_warehouses()

    watched = watch()
    here = serve(home)
    page = watched.open(f"{here}/penghematan?daerah={REGION}")
    main = page.get_by_test_id("stMain")
    expect(page.get_by_role("heading", level=1)).to_have_text("Penghematan: Kabupaten Mempawah")
    expect(main).to_contain_text("penghematan dari volume adalah nol")
    expect(main).to_contain_text("(1,3%); ini batas atas, bukan penghematan, dan tidak perlu bergabung")
    expect(main).to_contain_text("Ongkos kirim Rp24,9 miliar (3,4% dari belanja)")
    expect(page.get_by_role("heading", name=best.good)).to_be_visible()
    expect(main).to_contain_text(f"kemungkinan {format_idr(best.saving_idr.p50)}")
    expect(main).to_contain_text("tanpa perlu bergabung")

    # a click anywhere in a row (66 px, below a head of 35) chooses it, and the link follows
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert table is not None
    page.mouse.click(table["x"] + 120, table["y"] + 35 + 66 + 33)
    page.wait_for_url("**peluang=*")
    watched.settle()
    page.mouse.click(table["x"] + 120, table["y"] + 35 + 33)
    expect(page.get_by_role("heading", name=best.good)).to_be_visible()
    watched.settle()

    page.get_by_role("button", name="Simulasikan kesepakatan ini").click()
    page.wait_for_url("**/simulasi*")
    watched.settle()
    names = geography.members_text([m.code for m in best.members])
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Simulasi: {names}")
    summary = page.get_by_test_id("stBottom")
    expect(summary).to_contain_text(_figures(spend))
    expect(main).to_contain_text(format_idr(spend.alone_idr))
    for light in ("Stabil?", "Sah?", "Kapan?"):
        expect(page.get_by_text(light, exact=True)).to_be_visible()

    page.get_by_text("Shapley", exact=True).first.click()
    page.wait_for_url("**pembagian=shapley*")
    expect(summary).to_contain_text(_figures(shapley))
    watched.settle()

    page.get_by_role("button", name="Simpan").click()
    page.get_by_label("Disimpan oleh").fill("Bappeda Mempawah")
    page.get_by_role("button", name="Simpan versi").click()
    expect(page.get_by_text("Tersimpan:")).to_be_visible()
    page.wait_for_url("**skenario=*")
    watched.settle()
    page.keyboard.press("Escape")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh TOML").click()
    toml = Path(waiting.value.path()).read_text("utf-8")
    assert waiting.value.suggested_filename.startswith("jointproc_skenario_")
    watched.check()

    # the link alone opens the saved version for somebody else
    other = watch("dark", "390")
    other.open(page.url)
    expect(other.page.get_by_test_id("stBottom")).to_contain_text(_figures(shapley))
    expect(other.page.get_by_test_id("stMain")).to_contain_text("versi 1")
    other.check()

    scenario = Scenario.from_toml(toml)
    assert scenario.split == "shapley"
    assert scenario.author == "Bappeda Mempawah"
    assert scenario.goods == (best.good_id,)
    assert scenario.datasets == (dataset,)
