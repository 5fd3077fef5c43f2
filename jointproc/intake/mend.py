"""A workbook to mend and upload again: the rows that were left out or doubted, with the cells in question marked."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from jointproc.intake.personal import is_personal
from jointproc.intake.reading import Reading
from jointproc.intake.sheet import NATIVE_DATE, NATIVE_NUMBER, every_batch
from jointproc.text import Message, msg, translate

__all__ = ["LINE_HEADER", "mending_workbook"]

LINE_HEADER: Final = "baris_asal"
_MOST_ROWS: Final = 20_000
_REJECT: Final = PatternFill("solid", start_color="F8D7CD")
_WARN: Final = PatternFill("solid", start_color="FDF1D6")
_FRAME: Final = Border(*(Side(style="medium", color="8C2F13"),) * 4)


def mending_workbook(reading: Reading, language: str = "id") -> bytes:
    """XLSX with three sheets: the rows as in the file, the issues one by one, and how to use them.

    The first sheet is a table in the file's own layout (with one more column, ``baris_asal``), so that it can be
    uploaded again once it is mended. Columns of personal data are left out. Text that begins like a formula stays text.
    """
    book = Workbook()
    page = book.active
    page.title = translate(msg("Baris").template, language)
    _rows(page, reading, language)
    _issues(book.create_sheet(translate(msg("Temuan").template, language)), reading.issues, language)
    _legend(book.create_sheet(translate(msg("Petunjuk").template, language)), language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(page: Any, reading: Reading, language: str) -> None:
    fit = reading.fit
    head = fit.sheet.head[fit.header_row]
    body = fit.sheet.head[fit.header_row + 1 :][:20]
    positions = [
        position
        for position, header in enumerate(head)
        if not is_personal(str(header or ""), [str(r[position]) for r in body if position < len(r) and r[position]])
    ]
    marked: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for issue in reading.issues.itertuples():
        if issue.rule not in ("sheet_ignored", "member_ignored", "column_repeated", "price_computed"):
            said = Message.unpacked(issue.message_template, issue.message_params).render(language)
            marked[int(issue.line_no)].append((str(issue.column_name), str(issue.severity), said))
    lines = sorted(marked)[:_MOST_ROWS]
    headers = [LINE_HEADER, *(str(head[p] or "") for p in positions)]
    _write(page, 1, headers)
    for cell in page[1]:
        cell.font = Font(bold=True)
    places = {header: place for place, header in enumerate(headers, start=1)}
    row_no = 1
    for batch in every_batch(fit.sheet, positions, fit.sheet.lines[fit.header_row]):
        kept = batch.filter(pc.is_in(batch.column(0), value_set=pa.array(lines, pa.int32())))
        for cells in zip(*(column.to_pylist() for column in kept.columns), strict=True):
            row_no += 1
            _write(page, row_no, [cells[0], *(_native(cell) for cell in cells[1:])])
            _mark(page, row_no, marked[int(cells[0])], places)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(row_no, 1)}"
    for place in range(1, len(headers) + 1):
        page.column_dimensions[get_column_letter(place)].width = 22


def _mark(page: Any, row_no: int, found: list[tuple[str, str, str]], places: dict[str, int]) -> None:
    worst = "reject" if any(severity == "reject" for _c, severity, _s in found) else "warn"
    for cell in page[row_no]:
        cell.fill = _REJECT if worst == "reject" else _WARN
    for column, _severity, _said in found:
        here = [said for name, _s, said in found if name == column]
        cell = page.cell(row_no, places.get(column, 1))
        cell.border = _FRAME
        cell.font = Font(bold=True)
        cell.comment = Comment("\n".join(here)[:900], "Jointproc", width=320, height=120)


def _native(cell: str | None) -> Any:
    if cell is None:
        return None
    if cell.startswith(NATIVE_NUMBER):
        text = cell[1:]
        return float(text) if "." in text else int(text) if len(text) < 16 else text
    return cell.removeprefix(NATIVE_DATE)


def _issues(page: Any, issues: pd.DataFrame, language: str) -> None:
    titles = (msg("Baris"), msg("Kolom"), msg("Isi"), msg("Akibat"), msg("Alasan dan cara memperbaiki"))
    _write(page, 1, [title.render(language) for title in titles])
    for cell in page[1]:
        cell.font = Font(bold=True)
    severities = {
        "reject": msg("ditolak").render(language),
        "warn": msg("diterima, perlu diperiksa").render(language),
    }
    for place, issue in enumerate(issues.itertuples(), start=2):
        said = Message.unpacked(issue.message_template, issue.message_params).render(language)
        _write(page, place, [issue.line_no, issue.column_name, issue.value, severities[issue.severity], said])
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:E{len(issues) + 1}"
    for letter, width in zip("ABCDE", (8, 24, 30, 24, 100), strict=True):
        page.column_dimensions[letter].width = width


def _legend(page: Any, language: str) -> None:
    texts = (
        msg("Perbaiki isian yang berbingkai di lembar pertama; komentarnya menyebut alasannya."),
        msg("Merah muda: baris ditolak. Kuning: baris diterima, perlu diperiksa."),
        msg("Unggah lagi buku kerja ini; kolom baris_asal menunjukkan baris di berkas semula dan tidak dibaca."),
        msg("Saat menyimpan, pilih Lewati yang sudah ada agar baris yang sudah diterima tidak terhitung dua kali."),
    )
    for place, text in enumerate(texts, start=1):
        _write(page, place, [text.render(language)])
        page.cell(place, 1).alignment = Alignment(wrap_text=True)
    page.column_dimensions["A"].width = 100
    page.cell(2, 2).fill = _REJECT
    page.cell(2, 3).fill = _WARN


def _write(page: Any, row: int, values: list[Any]) -> None:
    for column, value in enumerate(values, start=1):
        cell = page.cell(row, column)
        if isinstance(value, str):
            # a text that begins like a formula is a text
            cell.value = "".join(c for c in value if c >= " " or c in "\n\t")[:32_000]
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
        elif value is not None:
            cell.value = value
