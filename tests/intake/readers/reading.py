"""What a sheet holds, as plain lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jointproc.intake.readers import sheets
from jointproc.intake.sheet import Sheet, every_batch


def one_sheet(content: bytes | Path, name: str = "x.dat") -> Sheet:
    """The only sheet of a file."""
    (sheet,) = sheets(content, name)
    return sheet


def rows_of(sheet: Sheet, positions: list[int] | None = None, after_line: int | None = None) -> list[list[Any]]:
    """Line and cells of every row; without ``after_line`` those below the first row of the head."""
    wanted = list(range(sheet.width)) if positions is None else positions
    after = (sheet.lines[0] if sheet.lines else 0) if after_line is None else after_line
    return [list(row.values()) for batch in every_batch(sheet, wanted, after) for row in batch.to_pylist()]
