"""SQL kept as files: one table, view, query or change per ``.sql``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, Literal

__all__ = ["Folder", "parameters", "statement", "statements"]

Folder = Literal["table", "view", "query", "change"]
_ROOT: Final = Path(__file__).parent / "sql"
_PARAMETER: Final = re.compile(r"\$([a-z_]+)")
_COMMENT: Final = re.compile(r"--[^\n]*")


@cache
def statement(folder: Folder, name: str) -> str:
    """The text of ``sql/<folder>/<name>.sql``. Raises ``KeyError`` for a name that has no file."""
    path = _ROOT / folder / f"{name}.sql"
    if path.parent != _ROOT / folder or not path.is_file():
        raise KeyError(f"no SQL file {folder}/{name}.sql")
    return path.read_text(encoding="utf-8")


@cache
def parameters(folder: Folder, name: str) -> frozenset[str]:
    """The ``$names`` a statement asks for."""
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", statement(folder, name))))


def statements(folder: Folder) -> list[str]:
    """All statement names of a folder in order (tables and views carry a number in their file name)."""
    return sorted(path.stem for path in (_ROOT / folder).glob("*.sql"))
