"""Delimited text (CSV, TSV, semicolons, pipes): streamed by Arrow, with the exact line of every row.

Arrow reads a million rows in half a second but numbers rows, not lines; the lines come from a scan of the bytes
(:mod:`jointproc.intake.readers.records`). Text whose quotes are not well-formed is read by the standard reader in
pieces: slower, and just as exact.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from jointproc.errors import InputError
from jointproc.intake.readers.records import layout_of, record_starts
from jointproc.intake.readers.text import BLOCK, Text, as_utf8
from jointproc.intake.sheet import HEAD_ROWS, BadRow, ReadAgain, Sheet, refuse_too_many

__all__ = ["delimited"]

_DELIMITERS: Final = ";,\t|"
_QUOTED: Final = re.compile(r'"[^"]*"')
_HEAD_BYTES: Final = 4 * 1024 * 1024
_PIECE: Final = 50_000
_BAD_TEXT: Final = 2000
# Stands in a line of its own after the text; a quote that is never closed swallows it.
_END: Final = "\ue000"

csv.field_size_limit(16 * 1024 * 1024)
Lines = npt.NDArray[np.int64]


def delimited(content: bytes | Path, name: str, *, member: str = "") -> Sheet:
    """The table of a delimited text. Raises ``InputError`` when it is no text, or a quote is never closed."""
    text, encoding = as_utf8(content, name)
    start = codecs.getincrementaldecoder("utf-8")("replace").decode(text.start(_HEAD_BYTES))
    delimiter = _delimiter(start)
    head, lines = _head(start, delimiter, name, whole=text.size <= _HEAD_BYTES)
    if not head or (len(head) == 1 and len(head[0]) == 1 and not head[0][0].isprintable()):
        raise InputError(
            "Berkas {name} bukan berkas data yang dikenal; simpan sebagai CSV, XLSX, atau JSON.", name=name
        )
    table = _Table(text, delimiter, head, name)
    facts = {"encoding": encoding, "delimiter": {"\t": "tab"}.get(delimiter, delimiter)}
    return Sheet("", head, lines, table.width, table.open, lambda: table.bad, table.rows_n, "csv", member, facts)


class _Table:
    def __init__(self, text: Text, delimiter: str, head: Sequence[Sequence[str]], name: str) -> None:
        self.text, self.delimiter, self.name = text, delimiter, name
        self.usual_width, self.width = _widths(head)
        self.bad: list[BadRow] = []
        self.layout = layout_of(text, delimiter, self.usual_width)
        self.rows_n = self.layout.records_n
        refuse_too_many(self.rows_n, name)
        self.exact = self.usual_width < 2 or self.layout.lone_returns or self.layout.odd_quotes
        if self.layout.odd_quotes:  # say early, with its line, which quote is never closed
            for _row in _rows(text, delimiter, name):
                pass

    def open(self, positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        """See ``Sheet.open``."""
        self.bad = []
        yield from (self._exact if self.exact else self._quick)(list(positions), after_line)

    # ------------------------------------------------------------------ by Arrow

    def _quick(self, positions: list[int], after_line: int) -> Iterator[pa.RecordBatch]:
        numbers = _Numbers(self.text, after_line, quoted=self.layout.breaks_in_quotes)
        if numbers.begin is None:
            return  # nothing below the header
        expected_n = self.rows_n - numbers.before_n
        odd: list[tuple[int, str]] = []

        def note(row: Any) -> str:
            odd.append((row.number, row.text))
            return "skip"

        try:
            reader = self._reader(numbers.begin, positions, note)
            seen_n = 0
            while True:
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    break
                # blocks are parsed ahead: rows of later ones may be told already
                skipped = np.array([number for number, _row in odd], np.int64)
                places = np.setdiff1d(
                    np.arange(seen_n + 1, seen_n + 1 + batch.num_rows + len(skipped)), skipped, assume_unique=True
                )[: batch.num_rows]
                if len(places):
                    seen_n = int(places[-1])
                due = [(number, row) for number, row in odd if number <= seen_n]
                odd = odd[len(due) :]
                yield self._numbered(batch, places, due, positions, numbers)
            if odd:
                seen_n = odd[-1][0]
                yield self._numbered(None, np.array([], np.int64), odd, positions, numbers)
        except (pa.ArrowException, _OutOfLines):
            self.exact = True
            raise ReadAgain from None
        if seen_n != expected_n:
            self.exact = True
            raise ReadAgain

    def _reader(self, begin: int, positions: list[int], note: Any) -> pa_csv.CSVStreamingReader:
        names = [f"c{i}" for i in range(self.usual_width)]
        wanted = [f"c{p}" for p in positions if p < self.usual_width]
        return pa_csv.open_csv(
            self.text.stream(begin),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=BLOCK, use_threads=False),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.delimiter,
                invalid_row_handler=note,
                newlines_in_values=self.layout.breaks_in_quotes,
            ),
            convert_options=pa_csv.ConvertOptions(
                # whether a row is empty can be told from all its columns only
                include_columns=names if self.layout.empty_rows else wanted or names[:1],
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )

    def _numbered(
        self,
        batch: pa.RecordBatch | None,
        places: Lines,
        odd: list[tuple[int, str]],
        positions: list[int],
        numbers: _Numbers,
    ) -> pa.RecordBatch:
        """A batch with its lines and, in their places, the rows Arrow could not take."""
        last = max(int(places[-1]) if len(places) else 0, odd[-1][0] if odd else 0)
        lines = numbers.up_to(last)
        first = numbers.first_place
        out = _batch([], [], positions)
        if batch is not None:
            full = batch
            own = pa.array(lines[places - first].astype(np.int32))
            if self.layout.empty_rows:
                filled = pa.array(_any_valid(full))
                full, own = full.filter(filled), own.filter(filled)
            columns = [
                full.column(f"c{p}") if p < self.usual_width else pa.nulls(full.num_rows, pa.string())
                for p in positions
            ]
            out = pa.record_batch([own, *columns], names=["line_no", *(f"c{p}" for p in positions)])
        repaired_lines, repaired = [], []
        for number, row in odd:
            line = int(lines[number - first])
            if cells := self._fit(line, next(csv.reader([row], delimiter=self.delimiter), [])):
                repaired_lines.append(line)
                repaired.append(cells)
        numbers.forget(last)
        if not repaired:
            return out
        both = (
            pa.Table.from_batches([out, _batch(repaired_lines, repaired, positions)])
            .sort_by("line_no")
            .combine_chunks()
        )
        return both.to_batches()[0]

    # ------------------------------------------------------------------ by the standard reader

    def _fit(self, line: int, cells: list[str]) -> list[str] | None:
        """A row of the right width, or ``None`` when it is empty or can't be read."""
        if not any(cells):
            return None
        while len(cells) > self.width and not cells[-1]:
            cells.pop()
        if len(cells) > self.width:
            self.bad.append(BadRow(line, len(cells), self.width, self.delimiter.join(cells)[:_BAD_TEXT]))
            return None
        return cells

    def _exact(self, positions: list[int], after_line: int) -> Iterator[pa.RecordBatch]:
        for lines, rows in _pieces(_rows(self.text, self.delimiter, self.name, after_line)):
            if any(len(row) > self.width for row in rows):
                fitted = [
                    (line, cells) for line, row in zip(lines, rows, strict=True) if (cells := self._fit(line, row))
                ]
                lines, rows = [line for line, _cells in fitted], [cells for _line, cells in fitted]
            if rows:
                yield _batch(lines, rows, positions)


