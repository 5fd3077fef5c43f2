"""Our guess of what the columns of an unknown table mean."""

from __future__ import annotations

import sys

import pytest

from jointproc.intake import Recipe, fingerprint, preset_named, read_bytes, sheets
from jointproc.intake.guesses import looks_of, product_of
from jointproc.intake.sheet import sheet_of_rows
from jointproc.intake.survey import MAPPABLE, SheetSurvey, survey
from tests.conftest import shared_file

TABLE = (
    "Rekap belanja obat 2025;;;;;;;\n;;;;;;;\n"
    "No;OPD;Nama Obat;Merk;Jml;Sat;Hrg Sat (Rp);Jml Harga;HP Rekanan;Lokasi\n"
    + "".join(
        f"{i};Dinkes;Amoksisilin 500 mg;Generik;{i * 10};tablet;1.500;{i * 15}.000;081234567{i:03d};Kota Surabaya\n"
        for i in range(1, 40)
    )
).encode()


def test_every_column_has_samples_a_guess_and_a_reason() -> None:
    found = survey(sheets(TABLE, "obat.csv")[0])
    assert found.header_line == 3
    guesses = {c.header: c.guess for c in found.columns if c.header}
    assert guesses == {
        "No": "source_ref",
        "OPD": "buyer",
        "Nama Obat": "text",
        "Merk": "spec",
        "Jml": "quantity",
        "Sat": "unit",
        "Hrg Sat (Rp)": "unit_price",
        "Jml Harga": "amount",
        "HP Rekanan": None,
        "Lokasi": "region",
    }
    assert all(str(c.why) for c in found.columns)
    assert all(len(c.samples) <= 5 for c in found.columns)
    assert set(guesses.values()) - {None} <= set(MAPPABLE)


def test_personal_data_is_named_and_never_shown() -> None:
    column = next(c for c in survey(sheets(TABLE, "obat.csv")[0]).columns if c.header == "HP Rekanan")
    assert column.personal == "phone"
    assert not any("0812" in sample for sample in column.samples)


def test_one_meaning_goes_to_one_column() -> None:
    content = b"Harga;Harga Satuan;Nama Barang\n1.500;1.500;Kertas\n"
    guesses = [c.guess for c in survey(sheets(content, "x.csv")[0]).columns]
    assert len({g for g in guesses if g}) == len([g for g in guesses if g])


def test_a_recipe_reads_the_file_and_survives_its_text_form() -> None:
    found = survey(sheets(TABLE, "obat.csv")[0])
    recipe = Recipe(
        "Obat",
        fingerprint(c.header for c in found.columns),
        {c.guess: (c.header,) for c in found.columns if c.guess},
        year=2025,
        conventions={"unit_price": "id", "amount": "id"},
    )
    assert Recipe.from_json(recipe.to_json()) == recipe
    reading = read_bytes(TABLE, "obat.csv", recipe=recipe)
    assert (reading.rows_accepted, reading.amount_idr) == (39, sum(i * 15_000 for i in range(1, 40)))
    assert reading.preset == f"recipe:{recipe.fingerprint}"
    assert "HP Rekanan" in reading.dropped_columns


def test_a_fingerprint_does_not_mind_order_or_spelling() -> None:
    assert fingerprint(["Nama Barang", "Total (Rp)"]) == fingerprint(["TOTAL", "nama_barang"])
    assert fingerprint(["Nama Barang"]) != fingerprint(["Nama Barang", "Total"])


def _guesses(found: SheetSurvey) -> dict[str | None, str]:
    return {c.guess: c.header for c in found.columns if c.guess}


def _survey(*table: list[object]) -> SheetSurvey:
    return survey(sheet_of_rows("", table, range(1, len(table) + 1)))


def test_the_product_tells_quantity_from_price_and_total_whatever_the_headers_say() -> None:
    rows = [[f"Barang nomor {i}", i + 1, "rim", f"{65 + i}.000", f"{(i + 1) * (65 + i)}.000"] for i in range(1, 9)]
    found = _survey(["Belanja", "Volume", "Sat", "Sekian", "Jumlah"], *rows)
    guesses = _guesses(found)
    assert (guesses["quantity"], guesses["unit_price"], guesses["amount"]) == ("Volume", "Sekian", "Jumlah")
    assert guesses["text"] == "Belanja"
    assert "harga satuan" in str(next(c.why for c in found.columns if c.header == "Sekian"))


