"""Small files for tests, made in memory."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

ROW: dict[str, Any] = {
    "daerah": "Kota Surabaya",
    "satuan_kerja": "Dinas Kesehatan",
    "tahun_anggaran": "2025",
    "tanggal": "2025-03-12",
    "uraian_barang": "Parasetamol 500 mg",
    "spesifikasi": "tablet",
    "kode_produk": "",
    "kode_rekening": "5.1.02.01.01.0037",
    "katalog": "Obat",
    "jumlah": "100",
    "satuan": "TBL",
    "harga_satuan": "250",
    "ongkos_kirim": "0",
    "total": "25000",
    "penyedia": "PT Contoh",
    "metode": "E-Purchasing",
    "tahap": "kontrak",
    "jenis_harga": "katalog",
    "nomor_sumber": "A-1",
}


def rows(*changes: dict[str, Any]) -> list[list[Any]]:
    """Header and one row for each change to the usual row."""
    return [list(ROW), *([{**ROW, **change}[h] for h in ROW] for change in changes)]


def csv_bytes(table: Sequence[Sequence[Any]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue().encode(encoding)


def xlsx_bytes(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook; one sheet a keyword."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def purchase(*changes: dict[str, Any]) -> bytes:
    """A template CSV with these rows."""
    return csv_bytes(rows(*changes))


_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"


def ods_cell(value: Any, attributes: str = "") -> str:
    """A cell of an ODS sheet as XML."""
    if value is None or value == "":
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, int | float):
        return f'<table:table-cell {attributes} office:value-type="float" office:value="{value}"/>'
    return (
        f'<table:table-cell {attributes} office:value-type="string">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def ods_of(xml_rows: str, title: str = "isi") -> bytes:
    """An ODS workbook of one sheet, whose rows are given as XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        table = f'<table:table table:name="{title}">{xml_rows}</table:table>'
        archive.writestr("content.xml", _ODS_HEAD + table + _ODS_FOOT)
    return out.getvalue()


def ods_bytes(table: Sequence[Sequence[Any]]) -> bytes:
    """An ODS workbook of one sheet."""
    return ods_of("".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in table))
