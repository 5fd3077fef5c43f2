"""Files as they come: odd headers, totals, broken rows, archives; each is read right or says what to do."""

from __future__ import annotations

import io
import json
import random
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.intake import Reading, read_bytes
from tests.intake.tables import ROW, csv_bytes, purchase, rows, xlsx_bytes

HEADER = list(ROW)


def _csv(*changes: dict[str, Any]) -> Reading:
    return read_bytes(purchase(*changes), "x.csv")


def test_title_rows_and_a_header_in_two_rows() -> None:
    upper = ["Lokasi", "", "Waktu", "", "Barang", *[""] * 14]
    reading = read_bytes(
        xlsx_bytes(data=[["Laporan belanja"], [], upper, HEADER, *rows({}, {"nomor_sumber": "A2"})[1:]]), "x.xlsx"
    )
    assert (reading.rows_read, reading.amount_idr) == (2, 50_000)
    assert reading.purchases["line_no"].tolist() == [5, 6]


def test_a_header_whose_names_are_split_over_two_rows() -> None:
    table = [
        ["Daerah", "Uraian Barang", "Harga", "", "Total", "Tahun Anggaran"],
        ["", "", "Jumlah", "Harga Satuan", "", ""],
        ["Kota Surabaya", "Parasetamol", "10", "250", "2500", "2025"],
    ]
    reading = read_bytes(csv_bytes(table), "x.csv")
    assert (reading.rows_accepted, reading.purchases["quantity"].tolist()) == (1, ["10"])


def test_a_totals_row_is_no_purchase_and_is_checked() -> None:
    total = "JUMLAH" + ";" * 13 + "{};;;;;\r\n"
    right = read_bytes(purchase({}, {"nomor_sumber": "b"}) + total.format("50000").encode(), "x.csv")
    assert (right.rows_accepted, right.issue_counts) == (2, {"totals_row": 1})
    wrong = read_bytes(purchase({}, {"nomor_sumber": "b"}) + total.format("80000").encode(), "x.csv")
    assert wrong.issue_counts == {"totals_row": 1, "total_differs": 1}
    assert "Rp80.000" in wrong.issues["message"].str.cat()


@pytest.mark.parametrize("numbers", [[*map(str, range(1, 6))], ["(1)", "(2)", "(3)", "(4)", "(5)"], [1, 2, 3, 4, 5]])
def test_a_row_that_numbers_the_columns_is_no_price(numbers: list[Any]) -> None:
    table = [["No", "Uraian Barang", "Spesifikasi", "Satuan", "Harga (Rp)"], numbers, [1, "Kertas", "A4", "Rim", 65000]]
    reading = read_bytes(xlsx_bytes(ssh=table), "SSH Kab. Sambas 2025.xlsx")
    assert (reading.rows_read, reading.amount_idr) == (1, 65_000)
    # figures that do not count up from one are data
    table[1] = [2, "Buku", "3", "4", 5]
    assert read_bytes(xlsx_bytes(ssh=table), "SSH Kab. Sambas 2025.xlsx").rows_read == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ssh kota banjarmasin 2025 tahap dua.csv", "63.71"),
        ("Lampiran Perbup SSH Kab. Sambas (rev 2).csv", "61.01"),
        ("alkes kab bandung barat.csv", "32.17"),
        ("Kota Bandung Barat.csv", None),
        ("Kab Sambas dan Kab Sanggau.csv", None),
        ("ssh besi batang.csv", None),
    ],
)
def test_the_region_a_file_name_tells(name: str, code: str | None) -> None:
    table = [["Uraian Barang", "Spesifikasi", "Satuan", "Harga", "Kode Rekening", "Tahun"]]
    table.append(["Kertas", "A4", "Rim", "65000", "5.1.02", "2025"])
    if code is None:
        with pytest.raises(InputError, match="daerah"):
            read_bytes(csv_bytes(table), name)
    else:
        assert read_bytes(csv_bytes(table), name).regions["code"].tolist() == [code]


def test_a_header_repeated_inside_the_table() -> None:
    table = rows({}, {"nomor_sumber": "b"})
    reading = read_bytes(csv_bytes([*table[:2], HEADER, table[2]]), "x.csv")
    assert (reading.rows_accepted, reading.issue_counts) == (2, {"header_repeated": 1})


def test_one_column_missing() -> None:
    table = [[c for h, c in zip(HEADER, row, strict=True) if h != "uraian_barang"] for row in rows({})]
    with pytest.raises(InputError, match="uraian_barang"):
        read_bytes(csv_bytes(table), "x.csv")


def test_rows_far_down_a_sheet_that_hold_nothing() -> None:
    book = openpyxl.Workbook()
    for row in rows(*[{"nomor_sumber": str(i)} for i in range(40)]):
        book.active.append(row)
    for line in range(42, 1_048_577, 50_000):
        book.active.row_dimensions[line].height = 15
    out = io.BytesIO()
    book.save(out)
    assert read_bytes(out.getvalue(), "x.xlsx").rows_read == 40


