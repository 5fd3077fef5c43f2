"""The form in which a file with personal data is kept: the same tables, cell by cell, with the personal cells masked.

It is a Parquet file of text cells with, in its metadata, what the original said of itself (kind, sheets, first rows,
lines). Read again it gives the same purchases, issues, line numbers and amounts as the file that was uploaded.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jointproc.intake.files import damaged
from jointproc.intake.personal import CONTACT_HINT, is_personal, mask_row, mask_text
from jointproc.intake.presets import Fit
from jointproc.intake.sheet import BadRow, ReadAgain, Sheet

__all__ = ["Kept", "is_kept", "keep", "kept_sheets", "personal_positions", "to_keep"]

_KEY: Final = b"jointproc_kept"
_MASKED: Final = "***"
_BATCH: Final = 65_536
_SAMPLES: Final = 20
_BAD_ROW: Final = (int, int, int, str)
_FREE_TEXT: Final = ("text", "spec")


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet to keep.

    Attributes:
        header_row: position of the header in ``sheet.head``.
        personal: positions whose cells are masked; empty cells stay empty, so that every row keeps its shape.
        free_text: positions in whose text contacts are masked.
        head_only: a sheet that was seen and not read: only its header is kept.
    """

    sheet: Sheet
    header_row: int
    personal: frozenset[int]
    free_text: tuple[int, ...]
    head_only: bool = False


def personal_positions(sheet: Sheet, header_row: int, used: Collection[int] = ()) -> dict[int, str]:
    """Columns with personal data: position → header (or the kind, where the column has no header).

    Args:
        used: positions that purchases are read from; these hold what was bought, where and for how much.
    """
    found: dict[int, str] = {}
    header = sheet.head[header_row]
    above = sheet.head[header_row - 1] if header_row and _filled_n(sheet.head[header_row - 1]) > 1 else []
    body = sheet.head[header_row + 1 : header_row + 1 + _SAMPLES]
    for position in range(max(sheet.width, len(header))):
        if position in used:
            continue
        names = [str(row[position]) for row in (header, above) if position < len(row) and row[position]]
        samples = [str(row[position]) for row in body if position < len(row) and row[position]]
        kind = next((kind for name in names or [""] if (kind := is_personal(name, samples))), None)
        if kind:
            found[position] = names[0] if names else kind
    return found


def to_keep(fits: Sequence[Fit]) -> list[Kept] | None:
    """The sheets a reading needs, with what must be masked; ``None`` when the file itself may be kept as it is."""
    kept: list[Kept] = []
    for fit in fits:
        kept.append(_kept(fit))
        kept.extend(_ignored(fit, name) for name in fit.ignored if name != fit.sheet.facts.get("skipped"))
        if fit.joined is not None and all(one.sheet is not fit.joined.sheet for one in kept):
            kept.append(_kept(fit.joined))
    # other sheets and members were never looked at, so nobody knows what they hold
    may_hold_more = any(one.sheet.kind == "sheet" or one.sheet.member for one in kept)
    if may_hold_more or any(one.personal for one in kept) or any(_has_contacts(one) for one in kept):
        return kept
    return None


def _kept(fit: Fit) -> Kept:
    used = {position for name, first in fit.positions.items() for position in (first, *fit.fallbacks.get(name, ()))}
    free_text = {
        position
        for name in _FREE_TEXT
        if name in fit.positions
        for position in (fit.positions[name], *fit.fallbacks.get(name, ()))
    }
    personal = personal_positions(fit.sheet, fit.header_row, used)
    return Kept(fit.sheet, fit.header_row, frozenset(personal), tuple(sorted(free_text)))


