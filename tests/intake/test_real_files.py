"""Real files, read in place: figures known from independent counts."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from jointproc import settings
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


@pytest.mark.parametrize(
    "relative",
    [
        "data/kab_bandung_isb/36_1016_SPSE-NonTenderPengumuman.json",
        "data/kab_bandung_isb/37_1017_SPSE-NonTenderSelesai.json",
        "data/kab_bandung_isb/48_1014_SPSE-TenderSelesai.json",
        "data/kalbar_prov_isb/SPSE-TenderPengumuman_2023-2025.csv",
        "data/format_samples/inaproc_api_rup_paket-swakelola.json",
        "data/format_samples/inaproc_api_rup_paket-anggaran-penyedia.json",
        "data/format_samples/isb_old_NonTenderSelesaiDetailSPSE_lampung_2022.json",
        "data/format_samples/inaproc_v1_ekatalog_v6_2025.xlsx",
        "data/kalbar_2022/tokodaring_2022.xlsx",
        "data/ssh/ssh_kota_banjarmasin_2025.json",
    ],
)
def test_relatives_of_known_layouts_are_not_taken_for_them(relative: str) -> None:
    with pytest.raises(InputError, match="tidak dikenal"):
        read(shared_file(relative))


@pytest.mark.parametrize("path", sorted(settings.SAMPLE.glob("*.csv.bz2")), ids=lambda path: path.name)
def test_sample_files(path) -> None:  # type: ignore[no-untyped-def]
    reading = read(path)
    assert (reading.preset, len(reading.regions)) == ("jointproc", 38)
    assert 0 < reading.rows_rejected <= 0.005 * reading.rows_read
    assert not {"amount_mismatch", "number_ambiguous", "date_unreadable", "word_unknown"} & set(reading.issues["rule"])
    lines = reading.purchases
    assert lines["date"].notna().all()
    worked_out = [
        Decimal(q) * Decimal(p) + Decimal(s)
        for q, p, s in zip(lines["quantity"], lines["unit_price_idr"], lines["shipping_idr"], strict=True)
    ]
    assert worked_out == [Decimal(a) for a in lines["amount_idr"]]
    assert pd.Series(lines["unit"]).nunique() < 40
