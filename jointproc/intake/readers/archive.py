"""ZIP archives: each member becomes sheets of its own; what can't be read is named."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from jointproc.errors import InputError
from jointproc.intake.files import FileKind, damaged, recognise, refuse_bomb, unpacked
from jointproc.intake.sheet import Sheet

__all__ = ["archive"]

# what systems add to archives by themselves
_NOT_MEANT: Final = frozenset(["Thumbs.db", "desktop.ini"])
_MOST_MEMBERS: Final = 2000


def archive(content: bytes, name: str, read: Callable[[bytes, FileKind, str, str], list[Sheet]]) -> list[Sheet]:
    """The sheets of all members in order, each with its ``member``.

    Members that can't be read are named in ``facts["skipped"]``.

    Raises:
        InputError: no member can be read; the sentence names the first, or all when there are several.
    """
    found: list[Sheet] = []
    troubles: dict[str, InputError] = {}
    unpacked_bytes = 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        infos = [info for info in packed.infolist() if _is_meant(info)]
        if len(infos) > _MOST_MEMBERS:
            raise InputError(
                "Arsip {name} memuat lebih dari {n} berkas: bagi menjadi beberapa arsip.", name=name, n=_MOST_MEMBERS
            )
        for info in infos:
            member, called = info.filename, f"{name} › {info.filename}"
            try:
                inner = unpacked(_content(packed, info, called), called)
            except InputError as error:
                troubles[member] = error
                continue
            unpacked_bytes += len(inner)
            refuse_bomb(unpacked_bytes, len(content), name)
            try:
                kind = recognise(inner, called)
                if kind == "archive":
                    raise InputError("Arsip {name} berisi arsip lain: ekstrak dahulu, lalu unggah isinya.", name=called)
                found.extend(read(inner, kind, called, member))
            except InputError as error:
                troubles[member] = error
    if not found:
        raise _nothing(name, troubles)
    skipped = {"skipped": ", ".join(troubles)} if troubles else {}
    return [replace(sheet, facts={**sheet.facts, **skipped}) for sheet in found]


def _is_meant(info: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(info.filename.replace("\\", "/")).name
    system = name.startswith((".", "~$")) or name in _NOT_MEANT or info.filename.startswith("__MACOSX/")
    return not info.is_dir() and not system


def _content(packed: zipfile.ZipFile, info: zipfile.ZipInfo, called: str) -> bytes:
    """A member's bytes; one that is longer than it claims to be fails its checksum here."""
    if info.flag_bits & 1:
        raise InputError(
            "Berkas {name} di dalam arsip terkunci kata sandi: ekstrak dahulu, lalu unggah isinya.", name=called
        )
    try:
        return packed.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise damaged(called) from error


def _nothing(name: str, troubles: dict[str, InputError]) -> InputError:
    if not troubles:
        return InputError("Arsip {name} tidak memuat berkas: masukkan berkas belanjanya, lalu unggah lagi.", name=name)
    if len(troubles) == 1:
        return next(iter(troubles.values()))
    return InputError(
        "Tidak ada berkas di arsip {name} yang dapat dibaca ({members}): masukkan CSV, XLSX, JSON, atau Parquet.",
        name=name,
        members=", ".join(troubles),
    )
