"""What stands on the first page of a file that was made, read back from the file itself."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

__all__ = ["first_lines"]

_MOST: Final = 16
_COLUMNS: Final = 5


def first_lines(data: bytes, suffix: str) -> tuple[str, ...]:
    """The first lines a reader would see; none for formats that aren't read here."""
    reader = _READERS.get(suffix)
    return tuple(line for line in (" ".join(t.split()) for t in reader(data)) if line)[:_MOST] if reader else ()


def _document(data: bytes) -> list[str]:
    return [p.text for p in Document(io.BytesIO(data)).paragraphs[: 4 * _MOST]]


def _slides(data: bytes) -> list[str]:
    return [s.shapes.title.text_frame.text for s in Presentation(io.BytesIO(data)).slides if s.shapes.title is not None]


def _workbook(data: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    first = book.worksheets[0]
    rows = first.iter_rows(max_row=_MOST, max_col=_COLUMNS, values_only=True)
    lines = [" · ".join(book.sheetnames), *("   ".join(str(v) for v in row if v is not None) for row in rows)]
    book.close()
    return lines


def _archive(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def _text(data: bytes) -> list[str]:
    return data[:4000].decode("utf-8", errors="replace").splitlines()


_READERS: Final = {
    ".docx": _document,
    ".pptx": _slides,
    ".xlsx": _workbook,
    ".zip": _archive,
    ".json": _text,
    ".csv": _text,
    ".toml": _text,
}