@pytest.mark.parametrize("place", [2, 900, 30_001])
def test_one_column_too_many_far_down(place: int) -> None:
    lines = [";".join(HEADER)] + [";".join({**ROW, "nomor_sumber": str(i)}.values()) for i in range(2, 40_002)]
    lines[place - 1] += ";lebih"
    reading = read_bytes("\n".join(lines).encode(), "x.csv")
    assert reading.issues[["line_no", "rule"]].to_numpy().tolist() == [[place, "row_misaligned"]]
    assert reading.rows_read == 40_000
    assert reading.rows_accepted == 39_999
    assert place not in set(reading.purchases["line_no"])
    assert reading.purchases["line_no"].max() == 40_001


def test_a_column_beyond_the_last_header_is_never_guessed() -> None:
    lines = [";".join(HEADER)] + [";".join(ROW.values()).replace(";25000;", ";25;000;") for _ in range(3)]
    reading = read_bytes("\n".join(lines).encode(), "x.csv")
    assert (reading.rows_accepted, reading.issue_counts) == (0, {"row_misaligned": 3})


def test_line_breaks_in_quotes_and_empty_lines_keep_the_line_numbers() -> None:
    content = purchase({"spesifikasi": "baris 1\nbaris 2"}, {"nomor_sumber": "x"}, {"nomor_sumber": "y"})
    assert read_bytes(content, "x.csv").purchases["line_no"].tolist() == [2, 4, 5]
    blank = purchase({}, {"nomor_sumber": "x"}).replace(b"\r\n", b"\r\n\r\n")
    assert read_bytes(blank, "x.csv").purchases["line_no"].tolist() == [3, 5]
    delimiters = purchase({}) + b";" * 18 + b"\r\n" + purchase({"nomor_sumber": "z"}).split(b"\r\n", 1)[1]
    assert read_bytes(delimiters, "x.csv").purchases["line_no"].tolist() == [2, 4]


@pytest.mark.parametrize("name", ["DROP TABLE purchase", "' OR 1=1 --", "'; ATTACH 'x'"])
def test_names_that_look_like_statements(name: str) -> None:
    assert read_bytes(xlsx_bytes(**{name[:31].replace("'", "_"): rows({})}), "x.xlsx").rows_accepted == 1
    table = [[*HEADER, name], *[[*row, name] for row in rows({})[1:]]]
    assert read_bytes(csv_bytes(table), "x.csv").rows_accepted == 1
    assert _csv({"uraian_barang": name, "satuan": name, "penyedia": name}).purchases["text"].tolist() == [name]


def test_other_scripts_and_signs_stay_as_they_are() -> None:
    text = "\u202eשלום 😀 باراسيتامول"
    assert _csv({"uraian_barang": text}).purchases["text"].tolist() == [text]


def test_a_date_far_in_the_future_is_told_and_not_used() -> None:
    reading = _csv({"tanggal": "2202-03-01"})
    assert (reading.issue_counts, reading.purchases["date"].tolist()) == ({"date_out_of_range": 1}, [None])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    content = csv_bytes(rows({"penyedia": "CV Édelweiß"}), delimiter, encoding)
    assert read_bytes(content, "x.csv").purchases["vendor"].tolist() == ["CV Édelweiß"]


