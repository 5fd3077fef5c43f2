"""Our own XLSX template: a sheet to fill and a sheet that explains it in both languages."""

from __future__ import annotations

import io
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from jointproc.intake.presets import preset_named

__all__ = ["template"]

_EXPLAINED: Final[dict[str, tuple[str, str]]] = {
    "daerah": (
        "Wajib. Nama daerah dengan jenisnya (Kab. Sidoarjo, Kota Surabaya) atau kode Kemendagri (35.15).",
        "Required. The region with its kind (Kab. Sidoarjo, Kota Surabaya) or its Kemendagri code (35.15).",
    ),
    "satuan_kerja": ("Satuan kerja yang membeli.", "The buying unit."),
    "tahun_anggaran": ("Tahun anggaran, misalnya 2026.", "Fiscal year, for example 2026."),
    "tanggal": ("Tanggal pesanan atau kontrak, misalnya 2026-03-12.", "Date of the order or contract."),
    "uraian_barang": ("Wajib. Nama barang.", "Required. Name of the good."),
    "spesifikasi": ("Kekuatan, ukuran, tipe.", "Strength, size, model."),
    "kode_produk": ("Kode produk katalog, bila ada.", "Catalogue product code, if any."),
    "kode_rekening": ("Kode rekening belanja, misalnya 5.1.02.01.01.0037.", "Account code."),
    "katalog": ("Nama etalase atau komoditas katalog.", "Catalogue or commodity name."),
    "jumlah": ("Jumlah yang dibeli, angka saja.", "Quantity, a number only."),
    "satuan": ("Satuan: tablet, rim, buah, kg. Hindari paket dan ls.", "Unit; avoid paket and ls."),
    "harga_satuan": ("Harga satu satuan dalam rupiah.", "Price of one unit in rupiah."),
    "ongkos_kirim": ("Ongkos kirim baris ini dalam rupiah.", "Shipping of this line in rupiah."),
    "total": (
        "Jumlah × harga satuan + ongkos kirim; bila kosong, dihitung.",
        "Quantity × price + shipping; computed when empty.",
    ),
    "penyedia": ("Nama penyedia.", "Vendor."),
    "metode": ("Metode pengadaan.", "Procurement method."),
    "tahap": ("kontrak, terkirim, rencana, atau daftar harga.", "contracted, delivered, planned or price list."),
    "jenis_harga": ("katalog, payung, pasar, atau pagu.", "listed, framework, spot or budget."),
    "nomor_sumber": ("Nomor paket atau kontrak.", "Package or contract number."),
}
_CHOICES: Final = {"tahap": "kontrak,terkirim,rencana,daftar harga", "jenis_harga": "katalog,payung,pasar,pagu"}
_LAST_ROW: Final = 5000


def template() -> bytes:
    """The template as the bytes of an XLSX file."""
    headers = [aliases[0] for aliases in preset_named("jointproc").columns.values()]
    ordered = [h for h in _EXPLAINED if h in headers]
    book = Workbook()
    data = book.active
    data.title = "data"
    head = PatternFill("solid", fgColor="1F4E5F")
    for position, header in enumerate(ordered, start=1):
        cell = data.cell(row=1, column=position, value=header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = head
        letter = get_column_letter(position)
        data.column_dimensions[letter].width = max(14, len(header) + 4)
        if header in _CHOICES:
            choice = DataValidation(type="list", formula1=f'"{_CHOICES[header]}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            data.add_data_validation(choice)
    data.freeze_panes = "A2"
    help_sheet = book.create_sheet("petunjuk")
    help_sheet.append(["kolom / column", "petunjuk", "instructions"])
    for header in ordered:
        help_sheet.append([header, *_EXPLAINED[header]])
    for letter, width in (("A", 18), ("B", 62), ("C", 62)):
        help_sheet.column_dimensions[letter].width = width
    for row in help_sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in help_sheet[1]:
        cell.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
