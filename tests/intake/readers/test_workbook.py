"""Workbooks: every sheet, with the lines and columns a person sees, and no more memory than their cells need."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from python_calamine import CalamineWorkbook

from jointproc.errors import InputError
from jointproc.intake.readers import sheets
from tests.intake.readers.reading import one_sheet, rows_of
from tests.intake.tables import xlsx_bytes


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _changed(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.startswith("xl/worksheets/sheet") else part)
    return out.getvalue()


def _ods(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Isi">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def _row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def _cell(value: str = "", times: int = 1) -> str:
    kind = f'office:value-type="string"><text:p>{value}</text:p>' if value else ">"
    return f'<table:table-cell table:number-columns-repeated="{times}" {kind}</table:table-cell>'


def test_cells_keep_their_kind() -> None:
    rows: list[list[Any]] = [
        ["a", "b"],
        [1.5, datetime(2025, 3, 1)],
        [7, datetime(2025, 3, 1, 8, 30)],
        [True, None],
        ["x_x000d_y", "=SUM(1)"],
        ["1.5", timedelta(hours=30)],
    ]
    found = rows_of(one_sheet(xlsx_bytes(isi=rows)))
    assert found[:3] == [
        [2, "\x111.5", "\x122025-03-01"],
        [3, "\x117", "\x122025-03-01T08:30:00"],
        [4, "true", None],
    ]
    assert found[3][1] == "x\ny"
    assert found[4][1] == "1.5"


def test_a_table_away_from_the_corner_keeps_its_lines_and_columns() -> None:
    book = openpyxl.Workbook()
    for place, value in {"C5": "a", "D5": "b", "C7": 1, "F9": "catatan"}.items():
        book.active[place] = value
    content = _saved(book)
    sheet = one_sheet(content)
    assert (sheet.lines, sheet.head[0]) == ([5, 7, 9], ["", "", "a", "b", "", ""])
    dense = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert sheet.head == [row for row in dense if any(row)]
    assert rows_of(sheet, [2, 5]) == [[7, "\x111", None], [9, None, "catatan"]]


def test_merged_cells_stand_where_they_begin() -> None:
    book = openpyxl.Workbook()
    for row in (["Barang", None, "Nilai"], ["kode", "nama", "rupiah"], [1, "Obat", 5]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    assert one_sheet(_saved(book)).head[:2] == [["Barang", "", "Nilai"], ["kode", "nama", "rupiah"]]


def test_every_sheet_also_without_cells() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1))
    book.create_chartsheet("grafik").add_chart(chart)
    book.create_sheet("kosong")
    book.create_sheet("DROP TABLE x").append(["b"])
    found = sheets(_saved(book), "x.xlsx")
    assert [(s.name, bool(s.head)) for s in found] == [
        ("Sheet", True), ("grafik", False), ("kosong", False), ("DROP TABLE x", True),
    ]  # fmt: skip


def _forty() -> bytes:
    return xlsx_bytes(isi=[[f"k{i}" for i in range(12)], *([i] * 12 for i in range(40))])


def _rows_below(attributes: str, cells: str = "") -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        rows = "".join(f'<row r="{i}" {attributes}>{cells.format(i=i)}</row>' for i in range(42, 200_042))
        return part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part),
        lambda part: re.sub(rb'<dimension ref="[^"]*"/>', b"", part),
        _rows_below('ht="15"'),
        _rows_below('s="1"', '<c r="A{i}" s="1"/>'),
    ],
    ids=["a dimension of a million rows", "no dimension", "rows with a height", "cells with a style"],
)
def test_a_million_rows_of_which_forty_hold_data(change: Callable[[bytes], bytes]) -> None:
    content = _changed(_forty(), change)
    began = time.process_time()
    tracemalloc.start()
    try:
        sheet = one_sheet(content)
        assert tracemalloc.get_traced_memory()[1] < 60 * 2**20
    finally:
        tracemalloc.stop()
    assert (sheet.rows_hint, sheet.width, len(rows_of(sheet))) == (41, 12, 40)
    assert time.process_time() - began < 10


def test_one_cell_far_down_takes_no_memory_for_the_rows_between() -> None:
    content = _changed(
        _forty(),
        lambda part: part.replace(b"</sheetData>", b'<row r="600000"><c r="A600000"><v>1</v></c></row></sheetData>'),
    )
    tracemalloc.start()
    try:
        sheet = one_sheet(content)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()
    assert rows_of(sheet)[-1][:2] == [600_000, "\x111"]


def test_an_ods_padded_with_empty_rows_and_columns_is_small() -> None:
    empty = _row(_cell(times=16_384), times=1_048_570)
    sheet = one_sheet(_ods(_row(_cell("a"), _cell("b"), _cell(times=16_382)) + _row(_cell("1", times=2)) + empty))
    assert (sheet.head, sheet.lines) == ([["a", "b"], ["1", "1"]], [1, 2])
    gap = one_sheet(_ods(_row(_cell("a")) + _row(_cell(times=16_384), times=5_000) + _row(_cell("b"))))
    assert gap.lines == [1, 5_002]


@pytest.mark.parametrize(
    "rows",
    [
        _row(_cell("1", times=16_000), times=1_000_000),
        _row(_cell("1", times=1_000), times=100_000),
        _row(_cell("1", times=16_000)) + _row(_cell(), times=1_000_000) + _row(_cell("1")),
        _row(_cell(times=16_000), _cell("1"), times=100_000),
        _row(_cell("panjang" * 1_000, times=100), times=100_000),
    ],
)
def test_an_ods_that_stands_for_more_cells_than_memory_holds(rows: str) -> None:
    with pytest.raises(InputError, match="terlalu luas"):
        one_sheet(_ods(rows))


def test_a_fault_inside_the_library_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(_file: object) -> None:
        raise PanicException

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", panic, raising=False)
    with pytest.raises(InputError, match="rusak"):
        one_sheet(xlsx_bytes(isi=[["a"]]))