def test_nul_bytes_are_left_out() -> None:
    content = purchase({}).replace(b"Parasetamol", b"Para\x00setamol")
    assert read_bytes(content, "x.csv").purchases["text"].tolist() == ["Parasetamol 500 mg"]


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def test_an_archive_is_read_as_one_and_says_what_it_left() -> None:
    reading = read_bytes(
        _zip(satu__csv=purchase({}), dua__csv=purchase({"nomor_sumber": "2"}), baca__pdf=b"%PDF-1.4"), "x.zip"
    )
    assert reading.amount_idr == 50_000
    assert sorted(reading.purchases["member"]) == ["dua.csv", "satu.csv"]
    assert reading.issue_counts == {"member_ignored": 1}
    assert "baca.pdf" in reading.issues["message"][0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_zip(), "tidak memuat berkas"),
        (_zip(dalam__zip=_zip(a__csv=b"x")), "arsip lain"),
        (_zip(a__pdf=b"%PDF-1.4"), "PDF"),
    ],
)
def test_archives_that_hold_nothing_to_read(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_bytes(content, "x.zip")


def _json(data: Any) -> Reading:
    return read_bytes(json.dumps(data).encode(), "x.json")


def test_json_in_all_its_forms() -> None:
    assert _json([ROW]).rows_accepted == 1
    assert _json({"success": True, "data": [ROW], "meta": {"cursor": None}}).rows_accepted == 1
    assert _json({"data": {"rows": [ROW]}}).rows_accepted == 1
    assert read_bytes("\n".join([json.dumps(ROW)] * 2).encode(), "x.jsonl").rows_accepted == 2
    nested = _json([{**ROW, "spesifikasi": {"a": [1, {"b": 2}]}}])
    assert nested.rows_accepted == 1
    shuffled = [dict(random.Random(i).sample(list(ROW.items()), len(ROW))) for i in range(4)]
    assert _json(shuffled).rows_accepted == 4


def test_arrays_and_releases_in_other_wrappings() -> None:
    row = [
        [
            "7001234",
            "Obat",
            "Kota Surabaya",
            "Tender Sudah Selesai",
            "2,5 M",
            "a",
            "b",
            "c",
            "Pengadaan Barang - TA 2020",
        ]
    ]
    row[0] += ["3", "Rp 2.000.000.000,00", "", "", ""]
    reading = read_bytes(csv_bytes([[*map(str, range(14))], *row]), "lpse.csv")
    assert (reading.preset, reading.amount_idr) == ("lpse_larik", 2_000_000_000)
    release = {"ocid": "o-1", "date": "2025-03-01", "buyer": {"name": "Kota Surabaya"}, "tender": {"title": "Obat"}}
    release["awards"] = [{"id": "a", "value": {"amount": 5000, "currency": "IDR"}}]
    reading = read_bytes(json.dumps({"status": "ok", "data": {"releases": [release]}}).encode(), "o.json")
    assert (reading.preset, reading.amount_idr) == ("ocds", 5000)


def test_foreign_money_is_never_counted_as_rupiah() -> None:
    reading = _csv({"jumlah": "1", "harga_satuan": "USD 100", "total": "USD 100"}, {"nomor_sumber": "x"})
    assert reading.amount_idr == 25_000
    assert reading.issue_counts == {"currency_foreign": 2}


def test_contacts_in_free_text_are_masked() -> None:
    reading = _csv({"spesifikasi": "hubungi 0812-3456-7890 atau a@b.co.id, ukuran 60x40"})
    assert reading.purchases["spec"].tolist() == ["hubungi [disamarkan] atau [disamarkan], ukuran 60x40"]


def test_an_ambiguous_column_is_told_and_a_person_decides() -> None:
    content = purchase({"jumlah": "1", "harga_satuan": "1.234", "total": "1.234", "ongkos_kirim": ""})
    asked = read_bytes(content, "x.csv")
    assert [note.column for note in asked.number_columns if note.ambiguous] == ["unit_price", "amount"]
    english = read_bytes(content, "x.csv", conventions={"unit_price": "en", "amount": "en"})
    assert english.purchases["amount_idr"].tolist() == ["1.23"]
    assert "number_ambiguous" not in english.issue_counts


def test_thousands_a_spreadsheet_ate() -> None:
    prices: list[float] = [45_000, 120_000, 63_000, 7_500, 81_000, 99_000, 63.2]
    table: list[list[Any]] = [HEADER]
    for price in prices:
        row: dict[str, Any] = {**ROW, "jumlah": 1.0, "ongkos_kirim": 0.0, "harga_satuan": price, "total": price}
        table.append(list(row.values()))
    content = xlsx_bytes(data=table)
    left_out = read_bytes(content, "x.xlsx")
    assert (left_out.rows_accepted, left_out.issue_counts) == (6, {"scale_broken": 2})
    note = next(n for n in left_out.number_columns if n.column == "amount")
    assert (note.scale_broken_n, note.scale_examples) == (1, ("63.2",))
    restored = read_bytes(content, "x.xlsx", conventions={"unit_price": "thousands", "amount": "thousands"})
    assert restored.purchases["amount_idr"].tolist()[-1] == "63200"


def test_real_decimals_are_no_broken_scale() -> None:
    table: list[list[Any]] = [HEADER]
    for price in (45_000.5, 120_000, 63_000, 7_500, 81_000, 127.5):
        row: dict[str, Any] = {**ROW, "jumlah": 1.0, "ongkos_kirim": 0.0, "harga_satuan": price, "total": price}
        table.append(list(row.values()))
    assert "scale_broken" not in read_bytes(xlsx_bytes(data=table), "x.xlsx").issue_counts


def test_region_answers_of_a_person_count() -> None:
    content = purchase({"daerah": "Pemkot Sby Raya"}, {"daerah": "Kantor X", "nomor_sumber": "2"})
    reading = read_bytes(content, "x.csv", region_answers={"Pemkot Sby Raya": "35.78", "Kantor X": "-"})
    assert reading.purchases["region_code"].tolist() == ["35.78"]
    assert reading.issue_counts == {"region_refused": 1}
    assert reading.region_spellings["by_person"].all()


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_readers(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"PAR1", b"[{", b"{", b'a;b\n"'):
        try:
            read_bytes(start + content, "x.csv")
        except InputError:
            continue


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=5), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_rows_under_our_header(extra: list[list[str]]) -> None:
    content = csv_bytes([HEADER, *extra, *rows({})[1:]])
    try:
        reading = read_bytes(content, "x.csv")
    except InputError:
        return
    assert reading.rows_read == reading.rows_accepted + reading.rows_rejected
    assert reading.purchases["line_no"].is_unique
