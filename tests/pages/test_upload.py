"""Data: nothing is stored before it was seen, every bad file gets one sentence, and datasets come and go."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Selectbox

from jointproc import settings
from jointproc.intake import RULES, read_bytes
from jointproc.intake.report import mending_workbook
from jointproc.pipeline import plan_load
from jointproc.text import msg
from jointproc.ui import page_upload_decide, page_upload_mapping
from jointproc.ui.page_upload_issues import _RULES, xlsx_bytes
from jointproc.ui.page_upload_progress import part, seconds_left
from jointproc.warehouse import warehouse
from jointproc.workspace import workspace
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
    found = next(d.value for d in at.dataframe if "closest" in d.value.columns)
    assert found["text"].tolist()[0] == "Kab Sambass Raya"
    assert found["closest"].iloc[0].count(";") == 2
    assert "Sambas" in found["closest"].iloc[0]


def _file_id(at: AppTest) -> str:
    return str(list(at.session_state["_unggah_bacaan"])[-1])


def test_a_person_says_which_region_is_meant_and_it_is_remembered(empty: Path, open_page: Opener) -> None:
    content = (HEADER + GOOD_ROW.replace("Kabupaten Sambas", "Kab Sambass Raya")).encode()
    at = _upload(open_page(PAGE), "salah.csv", content)
    assert "Simpan ke gudang data" not in [b.label for b in at.button]
    at.selectbox(key=f"unggah_ejaan_{_file_id(at)}_Kab Sambass Raya").set_value("61.01").run()
    assert not at.exception
    _button(at, "Simpan ke gudang data").click().run()
    assert warehouse().datasets()["rows_accepted"].tolist() == [1]
    again = _upload(at, "lagi.csv", content.replace(b"Amoksisilin", b"Ampisilin"))
    assert not again.exception
    assert _figures(again)[2:5] == ["1", "1", "0"]


UNKNOWN = (
    "Rekap belanja obat 2025;;;;;;;\n"
    "No;OPD;Nama Obat;Jml;Sat;Hrg Sat (Rp);Jml Harga;HP Rekanan;Lokasi\n"
    + "".join(
        f"{i};Dinkes;Amoksisilin 500 mg;{i * 10};tablet;1.500;{i * 15}.000;081234567{i:03d};Kabupaten Sambas\n"
        for i in range(1, 30)
    )
)


def test_an_unknown_layout_is_mapped_and_the_recipe_offered_again(empty: Path, open_page: Opener) -> None:
    at = _upload(open_page(PAGE), "obat.csv", UNKNOWN.encode())
    assert not at.exception
    assert "tidak dikenal" in at.error[0].value
    file_id = _file_id(at)

    def meaning(position: int) -> Selectbox:
        return at.selectbox(key=f"peta_arti_{file_id}_0_2_{position}")

    assert [meaning(p).value for p in (1, 2, 3, 4, 5, 6, 8)] == [
        "buyer",
        "text",
        "quantity",
        "unit",
        "unit_price",
        "amount",
        "region",
    ]
    assert "0812" not in words(at), "personal values are not shown"
    assert not [s for s in at.selectbox if s.key == f"peta_arti_{file_id}_0_2_7"], "nor may they be used"
    # the year stands in the title row
    assert at.number_input(key=f"peta_tahun_{file_id}").value == 2025
    assert "20 diterima" in words(at)
    # a changed meaning shows at once, and what another column meant moves
    meaning(1).set_value("text").run()
    assert meaning(2).value == ""
    assert "20 diterima" in words(at)
    meaning(1).set_value("").run()
    assert "Pilih kolom nama barang" in at.info[0].value
    assert _button(at, "Baca seluruh berkas dengan pemetaan ini").disabled
    meaning(2).set_value("text").run()
    _button(at, "Baca seluruh berkas dengan pemetaan ini").click().run()
    assert not at.exception
    assert _figures(at)[2:5] == ["29", "29", "0"]
    assert "HP Rekanan" in "\n".join(i.value for i in at.info)
    # 1.500 everywhere can be read in two ways: asked once, then part of the recipe
    assert at.radio(key=f"unggah_angka_{file_id}_unit_price").options == [
        "1.500 · titik memisahkan ribuan",
        "1,5 · titik memisahkan desimal",
    ]
    for column in ("unit_price", "amount"):
        at.radio(key=f"unggah_angka_{file_id}_{column}").set_value("id").run()
    _button(at, "Simpan ke gudang data").click().run()
    assert warehouse().datasets()["rows_accepted"].tolist() == [29]
    again = _upload(at, "obat2.csv", UNKNOWN.replace("Amoksisilin", "Ampisilin").encode())
    assert not again.exception
    assert "Resep" in words(again)
    assert _figures(again)[2:5] == ["29", "29", "0"]
    assert not _button(again, "Simpan ke gudang data").disabled


def test_a_known_layout_is_mapped_starting_from_how_it_is_read(empty: Path, open_page: Opener) -> None:
    at = _upload(open_page(PAGE), "baik.csv", (HEADER + GOOD_ROW).encode())
    file_id = _file_id(at)
    _button(at, "Ubah pemetaan kolom").click().run()
    assert not at.exception
    assert "Pemetaan sendiri menggantikan tata letak" in words(at)
    assert at.selectbox(key=f"peta_arti_{file_id}_0_1_0").value == "region"
    assert "1 diterima, 0 ditolak" in words(at)
    # without being kept as a recipe it is used once
    at.checkbox(key=f"peta_simpan_{file_id}").uncheck().run()
    _button(at, "Baca seluruh berkas dengan pemetaan ini").click().run()
    assert not at.exception
    assert _figures(at)[2:6] == ["1", "1", "0", "Rp45.000"]
    assert workspace().recipes() == []
    _button(at, "Simpan ke gudang data").click().run()
    assert workspace().recipes() == []
    assert warehouse().datasets()["preset"].iloc[0].startswith("recipe:")


def test_a_large_workbook_is_first_read_from_its_first_rows(
    empty: Path, open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_upload_mapping, "_LARGE_BYTES", 100)
    header = ["No", "Nama Obat", "Jml", "Sat", "Hrg Sat (Rp)", "Jml Harga", "Lokasi"]
    rows: list[list[object]] = [[i, f"Obat {i}", i, "tablet", 2500, 2500 * i, "Kab. Sambas"] for i in range(1, 60)]
    at = _upload(open_page(PAGE), "besar.xlsx", _xlsx(["Rekap 2025"], [], header, *rows))
    assert not at.exception
    assert "20 diterima, 0 ditolak" in words(at)
    first = next(d.value for d in at.dataframe if "line_no" in d.value.columns)
    # the first row of data is the fourth line of the sheet
    assert first["line_no"].iloc[0] == 4
    assert first["amount_idr"].tolist()[:2] == [2500, 5000]


def test_an_ambiguous_column_is_asked_about_before_anything_is_stored(empty: Path, open_page: Opener) -> None:
    header, row = (
        HEADER.strip().split(","),
        dict(zip(HEADER.strip().split(","), GOOD_ROW.strip().split(","), strict=True)),
    )
    row |= {"jumlah": "1", "harga_satuan": "1.234", "total": "1.234"}
    at = _upload(open_page(PAGE), "ragu.csv", (HEADER + ",".join(row[h] for h in header) + "\n").encode())
    assert not at.exception
    assert _button(at, "Simpan ke gudang data").disabled
    file_id = _file_id(at)
    for column in ("unit_price", "amount"):
        at.radio(key=f"unggah_angka_{file_id}_{column}").set_value("id").run()
    assert not at.exception
    assert not _button(at, "Simpan ke gudang data").disabled
    _button(at, "Simpan ke gudang data").click().run()
    assert float(warehouse().datasets()["amount_idr"].iloc[0]) == 1234


def test_lost_thousands_are_shown_and_restored_on_request(empty: Path, open_page: Opener) -> None:
    prices = ["45000", "120000", "63.2", "88000", "61000", "99000"]
    rows = "".join(
        GOOD_ROW.replace("Amoksisilin", f"Obat {i}").replace(",100,tablet,450,45000", f",1,tablet,{price},{price}")
        for i, price in enumerate(prices)
    )
    at = _upload(open_page(PAGE), "ribuan.csv", (HEADER + rows).encode())
    assert not at.exception
    told = _unescaped("\n".join(w.value for w in at.warning))
    assert "seribu kali terlalu kecil, misalnya 63.2" in told
    assert _figures(at)[2:5] == ["6", "5", "1"]
    file_id = _file_id(at)
    for column in ("unit_price", "amount"):
        at.radio(key=f"unggah_angka2_{file_id}_{column}").set_value("thousands")
    at.run()
    assert not at.exception
    assert _figures(at)[2:6] == ["6", "6", "0", "Rp476.200"]


OTHERS = [
    ("satu.csv", (HEADER + GOOD_ROW).encode(), "text/csv"),
    ("dua.csv", (HEADER + GOOD_ROW.replace("Amoksisilin", "Ampisilin") + GOOD_ROW).encode(), "text/csv"),
    ("rusak.pdf", b"%PDF-1.7 ...", "application/pdf"),
]


def test_several_files_are_read_and_those_ready_are_stored(uploaded: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.file_uploader[0].set_value(OTHERS)
    at.run()
    assert not at.exception
    listed = next(d.value for d in at.dataframe if "layout" in d.value.columns)
    assert listed["name"].tolist() == [name for name, _c, _t in OTHERS]
    assert listed["state"].tolist() == ["siap disimpan", "siap disimpan", "tidak dapat dibaca"]
    assert "Jumlah: 3 baris diterima" in words(at)
    _button(at, "Simpan 2 berkas yang siap").click().run()
    assert not at.exception
    datasets = warehouse().datasets()
    # a line that both files hold is stored once
    assert dict(zip(datasets["name"], datasets["rows_accepted"], strict=True)) == {
        "belanja.csv": 5,
        "satu.csv": 1,
        "dua.csv": 1,
    }
    # what could not be read stays on the table, with its reason
    assert "PDF" in at.error[0].value
    assert len(at.success) == 2
    _button(at, "Pilih berkas lain").click().run()
    assert not at.error


def test_of_several_files_one_is_stored_or_left_out(empty: Path, open_page: Opener) -> None:
    at = open_page(PAGE)
    at.file_uploader[0].set_value(OTHERS[:2])
    at.run()
    at.selectbox(key="unggah_berkas_dipilih").set_value(list(at.session_state["_unggah_bacaan"])[1]).run()
    assert "**dua.csv** dibaca sebagai" in words(at)
    _button(at, "Batal").click().run()
    assert not at.exception
    assert "**satu.csv** dibaca sebagai" in words(at)
    _button(at, "Simpan ke gudang data").click().run()
    assert not at.exception
    assert warehouse().datasets()["name"].tolist() == ["satu.csv"]
    assert not at.error


def test_somebody_elses_spending_is_told_apart_and_not_asked_about(empty: Path, open_page: Opener) -> None:
    row = GOOD_ROW.replace("Kabupaten Sambas", "Kementerian Agama")
    at = _upload(open_page(PAGE), "kementerian.csv", (HEADER + GOOD_ROW + row).encode())
    assert not at.exception
    found = next(d.value for d in at.dataframe if "closest" in d.value.columns).set_index("text")
    assert found.loc["Kementerian Agama", "kind"] == "kementerian atau lembaga"
    assert pd.isna(found.loc["Kementerian Agama", "answer"])
    assert not [s for s in at.selectbox if s.key and s.key.startswith("unggah_ejaan_") and "Kementerian" in s.key]
    # a spelling that was read wrongly can still be answered
    others = next(m for m in at.multiselect if m.key and m.key.startswith("unggah_ejaan_lain"))
    others.set_value(["Kementerian Agama"]).run()
    assert [s for s in at.selectbox if s.key and s.key.endswith("Kementerian Agama")]


def test_what_is_remembered_can_be_forgotten(empty: Path, open_page: Opener) -> None:
    workspace().remember_region("Kab Sambass Raya", "61.01", by="Sri")
    at = open_page(PAGE)
    assert any("1 tulisan daerah" in e.label for e in at.expander)
    at.multiselect(key="unggah_lupakan_daerah").set_value(["Kab Sambass Raya"]).run()
    _button(at, "Lupakan 1 jawaban").click().run()
    assert not at.exception
    assert workspace().region_answers() == {}


def test_personal_columns_are_named_and_left_out(empty: Path, open_page: Opener) -> None:
    content = HEADER.strip() + ",nip_ppk\n" + GOOD_ROW.strip() + ",198001012005011001\n"
    at = _upload(open_page(PAGE), "pribadi.csv", content.encode())
    assert not at.exception
    told = _unescaped("\n".join(i.value for i in at.info))
    assert "Data pribadi tidak disimpan: kolom nip_ppk" in told
    assert "198001012005011001" not in words(at)


def test_the_plan_is_counted_once(empty: Path, open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(
        page_upload_decide, "plan_load", lambda reading: calls.append(reading.file_name) or plan_load(reading)
    )
    at = _upload(open_page(PAGE), "sekali.csv", (HEADER + GOOD_ROW).encode())
    at.text_input(key="_unggah_oleh").set_value("Sri").run()
    at.run()
    assert not at.exception
    assert calls == ["sekali.csv"]


def test_the_end_of_a_part_is_an_end() -> None:
    told: list[float] = []
    second = part(lambda share, _sentence: told.append(share), 1, 2)
    second(0.5, msg("x"))
    second(1.0, msg("x"))
    # 1.0 is when the work is committed: a bar must not be drawn then, because drawing is where a run is cancelled
    assert told == [0.75, 1.0]


def test_time_left_is_told_when_it_can_be_known() -> None:
    assert seconds_left(1.0, 0.5) == 0
    assert seconds_left(10.0, 0.01) == 0
    assert seconds_left(10.0, 0.5) == 10
    assert seconds_left(10.0, 1.0) == 0


def test_the_last_load_is_undone_after_saying_what_goes(uploaded: Path, open_page: Opener) -> None:
    at = _upload(open_page(PAGE), "lain.csv", (HEADER + GOOD_ROW.replace("Amoksisilin", "Ampisilin")).encode())
    _button(at, "Simpan ke gudang data").click().run()
    assert len(warehouse().datasets()) == 2
    _button(at, "Urungkan pemuatan terakhir").click().run()
    assert "lain.csv" in words(at)
    _button(at, "Ya, urungkan").click().run()
    assert not at.exception
    assert warehouse().datasets()["name"].tolist() == ["belanja.csv"]


def test_rows_to_mend_are_marked_and_can_be_uploaded_again(empty: Path, open_page: Opener) -> None:
    bad = GOOD_ROW.replace("Kabupaten Sambas", "Entah")
    reading = read_bytes((HEADER + GOOD_ROW + bad.replace("Amoksisilin", "=1+1 Amoksisilin")).encode(), "x.csv")
    book = load_workbook(io.BytesIO(mending_workbook(reading)))
    page = book.worksheets[0]
    assert [c.value for c in page[1]][:2] == ["baris_asal", HEADER.split(",")[0]]
    assert page.max_row == 2
    assert page.cell(2, 1).value == 3
    assert page.cell(2, 2).comment is not None
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    page.cell(2, 2).value = "Kabupaten Sambas"
    out = io.BytesIO()
    book.save(out)
    assert read_bytes(out.getvalue(), "x.xlsx").rows_accepted == 1


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
    assert set(RULES) == set(_RULES)


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
    token = _file_id(at)
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
