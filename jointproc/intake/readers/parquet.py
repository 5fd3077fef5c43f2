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

from jointproc.errors import InputError
from jointproc.intake.sheet import HEAD_ROWS, NATIVE_DATE, NATIVE_NUMBER, Sheet, cell_text

__all__ = ["parquet"]

_BATCH: Final = 65_536


def parquet(content: bytes | Path, name: str, *, member: str = "") -> Sheet:
    """The table of a Parquet file; line 1 is its first row."""
    try:
        file = pq.ParquetFile(content if isinstance(content, Path) else io.BytesIO(content))
        header = [str(n) for n in file.schema_arrow.names]
        first = next(file.iter_batches(HEAD_ROWS), None)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "Berkas {name} rusak dan tidak dapat dibuka: unduh atau simpan ulang dari sumbernya.", name=name
        ) from error
    rows = [] if first is None else [[_native(row[n]) for n in header] for row in first.to_pylist()]

    def batches(positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        line = 1
        for batch in file.iter_batches(_BATCH, columns=[header[p] for p in positions] or header[:1]):
            lines = np.arange(line, line + batch.num_rows, dtype=np.int32)
            line += batch.num_rows
            columns = [_texts(batch.column(header[p])) for p in positions]
            out = pa.record_batch([pa.array(lines), *columns], names=["line_no", *(f"c{p}" for p in positions)])
            yield out if after_line < 1 else out.filter(pc.greater(out.column(0), after_line))

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
        text = column.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), None, text)
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return pc.binary_join_element_wise(NATIVE_NUMBER, column.cast(pa.string()), "")
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return pc.binary_join_element_wise(NATIVE_DATE, column.cast(pa.string()), "")
    return pa.array([cell_text(_native(value)) for value in column.to_pylist()], pa.string())
