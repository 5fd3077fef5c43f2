"""Every kind of file as sheets: :func:`sheets` is the front door."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from jointproc.errors import InputError
from jointproc.intake.files import FileKind, recognise, unpacked
from jointproc.intake.kept import is_kept, kept_sheets
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
        return _members(content, name)
    if kind == "sheet":
        return workbook(content, name, member=member)
    if kind == "parquet":
        return kept_sheets(content) if is_kept(content) else [parquet(content, name, member=member)]
    if kind == "json":
        return [documents(content, name, member=member)]
    return [delimited(content, name, member=member)]


def _members(content: bytes, name: str) -> list[Sheet]:
    found: list[Sheet] = []
    troubles: dict[str, InputError] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            if info.is_dir() or info.filename.startswith("__MACOSX/") or Path(info.filename).name.startswith("."):
                continue
            inner = archive.read(info)
            called = f"{name} › {info.filename}"
            try:
                kind = recognise(inner, called)
                if kind == "archive":
                    raise InputError("Arsip {name} berisi arsip lain: ekstrak dahulu, lalu unggah isinya.", name=called)
                found.extend(_read(inner, kind, called, info.filename))
            except InputError as error:
                troubles[info.filename] = error
    if not found:
        if troubles:
            raise next(iter(troubles.values()))
        raise InputError("Arsip {name} tidak memuat berkas: masukkan berkas belanjanya, lalu unggah lagi.", name=name)
    skipped = {"skipped": ", ".join(troubles)} if troubles else {}
    return [replace(sheet, facts={**sheet.facts, **skipped}) for sheet in found]
