"""The accepted lines of a reading, piece by piece, with the good of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from jointproc.goods import assign
from jointproc.intake import Reading
from jointproc.text import Count, Message, msg
from jointproc.warehouse import Piece
from jointproc.warehouse.changes import Run

__all__ = ["Progress", "part_of", "patient", "pieces", "silent"]

Progress = Callable[[float, Message], None]
# what a good is decided by
_GOODS: Final = (
    "line_no",
    "text",
    "spec",
    "product_code",
    "catalogue",
    "account_code",
    "kbki",
    "unit",
    "base_unit",
    "stage",
)


def pieces(reading: Reading, progress: Progress, left_out: Sequence[Run] = ()) -> Iterator[Piece]:
    """The accepted lines as the warehouse takes them.

    Args:
        progress: told after each piece; an exception from it cancels the load.
        left_out: lines not to hand on, as runs (member, first line, last line).
    """
    done = 0
    for batch in reading.batches():
        table = pa.table(batch)
        if left_out:
            table = table.filter(pa.array(~_within(table, left_out)))
        rows = np.arange(done, done + batch.num_rows, dtype=np.int32)
        if left_out:
            rows = rows[: table.num_rows]
        done += table.num_rows
        if table.num_rows:
            yield _piece(table, rows)
        progress(done / max(reading.rows_accepted, 1), msg("{n} baris disimpan", n=Count(done)))


def _piece(table: pa.Table, rows: np.ndarray) -> Piece:
    frame = table.select(list(_GOODS)).to_pandas()
    found = assign(frame)
    columns = {
        "row_no": pa.array(rows),
        "family": _texts(found.families),
        "good_id": _texts(found.links["good_id"]),
        "how": _texts(found.links["how"]),
        "confidence": pa.array(found.links["confidence"].to_numpy(), pa.float64()),
    }
    for name, column in columns.items():
        table = table.append_column(name, column)
    return Piece(table, found.goods)


def _texts(values: pd.Series) -> pa.Array:
    return pa.array(values.astype(object).to_numpy(), pa.string())


def _within(table: pa.Table, runs: Sequence[Run]) -> np.ndarray:
    """Which rows lie in one of the runs."""
    lines = table.column("line_no").to_numpy()
    members = table.column("member").to_pandas().fillna("").astype(str).to_numpy()
    inside = np.zeros(len(lines), dtype=bool)
    for member in {run[0] for run in runs}:
        own = sorted((first, last) for of, first, last in runs if of == member)
        firsts = np.array([first for first, _last in own])
        lasts = np.maximum.accumulate(np.array([last for _first, last in own]))
        at = np.searchsorted(firsts, lines, side="right") - 1
        inside |= (members == member) & (at >= 0) & (lines <= lasts[at])
    return inside


def silent(_share: float, _sentence: Message) -> None:
    """The progress report of someone who does not listen."""


def patient(progress: Progress) -> Progress:
    """A progress report that no longer cancels: what it tells of comes after everything was stored."""

    def tell(share: float, sentence: Message) -> None:
        with suppress(Exception):
            progress(share, sentence)

    return tell


def part_of(progress: Progress | None, start: float, end: float) -> Progress:
    """A progress report that fills only the stretch from ``start`` to ``end`` of a longer one."""
    if progress is None:
        return silent
    return lambda share, sentence: progress(start + (end - start) * min(max(share, 0.0), 1.0), sentence)
