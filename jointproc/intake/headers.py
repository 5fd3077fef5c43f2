"""Header rows of a table: which rows may be one, and the forms in which two spellings of a header are equal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

__all__ = ["HEADER_ROWS", "Header", "exact_key", "header_key", "header_rows", "last_header_row"]

# A header further down is nobody's header.
HEADER_ROWS: Final = 30
_LONGEST: Final = 200
_SIGNS: Final = re.compile(r"[\W_]+")
_BRACKETS: Final = re.compile(r"\(.*?\)")
# "3", "(3)", "3.", "6=4x5", "(6 = 4 × 5)"
_COLUMN_NUMBER: Final = re.compile(r"\(?\s*([0-9]{1,2})(?:\.0)?\s*(?:=[\s0-9x×*+/:()-]+)?\)?\.?\s*")
_NUMBERED_LEAST: Final = 3
_YEAR: Final = re.compile(r"(?<=[^\W\d_])_(19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Header:
    """One way to see the header of a table.

    Attributes:
        row: position in ``Sheet.head``; of two header rows, the lower one.
        labels: what each column is called, as written; a nameless column that holds something is ``Kolom 5``, and
            the second of two with the same name ``Harga (2)``.
        keys: every key of a column → its position.
    """

    row: int
    labels: tuple[str, ...]
    keys: Mapping[str, int]


def header_key(text: Any) -> str:
    """The form in which two spellings of a header are equal: case, signs, brackets and a year don't matter."""
    if text is None or text == "":
        return ""
    plain = str(text)
    if "(" in plain:
        plain = _BRACKETS.sub(" ", plain)
    return _YEAR.sub("", _SIGNS.sub("_", plain.lower()).strip("_")) or exact_key(text)


def exact_key(text: Any) -> str:
    """As :func:`header_key`, but brackets and the year count: ``Harga (2024)`` is not ``Harga (2025)``."""
    return _SIGNS.sub("_", str("" if text is None else text).lower()).strip("_") or str(text or "").strip()


def header_rows(head: Sequence[Sequence[Any]], most: int = HEADER_ROWS) -> Iterator[Header]:
    """Each of the first rows as a header, and each two rows together where the upper one fills gaps of the lower."""
    width = max((len(row) for row in head), default=0)
    filled = [any(p < len(row) and row[p] not in (None, "") for row in head) for p in range(width)]
    rows = [[_label(cell) for cell in row] for row in head[:most]]
    for place, row in enumerate(rows):
        if sum(bool(cell) for cell in row) > 1:
            yield _header(place, row, [""] * len(row), filled)
        if place and _completes(rows[place - 1], row, head[place]):
            lower = [*row, *[""] * (len(rows[place - 1]) - len(row))]
            yield _header(place, *_together(rows[place - 1], lower), filled)


def last_header_row(head: Sequence[Sequence[Any]], header_row: int) -> int:
    """The position of the last row of a header: offices number the columns beneath it (1, 2, 3 … or ``6 = 4 × 5``)."""
    below = head[header_row + 1] if header_row + 1 < len(head) else []
    cells = [str(cell).strip() for cell in below if cell not in (None, "")]
    found = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells]
    numbers = [int(match[1]) for match in found if match]
    counts_up = numbers[:1] == [1] and all(b - a == 1 for a, b in pairwise(numbers))
    numbered = len(numbers) == len(cells) >= _NUMBERED_LEAST and counts_up
    return header_row + 1 if numbered else header_row


def _label(cell: Any) -> str:
    if cell.__class__ is str:
        return " ".join(cell.split()) if len(cell) <= _LONGEST else ""
    return "" if cell is None else str(cell)


def _completes(upper: Sequence[str], lower: Sequence[str], cells: Sequence[Any]) -> bool:
    names_n = sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
    if names_n < 2 or names_n < sum(map(bool, lower)) or sum(map(bool, upper)) < 2:
        return False
    return any(name and not (p < len(lower) and lower[p]) for p, name in enumerate(upper))


def _together(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names of two rows, and above each name of the lower row the one merged over it."""
    names, overs, over = [], [], ""
    for position, below in enumerate(lower):
        above = upper[position] if position < len(upper) else ""
        over = above or over
        names.append(below or above)
        overs.append(over if below else "")
    return names, overs


def _header(row: int, names: Sequence[str], overs: Sequence[str], filled: Sequence[bool]) -> Header:
    keys: dict[str, int] = {}
    labels: list[str] = []
    repeats: dict[str, int] = {}
    for position, (name, over) in enumerate(zip(names, overs, strict=True)):
        label = name or (f"Kolom {position + 1}" if position < len(filled) and filled[position] else "")
        if over and exact_key(name) in keys and exact_key(f"{over} {name}") not in keys:
            label = f"{over} {name}"
        if label:
            label = _unlike(label, keys, repeats)
            keys[exact_key(label)] = position
        labels.append(label)
    for position, (name, over) in enumerate(zip(names, overs, strict=True)):
        for said in (name, f"{over} {name}" if over else ""):
            if said:
                keys.setdefault(header_key(said), position)
                keys.setdefault(exact_key(said), position)
    return Header(row, tuple(labels), keys)


def _unlike(label: str, keys: Mapping[str, int], repeats: dict[str, int]) -> str:
    """The label, with a number when another column has it already."""
    found = label
    while exact_key(found) in keys:
        repeats[label] = repeats.get(label, 1) + 1
        found = f"{label} ({repeats[label]})"
    return found
