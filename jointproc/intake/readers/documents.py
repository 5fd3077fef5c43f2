"""JSON: arrays, lines, envelopes, arrays without names, nested objects, and Open Contracting releases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from jointproc.errors import InputError
from jointproc.intake.files import LARGEST_BYTES
from jointproc.intake.readers.ocds import is_ocds, item_rows, needed
from jointproc.intake.sheet import HEAD_ROWS, Sheet, every_batch, refuse_too_many, sheet_of_rows

__all__ = ["documents"]

_ENVELOPES: Final = ("data", "aaData", "results", "records", "rows", "items")
# what else an answer of a server says beside its rows
_BESIDE: Final = frozenset(
    (
        *("code", "count", "cursor", "draw", "error", "errors", "limit", "links", "message", "meta", "next", "ok"),
        *("next_cursor", "page", "pages", "pagination", "per_page", "previous", "recordsFiltered", "recordsTotal"),
        *("sEcho", "status", "success", "total", "iTotalRecords", "iTotalDisplayRecords"),
    )
)
_DEEPEST: Final = 4
# an object with fewer fields is an answer of the server, not a row
_A_RECORD: Final = 5
_PIECE: Final = 20_000
_LONGEST_LINE: Final = 64 * 1024 * 1024
# half a sign of two: JSON may hold it, UTF-8 can't
_HALF: Final = re.compile(r"[\ud800-\udfff]")


def documents(content: bytes | Path, name: str, *, member: str = "") -> Sheet:
    """The table of a JSON text; a file on disk with one object a line is read piece by piece.

    Raises:
        InputError: it is cut off, holds no list of rows, or is one document too large to be read at once.
    """
    if isinstance(content, Path):
        streamed = _lines_sheet(content, name)
        if streamed is not None:
            return streamed
        if content.stat().st_size > LARGEST_BYTES:
            raise InputError(
                "Berkas JSON {name} lebih dari {size} MB: simpan dengan satu objek per baris (JSONL) atau sebagai CSV.",
                name=name,
                size=LARGEST_BYTES // 2**20,
            )
        content = content.read_bytes()
    try:
        data, shape = _data(content)
        if is_ocds(data):
            rows, version = item_rows(data)
            return _of_records(list(enumerate(rows, 1)), name, member, {"json": shape, "ocds_version": version}, "ocds")
        records, shape = _records(data, shape)
        del data
        if records and shape == "datatables":
            return _of_arrays(records, name, member)
        return _of_records(records, name, member, {"json": shape}, "json")
    except (ValueError, RecursionError) as error:
        raise _broken(name) from error


def _of_arrays(arrays: list[tuple[int, list[Any]]], name: str, member: str) -> Sheet:
    refuse_too_many(len(arrays), name)
    width = max(len(row) for _line, row in arrays)
    table: list[list[Any]] = [[str(i) for i in range(width)], *([_cell(c) for c in row] for _line, row in arrays)]
    lines = [0, *(line for line, _row in arrays)]
    return sheet_of_rows("", table, lines, kind="json", member=member, facts={"json": "datatables"})


def _of_records(
    records: list[tuple[int, dict[str, Any]]], name: str, member: str, facts: dict[str, str], kind: str
) -> Sheet:
    if not records:
        raise InputError(
            "Berkas {name} tidak memuat daftar baris: yang dibaca ialah larik JSON berisi objek.", name=name
        )
    refuse_too_many(len(records), name)
    flat = [_flat(record) for _line, record in records]
    header = list(dict.fromkeys(key for record in flat for key in record))
    rows: list[list[Any]] = [list(header), *([record.get(key) for key in header] for record in flat)]
    lines = [0, *(line for line, _record in records)]
    return sheet_of_rows("", rows, lines, kind=kind, member=member, facts=facts)


# --------------------------------------------------------------------------- one document


def _data(raw: bytes) -> tuple[Any, str]:
    """A JSON document, or one a line; numbers with decimals stay exact."""
    encoding = json.detect_encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    text = text.removeprefix("\ufeff").replace("\x00", "")
    try:
        data = _loads(text)
    except ValueError:
        lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
        if len(lines) < 2:
            raise
        return [_loads(line) for line in lines], "lines"
    return data, "array" if isinstance(data, list) else "envelope"


def _loads(text: str | bytes) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=lambda _word: None)


def _records(data: Any, shape: str) -> tuple[list[tuple[int, Any]], str]:
    """The rows with their positions from 1; entries that are no rows keep their place."""
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
    if data and _page(data[0]) is not None:
        pages = [_page(one) for one in data]
        if all(page is not None for page in pages):  # answers of a server one after another
            data, shape = [row for page in pages if page for row in page], "envelope"
    placed = list(enumerate(data, 1))
    arrays = [(line, row) for line, row in placed if isinstance(row, list)]
    if arrays and len(arrays) > len(data) / 2:
        return arrays, "datatables"
    return [(line, row) for line, row in placed if isinstance(row, dict)], shape


def _page(one: Any) -> list[Any] | None:
    """The rows of an answer of a server; ``None`` when it is itself a row."""
    if not isinstance(one, dict):
        return None
    key = next((key for key in _ENVELOPES[:-1] if isinstance(one.get(key), list)), None)
    if key is None or not one.keys() - {key} <= _BESIDE:
        return None
    rows = one[key]
    return rows if all(isinstance(row, dict | list) for row in rows) else None


# --------------------------------------------------------------------------- one object a line, on disk


def _lines_sheet(path: Path, name: str) -> Sheet | None:
    """A file of one object a line; ``None`` when it is something else."""
    try:
        first = list(islice(_objects(path), 50))
    except (ValueError, RecursionError):
        return None
    if len(first) < 2 or not all(isinstance(one, dict) for one in first):
        return None
    try:
        if is_ocds(first):
            rows, version = item_rows([needed(one) for one in _objects(path)])
            facts = {"json": "lines", "ocds_version": version}
            return _of_records(list(enumerate(rows, 1)), name, "", facts, "ocds")
        keys: dict[str, None] = {}
        rows_n = 0
        for record in _flat_rows(path):
            keys.update(dict.fromkeys(record))
            rows_n += 1
    except (ValueError, RecursionError) as error:
        raise _broken(name) from error
    refuse_too_many(rows_n, name)
    header = list(keys)

    def batches(positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        wanted = [header[p] for p in positions]
        rows = islice(_flat_rows(path), max(after_line, 0), None)
        line = max(after_line, 0) + 1
        while piece := [[record.get(key) for key in wanted] for record in islice(rows, _PIECE)]:
            lines = range(line, line + len(piece))
            line += len(piece)
            for batch in every_batch(sheet_of_rows("", piece, lines, kind="json"), range(len(wanted)), 0):
                yield batch.rename_columns(["line_no", *(f"c{p}" for p in positions)])

    head: list[list[Any]] = [list(header)]
    head.extend([record.get(key) for key in header] for record in islice(_flat_rows(path), HEAD_ROWS - 1))
    facts = {"json": "lines"}
    return Sheet("", head, list(range(len(head))), len(header), batches, lambda: [], rows_n, "json", "", facts)


def _objects(path: Path) -> Iterator[Any]:
    """The documents of a file, one a line. Raises ``ValueError`` where a line is none."""
    with path.open("rb") as lines:
        first = True
        while line := lines.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise ValueError("no line of a reasonable length")
            text = line.removeprefix(b"\xef\xbb\xbf") if first else line
            first = False
            if text.strip():
                yield _loads(text)


def _flat_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, whether a line is a row or a whole answer of a server."""
    for one in _objects(path):
        page = _page(one)
        for row in [one] if page is None else page:
            if not isinstance(row, dict):
                raise ValueError("a row that is no object")
            yield _flat(row)


# --------------------------------------------------------------------------- cells


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Nested objects become ``outer.inner``; lists stay JSON text."""
    found: dict[str, Any] = {}
    _walk(record, "", 0, found)
    return found


def _walk(record: dict[str, Any], prefix: str, depth: int, found: dict[str, Any]) -> None:
    for key, value in record.items():
        name = _whole(prefix + key)
        kind = value.__class__
        if kind is str:
            found[name] = _whole(value) or None
        elif kind is int or value is None:
            found[name] = value
        elif kind is dict and value and depth < _DEEPEST:
            _walk(value, f"{name}.", depth + 1, found)
        else:
            found[name] = _cell(value)


def _cell(value: Any) -> Any:
    if value.__class__ is str:
        return _whole(value) or None
    if isinstance(value, dict | list):
        return _whole(json.dumps(value, ensure_ascii=False, default=str)) if value else None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _whole(text: str) -> str:
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def _broken(name: str) -> InputError:
    return InputError("Berkas {name} bukan JSON yang utuh: kemungkinan unduhannya terputus; unduh ulang.", name=name)
