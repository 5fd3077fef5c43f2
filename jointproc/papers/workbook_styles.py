"""How the cells of the workbook look, and how much room a text needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any, Final

from jointproc.papers.tidy import FORMULA_SIGNS, Cell, Column
from jointproc.text import format_number

__all__ = ["Styles", "lines_in", "room_of"]

_NUMBERS: Final[Mapping[str, str]] = {
    "idr": "#,##0;\u2212#,##0;0",
    "price": "#,##0.00;\u2212#,##0.00;0",
    "number": "#,##0.####",
    "count": "#,##0",
    "share": "0.0%",
    "date": "dd/mm/yyyy",
}
_FONT: Final = {"font_name": "Arial", "font_size": 10, "font_color": "#1A1A1A", "valign": "top"}
_DARK: Final = "#1F3A5F"
_LINE: Final = "#C9D3DE"
_GREY: Final = "#595959"
_WIDE: Final = 40.0
_NARROWEST: Final = 8.0
_WIDEST: Final = 34.0
_ALIGNED: Final = {**dict.fromkeys(("idr", "price", "number", "count", "share"), "right"), "date": "center"}
# the room a letter takes against a digit, on average
_LETTER: Final = 0.84
_DIGITS: Final[Mapping[str, int]] = {"idr": 0, "price": 2, "number": 4, "count": 0}


class Styles:
    """Formats of one workbook, made when first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        body = {**_FONT, "bottom": 1, "bottom_color": _LINE}
        self.title = self._look({**_FONT, "bold": True, "font_size": 15, "font_color": _DARK, "quote_prefix": True})
        self.note = self._look({**_FONT, "italic": True, "font_color": _GREY, "text_wrap": True, "quote_prefix": True})
        self.sentence = self._look({**_FONT, "text_wrap": True, "align": "left", "indent": 1, "quote_prefix": True})
        self.text = self._look({**body, "text_wrap": True, "align": "left", "indent": 1})
        self.idr = self._look({**body, "num_format": _NUMBERS["idr"], "align": "right", "indent": 1, "bold": True})
        self.link = self._look({**body, "align": "left", "indent": 1, "font_color": "#0B5A8E", "underline": 1})

    def header(self, column: Column) -> Any:
        return self._look(
            {
                **_FONT,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": _DARK,
                "text_wrap": True,
                "valign": "vcenter",
                "align": _ALIGNED.get(column.kind, "left"),
                "indent": 0 if column.kind == "date" else 1,
            }
        )

    def body(self, column: Column, value: Cell) -> Any:
        """A cell's format; a text that begins like a formula also carries the quote mark that keeps it text."""
        look = {**_FONT, "bottom": 1, "bottom_color": _LINE, **self._kind(column)}
        quoted = isinstance(value, str) and value.startswith(FORMULA_SIGNS)
        return self._look({**look, "quote_prefix": True} if quoted else look)

    def total(self, column: Column, *, label: bool) -> Any:
        kind = {"align": "left", "indent": 1} if label else self._kind(column)
        return self._look({**_FONT, "bold": True, "top": 1, "bottom": 6, **kind})

    @staticmethod
    def _kind(column: Column) -> dict[str, Any]:
        if column.kind in _NUMBERS:
            centred = column.kind == "date"
            return {
                "num_format": _NUMBERS[column.kind],
                "align": "center" if centred else "right",
                "indent": 0 if centred else 1,
            }
        return {"text_wrap": True, "align": "left", "indent": 1}

    def _look(self, told: dict[str, Any]) -> Any:
        key = tuple(sorted(told.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(told)
        return self._made[key]


def room_of(column: Column, values: Sequence[Cell]) -> float:
    """How wide a column should be, in characters: its longest value, and its header on three lines at most."""
    longest_word = max(len(word) for word in re.split(r"[\s-]", column.label)) + 3
    wanted = max(longest_word, ceil(len(column.label) / 3) + 4, _NARROWEST)
    shown = [len(_printed(column, v)) for v in values if v is not None]
    if column.total:
        numbers = [Decimal(str(v)) for v in values if v is not None]
        shown.append(len(_printed(column, sum(numbers, Decimal(0)))))
    needed = max(shown, default=0) + 3
    if column.wide:
        return float(min(max(wanted, needed), _WIDE))
    return float(min(max(wanted, needed), _WIDEST))


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column this wide; words stay whole."""
    told = 0
    for paragraph in text.splitlines() or [""]:
        line, at = 1, 0.0
        for word in paragraph.split():
            length = len(word) * _LETTER
            if at and at + _LETTER + length > width:
                line, at = line + 1, 0.0
            line += int(length // max(width, 1)) if length > width else 0
            at += length + (_LETTER if at else 0)
        told += line
    return told


def _printed(column: Column, value: Cell) -> str:
    if isinstance(value, bool):
        return "tidak"
    if isinstance(value, date):
        return "24/11/2026"
    if column.kind == "share":
        return "100,0%"
    if column.kind in _DIGITS and isinstance(value, int | float | Decimal):
        return format_number(value, digits=_DIGITS[column.kind])
    return str(value)