def _pieces(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[list[int], list[list[str]]]]:
    while piece := list(islice(rows, _PIECE)):
        yield [line for line, _cells in piece], [cells for _line, cells in piece]


class _OutOfLines(Exception):
    """Arrow found more rows than there are."""


class _Numbers:
    """The line of each row below ``after_line``, counted from 1, in step with the reading."""

    def __init__(self, text: Text, after_line: int, *, quoted: bool) -> None:
        self.begin: int | None = None
        self.before_n = 0
        self.first_place = 1
        self._starts = record_starts(text, quoted=quoted)
        self._lines: Lines = np.array([], np.int64)
        for offsets, lines in self._starts:
            below = int(np.searchsorted(lines, after_line, side="right"))
            self.before_n += below
            if below < len(lines):
                self.begin, self._lines = int(offsets[below]), lines[below:]
                break

    def up_to(self, place: int) -> Lines:
        """The lines of the rows from ``first_place`` to at least ``place``."""
        pieces, known = [self._lines], self.first_place - 1 + len(self._lines)
        while known < place:
            found = next(self._starts, None)
            if found is None:
                raise _OutOfLines
            pieces.append(found[1])
            known += len(found[1])
        self._lines = np.concatenate(pieces) if len(pieces) > 1 else self._lines
        return self._lines

    def forget(self, place: int) -> None:
        """Rows up to ``place`` are done with."""
        if place >= self.first_place:
            self._lines = self._lines[place - self.first_place + 1 :]
            self.first_place = place + 1


