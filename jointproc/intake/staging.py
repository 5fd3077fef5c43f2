"""A private DuckDB for one reading: the rows of a file under our own column names, cleaned there in SQL."""

from __future__ import annotations

import shutil
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jointproc.intake.presets import Fit
from jointproc.intake.sheet import NATIVE_NUMBER, ReadAgain, every_batch
from jointproc.text import Count, Message, msg

__all__ = ["CANONICAL", "NUMBERS", "Staging"]

NUMBERS: Final = ("quantity", "unit_price", "shipping", "amount")

CANONICAL: Final = (
    "region",
    "buyer",
    "fiscal_year",
    "date",
    "text",
    "spec",
    "product",
    "account_code",
    "kbki",
    "catalogue",
    "quantity",
    "unit",
    "volume",
    "unit_price",
    "shipping",
    "amount",
    "vendor",
    "method",
    "baseline_kind",
    "source_ref",
    "stage",
    "status",
    "deleted",
    "active",
    "currency",
    "join_key",
)
# Parts several columns that may each name the region.
REGION_SEPARATOR: Final = "\x1f"
_MEMORY: Final = "1GB"
_ZERO: Final = r"^[^0-9]*0+([.,]0+)*[^0-9]*$"
_SHAPE: Final = np.arange(256, dtype=np.uint8)
_SHAPE[ord("0") : ord("9")] = ord("9")
_SQL: Final = Path(__file__).parent / "sql"
_TABLES: Final = ("00_macros", "20_answers", "part")


@cache
def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


class Staging:
    """The database of one reading; it disappears with the object."""

    def __init__(self, most_rows: int | None = None) -> None:
        self.most_rows = most_rows
        folder = tempfile.mkdtemp(prefix="jointproc-")
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "memory_limit": _MEMORY,
                "temp_directory": str(Path(folder) / "spill"),
            },
        )
        self._connection.execute("SET force_compression = 'uncompressed'")
        self.surplus: list[tuple[int, int, int, int]] = []
        self._parts: list[pa.Table] = []
        self._shapes: dict[str, dict[str, tuple[str, int]]] = {}
        self._end = weakref.finalize(self, _remove, self._connection, folder)
        for name in _TABLES:
            self._connection.execute(_sql(name))
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET enable_progress_bar = false")

    def close(self) -> None:
        """Give back memory and disk."""
        self._end()

    def run(self, name: str, **params: Any) -> duckdb.DuckDBPyConnection:
        """Run one statement file with its ``$parameters``."""
        cursor = self._connection
        return cursor.execute(_sql(name), params) if params else cursor.execute(_sql(name))

    def rows(self, name: str, **params: Any) -> list[tuple[Any, ...]]:
        """The rows a statement gives."""
        return self.run(name, **params).fetchall()

    def add(self, table: str, columns: dict[str, Sequence[Any]]) -> None:
        """Append rows, given as columns, to one of our own tables."""
        if not next(iter(columns.values()), ()):
            return
        frame = pd.DataFrame({name: pd.Series(list(values), dtype=object) for name, values in columns.items()})
        self._connection.append(table, frame, by_name=True)

    def fill(self, part: int, fit: Fit, tell: Callable[[float, Message], None]) -> int:
        """Copy the mapped columns of a sheet into ``cell``; returns the number of rows."""
        parts_n, surplus_n, shapes = len(self._parts), len(self.surplus), deepcopy(self._shapes)
        try:
            return self._fill(part, fit, tell)
        except ReadAgain:
            del self._parts[parts_n:], self.surplus[surplus_n:]
            self._shapes = shapes
            return self._fill(part, fit, tell)

    def _fill(self, part: int, fit: Fit, tell: Callable[[float, Message], None]) -> int:
        positions = {p for ps in _sources(fit).values() for p in ps}
        surplus = _surplus(fit)
        rows_n = 0
        hint = fit.sheet.rows_hint or 0
        joined = _lookup(fit.joined) if fit.joined else None
        for batch in _ahead(fit.sheet.open(sorted({*positions, *surplus}), fit.after_line)):
            kept = self._set_aside(part, fit, batch, surplus) if surplus else batch
            rows = _completed(_canonical(part, fit, kept), joined, fit)
            self._note_shapes(rows)
            self._parts.append(rows)
            rows_n += kept.num_rows
            if self.most_rows is not None and rows_n >= self.most_rows:
                self._parts[-1] = self._parts[-1].slice(0, rows.num_rows - (rows_n - self.most_rows))
                return self.most_rows
            tell(min(rows_n / hint, 1.0) if hint else 0.5, msg("{n} baris dibaca", n=Count(rows_n)))
        return rows_n

    def _set_aside(self, part: int, fit: Fit, batch: pa.RecordBatch, surplus: list[int]) -> pa.RecordBatch:
        """Rows that hold something beyond the last header: what belongs to which column is not known."""
        beyond = [pc.is_valid(batch.column(f"c{p}")) for p in surplus]
        bad = beyond[0]
        for one in beyond[1:]:
            bad = pc.or_(bad, one)
        expected = surplus[0]
        for line in batch.column("line_no").filter(bad).to_pylist():
            self.surplus.append((part, line, fit.sheet.width, expected))
        return batch.filter(pc.invert(bad))

    def shapes(self) -> Iterator[tuple[str, str, str, int]]:
        """How the numbers of each column are written: ``canonical, shape, example, rows``."""
        for canonical, found in self._shapes.items():
            for shape, (example, rows_n) in found.items():
                yield canonical, shape, example, rows_n

    def _note_shapes(self, batch: pa.Table) -> None:
        for canonical in NUMBERS:
            column = batch.column(canonical).combine_chunks()
            if column.null_count == len(column):
                continue
            known = self._shapes.setdefault(canonical, {})
            for shape, example, rows_n in _shapes(column):
                before = known.get(shape, (example, 0))
                known[shape] = (before[0], before[1] + rows_n)

    def seal(self) -> None:
        """All rows are there: let SQL see them as the table ``cell``."""
        rows = pa.concat_tables(self._parts) if self._parts else _nothing()
        numbered = rows.add_column(0, "row_no", pa.array(np.arange(rows.num_rows, dtype=np.int32)))
        self._connection.register("cell", numbered)
        self._parts = []

    def batches(self, name: str, rows: int = 200_000, **params: Any) -> Iterator[pa.RecordBatch]:
        """The rows of a statement as Arrow batches."""
        with warnings.catch_warnings():
            # a relation would not copy, but allows no other statement while its batches are being read
            warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)
            reader: pa.RecordBatchReader = self.run(name, **params).to_arrow_reader(rows)
        yield from reader


