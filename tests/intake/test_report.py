"""The workbook to mend: everything marked, nothing lost, and our own intake reads it again."""

from __future__ import annotations

import io
import time
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jointproc.intake import ISSUE_COLUMNS, read, read_bytes
from jointproc.intake.report import LINE_HEADER, REASON_HEADER, issues_workbook, mending_workbook
from jointproc.intake.xlsx_writer import Page, Row, workbook_bytes
from tests.conftest import shared_file
from tests.intake.tables import ROW, csv_bytes, rows

REJECT, WARN = "FFF8D7CD", "FFFDF1D6"


def _issue(line: int, column: str, rule: str = "number_unreadable", severity: str = "reject") -> tuple[Any, ...]:
    said = f"{rule} di {column}: perbaiki."
    return (line, column, "x", rule, severity, said, said, "{}")


def _issues(*found: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=list(ISSUE_COLUMNS))


def _opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def _doubted() -> bytes:
    """A file with a good row, a region nobody knows, a quantity that is none, and a doubtful region."""
    changes: list[dict[str, Any]] = [{}, {"daerah": "Entah"}, {"jumlah": "-5x"}, {"daerah": "Dinas PU Kota Surabaya"}]
    table = rows(*changes)
    return csv_bytes(
        [[*row, value] for row, value in zip(table, ["nip_ppk", *["198001012005011001"] * 4], strict=True)]
    )


def test_rows_to_mend_are_marked_in_colour_outline_note_and_words() -> None:
    page = _opened(mending_workbook(read_bytes(_doubted(), "x.csv"))).worksheets[0]
    assert [cell.value for cell in page[1]] == [LINE_HEADER, *ROW, REASON_HEADER]  # without the officials' NIP
    assert [page.cell(row, 1).value for row in range(2, page.max_row + 1)] == [3, 4, 5]
    region, quantity = list(ROW).index("daerah") + 2, list(ROW).index("jumlah") + 2
    for row, column, colour, word in (
        (2, region, REJECT, "Ditolak"),
        (3, quantity, REJECT, "Ditolak"),
        (4, region, WARN, "Dite"),
    ):
        cell = page.cell(row, column)
        assert cell.border.left.style == "medium"
        assert cell.comment.text in page.cell(row, page.max_column).value
        assert {c.fill.fgColor.rgb for c in page[row]} == {colour}
        assert [c.column for c in page[row] if c.border.left.style] == [column]
        assert page.cell(row, page.max_column).value.startswith(word)
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", f"A1:{page.cell(4, page.max_column).coordinate}")


def test_mended_it_is_read_like_the_file_it_came_from() -> None:
    first = read_bytes(_doubted(), "x.csv")
    content = mending_workbook(first)
    again = read_bytes(content, "x.xlsx")
    assert (again.preset, again.rows_read, again.issue_counts) == (first.preset, 3, first.issue_counts)
    book = _opened(content)
    page = book.worksheets[0]
    page.cell(2, list(ROW).index("daerah") + 2).value = "Kota Surabaya"
    page.cell(3, list(ROW).index("jumlah") + 2).value = 5
    page.cell(3, list(ROW).index("total") + 2).value = 1250
    out = io.BytesIO()
    book.save(out)
    mended = read_bytes(out.getvalue(), "x.xlsx")
    assert (mended.rows_accepted, mended.rows_rejected) == (3, 0)


def test_the_other_sheets_list_every_issue_and_explain_the_colours() -> None:
    book = _opened(mending_workbook(read_bytes(_doubted(), "x.csv")))
    assert book.sheetnames == ["Baris", "Temuan", "Petunjuk"]
    issues = list(book["Temuan"].iter_rows(min_row=2, values_only=True))
    assert [(i[0], i[3]) for i in issues] == [(3, "region_unknown"), (4, "number_unreadable"), (5, "region_doubtful")]
    assert book["Temuan"].freeze_panes == "A2"
    assert book["Temuan"].auto_filter.ref == "A1:F4"
    guide = [cell for row in book["Petunjuk"].iter_rows(values_only=True) for cell in row]
    assert any("merah muda" in str(cell) for cell in guide)
    assert any("kuning" in str(cell) for cell in guide)


def test_in_english_the_sentences_are_english() -> None:
    book = _opened(mending_workbook(read_bytes(_doubted(), "x.csv"), "en"))
    assert "not known as a region" in book.worksheets[1].cell(2, 6).value
    assert book.worksheets[0].cell(1, 1).value == LINE_HEADER  # headers are the file's


