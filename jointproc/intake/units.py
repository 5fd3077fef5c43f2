"""Units of measure: one spelling for each, and the factor to a base unit where there is one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jointproc import settings

__all__ = ["Unit", "unit_of"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its one spelling.

    Attributes:
        factor: how many base units one of it holds; ``None`` where the content varies (dus, kotak) or where the unit
            says nothing about a quantity (paket, ls).
    """

    name: str
    factor: Decimal | None
    base: str | None


@cache
def _table() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    with (settings.REFERENCE / "units.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            factor = Decimal(row["factor"]) if row["factor"] else None
            unit = Unit(row["unit"], factor, row["base_unit"] if factor is not None else None)
            for spelling in (row["unit"], *row["synonyms"].split("|")):
                found.setdefault(_key(spelling), unit)
    return found


def _key(text: str) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(text.lower().replace(".", " ").split()))


def unit_of(text: str) -> Unit:
    """The unit a text names; a unit we don't know keeps its own name, in plain form, without a factor."""
    key = _key(text)
    return _table().get(key) or Unit(key, None, None)
