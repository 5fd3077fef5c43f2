"""A file as rows of cells, each with the line number that its reader would name."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Final

import python_calamine

from jointproc.errors import InputError
from jointproc.intake.files import FileKind, recognise, unpacked
from jointproc.text import Count

__all__ = ["LARGEST_ROWS", "Sheet", "sheets", "tidy"]

LARGEST_ROWS: Final = 2_000_000
_DELIMITERS: Final = ";,\t|"
# Stands in a line of its own after the text; a quote that is never closed swallows it.
_END: Final = "\ue000"
_QUOTED: Final = re.compile(r'"[^"]*"')
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

csv.field_size_limit(16 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table before we know where its header is.

    Attributes:
        name: the sheet's name; empty for CSV and JSON.
        rows: cells as text, numbers, dates or ``None``, as the file holds them; :func:`tidy` the columns you use.
        lines: the line of each row as a person sees it in the file (JSON: the position of the object, from 1).
    """

    name: str
    rows: list[list[Any]]
    lines: list[int]


def sheets(content: bytes, name: str) -> Iterator[Sheet]:
    """The tables of a file, in order. Raises ``InputError`` with one sentence when there is nothing to read."""
    content = unpacked(content, name)
    kind: FileKind = recognise(content, name)
    if kind == "sheet":
        yield from _workbook(content, name)
    elif kind == "json":
        yield _json(content, name)
    else:
        yield _csv(_text(content, name), name)


def _workbook(content: bytes, name: str) -> Iterator[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            yield _numbered(title, rows, name)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError(
            "Berkas {name} rusak dan tidak dapat dibuka: unduh atau simpan ulang dari sumbernya.", name=name
        ) from error


def _numbered(title: str, rows: list[list[Any]], name: str) -> Sheet:
    kept, lines = [], []
    for line, row in enumerate(rows, start=1):
        if any(cell != "" for cell in row):
            kept.append(row)
            lines.append(line)
    _refuse_too_many(len(kept), name)
    return Sheet(title, kept, lines)


def tidy(column: list[Any]) -> list[Any]:
    """The cells of one column with ``None`` where empty and spreadsheet escapes resolved."""
    return [_cell(cell) if cell.__class__ is str else cell for cell in column]


def _cell(text: str) -> str | None:
    if text == "":
        return None
    return _ESCAPED.sub(_unescape, text) if "_x" in text else text


def _unescape(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign.isprintable() else " "


def _refuse_too_many(rows_n: int, name: str) -> None:
    if rows_n > LARGEST_ROWS:
        raise InputError(
            "Berkas {name} memuat lebih dari {n} baris: bagi menjadi beberapa berkas.", name=name, n=Count(LARGEST_ROWS)
        )


def _text(content: bytes, name: str) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise _not_text(name) from error
    if b"\x00" in content[:4096]:
        even, odd = content[0:4096:2].count(0), content[1:4096:2].count(0)
        if max(even, odd) < 0.3 * min(len(content), 4096) / 2:
            raise _not_text(name)
        try:
            return content.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError as error:
            raise _not_text(name) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    strange = sum(1 for c in text[:4096] if (ord(c) < 32 and c not in "\t\r\n") or c == "\ufffd")
    if strange > 0.02 * min(len(text), 4096):
        raise _not_text(name)
    return text


def _not_text(name: str) -> InputError:
    return InputError("Berkas {name} bukan berkas data yang dikenal; simpan sebagai CSV, XLSX, atau JSON.", name=name)


def _csv(text: str, name: str) -> Sheet:
    text = text.replace("\x00", "")
    delimiter = _delimiter(text)
    rows, lines = [], []
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=delimiter)
    started = before = 0
    try:
        for row in reader:
            started, before = before + 1, reader.line_num
            if any(row):
                rows.append(row)
                lines.append(started)
                if len(rows) > LARGEST_ROWS + 1:
                    _refuse_too_many(len(rows) - 1, name)
    except csv.Error as error:
        raise _bad_quotes(name, reader.line_num) from error
    if rows[-1:] != [[_END]]:
        raise _bad_quotes(name, started)
    rows.pop()
    lines.pop()
    if not rows or (len(rows) == 1 and len(rows[0]) == 1 and not (rows[0][0] or "").isprintable()):
        raise _not_text(name)
    return Sheet("", rows, lines)


def _bad_quotes(name: str, line: int) -> InputError:
    return InputError(
        "Berkas {name} tidak dapat dibaca di sekitar baris {line}: periksa tanda kutip di baris itu.",
        name=name,
        line=line,
    )


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into the most, and most equal, columns."""
    head = [_QUOTED.sub("", line) for line in text[:50_000].splitlines()[:30] if line.strip()]
    if not head:
        return ","

    def worth(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in head]
        commonest = max(set(counts), key=counts.count)
        return (counts.count(commonest) * (commonest > 0), commonest)

    return max(_DELIMITERS, key=worth)


def _json(content: bytes, name: str) -> Sheet:
    try:
        data = _json_data(content)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "Berkas {name} bukan JSON yang utuh: kemungkinan unduhannya terputus; unduh ulang.", name=name
        ) from error
    if isinstance(data, dict):
        data = next((data[key] for key in ("data", "aaData", "results") if isinstance(data.get(key), list)), None)
    records = [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []
    if not records:
        raise InputError(
            "Berkas {name} tidak memuat daftar baris: yang dibaca ialah larik JSON berisi objek.", name=name
        )
    _refuse_too_many(len(records), name)
    header = list(dict.fromkeys(key for record in records for key in record))
    rows = [header, *([_json_cell(record.get(key)) for key in header] for record in records)]
    return Sheet("", rows, [0, *range(1, len(records) + 1)])


def _json_data(content: bytes) -> Any:
    """A JSON document, or one object a line; numbers with decimals stay exact."""
    text = content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line, parse_float=Decimal, parse_constant=_no_number) for line in lines]


def _no_number(_word: str) -> None:
    return None


def _json_cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value == "" else value
