"""A mapping made by a person: kept as text, found again by the shape of a file, applied to the next one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.intake import Recipe, fingerprint, read_bytes
from jointproc.intake.presets import UnknownLayout, best_fit
from jointproc.intake.readers import sheets
from jointproc.intake.report import mending_workbook
from jointproc.intake.sheet import sheet_of_rows
from jointproc.intake.survey import survey
from tests.intake.tables import csv_bytes, xlsx_bytes

_TABLE = [
    ["Wilayah", "Nama", "Harga (2024)", "Harga (2025)", "Nama", "", "Keadaan"],
    ["Kota Surabaya", "Meja", "100000", "110000", "Kayu", "3", "selesai"],
    ["Kota Malang", "Kursi", "200000", "220000", "Besi", "4", "Dibatalkan"],
]


def _recipe(**columns: str) -> Recipe:
    return Recipe("Mebel", fingerprint(_TABLE[0]), {name: (header,) for name, header in columns.items()}, year=2025)


def test_headers_alike_but_for_a_year_or_a_repetition_are_told_apart() -> None:
    recipe = _recipe(region="Wilayah", text="Nama (2)", amount="Harga (2025)")
    reading = read_bytes(csv_bytes(_TABLE), "x.csv", recipe=recipe)
    assert reading.purchases["text"].tolist() == ["Kayu", "Besi"]
    assert reading.purchases["amount_idr"].tolist() == ["110000", "220000"]


def test_a_column_without_a_name_can_be_used() -> None:
    recipe = _recipe(region="Wilayah", text="Nama", quantity="Kolom 6", unit_price="Harga (2024)")
    reading = read_bytes(csv_bytes(_TABLE), "x.csv", recipe=Recipe.from_json(recipe.to_json()))
    assert reading.purchases["quantity"].tolist() == ["3", "4"]


def test_next_year_s_file_has_the_same_shape() -> None:
    assert fingerprint(["Nama", "Harga Satuan 2025"]) == fingerprint(["HARGA SATUAN 2026", "nama"])
    recipe = Recipe("SSH", "x", {"text": ("Nama",), "unit_price": ("Harga Satuan 2025",)}, stage="price_list")
    fit = best_fit([sheet_of_rows("", [["Nama", "Harga Satuan 2026"], ["Meja", 5]], [1, 2])], "x", own=recipe.preset())
    assert fit.headers == {"text": "Nama", "unit_price": "Harga Satuan 2026"}


def test_a_mended_workbook_is_offered_the_recipe_of_its_file() -> None:
    header = ["Wilayah", "Nama PPK", "No. HP", "Uraian kerja", "NPWP", "Biaya total", "E-mail"]
    people = ["Budi", "081234567890", "Meja", "01.234.567.8-901.234"]
    table = [header, *([place, *people, cost, "a@b.id"] for place, cost in (("Kota Surabaya", "x"), ("Malang", "5")))]
    columns = {"region": ("Wilayah",), "text": ("Uraian kerja",), "amount": ("Biaya total",)}
    recipe = Recipe("Mebel", fingerprint(header), columns, year=2025)
    workbook = mending_workbook(read_bytes(csv_bytes(table), "x.csv", recipe=recipe))
    mended = sheets(workbook, "perbaiki.xlsx")[0]
    assert mended.head[0] == ["baris_asal", "Wilayah", "Uraian kerja", "Biaya total", "temuan_jointproc"]
    assert fingerprint(column.header for column in survey(mended).columns) == recipe.fingerprint
    assert fingerprint(["Wilayah", "Uraian kerja"]) != recipe.fingerprint
    again = read_bytes(workbook, "perbaiki.xlsx", recipe=recipe)
    assert again.rows_read == 2


@pytest.mark.parametrize("envelope", ["data", "aaData"])
def test_arrays_without_names_can_be_mapped_by_position(envelope: str) -> None:
    arrays = [["A-1", "Kota Surabaya", "Meja", 110000, None], ["A-2", "Kota Malang", "Kursi", 220000, "x"]]
    content = json.dumps({"draw": 1, "recordsTotal": 2, envelope: arrays}).encode()
    with pytest.raises(UnknownLayout):
        read_bytes(content, "x.json")
    (sheet,) = sheets(content, "x.json")
    found = survey(sheet)
    assert [column.header for column in found.columns] == ["0", "1", "2", "3", "4"]
    columns = {"source_ref": ("0",), "region": ("1",), "text": ("2",), "amount": ("3",)}
    mark = fingerprint(column.header for column in found.columns)
    recipe = Recipe("Larik", mark, columns, year=2025, header_line=found.header_line)
    reading = read_bytes(content, "x.json", recipe=Recipe.from_json(recipe.to_json()))
    assert reading.purchases["text"].tolist() == ["Meja", "Kursi"]
    assert reading.purchases["amount_idr"].tolist() == ["110000", "220000"]
    assert reading.purchases["line_no"].tolist() == [1, 2]
    assert reading.columns["amount"] == "3"
    with pytest.raises(InputError, match="kolomnya: 0, 1, 2, 3, 4"):
        read_bytes(content, "x.json", recipe=Recipe("Larik", mark, {"text": ("2",), "amount": ("9",)}, year=2025))


def test_a_price_list_without_quantities_is_one_of_each() -> None:
    table = [["Nama Barang", "Sat", "Harga"], ["Kertas", "rim", "65000"]]
    recipe = Recipe("SSH", "x", {"text": ("Nama Barang",), "unit": ("Sat",), "unit_price": ("Harga",)}, "price_list")
    reading = read_bytes(csv_bytes(table), "ssh_kota_surabaya_2025.csv", recipe=recipe)
    assert (reading.rows_accepted, reading.fiscal_years) == (1, [2025])
    assert reading.regions["code"].tolist() == ["35.78"]
    assert reading.purchases["quantity"].tolist() == ["1"]


def test_cancelled_rows_of_a_hand_made_layout_do_not_count() -> None:
    recipe = _recipe(region="Wilayah", text="Nama", amount="Harga (2025)", status="Keadaan")
    reading = read_bytes(csv_bytes(_TABLE), "x.csv", recipe=recipe)
    assert (reading.rows_accepted, reading.issue_counts["row_cancelled"]) == (1, 1)


def test_the_sheet_and_line_a_person_chose_go_first_among_equals() -> None:
    content = xlsx_bytes(**{"Januari": _TABLE, "Februari": _TABLE, "Maret": _TABLE})
    recipe = Recipe("Mebel", "x", {"text": ("Nama",), "amount": ("Harga (2025)",)}, sheet="Februari", region="35.78")
    assert read_bytes(content, "x.xlsx", recipe=recipe, year=2025).sheet == "Februari"
    other = Recipe("Mebel", "x", {"text": ("Nama",), "amount": ("Harga (2025)",)}, sheet="April", region="35.78")
    assert read_bytes(content, "x.xlsx", recipe=other, year=2025).rows_accepted == 2


def test_a_header_far_down_is_found_where_the_person_said() -> None:
    table = [*[[f"Catatan {i}", "…"] for i in range(50)], ["Uraian kerja", "Biaya total"], ["Meja", "5000"]]
    content = csv_bytes(table)
    columns = {"text": ("Uraian kerja",), "amount": ("Biaya total",)}
    recipe = Recipe("Jauh", "x", columns, region="35.78", year=2025, header_line=51)
    assert read_bytes(content, "x.csv", recipe=recipe).purchases["line_no"].tolist() == [52]


def test_a_missing_column_is_named() -> None:
    recipe = _recipe(region="Wilayah", text="Nama", amount="Jumlah Rupiah")
    with pytest.raises(InputError, match="jumlah_rupiah"):
        read_bytes(csv_bytes(_TABLE), "x.csv", recipe=recipe)


@given(
    st.dictionaries(
        st.sampled_from(["text", "amount", "region", "unit", "date"]), st.text(min_size=1, max_size=20), min_size=1
    ),
    st.text(max_size=20),
    st.none() | st.integers(2000, 2100),
    st.dictionaries(st.sampled_from(["amount", "quantity"]), st.sampled_from(["id", "en", "plain", "thousands"])),
)
def test_text_form_keeps_everything(
    columns: dict[str, str], title: str, year: int | None, ways: dict[str, str]
) -> None:
    recipe = Recipe(title, "f", {k: (v,) for k, v in columns.items()}, conventions=ways, year=year, sheet='"; DROP')
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert recipe.preset().name == "recipe:f"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"columns": 3}',
        '{"columns": {}, "title": "x", "fingerprint": "f"}',
        '{"columns": {"text": ["a"]}, "title": "x", "fingerprint": "f", "stage": "sold"}',
        '{"columns": {"text": ["a"]}, "title": 3, "fingerprint": "f"}',
        '{"columns": {"text": ["a"]}, "title": "x", "fingerprint": "f", "year": "2025"}',
        '{"columns": {"text": ["a"]}, "title": "x", "fingerprint": "f", "unknown": 1}',
        "[" * 100_000,
        json.dumps({"columns": {"text": ["a"]}, "title": "x", "fingerprint": "f", "constants": {"method": 3}}),
    ],
)
def test_a_broken_recipe_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="Resep"):
        Recipe.from_json(text)


@given(st.lists(st.text(max_size=15), min_size=1, max_size=10), st.randoms())
def test_a_fingerprint_does_not_mind_order(headers: list[str], random: object) -> None:
    shuffled = list(headers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fingerprint(shuffled) == fingerprint(headers)
