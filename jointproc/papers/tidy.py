"""Tidy tables: what a column holds, how it adds up and how a reader would check it.

Column names are English and stable; headers, words and sentences are in the paper's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

__all__ = ["FORMULA_SIGNS", "Cell", "Column", "DataTable", "exact", "money"]

Cell = str | int | float | Decimal | date | bool | None
Kind = Literal["text", "idr", "price", "number", "count", "share", "date", "flag"]
# a text that begins with one of these could be read as a formula by a spreadsheet
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: stable and English; ends in ``_idr``, ``_share`` or ``_n`` where its unit asks for it.
        label: its header in a workbook.
        total: whether its sum means something.
        formula: how a reader would check it, from other columns of its row (``{alone_idr}-{saving_idr}``) or their
            totals (``{amount_idr}/{sum amount_idr}``); the cell's own value stays the simulation's.
        shown: whether it stands in a workbook too; codes that a label repeats are for machines.
        wide: a column of sentences.
    """

    name: str
    label: str
    kind: Kind = "text"
    total: bool = False
    formula: str = ""
    shown: bool = True
    wide: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table: a row per thing, each cell a plain value or nothing where nothing is known.

    Attributes:
        name: stable and English; a file's name.
        sheet: what its sheet is called, at most 31 characters.
        notes: what a reader must know before using the figures.
    """

    name: str
    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name}: a row has other columns than the header")

    def place(self, column: str) -> int:
        """Where a column stands."""
        return [c.name for c in self.columns].index(column)

    def values(self, column: str) -> tuple[Cell, ...]:
        """One column, row by row."""
        at = self.place(column)
        return tuple(row[at] for row in self.rows)

    def total(self, column: str) -> Decimal:
        """The exact sum of a column; cells without a value count nothing."""
        return sum((exact(v) for v in self.values(column) if v is not None), Decimal(0))


def exact(value: Cell) -> Decimal:
    """A number as it prints."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def money(value: float) -> Decimal:
    """Rupiah and sen."""
    return Decimal(str(round(value, 2)))