def _any_valid(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    found = np.zeros(batch.num_rows, bool)
    for column in batch.columns:
        if column.null_count < len(column):
            found |= pc.is_valid(column).to_numpy(zero_copy_only=False)
    return found


def _batch(lines: list[int], rows: list[list[str]], positions: list[int]) -> pa.RecordBatch:
    columns = [pa.array(lines, pa.int32())]
    shortest = min(map(len, rows), default=0)
    for p in positions:
        cells = (
            [row[p] or None for row in rows] if p < shortest else [(row[p : p + 1] or [""])[0] or None for row in rows]
        )
        columns.append(pa.array(cells, pa.string()))
    return pa.record_batch(columns, names=["line_no", *(f"c{p}" for p in positions)])


# --------------------------------------------------------------------------- the beginning


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into the most, and most equal, columns."""
    head = [_QUOTED.sub("", line) for line in text[:50_000].splitlines()[:30] if line.strip()]
    if not head:
        return ","

    def worth(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in head]
        commonest = max(set(counts), key=counts.count)
        return (counts.count(commonest) * (commonest > 0), commonest)

    return max(_DELIMITERS, key=worth)


def _head(text: str, delimiter: str, name: str, *, whole: bool) -> tuple[list[list[str]], list[int]]:
    """The first rows that are not empty, and their lines."""
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            started, before = before + 1, reader.line_num
            if any(row):
                rows.append(row)
                lines.append(started)
                if len(rows) == HEAD_ROWS:
                    return rows, lines
    except csv.Error as error:
        raise _bad_quotes(name, reader.line_num) from error
    if not whole and rows:
        rows.pop()
        lines.pop()
    return rows, lines


def _widths(head: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The number of columns of the usual row, and of the table: a header may be wider than its rows.

    The usual width is that of the rows which together hold most cells; titles and odd rows are few. Rows wider than
    that are the header's doing only above the first usual row.
    """
    lengths = Counter(len(row) for row in head)
    usual = max(lengths, key=lambda n: (lengths[n] * n, n))
    first = next(i for i, row in enumerate(head) if len(row) == usual)
    above = (max((i + 1 for i, cell in enumerate(row) if cell), default=0) for row in head[:first])
    return usual, max(usual, *above, 0)


def _rows(text: Text, delimiter: str, name: str, after_line: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Every row below a line that is not empty, with the line it starts in."""
    with text.lines() as lines:
        reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
        started = before = 0
        last: list[str] = []
        try:
            for row in reader:
                started, before = before + 1, reader.line_num
                last = row
                if started > after_line and any(row) and row != [_END]:
                    yield started, row
        except csv.Error as error:
            raise _bad_quotes(name, reader.line_num) from error
        if last != [_END]:
            raise _bad_quotes(name, started)


def _bad_quotes(name: str, line: int) -> InputError:
    return InputError(
        "Berkas {name} tidak dapat dibaca di sekitar baris {line}: periksa tanda kutip di baris itu.",
        name=name,
        line=line,
    )
