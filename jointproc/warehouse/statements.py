"""SQL kept as files: one table, view, query, change or migration per ``.sql``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import duckdb

__all__ = ["Folder", "migrations", "parameters", "run", "statement", "statements"]

Folder = Literal["table", "view", "query", "change", "migration"]
_ROOT: Final = Path(__file__).parent / "sql"
_PARAMETER: Final = re.compile(r"\$([a-z_0-9]+)")
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
    """All statement names of a folder in order (tables, views and migrations carry a number in their file name)."""
    return sorted(path.stem for path in (_ROOT / folder).glob("*.sql"))


def migrations(since: int) -> list[str]:
    """The migrations that bring a file of schema ``since`` up to date, in order."""
    return [name for name in statements("migration") if int(name.split("_")[0]) > since]


def run(
    cursor: duckdb.DuckDBPyConnection, folder: Folder, name: str, params: Mapping[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    """Run every statement of a file, each with the parameters it asks for; the cursor holds the last one's rows."""
    for one in duckdb.extract_statements(statement(folder, name)):
        values = {key: (params or {})[key] for key in one.named_parameters}
        cursor.execute(one, values) if values else cursor.execute(one)
    return cursor
