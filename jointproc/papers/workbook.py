"""The workbook: every table of a simulation with real numbers, live totals and checks, ready to print."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from jointproc.papers.advice import verdict_sentence
from jointproc.papers.identity import identity_of
from jointproc.papers.paper import Paper
from jointproc.papers.tables import tables_of
from jointproc.papers.tidy import Cell, Column, DataTable
from jointproc.papers.workbook_styles import Styles, lines_in, room_of

__all__ = ["workbook_bytes"]

_LONGEST_CELL: Final = 32_767
_FOOTER_ROOM: Final = 200
_REFERENCE: Final = re.compile(r"\{(sum )?(\w+)\}")
_TITLE_ROW: Final = 0
_ROW_POINTS: Final = 13.5
_TITLE_POINTS: Final = 24.0
_MOST_LINES: Final = 12
# merged cells have margins of their own, and notes are slanted
_MERGED_ROOM: Final = 0.92


def workbook_bytes(paper: Paper) -> bytes:
    """The workbook as a file's bytes; the same paper gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": paper.scenario.title[:255],
            "subject": f"{paper.scenario.scenario_id} v{paper.scenario.version}",
            "author": (paper.scenario.author or "Jointproc")[:255],
            "keywords": identity_of(paper, "workbook").packed(),
            "created": datetime.combine(paper.made_on, time()),
        }
    )
    styles = Styles(book)
    told = tables_of(paper)
    cover = book.add_worksheet(paper.say("Ringkasan"))
    placed = {table.name: _Sheet(book, styles, paper, table) for table in told}
    _Cover(cover, styles, paper, placed).draw()
    for sheet in placed.values():
        sheet.draw()
    cover.activate()
    book.close()
    return out.getvalue()


class _Sheet:
    """One table on its sheet: title, notes, header, rows, total."""

    def __init__(self, book: Any, styles: Styles, paper: Paper, table: DataTable) -> None:
        self.sheet = book.add_worksheet(table.sheet)
        self.styles, self.paper, self.table = styles, paper, table
        self.columns = [c for c in table.columns if c.shown]
        self.at = {c.name: i for i, c in enumerate(self.columns)}
        self.widths = [room_of(c, table.values(c.name)) for c in self.columns]
        self.header_row = _TITLE_ROW + 1 + len(table.notes) + 1
        self.first_row = self.header_row + 1
        self.total_row = self.first_row + len(table.rows)
        self.has_total = bool(table.rows) and any(c.total for c in self.columns)

    @property
    def last_row(self) -> int:
        return self.total_row if self.has_total else max(self.header_row, self.total_row - 1)

    def cell(self, column: str, row: int | None = None) -> str:
        """The address of a cell for formulas on other sheets; the total's when no row is given."""
        place = xl_rowcol_to_cell(self.total_row if row is None else self.first_row + row, self.at[column])
        quoted = self.table.sheet.replace("'", "''")
        return f"'{quoted}'!{place}"

    def draw(self) -> None:
        self.sheet.hide_gridlines(2)
        for i, width in enumerate(self.widths):
            self.sheet.set_column(i, i, width)
        _heading(self.sheet, self.styles, self.table.title, self.table.notes, sum(self.widths), len(self.columns) - 1)
        for i, column in enumerate(self.columns):
            self.sheet.write_string(self.header_row, i, column.label, self.styles.header(column))
        lines = max(lines_in(c.label, w - 1) for c, w in zip(self.columns, self.widths, strict=True))
        self.sheet.set_row(self.header_row, _ROW_POINTS * lines + 3)
        shown = [self.table.place(c.name) for c in self.columns]
        for number, row in enumerate(self.table.rows):
            self._row(self.first_row + number, [row[i] for i in shown])
        if self.has_total:
            self._total()
        if self.table.rows:
            self.sheet.autofilter(self.header_row, 0, self.first_row + len(self.table.rows) - 1, len(self.columns) - 1)
        names = [i for i, c in enumerate(self.columns) if c.name in {"name", "good", "label"}]
        self.sheet.freeze_panes(self.first_row, min(names[0] + 1, 2) if names else 0)
        _printed(self.sheet, self.paper, self.last_row, len(self.columns) - 1, sum(self.widths))
        self.sheet.repeat_rows(self.header_row)

    def _row(self, at: int, cells: Sequence[Cell]) -> None:
        lines = 1
        for i, (column, value) in enumerate(zip(self.columns, cells, strict=True)):
            style = self.styles.body(column, value)
            if column.formula and value is not None:
                self.sheet.write_formula(at, i, self._formula(column, at), style, float(value))  # type: ignore[arg-type]
            else:
                _write(self.sheet, at, i, value, style, self.paper)
            if isinstance(value, str):
                lines = max(lines, lines_in(value, self.widths[i]))
        if lines > 1:
            self.sheet.set_row(at, _ROW_POINTS * min(lines, _MOST_LINES))

    def _formula(self, column: Column, row: int) -> str:
        def address(found: re.Match[str]) -> str:
            at = self.at[found[2]]
            return xl_rowcol_to_cell(self.total_row if found[1] else row, at, row_abs=bool(found[1]))

        return "=" + _REFERENCE.sub(address, column.formula)

    def _total(self) -> None:
        for i, column in enumerate(self.columns):
            style = self.styles.total(column, label=i == 0)
            if column.total:
                letter = xl_col_to_name(i)
                span = f"=SUM({letter}{self.first_row + 1}:{letter}{self.total_row})"
                self.sheet.write_formula(self.total_row, i, span, style, float(self.table.total(column.name)))
            else:
                self.sheet.write_string(self.total_row, i, self.paper.say("Total") if i == 0 else "", style)


