"""Real files, read in place: figures known from independent counts."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jointproc.errors import InputError
from jointproc.intake import Reading, read
from tests.conftest import KALBAR, shared_file


@pytest.fixture(scope="module")
def kalbar_reading() -> Reading:
    return read(shared_file(KALBAR))


def test_kalbar_is_accepted_whole(kalbar_reading: Reading) -> None:
    assert (kalbar_reading.preset, kalbar_reading.rows_read) == ("ekatalog_v5", 13_547)
    assert kalbar_reading.confidence > 0.9
    assert len(kalbar_reading.purchases) == 13_547
    assert len(kalbar_reading.regions) == 15
    assert kalbar_reading.unresolved.empty
    assert kalbar_reading.fiscal_years == [2022]
    counts = kalbar_reading.issues["rule"].value_counts()
    assert counts["amount_mismatch"] == 2
    assert counts["shipping_negative"] == 1
    assert set(kalbar_reading.issues["severity"]) == {"warn"}


def test_kalbar_amount_is_the_files_own_sum(kalbar_reading: Reading) -> None:
    rows = CalamineWorkbook.from_path(str(shared_file(KALBAR))).get_sheet_by_index(0).to_python()
    total = rows[0].index("total_harga")
    code = rows[0].index("kd_klpd")
    assert kalbar_reading.amount_idr == sum(Decimal(repr(row[total])) for row in rows[1:])
    by_region = kalbar_reading.regions.set_index("name")
    province = [row for row in rows[1:] if row[code] == "D197"]
    assert by_region.at["Provinsi Kalimantan Barat", "rows"] == len(province) == 4_075
    assert Decimal(by_region.at["Provinsi Kalimantan Barat", "amount_idr"]) == sum(
        Decimal(repr(row[total])) for row in province
    )


def test_kalbar_columns(kalbar_reading: Reading) -> None:
    lines = kalbar_reading.purchases
    first = lines.iloc[0]
    assert first["text"] == "Internet Service Provider · produk 1508565"
    assert first["product_code"] == "ekatalog:1508565"
    assert first["account_code"] == "5.1.02.02.01.0063"
    assert (first["line_no"], first["date"], first["source_ref"]) == (2, "2021-12-17", "ISR-P2112-161778")
    assert (first["quantity"], first["unit_price_idr"], first["amount_idr"]) == ("12", "501000000", "6012000000")
    assert set(lines["baseline_kind"]) == {"listed"}
    assert set(lines["stage"]) == {"contracted"}
    # a longer budget code holds the account in its middle, followed by an amount
    assert lines["account_code"].str.match(r"^5\.[1-4]\.\d\d\.").mean() > 0.95


def test_no_personal_column_is_mapped(kalbar_reading: Reading) -> None:
    assert not {"ppk_nip", "npwp_satker", "email_user_pokja", "no_telp_user_pokja", "jabatan_ppk"} & set(
        kalbar_reading.columns.values()
    )


def test_the_csv_of_the_same_orders_gives_the_same_lines(kalbar_reading: Reading) -> None:
    reading = read(shared_file("data/kalbar_2022/ekatalog_items_2022_clean.csv"))
    assert reading.amount_idr == kalbar_reading.amount_idr
    amounts = [sorted(map(Decimal, r.purchases["amount_idr"])) for r in (reading, kalbar_reading)]
    assert amounts[0] == amounts[1]


def test_archive_variant_of_a_ministry_is_recognised_and_explained() -> None:
    reading = read(shared_file("data/format_samples/inaproc_v1_ekatalog-archive_2025.xlsx"))
    assert (reading.preset, reading.rows_read) == ("ekatalog_v5", 143)
    assert reading.issues["rule"].value_counts().to_dict() == {"region_not_a_region": 143}


def test_rup_is_a_budget() -> None:
    reading = read(shared_file("data/format_samples/isb_RUP-PaketPenyedia-Terumumkan_D197_2025.json"))
    assert reading.preset == "rup_penyedia"
    assert reading.rows_read == len(reading.purchases) == 509
    assert set(reading.purchases["baseline_kind"]) == {"budget"}
    assert set(reading.purchases["stage"]) == {"planned"}
    assert set(reading.purchases["region_code"]) == {"61"}
    assert reading.purchases["unit_price_idr"].isna().all()


def test_deleted_rup_package_is_left_out() -> None:
    reading = read(shared_file("data/format_samples/inaproc_api_rup_paket-penyedia.json"))
    assert "row_cancelled" in set(reading.issues["rule"])


# file: preset, rows read, rows accepted, the accepted rupiah (sums checked against pandas and calamine)
FACTS: dict[str, tuple[str, int, int, str]] = {
    "kalbar_2022/ekatalog_paket_produk_2022_original_columns.xlsx": ("ekatalog_v5", 13547, 13547, "723835189150.45"),
    "kalbar_2022/ekatalog_items_2022_clean.csv": ("ekatalog_v5", 13547, 13547, "723835189150.45"),
    "kalbar_2022/tokodaring_2022.xlsx": ("toko_daring", 13799, 13409, "42497440507"),
    "kalbar_2022/belaok_sku_prices_20220416.csv": ("belaok_harga", 14248, 14248, "24908936976.15"),
    "kalbar_2022/belaok_po_20220416.csv": ("belaok_pesanan", 1901, 1901, "17964463351"),
    "kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2023.parquet": ("rup_penyedia", 4396, 4396, "499378699829"),
    "kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2024.parquet": ("rup_penyedia", 16975, 16975, "2286200387053"),
    "kalbar_prov_isb/RUP-PaketPenyedia-Terumumkan_2025.parquet": ("rup_penyedia", 16430, 16430, "2111666072118"),
    "format_samples/isb_RUP-PaketPenyedia-Terumumkan_D197_2025.json": ("rup_penyedia", 509, 509, "295456117892"),
    "kalbar_prov_isb/SPSE-NonTenderSelesai_2023-2025.csv": ("spse_nontender_selesai", 2947, 2946, "636941747170.64"),
    "kalbar_prov_isb/SPSE-TenderSelesaiNilai_2023-2025.csv": ("spse_tender_nilai", 444, 402, "2008483356196.13"),
    "kalbar_prov_isb/SPSE-TenderPengumuman_2023-2025.csv": ("spse_tender_pengumuman", 546, 546, "2497972586265.85"),
    "kalbar_prov_isb/SPSE-PencatatanNonTenderRealisasi_2023-2025.csv": (
        "spse_pencatatan_realisasi",
        4993,
        4993,
        "242426605625",
    ),
    "kab_bandung_isb/37_1017_SPSE-NonTenderSelesai.json": ("spse_nontender_selesai", 1868, 1855, "187938349150.51"),
    "kab_bandung_isb/36_1016_SPSE-NonTenderPengumuman.json": (
        "spse_nontender_pengumuman",
        2386,
        2143,
        "223870605088.1",
    ),
    "kab_bandung_isb/49_1015_SPSE-TenderSelesaiNilai.json": ("spse_tender_nilai", 77, 67, "116140915954.55"),
    "kab_bandung_isb/48_1014_SPSE-TenderSelesai.json": ("spse_tender_selesai", 68, 67, "123851296750.4"),
    "kab_bandung_isb/39_1058_SPSE-PencatatanNonTenderRealisasi.json": (
        "spse_pencatatan_realisasi",
        485,
        485,
        "11536834511",
    ),
    "kab_bandung_isb/50_1213_Ecat-PaketEPurchasingV6.json": ("ekatalog_v6", 606, 606, "189677834789"),
    "kab_bandung_isb/1_1061_Bela-TokoDaringRealisasi.json": ("toko_daring", 2, 0, "0"),
    "lpse_opentender/lpse_tenders_2007-2021_without_sumbar.parquet": (
        "lpse_larik",
        204264,
        190140,
        "496912145959827.97",
    ),
    "lpse_opentender/raw_prov-diy.json": ("lpse_larik", 5803, 4464, "5328668370403.83"),
    "lpse_opentender/raw_kota-jogja.json": ("lpse_larik", 2807, 739, "889944367252.6"),
    "lpse_opentender/raw_kota-pontianak.json": ("lpse_larik", 1739, 1665, "2727915861428.02"),
    "lpse_opentender/raw_prov-kalbar.json": ("lpse_larik", 3692, 3440, "5525836596852.18"),
    "ssh/ssh_kab_pangandaran_2023.csv": ("ssh_basis_data", 10708, 10708, "372569664021.59"),
    "ssh/ssh_kota_banjarmasin_2025.json": ("ssh_sipd", 1791, 1791, "2120505900"),
    "ssh/sbu_kota_banjarmasin_2025.json": ("ssh_sipd", 803, 803, "16935163552"),
    "format_samples/spse_report_swakelola_prov_ntb_2025.csv": ("spse_laporan_swakelola", 17, 14, "498745132"),
    "format_samples/spse_report_tender_prov_ntb_2025.csv": ("spse_laporan_tender", 15, 9, "24766931500"),
    "format_samples/spse_report_nontender_prov_ntb_2025.csv": ("spse_laporan_nontender", 11, 4, "556309710"),
    "format_samples/inaproc_data_realisasi_export_2026.csv": ("inaproc_realisasi", 397, 0, "0"),
    "format_samples/inaproc_realisasi_K75_2026.json": ("inaproc_realisasi", 220, 0, "0"),
    "format_samples/inaproc_tender_detail_2025.jsonl": ("inaproc_tender_rincian", 39, 39, "59421186507"),
    "format_samples/inaproc_v1_ekatalog-archive_2025.xlsx": ("ekatalog_v5", 143, 0, "0"),
    "format_samples/inaproc_v1_ekatalog_v6_2025.xlsx": ("ekatalog_v6_inaproc", 781, 0, "0"),
    "format_samples/inaproc_v1_rup_paket-penyedia-terumumkan_2026_400rows.xlsx": ("rup_penyedia", 400, 0, "0"),
    "format_samples/inaproc_api_rup_paket-penyedia.json": ("rup_penyedia", 2, 0, "0"),
    "format_samples/inaproc_api_rup_paket-swakelola.json": ("rup_swakelola", 1, 0, "0"),
    "format_samples/inaproc_api_rup_paket-anggaran-penyedia.json": ("rup_anggaran_penyedia", 1, 0, "0"),
    "format_samples/inaproc_api_tender_pengumuman.json": ("spse_tender_pengumuman", 1, 0, "0"),
    "format_samples/inaproc_api_tender_non-tender-pengumuman.json": ("spse_nontender_pengumuman", 1, 0, "0"),
    "format_samples/spse_dt_nontender.json": ("lpse_larik_nontender", 25, 0, "0"),
    "format_samples/ocds_flat_opentender_surabaya_2024.csv": ("ocds_datar", 100, 100, "533704399984.36"),
    "format_samples/ocds_release_package_sample.json": ("ocds", 1, 0, "0"),
    "format_samples/ocds_release_package_realdata.json": ("ocds", 1, 0, "0"),
    "format_samples/ssh_sipd_export_kab_bogor_2026_11rows.csv": ("ssh_sipd", 11, 11, "1862250"),
    "format_samples/ssh_kab_tapin_2027_10rows.csv": ("ssh_basis_data", 10, 10, "135171300"),
    "format_samples/isb_old_NonTenderSelesaiDetailSPSE_lampung_2022.json": (
        "spse_nontender_selesai",
        95,
        94,
        "11428706693.46",
    ),
}


@pytest.mark.parametrize("relative", FACTS)
def test_each_real_file_with_its_own_layout(relative: str) -> None:
    preset, read_n, accepted_n, amount = FACTS[relative]
    reading = read(shared_file(f"data/{relative}"))
    assert (reading.preset, reading.rows_read, reading.rows_accepted) == (preset, read_n, accepted_n)
    assert reading.amount_idr == Decimal(amount)
    rejected = set(reading.issues.loc[reading.issues["severity"] == "reject", "line_no"])
    assert len(rejected) == reading.rows_rejected == read_n - accepted_n
    assert not rejected & set(reading.purchases["line_no"])


@pytest.mark.parametrize(
    ("relative", "instead"),
    [
        ("kab_bandung_isb/27_1084_RUP-StrukturAnggaranPD.json", "RUP paket penyedia"),
        ("kab_bandung_isb/8_1022_Ecat-ProdukDetail.json", "pesanan"),
        ("reference/15_1065_RUP-MasterKabKota.json", "bukan belanja"),
        ("reference/16_1066_RUP-MasterProvinsi.json", "bukan belanja"),
        ("reference/10_1116_Ecat-MasterKabKota.json", "bukan belanja"),
        ("format_samples/inaproc_api_tender_peserta-tender.json", "TenderSelesaiNilai"),
        ("format_samples/sirup_scraper_result_by_province_2025.csv", "rekap"),
    ],
)
def test_a_file_that_is_no_spending_says_what_to_load_instead(relative: str, instead: str) -> None:
    with pytest.raises(InputError, match=instead):
        read(shared_file(f"data/{relative}"))


def test_a_price_list_without_a_region_asks_for_it() -> None:
    path = shared_file("data/format_samples/contoh_form_upload_ssh.xlsx")
    with pytest.raises(InputError, match="daerah"):
        read(path)
    assert read(path, region="32.01", year=2025).rows_accepted > 0


def test_region_and_year_of_a_price_list_stand_in_its_name_or_header() -> None:
    pangandaran = read(shared_file("data/ssh/ssh_kab_pangandaran_2023.csv"))
    assert (set(pangandaran.regions["code"]), pangandaran.fiscal_years) == ({"32.18"}, [2023])
    banjarmasin = read(shared_file("data/ssh/ssh_kota_banjarmasin_2025.json"))
    assert (set(banjarmasin.regions["code"]), banjarmasin.fiscal_years) == ({"63.71"}, [2025])
    assert banjarmasin.stages == {"price_list"}


def test_orders_sent_again_count_once() -> None:
    reading = read(shared_file("data/kalbar_2022/tokodaring_2022.xlsx"))
    assert reading.issue_counts == {"order_repeated": 210, "row_cancelled": 180}
    assert len(reading.regions) == 11


def test_values_of_tenders_get_their_names_from_the_announcements(tmp_path: Path) -> None:
    folder = shared_file("data/kalbar_prov_isb/SPSE-TenderSelesaiNilai_2023-2025.csv").parent
    path = tmp_path / "tender.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("SPSE-TenderSelesaiNilai_2023-2025.csv", "SPSE-TenderPengumuman_2023-2025.csv"):
            archive.write(folder / name, name)
    alone, together = read(folder / "SPSE-TenderSelesaiNilai_2023-2025.csv"), read(path)
    assert (together.preset, together.amount_idr) == ("spse_tender_nilai", alone.amount_idr)
    assert alone.purchases["text"].str.startswith("Paket tender ").all()
    assert together.purchases["text"].str.startswith("Paket tender ").mean() < 0.02
    assert together.purchases["method"].notna().all()


def test_raw_answers_of_an_lpse_and_the_table_made_of_them_agree() -> None:
    table = read(shared_file("data/lpse_opentender/lpse_tenders_2007-2021_without_sumbar.parquet"))
    theirs_all = table.purchases.drop_duplicates("source_ref").set_index("source_ref")["amount_idr"].astype(float)
    for name in ("kota-pontianak", "prov-kalbar", "prov-diy", "kota-jogja"):
        raw = read(shared_file(f"data/lpse_opentender/raw_{name}.json"))
        mine = raw.purchases.drop_duplicates("source_ref").set_index("source_ref")["amount_idr"].astype(float)
        both = mine.index.intersection(theirs_all.index)
        assert len(both) >= 0.95 * len(mine)
        assert ((mine[both] - theirs_all[both]).abs() < 1).mean() > 0.999
