"""ZIP archives: each member becomes sheets of its own; what can't be read is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from jointproc.errors import InputError
from jointproc.intake.files import BROKEN_ZIP, FileKind, damaged, part_bytes, recognise, refuse_bomb, unpacked
from jointproc.intake.sheet import Sheet

__all__ = ["archive"]

# what systems add to archives by themselves
_NOT_MEANT: Final = frozenset(["Thumbs.db", "desktop.ini"])
_MOST_MEMBERS: Final = 2000


def archive(content: bytes, name: str, read: Callable[[bytes, FileKind, str, str], list[Sheet]]) -> list[Sheet]:
    """The sheets of all members in order, each with its ``member``.

    Members that can't be read are named in ``facts["skipped"]``.

    Raises:
        InputError: no member can be read; the sentence names the first of them.
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
            called = f"{name} › {_shown(info.filename)}"
            try:
                inner = unpacked(_content(packed, info, called), called)
            except InputError as error:
                troubles[info.filename] = error
                continue
            unpacked_bytes += len(inner)
            refuse_bomb(unpacked_bytes, len(content), called)
            try:
                kind = recognise(inner, called)
                if kind == "archive":
                    raise InputError("Arsip {name} berisi arsip lain: ekstrak dahulu, lalu unggah isinya.", name=called)
                found.extend(read(inner, kind, called, info.filename))
            except InputError as error:
                troubles[info.filename] = error
    if not found:
        if troubles:
            raise next(iter(troubles.values()))
        raise InputError("Arsip {name} tidak memuat berkas: masukkan berkas belanjanya, lalu unggah lagi.", name=name)
    skipped = {"skipped": ", ".join(troubles)} if troubles else {}
    return [replace(sheet, facts={**sheet.facts, **skipped}) for sheet in found]


def _is_meant(info: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(info.filename.replace("\\", "/")).name
    system = name.startswith((".", "~$")) or name in _NOT_MEANT or info.filename.startswith("__MACOSX/")
    return not info.is_dir() and not system


def _shown(filename: str) -> str:
    """A member's name in one line."""
    return "".join(sign if sign.isprintable() else "�" for sign in filename)[:200]


def _content(packed: zipfile.ZipFile, info: zipfile.ZipInfo, called: str) -> bytes:
    if info.flag_bits & 1:
        raise InputError(
            "Berkas {name} di dalam arsip terkunci kata sandi: ekstrak dahulu, lalu unggah isinya.", name=called
        )
    try:
        return b"".join(part_bytes(packed, info))
    except NotImplementedError as error:
        raise InputError(
            "Berkas {name} dimampatkan dengan cara yang tidak dikenal: ekstrak dahulu, lalu unggah isinya.",
            name=called,
        ) from error
    except BROKEN_ZIP as error:
        raise damaged(called) from error
