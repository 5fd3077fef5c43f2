"""Figures for the screen, in the reader's language, made here and never by the browser.

A table is shown as a pandas Styler: the cell keeps its number (sorting stays numeric, columns stay right-aligned) and
only its display text is ours, so that "1.234,5" does not turn into "1,234.5" on another laptop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from jointproc import text
from jointproc.ui.language import _, language

__all__ = [
    "Column",
    "MoneyUnit",
    "count",
    "day",
    "idr",
    "money_unit",
    "number",
    "share",
    "styled",
]

Kind = Literal["text", "idr", "price", "count", "number", "share", "km", "date"]
_EMPTY: Final = "–"


def idr(value: float | Decimal, *, compact: bool = True) -> str:
    """``Rp1,2 miliar``, or in full."""
    return text.format_idr(value, language(), compact=compact)


def count(value: float) -> str:
    """A whole number."""
    return text.format_count(value, language())


def number(value: float | Decimal, digits: int = 2) -> str:
    """A number with at most ``digits`` decimals."""
    return text.format_number(value, language(), digits)


def share(value: float, digits: int = 1) -> str:
    """0.034 as ``3,4%``."""
    return text.format_share(value, language(), digits)


def day(value: date | datetime) -> str:
    """``24 November 2026``."""
    return text.format_date(value, language())


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """The unit of a column or axis: ``divisor`` in rupiah, and its name."""

    divisor: float
    name: str
    digits: int

    def show(self, value: float) -> str:
        """A rupiah amount in this unit, without the unit."""
        return _fixed(value / self.divisor, self.digits)


def money_unit(largest: float) -> MoneyUnit:
    """The unit in which the largest amount of a column or axis reads best."""
    size = abs(largest)
    if size >= 2e9:
        return MoneyUnit(1e9, _("Rp miliar"), 2 if size < 1e11 else 1)
    if size >= 2e6:
        return MoneyUnit(1e6, _("Rp juta"), 2 if size < 1e8 else 1)
    return MoneyUnit(1.0, _("Rp"), 0)


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is shown. The unit goes into the header."""

    label: str
    kind: Kind = "text"
    width: Literal["small", "medium", "large"] | int | None = None
    help: str | None = None
    digits: int = 1


def _fixed(value: float, digits: int) -> str:
    """With exactly ``digits`` decimals, so that the commas of a column stand under each other."""
    # adding zero turns a minus zero into zero
    shown = number(round(value, digits) + 0, digits)
    if not digits:
        return shown
    comma = "," if language() == "id" else "."
    whole, _comma, decimals = shown.partition(comma)
    return f"{whole}{comma}{decimals.ljust(digits, '0')}"


def styled(frame: pd.DataFrame, columns: Mapping[str, Column]) -> tuple[Any, dict[str, Any]]:
    """The frame cut to ``columns`` as a Styler, and its ``column_config``.

    Args:
        frame: any DataFrame; money in rupiah, shares 0–1, distances in km.
        columns: frame column → how it is shown, in the order of the screen.
    """
    shown = frame[list(columns)].reset_index(drop=True)
    formats: dict[str, Callable[[Any], str]] = {}
    config: dict[str, Any] = {}
    for name, column in columns.items():
        header, formatter = _formatter(shown[name], column)
        formats[name] = formatter
        config[name] = st.column_config.Column(header, width=column.width, help=column.help)
        if column.kind not in ("text", "date"):
            shown[name] = pd.to_numeric(shown[name]).astype("float64")
    return shown.style.format(formats), config


def _formatter(values: pd.Series, column: Column) -> tuple[str, Callable[[Any], str]]:
    label, kind = column.label, column.kind
    if kind == "idr":
        numbers = pd.to_numeric(values).abs()
        unit = money_unit(float(numbers.max()) if numbers.notna().any() else 0.0)
        return f"{label} ({unit.name})", _or_empty(unit.show)
    if kind == "price":
        return f"{label} (Rp)", _or_empty(count)
    if kind == "share":
        return f"{label} (%)", _or_empty(lambda v: _fixed(float(v) * 100, column.digits))
    if kind == "km":
        return f"{label} (km)", _or_empty(lambda v: _fixed(v, column.digits))
    if kind == "count":
        return label, _or_empty(count)
    if kind == "number":
        return label, _or_empty(lambda v: number(v, column.digits))
    if kind == "date":
        return label, _or_empty(day)
    return label, _or_empty(str)


def _or_empty(make: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: _EMPTY if value is None or pd.isna(value) else make(value)
