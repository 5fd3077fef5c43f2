"""Parquet, streamed by Arrow; numbers and dates stay what they are."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jointproc.intake.files import damaged
from jointproc.intake.sheet import HEAD_ROWS, NATIVE_DATE, NATIVE_NUMBER, Sheet, cell_text, refuse_too_many

__all__ = ["parquet"]

_BATCH: Final = 65_536
# a damaged page is found only when it is read
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, LookupError, OverflowError)


def parquet(content: bytes | Path, name: str, *, member: str = "") -> Sheet:
    """The table of a Parquet file; line 1 is its first row. Raises ``InputError``, also while it is being read."""
    try:
        file = pq.ParquetFile(content if isinstance(content, Path) else io.BytesIO(content))
        header = [str(n) for n in file.schema_arrow.names]
        first = next(file.iter_batches(HEAD_ROWS), None)
        rows = [] if first is None else _native_rows(first)
    except _BROKEN as error:
        raise damaged(name) from error
    refuse_too_many(file.metadata.num_rows, name)
    flat = len(set(header)) == len(header) and not any("." in n for n in header)

    def batches(positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        line = 1
        names = ["line_no", *(f"c{p}" for p in positions)]
        # columns of the same name, and those inside others, can't be asked for one by one
        wanted = ([header[p] for p in positions] or header[:1]) if flat else None
        try:
            for batch in file.iter_batches(_BATCH, columns=wanted):
                lines = np.arange(line, line + batch.num_rows, dtype=np.int32)
                line += batch.num_rows
                columns = [_texts(batch.column(header[p] if flat else p)) for p in positions]
                out = pa.record_batch([pa.array(lines), *columns], names=names)
                yield out if after_line < 1 else out.filter(pc.greater(out.column(0), after_line))
        except _BROKEN as error:
            raise damaged(name) from error

    return Sheet(
        "",
        [header, *rows],
        list(range(len(rows) + 1)),
        len(header),
        batches,
        lambda: [],
        file.metadata.num_rows,
        "parquet",
        member,
    )


def _native_rows(batch: pa.RecordBatch) -> list[list[Any]]:
    columns = [[_native(value) for value in column.to_pylist()] for column in batch.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _native(value: Any) -> Any:
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "true" if value is True else "false" if value is False else value


def _texts(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column.validate(full=True)
        text = column.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), None, text)
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return pc.binary_join_element_wise(NATIVE_NUMBER, column.cast(pa.string()), "")
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return pc.binary_join_element_wise(NATIVE_DATE, column.cast(pa.string()), "")
    return pa.array([cell_text(_native(value)) for value in column.to_pylist()], pa.string())