def _ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches; while one is worked on, the next is being read."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _remove(connection: duckdb.DuckDBPyConnection, folder: str) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)


def _without_currency_dot(column: pa.Array) -> pa.Array:
    """``Rp.`` as ``Rp``: the only point that is no part of the number."""
    data = column.buffers()[2]
    written = data.to_pybytes() if data else b""
    if not any(sign in written for sign in (b"p.", b"P.", b"R.")):
        return column
    return pc.replace_substring_regex(column, r"^(\s*)([Rr][Pp]|[Ii][Dd][Rr])\.", r"\1\2")


def _shapes(column: pa.StringArray) -> Iterator[tuple[str, str, int]]:
    """Shape, example and count of each way of writing in a column; the same shapes as SQL's ``number_shape``.

    Digits are one byte in UTF-8 and no part of any other sign, so the text buffer is translated as a whole.
    """
    column = pc.drop_null(column)
    _valid, offsets, data = column.buffers()
    if data is None:
        return
    signs = np.frombuffer(data, np.uint8)
    shaped = pa.StringArray.from_buffers(
        len(column), offsets, pa.py_buffer(_SHAPE[signs].tobytes()), offset=column.offset
    )
    zero = pc.starts_with(column, "0")
    if pc.any(zero).as_py():
        shaped = pc.if_else(zero, pc.binary_join_element_wise("0", shaped, ""), shaped)
    encoded = shaped.dictionary_encode()
    codes = encoded.indices.to_numpy()
    counts = np.bincount(codes)
    first = np.empty(len(counts), np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the last one written stays
    for shape, position, rows_n in zip(encoded.dictionary.to_pylist(), first.tolist(), counts.tolist(), strict=True):
        yield shape, column[position].as_py(), rows_n


def _nothing() -> pa.Table:
    numbers = {"part": pa.array([], pa.int32()), "line_no": pa.array([], pa.int32())}
    return pa.table({**numbers, **{name: pa.array([], pa.string()) for name in CANONICAL}})


def _surplus(fit: Fit) -> list[int]:
    """Columns of a delimited text beyond its last header; a workbook may hold notes there."""
    headers_n = len(fit.sheet.head[fit.header_row])
    return list(range(headers_n, fit.sheet.width)) if fit.sheet.kind == "csv" else []


def _lookup(fit: Fit) -> pa.Table:
    """The sheet that completes another one, one row for each key."""
    positions = sorted({p for ps in _sources(fit).values() for p in ps})
    batches = every_batch(fit.sheet, positions, fit.after_line)
    parts = [_canonical(0, fit, batch) for batch in batches]
    rows = pa.concat_tables(parts) if parts else _nothing()
    return rows.filter(pc.is_valid(rows.column("join_key")))


def _completed(rows: pa.Table, joined: pa.Table | None, fit: Fit) -> pa.Table:
    """``rows`` with the columns that the layout takes from the joined sheet, where they are empty."""
    if joined is None or fit.preset.join is None:
        return rows
    place = pc.index_in(_bare(rows.column("join_key")), value_set=_bare(joined.column("join_key")).combine_chunks())
    for name in fit.preset.join["take"]:
        found = joined.column(name).combine_chunks().take(place)
        at = rows.schema.get_field_index(name)
        rows = rows.set_column(at, name, pc.coalesce(rows.column(name), found))
    return rows


def _bare(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Keys alike whether the file held them as numbers or as text."""
    return pc.replace_substring_regex(column, r"^[\x11]|\.0$", "")


def _sources(fit: Fit) -> dict[str, tuple[int, ...]]:
    return {name: (position, *fit.fallbacks.get(name, ())) for name, position in fit.positions.items()}


def _joined_texts(columns: list[pa.Array]) -> pa.Array:
    """The texts of a row put together; empty where all are. (Arrow's own way of skipping nulls loses such rows.)"""
    joined = columns[0]
    for column in columns[1:]:
        joined = pc.coalesce(pc.binary_join_element_wise(joined, column, REGION_SEPARATOR), joined, column)
    return joined


def _canonical(part: int, fit: Fit, batch: pa.RecordBatch) -> pa.Table:
    """One batch under our own column names; columns the file lacks are left out (they become NULL)."""
    zero = fit.preset.zero_is_empty
    columns: dict[str, Any] = {
        "part": pa.repeat(pa.scalar(part, pa.int32()), batch.num_rows),
        "line_no": batch.column("line_no"),
    }
    for canonical, positions in _sources(fit).items():
        if canonical not in CANONICAL:
            continue
        found = [batch.column(f"c{p}") for p in positions]
        if canonical in NUMBERS:
            found = [_without_currency_dot(c) for c in found]
            if len(found) > 1:  # "belum dibuat" in the best column must not hide a figure in the next
                found = [pc.if_else(pc.match_substring_regex(c, "[0-9]"), c, None) for c in found]
        if canonical in zero:
            found = [pc.if_else(pc.match_substring_regex(c, _ZERO), None, c) for c in found]
        if canonical == "region" and len(found) > 1:
            columns[canonical] = _joined_texts(found)
        else:
            columns[canonical] = found[0] if len(found) == 1 else pc.coalesce(*found)
    quantity = fit.preset.constants.get("quantity")
    if quantity and "quantity" not in columns:
        columns["quantity"] = pa.repeat(pa.scalar(NATIVE_NUMBER + quantity), batch.num_rows)
    for canonical in CANONICAL:
        if canonical not in columns:
            columns[canonical] = pa.nulls(batch.num_rows, pa.string())
    return pa.table({name: columns[name] for name in ("part", "line_no", *CANONICAL)})