class _Cover:
    """The first sheet: what it is about, the figures that matter, what to be careful with, and what is where."""

    _WIDTHS: Final = (30.0, 20.0, 49.0)

    def __init__(self, sheet: Any, styles: Styles, paper: Paper, placed: dict[str, _Sheet]) -> None:
        self.sheet, self.styles, self.paper, self.placed = sheet, styles, paper, placed
        self.row = 0

    def draw(self) -> None:
        say, paper = self.paper.say, self.paper
        self.sheet.hide_gridlines(2)
        for i, width in enumerate(self._WIDTHS):
            self.sheet.set_column(i, i, width)
        notes = [paper.footer, verdict_sentence(paper)]
        if paper.is_sample:
            notes.append(say("Ilustrasi di atas data contoh (sintetis), bukan belanja yang sebenarnya."))
        room, last = sum(self._WIDTHS), len(self._WIDTHS) - 1
        self.row = _heading(self.sheet, self.styles, paper.scenario.title, notes, room, last)
        self._figures()
        self._sentences(say("Yang perlu diperhatikan"), [paper.tell(w) for w in paper.simulation.warnings])
        self._contents()
        _printed(self.sheet, paper, self.row, len(self._WIDTHS) - 1, sum(self._WIDTHS), pages=1)

    def _figures(self) -> None:
        say, found = self.paper.say, self.paper.simulation
        members, ranges = self.placed["members"], self.placed["ranges"]
        saving = found.saving_idr
        self._header((say("Angka"), say("Rupiah"), say("Artinya")))
        start = self.row
        told: tuple[tuple[str, int, str, str], ...] = (
            (
                say("Belanja kini"),
                found.alone_idr,
                members.cell("alone_idr"),
                say("Yang dibelanjakan peserta untuk barang ini dalam data yang dimuat."),
            ),
            (say("Belanja bersama"), found.pooled_idr, members.cell("pooled_idr"), say("Sesudah penghematan.")),
            (
                say("Hemat sekurang-kurangnya"),
                round(saving.p10),
                ranges.cell("p10_idr", 0),
                say("Persentil 10 simulasi."),
            ),
            (say("Hemat kemungkinan"), round(saving.p50), members.cell("p50_idr"), say("Nilai tengah simulasi.")),
            (say("Hemat paling banyak"), round(saving.p90), ranges.cell("p90_idr", 0), say("Persentil 90 simulasi.")),
            (
                say("Hemat bila sendiri-sendiri"),
                found.without_agreement_idr,
                "",
                say("Tanpa mitra dan tanpa biaya koordinasi."),
            ),
            (
                say("Tambahan karena bergabung"),
                found.pooling_gain_idr,
                f"B{start + 4}-B{start + 6}",
                say("Kemungkinan dikurangi bila sendiri-sendiri."),
            ),
        )
        for label, value, formula, meaning in told:
            self.sheet.write_string(self.row, 0, label, self.styles.text)
            if formula:
                self.sheet.write_formula(self.row, 1, f"={formula}", self.styles.idr, value)
            else:
                self.sheet.write_number(self.row, 1, value, self.styles.idr)
            self.sheet.write_string(self.row, 2, meaning, self.styles.text)
            self.sheet.set_row(self.row, _ROW_POINTS * lines_in(meaning, self._WIDTHS[2] * _MERGED_ROOM))
            self.row += 1
        self.row += 1

    def _header(self, labels: Sequence[str]) -> None:
        for i, label in enumerate(labels):
            money = Column("", label, "idr" if i == 1 and len(labels) == 3 else "text")
            self.sheet.write_string(self.row, i, label, self.styles.header(money))
        self.row += 1

    def _sentences(self, title: str, sentences: Sequence[str]) -> None:
        if not sentences:
            return
        self._header((title, "", ""))
        for sentence in sentences:
            self.row = _spread(self.sheet, self.styles.sentence, self.row, sentence, sum(self._WIDTHS), 2)
        self.row += 1

    def _contents(self) -> None:
        self._header((self.paper.say("Lembar"), "", ""))
        for sheet in self.placed.values():
            quoted = sheet.table.sheet.replace("'", "''")
            self.sheet.write_url(self.row, 0, f"internal:'{quoted}'!A1", self.styles.link, sheet.table.sheet)
            self.sheet.merge_range(self.row, 1, self.row, 2, "", self.styles.text)
            self.sheet.write_string(self.row, 1, sheet.table.title, self.styles.text)
            self.row += 1


