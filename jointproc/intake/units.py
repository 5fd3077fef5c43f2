"""Units of measure: one spelling for each, and the factor to a base unit where there is one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from jointproc import settings

__all__ = ["Unit", "unit_of"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its one spelling.

    Attributes:
        factor: how many base units one of it holds; ``None`` where the content varies (dus, kotak) or where the unit
            says nothing about a quantity (paket, ls).
        comparable: whether prices by this unit can be compared at all, once its content is known.
    """

    name: str
    factor: Decimal | None
    base: str | None
    comparable: bool = True


_INCOMPARABLE: Final = frozenset({"tak baku"})
# of the counted units, those whose one piece can be anything
_LOOSE: Final = frozenset({"set", "unit kerja"})


@cache
def _table() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    with (settings.REFERENCE / "units.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            factor = Decimal(row["factor"]) if row["factor"] else None
            loose = row["dimension"] in _INCOMPARABLE or row["unit"] in _LOOSE
            unit = Unit(row["unit"], factor, row["base_unit"] if factor is not None else None, not loose)
            for spelling in (row["unit"], *row["synonyms"].split("|")):
                found.setdefault(_key(spelling), unit)
    return found


def _key(text: str) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(text.lower().replace(".", " ").split()))


def unit_of(text: str) -> Unit:
    """The unit a text names; a unit we don't know keeps its own name, in plain form, without a factor."""
    key = _key(text)
    return _table().get(key) or Unit(key, None, None)
