"""Delimited text: every row that is not empty, under the line a person sees, whichever way it is read."""

from __future__ import annotations

import csv
import gc
import importlib
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointproc.errors import InputError
from jointproc.intake.readers import sheets
from jointproc.intake.sheet import Sheet, every_batch

# the package's front doors bear the same names as their modules
_text = importlib.import_module("jointproc.intake.readers.text")
_delimited = importlib.import_module("jointproc.intake.readers.delimited")


def _rows(sheet: Sheet, positions: list[int] | None = None, after_line: int = 0) -> list[list[Any]]:
    wanted = list(range(sheet.width)) if positions is None else positions
    return [list(row.values()) for batch in every_batch(sheet, wanted, after_line) for row in batch.to_pylist()]


def _sheet(content: bytes | Path) -> Sheet:
    (sheet,) = sheets(content, "x.csv")
    return sheet


def _by_the_book(text: str, delimiter: str, width: int) -> tuple[list[list[Any]], list[tuple[int, int]]]:
    """What Python's own reader finds: rows with their lines, and those with too many cells."""
    rows: list[list[Any]] = []
    surplus = []
    before = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in reader:
        line, before = before + 1, reader.line_num
        while len(row) > width and not row[-1]:
            row.pop()
        if len(row) > width:
            surplus.append((line, len(row)))
        elif any(row):
            rows.append([line, *[cell or None for cell in row + [""] * (width - len(row))]])
    return rows, surplus


_CELLS = st.sampled_from(["a", "1", "", "xy z", "a\nb", 'q"q', "p;q", "  ", "\n\n", '""', "é", "😀"])
_RAW_CELLS = st.sampled_from(["a", 'a"', '"b', '"', '""', "", '"d"', 'e"f', "x y"])


@st.composite
def _texts(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 5))
    raw = draw(st.booleans())
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=";",
        lineterminator=line_end,
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow([f"h{i}" for i in range(width)])
    for kind in draw(st.lists(st.sampled_from(["row"] * 6 + ["blank", "separators", "ragged"]), max_size=20)):
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


@given(_texts(), st.sampled_from([40, 64, 200, 8 << 20]), st.data())
@settings(max_examples=300, deadline=None)
def test_the_same_rows_and_lines_as_by_the_book(text: str, block: int, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "BLOCK", block)
        patch.setattr(_delimited, "BLOCK", block)
        try:
            sheet = _sheet(text.encode())
        except InputError:
            return  # a quote is never closed
        positions = data.draw(st.lists(st.integers(0, sheet.width - 1), unique=True).map(sorted))
        after_line = data.draw(st.sampled_from([0, *sheet.lines[:3]]))
        expected, surplus = _by_the_book(text, sheet.facts["delimiter"], sheet.width)
        found = _rows(sheet, positions, after_line)

    def plain(cell: Any) -> Any:
        # Arrow shortens a line break that lies across two of its blocks
        return cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell

    wanted = [[row[0], *[plain(row[1 + p]) for p in positions]] for row in expected if row[0] > after_line]
    assert [[plain(cell) for cell in row] for row in found] == wanted
    assert [(bad.line_no, bad.found) for bad in sheet.bad_rows()] == [s for s in surplus if s[0] > after_line]


def test_lines_stay_right_after_a_bad_row_in_a_later_block() -> None:
    lines = ["id;x;y", *(f"{i};{'z' * 30};2" for i in range(2, 300_001))]
    places = {150_000, 250_000, 299_001}
    for place in places:
        lines[place - 1] += ";9"
    sheet = _sheet("\n".join(lines).encode())
    seen = 0
    for batch in every_batch(sheet, [0], 1):
        assert batch.column("line_no").cast("string").equals(batch.column("c0"))
        seen += batch.num_rows
    assert seen == 299_999 - len(places)
    assert [(b.line_no, b.found, b.expected) for b in sheet.bad_rows()] == [(p, 4, 3) for p in sorted(places)]


def test_two_hundred_thousand_rows_with_line_breaks_in_quotes() -> None:
    rows = [f'{i};"baris satu\nbaris dua";9' if i % 50 == 0 else f"{i};teks;9" for i in range(200_000)]
    sheet = _sheet(("a;b;c\n" + "\n".join(rows)).encode())
    batches = every_batch(sheet, [0], 1)
    assert sum(batch.num_rows for batch in batches) == sheet.rows_hint - 1 == 200_000
    last = batches[-1].to_pylist()[-1]
    assert last == {"line_no": 2 + 199_999 + 4_000, "c0": "199999"}


