"""Every kind of file as sheets: :func:`sheets` is the front door."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jointproc.intake.files import FileKind, recognise, unpacked
from jointproc.intake.kept import is_kept, kept_sheets
from jointproc.intake.readers.archive import archive
from jointproc.intake.readers.delimited import delimited
from jointproc.intake.readers.documents import documents
from jointproc.intake.readers.parquet import parquet
from jointproc.intake.readers.workbook import workbook
from jointproc.intake.sheet import Sheet

__all__ = ["sheets"]

_START: Final = 4096
# larger files on disk are read where they lie, never as a whole
_STREAMED: Final = 64 * 1024 * 1024


def sheets(content: bytes | Path, name: str) -> list[Sheet]:
    """The tables of a file, in order.

    Args:
        content: the bytes, or where a file lies (large CSV and Parquet files are then read piece by piece).
        name: what to call the file in sentences.

    Raises:
        InputError: one sentence, when the file can't be opened or holds nothing to read.
    """
    if isinstance(content, Path):
        with content.open("rb") as handle:
            start = handle.read(_START)
        if content.stat().st_size > _STREAMED and not start.startswith((b"PK", b"\x1f\x8b", b"BZh")):
            kind = recognise(start, name, size=content.stat().st_size)
            return _read(content, kind, name)
        content = content.read_bytes()
    content = unpacked(content, name)
    return _read(content, recognise(content, name), name)


def _read(content: bytes | Path, kind: FileKind, name: str, member: str = "") -> list[Sheet]:
    if kind == "archive":
        assert isinstance(content, bytes)
        return archive(content, name, _read)
    if kind == "sheet":
        return workbook(content, name, member=member)
    if kind == "parquet":
        return kept_sheets(content, name) if is_kept(content) else [parquet(content, name, member=member)]
    if kind == "json":
        return [documents(content, name, member=member)]
    return [delimited(content, name, member=member)]