def test_no_product_where_the_rows_say_nothing() -> None:
    assert product_of({0: ["1"] * 9, 1: ["5000"] * 9, 2: ["5000"] * 9}) == ({}, 0.0)
    assert product_of({0: ["2", "3"], 1: ["5", "5"], 2: ["10", "15"]}) == ({}, 0.0)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2025-01-02", "12/03/2025", "3 Maret 2025"], "date"),
        (["1.1.12.01.03.0001", "1.1.12.01.04.0001"], ""),
        (["5.1.02.01.01.0024", "5.1.02.01.001.00038"], "account_code"),
        (["Kab. Bandung", "Kota Surabaya", "Provinsi Bali"], "region"),
        (["PT Maju Jaya", "CV. Abadi", "UD Sumber"], "vendor"),
        (["E-Purchasing", "Pengadaan Langsung", "Tender"], "method"),
        (["buah", "rim", "kg"], "unit"),
        (["Rp 1.485.000.000,00", "Rp. 37.000.000,-"], "amount"),
        (["12", "3", "40"], "quantity"),
        (["2024", "2025"], "fiscal_year"),
        (["ISR-P2112-161778", "ISR-P2112-161779"], "source_ref"),
        ([], ""),
        (["💊", "…"], ""),
    ],
)
def test_what_values_look_like(values: list[str], kind: str) -> None:
    assert next(iter(looks_of(values)), "") == kind


def test_codes_are_never_money() -> None:
    rows = [[f"Kertas merek ke-{i}", 100_000 + i, 5_000 * i] for i in range(1, 9)]
    guesses = _guesses(_survey(["Uraian", "kd_satker", "Biaya"], *rows))
    assert (guesses["amount"], guesses["text"]) == ("Biaya", "Uraian")
    assert "kd_satker" not in guesses.values()


def test_columns_are_named_apart_also_without_a_name() -> None:
    found = _survey(["Nama", "Nama", None, "Total", None], ["a", "b", "c", 1, None])
    assert [c.header for c in found.columns] == ["Nama", "Nama (2)", "Kolom 3", "Total", ""]


def test_a_header_in_two_rows_and_one_that_a_person_points_at() -> None:
    table: list[list[object]] = [
        ["Daerah", "Uraian", "Harga", None, None],
        [None, None, "Satuan", "Banyaknya", "Seluruhnya"],
        ["Kota Surabaya", "Meja", 10, 3, 30],
    ]
    found = _survey(*table)
    assert found.header_line == 2
    assert [c.header for c in found.columns] == ["Daerah", "Uraian", "Satuan", "Banyaknya", "Seluruhnya"]
    sheet = sheet_of_rows("", table, [1, 2, 3])
    assert survey(sheet, 0).header_line == 1
    assert survey(sheet, 2).columns[1].header == "Meja"


def test_a_known_layout_brings_its_own_meanings() -> None:
    sheet = sheets(shared_file("data/kab_bandung_isb/36_1016_SPSE-NonTenderPengumuman.json"), "x.json")[0]
    guesses = _guesses(survey(sheet))
    assert (guesses["amount"], guesses["region"], guesses["text"]) == ("hps", "nama_klpd", "nama_paket")


# file: text, money and region as guessed by names and values alone
ALONE = {
    "kalbar_2022/ekatalog_paket_produk_2022_original_columns.xlsx": ("nama_paket", "total_harga", "kd_klpd"),
    "kab_bandung_isb/37_1017_SPSE-NonTenderSelesai.json": ("nama_paket", "nilai_kontrak", "kd_klpd"),
    "format_samples/spse_report_tender_prov_ntb_2025.csv": ("Nama Paket", "Nilai Kontrak", "KLPD"),
    "format_samples/spse_report_swakelola_prov_ntb_2025.csv": ("Nama Paket", "Nilai Total Realiasai", "K/L/PD"),
    "format_samples/inaproc_tender_detail_2025.jsonl": ("Nama Tender", "Nilai HPS", "Instansi"),
    "format_samples/ocds_flat_opentender_surabaya_2024.csv": ("tender_title", "award_value_amount", "buyer_name"),
    "ssh/ssh_kota_banjarmasin_2025.json": ("URAIAN BARANG", "HARGA SATUAN 2025", None),
    "format_samples/ssh_kab_tapin_2027_10rows.csv": ("nama_standar", "harga", None),
}


@pytest.mark.parametrize("relative", ALONE)
def test_guesses_on_real_files_as_if_nobody_knew_them(relative: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[survey.__module__], "_layout", lambda _sheet: None)
    guesses = _guesses(survey(sheets(shared_file(f"data/{relative}"), relative)[0]))
    money = guesses.get("amount") or guesses.get("unit_price")
    assert (guesses.get("text"), money, guesses.get("region")) == ALONE[relative]
    assert not set(guesses.values()) & {"kd_satker", "kd_lpse", "Kode RUP", "nip_ppk", "npwp_penyedia"}


def test_every_meaning_can_be_read() -> None:
    assert set(MAPPABLE) <= {
        c for p in ("ocds", "ekatalog_v5", "rup_penyedia", "ssh_sipd") for c in preset_named(p).columns
    }
