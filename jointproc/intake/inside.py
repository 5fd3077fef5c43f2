"""Values that lie inside a column of JSON text, as columns of their own: the contract in a scraped list of winners."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from jointproc.intake.headers import header_key
from jointproc.intake.sheet import Sheet, cell_text

__all__ = ["Inner", "inner_columns", "value_inside", "with_inside"]

_PARTS: Final = "; "


@dataclass(frozen=True, slots=True)
class Inner:
    """A column that another one holds: ``key`` of the JSON text at position ``source``, at its own ``position``."""

    name: str
    source: int
    key: str
    position: int


def inner_columns(sheet: Sheet, header_row: int, inside: Mapping[str, Sequence[str]]) -> list[Inner]:
    """The columns to read from JSON text; they stand after the sheet's own, and never twice."""
    if not inside:
        return []
    head = sheet.head[header_row]
    places = {header_key(cell): place for place, cell in reversed(list(enumerate(head)))}
    found: list[Inner] = []
    for column, keys in inside.items():
        for key in keys:
            name = f"{column}.{key}"
            if column in places and header_key(name) not in places:
                found.append(Inner(name, places[column], key, sheet.width + len(found)))
    return found


def with_inside(sheet: Sheet, header_row: int, inside: Mapping[str, Sequence[str]]) -> Sheet:
    """The sheet with its inner columns. Cells that hold no JSON, or not the key, are empty."""
    inner = inner_columns(sheet, header_row, inside)
    if not inner or len(sheet.head[header_row]) != sheet.width:
        return sheet
    by_position = {one.position: one for one in inner}

    def batches(positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        needed = sorted({by_position[p].source if p in by_position else p for p in positions})
        for batch in sheet.open(needed, after_line):
            columns = [batch.column("line_no")]
            for position in positions:
                one = by_position.get(position)
                column = batch.column(f"c{one.source if one else position}")
                columns.append(_values(column, one.key) if one else column)
            yield pa.record_batch(columns, names=["line_no", *(f"c{p}" for p in positions)])

    head = [
        [*row, *[None] * (sheet.width - len(row)), *(_head_cell(row, one, i == header_row) for one in inner)]
        for i, row in enumerate(sheet.head)
    ]
    return replace(sheet, head=head, width=sheet.width + len(inner), open=batches)


def _head_cell(row: Sequence[Any], one: Inner, is_header: bool) -> Any:
    if is_header:
        return one.name
    return value_inside(row[one.source], one.key) if one.source < len(row) else None


def _values(column: pa.Array, key: str) -> pa.Array:
    distinct = column.dictionary_encode()
    values = [cell_text(value_inside(text, key)) for text in distinct.dictionary.to_pylist()]
    return pa.array(values, pa.string()).take(distinct.indices)


def value_inside(text: Any, key: str) -> Any:
    """The value at ``key`` of an object, or of every object of a list: numbers are added up, texts put together."""
    if not isinstance(text, str) or not text.lstrip().startswith(("[", "{")):
        return None
    try:
        data = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    found = [one[key] for one in (data if isinstance(data, list) else [data]) if isinstance(one, dict) and key in one]
    found = [value for value in found if value not in (None, "") and not isinstance(value, (bool, dict, list))]
    if not found:
        return None
    if all(isinstance(value, (int, Decimal)) for value in found):
        total = sum(map(Decimal, found), Decimal(0))
        return total if total.is_finite() else None
    return found[0] if len(found) == 1 else _PARTS.join(dict.fromkeys(map(str, found)))
