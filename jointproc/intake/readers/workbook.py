"""Workbooks (XLSX, XLS, ODS), every sheet, through python-calamine."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Final

import python_calamine

from jointproc.intake.files import damaged, locked
from jointproc.intake.sheet import Sheet, refuse_too_many, sheet_of_rows

__all__ = ["workbook"]

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def workbook(content: bytes | Path, name: str, *, member: str = "") -> list[Sheet]:
    """The sheets of a workbook in order; empty ones have no head."""
    try:
        if isinstance(content, Path):
            book = python_calamine.CalamineWorkbook.from_path(str(content))
        else:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book, title, name, member) for title in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise locked(name) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged(name) from error
    except BaseException as error:
        # a fault inside the Rust library is no Exception in Python
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name) from error


def _sheet(book: Any, title: str, name: str, member: str) -> Sheet:
    kept, lines = [], []
    rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    for line, row in enumerate(rows, start=1):
        if any(cell != "" for cell in row):
            kept.append(row)
            lines.append(line)
    refuse_too_many(len(kept) - 1, name)
    for row in kept:
        for place, cell in enumerate(row):
            if cell.__class__ is str and "_x" in cell:
                row[place] = _ESCAPED.sub(_sign, cell)
    return sheet_of_rows(title, kept, lines, kind="sheet", member=member)


def _sign(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign.isprintable() else " "
