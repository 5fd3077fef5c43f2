"""Small files for tests, made in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

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
