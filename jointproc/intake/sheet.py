"""A table before we know what its columns mean: its first rows, and all of them again as Arrow record batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from jointproc.errors import InputError
from jointproc.text import Count

__all__ = [
    "HEAD_ROWS",
    "LARGEST_ROWS",
    "NATIVE_DATE",
    "NATIVE_NUMBER",
    "BadRow",
    "ReadAgain",
    "Sheet",
    "cell_text",
    "every_batch",
    "refuse_too_many",
    "sheet_of_rows",
]

HEAD_ROWS: Final = 200
LARGEST_ROWS: Final = 20_000_000
# Stand before the text of a cell that the file itself held as a number or a date.
NATIVE_NUMBER: Final = "\x11"
NATIVE_DATE: Final = "\x12"
_BATCH_ROWS: Final = 65_536


class ReadAgain(Exception):
    """The quick way of reading went wrong part of the way; opened again, the sheet is read in the exact one."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row with more cells than the header: which belongs to which column is not known, so it is never read."""

    line_no: int
    found: int
    expected: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file.

    Attributes:
        name: the sheet's name; empty for a lone CSV or JSON.
        head: the first rows that are not empty (at most ``HEAD_ROWS``), cells as the file holds them.
        lines: the line of each of those rows as a person sees it (JSON: the position of the object; header 0).
        width: number of columns.
        open: ``open(positions, after_line)`` gives every row after a line: ``line_no`` (int32), then ``c{position}``
            (string) for each position asked for. An empty cell is null; a native number is ``\\x11`` + decimal text,
            a native date ``\\x12`` + ISO text.
            Raises ``ReadAgain`` when what was given so far must be thrown away and the sheet opened once more.
        bad_rows: after a full read, the rows that could not be read.
        rows_hint: about how many rows there are.
        kind: ``csv``, ``sheet``, ``json``, ``parquet`` or ``ocds``.
        member: the file inside an archive.
        facts: what the container says of itself.
    """

    name: str
    head: list[list[Any]]
    lines: list[int]
    width: int
    open: Callable[[Sequence[int], int], Iterator[pa.RecordBatch]]
    bad_rows: Callable[[], list[BadRow]]
    rows_hint: int | None
    kind: str
    member: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def every_batch(sheet: Sheet, positions: Sequence[int], after_line: int) -> list[pa.RecordBatch]:
    """All rows of a sheet at once, whichever way they have to be read."""
    try:
        return list(sheet.open(positions, after_line))
    except ReadAgain:
        return list(sheet.open(positions, after_line))


def sheet_of_rows(
    name: str,
    rows: Sequence[Sequence[Any]],
    lines: Sequence[int],
    *,
    kind: str = "sheet",
    member: str = "",
    facts: Mapping[str, str] | None = None,
) -> Sheet:
    """A sheet from rows of cells; only the columns asked for are ever turned into text."""
    width = max((len(row) for row in rows[:HEAD_ROWS]), default=0)

    def batches(positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        first = next((i for i, line in enumerate(lines) if line > after_line), len(lines))
        for start in range(first, len(rows), _BATCH_ROWS):
            piece = rows[start : start + _BATCH_ROWS]
            columns = [pa.array(lines[start : start + _BATCH_ROWS], pa.int32())]
            columns.extend(_column(piece, position) for position in positions)
            yield pa.record_batch(columns, names=["line_no", *(f"c{p}" for p in positions)])

    head = [list(row) for row in rows[:HEAD_ROWS]]
    return Sheet(
        name,
        head,
        list(lines[:HEAD_ROWS]),
        width,
        batches,
        lambda: [],
        len(rows),
        kind,
        member,
        dict(facts or {}),
    )


def refuse_too_many(rows_n: int, name: str) -> None:
    """Raises ``InputError`` for more rows than one dataset may have."""
    if rows_n > LARGEST_ROWS:
        raise InputError(
            "Berkas {name} memuat lebih dari {n} baris: bagi menjadi beberapa berkas.", name=name, n=Count(LARGEST_ROWS)
        )


def _column(rows: Sequence[Sequence[Any]], position: int) -> pa.Array:
    try:
        cells = [row[position] for row in rows]
    except IndexError:
        cells = [row[position] if position < len(row) else None for row in rows]
    return pa.array([cell_text(cell) for cell in cells], pa.string())


def cell_text(cell: Any) -> str | None:
    """A cell as text that keeps what kind of thing it was; ``None`` when empty."""
    if cell.__class__ is str:
        return cell.replace(NATIVE_NUMBER, "").replace(NATIVE_DATE, "") or None
    if cell is None or cell is False or cell is True:
        return None if cell is None else str(cell).lower()
    if isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return None
        return NATIVE_NUMBER + (str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f"))
    if isinstance(cell, Decimal):
        return NATIVE_NUMBER + format(cell, "f") if cell.is_finite() and abs(cell.adjusted()) < 400 else None
    if isinstance(cell, int):
        return f"{NATIVE_NUMBER}{cell}" if cell.bit_length() < 1600 else None
    if isinstance(cell, datetime | date):
        return NATIVE_DATE + cell.isoformat()
    return str(cell) or None
