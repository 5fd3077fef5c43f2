"""Recognising a layout: every real file, columns in any order, one column missing, odd headers, relatives."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc import settings
from jointproc.errors import InputError
from jointproc.intake import UnknownLayout, preset_named, presets, read_bytes, sheets
from jointproc.intake.headers import exact_key, header_key, header_rows
from jointproc.intake.inside import value_inside
from jointproc.intake.presets import Fit, best_fit, fit_preset
from jointproc.intake.sheet import Sheet, sheet_of_rows
from jointproc.intake.staging import CANONICAL
from tests.conftest import shared_file
from tests.intake.tables import csv_bytes

# file: layout, line of the header, headers of region, text and money
REAL: dict[str, tuple[str, int, str | None, str | None, str]] = {
    "kalbar_2022/ekatalog_paket_produk_2022_original_columns.xlsx": (
        "ekatalog_v5",
        1,
        "kd_klpd",
        "nama_paket",
        "total_harga",
    ),
    "kalbar_2022/ekatalog_items_2022_clean.csv": ("ekatalog_v5", 1, "kd_klpd", "nama_paket", "total_harga"),
    "kalbar_2022/tokodaring_2022.xlsx": ("toko_daring", 1, "nama_klpd", "order_desc", "valuasi"),
    "kalbar_2022/belaok_sku_prices_20220416.csv": ("belaok_harga", 1, "cities", "product_name", "price"),
    "kalbar_2022/belaok_po_20220416.csv": ("belaok_pesanan", 1, "cities", "notes", "grand_total"),
    "kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2023.parquet": ("rup_penyedia", 0, "nama_klpd", "nama_paket", "pagu"),
    "kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2024.parquet": ("rup_penyedia", 0, "nama_klpd", "nama_paket", "pagu"),
    "kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2025.parquet": ("rup_penyedia", 0, "nama_klpd", "nama_paket", "pagu"),
    "format_samples/isb_RUP-PaketPenyedia-Terumumkan_D197_2025.json": (
        "rup_penyedia",
        0,
        "nama_klpd",
        "nama_paket",
        "pagu",
    ),
    "kalbar_prov_isb/SPSE-NonTenderSelesai_2023-2025.csv": (
        "spse_nontender_selesai",
        1,
        "nama_klpd",
        "nama_paket",
        "nilai_kontrak",
    ),
    "kalbar_prov_isb/SPSE-TenderSelesaiNilai_2023-2025.csv": (
        "spse_tender_nilai",
        1,
        "nama_klpd",
        None,
        "nilai_kontrak",
    ),
    "kalbar_prov_isb/SPSE-TenderPengumuman_2023-2025.csv": (
        "spse_tender_pengumuman",
        1,
        "nama_klpd",
        "nama_paket",
        "hps",
    ),
    "kalbar_prov_isb/SPSE-PencatatanNonTenderRealisasi_2023-2025.csv": (
        "spse_pencatatan_realisasi",
        1,
        "kd_klpd",
        "ket_realisasi",
        "nilai_realisasi",
    ),
    "kab_bandung_isb/37_1017_SPSE-NonTenderSelesai.json": (
        "spse_nontender_selesai",
        0,
        "nama_klpd",
        "nama_paket",
        "nilai_kontrak",
    ),
    "kab_bandung_isb/36_1016_SPSE-NonTenderPengumuman.json": (
        "spse_nontender_pengumuman",
        0,
        "nama_klpd",
        "nama_paket",
        "hps",
    ),
    "kab_bandung_isb/49_1015_SPSE-TenderSelesaiNilai.json": (
        "spse_tender_nilai",
        0,
        "nama_klpd",
        None,
        "nilai_kontrak",
    ),
    "kab_bandung_isb/48_1014_SPSE-TenderSelesai.json": ("spse_tender_selesai", 0, "nama_klpd", "nama_paket", "hps"),
    "kab_bandung_isb/39_1058_SPSE-PencatatanNonTenderRealisasi.json": (
        "spse_pencatatan_realisasi",
        0,
        "nama_klpd",
        "ket_realisasi",
        "nilai_realisasi",
    ),
    "kab_bandung_isb/50_1213_Ecat-PaketEPurchasingV6.json": (
        "ekatalog_v6",
        0,
        "nama_instansi",
        "rup_nama_pkt",
        "total_harga",
    ),
    "kab_bandung_isb/1_1061_Bela-TokoDaringRealisasi.json": ("toko_daring", 0, "nama_klpd", "order_desc", "valuasi"),
    "lpse_opentender/lpse_tenders_2007-2021_without_sumbar.parquet": (
        "lpse_larik",
        0,
        "instansi",
        "nama_paket",
        "nilai_kontrak_idr",
    ),
    "lpse_opentender/raw_prov-diy.json": ("lpse_larik", 0, "instansi", "nama_paket_html", "nilai_kontrak_teks"),
    "lpse_opentender/raw_kota-jogja.json": ("lpse_larik", 0, "instansi", "nama_paket_html", "nilai_kontrak_teks"),
    "lpse_opentender/raw_kota-pontianak.json": ("lpse_larik", 0, "instansi", "nama_paket_html", "nilai_kontrak_teks"),
    "lpse_opentender/raw_prov-kalbar.json": ("lpse_larik", 0, "instansi", "nama_paket_html", "nilai_kontrak_teks"),
    "ssh/ssh_kab_pangandaran_2023.csv": ("ssh_basis_data", 1, None, "komponen", "harga"),
    "ssh/ssh_kota_banjarmasin_2025.json": ("ssh_sipd", 0, None, "URAIAN BARANG", "HARGA SATUAN 2025"),
    "ssh/sbu_kota_banjarmasin_2025.json": ("ssh_sipd", 0, None, "URAIAN BARANG", "HARGA SATUAN 2025"),
    "format_samples/contoh_form_upload_ssh.xlsx": ("ssh_templat_unggah", 1, None, "uraian", "harga"),
    "format_samples/spse_report_swakelola_prov_ntb_2025.csv": (
        "spse_laporan_swakelola",
        1,
        "K/L/PD",
        "Nama Paket",
        "Nilai Total Realiasai",
    ),
    "format_samples/spse_report_tender_prov_ntb_2025.csv": (
        "spse_laporan_tender",
        1,
        "KLPD",
        "Nama Paket",
        "Nilai Kontrak",
    ),
    "format_samples/spse_report_nontender_prov_ntb_2025.csv": (
        "spse_laporan_nontender",
        1,
        "K/L/PD",
        "Nama Paket",
        "Nilai Kontrak",
    ),
    "format_samples/inaproc_data_realisasi_export_2026.csv": (
        "inaproc_realisasi",
        1,
        "Nama Instansi",
        "Nama Paket",
        "Total Nilai (Rp)",
    ),
    "format_samples/inaproc_realisasi_K75_2026.json": (
        "inaproc_realisasi",
        0,
        "Nama Instansi",
        "Nama Paket",
        "Total Nilai (Rp)",
    ),
    "format_samples/inaproc_tender_detail_2025.jsonl": (
        "inaproc_tender_rincian",
        0,
        "Instansi",
        "Nama Tender",
        "Nilai HPS",
    ),
    "format_samples/inaproc_v1_ekatalog-archive_2025.xlsx": ("ekatalog_v5", 1, "kd_klpd", "nama_paket", "total_harga"),
    "format_samples/inaproc_v1_ekatalog_v6_2025.xlsx": ("ekatalog_v6_inaproc", 1, "kode_klpd", "rup_name", "total"),
    "format_samples/inaproc_v1_rup_paket-penyedia-terumumkan_2026_400rows.xlsx": (
        "rup_penyedia",
        1,
        "nama_klpd",
        "nama_paket",
        "pagu",
    ),
    "format_samples/inaproc_api_rup_paket-penyedia.json": ("rup_penyedia", 0, "nama_klpd", "nama_paket", "pagu"),
    "format_samples/inaproc_api_rup_paket-swakelola.json": ("rup_swakelola", 0, "nama_klpd", "nama_paket", "pagu"),
    "format_samples/inaproc_api_rup_paket-anggaran-penyedia.json": (
        "rup_anggaran_penyedia",
        0,
        "nama_klpd",
        None,
        "pagu",
    ),
    "format_samples/inaproc_api_tender_pengumuman.json": (
        "spse_tender_pengumuman",
        0,
        "nama_klpd",
        "nama_paket",
        "hps",
    ),
    "format_samples/inaproc_api_tender_non-tender-pengumuman.json": (
        "spse_nontender_pengumuman",
        0,
        "nama_klpd",
        "nama_paket",
        "hps",
    ),
    "format_samples/spse_dt_nontender.json": (
        "lpse_larik_nontender",
        0,
        "instansi",
        "nama_paket_larik",
        "nilai_teks",
    ),
    "format_samples/ocds_flat_opentender_surabaya_2024.csv": (
        "ocds_datar",
        1,
        "buyer_name",
        "tender_title",
        "award_value_amount",
    ),
    "format_samples/ocds_release_package_sample.json": ("ocds", 0, "buyer_name", "item_description", "amount"),
    "format_samples/ocds_release_package_realdata.json": ("ocds", 0, "buyer_name", "item_description", "amount"),
    "format_samples/ssh_sipd_export_kab_bogor_2026_11rows.csv": ("ssh_sipd", 1, None, "URAIAN BARANG", "HARGA SATUAN"),
    "format_samples/ssh_kab_tapin_2027_10rows.csv": ("ssh_basis_data", 1, None, "nama_standar", "harga"),
    "format_samples/isb_old_NonTenderSelesaiDetailSPSE_lampung_2022.json": (
        "spse_nontender_selesai",
        0,
        "nama_klpd",
        "nama_paket",
        "nilai_kontrak",
    ),
}
# files that are no spending: a word of the sentence that says so
REFUSED = {
    "kab_bandung_isb/27_1084_RUP-StrukturAnggaranPD.json": "jumlah anggaran",
    "kab_bandung_isb/8_1022_Ecat-ProdukDetail.json": "daftar produk",
    "reference/15_1065_RUP-MasterKabKota.json": "daftar wilayah",
    "reference/16_1066_RUP-MasterProvinsi.json": "daftar wilayah",
    "reference/10_1116_Ecat-MasterKabKota.json": "daftar wilayah",
    "reference/kd_klpd_kalbar.json": "tidak dikenal",
    "format_samples/inaproc_api_tender_peserta-tender.json": "peserta tender",
    "format_samples/sirup_scraper_result_by_province_2025.csv": "rekap",
}
# headers of layouts of which no file is at hand, as their services or writers name them
SYNTHETIC: dict[str, str] = {
    "sirup_pencarian": "id paket pagu jenisPengadaan isPDN isUMK metode pemilihan kldi satuanKerja lokasi sumberDana "
    "id_referensi idBulan idJenisPengadaan idKldi idMetode idlokasi",
    "sirup_lama": "id_satker nama_satker id id_program id_kegiatan namaprogram kegiatan nama lokasi_pekerjaan lokasi "
    "jenis_belanja jenis_belanja_str jenis_pengadaan jenis_pengadaan_str volume metode_pemilihan_penyedia motode_str "
    "tanggal_awal_pengadaan tanggal_akhir_pengadaan last_update_time create_time sumber_dana_string sumber_dana "
    "asal_dana asal_dana_satker mak pagu_mak total_pagu deskripsi id_swakelola status_tkdn status_pradipa umumkan "
    "aktif",
    "sirup_tabel": "No|ID Paket|Nama Kegiatan (RUP)|Nama Paket|Pagu RUP (Rp)|Waktu Pemilihan|Sumber Dana|A (Draft PPK)|"
    "FD (Final Draft PPK)|U (Terumumkan KPA)|Kode Otorisasi (MAK)",
    "sirup_rincian": "kode_rup nama_paket nama_klpd satuan_kerja tahun_anggaran provinsi kabupaten_kota detail_lokasi "
    "volume_pekerjaan total_pagu metode_pemilihan tanggal_umumkan_paket jenis_pengadaan sumber_dana aspek_ekonomi",
    "inaproc_rup": "Nama Instansi|Nama Satuan Kerja|Kode RUP|Tahun Anggaran|Cara Pengadaan|Metode Pengadaan|"
    "Jenis Pengadaan|Nama Paket|Sumber Dana|Produk Dalam Negeri|Total Nilai (Rp)",
    "pyproc_tender": "url id_paket nama_tender tanggal_pembuatan tahap_tender_saat_ini k/l/pd satuan_kerja "
    "jenis_pengadaan metode_pengadaan tahun_anggaran nilai_pagu_paket nilai_hps_paket jenis_kontrak kualifikasi_usaha "
    "peserta_tender khusus_pelaku_usaha_oap lokasi_pekerjaan label_paket hasil_evaluasi pemenang pemenang_berkontrak "
    "jadwal peserta pelaksana",
    "pyproc_nontender": "url id_paket nama_paket tanggal_pembuatan tahap_paket_saat_ini k/l/pd satuan_kerja "
    "jenis_pengadaan metode_pengadaan tahun_anggaran nilai_pagu_paket nilai_hps_paket jenis_kontrak kualifikasi_usaha "
    "peserta_non_tender lokasi_pekerjaan label_paket hasil_evaluasi pemenang pemenang_berkontrak jadwal peserta",
    "pyproc_pencatatan": "url id_paket nama_paket tanggal_pembuatan k/l/pd satuan_kerja jenis_pengadaan "
    "metode_pengadaan tipe_pelaksana_swakelola tahun_anggaran nilai_pagu_paket",
    "ssh_basis_data": "id_standar_harga kode_standar_harga nama_standar_harga spek satuan harga harga_2 harga_3 "
    "kelompok kode_kel_standar_harga nama_kel_standar_harga tahun_anggaran jenis_produk tkdn",
    "ssh_sipd": "KELOMPOK|NAMA BARANG|SPESIFIKASI|SATUAN JASA|HARGA (Rp.)|KODE REKENING|TKDN|KETERANGAN",
    "jointproc": "daerah satuan_kerja tahun_anggaran tanggal uraian_barang spesifikasi kode_produk kode_rekening "
    "katalog jumlah satuan harga_satuan ongkos_kirim total penyedia metode tahap jenis_harga nomor_sumber",
}
# without this column nothing tells a layout from its relative, which means the same
_TWINS = {"spse_tender_selesai": {"spse_tender_pengumuman"}, "ssh_templat_unggah": {"ssh_basis_data"}}


@cache
def _real(relative: str) -> tuple[Sheet, ...]:
    return tuple(sheets(shared_file(f"data/{relative}"), Path(relative).name))


def _sheet(table: Sequence[Sequence[Any]], **how: Any) -> Sheet:
    return sheet_of_rows("", table, range(1, len(table) + 1), **how)


def _headers(name: str) -> list[str]:
    text = SYNTHETIC[name]
    return text.split("|") if "|" in text else text.split()


def _columns_of(sheet: Sheet, order: Sequence[int]) -> Sheet:
    table = [[row[i] if i < len(row) else None for i in order] for row in sheet.head[:12]]
    return sheet_of_rows(sheet.name, table, sheet.lines[:12], kind=sheet.kind, facts=sheet.facts)


# --------------------------------------------------------------------------- real files


def test_every_real_file_is_tried() -> None:
    with shared_file("data/manifest.csv").open(encoding="utf-8") as handle:
        files = {row["file"] for row in csv.DictReader(handle)}
    assert files <= REAL.keys() | REFUSED.keys()


@pytest.mark.parametrize("relative", REAL)
def test_layout_header_and_columns_of_a_real_file(relative: str) -> None:
    name, line, region, text, money = REAL[relative]
    fit = best_fit(_real(relative), relative)
    assert (fit.preset.name, fit.sheet.lines[fit.header_row]) == (name, line)
    price = "unit_price" if fit.preset.stage == "price_list" else "amount"
    assert (fit.headers.get("region"), fit.headers.get("text"), fit.headers.get(price)) == (region, text, money)
    assert fit.confidence >= 0.9
    assert all(confidence < fit.confidence for _name, confidence in fit.ranked)


@pytest.mark.parametrize("relative", REFUSED)
def test_a_file_that_is_no_spending_is_refused_with_a_sentence(relative: str) -> None:
    with pytest.raises(InputError, match=REFUSED[relative]):
        best_fit(_real(relative), relative)


@pytest.mark.parametrize("relative", [r for r in REAL if "raw_" not in r and "spse_dt" not in r])
def test_columns_in_any_order(relative: str) -> None:
    whole = best_fit(_real(relative), relative)
    for seed in range(3):
        order = list(range(whole.sheet.width))
        random.Random(seed).shuffle(order)
        fit = best_fit([_columns_of(whole.sheet, order)], relative)
        assert (fit.preset.name, fit.headers) == (whole.preset.name, whole.headers)


@pytest.mark.parametrize("relative", [r for r in REAL if "raw_" not in r and "spse_dt" not in r])
def test_one_column_missing(relative: str) -> None:
    whole = best_fit(_real(relative), relative)
    assert not whole.lacking or whole.confidence < 1
    for left_out in range(whole.sheet.width):
        without = _columns_of(whole.sheet, [i for i in range(whole.sheet.width) if i != left_out])
        header = header_key(whole.sheet.head[whole.header_row][left_out])
        if whole.preset.name == "ssh_basis_data" and header == "harga":
            continue  # a table of goods without a price is no price list
        fit = best_fit([without], relative)
        assert fit.preset.name in {whole.preset.name} | _TWINS.get(whole.preset.name, set()), header
        if fit.preset is whole.preset and any(header == mark[0] for mark in fit.preset.marks):
            marks = next(mark for mark in fit.preset.marks if mark[0] == header)
            seen = {key for key in map(header_key, without.head[0]) if key in marks}
            assert (header in fit.lacking) == (not seen)


@pytest.mark.parametrize("relative", ["kalbar_prov_isb/SPSE-NonTenderSelesai_2023-2025.csv"])
def test_a_missing_column_is_named(relative: str) -> None:
    with shared_file(f"data/{relative}").open(encoding="utf-8-sig", newline="") as handle:
        table = list(csv.reader(handle))[:20]
    place = table[0].index("nama_paket")
    content = csv_bytes([[c for i, c in enumerate(row) if i != place] for row in table])
    with pytest.raises(InputError, match="nama_paket"):
        read_bytes(content, "x.csv")


# --------------------------------------------------------------------------- layouts without a file


@pytest.mark.parametrize("name", SYNTHETIC)
def test_layouts_known_by_their_names_alone(name: str) -> None:
    header = _headers(name)
    fit = best_fit([_sheet([header, ["1"] * len(header)])], "x.csv")
    assert fit.preset.name == name
    assert fit.confidence >= 0.85
    assert not fit.lacking


@pytest.mark.parametrize("name", [n for n in SYNTHETIC if n != "ssh_basis_data"])
@given(data=st.data())
def test_any_order_and_one_column_less(name: str, data: st.DataObject) -> None:
    header = data.draw(st.permutations(_headers(name)))
    gone = data.draw(st.sampled_from(header))
    left = [h for h in header if h != gone]
    fit = best_fit([_sheet([left, ["1"] * len(left)])], "x.csv")
    assert fit.preset.name == name
    assert {header_key(fit.headers[c]) for c in fit.headers} <= {header_key(h) for h in left} | {
        f"{column}_{key}" for column, keys in fit.preset.inside.items() for key in keys
    }


@pytest.mark.parametrize("preset", [p for p in presets() if not p.refuse], ids=lambda p: p.name)
def test_each_layout_recognises_itself(preset: Any) -> None:
    firsts = [aliases[0] for aliases in preset.columns.values() if aliases[0] not in preset.unlike]
    header = list(dict.fromkeys([*preset.distinctive, *firsts]))
    fit = best_fit([_sheet([header, ["1"] * len(header)])], "x.csv")
    assert fit.preset.name == preset.name


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([["106802", "Jalan", "Kab. Lampung Selatan", "500 Jt", "2026", "5", "Konstruksi", "Selesai"]], "darurat"),
        ([["10336514000", "Rapat", "Kab. Tulang Bawang", "176,3 Jt", "5", "2026", "5", "Selesai"]], "swakelola"),
        ([["10942236000", "Data", "Kota X", "3,8 Jt", "Langsung", "Jasa", "2026", "5", "Selesai"]], "nontender"),
        ([["10942236000", "Data", "Kota X", "3,8 Jt", "Langsung", "Jasa", "2026", "5", "Selesai", "n"]], "nontender"),
    ],
)
def test_arrays_without_names_are_told_apart_by_what_they_hold(rows: list[list[str]], name: str) -> None:
    content = json.dumps({"draw": "1", "recordsTotal": 1, "data": rows * 5}).encode()
    assert best_fit(sheets(content, "x.json"), "x.json").preset.name == f"lpse_larik_{name}"


def test_arrays_that_hold_something_else_are_unknown() -> None:
    content = json.dumps({"data": [["a", "b", "c", "d", "e", "f", "g", "h", "i"]] * 5}).encode()
    with pytest.raises(UnknownLayout):
        best_fit(sheets(content, "x.json"), "x.json")


# --------------------------------------------------------------------------- odd headers

_RUP = ["kd_rup", "nama_klpd", "nama_paket", "metode_pengadaan", "volume_pekerjaan", "pagu"]
_ROW = ["1", "Kota Surabaya", "Kertas", "E-Purchasing", "10 rim", "500000"]


def test_title_rows_and_notes_beside_the_table_are_passed_over() -> None:
    table: list[list[Any]] = [
        ["REKAPITULASI RUP", "TAHUN 2025"],
        ["Dicetak:", "2025-03-01"],
        [*_RUP, None, None, "Catatan: pagu dalam rupiah"],
        [*_ROW, None, None, "isi kolom bertanda bintang"],
    ]
    fit = best_fit([_sheet(table)], "x.xlsx")
    assert (fit.preset.name, fit.header_row, fit.headers["amount"]) == ("rup_penyedia", 2, "pagu")


def test_a_header_in_two_rows_with_merged_cells() -> None:
    table = [
        ["kd_rup", "Instansi", None, "nama_paket", "Rencana", None, None],
        [None, "nama_klpd", "nama_satker", None, "metode_pengadaan", "volume_pekerjaan", "pagu"],
        ["1", "Kota Surabaya", "Dinas", "Kertas", "E-Purchasing", "10 rim", "500000"],
    ]
    fit = best_fit([_sheet(table)], "x.xlsx")
    assert (fit.preset.name, fit.header_row) == ("rup_penyedia", 1)
    assert (fit.headers["source_ref"], fit.positions["text"], fit.headers["region"]) == ("kd_rup", 3, "nama_klpd")


def test_names_repeated_under_two_merged_ones_stay_apart() -> None:
    table = [
        ["Barang", "Kontrak", None, "Realisasi", None],
        [None, "Jumlah", "Nilai", "Jumlah", "Nilai"],
        ["Kertas", 1, 2, 3, 4],
    ]
    header = [h for h in header_rows(table) if h.row == 1][-1]
    assert header.labels == ("Barang", "Jumlah", "Nilai", "Realisasi Jumlah", "Realisasi Nilai")
    assert header.keys["kontrak_nilai"] == 2
    assert header.keys["realisasi_nilai"] == 4


def test_headers_that_differ_in_brackets_or_year_only() -> None:
    header = next(header_rows([["Nama", "Harga (2024)", "Harga (2025)", "Nama", "", "harga"], ["a"] * 6]))
    assert header.labels == ("Nama", "Harga (2024)", "Harga (2025)", "Nama (2)", "Kolom 5", "harga")
    assert [header.keys[exact_key(label)] for label in header.labels] == list(range(6))
    assert header.keys["harga"] == 5


@given(st.lists(st.text(max_size=12), min_size=2, max_size=8))
def test_every_column_of_a_header_has_a_key_of_its_own(cells: list[str]) -> None:
    for header in header_rows([cells, ["x"] * len(cells)]):
        if header.row == 0:
            places = [header.keys.get(exact_key(label)) for label in header.labels]
            assert all(place == i for i, place in enumerate(places) if header.labels[i])


def test_right_to_left_and_emoji_headers_have_keys() -> None:
    assert header_key("اسم السلعة") == "اسم_السلعة"
    assert header_key("💊") == "💊"
    assert header_key("K/L/PD") == "k_l_pd"
    assert header_key("HARGA SATUAN 2025") == header_key("Harga Satuan (Rp.)") == "harga_satuan"


# --------------------------------------------------------------------------- choosing


def test_a_list_of_codes_beside_the_spending_does_not_refuse_the_file() -> None:
    codes = sheet_of_rows("Kode", [["kd_provinsi", "nama_provinsi"], ["1", "Aceh"]], [1, 2])
    spending = sheet_of_rows("RUP", [_RUP, _ROW], [1, 2])
    assert best_fit([codes, spending], "x.xlsx").sheet.name == "RUP"
    with pytest.raises(InputError, match="daftar wilayah"):
        best_fit([codes], "x.xlsx")


def test_spending_with_a_province_code_is_not_taken_for_a_list_of_codes() -> None:
    header = ["kd_provinsi", "nama_provinsi", "uraian", "vol", "satuan", "biaya"]
    with pytest.raises(UnknownLayout):
        best_fit([_sheet([header, ["1"] * 6])], "x.csv")


def test_other_sheets_in_the_same_layout_are_named() -> None:
    tables = [sheet_of_rows(name, [_RUP, _ROW], [1, 2]) for name in ("Januari", "Februari")]
    fit = best_fit(tables, "x.xlsx")
    assert {fit.sheet.name, *fit.ignored} == {"Januari", "Februari"}


def test_a_chosen_layout_overrules_and_an_unknown_one_lists_what_there_is() -> None:
    sheet = _sheet([_RUP, _ROW])
    assert best_fit([sheet], "x.csv", "rup_swakelola").preset.name == "rup_swakelola"
    with pytest.raises(InputError, match="ekatalog_v5"):
        best_fit([sheet], "x.csv", "bukan")
    assert isinstance(fit_preset(preset_named("rup_penyedia"), sheet, 0), Fit)


def test_bidders_are_never_taken_for_contracts() -> None:
    header = [
        "tahun_anggaran",
        "kd_klpd",
        "kd_tender",
        "nilai_penawaran",
        "nilai_terkoreksi",
        "nama_penyedia",
        "pemenang",
    ]
    with pytest.raises(InputError):
        best_fit([_sheet([header, ["1"] * len(header)])], "x.json")


# --------------------------------------------------------------------------- JSON text inside a column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('[{"nama_pemenang": "CV A", "harga_kontrak": 880000000.0}]', 880_000_000),
        ('[{"harga_kontrak": 1.5}, {"harga_kontrak": 2}]', 3.5),
        ('{"harga_kontrak": "Rp 1.000,00"}', "Rp 1.000,00"),
        ("null", None),
        ("[", None),
        ("[" * 5000, None),
        ('[{"harga_kontrak": null}, 3, {"x": 1}]', None),
        ("", None),
    ],
)
def test_a_value_inside_json_text(text: str, value: Any) -> None:
    found = value_inside(text, "harga_kontrak")
    assert (float(found) if isinstance(value, float | int) else found) == value


def test_the_contract_inside_a_scraped_tender_counts_else_the_estimate() -> None:
    header = _headers("pyproc_tender")
    usual = dict.fromkeys(header, "") | {
        "id_paket": "1",
        "nama_tender": "Pengadaan obat",
        "k/l/pd": "Kota Surabaya",
        "tahun_anggaran": "2025",
        "nilai_hps_paket": "950000000.0",
        "nilai_pagu_paket": "1000000000.0",
    }
    contract = json.dumps([{"nama_pemenang": "PT Sehat", "npwp": "***", "harga_kontrak": 880000000.5}])
    rows = [usual | {"pemenang_berkontrak": contract}, usual | {"id_paket": "2", "pemenang_berkontrak": "null"}]
    content = csv_bytes([header, *([row[h] for h in header] for row in rows)])
    reading = read_bytes(content, "x.csv")
    assert reading.preset == "pyproc_tender"
    assert reading.purchases["amount_idr"].tolist() == ["880000000.5", "950000000"]
    assert reading.purchases["vendor"].tolist() == ["PT Sehat", None]


# --------------------------------------------------------------------------- the layouts themselves

_FOLDER = Path(settings.__file__).parent / "intake" / "presets"


@pytest.mark.parametrize("path", sorted(_FOLDER.glob("[!_]*.toml")), ids=lambda p: p.stem)
def test_a_layout_is_well_formed(path: Path) -> None:
    preset = preset_named(path.stem)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#")
    assert "# Source: " in text, "where the layout was seen"
    assert set(preset.columns) | set(preset.required) <= set(CANONICAL)
    assert preset.stage in {"planned", "contracted", "delivered", "price_list"}
    assert preset.title
    assert preset.title_en
    aliases = {alias for found in preset.columns.values() for alias in found}
    assert all(alias == header_key(alias) for alias in aliases | preset.unlike | {m for ms in preset.marks for m in ms})
    assert not aliases & preset.not_summed - set(preset.columns.get("source_ref", ()))
    assert set(preset.looks) <= set(preset.positional)
    assert all(
        r.column in preset.columns and r.values and all(v == v.lower() for v in r.values) for r in preset.rejects
    )
    if preset.join:
        assert set(preset.join["take"]) <= set(preset_named(preset.join["with"]).columns)
    if preset.refuse:
        assert "{name}" in preset.refuse


def test_cancelled_words_cover_what_the_services_write() -> None:
    for name in ("ekatalog_v6_inaproc", "spse_nontender_pengumuman", "toko_daring", "lpse_larik"):
        words = preset_named(name).rejects[0].values
        assert {"cancelled_on_negotiation", "cancelled_on_review", "gagal/batal", "tender gagal", "gagal"} <= words
        assert not {"selesai", "completed", "berlangsung", "-", "", "on_process", "berhasil"} & words