def _ignored(fit: Fit, name: str) -> Kept:
    """A sheet in the same layout that was not read, known by its name and header; in an archive, such a member."""
    sheet = fit.sheet
    if sheet.member:
        head: list[list[Any]] = [[_MASKED]]
        called, member = "", name
    else:
        head = [*([None] for _row in range(fit.header_row)), sheet.head[fit.header_row]]
        called, member = name, ""
    lines = list(range(1, len(head) + 1))
    seen = Sheet(
        called, head, lines, sheet.width, lambda _ps, _after: iter(()), lambda: [], 0, sheet.kind, member, sheet.facts
    )
    return Kept(seen, len(head) - 1, frozenset(), (), head_only=True)


def _has_contacts(kept: Kept) -> bool:
    if not kept.free_text:
        return False
    for batch in kept.sheet.open(kept.free_text, kept.sheet.lines[kept.header_row]):
        for column in batch.columns[1:]:
            hinted = column.filter(pc.fill_null(pc.match_substring_regex(column, CONTACT_HINT), False))
            if any(mask_text(text) != text for text in hinted.unique().to_pylist()):
                return True
    return False


# --------------------------------------------------------------------------- writing


def keep(sheets: Sequence[Kept], target: Path) -> None:
    """Write the kept form of some sheets to ``target``, piece by piece."""
    try:
        _write(sheets, target)
    except ReadAgain:
        _write(sheets, target)


def _write(sheets: Sequence[Kept], target: Path) -> None:
    width = max(one.sheet.width for one in sheets)
    schema = pa.schema([pa.field("line_no", pa.int32()), *(pa.field(f"c{i}", pa.string()) for i in range(width))])
    told = []
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        groups = 0
        for one in sheets:
            first = groups
            for batch in () if one.head_only else _masked_batches(one):
                columns = [*batch.columns, *(pa.nulls(batch.num_rows, pa.string()),) * (width - one.sheet.width)]
                writer.write_table(pa.table(columns, schema=schema), row_group_size=max(batch.num_rows, 1))
                groups += 1
            told.append(_told(one, first, groups))
        writer.add_key_value_metadata({_KEY.decode(): json.dumps(told, ensure_ascii=False)})


def _masked_batches(kept: Kept) -> Iterator[pa.RecordBatch]:
    sheet = kept.sheet
    for batch in sheet.open(range(sheet.width), sheet.lines[kept.header_row]):
        if not batch.num_rows:
            continue
        columns = []
        for position, column in enumerate(batch.columns[1:]):
            if position in kept.personal:
                columns.append(pc.if_else(pc.is_valid(column), _MASKED, None).cast(pa.string()))
            elif position in kept.free_text:
                columns.append(_without_contacts(column))
            else:
                columns.append(column.cast(pa.string()))
        yield pa.record_batch([batch.column(0), *columns], names=batch.schema.names)


def _without_contacts(column: pa.Array) -> pa.Array:
    hinted = pc.fill_null(pc.match_substring_regex(column, CONTACT_HINT), False)
    if not pc.any(hinted).as_py():
        return column
    texts = pc.filter(column, hinted).unique()
    masked = pa.array([mask_text(text) for text in texts.to_pylist()], pa.string())
    return pc.if_else(hinted, masked.take(pc.index_in(column, value_set=texts)), column)


def _told(kept: Kept, first_group: int, end_group: int) -> dict[str, Any]:
    sheet = kept.sheet
    head = [
        [_cell(cell, _mask_of(kept, row, position)) for position, cell in enumerate(cells)]
        for row, cells in enumerate(sheet.head)
    ]
    return {
        "name": sheet.name,
        "head": head,
        "lines": list(sheet.lines),
        "width": sheet.width,
        "rows_hint": sheet.rows_hint,
        "kind": sheet.kind,
        "member": sheet.member,
        "facts": dict(sheet.facts),
        "groups": [first_group, end_group],
        # which cell of such a row belongs to which column is not known
        "bad_rows": [[b.line_no, b.found, b.expected, mask_row(b.text)] for b in sheet.bad_rows()],
    }


def _mask_of(kept: Kept, row: int, position: int) -> Callable[[str], str] | None:
    if row <= kept.header_row:
        return None
    if len(kept.sheet.head[row]) > kept.sheet.width:
        return mask_row
    if position in kept.personal:
        return lambda _text: _MASKED
    return mask_text if position in kept.free_text else None