@pytest.mark.parametrize(
    ("content", "width", "expected"),
    [
        (b"a;b;c;d\n1;2;3\n4;5;6\n7;8;9\n1;1;1\n", 4, [[2, "1", "2", "3", None]]),  # a header wider than its rows
        (b"a;b;c\n1;2;3\n4;5;6;;\n7;8;9\n", 3, [[2, "1", "2", "3"], [3, "4", "5", "6"]]),  # only empty cells too many
        (b"a;b;c\n1\n4;5;6\n7;8;9\n", 3, [[2, "1", None, None]]),
        (b"sep=;\na;b;c\n1;2;3\n4;5;6\n", 3, [[2, "a", "b", "c"], [3, "1", "2", "3"]]),
        (b"a;b\r1;2\r3;4\r", 2, [[2, "1", "2"], [3, "3", "4"]]),
        (b'a;b\n3/4";x\n5";y\n7";z\n', 2, [[2, '3/4"', "x"], [3, '5"', "y"]]),  # inches open no quote
        (b'"Nilai\nKontrak";b\n1;2\n', 2, [[3, "1", "2"]]),  # a header over two lines
        (b"nama\nSatu\nDua\n", 1, [[2, "Satu"], [3, "Dua"]]),
    ],
)
def test_shapes_of_tables(content: bytes, width: int, expected: list[list[Any]]) -> None:
    sheet = _sheet(content)
    assert sheet.width == width
    assert _rows(sheet, after_line=sheet.lines[0])[: len(expected)] == expected
    assert not sheet.bad_rows()


def test_text_of_a_title_above_the_header_is_a_row_of_the_head() -> None:
    sheet = _sheet(b"LAPORAN BELANJA\n\nTahun;2025\na;b;c\n1;2;3\n4;5;6\n")
    assert (sheet.head[:3], sheet.lines[:3]) == ([["LAPORAN BELANJA"], ["Tahun", "2025"], ["a", "b", "c"]], [1, 3, 4])
    assert _rows(sheet, after_line=4) == [[5, "1", "2", "3"], [6, "4", "5", "6"]]


def test_a_quote_that_is_never_closed_is_named_at_once() -> None:
    with pytest.raises(InputError, match="baris 3"):
        _sheet(b'a;b\n1;2\n3;"4\n5;6\n')
    # an even number of quotes does not hide it
    with pytest.raises(InputError, match="baris 3"):
        _sheet(b'a;b\n3/4";2\n3;"4\n5;6\n')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("on_disk", [False, True])
def test_encodings_in_memory_and_on_disk(
    encoding: str, on_disk: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jointproc.intake.readers._STREAMED", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = tmp_path / "asal.csv"
    path.write_bytes("uraian;nilai\nKafé 90°;1\nÉlan;2\n".encode(encoding))
    sheet = _sheet(path if on_disk else path.read_bytes())
    assert _rows(sheet, after_line=1) == [[2, "Kafé 90°", "1"], [3, "Élan", "2"]]
    assert sheet.facts == {"encoding": encoding.removesuffix("-sig")[:6].rstrip("-"), "delimiter": ";"}
    del sheet
    gc.collect()
    assert [file.name for file in tmp_path.iterdir()] == ["asal.csv"]


def test_one_broken_byte_spoils_no_other_name() -> None:
    content = "a;b\nKafé;1\nÉdel;2\n".encode() + "Ünal;3\n".encode("cp1252")
    assert [row[1] for row in _rows(_sheet(content), after_line=1)] == ["Kafé", "Édel", "Ünal"]


@pytest.mark.parametrize("filler", [b"\x00" * 3000, b""])
def test_nul_bytes_are_left_out(filler: bytes) -> None:
    content = b"a;b\n1;2\x00\n" + b"3;4\n" * 200 + filler
    rows = _rows(_sheet(content), after_line=1)
    assert (len(rows), rows[0]) == (201, [2, "1", "2"])


def test_memory_stays_flat_for_a_file_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa

    monkeypatch.setattr("jointproc.intake.readers._STREAMED", 0)
    path = tmp_path / "besar.csv"
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbfa;b;c\n")
        for _ in range(20):
            out.write(b"Barang dengan nama panjang sekali;1234567890;Rp 1.000.000,00\n" * 50_000)
    sheet = _sheet(path)
    before = pa.total_allocated_bytes()
    highest = rows_n = 0
    for batch in sheet.open([0, 2], 1):
        rows_n += batch.num_rows
        highest = max(highest, pa.total_allocated_bytes() - before)
    assert rows_n == 1_000_000
    assert highest < 100 * 2**20
