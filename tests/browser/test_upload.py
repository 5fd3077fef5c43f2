"""The real e-Katalog file through the browser: seen first, stored then, listed after; nothing leaves this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch, Watched
from tests.conftest import KALBAR, shared_file

pytestmark = pytest.mark.browser
WITHIN = 60_000


def _upload(watched: Watched, path: Path, heading: str = "Begini berkas ini dibaca") -> Page:
    """Choose the file as a person would: again, when a busy machine missed the first choice."""
    page = watched.page
    shown = page.get_by_test_id("stFileUploaderFile")
    for _attempt in range(3):
        page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(path)
        try:
            expect(shown).to_be_visible(timeout=10_000)
            break
        except AssertionError:
            continue
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=WITHIN)
    watched.settle()
    return page


def test_the_real_file_is_seen_then_stored(serve: Callable[..., str], watch: Watch) -> None:
    path = shared_file(KALBAR)
    watched = watch()
    page = watched.open(f"{serve()}/data")
    _upload(watched, path)
    expect(page.get_by_role("heading", name="13.547", exact=True).first).to_be_visible(timeout=WITHIN)
    expect(page.get_by_text("Rp723.835.189.150", exact=False).first).to_be_visible(timeout=WITHIN)
    expect(page.get_by_role("tab", name="Daerah (15)")).to_be_visible(timeout=WITHIN)
    watched.shot("unggah_pratinjau_1440_light")
    page.get_by_role("tab", name="Temuan (35)").click()
    page.wait_for_timeout(800)
    watched.shot("unggah_temuan_1440_light")
    page.get_by_role("button", name="Simpan ke gudang data").click()
    stored = page.get_by_test_id("stAlertContentSuccess")
    expect(stored).to_contain_text("13.547 baris senilai Rp724 miliar dari 15 daerah", timeout=WITHIN)
    watched.settle()
    expect(page.get_by_text("Jumlah: 3 dataset")).to_be_visible(timeout=WITHIN)
    # the newest dataset is the first row; its box opens the details
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert table is not None
    page.mouse.click(table["x"] + 17, table["y"] + 35 + 17)
    expect(page.get_by_role("tab", name="Asal-usul")).to_be_visible(timeout=WITHIN)
    page.get_by_role("tab", name="Asal-usul").click()
    expect(page.get_by_text(path.name).first).to_be_visible(timeout=WITHIN)
    watched.shot("unggah_tersimpan_1440_light")
    watched.check()
    # and the other pages speak of it
    page.get_by_role("button", name="Lihat di peta").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Peta", timeout=WITHIN)
    watched.settle()
    expect(page.get_by_text("Data contoh (sintetis)")).to_have_count(0, timeout=WITHIN)
    watched.check()


UNKNOWN = (
    "Rekap belanja obat 2025;;;;;;;\n"
    "No;OPD;Nama Obat;Jml;Sat;Hrg Sat (Rp);Jml Harga;HP Rekanan;Lokasi\n"
    + "".join(
        f"{i};Dinkes;Amoksisilin 500 mg;{i * 10};tablet;1.500;{i * 15}.000;081234567{i:03d};Kabupaten Sambas\n"
        for i in range(1, 40)
    )
)


@pytest.mark.parametrize(("theme", "size"), [("light", "1440"), ("dark", "390")])
def test_a_file_without_a_known_layout_is_mapped(
    theme: str, size: str, serve: Callable[..., str], watch: Watch, tmp_path: Path
) -> None:
    path = tmp_path / "obat.csv"
    path.write_text(UNKNOWN, encoding="utf-8")
    watched = watch(theme, size)
    page = watched.open(f"{serve()}/data")
    _upload(watched, path, "Tunjukkan arti kolomnya")
    # the year stands in the title row, so the first rows are read at once
    expect(page.get_by_text("20 diterima, 0 ditolak", exact=False)).to_be_visible(timeout=WITHIN)
    watched.shot(f"unggah_pemetaan_{size}_{theme}")
    page.get_by_role("button", name="Baca seluruh berkas dengan pemetaan ini").click()
    expect(page.get_by_role("heading", name="Begini berkas ini dibaca")).to_be_visible(timeout=WITHIN)
    watched.settle()
    save = page.get_by_role("button", name="Simpan ke gudang data")
    expect(save).to_be_disabled(timeout=WITHIN)
    for _column in range(2):
        # each answer reads the file again; the next question is then the first without an answer
        page.get_by_role("radiogroup").filter(has_text="titik memisahkan ribuan").filter(
            has_not=page.locator("input:checked")
        ).first.get_by_text("titik memisahkan ribuan").click()
        watched.settle()
        page.wait_for_timeout(1_000)
    watched.shot(f"unggah_angka_{size}_{theme}")
    expect(save).to_be_enabled(timeout=WITHIN)
    save.click()
    expect(page.get_by_test_id("stAlertContentSuccess").first).to_contain_text("39 baris", timeout=WITHIN)
    expect(page.get_by_role("button", name="Urungkan pemuatan terakhir")).to_be_visible(timeout=WITHIN)
    watched.check()


def test_a_good_of_the_real_file(serve: Callable[..., str], watch: Watch) -> None:
    path = shared_file(KALBAR)
    here = serve()
    watched = watch("dark")
    page = watched.open(f"{here}/data")
    _upload(watched, path)
    page.get_by_role("button", name="Simpan ke gudang data").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible(timeout=WITHIN)
    watched.settle()
    page.get_by_role("link", name="Barang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Barang", timeout=WITHIN)
    watched.settle()
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert table is not None
    page.mouse.click(table["x"] + 17, table["y"] + 35 + 17)
    expect(page.get_by_role("heading", name="Harga satuan menurut daerah")).to_be_visible(timeout=WITHIN)
    page.wait_for_url("**barang=g*")
    watched.settle()
    watched.shot("barang_kalbar_1440_dark")
    watched.check()
    page.get_by_role("button", name="Semua barang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Barang", timeout=WITHIN)
    watched.check()
