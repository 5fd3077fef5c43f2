"""The lines of a stored file as they stood in it, read from its kept original."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jointproc.errors import InputError
from jointproc.intake.sheet import NATIVE_DATE, NATIVE_NUMBER
from jointproc.pipeline.originals import settle
from jointproc.pipeline.rebuild import read_again
from jointproc.warehouse import Originals, warehouse

__all__ = ["original_lines"]


def original_lines(dataset_id: str, lines: Collection[int], home: Path | None = None) -> list[tuple[int, list[Any]]]:
    """The header and some lines of a dataset's file: ``(line_no, cells)``, the header first.

    Cells of personal data are masked where the file is kept without them. Of an archive, its first member is read.

    Raises:
        InputError: the dataset or its original is not there.
    """
    wh = warehouse(home)
    settle(wh)
    found = next(((path, note) for path, note in Originals(wh.home).noted() if note.dataset_id == dataset_id), None)
    if found is None:
        raise InputError("Berkas asli dataset {dataset} tidak ada: muat ulang berkasnya.", dataset=dataset_id)
    reading = read_again(*found)
    try:
        sheet, header_row = reading.fit.sheet, reading.fit.header_row
        header_line = sheet.lines[header_row]
        rows: list[tuple[int, list[Any]]] = [(header_line, list(sheet.head[header_row]))]
        wanted = pa.array(sorted(set(lines)), pa.int32())
        for batch in sheet.open(range(sheet.width), header_line):
            few = batch.filter(pc.is_in(batch.column(0), value_set=wanted))
            columns = [few.column(i).to_pylist() for i in range(few.num_columns)]
            rows.extend((cells[0], [_plain(cell) for cell in cells[1:]]) for cells in zip(*columns, strict=True))
        return rows
    finally:
        reading.close()


def _plain(cell: str | None) -> str | None:
    return None if cell is None else cell.removeprefix(NATIVE_NUMBER).removeprefix(NATIVE_DATE)
