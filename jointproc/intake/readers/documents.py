"""JSON: arrays, lines, envelopes, arrays without names, nested objects, and Open Contracting releases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from jointproc.errors import InputError
from jointproc.intake.readers.ocds import is_ocds, item_rows
from jointproc.intake.sheet import Sheet, refuse_too_many, sheet_of_rows

__all__ = ["documents"]

_ENVELOPES: Final = ("data", "aaData", "results", "records", "rows", "items")
_DEEPEST: Final = 4
# an object with fewer fields is an answer of the server, not a row
_A_RECORD: Final = 5


def documents(content: bytes | Path, name: str, *, member: str = "") -> Sheet:
    """The table inside a JSON text. Raises ``InputError`` when it is cut off, or holds no list of rows."""
    raw = content.read_bytes() if isinstance(content, Path) else content
    try:
        data, shape = _data(raw)
        data = _unwrapped(data)
        if is_ocds(data):
            rows, version = item_rows(data)
            return _of_records(rows, name, member, {"json": shape, "ocds_version": version}, "ocds")
        records, shape = _records(data, shape)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "Berkas {name} bukan JSON yang utuh: kemungkinan unduhannya terputus; unduh ulang.", name=name
        ) from error
    if records and shape == "datatables":
        width = max(len(row) for row in records)
        table: list[list[Any]] = [[str(i) for i in range(width)], *([_cell(c) for c in row] for row in records)]
        return sheet_of_rows("", table, range(len(table)), kind="json", member=member, facts={"json": shape})
    return _of_records(records, name, member, {"json": shape}, "json")


def _of_records(records: list[dict[str, Any]], name: str, member: str, facts: dict[str, str], kind: str) -> Sheet:
    if not records:
        raise InputError(
            "Berkas {name} tidak memuat daftar baris: yang dibaca ialah larik JSON berisi objek.", name=name
        )
    refuse_too_many(len(records), name)
    flat = [_flat(record) for record in records]
    header = list(dict.fromkeys(key for record in flat for key in record))
    rows: list[list[Any]] = [list(header), *([record.get(key) for key in header] for record in flat)]
    return sheet_of_rows("", rows, range(len(rows)), kind=kind, member=member, facts=facts)


def _data(raw: bytes) -> tuple[Any, str]:
    """A JSON document, or one object a line; numbers with decimals stay exact."""
    text = raw.decode(json.detect_encoding(raw)).removeprefix("\ufeff").replace("\x00", "")
    try:
        data = _loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [_loads(line) for line in lines], "lines"
    return data, "array" if isinstance(data, list) else "envelope"


def _loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=lambda _word: None)


def _unwrapped(data: Any) -> Any:
    """The release package inside a service's answer (``{"status": …, "data": {"releases": […]}}``), else the data."""
    inner = (
        [data[key] for key in _ENVELOPES if isinstance(data.get(key), list | dict)] if isinstance(data, dict) else []
    )
    return next((one for one in inner if is_ocds(one)), data) if not is_ocds(data) else data


def _records(data: Any, shape: str) -> tuple[list[Any], str]:
    if isinstance(data, dict):
        inner = next((data[key] for key in _ENVELOPES if isinstance(data.get(key), list | dict)), None)
        if isinstance(inner, dict):  # {"data": {"rows": […]}}
            return _records(inner, shape)
        if inner is None:
            lists = [value for value in data.values() if isinstance(value, list) and value]
            inner = max(lists, key=len) if lists else [data] if len(data) >= _A_RECORD else []
        data = inner
    if not isinstance(data, list):
        return [], shape
    arrays = [row for row in data if isinstance(row, list)]
    if arrays and len(arrays) > len(data) / 2:
        return arrays, "datatables"
    return [row for row in data if isinstance(row, dict)], shape


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Nested objects become ``outer.inner``; lists stay JSON text."""
    found: dict[str, Any] = {}

    def walk(prefix: str, items: Iterable[tuple[str, Any]], depth: int) -> None:
        for key, value in items:
            name = f"{prefix}{key}"
            if isinstance(value, dict) and value and depth < _DEEPEST:
                walk(f"{name}.", value.items(), depth + 1)
            else:
                found[name] = _cell(value)

    walk("", record.items(), 0)
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value == "" else value