def test_text_never_becomes_a_formula() -> None:
    evil = ["=1+1", "+62", "-5", "@SUM(A1)", "  =x", "<b>&\"'", "_x0041_", "🙂 مرحبا"]
    content = issues_workbook([evil], [f"k{i}" for i in range(len(evil))], 1, [2], _issues(_issue(2, "k0")))
    cells = _opened(content).worksheets[0][2][1 : len(evil) + 1]
    assert all(cell.data_type == "s" for cell in cells)
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * 4 + [False] * 4
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1][1:-1] == evil


def test_columns_of_one_name_or_none_are_told_apart() -> None:
    header = ["Harga", "", "Harga"]
    found = _issues(_issue(7, "Harga (2)"), _issue(8, "Kolom 2", severity="warn"), _issue(9, "tidak ada"))
    page = _opened(issues_workbook([["1", "2", "3"]] * 3, header, 6, [7, 8, 9], found)).worksheets[0]
    outlined = [[c.column for c in page[row] if c.border.left.style] for row in (2, 3, 4)]
    assert outlined == [[4], [3], [1]]  # an issue of no column is marked on the line's number


def test_numbers_and_dates_of_a_spreadsheet_stay_what_they_were() -> None:
    cells = ["\x111234.5", "\x11123456789012345678", "\x122025-03-12T00:00:00", 7, Decimal("0.10"), None, True]
    page = _opened(issues_workbook([cells], [f"k{i}" for i in range(7)], 1, [2], _issues(_issue(2, "k1")))).worksheets[
        0
    ]
    written = [cell.value for cell in page[2]][1:-1]
    # more digits than a spreadsheet can hold stay text
    assert written[:5] == [1234.5, "123456789012345678", "2025-03-12", 7, 0.1]
    assert written[5] is None


def test_only_rows_with_something_to_mend_and_only_lines_below_the_header() -> None:
    found = _issues(
        _issue(1, "k", "sheet_ignored", "warn"),
        _issue(5, "k", "price_computed", "warn"),
        _issue(6, "k"),
        _issue(6, "k"),
    )
    book = _opened(issues_workbook([["a"], ["b"], ["c"]], ["k"], 1, [4, 5, 6], found))
    assert [row[:2] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [(6, "c")]
    assert book.worksheets[1].max_row == 5  # every issue is listed all the same


def test_without_issues_the_sheets_are_empty_tables() -> None:
    book = _opened(issues_workbook([], ["k"], 1, [], _issues()))
    assert [sheet.max_row for sheet in book.worksheets[:2]] == [1, 1]


def test_every_part_is_well_formed() -> None:
    content = mending_workbook(read_bytes(_doubted(), "x.csv"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        for name in names:
            ElementTree.fromstring(archive.read(name))
        types = archive.read("[Content_Types].xml").decode()
    assert "xl/comments1.xml" in names
    assert all(f'"/{name}"' in types for name in names if name.startswith(("xl/worksheets/sheet", "xl/comments")))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    content = workbook_bytes([Page("x", [Row(["kepala"] * len(texts)), Row(texts)], [10] * len(texts))])
    parts = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    written = [
        "".join(t.text or "" for t in cell.findall(".//{*}t"))
        for cell in ElementTree.fromstring(parts).findall(".//{*}row")[1]
    ]
    legal = ["".join(c for c in t if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")) for t in texts]
    assert [w.replace("_x005F_", "_") for w in written] == [
        t.replace("\r\n", "\n").replace("\r", "\n").replace("_x005F_", "_") for t in legal
    ]


def test_a_hundred_thousand_issues_take_seconds() -> None:
    many = 100_000
    said = [f"Alasan {i % 50}" for i in range(many)]
    issues = pd.DataFrame(
        {
            "line_no": range(2, many + 2),
            "column_name": "k3",
            "value": "x",
            "rule": "number_unreadable",
            "severity": "reject",
            "message": said,
            "message_template": said,
            "message_params": "{}",
        }
    )
    cells = [[f"teks {i}"] * 10 for i in range(many)]
    began = time.process_time()
    content = issues_workbook(cells, [f"k{i}" for i in range(10)], 1, range(2, many + 2), issues)
    assert time.process_time() - began < 20  # about 5 s when the machine is free
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).height == many + 1


@pytest.mark.parametrize(
    "relative", ["kalbar_2022/tokodaring_2022.xlsx", "kab_bandung_isb/48_1014_SPSE-TenderSelesai.json"]
)
def test_rows_of_real_files_are_read_again_with_their_own_layout(relative: str) -> None:
    first = read(shared_file(f"data/{relative}"))
    content = mending_workbook(first)
    rejected = first.issues[first.issues["severity"] == "reject"]["line_no"].nunique()
    again = read_bytes(content, "perbaiki.xlsx")
    assert again.preset == first.preset
    assert again.rows_read >= rejected
    assert (
        "nama_pemesan" not in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]
    )
