"""Our own XLSX template: a sheet to fill in, a sheet that explains it, and the lists to choose from."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from jointproc import settings
from jointproc.intake.presets import preset_named
from jointproc.intake.template_texts import COLUMNS, HEADINGS
from jointproc.regions import regions

__all__ = ["template"]

_LAST_ROW: Final = 20_000
_HEAD: Final = PatternFill("solid", fgColor="1F4E5F")
_HEAD_REQUIRED: Final = PatternFill("solid", fgColor="8C2F13")
_TEXT_COLUMNS: Final = frozenset({"kode_produk", "kode_rekening", "nomor_sumber", "daerah"})
_LONGEST_PROMPT: Final = 250
# Words the layout knows for these two columns, Indonesian and English.
_CHOICES: Final = {
    "tahap": (
        ("kontrak", "terkirim", "rencana", "daftar harga"),
        ("contracted", "delivered", "planned", "price_list"),
    ),
    "jenis_harga": (("katalog", "payung", "pasar", "pagu"), ("listed", "framework", "spot", "budget")),
}
_INTRODUCTION: Final = (
    "Isi lembar “data”, satu baris untuk satu pembelian. Jangan mengubah judul kolomnya; urutannya boleh berubah, dan "
    "kolom yang tidak wajib boleh dihapus. Contoh hanya ada di lembar ini. Jangan menulis nama orang, NIP, NPWP, "
    "nomor telepon, atau nomor rekening.",
    "Fill in the sheet “data”, one line a purchase. Don't change the column headers; their order may change, and "
    "columns that are not required may go. Examples stand on this sheet only. Write no names of persons, NIP, NPWP, "
    "telephone or bank account numbers. The headers are Indonesian so that everyone's files look alike.",
)


def template(language: str = "id") -> bytes:
    """The template as the bytes of an XLSX file; instructions and choices in ``id`` or ``en``.

    The headers are the same in both: those of the layout ``jointproc``, so that the filled sheet is recognised.
    """
    place = 1 if language == "en" else 0
    headers = [aliases[0] for aliases in preset_named("jointproc").columns.values()]
    ordered = [header for header in COLUMNS if header in headers]
    book = Workbook()
    data = book.active
    data.title = "data"
    lists = _Lists(book, place)
    for position, header in enumerate(ordered, start=1):
        _column(data, position, header, place, lists)
    data.freeze_panes = "A2"
    _instructions(book, ordered, place)
    lists.sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _column(data: Any, position: int, header: str, place: int, lists: _Lists) -> None:
    explained = COLUMNS[header]
    cell = data.cell(row=1, column=position, value=header)
    cell.font = Font(bold=True, color="FFFFFF")
    required = explained.required[0] == "wajib"
    cell.fill = _HEAD_REQUIRED if required else _HEAD
    letter = get_column_letter(position)
    data.column_dimensions[letter].width = max(14, len(header) + 4)
    if header in _TEXT_COLUMNS:
        # codes keep their zeros and dots when typed in
        data.column_dimensions[letter].number_format = "@"
    rule = lists.rule(header, place) or DataValidation(allow_blank=True)
    rule.promptTitle = f"{header} ({explained.required[place]})"[:32]
    rule.prompt = f"{explained.what[place]} {('Contoh', 'Example')[place]}: {explained.example}"[:_LONGEST_PROMPT]
    rule.showInputMessage = True
    rule.add(f"{letter}2:{letter}{_LAST_ROW}")
    data.add_data_validation(rule)


class _Lists:
    """The sheet with what can be chosen, and the rules that refer to it."""

    def __init__(self, book: Workbook, place: int) -> None:
        # made now, placed behind the instructions later
        self.sheet = book.create_sheet(("daftar", "lists")[place])
        with (settings.REFERENCE / "units.csv").open(encoding="utf-8", newline="") as handle:
            units = [row["unit"] for row in csv.DictReader(handle)]
        self._ranges = {
            "satuan": self._write(1, units),
            "daerah": self._write(2, [region.name for region in regions().values() if not region.administrative]),
        }

    def _write(self, column: int, words: list[str]) -> str:
        for row, word in enumerate(words, start=1):
            self.sheet.cell(row=row, column=column, value=word)
        letter = get_column_letter(column)
        return f"{self.sheet.title}!${letter}$1:${letter}${len(words)}"

    def rule(self, header: str, place: int) -> DataValidation | None:
        """The choice for a column. Other units and spellings of regions may be typed: they are understood as well."""
        if header in _CHOICES:
            words = ",".join(_CHOICES[header][place])
            return DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
        if header in self._ranges:
            return DataValidation(type="list", formula1=self._ranges[header], allow_blank=True, showErrorMessage=False)
        return None


def _instructions(book: Workbook, ordered: list[str], place: int) -> None:
    sheet = book.create_sheet(("petunjuk", "instructions")[place], 1)
    sheet.append([heading[place] for heading in HEADINGS])
    for header in ordered:
        explained = COLUMNS[header]
        sheet.append(
            [header, explained.required[place], explained.what[place], explained.example, explained.mistake[place]]
        )
    sheet.append([])
    sheet.append([_INTRODUCTION[place]])
    last = sheet.max_row
    sheet.merge_cells(start_row=last, start_column=1, end_row=last, end_column=len(HEADINGS))
    sheet.row_dimensions[last].height = 64
    for letter, width in zip("ABCDE", (18, 22, 48, 22, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
    sheet.freeze_panes = "B2"
