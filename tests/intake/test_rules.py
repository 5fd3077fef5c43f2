"""Row rules: what is accepted, doubted or left out, and with which reason."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc import settings as places
from jointproc.errors import InputError
from jointproc.intake import ISSUE_COLUMNS, PURCHASE_COLUMNS, RULES, Reading, Recipe, presets, read_bytes
from jointproc.text import Message
from tests.intake.tables import ROW, csv_bytes, purchase, rows


def _read(*changes: dict[str, Any], **options: Any) -> Reading:
    return read_bytes(purchase(*changes), "belanja.csv", **options)


def _rules(reading: Reading) -> list[tuple[str, str]]:
    return list(zip(reading.issues["rule"], reading.issues["severity"], strict=True))


def test_a_clean_row() -> None:
    reading = _read({})
    assert tuple(reading.purchases.columns) == PURCHASE_COLUMNS
    assert tuple(reading.issues.columns) == ISSUE_COLUMNS
    assert reading.issues.empty
    found = reading.purchases.iloc[0].to_dict()
    assert found | {"line_no": 2} == {
        "line_no": 2,
        "region_code": "35.78",
        "buyer": "Dinas Kesehatan",
        "stage": "contracted",
        "fiscal_year": 2025,
        "date": "2025-03-12",
        "text": "Parasetamol 500 mg",
        "spec": "tablet",
        "product_code": None,
        "account_code": "5.1.02.01.01.0037",
        "kbki": None,
        "catalogue": "Obat",
        "quantity": "100",
        "unit": "tablet",
        "base_quantity": "100",
        "base_unit": "tablet",
        "unit_price_idr": "250",
        "shipping_idr": "0",
        "amount_idr": "25000",
        "vendor": "PT Contoh",
        "vendor_region_code": None,
        "method": "E-Purchasing",
        "baseline_kind": "listed",
        "source_ref": "A-1",
        "member": None,
        "price_derived": False,
        "pack_content": None,
    }
    assert reading.regions.to_numpy().tolist() == [["35.78", "Kota Surabaya", 1, "25000"]]
    assert reading.columns["amount"] == "total"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"daerah": "Gudang Farmasi"}, "region_unknown"),
        ({"daerah": ""}, "region_unknown"),
        ({"daerah": "Malang"}, "region_ambiguous"),
        ({"daerah": "Kementerian Kesehatan"}, "region_not_a_region"),
        ({"total": "lihat lampiran"}, "number_unreadable"),
        ({"jumlah": "sesuai kontrak"}, "number_unreadable"),
        ({"harga_satuan": "±"}, "number_unreadable"),
        ({"jumlah": "-5"}, "quantity_not_positive"),
        ({"jumlah": "0"}, "quantity_not_positive"),
        ({"total": "", "harga_satuan": ""}, "amount_missing"),
        ({"total": "-25000"}, "amount_negative"),
        ({"total": "9" * 30}, "number_too_large"),
        ({"tahun_anggaran": "", "tanggal": ""}, "year_missing"),
        ({"uraian_barang": ""}, "text_missing"),
    ],
)
def test_left_out_with_a_reason(change: dict[str, str], rule: str) -> None:
    reading = _read({}, change)
    assert (rule, "reject") in _rules(reading)
    assert reading.purchases["line_no"].tolist() == [2]
    assert reading.rows_read == 2
    assert reading.rows_rejected == 1
    assert reading.amount_idr == 25_000
    assert set(reading.issues["line_no"]) == {3}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"total": "26002"}, "amount_mismatch"),
        ({"ongkos_kirim": "-1000", "total": "24000"}, "shipping_negative"),
        ({"ongkos_kirim": "gratis"}, "number_unreadable"),
        ({"tanggal": "segera"}, "date_unreadable"),
        ({"total": ""}, "amount_computed"),
        ({"tahap": "lunas"}, "word_unknown"),
        ({"tanggal": "2019-01-01"}, "fiscal_year_differs"),
    ],
)
def test_accepted_with_a_doubt(change: dict[str, str], rule: str) -> None:
    reading = _read(change)
    assert _rules(reading) == [(rule, "warn")]
    assert len(reading.purchases) == 1


def test_a_difference_of_one_rupiah_is_rounding() -> None:
    assert _read({"total": "25001"}).issues.empty
    assert _rules(_read({"total": "25001,01"})) == [("amount_mismatch", "warn")]


def test_the_mismatch_is_exact_for_large_amounts() -> None:
    large = {"jumlah": "1000000", "harga_satuan": "900000001", "total": "900000001000000"}
    assert _read(large).issues.empty
    assert _rules(_read({**large, "total": "900000001000002"})) == [("amount_mismatch", "warn")]


def test_the_files_total_is_kept() -> None:
    reading = _read({"total": "30000"})
    assert reading.purchases["amount_idr"].tolist() == ["30000"]
    assert "Rp25.000" in reading.issues["message"][0]
    assert "Rp30.000" in reading.issues["message"][0]


def test_missing_total_is_computed_exactly() -> None:
    reading = _read({"jumlah": "0,1", "harga_satuan": "3,33", "ongkos_kirim": "0,3", "total": ""})
    assert reading.purchases["amount_idr"].tolist() == ["0.63"]
    assert reading.amount_idr == Decimal("0.63")


def test_a_file_without_totals_says_so_once() -> None:
    table = [[c for h, c in zip(ROW, row, strict=True) if h != "total"] for row in rows({}, {"jumlah": "7"})]
    reading = read_bytes(csv_bytes(table), "x.csv")
    assert _rules(reading) == [("amount_computed", "warn")]
    assert reading.amount_idr == 25_000 + 7 * 250


def test_year_from_the_date_or_from_outside() -> None:
    assert _read({"tahun_anggaran": ""}).fiscal_years == [2025]
    assert _read({"tahun_anggaran": "", "tanggal": ""}, year=2024).fiscal_years == [2024]
    assert _read({"tahun_anggaran": "TA 2023"}, year=2024).fiscal_years == [2023]


@pytest.mark.parametrize("year", [0, 12, 1999, 22025])
def test_a_year_from_outside_must_be_one(year: int) -> None:
    with pytest.raises(InputError, match="masuk akal"):
        _read({}, year=year)


def _lines(*texts: str) -> Reading:
    return read_bytes("\n".join(texts).encode(), "x.csv")


_HEADER = ",".join(ROW)
_LINE = ",".join(map(str, ROW.values()))


def test_a_delimiter_inside_a_value_never_shifts_the_figures() -> None:
    reading = _lines(_HEADER, _LINE, _LINE.replace(",25000,", ",25,000,"), _LINE.replace("A-1", "A-2"))
    assert _rules(reading) == [("row_misaligned", "reject")]
    assert reading.issues["line_no"].tolist() == [3]
    assert "20 kolom" in reading.issues["message"][0]
    assert reading.purchases["line_no"].tolist() == [2, 4]
    assert reading.amount_idr == 50_000
    # the source number at the end is empty, so nothing but the length gives it away
    shifted = _LINE.replace(",25000,", ",25,000,").replace("A-1", "")
    assert _rules(_lines(_HEADER, _LINE, shifted, _LINE.replace("A-1", "A-2"))) == [("row_misaligned", "reject")]


def test_a_misaligned_row_says_nothing_of_regions() -> None:
    reading = _lines(_HEADER, _LINE, "," + _LINE, _LINE.replace("A-1", "A-2"))
    assert _rules(reading) == [("row_misaligned", "reject")]
    assert reading.unresolved.empty


def test_one_delimiter_more_at_the_end_of_every_line_is_no_fault() -> None:
    assert _lines(_HEADER, _LINE + ",", _LINE.replace("A-1", "A-2") + ",").issues.empty


def test_cells_left_off_at_the_end_of_a_line_are_empty() -> None:
    reading = _lines(_HEADER, _LINE.rsplit(",", 5)[0])
    assert reading.issues.empty
    assert reading.purchases["vendor"].tolist() == [None]


def test_two_columns_of_one_name_are_told() -> None:
    reading = _lines(f"{_HEADER},Total", f"{_LINE},99", f"{_LINE.replace('A-1', 'A-2')},98")
    assert _rules(reading) == [("column_repeated", "warn")]
    assert reading.amount_idr == 50_000


def test_what_concerns_a_file_without_one_readable_row_is_told_at_the_first() -> None:
    reading = _lines(f"{_HEADER},Total", *[f"{_LINE},99,98,97"] * 2)
    assert reading.rows_accepted == 0
    assert sorted(set(reading.issues["line_no"])) == [2, 3]
    assert "column_repeated" in set(reading.issues["rule"])


def test_no_column_reads_what_must_not_be_summed() -> None:
    catalogue = next(p for p in presets() if p.name == "ekatalog_v5")
    assert "total" in catalogue.not_summed
    for preset in presets():
        assert preset.not_summed.isdisjoint(alias for aliases in preset.columns.values() for alias in aliases)


def test_region_from_outside_fills_only_what_is_empty() -> None:
    reading = _read({"daerah": ""}, {}, region="35.15")
    assert reading.purchases["region_code"].tolist() == ["35.15", "35.78"]
    table = [row[1:] for row in rows({})]
    assert read_bytes(csv_bytes(table), "x.csv", region="35.15").purchases["region_code"].tolist() == ["35.15"]
    with pytest.raises(InputError, match="kolom daerah"):
        read_bytes(csv_bytes(table), "x.csv")


@pytest.mark.parametrize("cells", [["", ""], ["APBD", ""], ["", "Kota Surabaya"]])
def test_a_region_in_two_columns_of_which_any_may_be_empty(cells: list[str]) -> None:
    recipe = Recipe("x", "x", {"region": ("Prov", "Kab"), "text": ("Nama",), "amount": ("Nilai",)}, year=2025)
    table = [["Prov", "Kab", "Nama", "Nilai"], [*cells, "Meja", "5000"], ["", "Kota Malang", "Kursi", "5000"]]
    reading = read_bytes(csv_bytes(table), "x.csv", recipe=recipe)
    assert reading.rows_read == 2
    assert reading.purchases["region_code"].tolist()[-1] == "35.73"


def test_ambiguous_region_names_the_text_and_the_choices() -> None:
    reading = _read({"daerah": "Malang"}, {"daerah": "Malang", "jumlah": "1"}, {})
    message = reading.issues["message"][0]
    assert "Malang" in message
    assert "Kabupaten Malang" in message
    assert "Kota Malang" in message
    assert reading.unresolved.to_numpy().tolist() == [["Malang", 2]]


def test_repeated_rows_count_and_are_told() -> None:
    reading = _read({}, {"jumlah": "1", "total": "250"}, {})
    assert _rules(reading) == [("row_repeated", "warn")]
    assert reading.issues["line_no"].tolist() == [4]
    assert len(reading.purchases) == 3


@pytest.mark.parametrize("most", [0, 1, 3, 20, 40, 1000])
def test_a_sample_is_the_beginning_of_what_was_accepted(most: int) -> None:
    changes = [{"nomor_sumber": str(i), "jumlah": "x" if i % 2 else "100"} for i in range(60)]
    reading = _read(*changes)
    assert reading.rows_accepted == 30
    beginning = reading.purchases.head(most).to_dict("records")
    assert reading.sample(most).to_dict("records") == beginning


def test_stage_and_price_kind_words() -> None:
    reading = _read({"tahap": "Terkirim", "jenis_harga": "PAYUNG"}, {"tahap": "rencana", "jenis_harga": ""})
    assert reading.purchases["stage"].tolist() == ["delivered", "planned"]
    assert reading.purchases["baseline_kind"].tolist() == ["framework", None]


def test_messages_can_be_told_again_in_another_language() -> None:
    for row in _read({"total": "30000"}, {"daerah": "Malang"}, {"jumlah": "x"}).issues.itertuples():
        assert Message.unpacked(row.message_template, row.message_params).render("id") == row.message


def test_every_rule_is_explained_to_data_officers() -> None:
    guide = (places.PROJECT / "docs" / "operators" / "data-officers.md").read_text(encoding="utf-8")
    assert len(RULES) >= 30
    assert sorted(rule for rule in RULES if f"`{rule}`" not in guide) == []


def test_progress_rises_and_can_cancel() -> None:
    shares: list[float] = []
    _read({}, progress=lambda share, sentence: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)

    class Cancelled(Exception):
        pass

    def cancel(share: float, _sentence: object) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        _read({}, progress=cancel)


def test_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(InputError, match="jointproc"):
        _read({}, preset="excel")
    assert {p.name for p in presets()} >= {"ekatalog_v5", "jointproc", "rup_penyedia"}


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_header_order_case_and_spacing_are_irrelevant(chance: random.Random) -> None:
    order = list(ROW)
    chance.shuffle(order)
    spelling = [chance.choice([str.upper, str.title, lambda h: f" {h.replace('_', ' ')} "])(h) for h in order]
    reading = read_bytes(csv_bytes([spelling, [ROW[h] for h in order]]), "x.csv")
    assert reading.purchases.to_dict("records") == _read({}).purchases.to_dict("records")


_CELL = st.one_of(st.text(max_size=12), st.sampled_from(["-1", "0", "1.500", "1,5", "Malang", "35.78", "2025", "x"]))


@given(st.lists(st.dictionaries(st.sampled_from(list(ROW)), _CELL, max_size=6), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_row_is_accepted_or_explained(changes: list[dict[str, str]]) -> None:
    reading = read_bytes(json.dumps([{**ROW, **change} for change in changes]).encode(), "x.json")
    accepted = set(reading.purchases["line_no"])
    rejected = set(reading.issues.loc[reading.issues["severity"] == "reject", "line_no"])
    assert reading.rows_read == len(changes)
    assert accepted | rejected == set(range(1, len(changes) + 1))
    assert not accepted & rejected
    assert reading.amount_idr == sum(map(Decimal, reading.purchases["amount_idr"]), Decimal(0))
    assert reading.purchases["region_code"].notna().all()
