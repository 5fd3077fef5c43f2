"""Data: nothing is stored before it was seen, every bad file gets one sentence, and datasets come and go."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from jointproc import settings
from jointproc.ui.page_upload_issues import _RULES, xlsx_bytes
from jointproc.warehouse import warehouse
from tests.pages.conftest import UPLOADED, Opener, words

PAGE = "pages/data/upload.py"
HEADER = "daerah,satuan_kerja,tahun_anggaran,tanggal,uraian_barang,spesifikasi,jumlah,satuan,harga_satuan,total\n"
GOOD_ROW = "Kabupaten Sambas,RSUD,2025,2025-03-04,Amoksisilin 500 mg,tablet,100,tablet,450,45000\n"


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _upload(at: AppTest, name: str, content: bytes) -> AppTest:
    at.file_uploader[0].upload(name, content)
    return at.run()


def _button(at: AppTest, label: str) -> Button:
    return next(b for b in at.button if b.label == label)


def _figures(at: AppTest) -> list[str]:
    return [s.value for s in at.subheader]


def _xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (120 * 2**20))
    return out.getvalue()


def _broken() -> bytes:
    whole = _xlsx(["daerah"], ["Kab. Sambas"])
    return whole[: len(whole) // 2]


def _locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600


UNREADABLE = {
    "wrong type": ("peta.pdf", b"%PDF-1.7 ...", "PDF"),
    "picture": ("foto.png", b"\x89PNG\r\n\x1a\n", "PNG"),
    "empty": ("kosong.csv", b"", "kosong"),
    "header only": ("judul.csv", HEADER.encode(), "hanya berisi judul kolom"),
    "locked": ("rahasia.xlsx", _locked(), "kata sandi"),
    "broken": ("rusak.xlsx", _broken(), "rusak"),
    "bomb": ("bom.xlsx", _bomb(), "ditolak demi keamanan"),
    "unknown layout": ("lain.csv", b"a,b,c\n1,2,3\n", "tidak dikenal"),
    "web page": ("galat.csv", b"<html><body>502</body></html>", "halaman web"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_gets_one_sentence(name: str, uploaded: Path, open_page: Opener) -> None:
    file_name, content, expected = UNREADABLE[name]
    before = warehouse().version
    at = _upload(open_page(PAGE), file_name, content)
    assert not at.exception
    assert len(at.error) == 1
    told = _unescaped(at.error[0].value)
    assert expected in told
    assert file_name in told or "Lembar" in told
    assert told.count(". ") == 0
    assert warehouse().version == before
    # the session goes on: the same page takes the next file
    _button(at, "Pilih berkas lain").click().run()
    assert not at.error
    _upload(at, "baik.csv", (HEADER + GOOD_ROW).encode())
    assert not at.exception
    assert "Begini berkas ini dibaca" in _figures(at)


def test_over_the_cap_is_one_sentence(uploaded: Path, open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jointproc.intake.files.LARGEST_BYTES", 1000)
    at = _upload(open_page(PAGE), "besar.csv", (HEADER + GOOD_ROW * 50).encode())
    assert not at.exception
    assert "bagi menjadi beberapa berkas" in _unescaped(at.error[0].value)


BAD_ROWS = {
    "unknown region": ("Kabupaten Antah Berantah,RSUD,2025,2025-03-04,Barang,x,1,buah,10,10\n", "Daerah"),
    "text in numbers": ("Kabupaten Sambas,RSUD,2025,2025-03-04,Barang,x,banyak,buah,10,10\n", "Angka tidak terbaca"),
    "negative quantity": ("Kabupaten Sambas,RSUD,2025,2025-03-04,Barang,x,-5,buah,10,-50\n", "Jumlah tidak lebih"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_left_out_with_its_reason(name: str, home: Path, empty: Path, open_page: Opener) -> None:
    row, rule = BAD_ROWS[name]
    at = _upload(open_page(PAGE), "campur.csv", (HEADER + GOOD_ROW + row).encode())
    assert not at.exception
    assert not at.error
    assert _figures(at)[:5] == ["Unggah berkas belanja", "Begini berkas ini dibaca", "2", "1", "1"]
    rules = next(d.value for d in at.dataframe if "example" in d.value.columns)
    assert any(str(r).startswith(rule) for r in rules["rule"])
    assert warehouse().datasets().empty


def test_an_unknown_region_gets_three_suggestions(empty: Path, open_page: Opener) -> None:
    row = GOOD_ROW.replace("Kabupaten Sambas", "Kab Sambass Raya")
    at = _upload(open_page(PAGE), "salah.csv", (HEADER + GOOD_ROW + row).encode())
    found = next(d.value for d in at.dataframe if "suggestions" in d.value.columns)
    assert found["text"].tolist() == ["Kab Sambass Raya"]
    assert found["suggestions"].iloc[0].count("(") == 3
    assert "Sambas" in found["suggestions"].iloc[0]


def test_only_bad_rows_cannot_be_stored(empty: Path, open_page: Opener) -> None:
    at = _upload(open_page(PAGE), "semua.csv", (HEADER + GOOD_ROW.replace("Kabupaten Sambas", "Entah")).encode())
    assert not at.exception
    assert "Tidak satu pun" in at.error[0].value
    assert not [b for b in at.button if b.label == "Simpan ke gudang data"]


def test_formulas_stay_text(empty: Path, open_page: Opener) -> None:
    evil = "=cmd|' /C calc'!A0"
    at = _upload(open_page(PAGE), "rumus.csv", (HEADER + GOOD_ROW.replace("Amoksisilin 500 mg", evil)).encode())
    assert not at.exception
    _button(at, "Simpan ke gudang data").click().run()
    assert not at.exception
    at.switch_page("pages/explore/goods.py").run()
    assert at.dataframe[0].value["good"].iloc[0].startswith(evil)


def test_every_rule_of_intake_has_a_name() -> None:
    said = set()
    for path in (settings.PROJECT / "jointproc" / "intake").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("issue", "add") and len(node.args) > 4:
                said |= {a.value for a in node.args[3:4] if isinstance(a, ast.Constant)}
    said |= {"region_unknown", "region_ambiguous", "region_not_a_region"}
    assert len(said) > 15
    assert said - set(_RULES) == set()


def test_issue_workbooks_hold_no_formula() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(pd.DataFrame({"a": ["=1+1", "+x", None], "n": [1, -2, 3]}), "T")))
    cells = [book.active["A2"], book.active["A3"], book.active["B3"]]
    assert [c.value for c in cells] == ["=1+1", "+x", -2]
    assert [c.data_type for c in cells] == ["s", "s", "n"]


def test_upload_preview_store(sample: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    before = warehouse().version
    _upload(at, "kalbar.csv", UPLOADED.encode())
    assert not at.exception
    assert "keyakinan" in words(at)
    assert _figures(at)[2:6] == ["5", "5", "0", "Rp48,4 juta"]
    assert warehouse().version == before
    assert len(warehouse().datasets()) == 2
    at.text_input(key="_unggah_oleh").set_value("Sri")
    _button(at, "Simpan ke gudang data").click().run()
    assert not at.exception
    assert not at.error
    stored = warehouse().datasets().iloc[-1]
    assert (stored["name"], stored["rows_accepted"], stored["loaded_by"]) == ("kalbar.csv", 5, "Sri")
    assert "kalbar" in at.success[0].value
    # the new dataset is the one chosen, so the sample's ribbon is gone
    assert at.session_state["dataset"] == [stored["dataset_id"]]
    assert "Data contoh (sintetis)" not in "\n".join(m.value for m in at.markdown)
    _button(at, "Lihat di peta").click().run()
    assert not at.exception
    assert at.title[0].value == "Peta"


def test_batal_stores_nothing(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    before = warehouse().version
    _upload(at, "lain.csv", (HEADER + GOOD_ROW).encode())
    _button(at, "Batal").click().run()
    assert not at.exception
    assert warehouse().version == before
    assert "Begini berkas ini dibaca" not in _figures(at)


def test_the_same_file_twice_offers_to_replace(uploaded: Path, open_page: Opener) -> None:
    at = _upload(open_page(PAGE), "belanja2.csv", UPLOADED.encode())
    assert not at.exception
    assert "sama persis" in at.warning[0].value
    _button(at, "Ganti dataset yang lama").click().run()
    assert not at.exception
    datasets = warehouse().datasets()
    assert datasets["name"].tolist() == ["belanja2.csv"]
    assert datasets["rows_accepted"].tolist() == [5]


def test_a_file_without_region_and_year_is_told_them(empty: Path, open_page: Opener) -> None:
    content = "uraian_barang,jumlah,satuan,harga_satuan,total\nKertas HVS A4,10,rim,50000,500000\n"
    at = _upload(open_page(PAGE), "tanpa.csv", content.encode())
    assert not at.exception
    token = at.session_state["_unggah_bacaan"].ask.file_id
    at.selectbox(key=f"unggah_daerah_{token}").set_value("61.01")
    at.number_input(key=f"unggah_tahun_{token}").set_value(2026)
    at.selectbox(key=f"unggah_tata_letak_{token}").set_value("jointproc").run()
    assert not at.exception
    assert not at.error
    assert _figures(at)[2:6] == ["1", "1", "0", "Rp500.000"]
    assert "1 daerah; TA 2026" in words(at)
    regions = next(d.value for d in at.dataframe if list(d.value.columns) == ["code", "name", "rows", "amount_idr"])
    assert regions["name"].tolist() == ["Kabupaten Sambas"]


def test_without_data_the_page_says_what_to_do(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    assert not at.exception
    assert "Belum ada data" in words(at)
    assert at.file_uploader


def test_sample_datasets_are_labelled(sample: Path, open_page: Opener) -> None:
    listed = open_page(PAGE).dataframe[0].value
    assert listed["kind"].tolist() == ["Data contoh (sintetis)"] * 2


def test_a_dataset_shows_its_origin_and_can_be_forgotten(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    dataset_id = warehouse().datasets()["dataset_id"].iloc[0]
    at.session_state["_data_terpilih"] = dataset_id
    at.run()
    assert not at.exception
    origin = at.table[0].value
    assert warehouse().datasets()["sha256"].iloc[0] in str(origin.to_dict())
    _button(at, "Hapus dataset").click().run()
    assert len(warehouse().datasets()) == 1, "asked first"
    _button(at, "Ya, hapus").click().run()
    assert not at.exception
    assert warehouse().datasets().empty
    assert "dihapus" in at.success[0].value


def test_boundaries_come_and_go(uploaded: Path, open_page: Opener) -> None:
    square = "[[[109,1],[110,1],[110,2],[109,2],[109,1]]]"
    good = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"61.01"},'
        f'"geometry":{{"type":"Polygon","coordinates":{square}}}}}]}}'
    )
    at = open_page(PAGE)
    at.file_uploader[1].upload("batas.geojson", b"not json")
    at.run()
    assert not at.exception
    assert len(at.error) == 1
    assert settings.boundaries_file() is None
    at.file_uploader[1].upload("batas.geojson", good.encode())
    at.run()
    assert not at.exception
    assert at.success[0].value.startswith("Batas 1 daerah terpasang")
    assert settings.boundaries_file() is not None
    _button(at, "Lepas batas wilayah").click().run()
    assert settings.boundaries_file() is None


def test_english(sample: Path, open_page: Opener) -> None:
    assert not open_page(PAGE, lang="en").exception
