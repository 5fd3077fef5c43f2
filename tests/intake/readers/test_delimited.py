"""Delimited text: every row that is not empty, under the line a person sees, as Python's own reader counts it."""

from __future__ import annotations

import csv
import io
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.intake.readers import sheets
from jointproc.intake.sheet import every_batch

# the package's front door bears the same name as its module
_MODULE = sys.modules["jointproc.intake.readers.delimited"]


def _by_the_book(text: str, delimiter: str, width: int) -> tuple[list[list[Any]], list[tuple[int, int]]]:
    """What Python's own reader finds: rows with their lines, and those with too many cells."""
    rows: list[list[Any]] = []
    surplus = []
    before = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in reader:
        line, before = before + 1, reader.line_num
        if not any(row):
            continue
        if len(row) > width:
            surplus.append((line, len(row)))
        else:
            rows.append([line, *[cell or None for cell in row + [""] * (width - len(row))]])
    return rows, surplus


_CELLS = st.sampled_from(["a", "1", "", "xy z", "a\nb", 'q"q', "p;q", "  ", "\n\n", '""', "é", "😀"])
_RAW_CELLS = st.sampled_from(["a", 'a"', '"b', '"', '""', "", '"d"', 'e"f', "x y"])


@st.composite
def _texts(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 5))
    raw = draw(st.sampled_from([False, False, True]))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    out = io.StringIO(newline="")
    quoting: Any = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(out, delimiter=";", lineterminator=line_end, quoting=quoting)
    writer.writerow([f"h{i}" for i in range(width)])
    for kind in draw(st.lists(st.sampled_from(["row"] * 8 + ["blank", "separators", "ragged"]), max_size=20)):
        if kind in ("blank", "separators"):
            out.write((";" * (width - 1) if kind == "separators" else "") + line_end)
            continue
        cells_n = width if kind == "row" else max(1, width + draw(st.integers(-2, 2)))
        row = [draw(_RAW_CELLS if raw else _CELLS) for _ in range(cells_n)]
        if raw:
            out.write(";".join(row) + line_end)
        else:
            writer.writerow(row)
    text = out.getvalue()
    return text.rstrip("\r\n") if draw(st.booleans()) else text


@given(_texts(), st.sampled_from([64, 200, 8 << 20]), st.data())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_the_same_rows_and_lines_as_by_the_book(text: str, block: int, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_MODULE, "_BLOCK", block)
        try:
            (sheet,) = sheets(text.encode(), "x.csv")
            after_line = data.draw(st.sampled_from([0, *sheet.lines[:3]]))
            batches = every_batch(sheet, range(sheet.width), after_line)
        except InputError:
            return  # a quote is never closed
    expected, surplus = _by_the_book(text, sheet.facts["delimiter"], sheet.width)
    found = sorted((list(row.values()) for batch in batches for row in batch.to_pylist()), key=lambda row: row[0])
    assert found == [row for row in expected if row[0] > after_line]
    bad = sorted((bad.line_no, bad.found) for bad in sheet.bad_rows())
    assert bad == [one for one in surplus if one[0] > after_line]


def _rows(content: bytes) -> list[list[Any]]:
    (sheet,) = sheets(content, "x.csv")
    batches = every_batch(sheet, range(sheet.width), sheet.lines[0])
    return [list(row.values()) for batch in batches for row in batch.to_pylist()]


def test_a_header_that_holds_a_line_break() -> None:
    assert _rows(b'"Nilai\nKontrak";b\n1;2\n3;4\n') == [[3, "1", "2"], [4, "3", "4"]]


def test_rows_of_empty_quotes_are_empty() -> None:
    assert _rows(b'a;b;c\n1;2;3\n"";"";""\n"";;""\r\n4;5;6\n"";"";""') == [[2, "1", "2", "3"], [5, "4", "5", "6"]]


@pytest.mark.parametrize("content", [b'a;b\n1;2\n3;"4\n5;6\n', b'a;b\n3/4";2\n3;"4\n5;6\n'])
def test_a_quote_that_is_never_closed_is_named(content: bytes) -> None:
    # an even number of quotes does not hide it
    with pytest.raises(InputError, match="baris 3"):
        _rows(content)


def test_lines_stay_right_after_bad_rows_in_every_block() -> None:
    lines = ["id;x;y", *(f"{i};{'z' * 80};2" for i in range(2, 300_001))]
    places = {3, 80_000, 150_000, 250_000, 299_001, 299_999}
    for place in places:
        lines[place - 1] += ";9"
    content = "\n".join(lines).encode()
    assert len(content) > 3 * _MODULE._BLOCK
    (sheet,) = sheets(content, "x.csv")
    seen = 0
    for batch in every_batch(sheet, [0], 1):
        assert batch.column("line_no").cast("string").equals(batch.column("c0"))
        seen += batch.num_rows
    assert seen == 299_999 - len(places)
    assert [(b.line_no, b.found, b.expected) for b in sheet.bad_rows()] == [(p, 4, 3) for p in sorted(places)]