def _heading(sheet: Any, styles: Styles, title: str, notes: Sequence[str], width: float, last: int) -> int:
    """Title and notes above a table; returns the first free row after an empty one."""
    sheet.write_string(_TITLE_ROW, 0, title, styles.title)
    sheet.set_row(_TITLE_ROW, _TITLE_POINTS)
    row = _TITLE_ROW + 1
    for note in notes:
        row = _spread(sheet, styles.note, row, note, width, last)
    return row + 1


def _spread(sheet: Any, style: Any, row: int, text: str, width: float, last: int) -> int:
    """A sentence over all columns, as many lines high as it needs."""
    sheet.merge_range(row, 0, row, last, "", style)
    sheet.write_string(row, 0, text[:_LONGEST_CELL], style)
    sheet.set_row(row, _ROW_POINTS * lines_in(text, width * _MERGED_ROOM))
    return row + 1


def _write(sheet: Any, row: int, column: int, value: Cell, style: Any, paper: Paper) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, column, paper.say("ya") if value else paper.say("tidak"), style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:_LONGEST_CELL], style)
    else:
        sheet.write_datetime(row, column, datetime.combine(value, time()), style)


def _printed(sheet: Any, paper: Paper, last_row: int, last_column: int, width: float, pages: int = 0) -> None:
    """A4, as wide as one page, footer with source and page; ``pages`` high, as many as it takes when zero."""
    sheet.set_paper(9)
    if width > 100:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
    sheet.fit_to_pages(1, pages)
    sheet.print_area(0, 0, last_row, last_column)
    told = paper.footer if len(paper.footer) <= _FOOTER_ROOM else paper.footer[: _FOOTER_ROOM - 1] + "…"
    sheet.set_footer(f"&L&8{told.replace('&', '&&')[: _FOOTER_ROOM + 20]}&R&8&P / &N")
