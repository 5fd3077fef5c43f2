"""Bad files: one clear sentence each; good files: by content, whatever their name."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from jointproc.errors import InputError
from jointproc.intake import files as files_module
from jointproc.intake import read, read_bytes
from jointproc.intake import sheet as sheet_module
from tests.intake.tables import ROW, csv_bytes, ods_cell, ods_of, purchase, rows, xlsx_bytes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def _sentence(content: bytes, name: str = "belanja.csv") -> str:
    with pytest.raises(InputError) as caught:
        read_bytes(content, name)
    sentence = str(caught.value)
    assert name in sentence or "Lembar" in sentence
    assert "\n" not in sentence
    assert "{" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "kosong"),
        (b"\r\n \r\n", "kosong"),
        (b"\x00" * 100, "kosong"),
        (b"<invalid_response>Data Kosong, silakan ulangi</invalid_response>", "pesan galat"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "halaman web"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"MZ\x90\x00\x03", "EXE"),
        (_OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "kata sandi"),
        (_OLE + b"\x00" * 2000, "rusak"),
        (b"PK\x03\x04" + b"\x11" * 500, "rusak"),
        (xlsx_bytes(data=rows({}))[:-200], "rusak"),
        (gzip.compress(purchase({}))[:-20], "rusak"),
        (bz2.compress(purchase({}))[:-5], "rusak"),
        (b'[{"daerah": "Kota Surabaya", ', "JSON"),
        (b'{"success": true}', "tidak memuat daftar baris"),
        (b"[]", "tidak memuat daftar baris"),
        (b"[" * 100_000, "JSON"),
        (_zip(readme=b"hello"), "tidak dikenal"),
        (b"nama;alamat\nA;B\n", "nama, alamat"),
        (b"halo dunia", "tidak dikenal"),
    ],
)
def test_one_sentence(content: bytes, expected: str) -> None:
    assert expected in _sentence(content)


def test_random_bytes_are_refused() -> None:
    for seed in range(20):
        _sentence(bytes((seed + 1) * i * i * 2654435761 >> 7 & 0xFF for i in range(1, 3000)))


def test_header_only() -> None:
    assert "judul kolom" in _sentence(csv_bytes([list(ROW)]))
    assert "judul kolom" in _sentence(xlsx_bytes(data=[list(ROW)]))


def test_unrecognised_names_columns_and_layouts() -> None:
    sentence = _sentence(b"Nama Instansi,Total Nilai (Rp)\nKota X,5\n")
    assert "Nama Instansi" in sentence
    assert "layar pemetaan" in sentence


def test_over_the_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_module, "LARGEST_BYTES", 2**20)
    assert "lebih dari 1 MB" in _sentence(b"a;b\n" * 2**19)
    path = tmp_path / "besar.csv"
    with path.open("wb") as handle:
        handle.write(purchase({}))
        os.truncate(handle.fileno(), files_module.LARGEST_ON_DISK + 1)
    with pytest.raises(InputError, match="lebih dari 4096 MB"):
        read(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="tidak ada"):
        read(tmp_path / "tidak.csv")


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_module, "LARGEST_ROWS", 3)
    for content in (
        purchase(*[{}] * 5),
        xlsx_bytes(data=rows(*[{}] * 5)),
        json.dumps([ROW] * 5).encode(),
    ):
        assert "lebih dari" in _sentence(content)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_all_streams_of_a_packed_file_are_read(pack) -> None:  # type: ignore[no-untyped-def]
    content = purchase({}, {"jumlah": "7", "total": "1750"})
    cut = content.index(b"\n") + 40
    assert read_bytes(pack(content[:cut]) + pack(content[cut:]), "x.csv").amount_idr == 26_750


def test_a_bomb_is_not_unpacked_before_it_is_refused() -> None:
    packer = bz2.BZ2Compressor()
    bomb = b"".join(packer.compress(b"0" * 2**24) for _ in range(12)) + packer.flush()
    assert len(bomb) < 1_000
    tracemalloc.start()
    try:
        assert "mengembang" in _sentence(bomb)
        assert tracemalloc.get_traced_memory()[1] < 130 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_decompression_bombs(pack) -> None:  # type: ignore[no-untyped-def]
    assert "mengembang" in _sentence(pack(b"0" * (80 * 2**20)))


def test_zip_bomb() -> None:
    assert "mengembang" in _sentence(_zip(xl__workbook=b"<", xl__worksheets__sheet1=b"0" * (80 * 2**20)))


def test_a_part_longer_than_it_claims() -> None:
    content = bytearray(_zip(xl__worksheets__sheet1=b"0" * 100_000))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, 10)
    assert "rusak" in _sentence(bytes(content))


def test_a_lone_value_far_out_does_not_take_all_memory() -> None:
    table = rows({})
    assert "terlalu luas" in _sentence(xlsx_bytes(data=[*table, [None] * 16_000 + ["x"]]))
    import openpyxl

    book = openpyxl.Workbook()
    for row in table:
        book.active.append(row)
    book.active["CZ1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    assert "terlalu luas" in _sentence(out.getvalue())


def _with_cell(place: str, attributes: str = "") -> bytes:
    """A template workbook that says nothing of its size, with one more cell written into its XML."""
    out = io.BytesIO()
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<row r="{row}"><c {attributes}r="{place}" t="n"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(data=rows({})))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"<dimension[^>]*/>", b"", part).replace(b"</sheetData>", cell.encode())
            new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("place", "attributes"), [("ZZ1048576", ""), ("CZ900000", ""), ("ZZ1048576", 's="1" '), ("AAA5", "")]
)
def test_a_far_cell_counts_whatever_the_sheet_says_of_its_size(place: str, attributes: str) -> None:
    assert "terlalu luas" in _sentence(_with_cell(place, attributes))


def test_a_cell_far_down_alone_is_no_fault() -> None:
    reading = read_bytes(_with_cell("B99000"), "x.xlsx")
    assert (reading.rows_read, len(reading.purchases)) == (2, 1)
    assert set(reading.issues["line_no"]) == {99_000}


def test_a_cell_that_does_not_say_where_it_is_counts_too() -> None:
    out = io.BytesIO()
    cells = b"<c><v>1</v></c>" * 600
    row = b'<row r="1">' + cells + b'</row><row  spans="1:2" r="1000000"><c><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(data=rows({})))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", row), zipfile.ZIP_DEFLATED)
    assert "terlalu luas" in _sentence(out.getvalue())


def _ods_row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


_HEAD = _ods_row("".join(map(ods_cell, ROW)))
_TWENTY_MILLION = 'table:number-rows-repeated="20000000"'
_BODY = _ods_row("".join(map(ods_cell, ROW.values())))


@pytest.mark.parametrize(
    "xml",
    [
        _ods_row(ods_cell("x", 'table:number-columns-repeated="900000000"')),
        _ods_row(ods_cell("x", 'table:number-columns-repeated="900000000000"')),
        _ods_row(ods_cell("x", "table:number-columns-repeated = '+0000000900000000'")),
        _ods_row(ods_cell("", 'table:number-columns-repeated="900000000"') + ods_cell("x")),
        _ods_row('<table:table-cell office:value="3" table:number-columns-repeated="900000000"/>'),
        _ods_row(ods_cell("x"), 'table:number-rows-repeated="900000000"'),
        _ods_row(ods_cell("x"), 'table:style-name="a>b" table:number-rows-repeated="900000000"'),
        _ods_row(ods_cell(""), 'table:number-rows-repeated="900000000"') + _ods_row(ods_cell("x")),
        _ods_row(ods_cell("x" * 9_000, 'table:number-columns-repeated="999"'), 'table:number-rows-repeated="9999"'),
        2 * f"{_ods_row(ods_cell('x'), _TWENTY_MILLION)}</table:table><table:table table:name='2'>",
    ],
)  # fmt: skip
def test_an_ods_that_stands_for_more_than_memory_holds(xml: str) -> None:
    tracemalloc.start()
    try:
        assert "terlalu luas" in _sentence(ods_of(_HEAD + _BODY + xml))
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_empty_cells_an_ods_is_filled_up_with_are_no_fault() -> None:
    rest = ods_cell("", 'table:number-columns-repeated="16300"')
    row = _BODY.replace("</table:table-row>", rest + "</table:table-row>")
    end = _ods_row(ods_cell("", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048000"')
    reading = read_bytes(ods_of(_HEAD + row + end), "x.ods")
    assert (reading.rows_read, reading.amount_idr) == (1, 25_000)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    content = csv_bytes(rows({"spesifikasi": 'isi "30", 90° | ½; baru'}), delimiter, encoding)
    reading = read_bytes(content, "x.dat")
    assert reading.purchases["spec"].tolist() == ['isi "30", 90° | ½; baru']


@pytest.mark.parametrize(
    "content",
    [
        purchase({}),
        gzip.compress(purchase({})),
        bz2.compress(purchase({})),
        xlsx_bytes(data=rows({})),
        json.dumps([ROW]).encode(),
        json.dumps({"success": True, "data": [ROW]}).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps([ROW]).encode(),
        "\n".join(json.dumps(ROW) for _ in range(2)).encode(),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a"])
def test_content_counts_not_the_name(content: bytes, name: str) -> None:
    reading = read_bytes(content, name)
    assert reading.preset == "jointproc"
    assert reading.amount_idr in (25_000, 50_000)


def test_formulas_stay_text() -> None:
    attack = "=cmd|' /C calc'!A0"
    for content in (purchase({"uraian_barang": attack}), json.dumps([{**ROW, "uraian_barang": attack}]).encode()):
        assert read_bytes(content, "x").purchases["text"].tolist() == [attack]
    rejected = read_bytes(purchase({}, {"jumlah": attack}), "x").issues
    assert rejected[["line_no", "rule", "severity", "value"]].to_numpy().tolist() == [
        [3, "number_unreadable", "reject", attack]
    ]


def test_quoted_line_breaks_keep_line_numbers() -> None:
    reading = read_bytes(purchase({"spesifikasi": "a\nb\nc"}, {"jumlah": "-1", "total": ""}), "x.csv")
    assert reading.issues["line_no"].tolist() == [5]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    content = purchase({}, {}, {}, {}).replace(b"Dinas", b'"Dinas', 3).replace(b'"Dinas', b"Dinas", 2)
    assert "baris 4" in _sentence(content)


def test_binary_workbooks_are_refused() -> None:
    assert "XLSB" in _sentence(_zip(**{"xl__worksheets__sheet1.bin": b"\x81\x01"}))


def test_header_below_a_title_on_the_second_sheet() -> None:
    title = [["LAPORAN BELANJA"], [], ["Kota Surabaya", "2025"], []]
    content = xlsx_bytes(sampul=[["halo"]], isi=[*title, *rows({}, {"jumlah": -1})])
    reading = read_bytes(content, "x.xlsx")
    assert reading.sheet == "isi"
    assert reading.purchases["line_no"].tolist() == [6]
    assert reading.issues["line_no"].tolist() == [7]


def test_a_second_sheet_of_the_same_layout_is_told() -> None:
    reading = read_bytes(xlsx_bytes(th2024=rows({}), th2025=rows({})), "x.xlsx")
    assert reading.rows_read == 1
    found = reading.issues.loc[reading.issues["rule"] == "sheet_ignored", "message"]
    assert "th2025" in found.iloc[0]