def _cell(cell: Any, mask: Callable[[str], str] | None) -> Any:
    """A cell of the head as JSON that remembers what it was."""
    if cell is None or isinstance(cell, bool) or cell == "":
        return cell
    if mask is not None and (isinstance(cell, str) or mask("0") == _MASKED):
        return mask(str(cell))
    if isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, Decimal):
        return {"decimal": str(cell)}
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else str(cell)


# --------------------------------------------------------------------------- reading


def is_kept(content: bytes | Path) -> bool:
    """Whether a Parquet file is a kept form."""
    try:
        return _KEY in (_file(content).schema_arrow.metadata or _metadata(content))
    except (pa.ArrowException, OSError, ValueError):
        return False


def kept_sheets(content: bytes | Path, name: str) -> list[Sheet]:
    """The sheets of a kept form, as they were in the file that was uploaded.

    Raises:
        InputError: it was changed since it was written; of its pages this is found only while they are read.
    """
    try:
        file = _file(content)
        return [_sheet(file, one, name) for one in json.loads(_metadata(content)[_KEY])]
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as error:
        raise damaged(name) from error


def _file(content: bytes | Path) -> pq.ParquetFile:
    return pq.ParquetFile(content if isinstance(content, Path) else io.BytesIO(content))


def _metadata(content: bytes | Path) -> dict[bytes, bytes]:
    return dict(_file(content).metadata.metadata or {})


def _sheet(file: pq.ParquetFile, told: dict[str, Any], called: str) -> Sheet:
    first, end = told["groups"]
    _check(file, told)

    def batches(positions: Sequence[int], after_line: int) -> Iterator[pa.RecordBatch]:
        names = ["line_no", *(f"c{p}" for p in positions)]
        if first == end:
            return
        try:
            for batch in file.iter_batches(_BATCH, row_groups=list(range(first, end)), columns=names):
                ordered = pa.record_batch([batch.column(name) for name in names], names=names)
                ordered.validate(full=True)
                yield ordered.filter(pc.greater(ordered.column(0), after_line))
        except (pa.ArrowException, OSError, ValueError, LookupError) as error:
            raise damaged(called) from error

    bad = [BadRow(*row) for row in told["bad_rows"]]
    head = [[_native(cell) for cell in row] for row in told["head"]]
    return Sheet(
        told["name"],
        head,
        told["lines"],
        told["width"],
        batches,
        lambda: bad,
        told["rows_hint"],
        told["kind"],
        told["member"],
        told["facts"],
    )


def _check(file: pq.ParquetFile, told: dict[str, Any]) -> None:
    """Raises ``ValueError`` for a description that doesn't belong to these pages."""
    first, end = told["groups"]
    head, lines, width, hint = told["head"], told["lines"], told["width"], told["rows_hint"]
    schema = file.schema_arrow
    sound = (
        all(isinstance(told[key], str) for key in ("name", "kind", "member"))
        and all(isinstance(w, str) for pair in told["facts"].items() for w in pair)
        and all(isinstance(row, list) for row in head)
        and all(isinstance(line, int) for line in lines)
        and len(head) == len(lines)
        and isinstance(hint, int | None)
        and 0 <= first <= end <= file.metadata.num_row_groups
        and isinstance(width, int)
        and schema.names[: width + 1] == ["line_no", *(f"c{i}" for i in range(width))]
        and schema.types == [pa.int32(), *[pa.string()] * (len(schema) - 1)]
        and all(isinstance(value, t) for row in told["bad_rows"] for value, t in zip(row, _BAD_ROW, strict=True))
    )
    if not sound:
        raise ValueError(told)


def _native(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    ((kind, text),) = cell.items()
    if kind == "decimal":
        return Decimal(text)
    return datetime.fromisoformat(text) if kind == "moment" else date.fromisoformat(text)


def _filled_n(row: Sequence[Any]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)
